// A trial of the person on themselves: randomised within pairs of days, so that neither trend nor season can pass for an effect.

import type { Sign } from './check-in.ts'

export type Outcome = Sign | 'all' | 'sleep-hours' | 'after-hours'

/** What may be asked, whether more of it is better, and the grain (parts of one) in which differences are counted. */
export const OUTCOMES: Record<
  Outcome,
  { readonly asks: string; readonly unit: string; readonly higherIsBetter: boolean; readonly grain: number }
> = {
  sleep: { asks: 'sleep better', unit: 'points', higherIsBetter: false, grain: 4 },
  irritation: { asks: 'get less annoyed', unit: 'points', higherIsBetter: false, grain: 4 },
  pull: { asks: 'feel drawn to what I love', unit: 'points', higherIsBetter: true, grain: 4 },
  dread: { asks: 'dread starting less', unit: 'points', higherIsBetter: false, grain: 4 },
  behind: { asks: 'feel less behind', unit: 'points', higherIsBetter: false, grain: 4 },
  all: { asks: 'have a lighter day', unit: 'points', higherIsBetter: false, grain: 60 },
  'sleep-hours': { asks: 'sleep longer', unit: 'hours', higherIsBetter: true, grain: 60 },
  'after-hours': { asks: 'work less after hours', unit: 'minutes', higherIsBetter: false, grain: 1 },
}

/** What is written down before the first day. Days are numbers since 1970. */
export interface Trial {
  /** "stop at 18:30": what is done on the days that are drawn for it. */
  readonly doing: string
  readonly outcome: Outcome
  /** Days after the deed on which the outcome shows. */
  readonly lag: 0 | 1
  readonly pairs: number
  /** The standard deviation of the difference between two days in a row, before the trial. */
  readonly spread: number
  /** Draws which day of each pair is which: kept before the first. */
  readonly seed: string
  readonly first: number
}

/** Days on which it stands still, first and last included. */
export interface Pause {
  readonly first: number
  readonly last: number
}

/** A pair of days: on `done` the thing is done, on `left` it is not. */
export interface Pair {
  readonly done: number
  readonly left: number
}

/** The pairs of a trial, in order; one that a pause touches does not count, and another comes at the end. */
export function pairsOf({ seed, first, pairs, lag }: Trial, pauses: readonly Pause[]): Pair[] {
  const found: Pair[] = []
  for (let at = 0; found.length < pairs && at < pairs + 400; at++) {
    const day = first + 2 * at
    if (pauses.some(pause => day <= pause.last && day + 1 + lag >= pause.first)) continue
    const firstDone = coin(`${seed} ${at}`)
    found.push(firstDone ? { done: day, left: day + 1 } : { done: day + 1, left: day })
  }
  return found
}

/** The day on which the last outcome of a trial shows. */
export function lastDay(trial: Trial, pauses: readonly Pause[]): number {
  return Math.max(trial.first, ...pairsOf(trial, pauses).flatMap(({ done, left }) => [done, left])) + trial.lag
}

/** A fair coin that falls the same for the same text (FNV-1a, its bits mixed once more). */
function coin(text: string): boolean {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) & 1) === 1
}

/** By how much each complete pair was better with the thing than without, in the outcome's unit. */
export function differences(
  trial: Pick<Trial, 'outcome' | 'lag'>,
  pairs: readonly Pair[],
  outcomes: ReadonlyMap<number, number>,
): number[] {
  const sign = OUTCOMES[trial.outcome].higherIsBetter ? 1 : -1
  return pairs.flatMap(({ done, left }) => {
    const [with_, without] = [outcomes.get(done + trial.lag), outcomes.get(left + trial.lag)]
    return with_ === undefined || without === undefined ? [] : [sign * (with_ - without)]
  })
}

/** Fewer pairs cannot tell by the flip of their signs: with six the rarest is one in 64. */
export const LEAST_PAIRS = 6
const LEVEL = 0.025
/** The e-process says so at 40: with the flips at .025 both together are wrong in at most one of twenty. */
export const E_LEVEL = 40

export interface Result {
  /** Before the end only 'works' or 'running'. */
  readonly verdict: 'works' | 'running' | 'cannot-tell'
  readonly pairs: number
  /** By how much it was better, and between what that lies, in 95 of 100 such trials. */
  readonly mean: number
  readonly interval: readonly [number, number]
  /** The chance that it helps at all, by the flips (0 to 1). */
  readonly chance: number
  readonly evidence: number
}

/** Where a trial stands. */
export interface Progress {
  readonly result: Result
  /** Whether the thing is done today; undefined when today is no day of it. */
  readonly doIt: boolean | undefined
  readonly paused: boolean
  /** Its last day as it looks now, YYYY-MM-DD. */
  readonly last: string
}

/** What the pairs say so far. `ended`: the last one is over. */
export function analyse(
  { outcome, spread }: Pick<Trial, 'outcome' | 'spread'>,
  found: readonly number[],
  ended: boolean,
): Result {
  const { grain } = OUTCOMES[outcome]
  const evidence = eProcess(found, spread)
  const share = flipShare(found, 0, grain)
  const enough = found.length >= LEAST_PAIRS
  const works = evidence >= E_LEVEL || (ended && enough && share.atLeast <= LEVEL)
  return {
    verdict: works ? 'works' : ended ? 'cannot-tell' : 'running',
    pairs: found.length,
    mean: found.reduce((sum, one) => sum + one, 0) / Math.max(1, found.length),
    interval: intervalOf(found, grain),
    chance: found.length === 0 ? 0.5 : 1 - (share.atLeast + share.above) / 2,
    evidence,
  }
}

const BETS = [0.3, 0.6, 0.9] as const

/**
 * The evidence that differences lean to the better: each bets a share on the sign of the next, weighed by its size against
 * those before it. While a pair's days are drawn by a fair coin and nothing helps, its expectation stays 1 at any moment
 * (Ville), so that it may be looked at every day.
 */
export function eProcess(found: readonly number[], spread: number): number {
  const wealth = BETS.map(() => 1)
  // Two pairs' worth of what was seen before the trial steadies the scale at first.
  let [squares, count] = [2 * spread * spread, 2]
  for (const difference of found) {
    const scale = Math.sqrt(squares / count)
    const lean = Math.tanh(difference / (scale || 1))
    for (const [at, bet] of BETS.entries()) wealth[at] = (wealth[at] ?? 0) * (1 + bet * lean)
    squares += difference * difference
    count++
  }
  return wealth.reduce((sum, one) => sum + one, 0) / wealth.length
}

/**
 * Of all flips of the differences' signs, each taken `less` first, the share whose sum is at least (and above) the sum found:
 * exact, whatever the trend and however days hang together, by counting sums on a grid.
 */
export function flipShare(found: readonly number[], less: number, grain: number): { atLeast: number; above: number } {
  const steps = found.map(one => Math.round((one - less) * grain))
  const reach = steps.reduce((sum, one) => sum + Math.abs(one), 0)
  const target = steps.reduce((sum, one) => sum + one, 0)
  let shares = new Float64Array(2 * reach + 1)
  shares[reach] = 1
  let wide = 0
  for (const step of steps.map(Math.abs)) {
    const next = new Float64Array(2 * reach + 1)
    for (let at = reach - wide; at <= reach + wide; at++) {
      const half = (shares[at] ?? 0) / 2
      if (half === 0) continue
      next[at + step] = (next[at + step] ?? 0) + half
      next[at - step] = (next[at - step] ?? 0) + half
    }
    shares = next
    wide += step
  }
  let above = 0
  for (let at = reach + target + 1; at < shares.length; at++) above += shares[at] ?? 0
  return { atLeast: above + (shares[reach + target] ?? 0), above }
}

/** The effects that the flips do not rule out at 5 %, on the grid; without limits below six pairs. */
function intervalOf(found: readonly number[], grain: number): [number, number] {
  if (found.length < LEAST_PAIRS) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const [least, most] = [Math.min(...found), Math.max(...found)]
  const mirrored = found.map(one => -one)
  const low = edge(found, least * grain, most * grain, grain)
  const high = -edge(mirrored, -most * grain, -least * grain, grain)
  return [low, high]
}

/** The smallest effect on the grid that is not ruled out from below. */
function edge(found: readonly number[], from: number, to: number, grain: number): number {
  let [low, high] = [Math.floor(from) - 1, Math.ceil(to)]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (flipShare(found, middle / grain, grain).atLeast > LEVEL) high = middle
    else low = middle
  }
  return high / grain
}

export type When = 'any-day' | 'one-weekday'

export interface Design {
  readonly when: When
  readonly days: number
  readonly pairs: number
  /** The chance that it would tell an effect that matters (0 to 1). */
  readonly power: number
}

const DAYS = [28, 56, 84] as const
const POWER = 0.8
const LEAST_DIFFERENCES = 14

/** What the person's own days say before a trial. */
export interface Feasibility {
  readonly designs: readonly Design[]
  /** The shortest that could answer in the person's time; undefined when none could. */
  readonly cheapest: Design | undefined
  readonly spread: number
}

/**
 * Whether a question can be answered by a person whose days vary as theirs do (`series`: the outcome by day): the chance of
 * each design to tell an effect of `matters`. Undefined while fewer than fourteen pairs of days in a row are known.
 */
export function feasibility(
  series: ReadonlyMap<number, number>,
  { matters, most, when }: { matters: number; most: number; when: When },
): Feasibility | undefined {
  const lately = [...series.keys()].sort((a, b) => a - b)
  const steps = lately.flatMap(day => {
    const [here, next] = [series.get(day), series.get(day + 1)]
    return here === undefined || next === undefined ? [] : [next - here]
  })
  if (steps.length < LEAST_DIFFERENCES) return undefined
  const spread = Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length)
  const values = [...series.values()]
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  const alone = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1))
  const share = Math.min(1, lately.length / ((lately.at(-1) ?? 0) - (lately[0] ?? 0) + 1))
  const designs = DAYS.map((days): Design => {
    const pairs = when === 'any-day' ? days / 2 : Math.floor(days / 14)
    const apart = when === 'any-day' ? spread : alone * Math.SQRT2
    return { when, days, pairs, power: powerOf(matters, apart, pairs * share * share) }
  })
  return { designs, cheapest: designs.find(({ days, power }) => days <= most && power >= POWER), spread }
}

/** The chance of a one-sided test at .025 with so many pairs, by the normal approximation, with the t's heavier tail. */
function powerOf(effect: number, spread: number, pairs: number): number {
  if (pairs < LEAST_PAIRS) return 0
  if (spread === 0) return 1
  const limit = 1.96 * (1 + 1.2 / (pairs - 1))
  return normal((effect * Math.sqrt(pairs)) / spread - limit)
}

/** The normal distribution (Abramowitz & Stegun 26.2.17, error below 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
  return z >= 0 ? 1 - tail : tail
}

const REFUSED: readonly [RegExp, string][] = [
  [
    /\b(meds?|medic\w*|medikament\w*|pills?|take (a |my |the )?tablets?|dos(e|es|age)|drugs?|prescri\w*|antidepress\w*|ssri|adderall|ritalin|vyvanse|concerta|methylphenid\w*|modafinil|melatonin|benzo\w*|valium|xanax|prozac|zoloft|sertralin\w*|fluoxetin\w*|ibuprofen|aspirin|paracetamol|insulin|lithium|statins?|supplements?|ashwagandha|nicotine|cigarett?e?s?|smoke|vap(e|ing)|drink (a |some )?(beer|wine|alcohol|whisk\w*|vodka|gin)|beers?|wine|cannabis|cbd|thc|(smoke|use|take) weed|shrooms?|psilo\w*|microdos\w*|lsd|mdma|ketamine)\b/i,
    'Medicines and drugs are a matter for you and a doctor.',
  ],
  [
    /\b(fasting|fasted|fast (until|till|for \d|all|in the)|intermittent fast\w*|^fast$|skip(ping)? (a )?(meals?|breakfast|lunch|dinner|supper|eating)|(do not|don.t|not) eat|eat(ing)? (nothing|less|once|only|one meal)|one meal|starv\w*|calorie\w*|diet(ing)?|omad)\b/i,
    'Fasting is a matter for you and a doctor.',
  ],
  [
    /\b(sleep (less|only|under|(for )?(at most )?([1-5]|one|two|three|four|five) hours?)|less sleep|no sleep|stay(ing)? awake|stay(ing)? up (late|all|until (midnight|[1-5]\b|0?[1-5]:))|all[- ]?nighter|sleep depriv\w*|only (sleep )?([1-5]|one|two|three|four|five) hours?)\b/i,
    'Going without sleep does harm, whatever it would show.',
  ],
]

/** Why a trial of this is refused; undefined when it is not. */
export function refusal(doing: string): string | undefined {
  return REFUSED.find(([pattern]) => pattern.test(doing))?.[1]
}
