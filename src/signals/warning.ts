// An early warning that keeps its promise: an e-detector over sequential ranks, averaged over streams. While days are
// exchangeable, the mean time to a false warning is at least the threshold (Shin, Ramdas & Rinaldo, "E-detectors", NEJSDS
// 2024, in its Shiryaev-Roberts form); under autocorrelation this is measured (bench/warning), not proved.

import { bets, type Day, Reference, SHIFTS, STICKINESS } from './rank.ts'

/** Days that only fill the reference, at first and never again. */
export const LEARNING = 21

/** One thing that is watched. Its weight is shared out among the streams that take part. */
export interface Stream {
  readonly name: string
  readonly weight: number
  /** In order of day, at most one each; what is tagged as rest is not among them. */
  readonly days: readonly Day[]
}

export interface Agreed {
  /** At most about one false warning in so many days. */
  readonly daysPerWarning: number
  /** The autocorrelation that is taken up. */
  readonly phi?: number
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
  reference: Reference
  /** The days of the reference, in order: kept for what is taken out of it after a warning. */
  kept: Day[]
  evidence: number[]
  /** Of each day since the reset: the product of bets so far, to find where the change began. */
  run: { day: number; log: number }[]
  takesPart: boolean
  next: number
}

/**
 * Goes through all days of all streams in order, as the person lived them. The same days give the same evidence to the bit,
 * since ties were ordered when they were kept.
 */
export function watch(
  streams: readonly Stream[],
  { daysPerWarning, phi = STICKINESS.usual }: Agreed,
): { evidence: Evidence[]; warnings: Warning[] } {
  const watched = streams.map(begin)
  const days = [...new Set(streams.flatMap(({ days }) => days.map(({ day }) => day)))].sort((a, b) => a - b)
  const evidence: Evidence[] = []
  const warnings: Warning[] = []
  // The first stream is the check-in: what is promised counts the days it was asked.
  const asked = new Set(streams[0]?.days.map(({ day }) => day))
  const first = streams[0]?.days[0]?.day ?? days[0] ?? 0
  let answered = 0
  for (const day of days) {
    if (asked.has(day)) answered++
    for (const one of watched) live(one, day, phi)
    const partners = watched.filter(({ takesPart }) => takesPart)
    if (partners.length === 0) {
      join(watched)
      continue
    }
    // What is promised is of days that pass, and an unanswered day brings no evidence.
    const threshold = daysPerWarning * Math.min(1, answered / (day - first + 1))
    const weight = partners.reduce((sum, { stream }) => sum + stream.weight, 0)
    const by = partners.map(({ stream, evidence }) => ({
      name: stream.name,
      evidence: (stream.weight / weight) * mean(evidence),
    }))
    const total = by.reduce((sum, { evidence }) => sum + evidence, 0)
    evidence.push({ day, evidence: total, threshold, by })
    if (total < threshold) continue
    const start = Math.min(...partners.map(startOf))
    const moved = by.filter(({ evidence }) => evidence >= threshold / partners.length).map(({ name }) => name)
    warnings.push({ day, start, by: moved })
    for (const one of watched) reset(one, start)
    join(watched)
  }
  return { evidence, warnings }
}

function begin(stream: Stream): Watched {
  return { stream, reference: new Reference(), kept: [], evidence: zeros(), run: [], takesPart: false, next: 0 }
}

/** Takes one day of a stream, if it has it. */
function live(one: Watched, day: number, phi: number): void {
  const today = one.stream.days[one.next]
  if (today?.day !== day) return
  one.next++
  const rank = one.reference.add(today)
  one.kept.push(today)
  if (!one.takesPart) return
  const won = bets(rank, one.reference.size, phi)
  one.evidence = one.evidence.map((before, at) => (1 + before) * (won[at] ?? 1))
  one.run.push({ day, log: Math.log(mean(won)) })
}

/** A stream joins only at a reset, and with enough days to compare with: else its joining would itself be a choice. */
function join(watched: readonly Watched[]): void {
  for (const one of watched) if (one.kept.length >= LEARNING) one.takesPart = true
}

/** After a warning all begins anew, among the days before the change. */
function reset(one: Watched, start: number): void {
  one.kept = one.kept.filter(({ day }) => day < start)
  one.reference = Reference.of(one.kept)
  one.evidence = zeros()
  one.run = []
  one.takesPart = one.kept.length >= LEARNING
}

/** The day from which the product of bets up to now is largest. */
function startOf({ run }: Watched): number {
  let [best, sum, start] = [Number.NEGATIVE_INFINITY, 0, run.at(-1)?.day ?? Number.POSITIVE_INFINITY]
  for (const { day, log } of run.toReversed()) {
    sum += log
    if (sum > best) [best, start] = [sum, day]
  }
  return start
}

function zeros(): number[] {
  return SHIFTS.map(() => 0)
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length
}
