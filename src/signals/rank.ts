// How much a day stands out among all days before it, whatever their distribution: the sequential rank, bet upon.

/** One answered day of one stream. `value`: higher is worse. `label`: drawn once in [0, 1) and kept, it orders ties. */
export interface Day {
  /** The local day as a whole number: days since 1970. */
  readonly day: number
  readonly value: number
  readonly label: number
  /** Days of one kind are compared with each other only, as weekends with weekends. */
  readonly kind?: number
}

/** The shifts that are looked for, in standard deviations. */
export const SHIFTS = [0.3, 0.6, 1] as const

/**
 * Days that resemble the day before weigh less: an e-value to the power 1/c is still one (Jensen), and c = (1+phi)/(1-phi)
 * takes up the first-order autocorrelation phi in the sum of normal scores.
 */
export const STICKINESS = { usual: 0.3, sticky: 0.45 } as const

/** The days that came before, in order of value and label: what a new day is ranked among. */
export class Reference {
  readonly #sorted: Day[] = []

  get size(): number {
    return this.#sorted.length
  }

  /** Adds a day; answers its rank among itself and all before it: 1 the best, `size` the worst. */
  add(day: Day): number {
    let [low, high] = [0, this.#sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(this.#sorted[middle] as Day, day)) low = middle + 1
      else high = middle
    }
    this.#sorted.splice(low, 0, day)
    return low + 1
  }
}

function isBefore(one: Day, other: Day): boolean {
  return one.value < other.value || (one.value === other.value && one.label < other.label)
}

/**
 * The e-value of a rank among n for each shift: exp(d z - d²/2) with the mid-rank's normal score z, divided by its mean over
 * all ranks, so that its expectation is exactly 1 while days are exchangeable; then to the power 1/c.
 */
export function bets(rank: number, n: number, phi: number): number[] {
  const power = (1 - phi) / (1 + phi)
  return SHIFTS.map((shift, at) => {
    const bet = Math.exp(shift * score(rank, n) - (shift * shift) / 2)
    return (bet / meanBet(n, at)) ** power
  })
}

const means: number[][] = SHIFTS.map(() => [])

/** The mean bet over the ranks of n, kept: it depends on nothing of the person. */
function meanBet(n: number, at: number): number {
  const known = means[at]?.[n]
  if (known !== undefined) return known
  const shift = SHIFTS[at] ?? 0
  let sum = 0
  for (let rank = 1; rank <= n; rank++) sum += Math.exp(shift * score(rank, n) - (shift * shift) / 2)
  const mean = sum / n
  const list = means[at]
  if (list) list[n] = mean
  return mean
}

function score(rank: number, n: number): number {
  return normalQuantile((rank - 0.5) / n)
}

/** The inverse of the normal distribution (Acklam's rational approximation, relative error below 1.2e-9). */
export function normalQuantile(p: number): number {
  const a = [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ]
  const b = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1]
  const c = [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ]
  const d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416]
  const horner = (list: readonly number[], x: number) => list.reduce((sum, one) => sum * x + one, 0)
  const EDGE = 0.02425
  if (p < EDGE || p > 1 - EDGE) {
    const q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)))
    const tail = horner(c, q) / (horner(d, q) * q + 1)
    return p < EDGE ? tail : -tail
  }
  const q = p - 0.5
  const r = q * q
  return (horner(a, r) * q) / (horner(b, r) * r + 1)
}
