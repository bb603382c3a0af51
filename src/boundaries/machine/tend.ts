import { StoreProblem } from '../../store/problem.ts'
import { countCalendar, keepCalendarFile } from './calendar.ts'
import { isOff } from './standing.ts'
import type { BoundaryTools } from './tools.ts'
import { readGit } from './traces.ts'

const READ_EVERY = 6 * 3600_000

/** What is done now and then while the app is up: the calendar's changes counted and its file kept, git's history read. */
export function tend(tools: BoundaryTools): void {
  countCalendar(tools)
  calendarTrouble(tools)
  if (!isOff(tools)) readGit(tools, READ_EVERY)
}

/** Keeps the calendar's file; answers what is in the way, if something is. */
export function calendarTrouble(tools: BoundaryTools): string | undefined {
  try {
    keepCalendarFile(tools)
    return undefined
  } catch (error) {
    if (error instanceof StoreProblem) return error.message
    throw error
  }
}
