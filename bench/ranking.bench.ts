// Does the ranker find what a reader kept? The new-items protocol on citeulike-t, others' rankers in the same run, and how
// well a stated chance is kept. Two folds at a time, each in a thread of its own.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { chanceOf, heightOf, oddsOf, scaleOf } from '../src/radar/ranking/chance.ts'
import { learn, MOST_LEARNED_FROM, rowsOf } from '../src/radar/ranking/language.ts'
import { train } from '../src/radar/ranking/model.ts'
import { examplesOf } from '../src/radar/ranking/rank.ts'
import { rowDot } from '../src/radar/ranking/vector.ts'
import { seeded, shuffled } from '../test/random.ts'
import { linearSvm, logistic, meanCosine, sklearnRows } from './baselines.ts'
import { type Citeulike, type Fold, foldsOf, readCiteulike } from './citeulike.ts'
import { ms, print, spread } from './measure.ts'
import { best, gainAt, mean, paired, recallAt } from './measures.ts'

const FOLDS = [0, 1, 2, 3, 4]
const THREADS = 2
const NEGATIVES = 5000
const STATED = 20
const FEW = [1, 3, 5, 10, 20]
const OURS = 'Evenkeel'
const NAMES = [
  OURS,
  'logistic regression, C 1',
  'linear SVM, C .01 (arxiv-sanity-lite)',
  'mean cosine (zotero-arxiv-daily)',
] as const
type Name = (typeof NAMES)[number]

interface Found {
  /** A row a reader: R@20, R@50, R@100, R@200, nDCG@10. */
  readonly whole: Record<Name, number[][]>
  /** R@100 by how many likes there were, where fold 0 was asked. */
  readonly few: Record<number, Record<Name, number[]>>
  /** The chance stated for each reader's twenty highest, and whether it was kept. */
  readonly stated: { chance: number; kept: boolean }[]
}

if (isMainThread) await report()
else parentPort?.postMessage(measure(workerData as number))

async function report() {
  const data = readCiteulike()
  if (!data) return print('skipped: citeulike-t is absent (EVENKEEL_BENCH_DATA)')
  const found = await inThreads()
  print(`citeulike-t, new items: ${FOLDS.length} folds, ${found.flatMap(one => one.whole[OURS]).length} readers`)
  print('ranker                                   R@20   R@50   R@100  R@200  nDCG@10')
  const table = Object.fromEntries(NAMES.map(name => [name, found.flatMap(one => one.whole[name])])) as Found['whole']
  for (const name of NAMES)
    print(
      `${name.padEnd(40)} ${columns(table[name])
        .map(each => mean(each).toFixed(3))
        .join('  ')}`,
    )
  for (const [at, measured] of [
    [2, 'R@100'],
    [4, 'nDCG@10'],
  ] as const) {
    const others = NAMES.slice(1).map(name => ({ name, mean: mean(columns(table[name])[at] ?? []) }))
    const strongest = others.sort((a, b) => b.mean - a.mean)[0] as (typeof others)[number]
    const { mean: gain, low, high } = paired(columns(table[OURS])[at] ?? [], columns(table[strongest.name])[at] ?? [])
    print(
      `${measured}: ${signed(gain)} over ${strongest.name}, 95 % interval ${signed(low)} to ${signed(high)} (bar: above 0)`,
    )
  }
  print('\nR@100 with few likes, fold 0')
  print(`likes                                    ${FEW.map(likes => String(likes).padEnd(5)).join('  ')}`)
  for (const name of NAMES) {
    const line = FEW.map(likes => mean(found[0]?.few[likes]?.[name] ?? []).toFixed(3))
    print(`${name.padEnd(40)} ${line.join('  ')}`)
  }
  for (const likes of FEW.filter(likes => likes <= 5)) {
    const few = found[0]?.few[likes]
    const { mean: gain, low, high } = paired(few?.[OURS] ?? [], few?.[NAMES[3]] ?? [])
    print(`${likes}: ${signed(gain)} over the cosine, ${signed(low)} to ${signed(high)} (bar: not below)`)
  }
  calibration(found.slice(2).flatMap(({ stated }) => stated))
  retraining(data)
}

/** What it takes to learn anew from as many decisions as are ever looked at. */
function retraining({ articles }: Citeulike): void {
  const language = learn(articles.slice(0, MOST_LEARNED_FROM))
  const rows = rowsOf(language, articles.slice(0, 400))
  const [liked, disliked] = [rowNumbers(0, 200), rowNumbers(200, 300)]
  const times = Array.from({ length: 20 }, () => {
    const began = performance.now()
    train(language, rows, examplesOf(liked, disliked))
    return performance.now() - began
  })
  print(`\ntrained anew from 200 likes and 100 dislikes: ${ms(spread(times).median)} (bar: well under 100 ms)`)
}

function rowNumbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at)
}

/** How the stated chance holds for readers of the folds that it was not fitted on: 2, 3 and 4. */
function calibration(stated: Found['stated']): void {
  const share = stated.filter(({ kept }) => kept).length / stated.length
  const sorted = [...stated].sort((a, b) => a.chance - b.chance)
  print('\ncalibration, the 20 highest of each reader of folds 2 to 4 (fitted on 0 and 1)')
  print('tenth    stated   kept')
  let error = 0
  for (let bin = 0; bin < 10; bin++) {
    const some = sorted.slice(Math.floor((bin * sorted.length) / 10), Math.floor(((bin + 1) * sorted.length) / 10))
    const [said, kept] = [mean(some.map(({ chance }) => chance)), mean(some.map(({ kept }) => Number(kept)))]
    error += (Math.abs(said - kept) * some.length) / sorted.length
    print(`${String(bin + 1).padEnd(8)} ${said.toFixed(3)}    ${kept.toFixed(3)}`)
  }
  const loss = (chance: number, kept: boolean) => -Math.log(kept ? chance : 1 - chance)
  const ours = mean(stated.map(({ chance, kept }) => loss(chance, kept)))
  const constant = mean(stated.map(({ kept }) => loss(share, kept)))
  print(
    `expected error ${error.toFixed(4)}, ${(error / share).toFixed(3)} of the share kept, ${share.toFixed(3)} (bar: a quarter)`,
  )
  print(`log loss ${ours.toFixed(4)}, of the constant share ${constant.toFixed(4)} (bar: below it)`)
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`
}

function columns(rows: readonly (readonly number[])[]): number[][] {
  return Array.from({ length: 5 }, (_, at) => rows.map(row => row[at] ?? 0))
}

function inThreads(): Promise<Found[]> {
  const found: Found[] = []
  const waiting = [...FOLDS]
  const next = async (): Promise<void> => {
    const fold = waiting.shift()
    if (fold === undefined) return
    found[fold] = await new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: fold })
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    return next()
  }
  return Promise.all(Array.from({ length: THREADS }, next)).then(() => found)
}

function measure(number: number): Found {
  const data = readCiteulike() as Citeulike
  const fold = foldsOf(data, seeded(1))[number] as Fold
  const random = seeded(100 + number)
  const score = rankers(data, fold)
  const readers = NAMES.map(name => [
    name,
    fold.readers.map(({ likes, wanted }) => {
      const order = best(fold.hidden, score(name, likes))
      return [...[20, 50, 100, 200].map(most => recallAt(order, wanted, most)), gainAt(order, wanted, 10)]
    }),
  ])
  const few = (number === 0 ? FEW : []).map(most => {
    const cut = fold.readers.map(({ likes, wanted }) => ({ likes: shuffled(likes, random).slice(0, most), wanted }))
    const recalls = NAMES.map(name => [
      name,
      cut.map(({ likes, wanted }) => recallAt(best(fold.hidden, score(name, likes)), wanted, 100)),
    ])
    return [most, Object.fromEntries(recalls)]
  })
  const stated = fold.readers.flatMap(({ likes, wanted }) => {
    const ours = score(OURS, likes)
    const scored = fold.hidden.map(row => ({ row, score: ours(row) })).sort((a, b) => b.score - a.score)
    const scale = scaleOf(scored.map(({ score }) => score))
    return scored.slice(0, STATED).map(({ row, score }) => ({
      chance: chanceOf(oddsOf(heightOf(score, scale), likes.length)),
      kept: wanted.has(row),
    }))
  })
  return { whole: Object.fromEntries(readers), few: Object.fromEntries(few), stated }
}

/** Every ranker as: what a reader liked to a score of any row. */
function rankers({ articles }: Citeulike, { training, hidden }: Fold) {
  const counts = (rows: readonly number[]) => rows.map(row => articles[row] as Uint32Array)
  const language = learn(counts(training.slice(0, MOST_LEARNED_FROM)))
  const ours = rowsOf(language, articles)
  // Rows of scikit-learn's weighing lie in the order it is fitted in: training first.
  const order = [...training, ...hidden]
  const theirs = sklearnRows(counts(order), training.length)
  const place = new Map(order.map((row, at) => [row, at]))
  const placed = (rows: readonly number[]) => rows.map(row => place.get(row) as number)
  const background = shuffled(training, seeded(7)).slice(0, NEGATIVES)
  const labelled = (likes: readonly number[], negatives: readonly number[]) => {
    const liked = new Set(likes)
    const rows = [...likes, ...negatives.filter(row => !liked.has(row))]
    return { rows: placed(rows), labels: rows.map(row => (liked.has(row) ? 1 : -1) as 1 | -1) }
  }
  const byWeights = (weights: Float64Array) => (row: number) => rowDot(theirs, place.get(row) as number, weights)
  return (name: Name, likes: readonly number[]): ((row: number) => number) => {
    if (name === OURS) return train(language, ours, examplesOf(likes)).score
    if (name === NAMES[1]) return byWeights(logistic(theirs, labelled(likes, background), 1))
    if (name === NAMES[2]) return byWeights(linearSvm(theirs, labelled(likes, order), 0.01))
    return byWeights(meanCosine(theirs, placed(likes)))
  }
}
