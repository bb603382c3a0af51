import type { Span } from './span.ts'
import { dayName, isTime } from './weekly.ts'

/** A stretch that comes back every week, as the clock on the wall shows it. It may cross midnight, and days. */
export interface Window {
  /** ISO weekdays on which it begins, 1 Monday to 7 Sunday. */
  readonly days: readonly number[]
  /** HH:MM at which it begins. */
  readonly from: string
  /** HH:MM at which it ends. */
  readonly to: string
  /** How many days after it began it ends: 0 the same day, 1 an evening over midnight, 3 a weekend from Friday to Monday. */
  readonly later: number
}

const LONGEST_DAYS = 7

/** How many days later a window ends, as typed: so many as were named, else the next day when the end is not after the begin. */
export function laterOf(from: string, to: string, named = 0): number {
  return named > 0 ? named : Number(to <= from)
}

/** Whether it is a window: begins before it ends, and ends within a week. */
export function isWindow({ days, from, to, later }: Window): boolean {
  return (
    days.length > 0 &&
    days.every(day => Number.isInteger(day) && day >= 1 && day <= 7) &&
    isTime(from) &&
    isTime(to) &&
    Number.isInteger(later) &&
    later >= 0 &&
    (later > 0 || from < to) &&
    (later < LONGEST_DAYS || (later === LONGEST_DAYS && to <= from))
  )
}

/** A window that begins at a time and lasts so many minutes. */
export function lasting(days: readonly number[], from: string, minutes: number): Window {
  const end = Temporal.PlainDateTime.from(`2026-01-05T${from}`).add({ minutes })
  return { days, from, to: end.toPlainTime().toString({ smallestUnit: 'minute' }), later: end.day - 5 }
}

/**
 * Every occurrence that touches a span, in order. A time that the change of the clock skips moves forward; of one that
 * comes twice a window begins at the first and ends at the second, so that two windows that meet never leave a hole.
 */
export function occurrences(window: Window, zone: string, within: Span): Span[] {
  const first = localDay(within.from, zone).subtract({ days: window.later + 1 })
  const last = localDay(within.to, zone)
  const [from, to] = [Temporal.PlainTime.from(window.from), Temporal.PlainTime.from(window.to)]
  const found: Span[] = []
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (!window.days.includes(day.dayOfWeek)) continue
    const span = {
      from: moment(day, from, zone, 'compatible'),
      to: moment(day.add({ days: window.later }), to, zone, 'later'),
    }
    if (span.to > within.from && span.from < within.to && span.to > span.from) found.push(span)
  }
  return found
}

/** A local day as a span: 23, 24 or 25 hours, and whatever else a zone may bring. */
export function wholeDay(day: Temporal.PlainDate, zone: string): Span {
  return {
    from: day.toZonedDateTime(zone).epochMilliseconds,
    to: day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
  }
}

/** The local day of a moment. */
export function localDay(moment: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate()
}

/** "Thursday 18:30 to 08:00", "Friday 18:00 to Monday 08:00", "Saturday, all day". */
export function windowWords({ days, from, to, later }: Window): string {
  if (from === '00:00' && to === '00:00' && later === 1) return `${listed(days.map(dayName))}, all day`
  if (later === 0 || (later === 1 && to < from)) return `${listed(days.map(dayName))} ${from} to ${to}`
  return days.map(day => `${dayName(day)} ${from} to ${dayName(((day + later - 1) % 7) + 1)} ${to}`).join('; ')
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function moment(
  day: Temporal.PlainDate,
  time: Temporal.PlainTime,
  zone: string,
  disambiguation: 'compatible' | 'later',
): number {
  return day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation }).epochMilliseconds
}
