import { beyondPlan, editionMinutes, inWords, LEAST_LEARNING, mostLearning } from '../../plan/budget.ts'
import { readPlan } from '../../plan/store/plan.ts'
import { keepSetting } from '../../store/setting.ts'
import { dayWords, isTime, startOfDay } from '../../time/weekly.ts'
import { sprintsOn } from '../settings.ts'
import {
  HORIZONS,
  MOST_QUESTIONS,
  MOST_READINGS,
  type Outcome,
  PROPOSED,
  type Sprint,
  stopOf,
  WEEKS,
} from '../sprint.ts'
import {
  beginSprint,
  closeSprint,
  dropLater,
  forgetSprint,
  keepAnswer,
  keepToSelf,
  laterThings,
  presentSprint,
  questionsOf,
  readSprints,
  rememberSprint,
  reopenSprint,
  sessionsOf,
  takenBackSince,
} from '../store/sprints.ts'
import { getUp, today, yesterday } from './sprinting.ts'
import type { SprintTools } from './tools.ts'

const LONGEST = 200

/** What a person wants to learn, as they say it; everything but the topic may be left out. */
export interface Wish {
  readonly topic: string
  readonly weeks?: number
  readonly minutesAWeek?: number
  readonly question?: string
  readonly why?: string
  readonly slot?: Sprint['slot']
  readonly questions?: readonly string[]
  readonly again?: boolean
  /** For how many days one wants to remember it. */
  readonly horizon?: number
  readonly readings?: readonly { readonly title: string; readonly link: string }[]
  /** The first day (YYYY-MM-DD) of one that is planned ahead, as an exception to a rest is. */
  readonly first?: string
}

/** Why a sprint does not begin. */
export type NotBegun =
  | 'no-topic'
  | 'long'
  | 'one-at-a-time'
  | 'weeks'
  | 'hours'
  | 'slot'
  | 'questions'
  | 'readings'
  | 'resting'
  | 'not-ahead'

const EXCEPTION = 'An exception is planned ahead: for tomorrow at the earliest.'

const NOT_BEGUN: Record<NotBegun, string> = {
  'no-topic': 'Say what it is about. Nothing was changed.',
  long: `A line has at most ${LONGEST} characters.`,
  'one-at-a-time': 'One sprint at a time. Nothing was changed.',
  weeks: `A sprint has ${WEEKS.least} to ${WEEKS.most} weeks.`,
  hours: 'Its hours lie inside those of your plan.',
  slot: 'To sit down at a time of your own needs both: days, and a time.',
  questions: `A sprint has at most ${MOST_QUESTIONS} questions.`,
  readings: `A sprint has at most ${MOST_READINGS} readings.`,
  resting: `It is a rest just now. ${EXCEPTION}`,
  'not-ahead':
    'A sprint is planned for a day to come, within two months; in a rest from tomorrow on. Nothing was changed.',
}

const PLANNED_AHEAD = 60

/** Why a sprint does not begin, in words. */
export function notBegunWords(tools: SprintTools, trouble: NotBegun): string {
  const rest = restsUntil(tools)
  if (trouble === 'resting' && rest && !tools.restsUntil())
    return `As agreed, a new one may begin after ${dayWords(rest, today(tools))}. ${EXCEPTION}`
  return trouble === 'hours'
    ? `${NOT_BEGUN.hours.slice(0, -1)}: from ${inWords(LEAST_LEARNING)} to ${inWords(mostMinutes(tools))} a week.`
    : NOT_BEGUN[trouble]
}

/** Begins a sprint, today or on the day it is planned for; in a rest only as an exception, planned for a later day. Answers why it does not. */
export function begin(tools: SprintTools, wish: Wish): NotBegun | undefined {
  const { db, clock } = tools
  const line = (text = '') => text.replace(/\s+/g, ' ').trim()
  const day = today(tools)
  const topic = line(wish.topic)
  if (topic === '') return 'no-topic'
  const latest = Temporal.PlainDate.from(day).add({ days: PLANNED_AHEAD }).toString()
  const resting = restsUntil(tools) !== undefined
  if (resting && wish.first === undefined) return 'resting'
  const first = wish.first ?? day
  const isDay = startOfDay(first, 'UTC') !== undefined
  if (!isDay || first < day || first > latest || (resting && first === day)) return 'not-ahead'
  const weeks = wish.weeks ?? PROPOSED.weeks
  if (!(Number.isInteger(weeks) && weeks >= WEEKS.least && weeks <= WEEKS.most)) return 'weeks'
  const minutesAWeek = wish.minutesAWeek ?? Math.min(PROPOSED.minutesAWeek, mostMinutes(tools))
  if (!(minutesAWeek >= LEAST_LEARNING && minutesAWeek <= mostMinutes(tools))) return 'hours'
  const slot = wish.slot ?? { days: [], time: '', place: '' }
  if (slot.days.length > 0 !== isTime(slot.time)) return 'slot'
  const questions = (wish.questions ?? []).map(line).filter(Boolean)
  if (questions.length > MOST_QUESTIONS) return 'questions'
  const lines = [topic, line(wish.question), line(wish.why), line(slot.place), ...questions]
  if (lines.some(({ length }) => length > LONGEST)) return 'long'
  const readings = wish.readings ?? []
  if (readings.length > MOST_READINGS) return 'readings'
  const begun = beginSprint(
    db,
    {
      topic,
      question: line(wish.question),
      why: line(wish.why),
      minutesAWeek,
      first,
      stop: stopOf(first, weeks),
      slot: { ...slot, place: line(slot.place) },
      restDays: weeks * 7,
      again: (wish.again ?? true) && questions.length > 0,
      horizon: wish.horizon ?? HORIZONS[0],
      ahead: first > day,
    },
    { questions, readings },
    clock.now(),
  )
  if (begun === undefined) return 'one-at-a-time'
  stopWaiting(tools, topic)
  keepSetting(db, sprintsOn, 'yes')
  return undefined
}

/** A sprint's hours lie inside the plan's: so many minutes a week it may have at most. */
export function mostMinutes({ db }: Pick<SprintTools, 'db'>): number {
  return mostLearning(readPlan(db))
}

/** How a sprint's hours lie in the plan: "inside the 1 hour 30 minutes a week that your plan has room for". */
export function roomWords({ db }: Pick<SprintTools, 'db'>): string {
  const plan = readPlan(db)
  const beyond = beyondPlan(plan)
  return beyond > 0
    ? `Your plan of ${inWords(plan.minutesAWeek)} a week leaves too little: ${inWords(beyond)} come on top of it`
    : `Its hours lie inside the ${inWords(mostLearning(plan))} a week that your plan has room for`
}

/** How long an edition takes beside a sprint of so many minutes a week; undefined for a plan without edition days. */
export function editionBeside({ db }: Pick<SprintTools, 'db'>, minutesAWeek: number): number | undefined {
  return editionMinutes(readPlan(db), minutesAWeek) || undefined
}

/** Whether a sprint can be taken back as if it had not been: it is planned, or was begun today without a session yet. */
export function isFresh(tools: SprintTools, sprint: Sprint): boolean {
  return sprint.first >= today(tools) && sessionsOf(tools.db, sprint.id).length === 0
}

/** Takes back a sprint that is planned, or was begun today without a session yet. Answers which. */
export function takeBack(tools: SprintTools): Sprint | undefined {
  const sprint = presentSprint(tools.db)
  if (!sprint || !isFresh(tools, sprint)) return undefined
  forgetSprint(tools.db, sprint.id, today(tools))
  return sprint
}

/** The topic of a sprint that was taken back today or yesterday: it can be had again. */
export function justTakenBack(tools: SprintTools, id: number): string | undefined {
  return takenBackSince(tools.db, id, yesterday(tools))
}

/** Has a sprint again as it was when it was taken back just now, unless another is under way. */
export function bringBack(tools: SprintTools, id: number): void {
  const { db } = tools
  db.transaction(() => {
    const topic = justTakenBack(tools, id)
    if (topic === undefined || presentSprint(db)) return
    rememberSprint(db, id)
    stopWaiting(tools, topic)
  })
}

/** What a sprint is about waits no longer. */
function stopWaiting(tools: SprintTools, topic: string): void {
  for (const { id, words } of laterThings(tools.db)) if (words === topic) dropLater(tools.db, id, today(tools))
}

/**
 * The last day on which no new sprint begins (YYYY-MM-DD), but an exception that was planned: the plan's rest, and for as long as
 * was agreed with any sprint, also when the person has longer editions again before.
 */
export function restsUntil(tools: SprintTools): string | undefined {
  const agreed = readSprints(tools.db).flatMap(({ closedOn, restDays }) =>
    closedOn === null ? [] : [Temporal.PlainDate.from(closedOn).add({ days: restDays }).toString()],
  )
  return [tools.restsUntil(), ...agreed]
    .filter(day => day !== undefined && day !== null && day >= today(tools))
    .map(String)
    .toSorted()
    .at(-1)
}

/**
 * Closes a sprint with the answers to its questions, and begins the rest that was agreed. Answers false when it was closed
 * elsewhere meanwhile: then what was answered is kept where nothing stood, and no more.
 */
export function close(
  tools: SprintTools,
  sprint: Sprint,
  { outcome, toSelf, answers }: { outcome: Outcome; toSelf: string; answers: readonly Answered[] },
): boolean {
  const { db } = tools
  return db.transaction(() => {
    const open = presentSprint(db)?.id === sprint.id
    const line = toSelf.replace(/\s+/g, ' ').trim()
    for (const answer of answers) keepAnswer(db, { ...answer, afterDays: 0 }, today(tools), open)
    if (!open) {
      keepToSelf(db, sprint.id, line)
      return false
    }
    getUp(tools, null)
    return closeSprint(db, sprint.id, {
      day: today(tools),
      outcome,
      toSelf: line,
      again: sprint.again && questionsOf(db, sprint.id).length > 0,
      restBefore: tools.rest(sprint.restDays),
    })
  })
}

/** What was said to one question: in words, and by the person's own mark. */
export interface Answered {
  readonly question: number
  readonly words: string
  readonly mark: number | null
}

/**
 * Takes the close of the last sprint back, on its day or the next: it goes on, and what its rest took the place of comes back.
 * Answers whether there was one to take back (the one that is asked for).
 */
export function reopen(tools: SprintTools, id?: number): boolean {
  const { db } = tools
  const last = readSprints(db).at(-1)
  if (!last || (id !== undefined && last.id !== id)) return false
  if (last.closedOn === null || last.closedOn < yesterday(tools)) return false
  db.transaction(() => {
    const before = reopenSprint(db, last.id)
    if (before !== undefined) tools.takeRestBack(before)
  })
  return true
}
