import { BACK, type Budget, budgetOn } from './plan/budget.ts'
import { isPaused } from './plan/plan.ts'
import { restDays } from './plan/rest.ts'
import { readBudget } from './plan/store/budget.ts'
import { readRests } from './plan/store/rest.ts'
import { type Polled, pollAll } from './radar/machine/poll.ts'
import { isTooLong, presentEdition } from './radar/machine/reading.ts'
import type { RadarTools } from './radar/machine/tools.ts'
import { textLimit } from './radar/settings.ts'
import type { Edition } from './radar/store/editions.ts'
import { dropText } from './radar/store/items.ts'
import { strains } from './signals/machine/watching.ts'
import { learningMinutes } from './sprints/store/sprints.ts'
import type { Database } from './store/database.ts'
import { readSetting } from './store/setting.ts'
import type { Clock } from './time/clock.ts'
import { localDay } from './time/window.ts'

export type OnProgress = (done: number, total: number, last: Polled) => void

/**
 * strain -> budget: how heavy the days are against the person's own usual, and what that leaves of an edition's minutes, of
 * which a sprint has taken its own.
 */
export function budgetNow(db: Database, clock: Clock): Budget {
  const strain = strains({ db, clock, rests: () => restDays(readRests(db)) }, BACK)
  const today = localDay(clock.now(), clock.zone()).toString()
  return budgetOn(today, { ...readBudget(db, clock.now()), strains: strain, learning: learningMinutes(db, today) })
}

/**
 * The product on one page: the sources are fetched, each published thing becomes an item once, items that tell the same
 * become a story, and the stories that fit the person's subject and minutes become the edition of the present time.
 * An edition that was made already comes back as it is, unless a rest has begun before it was opened.
 */
export async function day(tools: RadarTools, onProgress: OnProgress = () => {}): Promise<Edition | undefined> {
  if (tools.off() || isPaused(tools.plan(), tools.clock.now())) return undefined
  const there = presentEdition(tools)
  if (there && !isTooLong(tools, there)) return there
  if (!there) await fetchSources(tools, false, onProgress)
  // It may have become off time meanwhile.
  if (tools.off()) return undefined
  await tools.apart('edition')
  return presentEdition(tools)
}

/** Polls the sources whose time has come, or all when `asked`, and keeps to the person's size limit if there is one. */
export async function fetchSources(
  tools: RadarTools,
  asked: boolean,
  onProgress: OnProgress = () => {},
): Promise<Polled[]> {
  const polled = await pollAll(tools, asked, onProgress)
  const limit = readSetting(tools.db, textLimit)
  if (limit !== null && polled.length > 0) dropText(tools.db, limit * 1_000_000)
  return polled
}
