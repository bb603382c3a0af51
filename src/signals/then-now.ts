// A sign then and now: the difference of two stretches of days, with its uncertainty. Pure.

/** A day's value; days are numbers since 1970, in order. */
export interface Valued {
  readonly day: number
  readonly value: number
}

/** How a sign moved between two stretches: their means, and between what the difference lies, 19 times in 20. */
export interface Moved {
  readonly then: number
  readonly now: number
  readonly interval: readonly [number, number]
}

/** Fewer answers in a stretch tell nothing. */
export const LEAST_ANSWERS = 10
const MOST_STICKY = 0.8
// A mark is a whole number: no day is known better than to the spread of one rounded.
const GRAIN = 1 / 12

/**
 * The change between two stretches of days, now minus then, with its 95 % interval; undefined where either has too few answers.
 * Days hang together, so each mean is as sure as fewer days would be: by the factor (1 - r) / (1 + r) of a first-order
 * autoregression, r estimated from days in a row of both stretches and mended for its bias (Kendall 1954: -(1 + 3r) / n). The
 * limits are Student's, with as many degrees of freedom as there are such days (Welch's mean of unequal spreads left aside).
 */
export function thenAndNow(before: readonly Valued[], since: readonly Valued[]): Moved | undefined {
  if (before.length < LEAST_ANSWERS || since.length < LEAST_ANSWERS) return undefined
  const [then, now] = [meanOf(before), meanOf(since)]
  const sticky = stickiness([
    [before, then],
    [since, now],
  ])
  const worth = (1 - sticky) / (1 + sticky)
  const parts = [
    { n: before.length, squares: squaresOf(before, then) },
    { n: since.length, squares: squaresOf(since, now) },
  ]
  const free = Math.max(2, parts.reduce((sum, { n }) => sum + n * worth, 0) - 2)
  // The spread within a stretch is seen too small by what its mean took of it.
  const variance = parts.reduce(
    (sum, { n, squares }) => sum + Math.max(GRAIN, squares / Math.max(1, n - 1 / worth)) / (n * worth),
    0,
  )
  const reach = student(free) * Math.sqrt(variance)
  return { then, now, interval: [now - then - reach, now - then + reach] }
}

function meanOf(days: readonly Valued[]): number {
  return days.reduce((sum, { value }) => sum + value, 0) / days.length
}

function squaresOf(days: readonly Valued[], mean: number): number {
  return days.reduce((sum, { value }) => sum + (value - mean) ** 2, 0)
}

function stickiness(stretches: readonly (readonly [readonly Valued[], number])[]): number {
  let [products, squares, pairs] = [0, 0, 0]
  for (const [days, mean] of stretches) {
    squares += squaresOf(days, mean) / days.length
    for (const [at, { day, value }] of days.entries()) {
      const next = days[at + 1]
      if (next?.day !== day + 1) continue
      products += (value - mean) * (next.value - mean)
      pairs++
    }
  }
  if (pairs < LEAST_ANSWERS || squares === 0) return MOST_STICKY / 2
  const seen = products / pairs / (squares / stretches.length)
  return Math.min(MOST_STICKY, Math.max(0, (pairs * seen + 1) / Math.max(1, pairs - 3)))
}

/** The 97.5th percentile of Student's distribution (Cornish and Fisher's expansion; off by under .02 from four degrees on). */
function student(free: number): number {
  const z = 1.959964
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7]
  return (
    z +
    (z3 + z) / (4 * free) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * free ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * free ** 3)
  )
}
