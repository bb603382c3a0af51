import type { Database } from '../../store/database.ts'

/** What is watched beside the check-in. */
export type StreamName = 'sleep' | 'after-hours'

export interface StreamDay {
  readonly stream: StreamName
  readonly day: string
  /** Hours of sleep, or minutes of work after hours. */
  readonly value: number
  readonly label: number
  /** The day it was first kept. */
  readonly keptOn: string
}

/** Every day of the streams, in order. */
export function readStreamDays(db: Database): StreamDay[] {
  return db.all<StreamDay>('SELECT stream, day, value, label, kept_on AS keptOn FROM stream_day ORDER BY stream, day')
}

/** Keeps days of a stream; a day that is known keeps its label, and takes the new value. Answers how many are new or changed. */
export function keepStreamDays(
  db: Database,
  stream: StreamName,
  days: readonly { day: string; value: number }[],
  today: string,
  random: () => number,
): number {
  return db.transaction(() => {
    let kept = 0
    for (const { day, value } of days)
      kept += db.run(
        `INSERT INTO stream_day (stream, day, value, label, kept_on) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (stream, day) DO UPDATE SET value = ?3 WHERE value <> ?3`,
        stream,
        day,
        value,
        random(),
        today,
      ).changes
    return kept
  })
}

export function dropStream(db: Database, stream: StreamName): void {
  db.run('DELETE FROM stream_day WHERE stream = ?', stream)
}

/** Up to which day it was looked whether a warning is due. */
export function judgedTo(db: Database): string | undefined {
  return db.get<{ day: string }>('SELECT day FROM judged')?.day
}

export function keepJudged(db: Database, day: string): void {
  db.run('INSERT OR REPLACE INTO judged (id, day) VALUES (1, ?)', day)
}

/** A warning as it was given. Days are local, YYYY-MM-DD. */
export interface GivenWarning {
  readonly id: number
  readonly day: string
  readonly start: string
  readonly streams: readonly string[]
  readonly hiddenAt: number | null
  /** Whether it was real, by the person's word; null while they have not said. */
  readonly real: boolean | null
  readonly answeredDay: string | null
}

/** Every warning there was, oldest first. */
export function readWarnings(db: Database): GivenWarning[] {
  return db
    .all<Omit<GivenWarning, 'streams' | 'real'> & { streams: string; real: number | null }>(
      `SELECT id, day, start, streams, hidden_at AS hiddenAt, was_real AS real, answered_day AS answeredDay
       FROM warning ORDER BY day`,
    )
    .map(row => ({ ...row, streams: row.streams.split(' '), real: row.real === null ? null : row.real === 1 }))
}

export function keepWarning(
  db: Database,
  { day, start, streams }: Pick<GivenWarning, 'day' | 'start' | 'streams'>,
  now: number,
): void {
  db.run(
    'INSERT OR IGNORE INTO warning (day, start, streams, raised_at) VALUES (?, ?, ?, ?)',
    day,
    start,
    streams.join(' '),
    now,
  )
}

/** Hides a warning's line, for good. */
export function hideWarning(db: Database, id: number, now: number): void {
  db.run('UPDATE warning SET hidden_at = ? WHERE id = ? AND hidden_at IS NULL', now, id)
}

/** Keeps whether a warning was real; null takes the word back. */
export function answerWarning(db: Database, id: number, real: boolean | null, today: string, now: number): void {
  db.run(
    'UPDATE warning SET was_real = ?, answered_day = ?, answered_at = ? WHERE id = ?',
    real === null ? null : Number(real),
    real === null ? null : today,
    real === null ? null : now,
    id,
  )
}
