// The check-in: five signs of a day in the person's own eyes, 0 to 10, any of them left out.

import type { Day } from './rank.ts'

export const SIGNS = ['sleep', 'irritation', 'pull', 'dread', 'behind'] as const
export type Sign = (typeof SIGNS)[number]
export type Marks = Readonly<Record<Sign, number | null>>

/** What is asked, and what 0 and 10 mean. */
export const ASKED: Record<
  Sign,
  { readonly name: string; readonly question: string; readonly ends: readonly [string, string] }
> = {
  sleep: { name: 'Sleep', question: 'How did you sleep?', ends: ['well', 'hardly'] },
  irritation: {
    name: 'Irritation',
    question: 'How easily does something annoy you?',
    ends: ['nothing does', 'everything'],
  },
  pull: {
    name: 'Pull',
    question: 'How much are you drawn to things you love?',
    ends: ['nothing draws me', 'very much'],
  },
  dread: { name: 'Dread', question: 'How do you feel about starting?', ends: ['glad to', 'I dread it'] },
  behind: { name: 'Feeling behind', question: 'How far behind do you feel?', ends: ['not at all', 'hopelessly'] },
}

/** One answered day, as YYYY-MM-DD. */
export interface CheckIn {
  readonly day: string
  readonly marks: Marks
  /** The person's own words: kept, never scored. */
  readonly line: string
  readonly label: number
  readonly answeredAt: number
}

export const MOST_LINE = 500
const LEAST_MARKS = 3

/** A sign as it weighs: 0 light, 10 heavy. Only the pull is asked the other way round. */
export function weight(sign: Sign, mark: number): number {
  return sign === 'pull' ? 10 - mark : mark
}

/** The mean of the answered signs, 0 light to 10 heavy; undefined below three of them. */
export function composite(marks: Marks): number | undefined {
  const weights = SIGNS.flatMap(sign => (marks[sign] === null ? [] : [weight(sign, marks[sign])]))
  return weights.length < LEAST_MARKS ? undefined : weights.reduce((sum, one) => sum + one, 0) / weights.length
}

/** Reads one mark as typed: a whole number from 0 to 10, null for "-" or nothing, undefined for anything else. */
export function readMark(text: string): number | null | undefined {
  const typed = text.trim()
  if (typed === '' || typed === '-') return null
  return /^(10|[0-9])$/.test(typed) ? Number(typed) : undefined
}

/** A local day as a whole number, days since 1970. */
export function dayNumber(day: string): number {
  // Years of days are read at once: this is thirty times as fast as Temporal, and a whole day of UTC is exact.
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

/** The local day of such a number. */
export function dayOf(number: number): string {
  return Temporal.PlainDate.from('1970-01-01').add({ days: number }).toString()
}

/** The days with enough marks, in order, as the detector reads them. */
export function daysOf(checkIns: readonly CheckIn[]): Day[] {
  return checkIns.flatMap(({ day, marks, label }) => {
    const value = composite(marks)
    return value === undefined ? [] : [{ day: dayNumber(day), value, label }]
  })
}

/** A day that began less than so long ago (hours) is still yesterday, for who is up late. */
export const NEW_DAY = 4
/** Today and the days before it that can still be filled in. */
export const FILLABLE = 3
/** After so many asked days without an answer it is asked no more. */
export const UNANSWERED = 5

/** Today and the last days before it, newest first. */
export function fillable(today: string): string[] {
  return Array.from({ length: FILLABLE + 1 }, (_, at) =>
    Temporal.PlainDate.from(today).subtract({ days: at }).toString(),
  )
}

/** When a check-in is asked for: on which weekdays, since when, what was answered; `quiet` days ask nothing and do not count. */
export interface Asked {
  readonly weekdays: readonly number[]
  readonly answered: readonly string[]
  readonly since: string
  readonly quiet: (day: string) => boolean
}

/**
 * Whether a check-in is asked for on a day: it is one of the weekdays, unanswered, and of the asked days since the last answer
 * (or since it was turned on) fewer than five passed.
 */
export function isAsked(today: string, asked: Asked): boolean {
  const last = asked.answered.at(-1) ?? ''
  if (last >= today || asked.since > today) return false
  if (!asked.weekdays.includes(Temporal.PlainDate.from(today).dayOfWeek) || asked.quiet(today)) return false
  return !hasStopped(today, asked)
}

/** Whether asking has stopped by a day, since five asked days in a row passed without an answer. */
export function hasStopped(today: string, { weekdays, answered, since, quiet }: Asked): boolean {
  const last = answered.at(-1) ?? ''
  let passed = 0
  for (
    let day = Temporal.PlainDate.from(today).subtract({ days: 1 });
    passed < UNANSWERED;
    day = day.subtract({ days: 1 })
  ) {
    const text = day.toString()
    if (text <= last || text < since) return false
    if (weekdays.includes(day.dayOfWeek) && !quiet(text)) passed++
  }
  return true
}
