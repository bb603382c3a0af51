import { composite, dayNumber, dayOf } from '../check-in.ts'
import { readCheckIns } from '../store/check-ins.ts'
import { endTrial, type KeptTrial, keepTrial, presentTrial, readPauses, trialDays } from '../store/trials.ts'
import { readStreamDays } from '../store/watch.ts'
import { stands } from '../strain.ts'
import {
  analyse,
  differences,
  type Feasibility,
  feasibility,
  lastDay,
  OUTCOMES,
  type Outcome,
  type Progress,
  pairsOf,
  refusal,
  type When,
} from '../trial.ts'
import type { Doing, SignalTools } from './tools.ts'
import { readKnown, today } from './watching.ts'

/** An outcome by day, as numbers since 1970. */
export function outcomeDays({ db }: SignalTools, outcome: Outcome): Map<number, number> {
  if (outcome === 'sleep-hours' || outcome === 'after-hours') {
    const stream = outcome === 'sleep-hours' ? 'sleep' : 'after-hours'
    return new Map(
      readStreamDays(db)
        .filter(day => day.stream === stream)
        .map(({ day, value }) => [dayNumber(day), value]),
    )
  }
  return new Map(
    readCheckIns(db).flatMap(({ day, marks }) => {
      const value = outcome === 'all' ? composite(marks) : marks[outcome]
      return value === null || value === undefined ? [] : [[dayNumber(day), value] as const]
    }),
  )
}

/** What a person wants to know of themselves. */
export interface Wish {
  readonly doing: string
  readonly outcome: Outcome
  readonly lag: 0 | 1
  /** The smallest difference that would matter, in the outcome's unit. */
  readonly matters: number
  /** Days they would give it. */
  readonly most: number
  readonly when: When
}

export type Answerable = { readonly refused: string } | { readonly tooFew: true } | { readonly feasible: Feasibility }

/** Whether it can be answered, before anything starts. */
export function check(tools: SignalTools, wish: Wish): Answerable {
  const refused = refusal(wish.doing)
  if (refused) return { refused }
  const feasible = feasibility(outcomeDays(tools, wish.outcome), wish)
  return feasible ? { feasible } : { tooFew: true }
}

/** "On days I stop at 18:30, do I sleep better?" */
export function questionOf({ doing, outcome }: Pick<Wish, 'doing' | 'outcome'>): string {
  return `On days I ${doing}, do I ${OUTCOMES[outcome].asks}?`
}

/** Starts a trial tomorrow, if it can be answered and none is under way; the draw is made now, once. */
export function start(tools: SignalTools, wish: Wish): boolean {
  const { db, clock, random } = tools
  const answer = check(tools, wish)
  // What happens on one weekday only cannot be drawn within pairs of days.
  if (isUnsettled(tools)) return false
  if (!('feasible' in answer) || !answer.feasible.cheapest || wish.when !== 'any-day') return false
  const seed = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
  return keepTrial(
    db,
    {
      doing: wish.doing,
      doingKey: tools.doings().find(({ words, present }) => present && words === wish.doing)?.key ?? '',
      question: questionOf(wish),
      outcome: wish.outcome,
      lag: wish.lag,
      pairs: answer.feasible.cheapest.pairs,
      spread: answer.feasible.spread,
      seed,
      first: dayOf(dayNumber(today(tools)) + 1),
    },
    clock.now(),
  )
}

/** Whether a trial asks about a thing: by its key, since its words may have changed; one begun before there were keys by its words. */
export function isAbout({ doing, doingKey }: KeptTrial, { key, words }: Pick<Doing, 'key' | 'words'>): boolean {
  return doingKey === '' ? words === doing : key === doingKey
}

export function progressOf(tools: SignalTools, trial: KeptTrial): Progress {
  const now = dayNumber(today(tools))
  const pauses = readPauses(tools.db, trial.id)
  const pairs = pairsOf(trial, pauses)
  const end = lastDay(trial, pauses)
  const paused = pauses.some(({ last }) => last >= now && last === Number.POSITIVE_INFINITY)
  const over = pairs.filter(({ done, left }) => Math.max(done, left) + trial.lag <= now)
  const found = differences(trial, over, outcomeDays(tools, trial.outcome))
  const ended = !paused && pairs.length === trial.pairs && over.length === pairs.length && now > end
  return {
    result: trial.result ?? analyse(trial, found, ended),
    doIt:
      trial.endedOn === null && !paused
        ? pairs.flatMap(({ done, left }) => (done === now ? [true] : left === now ? [false] : []))[0]
        : undefined,
    paused,
    last: dayOf(end),
  }
}

/** How often it went as it was drawn, by the person's word, or else by what they marked of their week; of as many past days. */
export function adherence(tools: SignalTools, trial: KeptTrial): { kept: number; of: number } {
  const said = new Map(trialDays(tools.db, trial.id).map(({ day, kept }) => [day, kept]))
  const doing = tools.doings().find(one => isAbout(trial, one))
  const now = dayNumber(today(tools))
  const went = pairsOf(trial, readPauses(tools.db, trial.id))
    .flatMap(({ done, left }) => [
      { day: done, doIt: true },
      { day: left, doIt: false },
    ])
    .filter(({ day }) => day < now || said.has(dayOf(day)))
    .flatMap(({ day, doIt }) => said.get(dayOf(day)) ?? (doing ? doing.days.has(dayOf(day)) === doIt : []))
  return { kept: went.filter(Boolean).length, of: went.length }
}

/** Whether a warning stands: then no trial starts. */
export function isUnsettled(tools: SignalTools): boolean {
  const known = readKnown(tools)
  return known.warnings.some(warning => stands(known, warning, dayNumber(today(tools))))
}

/** Gives the present trial up, or takes its early answer. */
export function end(tools: SignalTools, why: 'early' | 'given-up' | 'over'): void {
  const trial = presentTrial(tools.db)
  if (trial) endTrial(tools.db, trial.id, today(tools), why, progressOf(tools, trial).result)
}
