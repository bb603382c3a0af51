// An early warning that keeps its promise: an e-detector over sequential ranks, averaged over streams. While days are
// exchangeable, the mean time to a false warning is at least the threshold (Shin, Ramdas & Rinaldo, "E-detectors", NEJSDS
// 2024, in its Shiryaev-Roberts form); under autocorrelation this is measured (bench/warning), not proved.

import { bets, type Day, normalQuantile, Reference, SHIFTS, STICKINESS } from './rank.ts'

/** Days that only fill the reference, at first and never again. */
export const LEARNING = 21

/** No second warning comes within so many days of one. */
export const APART = 30

/** One thing that is watched. Its weight is shared out among the streams that take part. */
export interface Stream {
  readonly name: string
  readonly weight: number
  /** The day its first data came: it joins at no reset before. */
  readonly since?: number
  /** In order of day, at most one each; what is tagged as rest is not among them. */
  readonly days: readonly Day[]
}

export interface Agreed {
  /** At most about one false warning in so many days. */
  readonly daysPerWarning: number
  /** The autocorrelation that is taken up. */
  readonly phi?: number
  /** Warnings that were given already, oldest first: each began anew from the days before its start, and stays. */
  readonly given?: readonly Pick<Warning, 'day' | 'start'>[]
  /** Whether a warning that was given still stands on a day: then no other comes, and the evidence begins anew instead. */
  readonly stands?: (day: number) => boolean
  /** Only days after this one can raise a warning: what is filled in later tells, and raises none. */
  readonly judged?: number
}

/** The evidence at the end of one day. */
export interface Evidence {
  readonly day: number
  readonly evidence: number
  readonly threshold: number
  /** How much each stream adds to it. */
  readonly by: readonly { readonly name: string; readonly evidence: number }[]
}

/** A warning, and when the change likely began. */
export interface Warning {
  readonly day: number
  readonly start: number
  /** The streams whose own evidence was above the threshold's share. */
  readonly by: readonly string[]
}

interface Watched {
  readonly stream: Stream
  /** What a day is ranked among: the days of its own kind. */
  references: Map<number, Reference>
  /** The days of the references, in order: kept for what is taken out of them after a warning. */
  kept: Day[]
  evidence: number[]
  /** The days that were bet on since the reset: the change began on one of them. */
  run: number[]
  takesPart: boolean
  /** The largest share of days it had since the reset. */
  share: number
  next: number
}

/**
 * Goes through all days of all streams in order, as the person lived them. The same days give the same evidence to the bit,
 * since ties were ordered when they were kept. The first stream is the check-in: without its learning days nothing is watched.
 */
export function watch(
  streams: readonly Stream[],
  {
    daysPerWarning,
    phi = STICKINESS.usual,
    given = [],
    stands = () => false,
    judged = Number.NEGATIVE_INFINITY,
  }: Agreed,
): { evidence: Evidence[]; warnings: Warning[] } {
  const watched = streams.map(begin)
  const days = [...new Set(streams.flatMap(({ days }) => days.map(({ day }) => day)))].sort((a, b) => a - b)
  const evidence: Evidence[] = []
  const warnings: Warning[] = []
  const before = given.values()
  let known = before.next().value
  let last = Number.NEGATIVE_INFINITY
  const beginAnew = (start: number, day: number) => {
    for (const one of watched) reset(one, start)
    join(watched, day)
  }
  for (const day of days) {
    for (; known && known.day < day; known = before.next().value) {
      beginAnew(known.start, known.day)
      last = known.day
    }
    for (const one of watched) live(one, day, phi)
    const partners = watched.filter(({ takesPart }) => takesPart)
    if (partners.length === 0) {
      join(watched, day)
      continue
    }
    // Silence alone says nothing: only a day that was bet on is looked at.
    if (!partners.some(({ run }) => run.at(-1) === day)) continue
    const now = standing(partners, day, daysPerWarning)
    evidence.push(now)
    if (now.evidence >= now.threshold && known?.day !== day && stands(day)) {
      for (const one of watched) beginAfresh(one)
      join(watched, day)
      continue
    }
    if (day <= judged || now.evidence < now.threshold || known?.day === day || day < last + APART) continue
    const moved = movedStreams(now)
    warnings.push({
      day,
      start: Math.min(...partners.filter(({ stream }) => moved.includes(stream.name)).map(startOf)),
      by: moved,
    })
    last = day
    beginAnew(warnings.at(-1)?.start ?? day, day)
  }
  return { evidence, warnings }
}

/**
 * The evidence at the end of a day and the level it must reach. What is promised is of days that pass, and a day without an
 * answer brings no evidence: the level is the promised days times the share of days each stream has, by the streams' weights.
 */
function standing(partners: readonly Watched[], day: number, daysPerWarning: number): Evidence {
  const all = partners.reduce((sum, { stream }) => sum + stream.weight, 0)
  const by = partners.map(({ stream, evidence }) => ({
    name: stream.name,
    evidence: (stream.weight / all) * mean(evidence),
  }))
  const share = partners.reduce((sum, one) => sum + (one.stream.weight / all) * shareAnswered(one, day), 0)
  return {
    day,
    evidence: by.reduce((sum, { evidence }) => sum + evidence, 0),
    threshold: daysPerWarning * share,
    by,
  }
}

// Fewer days do not tell how often one answers.
const TELLING = 30
const LATELY = 60

/**
 * The largest share of days a stream had since the reset, of all its days or of the last sixty: who answers more than before is
 * promised the same, and silence makes no level lower.
 */
function shareAnswered(one: Watched, day: number): number {
  const { stream, next } = one
  const elapsed = day - (stream.days[0]?.day ?? day) + 1
  let lately = 0
  for (let at = next - 1; at >= 0 && (stream.days[at]?.day ?? 0) > day - LATELY; at--) lately++
  const now = Math.min(1, Math.max(next / elapsed, elapsed >= LATELY ? lately / LATELY : 0))
  if (elapsed >= TELLING) one.share = Math.max(one.share, now)
  return Math.max(one.share, now)
}

/** The streams whose own evidence reaches its share of the level; else the strongest. */
function movedStreams({ by, threshold }: Evidence): string[] {
  const moved = by.filter(({ evidence }) => evidence >= threshold / by.length)
  const strongest = by.toSorted((a, b) => b.evidence - a.evidence).slice(0, 1)
  return (moved.length > 0 ? moved : strongest).map(({ name }) => name)
}

function begin(stream: Stream): Watched {
  return { stream, references: new Map(), kept: [], evidence: zeros(), run: [], takesPart: false, share: 0, next: 0 }
}

/** Takes one day of a stream, if it has it. */
function live(one: Watched, day: number, phi: number): void {
  const today = one.stream.days[one.next]
  if (today?.day !== day) return
  one.next++
  const reference = referenceOf(one, today)
  const rank = reference.add(today)
  one.kept.push(today)
  if (!one.takesPart) return
  const won = bets(rank, reference.size, phi)
  one.evidence = one.evidence.map((before, at) => (1 + before) * (won[at] ?? 1))
  one.run.push(day)
}

function referenceOf({ references }: Watched, { kind = 0 }: Day): Reference {
  const there = references.get(kind)
  if (there) return there
  const made = new Reference()
  references.set(kind, made)
  return made
}

/**
 * A stream joins only at a reset, and with enough days to compare with: else its joining would itself be a choice. All wait
 * for the first, the check-in.
 */
function join(watched: readonly Watched[], day: number): void {
  if ((watched[0]?.kept.length ?? 0) < LEARNING) return
  for (const one of watched) if (one.kept.length >= LEARNING && (one.stream.since ?? day) <= day) one.takesPart = true
}

/** After a warning all begins anew, among the days before the change. */
function reset(one: Watched, start: number): void {
  one.kept = one.kept.filter(({ day }) => day < start)
  one.references = new Map()
  for (const day of one.kept) referenceOf(one, day).add(day)
  beginAfresh(one)
}

/** The evidence begins at nothing, all days so far being the reference. */
function beginAfresh(one: Watched): void {
  one.evidence = zeros()
  one.run = []
  one.takesPart = false
  one.share = 0
}

/**
 * The day from which the change likely held: where the normal scores of the days before and since, each by its rank among all
 * of its kind, differ most for so many days (the least squares of one step). It dates better than the largest product of bets, which begins with
 * any mild day before the change: within a week of it for 85 of 100 changes of 1 sd, beside 73 (bench/warning).
 */
function startOf({ kept, run }: Watched): number {
  const scores = scoresOf(kept)
  const from = run[0] ?? Number.POSITIVE_INFINITY
  const all = scores.reduce((sum, score) => sum + score, 0)
  let [before, best, start] = [0, 0, run.at(-1) ?? Number.POSITIVE_INFINITY]
  for (const [at, { day }] of kept.entries()) {
    if (at > 0 && day >= from) {
      const step = (all - before) / (kept.length - at) - before / at
      const gain = step > 0 ? at * (kept.length - at) * step * step : 0
      if (gain > best) [best, start] = [gain, day]
    }
    before += scores[at] ?? 0
  }
  return start
}

/** The normal score of each day by its rank among all of its kind. */
function scoresOf(days: readonly Day[]): number[] {
  const scores = new Map<Day, number>()
  for (const some of Map.groupBy(days, ({ kind = 0 }) => kind).values()) {
    const sorted = some.toSorted((a, b) => a.value - b.value || a.label - b.label)
    for (const [at, day] of sorted.entries()) scores.set(day, normalQuantile((at + 0.5) / sorted.length))
  }
  return days.map(day => scores.get(day) ?? 0)
}

function zeros(): number[] {
  return SHIFTS.map(() => 0)
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length
}
