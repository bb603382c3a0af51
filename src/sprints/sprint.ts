// A learning sprint: one topic, a stop date, an end. Pure.

import { type Span, spanAt } from '../time/span.ts'
import { day, next } from '../time/weekly.ts'
import { wholeDay } from '../time/window.ts'

export const OUTCOMES = ['answered', 'partly', 'dropped'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A sprint as it was agreed. Days are local, YYYY-MM-DD, first and stop included. */
export interface Sprint {
  readonly id: number
  readonly topic: string
  readonly question: string
  readonly why: string
  readonly minutesAWeek: number
  readonly first: string
  readonly stop: string
  /** It was planned for a later day than it was agreed on. */
  readonly ahead: boolean
  readonly slot: { readonly days: readonly number[]; readonly time: string; readonly place: string }
  readonly restDays: number
  readonly closedOn: string | null
  readonly outcome: Outcome | null
  readonly toSelf: string
  /** Whether its questions come again, and for how many days one wants to remember it. */
  readonly again: boolean
  readonly horizon: number
}

export interface Session {
  readonly id: number
  readonly begunAt: number
  readonly endedAt: number | null
  readonly endedBy: 'person' | 'off-time' | 'stop-date' | 'nobody' | null
  readonly before: number | null
  readonly after: number | null
  readonly note: string
  /** When its last note was written (ms). */
  readonly notedAt: number | null
}

export const PROPOSED = { weeks: 2, minutesAWeek: 60 } as const
export const WEEKS = { least: 1, most: 4 } as const
export const MOST_QUESTIONS = 3
export const MOST_READINGS = 7
export const MOST_LATER = 12
/** For how long one may want to remember (days); the first is proposed. */
export const HORIZONS = [30, 90, 365] as const
/** A question that waits so long (days) is gone, without a word. */
const LAPSES = 7
/** What waits fades over so many days. */
const FADES = 60

/** With less of a stretch left nobody sits down (ms). */
export const LEAST_SESSION = 10 * 60_000

// Nobody studies longer at a stretch without having planned it; a timer that runs on was forgotten.
const FORGOTTEN = 3 * 3600_000
const PAST_PLAN = 3600_000

/** The stop day of a sprint of so many weeks that begins on a day. */
export function stopOf(first: string, weeks: number): string {
  return Temporal.PlainDate.from(first)
    .add({ days: weeks * 7 - 1 })
    .toString()
}

/** Whether the last day of a sprint is over: then it closes. */
export function isOver({ stop }: Pick<Sprint, 'stop'>, today: string): boolean {
  return today > stop
}

// So many days it is said that a sprint has reached its stop date; then it waits where it is.
const SAYS = 7

/** Whether a sprint that is not closed yet has reached its stop date within the last week. */
export function hasJustEnded(sprint: Pick<Sprint, 'stop'>, today: string): boolean {
  return isOver(sprint, today) && Temporal.PlainDate.from(sprint.stop).until(today).total('days') <= SAYS
}

/**
 * How a session that runs ended by itself until `now` (ms), if it did: off time ends it where it begins, the end of the stop date
 * (`stops`, ms) does, and one that nobody stopped for three hours, or an hour past its plan (`planned`, ms), was forgotten. How long
 * that one really was nobody knows, so it counts as far as its last note, and for nothing without one.
 */
export function endedByItself(
  { begunAt, notedAt }: Pick<Session, 'begunAt'> & Partial<Pick<Session, 'notedAt'>>,
  off: readonly Span[],
  now: number,
  { planned = 0, stops = Number.POSITIVE_INFINITY }: { planned?: number; stops?: number } = {},
): { endedAt: number; endedBy: 'off-time' | 'stop-date' | 'nobody' } | undefined {
  const offAt = off.find(({ from }) => from > begunAt)?.from ?? Number.POSITIVE_INFINITY
  // After a journey east a stop date may be over before a session of its evening began: it is finished in peace.
  const closes = Math.min(offAt, stops > begunAt ? stops : Number.POSITIVE_INFINITY)
  const seen = Math.max(begunAt, notedAt ?? begunAt)
  const forgotten = Math.max(begunAt + planned + PAST_PLAN, seen + FORGOTTEN)
  if (closes <= Math.min(now, forgotten))
    return { endedAt: closes, endedBy: closes === offAt ? 'off-time' : 'stop-date' }
  if (forgotten <= now) return { endedAt: seen, endedBy: 'nobody' }
  return spanAt(off, begunAt) ? { endedAt: begunAt, endedBy: 'off-time' } : undefined
}

/** Whether a sprint is planned for a day to come. One that has begun stays begun where the day is an earlier one. */
export function isPlanned({ first, ahead }: Pick<Sprint, 'first' | 'ahead'>, today: string): boolean {
  return ahead && today < first
}

/** How long a session of the sprint's slot is (ms): its share of the hours a week; 0 without a slot. */
export function sessionLength({ slot, minutesAWeek }: Pick<Sprint, 'slot' | 'minutesAWeek'>): number {
  return slot.days.length === 0 ? 0 : Math.round(minutesAWeek / slot.days.length) * 60_000
}

/** The sessions a sprint's slot plans from `now` (ms) to its stop. */
export function sessionsAhead(
  { id, slot, first, stop, minutesAWeek }: Pick<Sprint, 'id' | 'slot' | 'first' | 'stop' | 'minutesAWeek'>,
  now: number,
  zone: string,
): { uid: string; span: Span }[] {
  const found: { uid: string; span: Span }[] = []
  if (slot.days.length === 0) return found
  const length = sessionLength({ slot, minutesAWeek })
  const end = wholeDay(Temporal.PlainDate.from(stop), zone).to
  for (let at = next(slot, now, zone); at !== undefined && at < end; at = next(slot, at, zone)) {
    const on = day(at, zone)
    if (on >= first && end - at >= LEAST_SESSION)
      found.push({ uid: `sprint-${id}-${on}@evenkeel`, span: { from: at, to: Math.min(end, at + length) } })
  }
  return found
}

/** Whole minutes of some sessions within a stretch, a running one up to `now`. */
export function minutesIn(sessions: readonly Session[], { from, to }: Span, now: number): number {
  const ms = sessions.reduce((sum, { begunAt, endedAt }) => {
    const [begin, end] = [Math.max(from, begunAt), Math.min(to, endedAt ?? now)]
    return sum + Math.max(0, end - begin)
  }, 0)
  return Math.round(ms / 60_000)
}

/** How faded a thing that waits is, 0 (new) to 1 (gone). */
export function faded(addedOn: string, today: string): number {
  const days = Temporal.PlainDate.from(addedOn).until(today).total('days')
  return Math.min(1, Math.max(0, days / FADES))
}

/** The day by which a thing that waits is gone. */
export function goneBy(addedOn: string): string {
  return Temporal.PlainDate.from(addedOn).add({ days: FADES }).toString()
}

/** Days after the close on which what was learned is asked for again: after about a fifth of its horizon, and at its end. */
export function againAfter(horizon: number): readonly [number, number] {
  return [horizon === 30 ? 7 : Math.round(horizon / 5), horizon]
}

/** Which recall check is due on a day, if one is, as days after the close; for a week each. */
export function dueAgain(
  { closedOn, again, outcome, horizon }: Pick<Sprint, 'closedOn' | 'again' | 'outcome' | 'horizon'>,
  answered: readonly number[],
  today: string,
): number | undefined {
  if (closedOn === null || !again || outcome === 'dropped') return undefined
  const since = Temporal.PlainDate.from(closedOn).until(today).total('days')
  return againAfter(horizon).find(days => since >= days && since < days + LAPSES && !answered.includes(days))
}

/** The last day on which a closed sprint's questions may come again; its close where none come. */
export function asksUntil({ closedOn, again, outcome, horizon }: Parameters<typeof dueAgain>[0]): string {
  if (closedOn === null) return ''
  const asks = again && outcome !== 'dropped'
  return Temporal.PlainDate.from(closedOn)
    .add({ days: asks ? horizon + LAPSES - 1 : 0 })
    .toString()
}

export interface Answer {
  readonly question: number
  readonly afterDays: number
  readonly mark: number | null
}

/** What was covered at the close and what was kept later, as shares of the questions that were marked (0 to 1); undefined where none was. */
export function covered(answers: readonly Answer[], afterDays: number): number | undefined {
  const marks = answers.flatMap(answer => (answer.afterDays === afterDays && answer.mark !== null ? [answer.mark] : []))
  return marks.length === 0 ? undefined : marks.reduce((sum, mark) => sum + mark / 2, 0) / marks.length
}

/**
 * A sprint with what came of it: minutes sat, the shares of its questions covered at the close and kept later, what was answered (so many
 * days after the close) and what was noted.
 */
export type Told = Sprint & {
  readonly minutes: number
  readonly questions: readonly {
    readonly words: string
    readonly answers: readonly { readonly afterDays: number; readonly words: string }[]
  }[]
  readonly notes: readonly string[]
  readonly covered: number | undefined
  readonly keptSoon: number | undefined
  readonly kept: number | undefined
}
