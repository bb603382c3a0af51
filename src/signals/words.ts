// What pages and commands say of the person's days. Never what is wrong with them: only what changed from their own usual.

import { dayWords } from '../time/weekly.ts'
import { ASKED, type CheckIn, dayNumber, SIGNS, type Sign, weight } from './check-in.ts'
import type { KeptTrial } from './store/trials.ts'
import { type Known, moved, type Strain, usual } from './strain.ts'
import { OUTCOMES, type Progress } from './trial.ts'
import { type Evidence, LEARNING } from './warning.ts'

/** Until so many answers the usual is known only roughly. */
const SURE = 60
const HEAVIER = 0.7

/** Where the person is against their own usual, in a sentence or two. */
export function whereWords(
  { strain, level, since, known }: { strain: Strain; level: boolean; since: string | undefined; known: Known },
  today: string,
): string {
  const learned = usual(known, dayNumber(today) + 1).length
  switch (strain) {
    case 'strained':
      return level
        ? 'These weeks weigh heavily, by your own word.'
        : `Since about ${dayWords(since ?? today, today)} your days are heavier than your usual.`
    case 'changed':
      return `Since about ${dayWords(since ?? today, today)} your days have changed from your own usual.`
    case 'steady':
      return learned < SURE
        ? `Your days are like your own usual, as far as ${learned} of them can tell.`
        : 'Your days are like your own usual.'
    case 'unknown':
      return learned < LEARNING
        ? `Your usual is still being learned: ${learned} of ${LEARNING} days.`
        : 'Too little was said lately to tell.'
  }
}

/** "at most about one false warning a year" */
export function promiseWords(years: number): string {
  return years === 1
    ? 'at most about one false warning a year'
    : `at most about one false warning in ${years === 2 ? 'two' : 'five'} years`
}

// Of simulated people with five signs and ten per cent of days missing: median days from a change of one and of half a
// standard deviation to the warning (npm run bench -- warning).
const DAYS_TO_WARN: Record<number, Record<'daily' | 'thrice', readonly [number, number]>> = {
  1: { daily: [11, 28], thrice: [25, 72] },
  2: { daily: [14, 38], thrice: [34, 128] },
  5: { daily: [18, 54], thrice: [48, 314] },
}

const HARDLY = 180

/** How long a warning takes, by how often one checks in. */
export function delayWords(years: number, daysAWeek: number): string {
  const [much, some] = DAYS_TO_WARN[years]?.[daysAWeek > 4 ? 'daily' : 'thrice'] ?? [0, 0]
  const half = some > HARDLY ? 'hardly at all' : `after about ${some}`
  return `A large change is noticed after about ${much} days, one half as large ${half}.`
}

/** The signs that weigh more since the start of a change, those that moved most first. */
export function movedSigns(checkIns: readonly CheckIn[], start: string): { sign: Sign; chance: number }[] {
  return SIGNS.flatMap(sign => {
    const weights = (some: readonly CheckIn[]) =>
      some.flatMap(({ marks }) => (marks[sign] === null ? [] : [weight(sign, marks[sign])]))
    const chance = moved(
      weights(checkIns.filter(({ day }) => day < start)),
      weights(checkIns.filter(({ day }) => day >= start)),
    )
    return chance !== undefined && chance >= HEAVIER ? [{ sign, chance }] : []
  }).sort((a, b) => b.chance - a.chance)
}

const STREAMS: Record<string, string> = {
  'check-in': 'your check-ins',
  sleep: 'your hours of sleep',
  'after-hours': 'your work after hours',
}

/** What a change was seen in. */
export function seenInWords(streams: readonly string[], signs: readonly { sign: Sign }[]): string {
  const parts = streams.map(name => STREAMS[name] ?? name)
  const most = signs.map(({ sign }) => ASKED[sign].name.toLowerCase())
  return `Seen in ${listed(parts)}${most.length > 0 ? `; most of it in ${listed(most)}` : ''}.`
}

/** "a, b and c" */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** The ledger of warnings in a line. */
export function ledgerWords(warnings: readonly { real: boolean | null }[]): string {
  if (warnings.length === 0) return 'No warning yet.'
  const count = (real: boolean | null) => warnings.filter(warning => warning.real === real).length
  return `${warnings.length === 1 ? 'One warning' : `${warnings.length} warnings`} so far: ${count(true)} real, ${count(false)} not, ${count(null)} open.`
}

/** Where the evidence stands on the way to its level, in words. */
export function evidenceWords({ evidence, threshold }: Pick<Evidence, 'evidence' | 'threshold'>): string {
  const [now, level] = [Math.round(evidence), Math.round(threshold)]
  if (evidence >= threshold)
    return `${now}; a warning takes ${level}, and none comes within 30 days of the last, or while it stands.`
  const near = Math.log(evidence + 1) / Math.log(threshold + 1) > 0.75
  return `${now} of the ${level} that a warning takes${near ? ', which is near' : ''}.`
}

export const ABOUT_HALF = 'About half of such warnings turn out real.'

/** What was taken from a file of nights. */
export function takenWords(
  {
    nights,
    changed,
    skipped,
    first,
    last,
  }: { nights: number; changed: number; skipped: number; first: string; last: string },
  today: string,
): string {
  const lines = skipped > 0 ? ` ${skipped} ${skipped === 1 ? 'line' : 'lines'} could not be read.` : ''
  return `${nights} nights from ${dayWords(first, today)} to ${dayWords(last, today)}, ${changed} of them new.${lines}`
}

/** What a trial has told so far. */
export function resultWords(
  { outcome, endedWhy }: Pick<KeptTrial, 'outcome' | 'endedWhy'>,
  { result, last, paused }: Progress,
): string {
  const { unit } = OUTCOMES[outcome]
  const by = (value: number) => value.toFixed(1)
  const [low, high] = result.interval
  const size = Number.isFinite(low) ? `By ${by(result.mean)} ${unit}, and between ${by(low)} and ${by(high)}.` : ''
  const chance = `The chance that it helps at all is ${Math.min(99, Math.max(1, Math.round(result.chance * 100)))} in 100.`
  if (result.verdict === 'works') return `It helps. ${size}`
  if (result.verdict === 'cannot-tell') return `Can’t tell. ${size} ${chance}`.replace(/ {2,}/g, ' ')
  if (endedWhy === 'given-up') return `Given up after ${result.pairs} pairs; that is fine.`
  const count = result.pairs === 0 ? 'No pair' : result.pairs === 1 ? 'One pair' : `${result.pairs} pairs`
  return paused ? `${count} so far.` : `${count} so far. It is told on ${last}, or before if it is very clear.`
}

/** What is drawn for today. */
export function todayWords(
  trial: Pick<KeptTrial, 'doing'>,
  { doIt, last }: Progress,
  today: string,
  waits: boolean,
): string {
  if (waits) return 'It begins tomorrow.'
  if (doIt === undefined) return last < today ? 'Its days are over.' : 'Today counts for nothing.'
  return doIt ? `Today with it: ${trial.doing}.` : `Today without it (${trial.doing}): do as you would otherwise.`
}

/** "it did on 9 of 11 days that can be told" */
export function adherenceWords({ kept, of }: { kept: number; of: number }): string {
  return of === 0 ? 'you have not said' : `it did on ${kept} of ${of} days that can be told`
}
