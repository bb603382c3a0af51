import { minutesFor } from '../../plan/budget.ts'
import { latestSlot, restOn, nextSlot as slotAfter } from '../../plan/rest.ts'
import { day, startOfDay } from '../../time/weekly.ts'
import { type Composed, compose, composeTaste, REACH } from '../edition.ts'
import { isWell } from '../source.ts'
import {
  completeEdition,
  type Edition,
  forgetEdition,
  keepEdition,
  lastEdition,
  lastOpened,
  MOST_SET_BACK,
  openEdition,
  pullIn,
  putBack,
} from '../store/editions.ts'
import { countPassed, findItem } from '../store/items.ts'
import { listSources } from '../store/sources.ts'
import { drawAudits } from './checking.ts'
import { orderNow, replayNow } from './ranking.ts'
import type { RadarTools } from './tools.ts'

/** When the present edition's time began (ms): the last edition time, or today's begin for a plan without days. */
export function presentSlot({ clock, plan, rests }: RadarTools): number {
  const [now, zone] = [clock.now(), clock.zone()]
  const today = day(now, zone)
  const slot = latestSlot(plan().editions, rests(), now, zone)
  if (slot !== undefined) return slot
  // Without edition days a rest has one a week all the same, counted from its first day.
  const rest = restOn(rests(), today)
  const since = rest && Temporal.PlainDate.from(rest.first).until(today).total('days')
  const first =
    since === undefined
      ? today
      : Temporal.PlainDate.from(today)
          .subtract({ days: since % 7 })
          .toString()
  return startOfDay(first, zone) ?? now
}

/** When the next edition comes (ms); undefined for a plan without days. */
export function nextSlot({ clock, plan, rests }: RadarTools): number | undefined {
  return slotAfter(plan().editions, rests(), clock.now(), clock.zone())
}

/** The edition of the present time, if it was made. One made since the last edition time stays, whatever the plan becomes, unless a rest begins. */
export function presentEdition(tools: RadarTools): Edition | undefined {
  const last = lastEdition(tools.db, tools.clock.now() + MOST_SET_BACK)
  return last && last.madeAt >= presentSlot(tools) ? last : undefined
}

/** Whether a rest began since an edition was made that nobody has opened yet, nor put anything into: then a short one takes its place. */
export function isTooLong({ rests, budget, clock }: RadarTools, edition: Edition): boolean {
  return (
    edition.openedAt === null &&
    restOn(rests(), day(clock.now(), clock.zone())) !== undefined &&
    edition.minutes > budget().minutes &&
    !edition.stories.some(({ why }) => why.pulled)
  )
}

/**
 * Composes the present edition from what is known, unless it was made already. Undefined when nothing can be said yet:
 * there is nothing to choose from, and no source has answered well (no sources, or no network just now).
 */
export function makeEdition(tools: RadarTools, size: 'whole' | 'taste' = 'whole'): Edition | undefined {
  const there = presentEdition(tools)
  if (there && !isTooLong(tools, there)) return there
  const budget = tools.budget()
  const order = orderNow(tools, budget.minutes)
  if (
    (order.ranking?.ranked ?? order.candidates).length === 0 &&
    !listSources(tools.db).some(({ state, polledAt }) => polledAt !== null && isWell(state))
  ) {
    return undefined
  }
  const composed = size === 'whole' ? compose(order) : composeTaste(order)
  replayNow(tools)
  const now = tools.clock.now()
  const inside = composed.stories.flatMap(({ id, also }) => [id, ...also])
  return tools.db.transaction(() => {
    if (there) forgetEdition(tools.db, there.id)
    return keepEdition(
      tools.db,
      {
        slot: presentSlot(tools),
        madeAt: now,
        minutes: order.minutes,
        whole: size === 'whole',
        shorter: size === 'whole' && budget.shorter,
        passed: countPassed(tools.db, lastOpened(tools.db, now)?.madeAt ?? 0, now - REACH, inside),
        thin: composed.thin,
      },
      composed,
    )
  })
}

/** Makes a short edition as long as it may be now, because the person asked. */
export function makeWhole(tools: RadarTools): void {
  const edition = presentEdition(tools)
  if (!edition || (edition.whole && !edition.shorter)) return
  const had = edition.stories.reduce((sum, { minutes }) => sum + minutes, 0)
  const { minutes } = tools.budget()
  const inside = new Set(edition.stories.flatMap(({ item, also }) => [item.id, ...also.map(({ id }) => id)]))
  const order = orderNow(tools, Math.max(0, minutes - had))
  const composed: Composed = compose({ ...order, candidates: order.candidates.filter(({ id }) => !inside.has(id)) })
  completeEdition(tools.db, edition, minutes, composed.thin, composed)
}

/** Opens the present edition: its stories count as shown from now on, and its random checks are drawn. */
export function open(tools: RadarTools): void {
  const edition = presentEdition(tools)
  if (edition && openEdition(tools.db, edition.id, tools.clock.now())) drawAudits(tools, edition)
}

/** Whether edition times went by unopened before this edition: then it says that nothing piled up. */
export function skippedSome({ db, plan, rests, clock }: RadarTools, edition: Edition): boolean {
  const before = lastOpened(db, clock.now(), edition.slot)
  if (before === undefined) return false
  const following = slotAfter(plan().editions, rests(), before.slot, clock.zone())
  return following !== undefined && following < edition.slot
}

/** Puts a left-out item at the end of the present edition; answers false when there is none, or it is there already. */
export function pull(tools: RadarTools, itemId: number): boolean {
  const item = findItem(tools.db, itemId)
  const edition = presentEdition(tools)
  if (!item || !edition) return false
  return pullIn(tools.db, edition, itemId, minutesFor(item.kind, item.words))
}

/** Takes a pulled-in item out of the present edition again. */
export function unpull(tools: RadarTools, itemId: number): boolean {
  const edition = presentEdition(tools)
  return edition ? putBack(tools.db, edition, itemId) : false
}
