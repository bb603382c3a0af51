import { cholesky, dense, solve } from './algebra.ts'
import { type Language, placeOf } from './language.ts'
import { addRow, clearRow, type Rows, rowDot } from './vector.ts'

/** A row that something is known of. */
export interface Example {
  readonly row: number
  /** 1 for what the person wants, -1 for what they don't. */
  readonly target: number
  /** How far one such word may be off; the larger, the less it counts. */
  readonly noise: number
}

/** What was learned from examples. Scores are of rows of the same matrix. */
export interface Model {
  readonly examples: number
  /** A score that skips the length among the factors: to find the rows worth an exact one. */
  coarse(row: number): number
  score(row: number): number
  /** What each column of a row adds to its score. */
  shares(row: number): { column: number; share: number }[]
}

// What many items have in common, the strong factors, is taken out to the degree that it exceeds this strength. What the
// factors say of likeness comes in by the second kernel, at this weight.
const COMMON_STRENGTH = 0.003
const FACTOR_WEIGHT = 0.2

/**
 * Regression with a Gaussian-process prior (Rasmussen and Williams 2006, 2.25): few examples give their mean, many a
 * regularised linear model, and nothing has to be switched between. Its kernel is the whitened, centred product of the
 * weighed terms plus .2 times the centred cosine among latent factors; unlabelled items enter through the centres,
 * which makes them its random negatives. Linear in an item's terms but for the length among the factors.
 */
export function train(language: Language, rows: Rows, examples: readonly Example[]): Model {
  const known = new Kernel(language, rows)
  const features = examples.map(({ row }) => known.features(row))
  const matrix = dense(examples.length, examples.length)
  const workspace = new Float64Array(rows.width)
  for (const [at, { row, noise }] of examples.entries()) {
    addRow(rows, row, 1, workspace)
    for (let other = 0; other <= at; other++) {
      const terms = rowDot(rows, examples[other]?.row ?? 0, workspace)
      const value = known.between(terms, features[at] as Features, features[other] as Features)
      matrix.values[at * examples.length + other] = value + (at === other ? noise : 0)
    }
    clearRow(rows, row, workspace)
  }
  const alphas = solve(
    cholesky(matrix),
    Float64Array.from(examples, ({ target }) => target),
  )
  return known.model(
    examples.map(({ row }) => row),
    features,
    alphas,
  )
}

interface Features {
  /** Among the common factors. */
  readonly common: Float64Array
  /** Product with the mean document, whitened. */
  readonly mean: number
  /** Direction among all factors, centred. */
  readonly direction: Float64Array
}

class Kernel {
  readonly #language: Language
  readonly #rows: Rows
  readonly #damping: Float64Array
  readonly #whiteMean: Float64Array
  readonly #meanMean: number

  constructor(language: Language, rows: Rows) {
    this.#language = language
    this.#rows = rows
    const { strengths, mean } = language
    this.#damping = strengths.map(strength => strength / (strength + COMMON_STRENGTH))
    this.#whiteMean = this.#whiten(Float64Array.from(mean))
    this.#meanMean = this.#whiteMean.reduce((sum, each, column) => sum + each * (mean[column] ?? 0), 0)
  }

  features(row: number): Features {
    const { rank, centre } = this.#language
    const place = new Float64Array(rank)
    const length = placeOf(this.#language, this.#rows, row, place)
    return {
      common: place.slice(),
      mean: rowDot(this.#rows, row, this.#whiteMean),
      direction: place.map((each, factor) => (length > 0 ? each / length - (centre[factor] ?? 0) : 0)),
    }
  }

  between(terms: number, a: Features, b: Features): number {
    let common = 0
    for (let factor = 0; factor < this.#damping.length; factor++)
      common += (this.#damping[factor] ?? 0) * (a.common[factor] ?? 0) * (b.common[factor] ?? 0)
    let direction = 0
    for (let factor = 0; factor < a.direction.length; factor++)
      direction += (a.direction[factor] ?? 0) * (b.direction[factor] ?? 0)
    return terms - common - a.mean - b.mean + this.#meanMean + FACTOR_WEIGHT * direction
  }

  model(rows: readonly number[], features: readonly Features[], alphas: Float64Array): Model {
    const language = this.#language
    const { rank, mean, centre, factors } = language
    let weights = new Float64Array(this.#rows.width)
    const toward = new Float64Array(rank)
    let whole = 0
    for (const [at, row] of rows.entries()) {
      const alpha = alphas[at] ?? 0
      addRow(this.#rows, row, alpha, weights)
      whole += alpha
      for (let factor = 0; factor < rank; factor++)
        toward[factor] = (toward[factor] ?? 0) + FACTOR_WEIGHT * alpha * (features[at]?.direction[factor] ?? 0)
    }
    for (let column = 0; column < mean.length; column++)
      weights[column] = (weights[column] ?? 0) - whole * (mean[column] ?? 0)
    weights = this.#whiten(weights)
    const factorWeights = new Float64Array(this.#rows.width)
    for (let column = 0; column < mean.length; column++) {
      let sum = 0
      for (let factor = 0; factor < rank; factor++)
        sum += (factors[column * rank + factor] ?? 0) * (toward[factor] ?? 0)
      factorWeights[column] = sum
    }
    let constant = 0
    for (let column = 0; column < mean.length; column++) constant -= (mean[column] ?? 0) * (weights[column] ?? 0)
    let factorConstant = 0
    for (let factor = 0; factor < rank; factor++) factorConstant -= (centre[factor] ?? 0) * (toward[factor] ?? 0)
    const place = new Float64Array(rank)
    const lengthOf = (row: number) => placeOf(language, this.#rows, row, place)
    const usual = rows.reduce((sum, row) => sum + lengthOf(row), 0) / Math.max(1, rows.length) || 1
    const scored = (row: number, length: number) => {
      const plain = constant + rowDot(this.#rows, row, weights)
      return length === 0 ? plain : plain + factorConstant + rowDot(this.#rows, row, factorWeights) / length
    }
    const coarseWeights = weights.map((weight, column) => weight + (factorWeights[column] ?? 0) / usual)
    const coarseConstant = constant + factorConstant
    const { starts, columns, values } = this.#rows
    return {
      examples: rows.length,
      coarse: row => coarseConstant + rowDot(this.#rows, row, coarseWeights),
      score: row => scored(row, lengthOf(row)),
      shares: row => {
        const length = lengthOf(row) || Number.POSITIVE_INFINITY
        return Array.from(columns.subarray(starts[row], starts[row + 1]), (column, at) => ({
          column,
          share:
            (values[(starts[row] ?? 0) + at] ?? 0) * ((weights[column] ?? 0) + (factorWeights[column] ?? 0) / length),
        }))
      },
    }
  }

  /** Takes out of weights by column what they say along the common factors. */
  #whiten(weights: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
    const { rank, factors, mean } = this.#language
    const along = new Float64Array(this.#damping.length)
    for (let column = 0; column < mean.length; column++) {
      const weight = weights[column] ?? 0
      if (weight === 0) continue
      for (let factor = 0; factor < along.length; factor++)
        along[factor] = (along[factor] ?? 0) + weight * (factors[column * rank + factor] ?? 0)
    }
    for (let factor = 0; factor < along.length; factor++)
      along[factor] = (along[factor] ?? 0) * (this.#damping[factor] ?? 0)
    const white = Float64Array.from(weights)
    for (let column = 0; column < mean.length; column++) {
      let sum = 0
      for (let factor = 0; factor < along.length; factor++)
        sum += (along[factor] ?? 0) * (factors[column * rank + factor] ?? 0)
      white[column] = (white[column] ?? 0) - sum
    }
    return white
  }
}
