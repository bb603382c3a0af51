import { type Random, seeded } from '../test/random.ts'

/** The rows best first by score; equal scores keep their order. */
export function best(rows: readonly number[], score: (row: number) => number): number[] {
  return rows
    .map(row => [row, score(row)] as const)
    .sort((a, b) => b[1] - a[1])
    .map(([row]) => row)
}

/** Share of what is wanted among the first `most`. */
export function recallAt(order: readonly number[], wanted: ReadonlySet<number>, most: number): number {
  return order.slice(0, most).filter(row => wanted.has(row)).length / wanted.size
}

/** Normalised discounted gain of the first `most`, each wanted one worth the same. */
export function gainAt(order: readonly number[], wanted: ReadonlySet<number>, most: number): number {
  const gain = (at: number) => 1 / Math.log2(at + 2)
  const got = order.slice(0, most).reduce((sum, row, at) => sum + (wanted.has(row) ? gain(at) : 0), 0)
  const could = Array.from({ length: Math.min(most, wanted.size) }, (_, at) => gain(at)).reduce(
    (sum, one) => sum + one,
    0,
  )
  return got / could
}

/** Work saved over sampling at 95 % recall: the share left unread when 95 % are found, less .05. */
export function workSaved(order: readonly number[], wanted: ReadonlySet<number>): number {
  const enough = Math.ceil(0.95 * wanted.size - 1e-9)
  let found = 0
  const read = order.findIndex(row => wanted.has(row) && ++found >= enough) + 1
  return (order.length - read) / order.length - 0.05
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length
}

/** The mean of paired differences with its 95 % interval, by bootstrap over the pairs. */
export function paired(ours: readonly number[], theirs: readonly number[], random: Random = seeded(1)) {
  const differences = ours.map((each, at) => each - (theirs[at] ?? 0))
  const means = Array.from({ length: 4000 }, () => {
    let sum = 0
    for (let draw = 0; draw < differences.length; draw++)
      sum += differences[Math.floor(random() * differences.length)] ?? 0
    return sum / differences.length
  }).sort((a, b) => a - b)
  return { mean: mean(differences), low: means[100] ?? 0, high: means[3899] ?? 0 }
}
