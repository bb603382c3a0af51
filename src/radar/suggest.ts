import { terms } from './terms.ts'

const LEAST_DECISIONS = 5
const LEAST_ITEMS = 3
const MOST = 5

/** An item as words are suggested from it. */
interface Document {
  readonly title: string
  readonly text: string
}

/** What was said in words already, and what was decided. */
export interface Said {
  readonly said: readonly string[]
  readonly liked: readonly Document[]
  readonly disliked: readonly Document[]
}

/**
 * Words that one's decisions speak for and against, to be offered, never taken by itself: those in at least three of
 * the kept and at least three times as common there as among the others, and the other way round.
 */
export function suggest(interest: Said): { words: string[]; notMine: string[] } {
  const { liked, disliked } = interest
  if (liked.length + disliked.length < LEAST_DECISIONS) return { words: [], notMine: [] }
  const said = new Set(interest.said.flatMap(text => terms(text).map(([stem]) => stem)))
  return { words: moreIn(liked, disliked, said), notMine: moreIn(disliked, liked, said) }
}

function moreIn(these: readonly Document[], those: readonly Document[], said: ReadonlySet<string>): string[] {
  const here = shares(these)
  const there = shares(those)
  return [...here.values()]
    .filter(({ stem, items }) => items >= LEAST_ITEMS && !said.has(stem))
    .map(({ stem, word, items }) => {
      const other = (there.get(stem)?.items ?? 0) / Math.max(1, those.length)
      return { word, items, lift: items / these.length / Math.max(other, 1 / (those.length + 3)) }
    })
    .filter(({ lift }) => lift >= 3)
    .sort((a, b) => b.lift * b.items - a.lift * a.items || (a.word < b.word ? -1 : 1))
    .slice(0, MOST)
    .map(({ word }) => word)
}

function shares(documents: readonly Document[]): Map<string, { stem: string; word: string; items: number }> {
  const counts = new Map<string, { stem: string; word: string; items: number }>()
  for (const { title, text } of documents) {
    for (const [stem, word] of new Map(terms(`${title} ${text}`))) {
      const count = counts.get(stem) ?? { stem, word, items: 0 }
      count.items++
      counts.set(stem, count)
    }
  }
  return counts
}
