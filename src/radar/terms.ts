import { stemmer } from 'stemmer'

// Words that say nothing of a subject: English function words and the furniture of abstracts and announcements.
const STOP = new Set(
  (
    'a about above after again against all also although am among an and any are as at be became because become been before ' +
    'being below between both but by can cannot could did do does doing down during each either et etc even every few for from ' +
    'further get give given had has have having he her here hers him his how however i if in into is it its itself just ' +
    'let like made make many may me might more most much must my near neither no nor not now of off on once one only or ' +
    'other others our ours out over own per put same she should since so some still such than that the their them then ' +
    'there these they this those though three through thus to too toward towards two under until up upon us use used using ' +
    'very via was we well were what when where whether which while who whom whose why will with within without would yet you ' +
    'your al paper papers work works study propose proposed present presents show shows introduce introduces demonstrate ' +
    'demonstrates result results approach approaches method methods new novel based recent recently achieve achieves ' +
    'existing across first second https http www com blog post today read week year including towards'
  ).split(' '),
)

// Words that were seen are kept with their stems, at most so many.
const MOST_STEMS = 200_000
const stems = new Map<string, string>()

/** The words of a text that carry meaning, in order, lower case, without accents: [stem, word] pairs. */
export function terms(text: string): [stem: string, word: string][] {
  const found: [string, string][] = []
  for (const word of wordsOf(text)) if (!STOP.has(word)) found.push([stemOf(word), word])
  return found
}

/** The terms of a document, each once: a term (28 bits, a hash of its stem) times 16 plus how often, at most 15. */
export type Counts = Uint32Array

/** What is counted of an item. */
export interface Told {
  readonly title: string
  readonly text: string
  /** "A. Author, B. Other and 3 others" */
  readonly authors: string
  /** Ids of the sources that carry it. */
  readonly sources: readonly number[]
}

// A title says more of an item than as many words of its text.
const TITLE_COUNTS = 2
const MOST_COUNTED = 15

/**
 * The terms of an item with how often: stems, pairs of neighbouring ones that stand in the title or repeat, its authors
 * and its sources. Function words are among them: their rarity makes them light, and on the reviews their pairs
 * ("randomized to") helped. Sorted by term.
 */
export function countTerms({ title, text, authors, sources }: Told): Counts {
  const terms = new Pile()
  const pairs = new Pile()
  fill(terms, pairs, title, TITLE_COUNTS)
  fill(terms, pairs, text, 1)
  for (const name of namesOf(authors)) terms.add(authorTerm(name), 1)
  for (const id of sources) terms.add(sourceTerm(id), 1)
  pairs.each((pair, times) => {
    if (times >= TITLE_COUNTS) terms.add(pair, times)
  })
  const counts: number[] = []
  terms.each((term, times) => {
    counts.push(term * 16 + Math.min(MOST_COUNTED, times))
  })
  return Uint32Array.from(counts)
}

/** Counts numbers by sorting them, which for a text's few hundred is faster than a table. */
class Pile {
  #numbers = new Uint32Array(512)
  #size = 0

  add(number: number, times: number): void {
    for (let time = 0; time < times; time++) {
      if (this.#size === this.#numbers.length) {
        const larger = new Uint32Array(2 * this.#size)
        larger.set(this.#numbers)
        this.#numbers = larger
      }
      this.#numbers[this.#size++] = number
    }
  }

  /** Each number in ascending order, with how often it was added. */
  each(visit: (number: number, times: number) => void): void {
    const sorted = this.#numbers.subarray(0, this.#size).sort()
    for (let at = 0, from = 0; at < sorted.length; from = at) {
      while (at < sorted.length && sorted[at] === sorted[from]) at++
      visit(sorted[from] ?? 0, at - from)
    }
  }
}

/** The terms of what a person says they are after: every word and every pair of neighbours, each once. */
export function queryTerms(texts: readonly string[]): Counts {
  const said = texts.flatMap(text => [...terms(text).map(([stem]) => stem), ...phrases(text)])
  return Uint32Array.from(new Set(said), stem => termOf(stem) * 16 + 1).sort()
}

/** The words and pairs of a text by term, as they stand in it. */
export function surfacesOf(text: string): Map<number, string> {
  const found = new Map<number, string>()
  const all = wordsOf(text)
  for (const [at, word] of all.entries()) {
    if (STOP.has(word)) continue
    const stem = stemOf(word)
    found.set(termOf(stem), word)
    const after = all[at + 1]
    if (after !== undefined && !STOP.has(after)) found.set(termOf(`${stem} ${stemOf(after)}`), `${word} ${after}`)
  }
  return found
}

/** The term of a stem, or of a pair of stems as `phrases` gives it: 28 bits. */
export function termOf(stem: string): number {
  const [first = '', second] = stem.split(' ')
  return second === undefined ? hashOf(first) & TERM : pairOf(hashOf(first), hashOf(second))
}

/** The names of "A. Author, B. Other and 3 others". */
export function namesOf(authors: string): string[] {
  return authors.split(/, | and \d+ others$/).filter(Boolean)
}

/** The term of an author. */
export function authorTerm(name: string): number {
  return hashOf(`by ${fold(name)}`) & TERM
}

/** The term of a source. */
export function sourceTerm(id: number): number {
  return hashOf(`from ${id}`) & TERM
}

const TERM = 0xfffffff
const hashes = new Map<string, number>()

function fill(terms: Pile, pairs: Pile, text: string, by: number): void {
  let before = 0
  for (const word of wordsOf(text)) {
    let hash = hashes.get(word)
    if (hash === undefined) {
      if (hashes.size > MOST_STEMS) hashes.clear()
      hash = hashOf(STOP.has(word) ? word : stemOf(word))
      hashes.set(word, hash)
    }
    terms.add(hash & TERM, by)
    if (before !== 0) pairs.add(pairOf(before, hash), by)
    before = hash
  }
}

/** FNV-1a, its upper bits mixed into the lower. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

function pairOf(first: number, second: number): number {
  const mixed = Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 15)) & TERM
}

/** Neighbouring words of a text, as one term each: "retrieval augmented". Nothing is joined over a stop word. */
export function phrases(text: string): string[] {
  const all = wordsOf(text)
  return all.slice(1).flatMap((word, at) => {
    const before = all[at] ?? ''
    return STOP.has(word) || STOP.has(before) ? [] : [`${stemOf(before)} ${stemOf(word)}`]
  })
}

// Words of any script; "c++", "3d" and "2026" are words too. Scripts without spaces are read two signs at a time.
const WORD = /c\+\+|[cf]#|\d+[\p{L}][\p{L}\p{N}]*|\d{4}|\p{L}[\p{L}\p{N}]+/gu
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** All words of a text in order, lower case, without accents. */
export function wordsOf(text: string): string[] {
  const found = fold(text).match(WORD) ?? []
  if (!WITHOUT_SPACES.test(text)) return found
  return found.flatMap(word =>
    WITHOUT_SPACES.test(word) ? [...word].slice(1).map((sign, at) => `${[...word][at]}${sign}`) : word,
  )
}

/** A text in lower case and without accents. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
}

function stemOf(word: string): string {
  let stem = stems.get(word)
  if (stem === undefined) {
    if (stems.size > MOST_STEMS) stems.clear()
    stem = /^[a-z]+$/.test(word) ? stemmer(word) : word
    stems.set(word, stem)
  }
  return stem
}
