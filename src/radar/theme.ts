import { phrases } from './terms.ts'

const MOST_THEMES = 12
const LEAST_ITEMS = 3

/**
 * What a pile of titles is about: the pairs of neighbouring words that cover most of it, each counted over the titles
 * that no earlier theme covers. A theme reads as it stands most often in the titles.
 */
export function themesOf(titles: readonly string[]): { theme: string; items: number }[] {
  const withPhrase = new Map<string, Set<number>>()
  titles.forEach((title, at) => {
    for (const phrase of phrases(title)) {
      const set = withPhrase.get(phrase)
      if (set) set.add(at)
      else withPhrase.set(phrase, new Set([at]))
    }
  })
  const left = [...withPhrase].filter(([, set]) => set.size >= LEAST_ITEMS)
  const covered = new Set<number>()
  const found: { theme: string; items: number }[] = []
  while (found.length < MOST_THEMES) {
    let best: [string, number[]] | undefined
    for (const [phrase, set] of left) {
      const fresh = [...set].filter(at => !covered.has(at))
      if (fresh.length >= LEAST_ITEMS && fresh.length > (best?.[1].length ?? 0)) best = [phrase, fresh]
    }
    if (!best) break
    const [phrase, fresh] = best
    for (const at of fresh) covered.add(at)
    found.push({
      theme: surface(
        phrase,
        fresh.map(at => titles[at] ?? ''),
      ),
      items: fresh.length,
    })
  }
  return found
}

/** The pair of words as the titles have it most often. */
function surface(phrase: string, titles: readonly string[]): string {
  const seen = new Map<string, number>()
  for (const title of titles) {
    const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    words.slice(1).forEach((word, at) => {
      const pair = `${words[at]} ${word}`
      if (phrases(pair)[0] === phrase) seen.set(pair, (seen.get(pair) ?? 0) + 1)
    })
  }
  return [...seen].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? phrase
}
