// Does the stated bound hold at every week at once? Simulated readers on real labels: what a ranker leaves out each week,
// ten random checks a week, the bound stated each week; beside it the usual interval for one look.
import { drawUniformly } from '../src/radar/audit.ts'
import { mostThatMattered } from '../src/radar/bound.ts'
import { learn, MOST_LEARNED_FROM, rowsOf } from '../src/radar/ranking/language.ts'
import { train } from '../src/radar/ranking/model.ts'
import { examplesOf } from '../src/radar/ranking/rank.ts'
import type { Counts } from '../src/radar/terms.ts'
import { countTerms } from '../src/radar/terms.ts'
import { type Random, seeded, shuffled } from '../test/random.ts'
import { foldsOf, readCiteulike } from './citeulike.ts'
import { print } from './measure.ts'
import { best } from './measures.ts'
import { readReviews } from './reviews.ts'

const WEEKS = 52
const CHECKS_A_WEEK = 10
const SHOWN_OF = 40
const SEEDS_A_REVIEW = 75
const GROUP = 30
const tails = new Map<string, number>()

/** A reader: what comes week by week, what of it would matter, and in which order the ranker puts it. */
interface Reader {
  readonly weeks: readonly (readonly number[])[]
  readonly matters: ReadonlySet<number>
  readonly score: (row: number) => number
}

interface Held {
  readonly ours: boolean
  readonly naive: boolean
}

const citeulike = readCiteulike()
const reviews = readReviews()
if (!citeulike || !reviews) print('skipped: citeulike-t or the reviews are absent (EVENKEEL_BENCH_DATA)')
else report()

function report() {
  print(`${WEEKS} weeks, ${CHECKS_A_WEEK} random checks a week, one of ${SHOWN_OF} shown; held at every week:`)
  print('readers                                     count   ours     fixed-n interval')
  const papers = held(paperReaders(), 1)
  const records = held(reviewReaders(false), 2)
  line('of papers (citeulike-t)', papers)
  line('of reviews', records)
  const groups = held(paperReaders(GROUP), 4)
  line(`of papers, for a group of ${GROUP}`, groups)
  line('all', [...papers, ...records, ...groups])
  line('of reviews, what matters comes ever more', held(reviewReaders(true), 3))
  print(`(bar: ours at least 95.0 % of all; the fixed-n interval is there to be seen failing where things do matter)`)
  const width = (checks: number, hits: number) => `${(100 * mostThatMattered(checks, hits)).toFixed(2)} %`
  print(
    `at most, after 30 / 120 / 240 / 520 checks without a hit: ${[30, 120, 240, 520].map(n => width(n, 0)).join(', ')}`,
  )
  print(
    `after 120 with 1, 3; after 520 with 5, 20: ${width(120, 1)}, ${width(120, 3)}, ${width(520, 5)}, ${width(520, 20)}`,
  )
  print('(bar: 3.5 % at 120 without a hit)')
}

function line(name: string, all: readonly Held[]): void {
  const share = (of: 'ours' | 'naive') => `${((100 * all.filter(one => one[of]).length) / all.length).toFixed(1)} %`
  print(`${name.padEnd(42)}  ${String(all.length).padEnd(6)}  ${share('ours').padEnd(7)}  ${share('naive')}`)
}

function held(readers: Iterable<Reader>, seed: number): Held[] {
  const random = seeded(seed)
  return Array.from(readers, reader => follow(reader, random))
}

/** Goes through a reader's weeks: whether each bound held against what had truly been missed, at every week. */
function follow({ weeks, matters, score }: Reader, random: Random): Held {
  const leftOut: number[] = []
  const drawn = new Set<number>()
  const now = { ours: true, naive: true }
  let hits = 0
  let missed = 0
  for (const week of weeks) {
    for (const row of best(week, score).slice(Math.max(1, Math.round(week.length / SHOWN_OF)))) {
      leftOut.push(row)
      if (matters.has(row)) missed++
    }
    const checks = drawUniformly(
      leftOut.filter(row => !drawn.has(row)),
      CHECKS_A_WEEK,
      random,
    )
    for (const row of checks) {
      drawn.add(row)
      if (matters.has(row)) hits++
    }
    if (drawn.size === 0) continue
    const truth = missed / leftOut.length
    if (mostThatMattered(drawn.size, hits) < truth) now.ours = false
    if (clopperPearson(drawn.size, hits) < truth) now.naive = false
  }
  return now
}

/** Readers of papers; with a `group`, one ranks by their own likes what as many together would have wanted. */
function* paperReaders(group = 1): Generator<Reader> {
  if (!citeulike) return
  const random = seeded(11)
  for (const { training, hidden, readers } of foldsOf(citeulike, seeded(1))) {
    const language = learn(training.slice(0, MOST_LEARNED_FROM).map(row => citeulike.articles[row] as Counts))
    const rows = rowsOf(language, citeulike.articles)
    for (const [at, { likes }] of readers.entries()) {
      const together = Array.from({ length: group }, (_, n) => readers[(at + n) % readers.length]?.wanted ?? [])
      const wanted = new Set(together.flatMap(some => [...some]))
      const model = train(language, rows, examplesOf(likes))
      yield { weeks: intoWeeks(shuffled(hidden, random)), matters: wanted, score: model.coarse }
    }
  }
}

/** A reader of a review begins with five included and five others and sees the rest come by; `late` brings the included late. */
function* reviewReaders(late: boolean): Generator<Reader> {
  for (const { records } of reviews ?? []) {
    const counts = records.map(({ title, text }) => countTerms({ title, text, authors: '', sources: [] }))
    const language = learn(counts)
    const rows = rowsOf(language, counts)
    for (let seed = 0; seed < SEEDS_A_REVIEW; seed++) {
      const random = seeded(1000 + seed)
      const order = shuffled(
        records.map((_, at) => at),
        random,
      )
      const included = order.filter(at => records[at]?.included)
      const others = order.filter(at => !records[at]?.included)
      const model = train(language, rows, examplesOf(included.slice(0, 5), others.slice(0, 5)))
      const known = new Set([...included.slice(0, 5), ...others.slice(0, 5)])
      const rest = order.filter(at => !known.has(at))
      const when = new Map(rest.map(at => [at, late && records[at]?.included ? Math.sqrt(random()) : random()]))
      rest.sort((a, b) => (when.get(a) ?? 0) - (when.get(b) ?? 0))
      yield { weeks: intoWeeks(rest), matters: new Set(included), score: model.score }
    }
  }
}

function intoWeeks(rows: readonly number[]): number[][] {
  return Array.from({ length: WEEKS }, (_, week) =>
    rows.slice(Math.floor((week * rows.length) / WEEKS), Math.floor(((week + 1) * rows.length) / WEEKS)),
  )
}

/** The one-sided 95 % bound for a number of checks fixed in advance (Clopper and Pearson 1934): honest for one look only. */
function clopperPearson(checks: number, hits: number): number {
  const key = `${checks} ${hits}`
  const known = tails.get(key)
  if (known !== undefined) return known
  let [low, high] = [0, 1]
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2
    if (atMost(hits, checks, middle) > 0.05) low = middle
    else high = middle
  }
  tails.set(key, high)
  return high
}

/** P(X <= hits) of a binomial distribution. */
function atMost(hits: number, checks: number, share: number): number {
  let log = checks * Math.log1p(-share)
  let sum = Math.exp(log)
  for (let at = 1; at <= hits; at++) {
    log += Math.log(((checks - at + 1) / at) * (share / (1 - share)))
    sum += Math.exp(log)
  }
  return sum
}
