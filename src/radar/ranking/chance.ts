/** How the scores of a pile spread: its middle, and from there to what one in six exceeds. */
export interface Scale {
  readonly middle: number
  readonly spread: number
}

// A pile of fewer items has no spread to go by; this one is usual for the month measured.
const LEAST_PILE = 200
const USUAL_SPREAD = 0.03
// The share of a normal distribution beyond one standard deviation.
const BEYOND = 0.1587

/** The scale of a pile's scores, given best first. */
export function scaleOf(scores: readonly number[]): Scale {
  if (scores.length < LEAST_PILE) return { middle: 0, spread: USUAL_SPREAD }
  const middle = scores[Math.floor(scores.length / 2)] ?? 0
  return { middle, spread: Math.max(1e-6, (scores[Math.floor(scores.length * BEYOND)] ?? 0) - middle) }
}

/** How many spreads a score stands above the middle. */
export function heightOf(score: number, { middle, spread }: Scale): number {
  return (score - middle) / spread
}

/**
 * The logarithm of the odds that somebody with so many likes keeps an item of this height, as fitted on readers of two
 * folds of citeulike-t (bench/ranking prints how it holds for those of the other three).
 */
export function oddsOf(height: number, likes: number): number {
  const n = Math.max(1, likes)
  return -6.253 + (0.0372 + 0.0222 * Math.log(n)) * height + 0.823 * Math.log(n + 20)
}

/** A story that was shown and judged, with the odds it had then. */
export interface Shown {
  readonly odds: number
  readonly kept: boolean
}

const LEAST_SHOWN = 10
// A person may keep far more or less than the readers fitted on: this is the variance of the shift before anything is shown.
const SHIFT_VARIANCE = 4

/**
 * How far this person's odds lie above those of the readers fitted on: the shift under which what was kept is most
 * likely. Undefined while too little was shown to tell.
 */
export function shiftOf(shown: readonly Shown[]): number | undefined {
  if (shown.length < LEAST_SHOWN) return undefined
  let shift = 0
  for (let step = 0; step < 30; step++) {
    let slope = -shift / SHIFT_VARIANCE
    let curve = -1 / SHIFT_VARIANCE
    for (const { odds, kept } of shown) {
      const chance = chanceOf(odds + shift)
      slope += Number(kept) - chance
      curve -= chance * (1 - chance)
    }
    const move = slope / curve
    shift -= Math.max(-1, Math.min(1, move))
    if (Math.abs(move) < 1e-9) break
  }
  return shift
}

/** The chance, in [0, 1], for the logarithm of odds. */
export function chanceOf(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
