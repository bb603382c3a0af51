import type { Database } from '../../store/database.ts'
import type { SensorLife, SensorName, Trace } from '../evening.ts'

const HOUR = 3600_000
const MINUTE = 60_000

/** Notes that a sensor showed a sign of life. */
export function noteLife(db: Database, sensor: SensorName, now: number): void {
  db.run('INSERT OR IGNORE INTO sensor_life (sensor, hour) VALUES (?, ?)', sensor, Math.floor(now / HOUR) * HOUR)
}

/** A sensor's last sign of life, to the hour (ms). */
export function lastLife(db: Database, sensor: SensorName): number | undefined {
  return (
    db.get<{ hour: number | null }>('SELECT max(hour) AS hour FROM sensor_life WHERE sensor = ?', sensor)?.hour ??
    undefined
  )
}

/** A folder whose git history is read. `trouble` is why the last reading failed, or empty. */
export interface TraceFolder {
  readonly path: string
  readonly addedAt: number
  readonly removedAt: number | null
  readonly triedAt: number | null
  readonly readAt: number | null
  /** The addresses it was read for, as one text. */
  readonly emails: string
  readonly trouble: string
}

const FOLDER =
  'path, added_at AS addedAt, removed_at AS removedAt, tried_at AS triedAt, read_at AS readAt, emails, trouble'

/** The folders that are read. */
export function traceFolders(db: Database): TraceFolder[] {
  return db.all<TraceFolder>(`SELECT ${FOLDER} FROM trace_folder WHERE removed_at IS NULL ORDER BY path`)
}

export function addFolder(db: Database, path: string, now: number): void {
  db.run(
    `INSERT INTO trace_folder (path, added_at) VALUES (?1, ?2)
     ON CONFLICT (path) DO UPDATE SET removed_at = NULL, added_at = ?2, trouble = '' WHERE removed_at IS NOT NULL`,
    path,
    now,
  )
}

/** Reads a folder no more; answers whether it was read. */
export function removeFolder(db: Database, path: string, now: number): boolean {
  return db.run('UPDATE trace_folder SET removed_at = ? WHERE path = ? AND removed_at IS NULL', now, path).changes === 1
}

/** Notes how a reading went; only one that went well moves the moment from which the next goes on. */
export function noteReading(db: Database, path: string, now: number, emails: string, trouble: string): void {
  if (trouble) db.run('UPDATE trace_folder SET tried_at = ?, trouble = ? WHERE path = ?', now, trouble, path)
  else
    db.run(
      "UPDATE trace_folder SET tried_at = ?1, read_at = ?1, emails = ?2, trouble = '' WHERE path = ?3",
      now,
      emails,
      path,
    )
}

/** Keeps signs of work, to the minute; one that is known already is not kept again. */
export function keepTraces(
  db: Database,
  sensor: Trace['sensor'],
  traces: readonly { at: number; project: string; machine: boolean; offset: number | null }[],
): void {
  db.transaction(() => {
    for (const { at, project, machine, offset } of traces) {
      db.run(
        'INSERT OR IGNORE INTO trace (sensor, minute, project, machine, offset_minutes) VALUES (?, ?, ?, ?, ?)',
        sensor,
        Math.floor(at / MINUTE) * MINUTE,
        project,
        Number(machine),
        offset,
      )
    }
  })
}

/** The signs of work in a stretch of time (ms). */
export function tracesIn(db: Database, from: number, to: number): Trace[] {
  return db
    .all<{ sensor: Trace['sensor']; minute: number; machine: number; offset: number | null }>(
      `SELECT DISTINCT sensor, minute, machine, offset_minutes AS offset FROM trace
       WHERE minute >= ? AND minute < ? ORDER BY minute`,
      from,
      to,
    )
    .map(row => ({ ...row, machine: row.machine === 1 }))
}

export function everyTrace(db: Database): object[] {
  return db.all('SELECT sensor, minute, project, machine, offset_minutes AS offset FROM trace ORDER BY minute')
}

/** The sensors that are on or were, with their signs of life since a moment (ms). */
export function sensorLives(db: Database, since: number): SensorLife[] {
  const on = db.all<{ sensor: SensorName; from: number; to: number | null }>(
    `SELECT 'git' AS sensor, min(added_at) AS "from", max(coalesce(removed_at, 1e15)) AS "to" FROM trace_folder
     UNION ALL SELECT 'editor', made_at, removed_at FROM access_key WHERE name = 'editor'
     UNION ALL SELECT 'browser', min(paired_at), max(coalesce(removed_at, 1e15)) FROM extension`,
  )
  return on
    .filter(({ from }) => from !== null)
    .map(({ sensor, from, to }) => ({
      sensor,
      from,
      to: to ?? Number.POSITIVE_INFINITY,
      lives: db
        .all<{ hour: number }>(
          'SELECT hour FROM sensor_life WHERE sensor = ? AND hour >= ? ORDER BY hour',
          sensor,
          since,
        )
        .map(({ hour }) => hour),
    }))
}

/** The person's own word for an evening, 0 to 10; null when they left it out. */
export interface MindOff {
  readonly evening: string
  readonly value: number | null
  readonly answeredAt: number
}

export function keepMindOff(db: Database, evening: string, value: number | null, now: number): void {
  db.run('INSERT OR REPLACE INTO mind_off (evening, value, answered_at) VALUES (?, ?, ?)', evening, value, now)
}

export function mindOffs(db: Database): MindOff[] {
  return db.all<MindOff>('SELECT evening, value, answered_at AS answeredAt FROM mind_off ORDER BY evening')
}
