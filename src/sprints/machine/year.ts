import { againAfter, asksUntil, covered, type Told } from '../sprint.ts'
import { answersOf, questionsOf, readSprints, sessionsOf } from '../store/sprints.ts'
import { minutesOf, today } from './sprinting.ts'
import type { SprintTools } from './tools.ts'

/** The sprints of the last year, oldest first: those too of which something was asked in it, or may be yet. */
export function yearOf(tools: SprintTools): Told[] {
  const day = today(tools)
  const year = Temporal.PlainDate.from(day).subtract({ years: 1 }).toString()
  return everySprint(tools).filter(sprint => {
    const answered = answersOf(tools.db, sprint.id).map(({ answeredOn }) => answeredOn)
    return [sprint.stop, sprint.closedOn ?? day, ...answered].some(one => one >= year) || asksUntil(sprint) >= day
  })
}

/** Every sprint there was, oldest first. */
export function everySprint(tools: SprintTools): Told[] {
  return readSprints(tools.db).map(sprint => {
    const answers = answersOf(tools.db, sprint.id)
    const [soon, late] = againAfter(sprint.horizon)
    return {
      ...sprint,
      minutes: minutesOf(tools, sprint).all,
      questions: questionsOf(tools.db, sprint.id).map(({ id, words }) => ({
        words,
        answers: answers
          .filter(({ question, words }) => question === id && words !== '')
          .map(({ afterDays, words }) => ({ afterDays, words })),
      })),
      notes: sessionsOf(tools.db, sprint.id).flatMap(({ note }) => note.split('\n').filter(Boolean)),
      covered: covered(answers, 0),
      keptSoon: covered(answers, soon),
      kept: covered(answers, late),
    }
  })
}
