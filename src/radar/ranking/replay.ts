import type { Language } from './language.ts'
import { type Interest, type Judged, rank } from './rank.ts'

/** An opened edition and what the person said of what it showed, random checks among it. */
export interface Block {
  /** When it was opened (ms). */
  readonly at: number
  readonly items: readonly (Judged & { readonly kept: boolean; readonly publishedAt: number })[]
}

/** A mean difference in the share of pairs put in the right order, with its 95 % interval. */
export interface Gain {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** Whether the ranker beats simpler orders on this person's own decisions. */
export interface Replay {
  readonly decisions: number
  /** Editions in which something was kept and something was not. */
  readonly editions: number
  readonly overNewest?: Gain
  readonly overWords?: Gain
  /** The simpler order to fall back to, when it was better beyond doubt. */
  readonly fallback?: 'newest' | 'words'
}

/** From as many decisions on it can be told. */
export const LEAST_DECISIONS = 50
const LEAST_EDITIONS = 5
// The last so many editions are replayed: a year of them at one a week.
const MOST_EDITIONS = 52

/**
 * Goes through editions in time order, ranks what each showed by what was known before it was opened, and compares the
 * order with that of newest first and of the core area's words alone, by the share of pairs (one kept, one not) put
 * right. It judges the order of what was shown, not what was missed.
 */
export function replay(language: Language, blocks: readonly Block[], interest: Interest): Replay {
  const decisions = blocks.reduce((sum, { items }) => sum + items.length, 0)
  if (decisions < LEAST_DECISIONS) return { decisions, editions: 0 }
  const isMixed = ({ items }: Block) => items.some(({ kept }) => kept) && items.some(({ kept }) => !kept)
  let skipped = Math.max(0, blocks.filter(isMixed).length - MOST_EDITIONS)
  const known: (Judged & { kept: boolean })[] = []
  const found: { newest: number; words: number }[] = []
  for (const block of blocks) {
    const { at, items } = block
    if (isMixed(block) && known.length > 0 && skipped-- <= 0) {
      const ordered = (said: Pick<Interest, 'liked' | 'disliked'>) => {
        const { ranked } = rank(language, items, { ...interest, ...said }, at)
        const scores = new Map(ranked.map(({ id, score }) => [id, score]))
        return rightPairs(items, ({ id }) => scores.get(id) ?? 0)
      }
      const before = known.filter(one => one.at < at)
      const ours = ordered({ liked: before.filter(({ kept }) => kept), disliked: before.filter(({ kept }) => !kept) })
      found.push({
        newest: ours - rightPairs(items, ({ publishedAt }) => publishedAt),
        words: ours - ordered({ liked: [], disliked: [] }),
      })
    }
    known.push(...items)
  }
  if (found.length < LEAST_EDITIONS) return { decisions, editions: found.length }
  const overNewest = gainOf(found.map(({ newest }) => newest))
  const overWords = gainOf(found.map(({ words }) => words))
  // The simpler order that does better by more, when both do.
  const worse = (
    [
      ['words', overWords],
      ['newest', overNewest],
    ] as const
  ).filter(([, { high }]) => high < 0)
  const [fallback] = worse.sort(([, a], [, b]) => a.mean - b.mean)[0] ?? []
  return { decisions, editions: found.length, overNewest, overWords, ...(fallback ? { fallback } : {}) }
}

/** The share of pairs of one kept and one not that a score puts in the right order; equal scores count half. */
function rightPairs<Item extends { readonly kept: boolean }>(
  items: readonly Item[],
  score: (item: Item) => number,
): number {
  const kept = items.filter(({ kept }) => kept).map(score)
  const others = items.filter(({ kept }) => !kept).map(score)
  let right = 0
  for (const one of kept) for (const other of others) right += one > other ? 1 : one === other ? 0.5 : 0
  return right / (kept.length * others.length)
}

// Student's t at .975 by degrees of freedom; beyond the last it changes little.
const T = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1, 2.09,
]

/** The mean of paired differences with Student's 95 % interval. */
function gainOf(differences: readonly number[]): Gain {
  const n = differences.length
  const mean = differences.reduce((sum, each) => sum + each, 0) / n
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, n - 1)
  const half = (T[n - 2] ?? 2.05) * Math.sqrt(variance / n)
  return { mean, low: mean - half, high: mean + half }
}
