import { clip, lengthOf, type Span } from '../../time/span.ts'
import { momentOf } from '../../time/weekly.ts'
import { type Exception, type Holiday, planned } from '../off.ts'
import { addException, addHoliday, endHoliday } from '../store/rules.ts'
import { noteBegin, noticeFrom, offLog, offZone } from './standing.ts'
import type { BoundaryTools } from './tools.ts'

const DAY = 24 * 3600_000
const MOST_WORD = 80
const MOST_DAYS = 366

export type LeftOpen = 'open' | 'too-near' | 'not-off' | 'no-time'

/**
 * Leaves a stretch open, planned ahead; kept only where it opens something. Off time that runs or begins within the notice
 * keeps its hours; a stretch that is over, or more than a year long or away, is none.
 */
export function leaveOpen(tools: BoundaryTools, { from, to }: Span, word = ''): LeftOpen {
  const { db, clock } = tools
  const now = clock.now()
  if (![from, to].every(Number.isSafeInteger) || !(from < to && to > now)) return 'no-time'
  if (to - from > MOST_DAYS * DAY || Math.abs(from - now) > MOST_DAYS * DAY) return 'no-time'
  const log = offLog(tools)
  const within = { from: Math.max(from, now), to }
  const before = clip(planned(log, within), within)
  const madeAt = noticeFrom(tools)
  const exception = { id: 0, from, to, word: '', madeAt, endedAt: null }
  const after = clip(planned({ ...log, exceptions: [...log.exceptions, exception] }, within), within)
  if (before.length === 0) return 'not-off'
  if (lengthOf(after) === lengthOf(before)) return 'too-near'
  addException(db, clock, { from, to, word: word.trim().slice(0, MOST_WORD), noticeFrom: madeAt })
  return 'open'
}

/** What to tell the person of hours they wanted open. */
export const LEFT_OPEN: Record<Exclude<LeftOpen, 'open'>, string> = {
  'too-near':
    'That off time runs or begins within four hours, so it keeps its hours. An emergency opens it all the same.',
  'not-off': 'It is not off time then, so there is nothing to leave open.',
  'no-time': 'Choose a day and times that are yet to come. Nothing was changed.',
}

/** The stretch of a day and two times as typed, over midnight when the end is not after the begin. */
export function stretchOf(tools: BoundaryTools, day: string, begin: string, end: string): Span | undefined {
  const zone = offZone(tools)
  const from = momentOf(day, begin, zone)
  if (from === undefined || momentOf(day, end, zone) === undefined) return undefined
  const last = end <= begin ? Temporal.PlainDate.from(day).add({ days: 1 }).toString() : day
  return { from, to: momentOf(last, end, zone) ?? from }
}

/** The hours left open and the days off that are not over, nor taken back. */
export function plannedAhead(tools: BoundaryTools): { exceptions: Exception[]; holidays: Holiday[] } {
  const { exceptions, holidays } = offLog(tools)
  const [now, zone] = [tools.clock.now(), offZone(tools)]
  return {
    exceptions: exceptions.filter(({ to, endedAt }) => to > now && endedAt === null),
    holidays: holidays.filter(({ last, endedAt }) => endedAt === null && (momentOf(last, '23:59', zone) ?? 0) > now),
  }
}

/** Turns whole days off, as typed. Answers false when they are none, over already, or more than a year. */
export function takeDaysOff(tools: BoundaryTools, first: string, last: string, word = ''): boolean {
  const zone = offZone(tools)
  const [begins, ends] = [momentOf(first, '00:00', zone), momentOf(last, '23:59', zone)]
  if (begins === undefined || ends === undefined) return false
  if (ends < begins || ends < tools.clock.now() || ends - begins > MOST_DAYS * DAY) return false
  noteBegin(tools)
  addHoliday(tools.db, tools.clock, { first, last, zone, word: word.trim().slice(0, MOST_WORD) })
  return true
}

/** Takes days off back; days that run or begin within the notice stay off. Answers whether there were any. */
export function endDaysOff(tools: BoundaryTools, id: number): boolean {
  return endHoliday(tools.db, id, noticeFrom(tools))
}
