// Off time: what was promised, by which rule, and when. Pure: the log of what the person set goes in, spans come out.

import { clip, merge, type Span, spanAt, subtract } from '../time/span.ts'
import { localDay, occurrences, type Window, wholeDay } from '../time/window.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
// No window is longer.
const LONGEST = 8 * DAY
/** A loosening holds for windows that begin at least this long after it was made. */
export const NOTICE = 4 * 60 * MINUTE
/** For so long a window made or changed can be taken back, even once it has begun. */
export const UNDO = 15 * MINUTE
/** So long an emergency waits before it opens. */
export const WAIT = 30_000
// What began in the small hours belongs to the evening before.
const NEW_DAY = 4
// When tonight is over, for an emergency in a stretch that goes on for days.
const MORNING = 8

/** A weekly window as it was set; occurrences that begin before `since` (ms) are not meant. */
export interface OffWindow extends Window {
  /** Its own through all changes of it. */
  readonly id: number
  readonly since: number
}

/** What was set at a moment: it holds until the next rule has been there for the notice. */
export interface Rule {
  readonly madeAt: number
  /** When the notice begins of what it loosens (ms): later than it was made when the clock was set back before. */
  readonly noticeFrom: number
  readonly windows: readonly OffWindow[]
  readonly zone: string
  /** The zone is the person's choice, not the one they were in. */
  readonly chosen: boolean
}

/** A stretch left open, planned ahead. */
export interface Exception {
  readonly id: number
  readonly from: number
  readonly to: number
  readonly word: string
  readonly madeAt: number
  /** When it was taken back (ms), which closes what is left of it at once. */
  readonly endedAt: number | null
}

/** Whole days off, first and last included, as YYYY-MM-DD in a zone. */
export interface Holiday {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly zone: string
  readonly word: string
  readonly madeAt: number
  /** When it was taken back (ms): days that begin soon after stay off. */
  readonly endedAt: number | null
}

/** An emergency: asked for, and open from a little later until the morning, or until it was closed again. */
export interface Opening {
  readonly askedAt: number
  readonly until: number
  readonly closedAt: number | null
}

/** Everything the person set, in the order it was set; what was undone is not in it. */
export interface OffLog {
  readonly rules: readonly Rule[]
  readonly exceptions: readonly Exception[]
  readonly holidays: readonly Holiday[]
  readonly openings: readonly Opening[]
  /** What a change of the clock must not open: a stretch in the new clock's time. */
  readonly held: readonly Span[]
}

export const NOTHING_SET: OffLog = { rules: [], exceptions: [], holidays: [], openings: [], held: [] }

/**
 * The spans of off time that touch `within`. Each rule's windows hold until a later rule has been there for the notice:
 * what tightens works at once, what loosens only for windows that begin after it.
 */
export function offSpans(log: OffLog, within: Span): Span[] {
  const openings = log.openings.map(({ askedAt, until, closedAt }) => ({
    from: askedAt + WAIT,
    to: Math.min(until, closedAt ?? until),
  }))
  return subtract([...planned(log, within), ...log.held], openings).filter(touches(within))
}

/** The same without the openings: what would have been off. A report is about these. */
export function planned(log: OffLog, within: Span): Span[] {
  return merge([...log.rules.flatMap((_, at) => windowsOf(log, at, within)), ...daysOff(log, within)])
}

function windowsOf(log: OffLog, at: number, within: Span): Span[] {
  const rule = log.rules[at]
  if (!rule) return []
  const heldUntil = (log.rules[at + 1]?.noticeFrom ?? Number.POSITIVE_INFINITY) + NOTICE
  // Only what touches the rule's own time is looked for, so that many changes cost no more than few.
  const reach = { from: Math.max(within.from, rule.madeAt), to: Math.min(within.to, heldUntil) }
  if (rule.madeAt >= within.to || heldUntil < within.from - LONGEST) return []
  const near = { from: reach.from, to: Math.max(reach.to, reach.from + 1) }
  return rule.windows.flatMap(window =>
    occurrences(window, rule.zone, near)
      .filter(({ from, to }) => from >= window.since && from < heldUntil && to > rule.madeAt)
      .filter(touches(within))
      .flatMap(span =>
        subtract([{ from: Math.max(span.from, rule.madeAt), to: span.to }], holesIn(log.exceptions, span)),
      ),
  )
}

/** The exceptions that hold for a window: made long enough before it begins. */
function holesIn(exceptions: readonly Exception[], { from }: Span): Span[] {
  return exceptions
    .filter(({ madeAt }) => from >= madeAt + NOTICE)
    .map(({ from, to, endedAt }) => ({ from, to: Math.min(to, endedAt ?? to) }))
}

function daysOff(log: OffLog, within: Span): Span[] {
  const near = { from: within.from - 2 * DAY, to: within.to + 2 * DAY }
  return log.holidays.flatMap(holiday =>
    daysOf(holiday)
      .filter(day => touches(near)(wholeDay(day, holiday.zone)))
      .flatMap(day =>
        wallsOf(log.rules, wholeDay(day, holiday.zone).from, holiday.zone).map(zone => wholeDay(day, zone)),
      )
      .filter(touches(within))
      .filter(({ from }) => holiday.endedAt === null || from < holiday.endedAt + NOTICE)
      .flatMap(day =>
        subtract([{ from: Math.max(day.from, holiday.madeAt), to: day.to }], holesIn(log.exceptions, day)),
      ),
  )
}

/** The zones by which a day that begins at a moment is whole: of the wall then, and of one left within the notice before. */
function wallsOf(rules: readonly Rule[], moment: number, otherwise: string): string[] {
  const at = rules.findLastIndex(({ madeAt }) => madeAt <= moment)
  const [rule, before] = [rules[at], rules[at - 1]]
  if (!rule) return [otherwise]
  const left = before && before.zone !== rule.zone && moment < rule.noticeFrom + NOTICE ? [before.zone] : []
  return [rule.zone, ...left]
}

/** The days of a holiday, at most a year of them. */
function daysOf({ first, last }: Holiday): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = []
  const end = Temporal.PlainDate.from(last)
  for (
    let day = Temporal.PlainDate.from(first);
    Temporal.PlainDate.compare(day, end) <= 0 && days.length < 366;
    day = day.add({ days: 1 })
  )
    days.push(day)
  return days
}

/** The zone that held at a moment, if any off time was set. */
export function zoneAt(rules: readonly Rule[], moment: number): string | undefined {
  return (rules.findLast(({ madeAt }) => madeAt <= moment) ?? rules[0])?.zone
}

/** Where a moment stands: in off time, with its end; or not, with what comes next, if anything does within 60 days. */
export interface Standing {
  readonly now: number
  readonly off: Span | undefined
  readonly next: Span | undefined
  /** Whether any off time is set at all. */
  readonly set: boolean
  /** An emergency that waits, or is open. */
  readonly opening: { readonly from: number; readonly until: number; readonly state: 'waiting' | 'open' } | undefined
}

export const AHEAD = 60 * 24 * 60 * MINUTE

/** Where `now` stands; `far` (ms) is how far ahead the next off time is looked for. */
export function standingAt(log: OffLog, now: number, far = AHEAD): Standing {
  const spans = offSpans(log, { from: now, to: now + far })
  const opening = log.openings.find(
    ({ askedAt, until, closedAt }) => askedAt <= now && now < until && closedAt === null,
  )
  return {
    now,
    off: spanAt(spans, now),
    next: spans.find(({ from }) => from > now),
    set: (log.rules.at(-1)?.windows.length ?? 0) > 0 || log.holidays.some(({ endedAt }) => endedAt === null),
    opening: opening && {
      from: opening.askedAt + WAIT,
      until: opening.until,
      state: now < opening.askedAt + WAIT ? 'waiting' : 'open',
    },
  }
}

/** Until when an emergency opens: the end of the stretch, or the next morning when that goes on. */
export function endOfTonight(off: Span, now: number, zone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  const day = local.hour < MORNING - 2 ? local.toPlainDate() : local.toPlainDate().add({ days: 1 })
  const morning = day.toPlainDateTime({ hour: MORNING }).toZonedDateTime(zone).epochMilliseconds
  return Math.min(off.to, morning)
}

/** The evening a moment belongs to, as YYYY-MM-DD: the small hours are still the day before. */
export function eveningOf(moment: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone)
  return (local.hour < NEW_DAY ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate()).toString()
}

/** A window of one evening a week, proposed for a first day after today. */
export function proposeEvening(now: number, zone: string): Window {
  const today = localDay(now, zone)
  const THURSDAY = 4
  return { days: [today.dayOfWeek === THURSDAY ? THURSDAY + 1 : THURSDAY], from: '18:30', to: '08:00', later: 1 }
}

/** The absolute spans for the next 60 days, for who must keep them without asking again. */
export function spansAhead(log: OffLog, now: number): Span[] {
  return clip(offSpans(log, { from: now, to: now + AHEAD }), { from: now, to: now + AHEAD })
}

function touches(within: Span) {
  return ({ from, to }: Span) => to > within.from && from < within.to
}
