import { spanAt } from '../../time/span.ts'
import { isWindow, type Window } from '../../time/window.ts'
import { endOfTonight, type OffLog, type OffWindow, offSpans, type Standing, standingAt, zoneAt } from '../off.ts'
import { lastSeen, noteClock, noteClockChange } from '../store/clock.ts'
import { askOpening, closeOpening, noteZone, presentRule, readOffLog, setRule } from '../store/rules.ts'
import type { BoundaryTools } from './tools.ts'

// What a clock may be put right by without a word: a time server's doing.
const TOLERANCE = 120_000
const WRITE_EVERY = 300_000
const WEEKS = 15 * 24 * 3600_000

/** Where the person stands now; `far` (ms) is how far ahead the next off time is looked for. */
export function standing(tools: BoundaryTools, far = WEEKS): Standing {
  return standingAt(offLog(tools), tools.clock.now(), far)
}

/** Whether it is off time. */
export function isOff(tools: BoundaryTools): boolean {
  return standing(tools, 1).off !== undefined
}

/** Everything that was set, with both clocks and the zone looked at first. */
export function offLog(tools: BoundaryTools): OffLog {
  const { db, clock } = tools
  const log = readOffLog(db, clock.zone())
  if (log.rules.length === 0 && log.holidays.length === 0) return log
  const zoneMoved = noteZone(db, clock)
  const clockMoved = watchClock(tools, log)
  return zoneMoved || clockMoved ? readOffLog(db, clock.zone()) : log
}

/** The zone off time is kept in at the moment. */
export function offZone(tools: BoundaryTools): string {
  return zoneAt(offLog(tools).rules, tools.clock.now()) ?? tools.clock.zone()
}

/**
 * A wall clock that was set neither opens a window nor cuts one short: what was left of it is kept, and the change is
 * noted. While the machine runs, its forward clock tells exactly; after a restart only a step back can be seen.
 * Answers whether the clock was changed.
 */
function watchClock({ db, clock }: BoundaryTools, log: OffLog): boolean {
  const [now, monotonic, run] = [clock.now(), clock.monotonic(), clock.run]
  const last = lastSeen(db)
  const sameRun = last?.run === run && run !== '' && monotonic >= last.monotonic
  const comparable = last !== undefined && (sameRun || !`${last.run} ${run}`.includes('moved '))
  const expected = last ? last.wall + (sameRun ? monotonic - last.monotonic : 0) : now
  const by = now - expected
  const seen = { wall: now, monotonic, run }
  if (comparable && (sameRun ? Math.abs(by) > TOLERANCE : by < -TOLERANCE)) {
    // What is kept already is kept on, and no longer for that: else each change of the clock would add to it.
    const off = spanAt(log.held, expected) ?? spanAt(offSpans(log, { from: expected, to: expected + WEEKS }), expected)
    noteClockChange(db, seen, by, off ? { from: now, to: now + (off.to - expected) } : undefined)
    return true
  }
  if (!comparable) noteClock(db, seen, undefined)
  else if (!sameRun || monotonic - last.monotonic > WRITE_EVERY) noteClock(db, seen, log.held[0])
  return !comparable && log.held.length > 0
}

/** Adds a window, or puts it in the place of one; answers false when it is none. */
export function keepWindow(
  tools: BoundaryTools,
  window: Window,
  options: { at?: number; since?: number } = {},
): boolean {
  if (!isWindow(window)) return false
  const { windows, home } = presentRule(tools.db)
  const { days, from, to, later } = window
  const kept: OffWindow = { days: [...days].sort(), from, to, later, since: options.since ?? 0 }
  const place = options.at !== undefined && windows[options.at] ? options.at : windows.length
  changeRule(tools, windows.toSpliced(place, 1, kept), home)
  return true
}

/** Takes a window off the list; answers whether there was one. */
export function removeWindow(tools: BoundaryTools, at: number): boolean {
  const { windows, home } = presentRule(tools.db)
  if (!windows[at]) return false
  changeRule(tools, windows.toSpliced(at, 1), home)
  return true
}

/** Keeps off time in a zone of one's choice, or (null) in the one of the moment. */
export function keepZone(tools: BoundaryTools, home: string | null): void {
  changeRule(tools, presentRule(tools.db).windows, home)
}

function changeRule(tools: BoundaryTools, windows: readonly OffWindow[], home: string | null): void {
  offLog(tools)
  noteZone(tools.db, tools.clock)
  setRule(tools.db, tools.clock, windows, home)
}

/** Asks for an emergency: it opens the rest of tonight after its wait. Answers false when it is not off time. */
export function askEmergency(tools: BoundaryTools): boolean {
  const { db, clock } = tools
  const { off, opening } = standing(tools)
  if (opening) return true
  if (!off) return false
  askOpening(db, clock.now(), endOfTonight(off, clock.now(), offZone(tools)))
  return true
}

/** Ends an emergency that waits or is open: off time goes on. */
export function endEmergency({ db, clock }: BoundaryTools): boolean {
  return closeOpening(db, clock.now())
}
