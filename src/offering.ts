import type { App } from './app.ts'
import { begunAt, PARTS, type Part } from './parts.ts'
import { restOn } from './plan/rest.ts'
import { firstOpenedIn } from './radar/store/opened.ts'
import { firstSourceAt } from './radar/store/sources.ts'
import { tellingWarning } from './signals/machine/asking.ts'
import { readCards } from './signals/store/cards.ts'
import { localDay, wholeDay } from './time/window.ts'

const DAYS = 7
/** A quarter has thirteen weeks, counted by days from the one on which the person began. */
const WEEKS = 13

/** What is offered today: a part not used yet, or a look back at the quarter that has ended (counted from 1). */
export type Offer = { readonly part: Part } | { readonly quarter: number }

/**
 * The one offer of a week, on the day of its first opened edition, so that it comes after use and is not there the day after:
 * an offer that is passed by is not made again. Parts come in their order, one for each week of use; what is on by then is
 * passed over, and so is what was answered once. In the first such week after a quarter the look back comes instead. None in a
 * rest, or while days weigh more than usual. Nothing is written when it is shown: the same follows at every look.
 */
export function offerToday(app: App): Offer | undefined {
  const { radar, signals, db } = app
  const { clock } = app.machine
  const began = begunAt(app)
  const today = localDay(clock.now(), clock.zone())
  if (began === undefined || restOn(radar.rests(), today.toString()) || tellingWarning(signals)) return undefined
  const said = readCards(db).filter(({ kind }) => kind === 'offer')
  const begun = localDay(began, clock.zone())
  const week = Math.floor(begun.until(today).total('days') / DAYS)
  const used = week < 1 ? undefined : usedAt(app, begun, week)
  if (used === undefined || !localDay(used, clock.zone()).equals(today)) return undefined
  const offer = turnOf(app, begun, week)
  const name = 'part' in offer ? (offer.part?.name ?? '') : `quarter ${offer.quarter}`
  if (said.some(({ word }) => word.endsWith(` ${name}`))) return undefined
  if (!('part' in offer)) return offer
  const { part } = offer
  return part && !part.isOn(app) && (!part.reads || firstSourceAt(db) !== undefined) ? { part } : undefined
}

/** Whose turn it is in a week of use: the look back in the first after a quarter, in each other one the next part. */
function turnOf(app: App, begun: Temporal.PlainDate, week: number): { part: Part | undefined } | { quarter: number } {
  let [parts, quarters] = [0, 0]
  for (let one = 1; one <= week; one++) {
    if (usedAt(app, begun, one) === undefined) continue
    const quarter = Math.floor(one / WEEKS)
    const isLook = quarter > quarters
    if (one === week) return isLook ? { quarter } : { part: PARTS[parts] }
    if (isLook) quarters = quarter
    else parts++
  }
  return { part: undefined }
}

/** When a week (from 1) was first used (ms): its first edition opened; its begin, for who had nothing to read by then. */
function usedAt({ db, machine: { clock } }: App, begun: Temporal.PlainDate, week: number): number | undefined {
  const [from = 0, to = 0] = [week, week + 1].map(one => wholeDay(begun.add({ days: one * DAYS }), clock.zone()).from)
  const source = firstSourceAt(db)
  return source === undefined || source >= to ? from : firstOpenedIn(db, from, to)
}
