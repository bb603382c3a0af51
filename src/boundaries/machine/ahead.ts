import type { Span } from '../../time/span.ts'
import { momentOf } from '../../time/weekly.ts'
import { addException, addHoliday, endHoliday } from '../store/rules.ts'
import { noticeFrom, offZone } from './standing.ts'
import type { BoundaryTools } from './tools.ts'

const DAY = 24 * 3600_000
const MOST_WORD = 80
const MOST_DAYS = 366

/** Leaves a stretch open, planned ahead. Answers false when it is over already, or more than a year long or away. */
export function leaveOpen(tools: BoundaryTools, { from, to }: Span, word = ''): boolean {
  const now = tools.clock.now()
  if (![from, to].every(Number.isSafeInteger) || !(from < to && to > now)) return false
  if (to - from > MOST_DAYS * DAY || from > now + MOST_DAYS * DAY || from < now - MOST_DAYS * DAY) return false
  addException(tools.db, noticeFrom(tools), { from, to, word: word.trim().slice(0, MOST_WORD) })
  return true
}

/** The stretch of a day and two times as typed, over midnight when the end is not after the begin. */
export function stretchOf(tools: BoundaryTools, day: string, begin: string, end: string): Span | undefined {
  const zone = offZone(tools)
  const from = momentOf(day, begin, zone)
  if (from === undefined || momentOf(day, end, zone) === undefined) return undefined
  const last = end <= begin ? Temporal.PlainDate.from(day).add({ days: 1 }).toString() : day
  return { from, to: momentOf(last, end, zone) ?? from }
}

/** Turns whole days off, as typed. Answers false when they are none, over already, or more than a year. */
export function takeDaysOff(tools: BoundaryTools, first: string, last: string, word = ''): boolean {
  const zone = offZone(tools)
  const [begins, ends] = [momentOf(first, '00:00', zone), momentOf(last, '23:59', zone)]
  if (begins === undefined || ends === undefined) return false
  if (ends < begins || ends < tools.clock.now() || ends - begins > MOST_DAYS * DAY) return false
  addHoliday(tools.db, tools.clock, { first, last, zone, word: word.trim().slice(0, MOST_WORD) })
  return true
}

/** Takes days off back; days that run or begin within the notice stay off. Answers whether there were any. */
export function endDaysOff(tools: BoundaryTools, id: number): boolean {
  return endHoliday(tools.db, id, noticeFrom(tools))
}
