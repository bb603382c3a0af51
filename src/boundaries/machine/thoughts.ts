import { readSetting } from '../../store/setting.ts'
import { spanAt } from '../../time/span.ts'
import { latest, next, type Weekly } from '../../time/weekly.ts'
import { planned } from '../off.ts'
import { workDays, workEnd, workStart } from '../settings.ts'
import { endShutdown, lastShutdown, type Shutdown, type Thought, waitingThoughts } from '../store/thoughts.ts'
import { isOff, offLog } from './standing.ts'
import type { BoundaryTools } from './tools.ts'

const DAY = 24 * 3600_000
// A shutdown takes three minutes; one that was forgotten is over after this.
const FORGOTTEN = 30 * 60_000

/** The thoughts to give back now, oldest first: a work start has come since they were parked. Never inside a window. */
export function thoughtsBack(tools: BoundaryTools): Thought[] {
  if (isOff(tools)) return []
  const start = lastWorkStart(tools)
  return start === undefined ? [] : waitingThoughts(tools.db).filter(({ waitsSince }) => waitsSince < start)
}

/** When thoughts parked now come back (ms): the next work start outside off time, within five weeks. */
export function nextWorkStart(tools: BoundaryTools): number | undefined {
  const { clock } = tools
  const off = planned(offLog(tools), { from: clock.now(), to: clock.now() + 35 * DAY })
  let start = next(starts(tools), clock.now(), clock.zone())
  while (start !== undefined && spanAt(off, start) && start < clock.now() + 35 * DAY)
    start = next(starts(tools), start, clock.zone())
  return start
}

/** The last work start that was outside off time (ms). */
function lastWorkStart(tools: BoundaryTools): number | undefined {
  const { clock } = tools
  const off = planned(offLog(tools), { from: clock.now() - 35 * DAY, to: clock.now() + 1 })
  let start = latest(starts(tools), clock.now(), clock.zone())
  while (start !== undefined && spanAt(off, start) && start > clock.now() - 35 * DAY)
    start = latest(starts(tools), start - 1, clock.zone())
  return start
}

function starts({ db }: BoundaryTools): Weekly {
  return { days: readSetting(db, workDays), time: readSetting(db, workStart) }
}

/** The shutdown that is under way; one that was forgotten closes itself. */
export function presentShutdown({ db, clock }: BoundaryTools): Shutdown | undefined {
  const last = lastShutdown(db)
  if (!last || last.endedAt !== null) return undefined
  const over = last.begunAt + FORGOTTEN
  if (clock.now() < over) return last
  endShutdown(db, last.id, over)
  return undefined
}

/** Whether the end of today's workday has come and no shutdown was begun since. */
export function shutdownDue(tools: BoundaryTools): boolean {
  const { db, clock } = tools
  const [now, zone] = [clock.now(), clock.zone()]
  const end = latest({ days: readSetting(db, workDays), time: readSetting(db, workEnd) }, now, zone)
  const start = latest(starts(tools), now, zone)
  return (
    end !== undefined && (start ?? 0) < end && now - end < DAY / 2 && (lastShutdown(db)?.begunAt ?? 0) < end - DAY / 8
  )
}
