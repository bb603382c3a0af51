import type { Span } from '../time/span.ts'
import { date, day, dayAndTime, timeOf } from '../time/weekly.ts'
import type { Standing } from './off.ts'

const DAY = 24 * 3600_000

/** "08:00" when it is less than a day away, "Monday 08:00" within six days, "Monday 08:00, 1 June 2026" after. */
export function momentWords(moment: number, now: number, zone: string): string {
  return moment - now < DAY ? timeOf(moment, zone) : dayAndTime(moment, zone, now)
}

/** "Evening off until 08:00." or, for what is no evening, "Off until Monday 08:00." */
export function untilWords(off: Span, now: number, zone: string): string {
  const begins = Temporal.Instant.fromEpochMilliseconds(off.from).toZonedDateTimeISO(zone)
  const evening = begins.hour >= 12 && off.to - off.from < DAY
  return `${evening ? 'Evening off' : 'Off'} until ${momentWords(off.to, now, zone)}.`
}

export const MIND_QUESTION = 'How far away was work in your mind, that evening?'
export const MIND_ENDS = ['not at all', 'all the way'] as const

export const CLOSED = 'You can close the laptop.'

/** The one line of off time: what the first page and every command say. */
export function offLine(off: Span, now: number, zone: string): string {
  return `${CLOSED} ${untilWords(off, now, zone)}`
}

/** When the next off time is: "Your next evening off is Thursday 18:30." */
export function nextWords({ now, next, set }: Standing, zone: string): string {
  if (!next) return set ? 'Nothing is off in the next two months.' : 'No off time is set.'
  const today = day(now, zone) === day(next.from, zone)
  const near = next.from - now < DAY ? (today ? 'today at ' : 'tomorrow at ') : ''
  return `The next off time begins ${near}${momentWords(next.from, now, zone)}.`
}

/** "Thursday 18:30 to Friday 08:00", with the date when it is over a week away. */
export function spanWords({ from, to }: Span, now: number, zone: string): string {
  const begins = from - now < 6 * DAY ? dayAndTime(from, zone) : `${dayAndTime(from, zone)} (${date(from, zone)})`
  return `${begins} to ${day(from, zone) === day(to, zone) ? momentWords(to, to, zone) : dayAndTime(to, zone)}`
}

/** "6 April 2026 to 10 April 2026" for whole days as YYYY-MM-DD. */
export function daysWords({ first, last }: { first: string; last: string }): string {
  const words = (day: string) => date(Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds, 'UTC')
  return first === last ? words(first) : `${words(first)} to ${words(last)}`
}

/** How long is left: "14 minutes", "1 minute". */
export function minutesWords(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000))
  if (minutes > 120) return `${Math.round(minutes / 60)} hours`
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

/** "30 seconds", "1 second". */
export function secondsWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}

/** What was undone. */
export const UNDONE_WORDS = {
  windows: 'Undone: your weekly off time is as it was before.',
  open: 'Undone: those hours are off again.',
  days: 'Undone: those days are no longer off.',
  'open-ended': 'Undone: those hours are open again.',
  'days-ended': 'Undone: those days are off again.',
} as const

/** How changes count, said where they are made. */
export const NOTICE_WORDS =
  'More off time counts at once. Less counts for what begins in four hours or later; nearer off time keeps its hours.'

/** That something near keeps its hours, if it does: "Thursday 18:30 to Friday 08:00 still holds." */
export function heldWords(held: Span | undefined, now: number, zone: string): string {
  return held ? `${spanWords(held, now, zone)} still holds: it runs or begins within four hours.` : ''
}
