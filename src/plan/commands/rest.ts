import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { date, startOfDay } from '../../time/weekly.ts'
import { localDay } from '../../time/window.ts'
import { REST_DAYS, REST_MINUTES, restOn } from '../rest.ts'
import { addRest, endRest, readRests } from '../store/rest.ts'
import type { PlanRun } from './plan.ts'

/** Shows the rest, begins one of so many days, or ends it. */
export const rest: Verb<PlanRun> = (typed, terminal, { db, clock }) => {
  const zone = clock.zone()
  const today = localDay(clock.now(), zone)
  const [word, more] = typed.words
  if (word === 'end') {
    if (!endRest(db, today.toString())) terminal.err('There is no rest to end.')
  } else if (word !== undefined) {
    const days = Number(word)
    if (more !== undefined || !(Number.isInteger(days) && days >= 1 && days <= REST_DAYS.most))
      throw new UsageError(`A rest has 1 to ${REST_DAYS.most} days: evenkeel rest ${REST_DAYS.offered}`)
    addRest(db, today.toString(), today.add({ days: days - 1 }).toString(), clock.now(), true)
  }
  const present = restOn(readRests(db), today.toString())
  print(terminal, typed.has('json'), present ?? null, [
    present
      ? `You rest until ${date(startOfDay(present.last, zone) ?? 0, zone)}: one edition a week, ${REST_MINUTES} minutes. To end it: evenkeel rest end`
      : 'No rest. To rest for a week: evenkeel rest 7',
  ])
  return 0
}
