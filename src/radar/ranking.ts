import { phrases, terms } from './terms.ts'

/** What the ranker reads of an item. */
export interface Document {
  readonly id: number
  readonly title: string
  readonly text: string
}

/** What the person said about their subject, and of items. */
export interface Interest {
  readonly area: string
  readonly words: readonly string[]
  readonly notMine: readonly string[]
  readonly liked: readonly Document[]
  readonly disliked: readonly Document[]
}

export interface Ranked {
  readonly id: number
  /** Cosine of the item and the interest, in [-1, 1]. */
  readonly score: number
}

/** A sparse vector: term to weight. */
type Vector = Map<string, number>

/** A ranking: every document with its score, best first, and a way to ask why. */
export interface Ranking {
  readonly ranked: readonly Ranked[]
  /** Whether a score is above the threshold under which nothing is offered. */
  readonly offers: (score: number) => boolean
  /** The words of an item that spoke for it, at most three, strongest first, and the liked item it resembles. */
  readonly why: (id: number) => { words: string[]; like: number | undefined }
}

// Rocchio's weights (Salton and Buckley 1990 found the liked worth about three times the disliked).
const LIKED = 0.75
const DISLIKED = 0.25
// The share of the best first matches that a bare sentence is widened by (blind feedback, as in Rocchio).
const WIDENED = 0.35
const WIDENING = 12
// A word widens the sentence only when several of those matches share it: one match's own odd words do not.
const WIDENING_SHARED = 4
const TITLE_COUNTS = 2
// An item is offered when its cosine is above this, and not far below the best there are: how high cosines go depends on
// how many words the sentence has. Both were set on a month of arXiv (docs/decisions/006).
const LEAST_COSINE = 0.08
const LEAST_OF_BEST = 0.35
const BEST = 5

/**
 * Ranks documents for an interest: TF-IDF over the person's own items, the core area as the first query, moved by
 * decisions (Rocchio). Deterministic; equal scores fall to the newer (higher) id.
 */
export function rank(documents: readonly Document[], interest: Interest): Ranking {
  const said = [interest.area, ...interest.words, ...interest.notMine].flatMap(phrases)
  const known = new Set(said)
  const corpus = new Corpus(documents, known)
  const asked = corpus.query([interest.area, ...interest.words], known)
  const likes = interest.liked.map(document => ({ id: document.id, vector: corpus.vector(document) }))
  const dislikes = interest.disliked.map(document => corpus.vector(document))
  const first = corpus
    .search(asked)
    .slice(0, WIDENING)
    .filter(({ score }) => score >= LEAST_COSINE)
    .map(({ id }) => corpus.of(id))
  const wanted = sum([
    [1, asked],
    [asked.size > 0 ? WIDENED * Math.max(0, 1 - likes.length / 10) : 0, mean(shared(first, WIDENING_SHARED))],
    [LIKED, mean(likes.map(({ vector }) => vector))],
    [-DISLIKED, mean(dislikes)],
  ])
  const unwanted = corpus.query(interest.notMine, known)
  const ranked = corpus.search(normalise(wanted)).map(({ id, score }) => {
    const against = unwanted.size > 0 ? dot(unwanted, corpus.of(id)) : 0
    return { id, score: score - against }
  })
  ranked.sort((a, b) => b.score - a.score || b.id - a.id)
  const best = ranked.slice(0, BEST)
  const least = Math.max(
    LEAST_COSINE,
    (LEAST_OF_BEST * best.reduce((sum, { score }) => sum + score, 0)) / Math.max(1, best.length),
  )
  return {
    ranked,
    offers: score => score >= least,
    why: id => {
      const vector = corpus.of(id)
      const speaking = [...vector].map(([term, weight]) => [term, weight * (wanted.get(term) ?? 0)] as const)
      const best = speaking.filter(([, share]) => share > 0).sort((a, b) => b[1] - a[1])
      const like = likes
        .map(({ id, vector: liked }) => ({ id, near: dot(vector, liked) }))
        .sort((a, b) => b.near - a.near)
        .find(({ near }) => near >= 0.25)
      return {
        words: surfaces(
          best.map(([term]) => term),
          corpus.words(id),
        ),
        like: like?.id,
      }
    },
  }
}

class Corpus {
  readonly #documents: ReadonlyMap<number, Document>
  readonly #vectors = new Map<number, Vector>()
  readonly #frequency = new Map<string, number>()
  readonly #phrases: ReadonlySet<string>

  constructor(documents: readonly Document[], known: ReadonlySet<string>) {
    this.#documents = new Map(documents.map(document => [document.id, document]))
    this.#phrases = known
    const counts = documents.map(document => this.#count(document))
    for (const count of counts)
      for (const term of count.keys()) this.#frequency.set(term, (this.#frequency.get(term) ?? 0) + 1)
    for (const [at, document] of documents.entries())
      this.#vectors.set(document.id, this.#weigh(counts[at] ?? new Map()))
  }

  of(id: number): Vector {
    return this.#vectors.get(id) ?? new Map()
  }

  vector(document: Document): Vector {
    return this.#vectors.get(document.id) ?? this.#weigh(this.#count(document))
  }

  query(texts: readonly string[], known: ReadonlySet<string>): Vector {
    const count: Vector = new Map()
    for (const text of texts) {
      for (const [stem] of terms(text)) count.set(stem, 1)
      for (const phrase of phrases(text)) if (known.has(phrase)) count.set(phrase, 1)
    }
    return normalise(new Map([...this.#weigh(count)].map(([term, weight]) => [term, Math.sqrt(weight)])))
  }

  search(query: Vector): Ranked[] {
    const found = [...this.#vectors].map(([id, vector]) => ({ id, score: dot(query, vector) }))
    return found.sort((a, b) => b.score - a.score || b.id - a.id)
  }

  /** The words of a document by stem, as they stand in it. */
  words(id: number): Map<string, string> {
    const document = this.#documents.get(id)
    return new Map(document ? terms(`${document.text} ${document.title}`) : [])
  }

  #count({ title, text }: Document): Vector {
    const count: Vector = new Map()
    const add = (term: string, by: number) => count.set(term, (count.get(term) ?? 0) + by)
    for (const [stem] of terms(title)) add(stem, TITLE_COUNTS)
    for (const [stem] of terms(text)) add(stem, 1)
    if (this.#phrases.size > 0) {
      for (const phrase of phrases(title)) if (this.#phrases.has(phrase)) add(phrase, TITLE_COUNTS)
      for (const phrase of phrases(text)) if (this.#phrases.has(phrase)) add(phrase, 1)
    }
    return count
  }

  #weigh(count: Vector): Vector {
    const size = this.#documents.size
    const weighed: Vector = new Map()
    for (const [term, times] of count) {
      // Above zero even for a word that every item has: to someone with one narrow source it is the subject.
      const idf = Math.log(1 + (1 + size) / (1 + (this.#frequency.get(term) ?? 0)))
      weighed.set(term, (1 + Math.log(times)) * idf)
    }
    return normalise(weighed)
  }
}

function dot(a: Vector, b: Vector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let total = 0
  for (const [term, weight] of small) total += weight * (large.get(term) ?? 0)
  return total
}

function sum(parts: readonly [number, Vector][]): Vector {
  const total: Vector = new Map()
  for (const [factor, vector] of parts) {
    if (factor === 0) continue
    for (const [term, weight] of vector) total.set(term, (total.get(term) ?? 0) + factor * weight)
  }
  return total
}

/** The vectors without the terms that fewer than `least` of them have. */
function shared(vectors: readonly Vector[], least: number): Vector[] {
  const counts = new Map<string, number>()
  for (const vector of vectors) for (const term of vector.keys()) counts.set(term, (counts.get(term) ?? 0) + 1)
  return vectors.map(vector => new Map([...vector].filter(([term]) => (counts.get(term) ?? 0) >= least)))
}

function mean(vectors: readonly Vector[]): Vector {
  return vectors.length === 0 ? new Map() : sum(vectors.map(vector => [1 / vectors.length, vector]))
}

function normalise(vector: Vector): Vector {
  let squares = 0
  for (const weight of vector.values()) squares += weight * weight
  const length = Math.sqrt(squares)
  return length === 0 ? vector : new Map([...vector].map(([term, weight]) => [term, weight / length]))
}

/** Up to three terms as a person reads them; phrases that overlap are joined and take their single words along. */
function surfaces(best: readonly string[], words: ReadonlyMap<string, string>): string[] {
  const said: string[][] = []
  for (const term of best) {
    const parts = term.split(' ')
    const longer = said.find(one => parts.every(part => one.includes(part)))
    const before = said.find(one => parts.length > 1 && one.length > 1 && one.at(-1) === parts[0])
    const after = said.find(one => parts.length > 1 && one.length > 1 && one[0] === parts.at(-1))
    if (longer) continue
    if (before) before.push(...parts.slice(1))
    else if (after) after.unshift(...parts.slice(0, -1))
    else if (said.length < 3) said.push(parts)
  }
  const inLonger = (one: string[]) =>
    said.some(other => other.length > one.length && one.every(part => other.includes(part)))
  return said.filter(one => !inLonger(one)).map(parts => parts.map(part => words.get(part) ?? part).join(' '))
}
