// Finding all that matters: work saved at 95 % recall on eight systematic reviews, ours beside a linear SVM on the same
// words, and what is found as a person labels in the order it is shown.
import { type Language, learn, rowsOf } from '../src/radar/ranking/language.ts'
import { train } from '../src/radar/ranking/model.ts'
import { examplesOf } from '../src/radar/ranking/rank.ts'
import { type Rows, rowDot } from '../src/radar/ranking/vector.ts'
import type { Counts } from '../src/radar/terms.ts'
import { countTerms } from '../src/radar/terms.ts'
import { seeded, shuffled } from '../test/random.ts'
import { linearSvm, sklearnRows, sklearnTerms } from './baselines.ts'
import { print } from './measure.ts'
import { best, mean, paired, workSaved } from './measures.ts'
import { type Review, readReviews } from './reviews.ts'

const TIMES = 5
const BATCH = 20
const MOST_LABELLED = 600
const reviews = readReviews()
if (!reviews) print('skipped: the reviews are absent (EVENKEEL_BENCH_DATA)')
else report(reviews)

function report(reviews: readonly Review[]) {
  print('WSS@95, 5 x 2 cross-validation          Evenkeel   linear SVM   found at 10 %, 20 % read')
  const rows = reviews.map(review => {
    const [ours, theirs] = crossValidated(review)
    const [tenth, fifth] = screened(review)
    print(
      `${review.name.padEnd(38)}  ${mean(ours).toFixed(3).padEnd(9)}  ${mean(theirs).toFixed(3).padEnd(11)}  ${tenth.toFixed(2)}, ${fifth.toFixed(2)}`,
    )
    return { ours: mean(ours), theirs: mean(theirs), tenth, fifth }
  })
  const all = (name: 'ours' | 'theirs' | 'tenth' | 'fifth') => mean(rows.map(row => row[name]))
  print(
    `${'mean'.padEnd(38)}  ${all('ours').toFixed(3).padEnd(9)}  ${all('theirs').toFixed(3).padEnd(11)}  ${all('tenth').toFixed(2)}, ${all('fifth').toFixed(2)}`,
  )
  const {
    mean: gain,
    low,
    high,
  } = paired(
    rows.map(row => row.ours),
    rows.map(row => row.theirs),
  )
  print(
    `gain ${gain.toFixed(3)}, 95 % interval over reviews ${low.toFixed(3)} to ${high.toFixed(3)} (bar: mean above the SVM’s)`,
  )
}

function counted({ records }: Review): Counts[] {
  return records.map(({ title, text }) => countTerms({ title, text, authors: '', sources: [] }))
}

/** Work saved on each half, trained on the other, five times: ours, the SVM's. */
function crossValidated(review: Review): [ours: number[], theirs: number[]] {
  const counts = counted(review)
  const language = learn(counts)
  const rows = rowsOf(language, counts)
  const words = review.records.map(({ title, text }) => sklearnTerms(`${title} ${text}`))
  const theirs = sklearnRows(words, words.length, { least: 2, most: 1 })
  const found: [number[], number[]] = [[], []]
  for (let time = 0; time < TIMES; time++) {
    for (const [one, other] of halves(review, time)) {
      const wanted = new Set(other.filter(at => review.records[at]?.included))
      const [liked, disliked] = split(review, one)
      const model = train(language, rows, examplesOf(liked, disliked))
      found[0].push(workSaved(best(other, model.score), wanted))
      const labels = one.map(at => (review.records[at]?.included ? 1 : -1) as 1 | -1)
      const weights = linearSvm(theirs, { rows: one, labels }, 0.01)
      found[1].push(
        workSaved(
          best(other, at => rowDot(theirs, at, weights)),
          wanted,
        ),
      )
    }
  }
  return found
}

function split({ records }: Review, rows: readonly number[]): [included: number[], others: number[]] {
  return [rows.filter(at => records[at]?.included), rows.filter(at => !records[at]?.included)]
}

/** A review cut in two with as many included in each half, both ways round. */
function halves(review: Review, seed: number): [number[], number[]][] {
  const random = seeded(seed + 1)
  const [included, others] = split(
    review,
    review.records.map((_, at) => at),
  ).map(rows => shuffled(rows, random)) as [number[], number[]]
  const half = (rows: readonly number[], first: boolean) =>
    first ? rows.slice(0, Math.ceil(rows.length / 2)) : rows.slice(Math.ceil(rows.length / 2))
  const [a, b] = [true, false].map(first => [...half(included, first), ...half(others, first)]) as [number[], number[]]
  return [
    [a, b],
    [b, a],
  ]
}

/** Found at a tenth and a fifth read, the mean of five beginnings. */
function screened(review: Review): [tenth: number, fifth: number] {
  const counts = counted(review)
  const language = learn(counts)
  const rows = rowsOf(language, counts)
  const found = Array.from({ length: TIMES }, (_, seed) => screenedFrom(review, language, rows, seed))
  return [mean(found.map(([tenth]) => tenth)), mean(found.map(([, fifth]) => fifth))]
}

/** Labels as they come: from one included and one other, always the best twenty next. */
function screenedFrom(review: Review, language: Language, rows: Rows, seed: number): [tenth: number, fifth: number] {
  const [included, others] = split(
    review,
    shuffled(
      review.records.map((_, at) => at),
      seeded(seed + 1),
    ),
  )
  const read = [included[0] as number, others[0] as number]
  const found = () => read.filter(at => review.records[at]?.included).length / included.length
  const marks: number[] = []
  while (marks.length < 2) {
    const seen = new Set(read)
    const [liked, disliked] = split(review, read)
    const model = train(language, rows, examplesOf(liked, disliked.slice(-MOST_LABELLED)))
    const rest = review.records.map((_, at) => at).filter(at => !seen.has(at))
    const due = (marks.length + 1) * 0.1 * review.records.length
    read.push(...best(rest, model.score).slice(0, Math.max(1, Math.min(BATCH, Math.ceil(due - read.length)))))
    if (read.length >= due) marks.push(found())
  }
  return [marks[0] ?? 0, marks[1] ?? 0]
}
