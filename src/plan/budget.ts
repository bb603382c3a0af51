import type { Strain } from '../signals/strain.ts'
import type { Plan } from './plan.ts'
import { REST_MINUTES, type Rest, restOn } from './rest.ts'

export type ItemKind = 'story' | 'paper' | 'release'

const WORDS_A_MINUTE = 230

/** What reading an item costs, in whole minutes. The only place where this is said. */
const COST: Record<ItemKind, (words: number) => number> = {
  // The title and a look, then the words of it that are known.
  story: words => Math.min(8, Math.max(1, Math.round(1 + words / WORDS_A_MINUTE))),
  paper: () => 4,
  release: () => 2,
}

/** About how many minutes an item takes; `words` are the known words of its extract. */
export function minutesFor(kind: ItemKind, words: number): number {
  return COST[kind](words)
}

/**
 * Minutes for one edition: its share of the week, without the `learning` minutes a week that a sprint takes of it, and no less
 * than in a rest. 0 when the plan has no edition days.
 */
export function editionMinutes({ minutesAWeek, editions }: Plan, learning = 0): number {
  const { length } = editions.days
  return length === 0 ? 0 : shareOfWeek(minutesAWeek, learning, length)
}

/** Minutes for one edition, also of a plan without edition days: read on request, an edition may take a third of the week. */
export function plannedMinutes(plan: Plan, learning: number): number {
  return editionMinutes(plan, learning) || shareOfWeek(plan.minutesAWeek, learning, 3)
}

function shareOfWeek(minutesAWeek: number, learning: number, editions: number): number {
  const whole = Math.round(minutesAWeek / editions)
  return Math.max(Math.min(whole, REST_MINUTES), Math.round((minutesAWeek - learning) / editions))
}

/** A sprint has a quarter of an hour a week at least, also where editions at their shortest leave less of the plan. */
export const LEAST_LEARNING = 15

/** So much of a week's minutes learning may take at most: what its editions at their shortest leave. */
export function mostLearning(plan: Plan): number {
  return Math.max(LEAST_LEARNING, leftOf(plan))
}

/** So many minutes a week a sprint takes beyond the plan's, where its editions at their shortest leave too little. */
export function beyondPlan(plan: Plan): number {
  return LEAST_LEARNING - Math.min(LEAST_LEARNING, leftOf(plan))
}

/** Minutes that a week's editions leave when each is as short as may be. */
function leftOf({ minutesAWeek, editions }: Plan): number {
  const { length } = editions.days
  const shortest = Math.min(REST_MINUTES, Math.round(minutesAWeek / Math.max(1, length)))
  return Math.max(0, minutesAWeek - length * shortest)
}

/** What the person said of the length of editions, for a while (ms). */
export interface BudgetWord {
  readonly word: 'usual' | 'shorter'
  readonly until: number
}

/** So long the person's word on it holds. */
export const WORD_HOLDS = 7 * 24 * 3600_000

/** The minutes of the next edition. */
export interface Budget {
  readonly minutes: number
  /** Less than planned, on purpose. */
  readonly shorter: boolean
}

/** What each strain leaves of an edition. Not knowing changes nothing. */
const SHARE: Record<Strain, number> = { strained: 0.5, changed: 0.75, steady: 1, unknown: 1 }
const STEP = 0.25
/** So many days of strain decide: today and the week before it. */
export const BACK = 8

/**
 * The share of an edition that strain leaves today, by the strain of today and of the days of the week before it (today the
 * last). It shrinks at once; it comes back in steps of a quarter, a week each.
 */
export function shareOf(strains: readonly Strain[]): number {
  const shares = strains.map(strain => SHARE[strain])
  return Math.min(shares.at(-1) ?? 1, Math.min(1, ...shares.slice(-BACK)) + STEP)
}

/** strain -> budget: the minutes of an edition on a local day. The person's own word comes first, then a rest, then strain. */
export function budgetOn(
  day: string,
  {
    plan,
    rests,
    strains,
    choice,
    word,
    learning = 0,
  }: {
    plan: Plan
    rests: readonly Rest[]
    /** Of the last days, today the last. */
    strains: readonly Strain[]
    /** What the person wants of heavier weeks. */
    choice: 'unasked' | 'shorter' | 'ask' | 'leave'
    word: BudgetWord['word'] | undefined
    /** Minutes a week that a sprint takes of the plan's. */
    learning?: number
  },
): Budget {
  const planned = plannedMinutes(plan, learning)
  if (word === 'usual') return { minutes: planned, shorter: false }
  if (restOn(rests, day)) return { minutes: Math.min(planned, REST_MINUTES), shorter: planned > REST_MINUTES }
  const shrinks = word === 'shorter' || choice === 'shorter'
  // No shorter than in a rest.
  const minutes = shrinks ? Math.max(Math.min(planned, REST_MINUTES), Math.round(planned * shareOf(strains))) : planned
  return { minutes, shorter: minutes < planned }
}

/** "24 minutes", "1 hour", "1 hour 20 minutes". */
export function inWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts = []
  if (hours) parts.push(`${hours} ${hours === 1 ? 'hour' : 'hours'}`)
  if (rest || !hours) parts.push(`${rest} ${rest === 1 ? 'minute' : 'minutes'}`)
  return parts.join(' ')
}
