/** A left-out item that was drawn at random and shown for judgement. */
export interface Audit {
  readonly item: number
  /** Items drawn together share it; later draws have a higher one. */
  readonly draw: number
  /** What the person says of it by now. */
  readonly verdict: 'keep' | 'not-for-me' | null
  /** Whether it will be offered again: until then it waits, and after that it counts as if it had mattered. */
  readonly waits: boolean
}

/** What the audits of a pool say so far. */
export interface Checked {
  readonly checks: number
  /** Those that mattered, the unjudged among them. */
  readonly hits: number
  /** Unjudged ones that count as if they had mattered. */
  readonly unjudged: number
  /** Drawn, and not counted yet. */
  readonly waiting: number
}

/** At most this many random checks stand in an edition: about a minute. */
export const AUDITS_AN_EDITION = 5
/** As many are drawn when the person asks for more: about three minutes. */
export const AUDITS_ASKED = 10
/** Below this many checks only the plain count is stated. */
export const LEAST_CHECKS = 30

/**
 * Counts audits in the order they were drawn, up to the first draw in which one still waits: to leave out only the
 * waiting ones would favour what is quick to judge. The bound holds after any number of draws, so also after this one.
 */
export function countChecks(audits: readonly Audit[]): Checked {
  const stop = audits
    .filter(({ verdict, waits }) => verdict === null && waits)
    .reduce((first, { draw }) => Math.min(first, draw), Number.POSITIVE_INFINITY)
  const counted = audits.filter(({ draw }) => draw < stop)
  const unjudged = counted.filter(({ verdict }) => verdict === null).length
  return {
    checks: counted.length,
    hits: counted.filter(({ verdict }) => verdict === 'keep').length + unjudged,
    unjudged,
    waiting: audits.length - counted.length,
  }
}

/** Draws `most` of some items, each as likely as any other. */
export function drawUniformly(items: readonly number[], most: number, random: () => number): number[] {
  const pool = [...items]
  const drawn: number[] = []
  while (drawn.length < most && pool.length > 0) {
    const at = Math.min(pool.length - 1, Math.floor(random() * pool.length))
    const last = pool.pop() as number
    if (at === pool.length) drawn.push(last)
    else {
      drawn.push(pool[at] as number)
      pool[at] = last
    }
  }
  return drawn
}
