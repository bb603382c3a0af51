import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { localDay } from '../../time/window.ts'
import { REST_DAYS, restAhead } from '../rest.ts'
import { addRest, endRest, readRests } from '../store/rest.ts'
import { restWords } from '../words.ts'
import type { PlanRun } from './plan.ts'

/** Shows the rest, begins one of so many days, or ends it. */
export const rest: Verb<PlanRun> = (typed, terminal, { db, clock }) => {
  const today = localDay(clock.now(), clock.zone())
  const [word, more] = typed.words
  if (word === 'end') {
    const ended = endRest(db, today.toString())
    terminal.err(ended ? 'The rest is ended. Editions are as long as planned.' : 'There is no rest to end.')
  } else if (word !== undefined) {
    const days = Number(word)
    if (more !== undefined || !(Number.isInteger(days) && days >= 1 && days <= REST_DAYS.most))
      throw new UsageError(`A rest has 1 to ${REST_DAYS.most} days: evenkeel rest ${REST_DAYS.offered}`)
    addRest(db, today.toString(), today.add({ days: days - 1 }).toString(), clock.now(), true)
  }
  const present = restAhead(readRests(db), today.toString())
  print(terminal, typed.has('json'), present ?? null, [
    present
      ? `${restWords(present, clock)} To end it: evenkeel rest end`
      : 'No rest. To rest for a week: evenkeel rest 7',
  ])
  return 0
}
