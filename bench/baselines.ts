import { addRow, type Rows, rowDot } from '../src/radar/ranking/vector.ts'
import type { Counts } from '../src/radar/terms.ts'
import { termOf } from '../src/radar/terms.ts'

// What others rank with, after their published settings, to measure against. None of it is part of Evenkeel.

/** A text's words as scikit-learn's token pattern of arxiv-sanity-lite reads them, its English stop words left out. */
export function sklearnTerms(text: string): Counts {
  const counts = new Map<number, number>()
  for (const word of text.toLowerCase().match(/\b[a-z_][a-z0-9_]+\b/g) ?? [])
    if (!STOP.has(word)) counts.set(termOf(word), (counts.get(termOf(word)) ?? 0) + 1)
  return Uint32Array.from(counts, ([term, times]) => term * 16 + Math.min(15, times))
}

// The commonest of scikit-learn's list, which come near to all that it leaves out of a text.
const STOP = new Set(
  (
    'a about above after again all also an and any are as at be because been before being below between both but by can ' +
    'could do down during each either few for found from further had has have he her here hers him his how however i if in ' +
    'into is it its made many may me might more most must my no nor not of off on once one only or other our out over own ' +
    'per same several she should show since so some still such than that the their them then there these they this those ' +
    'three through thus to together too two under until up upon us was we well were what when where whether which while who ' +
    'will with within without would yet you your'
  ).split(' '),
)

/**
 * scikit-learn's TfidfVectorizer with sublinear tf, smoothed idf and l2, fitted on the first documents: terms that at
 * least so many of them have, and at most such a share.
 */
export function sklearnRows(documents: readonly Counts[], fitted: number, { least = 5, most = 0.1 } = {}): Rows {
  const frequency = new Map<number, number>()
  for (const document of documents.slice(0, fitted))
    for (const entry of document) frequency.set(entry >>> 4, (frequency.get(entry >>> 4) ?? 0) + 1)
  const idf = new Map<number, [column: number, idf: number]>()
  for (const [term, having] of frequency)
    if (having >= least && having <= fitted * most) idf.set(term, [idf.size, Math.log((1 + fitted) / (1 + having)) + 1])
  const starts = new Int32Array(documents.length + 1)
  const columns: number[] = []
  const values: number[] = []
  for (const [row, document] of documents.entries()) {
    let squares = 0
    for (const entry of document) {
      const found = idf.get(entry >>> 4)
      if (!found) continue
      const value = (1 + Math.log(entry & 15)) * found[1]
      columns.push(found[0])
      values.push(value)
      squares += value * value
    }
    for (let at = starts[row] ?? 0; at < values.length; at++) values[at] = (values[at] ?? 0) / (Math.sqrt(squares) || 1)
    starts[row + 1] = columns.length
  }
  return {
    count: documents.length,
    width: idf.size,
    starts,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  }
}

/** zotero-arxiv-daily's shape without its dates: the mean cosine to what was liked, which is the dot product with their mean. */
export function meanCosine(rows: Rows, liked: readonly number[]): Float64Array {
  const weights = new Float64Array(rows.width)
  for (const row of liked) addRow(rows, row, 1 / liked.length, weights)
  return weights
}

interface Examples {
  readonly rows: readonly number[]
  readonly labels: readonly (1 | -1)[]
}

/** Class weights as scikit-learn balances them. */
function balanced(labels: readonly (1 | -1)[]): { up: number; down: number } {
  const positive = labels.filter(label => label === 1).length
  return { up: labels.length / (2 * positive), down: labels.length / (2 * (labels.length - positive)) }
}

/**
 * LinearSVC(C, class_weight='balanced'): squared hinge, by dual coordinate descent (Hsieh et al. 2008), its intercept
 * regularised as liblinear does. Answers weights; the intercept orders nothing.
 */
export function linearSvm(rows: Rows, { rows: examples, labels }: Examples, c: number): Float64Array {
  const { up, down } = balanced(labels)
  const weights = new Float64Array(rows.width)
  let intercept = 0
  const alphas = new Float64Array(examples.length)
  const squares = examples.map(row => 1 + squaredLength(rows, row))
  for (let epoch = 0; epoch < 60; epoch++) {
    let most = 0
    for (let at = 0; at < examples.length; at++) {
      const [row, label] = [examples[at] ?? 0, labels[at] ?? -1]
      const diagonal = 0.5 / (c * (label === 1 ? up : down))
      const alpha = alphas[at] ?? 0
      const gradient = label * (rowDot(rows, row, weights) + intercept) - 1 + diagonal * alpha
      if (alpha === 0 && gradient >= 0) continue
      most = Math.max(most, Math.abs(gradient))
      const next = Math.max(0, alpha - gradient / ((squares[at] ?? 1) + diagonal))
      alphas[at] = next
      addRow(rows, row, (next - alpha) * label, weights)
      intercept += (next - alpha) * label
    }
    if (most < 1e-3) break
  }
  return weights
}

function squaredLength({ starts, values }: Rows, row: number): number {
  let sum = 0
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) sum += (values[at] ?? 0) ** 2
  return sum
}

/** LogisticRegression(C, class_weight='balanced'), free intercept, by L-BFGS (Nocedal 1980) with ten pairs. */
export function logistic(rows: Rows, { rows: examples, labels }: Examples, c: number): Float64Array {
  const { up, down } = balanced(labels)
  const size = rows.width + 1
  const valueAt = (x: Float64Array, gradient: Float64Array) => {
    let value = 0
    for (let at = 0; at < rows.width; at++) {
      value += (x[at] ?? 0) ** 2 / 2
      gradient[at] = x[at] ?? 0
    }
    gradient[rows.width] = 0
    for (let at = 0; at < examples.length; at++) {
      const [row, label] = [examples[at] ?? 0, labels[at] ?? -1]
      const weight = c * (label === 1 ? up : down)
      const margin = label * (rowDot(rows, row, x) + (x[rows.width] ?? 0))
      value += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin)))
      const slope = (-label * weight) / (1 + Math.exp(margin))
      addRow(rows, row, slope, gradient)
      gradient[rows.width] = (gradient[rows.width] ?? 0) + slope
    }
    return value
  }
  return minimise(size, valueAt).slice(0, rows.width)
}

function minimise(size: number, valueAt: (x: Float64Array, gradient: Float64Array) => number): Float64Array {
  let [x, gradient] = [new Float64Array(size), new Float64Array(size)]
  let value = valueAt(x, gradient)
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let step = 0; step < 100; step++) {
    const direction = Float64Array.from(gradient, each => -each)
    const alphas = pairs.map(() => 0)
    for (let at = pairs.length - 1; at >= 0; at--) {
      const { s, y, rho } = pairs[at] as (typeof pairs)[number]
      alphas[at] = rho * product(s, direction)
      add(direction, y, -(alphas[at] ?? 0))
    }
    const last = pairs.at(-1)
    if (last) scale(direction, product(last.s, last.y) / product(last.y, last.y))
    for (const [at, { s, y, rho }] of pairs.entries())
      add(direction, s, (alphas[at] ?? 0) - rho * product(y, direction))
    const slope = product(gradient, direction)
    let length = step === 0 ? 1 / Math.max(1, Math.sqrt(product(gradient, gradient))) : 1
    const nextGradient = new Float64Array(size)
    let [next, nextValue] = [x, value]
    for (let tries = 0; tries < 20; tries++) {
      next = Float64Array.from(x, (each, at) => each + length * (direction[at] ?? 0))
      nextValue = valueAt(next, nextGradient)
      if (nextValue <= value + 1e-4 * length * slope) break
      length /= 2
    }
    const s = Float64Array.from(next, (each, at) => each - (x[at] ?? 0))
    const y = Float64Array.from(nextGradient, (each, at) => each - (gradient[at] ?? 0))
    const curvature = product(s, y)
    if (curvature > 1e-10) pairs.push({ s, y, rho: 1 / curvature })
    if (pairs.length > 10) pairs.shift()
    x = next
    gradient = nextGradient
    value = nextValue
    if (gradient.every(each => Math.abs(each) < 1e-3)) break
  }
  return x
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

function add(to: Float64Array, what: Float64Array, factor: number): void {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + factor * (what[at] ?? 0)
}

function scale(what: Float64Array, factor: number): void {
  for (let at = 0; at < what.length; at++) what[at] = (what[at] ?? 0) * factor
}
