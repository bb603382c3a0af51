import type { Verb } from '../../cli/command.ts'
import { calendarText, writeCalendarFile } from '../machine/calendar.ts'
import type { BoundaryTools } from '../machine/tools.ts'

/** Prints the calendar, or writes it to a file. */
export const calendar: Verb<BoundaryTools> = (typed, terminal, tools) => {
  const [file] = typed.words
  if (file === undefined) {
    terminal.out(calendarText(tools).trimEnd())
    return 0
  }
  writeCalendarFile(tools, file)
  terminal.out(`Written: ${file}. It is as your off time is now; a file named in "calendar.file" is kept up to date.`)
  return 0
}
