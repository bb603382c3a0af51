import type { Counts } from '../terms.ts'
import { type Dense, dense, eigen, gram, orthonormalise, times } from './algebra.ts'
import { type Rows, TermTable } from './vector.ts'

/**
 * How the person's items speak: how rare each term is, and the latent factors that terms share, learned from a sample of
 * their own items. Terms stand by how many documents have them, most first, so that those with factors come first.
 */
export interface Language {
  /** How many documents it was learned from. */
  readonly documents: number
  readonly terms: Uint32Array
  readonly frequency: Uint32Array
  /** How many latent factors there are; 0 for too few documents to learn any. */
  readonly rank: number
  /** Right singular vectors: a row of `rank` numbers for each of the first terms. */
  readonly factors: Float32Array
  /** Squared singular values over documents, largest first. */
  readonly strengths: Float64Array
  /** The mean document, by column of the first terms. */
  readonly mean: Float32Array
  /** The mean direction of documents among the factors. */
  readonly centre: Float64Array
}

/** Documents beyond this teach little more, and cost as much each. */
export const MOST_LEARNED_FROM = 20_000
// A term that fewer documents have, or a smaller share, says next to nothing of what goes with what.
const LEAST_DOCUMENTS = 5
const LEAST_SHARE = 1 / 2000
const LEAST_TO_LEARN = 200
const OVERSAMPLED = 20

/** Learns a language from documents. Deterministic. As many factors as the root of
 * the documents, measured on citeulike-t and the reviews, by randomised SVD with one power step (Halko et al. 2011). */
export function learn(documents: readonly Counts[]): Language {
  const table = new TermTable(1 << 16)
  const terms: number[] = []
  const counts: number[] = []
  for (const document of documents) {
    for (const entry of document) {
      const number = table.add(entry >>> 4)
      if (number === counts.length) {
        terms.push(entry >>> 4)
        counts.push(0)
      }
      counts[number] = (counts[number] ?? 0) + 1
    }
  }
  const order = terms.map((_, at) => at)
  order.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || (terms[a] ?? 0) - (terms[b] ?? 0))
  const bare: Language = {
    documents: documents.length,
    terms: Uint32Array.from(order, at => terms[at] ?? 0),
    frequency: Uint32Array.from(order, at => counts[at] ?? 0),
    rank: 0,
    factors: new Float32Array(),
    strengths: new Float64Array(),
    mean: new Float32Array(),
    centre: new Float64Array(),
  }
  if (documents.length < LEAST_TO_LEARN) return bare
  const least = Math.max(LEAST_DOCUMENTS, documents.length * LEAST_SHARE)
  const known = bare.frequency.findIndex(count => count < least)
  return known === 0 ? bare : withFactors(bare, documents, known < 0 ? bare.terms.length : known)
}

function withFactors(bare: Language, documents: readonly Counts[], known: number): Language {
  const rows = rowsOf(bare, documents)
  const rank = Math.min(Math.round(Math.sqrt(documents.length)), known)
  const width = Math.min(rank + OVERSAMPLED, known)
  let right = gaussian(known, width)
  for (let step = 0; step < 2; step++) {
    right = transposedTimesRows(rows, timesRows(rows, right), known)
    orthonormalise(right)
  }
  const { strengths, vectors } = eigen(gram(timesRows(rows, right)))
  const turned = times(right, vectors)
  const factors = new Float32Array(known * rank)
  for (let term = 0; term < known; term++)
    for (let factor = 0; factor < rank; factor++)
      factors[term * rank + factor] = turned.values[term * width + factor] ?? 0
  const mean = new Float32Array(known)
  for (const [at, column] of rows.columns.entries())
    if (column < known) mean[column] = (mean[column] ?? 0) + (rows.values[at] ?? 0) / rows.count
  const learned = {
    ...bare,
    rank,
    factors,
    strengths: strengths.slice(0, rank).map(strength => strength / documents.length),
    mean,
  }
  return { ...learned, centre: centreOf(learned, rows) }
}

function centreOf(language: Language, rows: Rows): Float64Array {
  const centre = new Float64Array(language.rank)
  const place = new Float64Array(language.rank)
  for (let row = 0; row < rows.count; row++) {
    const length = placeOf(language, rows, row, place) || 1
    for (let factor = 0; factor < language.rank; factor++)
      centre[factor] = (centre[factor] ?? 0) + (place[factor] ?? 0) / length / rows.count
  }
  return centre
}

/**
 * Documents as rows of length one: (1 + ln tf) idf^1.5. A column is the place of a term in the language; terms it does
 * not know come behind, as rare as can be.
 */
export function rowsOf(language: Language, documents: readonly Counts[]): Rows {
  const table = new TermTable(language.terms.length)
  for (const term of language.terms) table.add(term)
  const starts = new Int32Array(documents.length + 1)
  for (const [row, document] of documents.entries()) starts[row + 1] = (starts[row] ?? 0) + document.length
  const columns = new Int32Array(starts[documents.length] ?? 0)
  const values = new Float32Array(columns.length)
  const idf = Float32Array.from(language.frequency, having => idfOf(language.documents, having))
  const unknown = idfOf(language.documents, 0)
  let at = 0
  for (const document of documents) {
    const from = at
    let squares = 0
    for (const entry of document) {
      const column = table.add(entry >>> 4)
      const value = (TIMES[entry & 15] ?? 0) * (column < idf.length ? (idf[column] ?? 0) : unknown)
      columns[at] = column
      values[at++] = value
      squares += value * value
    }
    const length = Math.sqrt(squares) || 1
    for (let back = from; back < at; back++) values[back] = (values[back] ?? 0) / length
  }
  return { count: documents.length, width: table.size, starts, columns, values }
}

const TIMES = Float64Array.from({ length: 16 }, (_, times) => (times === 0 ? 0 : 1 + Math.log(times)))
const IDF_POWER = 1.5

/** Above zero even for a term that every document has: to someone with one narrow source it is the subject. */
function idfOf(documents: number, having: number): number {
  return Math.log(1 + (1 + documents) / (1 + having)) ** IDF_POWER
}

/** Writes a row's place among the latent factors into `place`; answers its length, 0 where it has no known term. */
export function placeOf({ rank, factors, mean }: Language, rows: Rows, row: number, place: Float64Array): number {
  place.fill(0)
  const { starts, columns, values } = rows
  const to = starts[row + 1] ?? 0
  for (let at = starts[row] ?? 0; at < to; at++) {
    const column = columns[at] ?? 0
    if (column >= mean.length) continue
    const value = values[at] ?? 0
    const from = column * rank
    for (let factor = 0; factor < rank; factor++)
      place[factor] = (place[factor] ?? 0) + value * (factors[from + factor] ?? 0)
  }
  let squares = 0
  for (const each of place) squares += each * each
  return Math.sqrt(squares)
}

function timesRows({ count, starts, columns, values }: Rows, right: Dense): Dense {
  const product = dense(count, right.columns)
  for (let row = 0; row < count; row++) {
    const to = row * right.columns
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const column = columns[at] ?? 0
      if (column >= right.rows) continue
      const [value, from] = [values[at] ?? 0, column * right.columns]
      for (let k = 0; k < right.columns; k++)
        product.values[to + k] = (product.values[to + k] ?? 0) + value * (right.values[from + k] ?? 0)
    }
  }
  return product
}

function transposedTimesRows({ count, starts, columns, values }: Rows, left: Dense, known: number): Dense {
  const product = dense(known, left.columns)
  for (let row = 0; row < count; row++) {
    const from = row * left.columns
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const column = columns[at] ?? 0
      if (column >= known) continue
      const [value, to] = [values[at] ?? 0, column * left.columns]
      for (let k = 0; k < left.columns; k++)
        product.values[to + k] = (product.values[to + k] ?? 0) + value * (left.values[from + k] ?? 0)
    }
  }
  return product
}

/** Normally distributed numbers, the same at every call: Marsaglia's xorshift and Box and Muller's transform. */
function gaussian(rows: number, columns: number): Dense {
  const matrix = dense(rows, columns)
  let state = 2463534242
  const uniform = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return ((state >>> 0) + 0.5) / 2 ** 32
  }
  for (let at = 0; at < matrix.values.length; at++)
    matrix.values[at] = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  return matrix
}
