/** Documents as rows of a sparse matrix: row r has its columns and values at starts[r] up to starts[r + 1]. */
export interface Rows {
  readonly count: number
  /** How many columns there are. */
  readonly width: number
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

/** The sum of a row's values, each times the weight of its column. */
export function rowDot({ starts, columns, values }: Rows, row: number, weights: Float64Array): number {
  let total = 0
  const to = starts[row + 1] ?? 0
  for (let at = starts[row] ?? 0; at < to; at++) total += (values[at] ?? 0) * (weights[columns[at] ?? 0] ?? 0)
  return total
}

/** Adds `factor` times a row to weights by column. */
export function addRow({ starts, columns, values }: Rows, row: number, factor: number, weights: Float64Array): void {
  const to = starts[row + 1] ?? 0
  for (let at = starts[row] ?? 0; at < to; at++) {
    const column = columns[at] ?? 0
    weights[column] = (weights[column] ?? 0) + factor * (values[at] ?? 0)
  }
}

/** Sets the weights of a row's columns to zero: what `addRow` wrote is gone again. */
export function clearRow({ starts, columns }: Rows, row: number, weights: Float64Array): void {
  const to = starts[row + 1] ?? 0
  for (let at = starts[row] ?? 0; at < to; at++) weights[columns[at] ?? 0] = 0
}

const EMPTY = 0xffffffff

/** Numbers terms in the order they come: a hash table with open places in two typed arrays, for millions of terms. */
export class TermTable {
  size = 0
  #terms: Uint32Array
  #numbers: Int32Array

  constructor(expected: number) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(16, expected) * 2))
    this.#terms = new Uint32Array(places).fill(EMPTY)
    this.#numbers = new Int32Array(places)
  }

  /** The number of a term, which is given one when it has none. */
  add(term: number): number {
    const place = this.#place(term)
    if (this.#terms[place] === term) return this.#numbers[place] ?? 0
    this.#terms[place] = term
    this.#numbers[place] = this.size++
    if (this.size * 2 > this.#terms.length) this.#grow()
    return this.size - 1
  }

  /** The number of a term, or -1. */
  find(term: number): number {
    const place = this.#place(term)
    return this.#terms[place] === term ? (this.#numbers[place] ?? 0) : -1
  }

  #place(term: number): number {
    const mask = this.#terms.length - 1
    let place = Math.imul(term, 0x9e3779b1) & mask
    while (this.#terms[place] !== EMPTY && this.#terms[place] !== term) place = (place + 1) & mask
    return place
  }

  #grow(): void {
    const [terms, numbers] = [this.#terms, this.#numbers]
    this.#terms = new Uint32Array(terms.length * 2).fill(EMPTY)
    this.#numbers = new Int32Array(terms.length * 2)
    for (const [at, term] of terms.entries()) {
      if (term === EMPTY) continue
      const place = this.#place(term)
      this.#terms[place] = term
      this.#numbers[place] = numbers[at] ?? 0
    }
  }
}
