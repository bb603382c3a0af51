import type { Calendar, Series, Single, WholeDays } from '../time/icalendar.ts'
import { clip, type Span, spanAt, subtract } from '../time/span.ts'
import { occurrences, type Window, wholeDay } from '../time/window.ts'
import { AHEAD, type Holiday, type OffLog, type OffWindow, planned, type Rule } from './off.ts'

const WEEK = 7 * 24 * 3600_000

/** Something that comes back every week besides off time: an edition, a shutdown. */
export interface Recurring {
  readonly uid: string
  readonly title: string
  readonly window: Window
  readonly since: number
  /** Whether one that begins at a moment (ms) does not come, as in a pause. */
  readonly except?: (from: number) => boolean
}

/** What another feature has planned: sessions of a sprint and editions of a rest, days of rest and hours that are not work, which are free. */
export interface Besides {
  readonly singles: readonly Single[]
  readonly rests: readonly WholeDays[]
  readonly free: readonly Recurring[]
}

/**
 * Off time as a calendar: a series for each weekly window, without the occurrences that are not just so (an exception, a
 * rule that still holds, an hour that comes twice), and what is off instead as single entries. What else comes back is
 * left out where it falls into off time.
 */
export function offCalendar(
  log: OffLog,
  { windows, zone }: { windows: readonly OffWindow[]; zone: string },
  {
    recurring,
    besides = { singles: [], rests: [], free: [] },
    detail,
    now,
  }: { recurring: readonly Recurring[]; besides?: Besides; detail: boolean; now: number },
): Omit<Calendar, 'changes' | 'changedAt'> {
  const within = { from: now - WEEK, to: now + AHEAD }
  const off = planned(log, within)
  const title = detail ? 'Off time' : 'Busy'
  // A day off with an hour left open is no whole day: it stands among the single entries.
  const days = log.holidays.filter(
    holiday => holiday.endedAt === null && subtract(clip([spanOf(holiday)], within), off).length === 0,
  )
  const dayTitle = detail ? 'Day off' : 'Busy'
  const wholeDays = days.map(
    ({ id, first, last }): WholeDays => ({ uid: `holiday-${id}@evenkeel`, title: dayTitle, first, last }),
  )
  const covered: Span[] = days.map(spanOf)
  const series = windows.map((window): Series => {
    const since = Math.max(window.since, setAt(log.rules, window))
    const all = occurrences(window, zone, { from: since, to: within.to }).filter(({ from }) => from >= since)
    const regular = all.filter(span => isRegular(window, span, zone))
    const first = regular[0]?.from ?? since
    const wrong = all.filter(span => !regular.includes(span) || subtract([span], off).length > 0)
    covered.push(...all.filter(span => !wrong.includes(span)))
    return { uid: `off-${window.id}@evenkeel`, title, window, since: first, without: wrong.map(({ from }) => from) }
  })
  const singles = subtract(off, covered)
    .filter(({ to }) => to > now)
    .map((span): Single => ({ uid: `off-at-${span.from}@evenkeel`, title, span }))
  return {
    zone,
    series: [
      ...series,
      ...recurring.map(one => without(one, off, zone, within, detail)),
      // What is not work happens in off time above all, and concerns nobody who sees only "Busy".
      ...(detail ? besides.free.map(one => ({ ...without(one, [], zone, within, true), free: true as const })) : []),
    ],
    singles: [
      ...singles,
      ...besides.singles.flatMap(one => {
        const span = outsideOf(off, one.span)
        return span && span.from < within.to ? [{ ...one, span, title: detail ? one.title : 'Busy' }] : []
      }),
    ],
    // What a rest is nobody needs to see who sees only "Busy".
    days: [...wholeDays, ...(detail ? besides.rests : [])],
  }
}

/** An entry without the off time it reaches into; undefined where too little of it is left to sit down for. */
function outsideOf(off: readonly Span[], { from, to }: Span): Span | undefined {
  if (spanAt(off, from)) return undefined
  const end = Math.min(to, ...off.filter(span => span.from > from).map(span => span.from))
  return end === to || end - from >= LEAST_LEFT ? { from, to: end } : undefined
}

const LEAST_LEFT = 10 * 60_000

/** Since when a window is just as it is: other changes must not make its series begin anew. */
function setAt(rules: readonly Rule[], window: OffWindow): number {
  const told = JSON.stringify(window)
  const other = rules.findLastIndex(({ windows }) => !windows.some(one => JSON.stringify(one) === told))
  return rules[other + 1]?.madeAt ?? 0
}

function spanOf({ first, last, zone }: Holiday): Span {
  const of = (day: string) => wholeDay(Temporal.PlainDate.from(day), zone)
  return { from: of(first).from, to: of(last).to }
}

function without(one: Recurring, off: readonly Span[], zone: string, within: Span, detail: boolean): Series {
  const all = occurrences(one.window, zone, within).filter(({ from }) => from >= one.since)
  const { except, ...entry } = one
  const left = all.filter(({ from }) => spanAt(off, from) || except?.(from))
  return { ...entry, title: detail ? one.title : 'Busy', without: left.map(({ from }) => from) }
}

/**
 * Whether an occurrence is as long as the wall says, and begins and ends where it says. One over a change of the clock may
 * not, and readers of calendars differ in what they make of it: some keep the length of the first, some the hour of the end.
 */
function isRegular({ from, to, later }: Window, span: Span, zone: string): boolean {
  const wall = (moment: number) =>
    Temporal.Instant.fromEpochMilliseconds(moment)
      .toZonedDateTimeISO(zone)
      .toPlainTime()
      .toString({ smallestUnit: 'minute' })
  if (wall(span.from) !== from || wall(span.to) !== to) return false
  const begin = Temporal.PlainDateTime.from(`2026-01-05T${from}`)
  const end = Temporal.PlainDateTime.from(`2026-01-05T${to}`).add({ days: later })
  return begin.until(end).total('milliseconds') === span.to - span.from
}
