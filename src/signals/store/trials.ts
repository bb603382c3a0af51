import type { Database } from '../../store/database.ts'
import { dayNumber } from '../check-in.ts'
import { OUTCOMES, type Outcome, type Pause, type Result, type Trial } from '../trial.ts'

/** A trial as it was kept, with how it ended. */
export interface KeptTrial extends Trial {
  readonly id: number
  /** Which of the things that can be asked about it is; empty for words of the person's own. */
  readonly doingKey: string
  readonly question: string
  /** YYYY-MM-DD, null while it goes on; and why it ended. */
  readonly endedOn: string | null
  readonly endedWhy: 'early' | 'given-up' | 'over' | null
  /** What it had told when it ended. */
  readonly result: Result | undefined
}

interface Row {
  id: number
  doing: string
  doingKey: string
  question: string
  outcome: Outcome
  lag: 0 | 1
  pairs: number
  spread: number
  seed: string
  first: string
  ended_on: string | null
  ended_why: KeptTrial['endedWhy']
  result: string | null
}

/** Every trial, oldest first. */
export function readTrials(db: Database): KeptTrial[] {
  return db
    .all<Row>(
      'SELECT id, doing, doing_key AS doingKey, question, outcome, lag, pairs, spread, seed, first, ended_on, ended_why, result FROM trial ORDER BY id',
    )
    .map(({ first, ended_on, ended_why, result, ...row }) => ({
      ...row,
      first: dayNumber(first),
      endedOn: ended_on,
      endedWhy: ended_why,
      result: result === null ? undefined : (JSON.parse(result, unboundedRead) as Result),
    }))
}

/** The trial that is under way, if one is. */
export function presentTrial(db: Database): KeptTrial | undefined {
  return readTrials(db).findLast(({ endedOn }) => endedOn === null)
}

/** Writes a trial down, before its first day. One at a time: answers whether it was kept. */
export function keepTrial(
  db: Database,
  trial: Omit<Trial, 'first'> & { doingKey: string; question: string; first: string },
  now: number,
): boolean {
  return db.transaction(() => {
    if (presentTrial(db)) return false
    db.run(
      `INSERT INTO trial (doing, doing_key, question, outcome, higher_is_better, lag, pairs, spread, seed, first, made_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      trial.doing,
      trial.doingKey,
      trial.question,
      trial.outcome,
      Number(OUTCOMES[trial.outcome].higherIsBetter),
      trial.lag,
      trial.pairs,
      trial.spread,
      trial.seed,
      trial.first,
      now,
    )
    return true
  })
}

/** Ends a trial and keeps what it had told. */
export function endTrial(
  db: Database,
  id: number,
  day: string,
  why: NonNullable<KeptTrial['endedWhy']>,
  result: Result,
): void {
  db.run(
    'UPDATE trial SET ended_on = ?, ended_why = ?, result = ? WHERE id = ? AND ended_on IS NULL',
    day,
    why,
    JSON.stringify(result, unboundedWrite),
    id,
  )
}

// JSON knows no infinity, and an interval of few pairs has no limits.
function unboundedWrite(_: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY ? String(value) : value
}

function unboundedRead(_: string, value: unknown): unknown {
  return value === 'Infinity' || value === '-Infinity' ? Number(value) : value
}

/** The pauses of a trial; one that lasts has no end. */
export function readPauses(db: Database, id: number): Pause[] {
  return db
    .all<{ first: string; last: string | null }>(
      'SELECT first, last FROM trial_pause WHERE trial_id = ? ORDER BY first',
      id,
    )
    .map(({ first, last }) => ({
      first: dayNumber(first),
      last: last === null ? Number.POSITIVE_INFINITY : dayNumber(last),
    }))
}

/** Lets a trial stand still from a day on. */
export function pauseTrial(db: Database, id: number, day: string): void {
  if (readPauses(db, id).some(({ last }) => last === Number.POSITIVE_INFINITY)) return
  db.run('INSERT OR REPLACE INTO trial_pause (trial_id, first, last) VALUES (?, ?, NULL)', id, day)
}

/** Lets it go on after a day. */
export function resumeTrial(db: Database, id: number, day: string): void {
  db.run('UPDATE trial_pause SET last = ? WHERE trial_id = ? AND last IS NULL', day, id)
}

/** Whether the person kept to what was drawn, by day. */
export function keepTrialDay(db: Database, id: number, day: string, kept: boolean): void {
  db.run('INSERT OR REPLACE INTO trial_day (trial_id, day, kept) VALUES (?, ?, ?)', id, day, Number(kept))
}

export function trialDays(db: Database, id: number): { day: string; kept: boolean }[] {
  return db
    .all<{ day: string; kept: number }>('SELECT day, kept FROM trial_day WHERE trial_id = ? ORDER BY day', id)
    .map(({ day, kept }) => ({ day, kept: kept === 1 }))
}

/** Every trial with its pauses and days. */
export function everyTrial(db: Database): object[] {
  return readTrials(db).map(trial => ({ ...trial, pauses: readPauses(db, trial.id), days: trialDays(db, trial.id) }))
}
