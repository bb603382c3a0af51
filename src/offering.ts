import type { App } from './app.ts'
import { begunOn, PARTS, type Part } from './parts.ts'
import { restOn } from './plan/rest.ts'
import { firstOpenedIn } from './radar/store/opened.ts'
import { listSources } from './radar/store/sources.ts'
import { tellingWarning } from './signals/machine/asking.ts'
import { today } from './signals/machine/watching.ts'
import { readCards } from './signals/store/cards.ts'
import { startOfDay } from './time/weekly.ts'
import { localDay } from './time/window.ts'

/** A quarter has thirteen weeks of seven days, counted from the day the person began. */
export const QUARTER = 91
const WEEK = 7

/** What is offered today: a part not used yet, or a look back at the quarter that has ended (counted from 1). */
export type Offer = { readonly part: Part } | { readonly quarter: number }

/**
 * The one offer of a week, on the day of its first opened edition, so that it comes after use and is not there the day after:
 * an offer that is passed by is not made again. Parts come in their order, one for each week of use; what is on by then is
 * passed over. In the first such week after a quarter the look back comes instead. None in a rest, or while days weigh more
 * than usual. Nothing is written when it is shown: the same follows at every look.
 */
export function offerToday(app: App): Offer | undefined {
  const { radar, signals } = app
  const day = today(signals)
  const began = begunOn(app)
  if (began === undefined || restOn(radar.rests(), day) || tellingWarning(signals)) return undefined
  if (readCards(app.db).some(({ kind, saidOn }) => kind === 'offer' && saidOn === day)) return undefined
  const week = Math.floor(daysFrom(began, day) / WEEK)
  if (week < 1 || usedOn(app, began, week) !== day) return undefined
  const before = Array.from({ length: week - 1 }, (_, at) => at + 1).filter(
    one => usedOn(app, began, one) !== undefined,
  )
  const quarter = Math.floor((week * WEEK) / QUARTER)
  if (quarter >= 1 && !before.some(one => one * WEEK >= quarter * QUARTER)) return { quarter }
  const part = PARTS[before.length]
  return part && !part.isOn(app) ? { part } : undefined
}

/** The local day of a week (from 1) on which its first edition was opened; its first day for who has nothing to read. */
function usedOn({ db, machine: { clock } }: App, began: string, week: number): string | undefined {
  const first = Temporal.PlainDate.from(began).add({ days: week * WEEK })
  if (listSources(db).length === 0) return first.toString()
  const zone = clock.zone()
  const from = startOfDay(first.toString(), zone) ?? 0
  const to = startOfDay(first.add({ days: WEEK }).toString(), zone) ?? 0
  const opened = firstOpenedIn(db, from, to)
  return opened === undefined ? undefined : localDay(opened, zone).toString()
}

function daysFrom(first: string, day: string): number {
  return Temporal.PlainDate.from(first).until(day).total('days')
}
