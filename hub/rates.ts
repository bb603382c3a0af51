/** How often something may be done, as a bucket that fills again: `most` at once, then `perMinute`. Bounded in memory. */
export interface Rates {
  /** Takes one from the bucket of a name at a moment (monotonic ms); answers whether there was one. */
  take(name: string, now: number): boolean
}

interface Bucket {
  readonly left: number
  readonly at: number
}

// Of two generations of so many names the older is forgotten whole: whoever makes up names gains a full bucket each, and no memory.
const GENERATION = 25_000

export function makeRates(most: number, perMinute: number): Rates {
  let [young, old] = [new Map<string, Bucket>(), new Map<string, Bucket>()]
  return {
    take(name, now) {
      const there = young.get(name) ?? old.get(name) ?? { left: most, at: now }
      const left = Math.min(most, there.left + (Math.max(0, now - there.at) / 60_000) * perMinute)
      if (young.size >= GENERATION) [young, old] = [new Map(), young]
      young.set(name, { left: left >= 1 ? left - 1 : left, at: now })
      return left >= 1
    },
  }
}
