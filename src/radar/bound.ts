/** How sure a stated bound is, at every moment one may look at once. */
export const CONFIDENCE = 0.95

// How much rarer than the bound says the bets below take what mattered to be, and the stake on each. The first bets that
// nothing matters at all, and is what makes the bound narrow after checks without a hit; the stakes decide widths only,
// never whether the bound holds. Chosen before any check, on no data: any stakes that add up to one would do.
const BETS: readonly [ratio: number, stake: number][] = [
  [0, 0.3],
  [0.15, 0.2],
  [0.35, 0.2],
  [0.55, 0.15],
  [0.75, 0.1],
  [0.9, 0.05],
]

/**
 * The upper end, in [0, 1], of an anytime-valid confidence sequence on the share of left-out items that mattered, after
 * `checks` random checks of which `hits` mattered: with probability .95 it is never below the true share, however often
 * one looks. A mixture of likelihood ratios (Robbins 1970; Waudby-Smith and Ramdas, arXiv 2010.09686): the bet of ratio
 * r against a share p has won r^hits / (1 - p + p r)^checks by now, and by Ville's inequality wins twentyfold with
 * probability 1/20 at most. The logarithm of 1 - p + p r is concave in p, so when the share moves from check to check the
 * bound holds for the mean of the shares at the checks (Jensen). Shares below the answer can't be ruled out.
 */
export function mostThatMattered(checks: number, hits: number): number {
  const enough = Math.log(1 / (1 - CONFIDENCE))
  let [low, high] = [0, 1]
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2
    if (logWinnings(middle, checks, hits) < enough) low = middle
    else high = middle
  }
  return high
}

function logWinnings(share: number, checks: number, hits: number): number {
  const logs = BETS.filter(([ratio]) => ratio > 0 || hits === 0).map(
    ([ratio, stake]) =>
      Math.log(stake) + (hits > 0 ? hits * Math.log(ratio) : 0) - checks * Math.log(1 - share + share * ratio),
  )
  const most = Math.max(...logs)
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}

/** The least share of all that mattered that editions caught, in [0, 1], when at most `share` of the left-out did. */
export function leastCaught(caught: number, leftOut: number, share: number): number {
  return caught === 0 ? 0 : caught / (caught + Math.floor(share * leftOut))
}
