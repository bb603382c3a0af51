import { AGAIN, covered, type Sprint } from '../sprint.ts'
import { answersOf, readSprints } from '../store/sprints.ts'
import { minutesOf, today } from './sprinting.ts'
import type { SprintTools } from './tools.ts'

/** A sprint with what came of it: minutes sat, and the shares of its questions covered at the close and kept a month later. */
export type Told = Sprint & {
  readonly minutes: number
  readonly covered: number | undefined
  readonly kept: number | undefined
}

/** The sprints of the last year, oldest first. */
export function yearOf(tools: SprintTools): Told[] {
  const year = Temporal.PlainDate.from(today(tools)).subtract({ years: 1 }).toString()
  return readSprints(tools.db)
    .filter(({ stop }) => stop >= year)
    .map(sprint => {
      const answers = answersOf(tools.db, sprint.id)
      return {
        ...sprint,
        minutes: minutesOf(tools, sprint).all,
        covered: covered(answers, 0),
        kept: covered(answers, AGAIN[1]),
      }
    })
}
