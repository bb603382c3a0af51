import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import { date, dayName, isTime, readDays, startOfDay } from '../../time/weekly.ts'
import { type Budget, editionMinutes, inWords } from '../budget.ts'
import { isPaused, type Plan, readHours, readList } from '../plan.ts'
import { beginPause, changePlan, endPause, readPlan } from '../store/plan.ts'

/** What plan commands are handed. */
export interface PlanRun {
  readonly db: Database
  readonly clock: Clock
  /** The next edition’s minutes, by a rest, a sprint and one’s days. */
  readonly budget: () => Budget
}

/** Shows the plan, or changes the parts that are named. */
export const plan: Verb<PlanRun> = (typed, terminal, { db, clock, budget }) => {
  const change = readChange(typed.option, readPlan(db))
  // A plan made in the terminal is a beginning too: welcome is not asked again.
  const after = Object.keys(change).length
    ? changePlan(db, { ...change, welcomedAt: readPlan(db).welcomedAt ?? clock.now() })
    : readPlan(db)
  print(terminal, typed.has('json'), after, planLines(after, clock, budget().minutes))
  return 0
}

/** Keeps everything quiet until a day, or ends that. */
export const pause: Verb<PlanRun> = (typed, terminal, { db, clock }) => {
  const [word] = typed.words
  if (word === 'off') {
    endPause(db, clock.now())
    terminal.out('Editions come again.')
    return 0
  }
  const until = word ? startOfDay(word, clock.zone()) : undefined
  if (until === undefined || until <= clock.now()) {
    throw new UsageError('Name a day after today: evenkeel pause 2026-06-10')
  }
  beginPause(db, until, clock)
  terminal.out(`All is quiet until ${date(until, clock.zone())}. To start again before: evenkeel pause off`)
  return 0
}

function readChange(option: (name: string) => string | undefined, plan: Plan): Partial<Plan> {
  const [area, words, notMine, role, things] = ['area', 'words', 'not-mine', 'role', 'things'].map(option)
  const hours = checked(option('hours'), readHours, 'Hours are a number between 0.25 and 20.')
  const days = checked(option('days'), readDays, 'Days are named like "tue thu", or "weekdays".')
  const time = checked(option('time'), text => (isTime(text) ? text : undefined), 'A time is HH:MM, like 09:00.')
  return {
    ...(area === undefined ? {} : { area: area.trim().slice(0, 400) }),
    ...(words === undefined ? {} : { words: readList(words) }),
    ...(notMine === undefined ? {} : { notMine: readList(notMine) }),
    ...(role === undefined ? {} : { role: role.trim().slice(0, 120) }),
    ...(things === undefined ? {} : { things: readList(things, 40) }),
    ...(hours === undefined ? {} : { minutesAWeek: hours }),
    ...(days || time ? { editions: { days: days ?? plan.editions.days, time: time ?? plan.editions.time } } : {}),
  }
}

function checked<Value>(
  text: string | undefined,
  read: (text: string) => Value | undefined,
  otherwise: string,
): Value | undefined {
  if (text === undefined) return undefined
  const value = read(text)
  if (value === undefined) throw new UsageError(otherwise)
  return value
}

function planLines(plan: Plan, clock: Clock, now: number): string[] {
  const days = plan.editions.days.map(dayName).join(', ')
  const minutes = editionMinutes(plan)
  return [
    plan.area ? `Core area: ${plan.area}` : 'No core area yet, which is fine. To set one: evenkeel plan --area "..."',
    ...(plan.words.length ? [`Words that matter: ${plan.words.join(', ')}`] : []),
    ...(plan.notMine.length ? [`Not mine: ${plan.notMine.join(', ')}`] : []),
    ...(plan.role ? [`Role: ${plan.role}`] : []),
    ...(plan.things.length ? [`Things I run: ${plan.things.join(', ')}`] : []),
    `${inWords(plan.minutesAWeek)} a week`,
    days
      ? `Editions: ${days} at ${plan.editions.time}, about ${inWords(minutes)} each${now === minutes ? '' : `, now ${inWords(now)}`}`
      : 'No edition days.',
    ...(isPaused(plan, clock.now()) ? [`Quiet until ${date(plan.pausedUntil ?? 0, clock.zone())}`] : []),
  ]
}
