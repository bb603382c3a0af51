import { readSetting } from '../../store/setting.ts'
import { spanAt } from '../../time/span.ts'
import { day, latest, next, type Weekly } from '../../time/weekly.ts'
import { planned } from '../off.ts'
import { workDays, workEnd, workStart } from '../settings.ts'
import { endShutdown, lastShutdown, type Shutdown, type Thought, waitingThoughts } from '../store/thoughts.ts'
import { isOff, offLog } from './standing.ts'
import type { BoundaryTools } from './tools.ts'

const DAY = 24 * 3600_000
const WEEKS = 35 * DAY
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
  return workStarts(tools, clock.now() - DAY, clock.now() + WEEKS).find(start => start > clock.now())
}

/** The last work start that was outside off time (ms). */
function lastWorkStart(tools: BoundaryTools): number | undefined {
  const { clock } = tools
  return workStarts(tools, clock.now() - WEEKS, clock.now() + 1).findLast(start => start <= clock.now())
}

/** The work starts of a stretch. One that off time covers comes when that ends, if it does so the same day; else it is none. */
function workStarts(tools: BoundaryTools, from: number, to: number): number[] {
  const zone = tools.clock.zone()
  const off = planned(offLog(tools), { from: from - DAY, to: to + DAY })
  const found: number[] = []
  for (
    let start = next(starts(tools), from, zone);
    start !== undefined && start < to;
    start = next(starts(tools), start, zone)
  ) {
    const covered = spanAt(off, start)
    if (!covered) found.push(start)
    else if (day(covered.to, zone) === day(start, zone)) found.push(covered.to)
  }
  return found
}

function starts({ db }: BoundaryTools): Weekly {
  return { days: readSetting(db, workDays), time: readSetting(db, workStart) }
}

/** When workdays end; of a night shift on the day after. */
export function workEnds({ db }: BoundaryTools): Weekly {
  const [days, time] = [readSetting(db, workDays), readSetting(db, workEnd)]
  return { days: time > readSetting(db, workStart) ? days : days.map(day => (day % 7) + 1), time }
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
  const end = latest(workEnds(tools), now, zone)
  const start = latest(starts(tools), now, zone)
  return (
    end !== undefined && (start ?? 0) < end && now - end < DAY / 2 && (lastShutdown(db)?.begunAt ?? 0) < end - DAY / 8
  )
}
