import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** A dense matrix, row after row. */
export interface Dense {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

export function dense(rows: number, columns: number): Dense {
  return { rows, columns, values: new Float64Array(rows * columns) }
}

// A pivot that is this small beside its diagonal is what rounding left of nothing.
const NOTHING = 1e-10

/**
 * The Cholesky factor of a symmetric positive semidefinite matrix, in the lower triangle of a copy. A row that depends on
 * those before gets an infinite pivot, so that whatever is divided by it is nothing.
 */
export function cholesky({ rows, values }: Dense): Dense {
  const lower = Float64Array.from(values)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = lower[row * rows + column] ?? 0
      const [a, b] = [row * rows, column * rows]
      for (let k = 0; k < column; k++) sum -= (lower[a + k] ?? 0) * (lower[b + k] ?? 0)
      const pivot = sum > NOTHING * (values[row * rows + row] ?? 0) ? Math.sqrt(sum) : Number.POSITIVE_INFINITY
      lower[row * rows + column] = row === column ? pivot : sum / (lower[column * rows + column] ?? 1)
    }
  }
  return { rows, columns: rows, values: lower }
}

/** Solves A x = b, given the Cholesky factor of A. */
export function solve({ rows, values }: Dense, right: Float64Array): Float64Array {
  const x = Float64Array.from(right)
  for (let row = 0; row < rows; row++) {
    let sum = x[row] ?? 0
    for (let k = 0; k < row; k++) sum -= (values[row * rows + k] ?? 0) * (x[k] ?? 0)
    x[row] = sum / (values[row * rows + row] ?? 1)
  }
  for (let row = rows - 1; row >= 0; row--) {
    let sum = x[row] ?? 0
    for (let k = row + 1; k < rows; k++) sum -= (values[k * rows + row] ?? 0) * (x[k] ?? 0)
    x[row] = sum / (values[row * rows + row] ?? 1)
  }
  return x
}

/** The columns' products with each other: X'X. */
export function gram({ rows, columns, values }: Dense): Dense {
  const products = dense(columns, columns)
  const out = products.values
  for (let row = 0; row < rows; row++) {
    const from = row * columns
    for (let a = 0; a < columns; a++) {
      const factor = values[from + a] ?? 0
      const to = a * columns
      for (let b = 0; b <= a; b++) out[to + b] = (out[to + b] ?? 0) + factor * (values[from + b] ?? 0)
    }
  }
  for (let a = 0; a < columns; a++)
    for (let b = a + 1; b < columns; b++) out[a * columns + b] = out[b * columns + a] ?? 0
  return products
}

/** Makes the columns orthonormal, in place: Cholesky QR, twice, since once is not exact enough. */
export function orthonormalise(matrix: Dense): void {
  for (let time = 0; time < 2; time++) {
    const { values: lower } = cholesky(gram(matrix))
    const { rows, columns, values } = matrix
    for (let row = 0; row < rows; row++) {
      const from = row * columns
      for (let column = 0; column < columns; column++) {
        let sum = values[from + column] ?? 0
        for (let k = 0; k < column; k++) sum -= (lower[column * columns + k] ?? 0) * (values[from + k] ?? 0)
        values[from + column] = sum / (lower[column * columns + column] ?? 1)
      }
    }
  }
}

/** X times Y. */
export function times(x: Dense, y: Dense): Dense {
  const product = dense(x.rows, y.columns)
  for (let row = 0; row < x.rows; row++) {
    for (let k = 0; k < x.columns; k++) {
      const factor = x.values[row * x.columns + k] ?? 0
      const [from, to] = [k * y.columns, row * y.columns]
      for (let column = 0; column < y.columns; column++)
        product.values[to + column] = (product.values[to + column] ?? 0) + factor * (y.values[from + column] ?? 0)
    }
  }
  return product
}

/** The eigenvalues of a symmetric matrix, largest first, with their vectors as columns. */
export function eigen({ rows, values }: Dense): { strengths: Float64Array; vectors: Dense } {
  const found = new EigenvalueDecomposition(Matrix.from1DArray(rows, rows, Array.from(values)), {
    assumeSymmetric: true,
  })
  const order = found.realEigenvalues
    .map((_, at) => at)
    .sort((a, b) => (found.realEigenvalues[b] ?? 0) - (found.realEigenvalues[a] ?? 0))
  const vectors = dense(rows, rows)
  for (let row = 0; row < rows; row++)
    for (const [column, at] of order.entries())
      vectors.values[row * rows + column] = found.eigenvectorMatrix.get(row, at)
  return { strengths: Float64Array.from(order, at => Math.max(0, found.realEigenvalues[at] ?? 0)), vectors }
}
