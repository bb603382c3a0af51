// iCalendar (RFC 5545), written by ical-generator. Times stand as on the wall, with their zone, so that a series stays
// right across changes of the clock.

import ical, { ICalEventBusyStatus, ICalEventClass, ICalEventTransparency } from 'ical-generator'
import type { Span } from './span.ts'
import { occurrences, type Window } from './window.ts'

/** A weekly entry: begins on and after `since`, without the occurrences that begin at the moments left out (ms). */
export interface Series {
  readonly uid: string
  readonly title: string
  readonly window: Window
  readonly since: number
  readonly without: readonly number[]
  /** The hours are free for whoever looks at the calendar. */
  readonly free?: true
}

/** One entry in absolute time. */
export interface Single {
  readonly uid: string
  readonly title: string
  readonly span: Span
}

/** An entry of whole days, first and last included, as YYYY-MM-DD. */
export interface WholeDays {
  readonly uid: string
  readonly title: string
  readonly first: string
  readonly last: string
  /** The days are free for whoever looks at the calendar, as a rest is. */
  readonly free?: true
}

export interface Calendar {
  readonly zone: string
  /** When what it says changed last (ms), and how many changes there were: for who takes updates. */
  readonly changedAt: number
  readonly changes: number
  readonly series: readonly Series[]
  readonly singles: readonly Single[]
  readonly days: readonly WholeDays[]
}

const BYDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const REFRESH_SECONDS = 3600
const FREE = { transparency: ICalEventTransparency.TRANSPARENT, busystatus: ICalEventBusyStatus.FREE } as const
const YEARS_BACK = 1
const YEARS_AHEAD = 10
// An occurrence at an hour that the clock skips may be none: the next week has one.
const SOON = 3 * 7 * 24 * 3600_000

/**
 * A calendar's text. Every entry is private, and busy unless it says that it is free. A time the clock skips moves forward; of one that comes twice a
 * series means the first, by the RFC, so where that is not meant the caller leaves it out and gives a single entry.
 */
export function writeCalendar({ zone, changedAt, changes, series, singles, days }: Calendar): string {
  const calendar = ical({
    name: 'Evenkeel',
    prodId: { company: 'Evenkeel', product: 'Evenkeel', language: 'EN' },
    // No zone of the calendar’s own: with one, the library writes absolute times without their Z.
    timezone: { name: null, generator: name => vtimezone(name, changedAt) },
    ttl: REFRESH_SECONDS,
  })
  const common = {
    stamp: instant(changedAt),
    sequence: changes,
    class: ICalEventClass.PRIVATE,
    transparency: ICalEventTransparency.OPAQUE,
    busystatus: ICalEventBusyStatus.OOF,
  }
  for (const { uid, title, window, since, without, free } of series) {
    const first = occurrences(window, zone, { from: since, to: since + SOON }).find(({ from }) => from >= since)
    if (!first) continue
    const day = instant(first.from).toZonedDateTimeISO(zone).toPlainDate()
    calendar.createEvent({
      ...(free ? { ...common, ...FREE } : common),
      id: uid,
      summary: title,
      timezone: zone,
      start: day.toPlainDateTime(Temporal.PlainTime.from(window.from)),
      end: day.add({ days: window.later }).toPlainDateTime(Temporal.PlainTime.from(window.to)),
      repeating: {
        freq: 'WEEKLY' as never,
        byDay: window.days.map(day => BYDAY[day - 1]) as never,
        startOfWeek: 'MO' as never,
        ...(without.length > 0 && {
          exclude: without.map(moment => instant(moment).toZonedDateTimeISO(zone)),
          excludeTimezone: zone,
        }),
      },
    })
  }
  for (const { uid, title, span } of singles) {
    calendar.createEvent({
      ...common,
      id: uid,
      summary: title,
      start: instant(span.from),
      end: instant(span.to),
      timezone: 'UTC',
    })
  }
  for (const { uid, title, first, last, free } of days) {
    calendar.createEvent({
      ...(free ? { ...common, ...FREE } : common),
      id: uid,
      summary: title,
      allDay: true,
      start: Temporal.PlainDate.from(first),
      end: Temporal.PlainDate.from(last).add({ days: 1 }),
    })
  }
  return `${calendar.toString()}\r\n`
}

/** One event to send to someone, as the text of a calendar file; `now` (ms) is when it was written. */
export function writeEvent(
  { uid, title, place, span }: Single & { readonly place: string },
  zone: string,
  now: number,
): string {
  const calendar = ical({
    prodId: { company: 'Evenkeel', product: 'Evenkeel', language: 'EN' },
    timezone: { name: null, generator: name => vtimezone(name, now) },
  })
  calendar.createEvent({
    id: uid,
    stamp: instant(now),
    summary: title,
    ...(place && { location: place }),
    timezone: zone,
    start: instant(span.from).toZonedDateTimeISO(zone).toPlainDateTime(),
    end: instant(span.to).toZonedDateTimeISO(zone).toPlainDateTime(),
  })
  return `${calendar.toString()}\r\n`
}

/** A zone's VTIMEZONE: each change of its offset, from a year before `around` (ms) to ten years after. */
export function vtimezone(zone: string, around: number): string {
  const begin = instant(around).toZonedDateTimeISO(zone).subtract({ years: YEARS_BACK })
  const end = begin.add({ years: YEARS_BACK + YEARS_AHEAD })
  const changes: string[] = []
  let offset = begin.offset
  for (
    let change = begin.getTimeZoneTransition('next');
    change && change.epochMilliseconds < end.epochMilliseconds;
    change = change.getTimeZoneTransition('next')
  ) {
    // Some transitions change a name only.
    if (change.offset === offset) continue
    changes.push(...observance(change, offset))
    offset = change.offset
  }
  const before = [
    'BEGIN:STANDARD',
    `TZOFFSETFROM:${offsetText(begin.offset)}`,
    `TZOFFSETTO:${offsetText(begin.offset)}`,
    'DTSTART:19700101T000000',
    'END:STANDARD',
  ]
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...before, ...changes, 'END:VTIMEZONE'].join('\r\n')
}

function observance(change: Temporal.ZonedDateTime, before: string): string[] {
  const kind = change.offsetNanoseconds > nanoseconds(before) ? 'DAYLIGHT' : 'STANDARD'
  // The RFC wants the wall as it was just before the change.
  const wall = change.toInstant().toZonedDateTimeISO(before).toPlainDateTime()
  return [
    `BEGIN:${kind}`,
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(change.offset)}`,
    `DTSTART:${wall.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')}`,
    `END:${kind}`,
  ]
}

function nanoseconds(offset: string): number {
  return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(offset).offsetNanoseconds
}

function offsetText(offset: string): string {
  return offset.replaceAll(':', '').slice(0, 5)
}

function instant(moment: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(moment)
}
