// How an evening went, by the traces of work: hands off, and nothing of mind off. Pure.

import { lengthOf, merge, type Span, spanAt } from '../time/span.ts'
import { eveningOf, type OffLog, planned, zoneAt } from './off.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
// An editor tells of itself every two minutes at most while it is used.
const JOINED = 3 * MINUTE
// Someone at the keyboard within so long makes a tool's commit the person's.
const BESIDE = 5 * MINUTE
// A sensor that is heard only when one works must be heard within so long before and after, a long weekend included.
const SILENCE = 4 * DAY

export type SensorName = 'git' | 'editor' | 'browser'

/** A sign of work in one minute. `offset` (minutes from UTC) is the sign's own, where it carried one. */
export interface Trace {
  readonly sensor: 'git' | 'editor'
  readonly minute: number
  readonly machine: boolean
  readonly offset: number | null
}

/** A sensor that was on: since when and until when, and the hours (ms) in which it showed a sign of life. */
export interface SensorLife {
  readonly sensor: SensorName
  readonly from: number
  readonly to: number
  readonly lives: readonly number[]
}

/** The off time that began on one day: an evening, or a longer stretch; an exception can make several parts of it. */
export interface Evening {
  readonly day: string
  readonly span: Span
  readonly parts: readonly Span[]
  /** Minutes touched by the person's work, and the last of them (ms). */
  readonly minutes: number
  readonly lastTouch: number | undefined
  readonly touches: readonly Span[]
  /** Minutes of likely work of bots and tools alone. */
  readonly machineMinutes: number
  readonly sensors: readonly { readonly sensor: SensorName; readonly alive: boolean }[]
  /** Nothing is said of an evening without a sensor; one that is dead makes it "can't tell", whatever the others saw. */
  readonly hands: 'off' | 'touched' | 'cannot-tell' | 'no-sensor'
}

/** The evenings that began within a span and are over at `now`, oldest first. */
export function evenings(
  log: OffLog,
  within: Span,
  { traces, sensors, now }: { traces: readonly Trace[]; sensors: readonly SensorLife[]; now: number },
): Evening[] {
  const wide = { from: within.from - 9 * DAY, to: within.to + 9 * DAY }
  const dayOf = daysByWall(log, wide)
  const touched = traces.map(trace => ({ ...trace, day: dayOf(trace) }))
  const byDay = Map.groupBy(planned(log, wide), span => eveningOf(span.from, zoneAt(log.rules, span.from) ?? 'UTC'))
  return [...byDay].flatMap(([day, parts]) => {
    const span = { from: parts[0]?.from ?? 0, to: parts.at(-1)?.to ?? 0 }
    if (span.from < within.from || span.from >= within.to || span.to > now) return []
    const mine = touched.filter(trace =>
      trace.day === undefined ? spanAt(parts, trace.minute) !== undefined : trace.day === day,
    )
    const own = byHand(mine)
    const touches = stretches(own)
    const on = sensors.filter(({ from, to }) => from <= span.from && to >= span.to)
    const heard = on.map(sensor => ({ sensor: sensor.sensor, alive: isAlive(sensor, span) }))
    return [
      {
        day,
        span,
        parts,
        minutes: lengthOf(touches) / MINUTE,
        lastTouch: own.length > 0 ? Math.max(...own.map(({ minute }) => minute)) : undefined,
        touches,
        machineMinutes: lengthOf(stretches(mine.filter(trace => !own.includes(trace)))) / MINUTE,
        sensors: heard,
        hands:
          heard.length === 0
            ? 'no-sensor'
            : heard.some(({ alive }) => !alive)
              ? 'cannot-tell'
              : touches.length > 0
                ? 'touched'
                : 'off',
      },
    ]
  })
}

/**
 * The days whose off time traces with an offset of their own fall into, by the wall they were made under: so a commit at half
 * past nine is one of the evening wherever the person was, though the app learned of the journey only later. Null: it falls
 * into none. Undefined: it carries no offset, and the moment alone decides.
 */
function daysByWall(log: OffLog, within: Span): (trace: Trace) => string | null | undefined {
  const walls = new Map<number, { rules: OffLog['rules']; spans: readonly Span[] }>()
  const wallOf = (offset: number) => {
    const rules = log.rules.map(rule => (rule.chosen ? rule : { ...rule, zone: offsetZone(offset) }))
    return { rules, spans: planned({ ...log, rules }, within) }
  }
  return ({ minute, offset }) => {
    if (offset === null) return undefined
    const wall = walls.get(offset) ?? wallOf(offset)
    walls.set(offset, wall)
    const span = spanAt(wall.spans, minute)
    return span ? eveningOf(span.from, zoneAt(wall.rules, span.from) ?? 'UTC') : null
  }
}

function offsetZone(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

/** The signs that a person made: not a machine's alone, with nobody at the keyboard beside it. */
export function byHand<Sign extends Trace>(traces: readonly Sign[]): Sign[] {
  const typed = traces.filter(({ sensor, machine }) => sensor === 'editor' && !machine)
  return traces.filter(trace => !trace.machine || typed.some(({ minute }) => Math.abs(minute - trace.minute) <= BESIDE))
}

/** Minutes as stretches: an editor's that are near each other are one, a commit stands for its minute alone. */
export function stretches(traces: readonly Trace[]): Span[] {
  const sorted = traces.toSorted((a, b) => a.minute - b.minute)
  const editor = sorted.filter(({ sensor }) => sensor === 'editor').map(({ minute }) => minute)
  const joined = editor.flatMap((minute, at): Span[] => {
    const next = editor[at + 1]
    const to = next !== undefined && next - minute <= JOINED ? next : minute + MINUTE
    return [{ from: minute, to: Math.max(to, minute + MINUTE) }]
  })
  const acts = sorted
    .filter(({ sensor }) => sensor === 'git')
    .map(({ minute }) => ({ from: minute, to: minute + MINUTE }))
  return merge([...joined, ...acts])
}

/**
 * Whether a sensor can speak for a stretch. Git's history is read afterwards, so one reading after the end is enough; the
 * others must have been heard before it and after it.
 */
export function isAlive({ sensor, lives }: SensorLife, { from, to }: Span): boolean {
  const after = lives.some(
    hour => hour + HOUR > to && hour <= to + (sensor === 'git' ? Number.POSITIVE_INFINITY : SILENCE),
  )
  const before = lives.some(hour => hour <= from && hour + HOUR > from - SILENCE)
  return sensor === 'git' ? after : after && before
}
