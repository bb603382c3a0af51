import { editionMinutes } from '../../plan/budget.ts'
import { readPlan } from '../../plan/store/plan.ts'
import { keepSetting } from '../../store/setting.ts'
import { sprintsOn } from '../settings.ts'
import { MOST_QUESTIONS, MOST_READINGS, type Outcome, PROPOSED, type Sprint, stopOf, WEEKS } from '../sprint.ts'
import { beginSprint, closeSprint, forgetSprint, presentSprint, questionsOf } from '../store/sprints.ts'
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
  readonly readings?: readonly { readonly title: string; readonly link: string }[]
  /** The first day (YYYY-MM-DD) of one that is planned as an exception to a rest. */
  readonly first?: string
}

/** Why a sprint does not begin. */
export type NotBegun = 'no-topic' | 'one-at-a-time' | 'resting' | 'not-ahead'

export const NO_SPRINT: Record<NotBegun, string> = {
  'no-topic': 'Say what it is about. Nothing was changed.',
  'one-at-a-time': 'One sprint at a time. Nothing was changed.',
  resting: 'It is a rest just now. An exception is planned ahead: for tomorrow at the earliest.',
  'not-ahead': 'An exception is planned for a day from tomorrow on, within two months. Nothing was changed.',
}

const PLANNED_AHEAD = 60

/** Begins a sprint today; in a rest only as an exception, planned for a later day. Answers why it does not. */
export function begin(tools: SprintTools, wish: Wish): NotBegun | undefined {
  const { db, clock } = tools
  const line = (text = '') => text.replace(/\s+/g, ' ').trim().slice(0, LONGEST)
  const day = today(tools)
  const topic = line(wish.topic)
  if (topic === '') return 'no-topic'
  if (tools.restsUntil() !== undefined) {
    if (wish.first === undefined) return 'resting'
    const latest = Temporal.PlainDate.from(day).add({ days: PLANNED_AHEAD }).toString()
    if (wish.first <= day || wish.first > latest) return 'not-ahead'
  }
  const first = tools.restsUntil() === undefined ? day : (wish.first ?? day)
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
    },
    { questions, readings: (wish.readings ?? []).slice(0, MOST_READINGS) },
    clock.now(),
  )
  if (begun === undefined) return 'one-at-a-time'
  keepSetting(db, sprintsOn, 'yes')
  return undefined
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

/** Closes the sprint, and begins the rest that was agreed. */
export function close(tools: SprintTools, sprint: Sprint, outcome: Outcome, toSelf: string): void {
  const { db } = tools
  getUp(tools, null)
  closeSprint(db, sprint.id, {
    day: today(tools),
    outcome,
    toSelf: toSelf.replace(/\s+/g, ' ').trim().slice(0, 300),
    again: sprint.again && questionsOf(db, sprint.id).length > 0,
  })
  tools.rest(sprint.restDays)
}
