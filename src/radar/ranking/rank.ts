import type { Counts } from '../terms.ts'
import { queryTerms } from '../terms.ts'
import { chanceOf, heightOf, oddsOf, type Scale, type Shown, scaleOf, shiftOf } from './chance.ts'
import { type Language, rowsOf } from './language.ts'
import { type Example, type Model, train } from './model.ts'
import { addRow, clearRow, type Rows, rowDot } from './vector.ts'

/** Raised when the way of ranking changes, so that what was checked of one is not said of another. */
export const RANKER = 1

/** An item as the ranker reads it. */
export interface Read {
  readonly id: number
  readonly terms: Counts
}

export interface Judged extends Read {
  /** When the person said so (ms). */
  readonly at: number
}

/** What the person said about their subject, and of items. */
export interface Interest {
  readonly area: string
  readonly words: readonly string[]
  readonly notMine: readonly string[]
  readonly liked: readonly Judged[]
  readonly disliked: readonly Judged[]
}

export interface Ranked {
  readonly id: number
  readonly score: number
}

/** A ranking: every document with its score, best first, and a way to ask why. */
export interface Ranking {
  readonly ranked: readonly Ranked[]
  /** Whether an item of this score is worth offering: it stands out from the pile, and its chance is not too small. */
  readonly offers: (score: number) => boolean
  readonly scale: Scale
  /** How far a score stands out from the pile, in its spreads. */
  readonly height: (score: number) => number
  /** The odds of being kept (their logarithm) before what is known of this person's keeping, and the chance with it. */
  readonly odds: (score: number) => number
  /** Undefined while too little was shown to tell. */
  readonly chance: (score: number) => number | undefined
  /** What each term of an item adds to its score, most first, and the liked item it resembles most. */
  readonly why: (id: number) => { shares: { term: number; share: number }[]; like: number | undefined }
}

const DAY = 24 * 3600_000
// Scholar Inbox measured a mild decay of what was said, .01 a day, as best.
const DECAY_A_DAY = 0.01
// Noise of n likes: .04 n + .5, measured on citeulike-t; dislikes are six times as uncertain, measured on reviews.
const NOISE = 0.5
const NOISE_EACH = 0.04
const DISLIKED_NOISE = 6
const MOST_DISLIKED = 0.5
// The best first matches of a bare sentence stand in for likes, weakly, until there are some (blind feedback, as Rocchio's).
const STAND_INS = 12
const STAND_IN_NOISE = 6
const ENOUGH_LIKES = 10
// Only so many of the nearest are scored exactly.
const EXACT = 1500
// What is offered stands as many spreads above the middle of the pile, is not far below the best, and is kept once in
// ten times. The first two were set on the shared month, where what is less high is about something else.
const LEAST_HEIGHT = 4
const LEAST_OF_BEST = 0.35
const LEAST_CHANCE = 0.1
const BEST = 5
const RESEMBLES = 0.25

/**
 * Ranks documents for an interest. Deterministic; equal scores fall to the newer (higher) id. `shown` tells
 * what became of earlier stories; `by` which of the documents stand for all there are, or the scale of those, when not all
 * are given.
 */
export function rank(
  language: Language,
  documents: readonly Read[],
  interest: Interest,
  now: number,
  shown: readonly Shown[] = [],
  by: ReadonlySet<number> | Scale | undefined = undefined,
): Ranking {
  const { area, words, notMine, liked, disliked } = interest
  const asked = queryTerms([area, ...words])
  const unwanted = queryTerms(notMine)
  const all = [asked, unwanted, ...liked.map(read), ...disliked.map(read), ...documents.map(read)]
  const rows = rowsOf(language, all)
  soften(rows, 0)
  soften(rows, 1)
  const firstLiked = 2
  const firstDisliked = firstLiked + liked.length
  const first = firstDisliked + disliked.length
  const aged = (at: number) => Math.exp((DECAY_A_DAY * Math.max(0, now - at)) / DAY)
  // What the person says they are after is one more like, which never ages.
  const said = asked.length > 0 ? [0] : []
  const examples = [
    ...(unwanted.length > 0 ? [{ row: 1, target: -1, noise: NOISE }] : []),
    ...examplesOf(
      [...said, ...liked.map((_, n) => firstLiked + n)],
      disliked.map((_, n) => firstDisliked + n),
      [...said.map(() => 1), ...[...liked, ...disliked].map(({ at }) => aged(at))],
    ),
  ]
  if (examples.length === 0) return unranked(documents)
  let model = train(language, rows, examples)
  if (asked.length > 0 && liked.length < ENOUGH_LIKES) {
    const nearest = order(first, documents, model, STAND_INS).slice(0, STAND_INS)
    const standIns = nearest
      .filter(({ score }) => score > 0)
      .map(({ row }) => ({ row, target: 1, noise: STAND_IN_NOISE }))
    model = train(language, rows, [...examples, ...standIns])
  }
  const ranked = order(first, documents, model).map(({ id, score }) => ({ id, score }))
  const pile = by instanceof Set ? ranked.filter(({ id }) => by.has(id)) : ranked
  const scale = by && 'spread' in by ? by : scaleOf(pile.map(({ score }) => score))
  const best = ranked.slice(0, BEST).map(({ score }) => heightOf(score, scale))
  const least = Math.max(LEAST_HEIGHT, (LEAST_OF_BEST * best.reduce((sum, each) => sum + each, 0)) / best.length)
  const odds = (score: number) => oddsOf(heightOf(score, scale), liked.length + Number(asked.length > 0))
  const shift = shiftOf(shown)
  const chance = (score: number) => (shift === undefined ? undefined : chanceOf(odds(score) + shift))
  // The best few are offered however seldom this person keeps anything: else nothing would ever be kept again.
  const leastChance = Math.min(LEAST_CHANCE, chance(ranked[BEST - 1]?.score ?? 0) ?? 0)
  const rowOf = new Map(documents.map(({ id }, at) => [id, first + at]))
  return {
    ranked,
    offers: score => heightOf(score, scale) >= least && (chance(score) ?? 1) >= leastChance,
    scale,
    height: score => heightOf(score, scale),
    odds,
    chance,
    why: id => {
      const row = rowOf.get(id)
      if (row === undefined) return { shares: [], like: undefined }
      const shares = model.shares(row)
      const terms = documents[row - first]?.terms ?? new Uint32Array()
      return {
        shares: shares
          .map(({ share }, at) => ({ term: (terms[at] ?? 0) >>> 4, share }))
          .sort((a, b) => b.share - a.share),
        like: nearestLike(rows, row, firstLiked, liked),
      }
    },
  }
}

/**
 * Likes and dislikes as examples: the more there are of a kind, the less each is trusted by itself, and all dislikes
 * together weigh at most half of what is liked, so that they never unsay the subject. `ages` are factors by which the
 * noise of each has grown since it was said.
 */
export function examplesOf(
  liked: readonly number[],
  disliked: readonly number[] = [],
  ages: readonly number[] = [],
): Example[] {
  const likedNoise = NOISE + NOISE_EACH * liked.length
  const weight = liked.length / likedNoise
  const dislikedNoise = Math.max(
    DISLIKED_NOISE * (NOISE + NOISE_EACH * disliked.length),
    weight > 0 ? disliked.length / (MOST_DISLIKED * weight) : 0,
  )
  return [
    ...liked.map((row, n) => ({ row, target: 1, noise: likedNoise * (ages[n] ?? 1) })),
    ...disliked.map((row, n) => ({ row, target: -1, noise: dislikedNoise * (ages[liked.length + n] ?? 1) })),
  ]
}

function read({ terms }: Read): Counts {
  return terms
}

function unranked(documents: readonly Read[]): Ranking {
  const ranked = documents.map(({ id }) => ({ id, score: 0 })).sort((a, b) => b.id - a.id)
  return {
    ranked,
    offers: () => false,
    scale: scaleOf([]),
    height: () => 0,
    odds: () => 0,
    chance: () => undefined,
    why: () => ({ shares: [], like: undefined }),
  }
}

/** A query's rarest word would outvote the rest: its weights go by the root of idf. */
function soften({ starts, values }: Rows, row: number): void {
  const [from, to] = [starts[row] ?? 0, starts[row + 1] ?? 0]
  let squares = 0
  for (let at = from; at < to; at++) {
    values[at] = Math.cbrt(values[at] ?? 0)
    squares += (values[at] ?? 0) ** 2
  }
  for (let at = from; at < to; at++) values[at] = (values[at] ?? 0) / (Math.sqrt(squares) || 1)
}

function order(first: number, documents: readonly Read[], model: Model, most = EXACT): (Ranked & { row: number })[] {
  const best = (a: Ranked, b: Ranked) => b.score - a.score || b.id - a.id
  const found = documents.map(({ id }, at) => ({ id, row: first + at, score: model.coarse(first + at) })).sort(best)
  const exact = found.slice(0, most).map(one => ({ ...one, score: model.score(one.row) }))
  return [...exact.sort(best), ...found.slice(most)]
}

function nearestLike(rows: Rows, row: number, firstLiked: number, liked: readonly Judged[]): number | undefined {
  const workspace = new Float64Array(rows.width)
  addRow(rows, row, 1, workspace)
  const near = liked.map(({ id }, n) => ({ id, near: rowDot(rows, firstLiked + n, workspace) }))
  clearRow(rows, row, workspace)
  return near.sort((a, b) => b.near - a.near).find(({ near }) => near >= RESEMBLES)?.id
}
