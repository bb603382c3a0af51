// How heavy the days are, against the person's own usual: from their answers and the warnings that were given. Pure.

import type { Day } from './rank.ts'
import { LEARNING } from './warning.ts'

/** Light to heavy; unknown while too little was said. */
export type Strain = 'steady' | 'changed' | 'strained' | 'unknown'

/** A warning as it was given, and what the person said of it since. Days are numbers since 1970. */
export interface Given {
  readonly day: number
  readonly start: number
  readonly real: boolean | null
  /** The day they said so. */
  readonly answered: number | null
}

/** What strain is told from. `answers` are composites in order of day, those of rests too; `rests` are left out of what is usual. */
export interface Known {
  readonly answers: readonly Day[]
  readonly rests: ReadonlySet<number>
  readonly warnings: readonly Given[]
  /** The day on which the person said, a week after welcome, that opening the laptop is still heavy. */
  readonly stillHeavy: number | undefined
}

const WEEK = 7
const MONTH = 30
const LOOK = { answers: 14, heavy: 10 } as const
/** The worse third of the scale begins here. */
export const WORSE_THIRD = 20 / 3
const LATELY = 3

/** The strain at the end of a day: the first that fits. */
export function strainOn(known: Known, day: number): Strain {
  const answers = upTo(known.answers, day)
  if (levelHolds(known, day)) return 'strained'
  const standing = known.warnings.filter(warning => stands(known, warning, day))
  if (standing.length > 0) {
    const now = middle(answers.slice(-WEEK))
    const over = standing.some(({ start }) => now > percentile(usual(known, start), 0.9))
    return over ? 'strained' : 'changed'
  }
  if (usual(known, day + 1).length < LEARNING || countLately(answers, day) < LATELY) return 'unknown'
  return 'steady'
}

/**
 * Whether a warning stands on a day: until, on seven answered days in a row, the middle of the last seven answers lies under
 * the 75th percentile of the days before the change, or until the person says that it was not real.
 */
export function stands(known: Known, warning: Given, day: number): boolean {
  if (day < warning.day) return false
  if (warning.real === false && warning.answered !== null && warning.answered <= day) return false
  const line = percentile(usual(known, warning.start), 0.75)
  const answers = upTo(known.answers, day)
  let inRow = 0
  for (const [at, answer] of answers.entries()) {
    if (answer.day <= warning.day) continue
    inRow = middle(answers.slice(Math.max(0, at + 1 - WEEK), at + 1)) < line ? inRow + 1 : 0
    if (inRow >= WEEK) return false
  }
  return true
}

/**
 * The second gate, since who is worn out from the first day never changes: most of the last fourteen answers lie in the worse
 * third, or it was heavy at welcome and still was a week later, for a month and until fourteen answers can tell.
 */
export function levelHolds({ answers, stillHeavy }: Known, day: number): boolean {
  const said = upTo(answers, day)
  if (stillHeavy !== undefined && stillHeavy <= day && day < stillHeavy + MONTH) {
    if (said.filter(answer => answer.day >= stillHeavy).length < LOOK.answers) return true
  }
  return isHigh(said) && countLately(said, day) >= LATELY
}

function isHigh(answers: readonly Day[]): boolean {
  const last = answers.slice(-LOOK.answers)
  return last.length === LOOK.answers && last.filter(({ value }) => value > WORSE_THIRD).length >= LOOK.heavy
}

/** The days on which the level was looked at: with the fourteenth answer, then with the first a month after each look. */
export function looks({ answers }: Pick<Known, 'answers'>): { day: number; high: boolean }[] {
  const found: { day: number; high: boolean }[] = []
  for (const [at, { day }] of answers.entries()) {
    if (at + 1 < LOOK.answers || day < (found.at(-1)?.day ?? Number.NEGATIVE_INFINITY) + MONTH) continue
    found.push({ day, high: isHigh(answers.slice(0, at + 1)) })
  }
  return found
}

/** What was usual before a day: the answers outside of rests. */
export function usual({ answers, rests }: Pick<Known, 'answers' | 'rests'>, before: number): number[] {
  return answers.filter(({ day }) => day < before && !rests.has(day)).map(({ value }) => value)
}

/** The value below which a share (0 to 1) of a list lies; without a list nothing is above it. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.POSITIVE_INFINITY
}

/** The median; of nothing NaN, which is above and below nothing. */
export function middle(answers: readonly Pick<Day, 'value'>[]): number {
  const sorted = answers.map(({ value }) => value).sort((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2
}

function upTo(answers: readonly Day[], day: number): readonly Day[] {
  return answers.at(-1)?.day === undefined || (answers.at(-1)?.day ?? 0) <= day
    ? answers
    : answers.filter(one => one.day <= day)
}

function countLately(answers: readonly Day[], day: number): number {
  return answers.filter(one => one.day > day - WEEK).length
}

/**
 * How sure it is that a sign was heavier since the start of a change: the chance that a day since then weighs more than one
 * before, ties as half (0 to 1, .5 no difference); undefined when either has no day.
 */
export function moved(before: readonly number[], since: readonly number[]): number | undefined {
  if (before.length === 0 || since.length === 0) return undefined
  let wins = 0
  for (const one of since) for (const other of before) wins += one > other ? 1 : one === other ? 0.5 : 0
  return wins / (before.length * since.length)
}
