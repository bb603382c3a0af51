import { editionMinutes, inWords } from '../../plan/budget.ts'
import { readPlan } from '../../plan/store/plan.ts'
import { keepSetting } from '../../store/setting.ts'
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
  laterThings,
  presentSprint,
  questionsOf,
  readSprints,
  reopenSprint,
} from '../store/sprints.ts'
import { getUp, today } from './sprinting.ts'
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
export type NotBegun = 'no-topic' | 'one-at-a-time' | 'resting' | 'not-ahead'

export const NO_SPRINT: Record<NotBegun, string> = {
  'no-topic': 'Say what it is about. Nothing was changed.',
  'one-at-a-time': 'One sprint at a time. Nothing was changed.',
  resting: 'It is a rest just now. An exception is planned ahead: for tomorrow at the earliest.',
  'not-ahead':
    'A sprint is planned for a day to come, within two months; in a rest from tomorrow on. Nothing was changed.',
}

const PLANNED_AHEAD = 60

/** Begins a sprint, today or on the day it is planned for; in a rest only as an exception, planned for a later day. Answers why it does not. */
export function begin(tools: SprintTools, wish: Wish): NotBegun | undefined {
  const { db, clock } = tools
  const line = (text = '') => text.replace(/\s+/g, ' ').trim().slice(0, LONGEST)
  const day = today(tools)
  const topic = line(wish.topic)
  if (topic === '') return 'no-topic'
  const latest = Temporal.PlainDate.from(day).add({ days: PLANNED_AHEAD }).toString()
  const resting = tools.restsUntil() !== undefined
  if (resting && wish.first === undefined) return 'resting'
  const first = wish.first ?? day
  if (first < day || first > latest || (resting && first === day)) return 'not-ahead'
  const weeks = Math.min(WEEKS.most, Math.max(WEEKS.least, wish.weeks ?? PROPOSED.weeks))
  const questions = (wish.questions ?? []).map(line).filter(Boolean).slice(0, MOST_QUESTIONS)
  const slot = wish.slot ?? { days: [], time: '', place: '' }
  const begun = beginSprint(
    db,
    {
      topic,
      question: line(wish.question),
      why: line(wish.why),
      minutesAWeek: Math.min(mostMinutes(tools), wish.minutesAWeek ?? PROPOSED.minutesAWeek),
      first,
      stop: stopOf(first, weeks),
      slot: { ...slot, place: line(slot.place) },
      restDays: weeks * 7,
      again: (wish.again ?? true) && questions.length > 0,
      horizon: wish.horizon ?? HORIZONS[0],
    },
    { questions, readings: (wish.readings ?? []).slice(0, MOST_READINGS) },
    clock.now(),
  )
  if (begun === undefined) return 'one-at-a-time'
  for (const { id, words } of laterThings(db)) if (words === topic) dropLater(db, id, day)
  keepSetting(db, sprintsOn, 'yes')
  return undefined
}

/** What of a wish did not fit and was left out, in words; empty when all of it was taken. */
export function tooMuchWords(tools: SprintTools, { questions = [], readings = [], minutesAWeek = 0 }: Wish): string {
  const asked = questions.filter(words => words.trim() !== '').length
  return [
    asked > MOST_QUESTIONS ? `The first ${MOST_QUESTIONS} questions are kept.` : '',
    readings.length > MOST_READINGS ? `The first ${MOST_READINGS} readings are kept.` : '',
    minutesAWeek > mostMinutes(tools) ? `It has ${inWords(mostMinutes(tools))} a week, as all of your plan.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** A sprint's hours lie inside the plan's: so many minutes a week it may have at most. */
export function mostMinutes({ db }: Pick<SprintTools, 'db'>): number {
  return Math.max(15, readPlan(db).minutesAWeek)
}

/** How long an edition takes beside a sprint of so many minutes a week; undefined for a plan without edition days. */
export function editionBeside({ db }: Pick<SprintTools, 'db'>, minutesAWeek: number): number | undefined {
  return editionMinutes(readPlan(db), minutesAWeek) || undefined
}

/** Takes back a sprint that is planned and has not begun. Answers its topic. */
export function takeBackPlanned(tools: SprintTools): string | undefined {
  const sprint = presentSprint(tools.db)
  if (!sprint || sprint.first <= today(tools)) return undefined
  forgetSprint(tools.db, sprint.id)
  return sprint.topic
}

/** Closes the sprint, and begins the rest that was agreed. One that has not begun is taken back instead. */
export function close(tools: SprintTools, sprint: Sprint, outcome: Outcome, toSelf: string): void {
  const { db } = tools
  getUp(tools, null)
  closeSprint(db, sprint.id, {
    day: today(tools),
    outcome,
    toSelf: toSelf.replace(/\s+/g, ' ').trim().slice(0, 300),
    again: sprint.again && questionsOf(db, sprint.id).length > 0,
    restBefore: tools.rest(sprint.restDays),
  })
}

/**
 * Takes the close of the last sprint back, on its day or the next: it goes on, and what its rest took the place of comes back.
 * Answers whether there was one to take back (the one that is asked for).
 */
export function reopen(tools: SprintTools, id?: number): boolean {
  const { db } = tools
  const last = readSprints(db).at(-1)
  const yesterday = Temporal.PlainDate.from(today(tools)).subtract({ days: 1 }).toString()
  if (!last || (id !== undefined && last.id !== id)) return false
  if (last.closedOn === null || last.closedOn < yesterday) return false
  db.transaction(() => {
    const before = reopenSprint(db, last.id)
    if (before !== undefined) tools.takeRestBack(before)
  })
  return true
}
