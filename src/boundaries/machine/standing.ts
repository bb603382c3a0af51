import { clip, type Span, spanAt, subtract } from '../../time/span.ts'
import { isWindow, type Window, windowWords } from '../../time/window.ts'
import {
  AHEAD,
  endOfTonight,
  NOTICE,
  type OffLog,
  type OffWindow,
  offSpans,
  type Rule,
  type Standing,
  standingAt,
  WAIT,
} from '../off.ts'
import { lastSeen, netChange, noteClock, noteClockChange } from '../store/clock.ts'
import {
  askOpening,
  closeOpening,
  nextWindowId,
  presentRule,
  presentWindows,
  readOffLog,
  setRule,
} from '../store/rules.ts'
import type { BoundaryTools } from './tools.ts'

// What a clock may be put right by without a word: a time server's doing.
const TOLERANCE = 120_000
const WRITE_EVERY = 300_000
const WEEKS = 15 * 24 * 3600_000

/** Where the person stands now; `far` (ms) is how far ahead the next off time is looked for. */
export function standing(tools: BoundaryTools, far = AHEAD): Standing {
  return standingAt(offLog(tools), tools.clock.now(), far)
}

/** Whether it is off time. */
export function isOff(tools: BoundaryTools): boolean {
  return standing(tools, 1).off !== undefined
}

/** Everything that was set, with both clocks and the zone looked at first. */
export function offLog(tools: BoundaryTools): OffLog {
  const log = readOffLog(tools.db)
  if (log.rules.length === 0 && log.holidays.length === 0) return log
  const clockMoved = watchClock(tools, log)
  const zoneMoved = followZone(tools, log.rules.at(-1))
  return zoneMoved || clockMoved ? readOffLog(tools.db) : log
}

/** The zone off time is kept in at the moment. */
export function offZone(tools: BoundaryTools): string {
  return offLog(tools).rules.at(-1)?.zone ?? tools.clock.zone()
}

/** A machine that came into another zone makes a rule of its own: what runs keeps its hours, what follows has the new wall. */
function followZone({ db, clock, atHome }: BoundaryTools, rule: Rule | undefined): boolean {
  if (!atHome || !rule || rule.chosen || rule.zone === clock.zone()) return false
  const now = clock.now()
  setRule(db, clock.monotonic(), { ...rule, madeAt: now, noticeFrom: now, zone: clock.zone() }, true)
  return true
}

/** Makes a rule without windows where there is none yet, so that days off have a zone that travels. */
export function noteBegin({ db, clock }: BoundaryTools): void {
  if (presentRule(db)) return
  const now = clock.now()
  setRule(db, clock.monotonic(), { windows: [], zone: clock.zone(), chosen: false, madeAt: now, noticeFrom: now }, true)
}

/**
 * When the notice of a loosening begins: now, or where the clock stood before it was set back within the last day. So a
 * clock that is set back makes no evening far.
 */
export function noticeFrom({ db, clock }: BoundaryTools): number {
  return clock.now() - Math.min(0, netChange(db, clock.now()))
}

/**
 * A wall clock that was set neither opens a window nor cuts one short: what was left of it is kept, and the change is
 * noted. While the machine runs, its forward clock tells exactly; after a restart only a step back can be seen.
 * Answers whether the clock was changed.
 */
function watchClock({ db, clock }: BoundaryTools, log: OffLog): boolean {
  const [now, monotonic, run] = [clock.now(), clock.monotonic(), clock.run]
  const last = lastSeen(db)
  const sameRun = last?.run === run && monotonic >= last.monotonic
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

/** Adds a window, or (with its `id`) puts it in the place of one. Says when it is none, or is there already. */
export function keepWindow(
  tools: BoundaryTools,
  window: Window,
  options: { id?: number; since?: number } = {},
): 'kept' | 'no-window' | 'there' {
  if (!isWindow(window)) return 'no-window'
  const windows = presentWindows(tools.db)
  const { from, to, later } = window
  const days = [...window.days].sort()
  if (windows.some(one => windowWords(one) === windowWords({ ...window, days }))) return 'there'
  const there = windows.find(({ id }) => id === options.id)
  const id = there?.id ?? nextWindowId(tools.db)
  const kept: OffWindow = { id, days, from, to, later, since: options.since ?? 0 }
  changeRule(tools, { windows: there ? windows.map(one => (one === there ? kept : one)) : [...windows, kept] })
  return 'kept'
}

/** Takes a window off the list; answers whether there was one. */
export function removeWindow(tools: BoundaryTools, id: number): boolean {
  const windows = presentWindows(tools.db)
  if (!windows.some(window => window.id === id)) return false
  changeRule(tools, { windows: windows.filter(window => window.id !== id) })
  return true
}

/** Off time that runs or begins within the notice although what is set now would not have it. */
export function stillHeld(tools: BoundaryTools): Span | undefined {
  const log = offLog(tools)
  const now = tools.clock.now()
  const soon = { from: now, to: now + NOTICE }
  const rule = log.rules.at(-1)
  const bare = { ...log, rules: rule ? [{ ...rule, madeAt: 0 }] : [], held: [] }
  const more = subtract(clip(offSpans(log, soon), soon), offSpans(bare, soon))[0]
  return more && spanAt(offSpans(log, soon), more.from)
}

/** Keeps off time in the zone of now wherever the machine goes, or (false) in the one it is in. */
export function keepZone(tools: BoundaryTools, chosen: boolean): void {
  changeRule(tools, { chosen, zone: chosen ? offZone(tools) : tools.clock.zone() })
}

function changeRule(tools: BoundaryTools, change: Partial<Rule>): void {
  const { db, clock } = tools
  offLog(tools)
  const rule = presentRule(db) ?? { windows: [], zone: clock.zone(), chosen: false }
  setRule(db, clock.monotonic(), { ...rule, ...change, madeAt: clock.now(), noticeFrom: noticeFrom(tools) })
}

/**
 * Asks for an emergency: it opens the rest of tonight after its wait, or at once when the person has `waited`. Answers
 * false when it is not off time.
 */
export function askEmergency(tools: BoundaryTools, waited = false): boolean {
  const { db, clock } = tools
  const { off, opening } = standing(tools)
  if (opening) return true
  if (!off) return false
  const now = clock.now()
  askOpening(db, waited ? now - WAIT : now, endOfTonight(off, now, offZone(tools)))
  return true
}

/** Ends an emergency that waits or is open: off time goes on. */
export function endEmergency({ db, clock }: BoundaryTools): boolean {
  return closeOpening(db, clock.now())
}
