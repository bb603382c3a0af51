import type { Database } from '../../store/database.ts'

/** What can show a trace of work: git in folders the person named, their editor, their browser's closed sites. */
export type Sensor = 'git' | 'editor' | 'browser'

const HOUR = 3600_000

/** Notes that a sensor showed a sign of life. */
export function noteLife(db: Database, sensor: Sensor, now: number): void {
  db.run('INSERT OR IGNORE INTO sensor_life (sensor, hour) VALUES (?, ?)', sensor, Math.floor(now / HOUR) * HOUR)
}

/** The hours (ms) in which a sensor showed a sign of life, within a stretch of time. */
export function livesOf(db: Database, sensor: Sensor, from: number, to: number): number[] {
  return db
    .all<{ hour: number }>(
      'SELECT hour FROM sensor_life WHERE sensor = ? AND hour >= ? AND hour < ? ORDER BY hour',
      sensor,
      from,
      to,
    )
    .map(({ hour }) => hour)
}

/** A sensor's last sign of life, to the hour (ms). */
export function lastLife(db: Database, sensor: Sensor): number | undefined {
  return (
    db.get<{ hour: number | null }>('SELECT max(hour) AS hour FROM sensor_life WHERE sensor = ?', sensor)?.hour ??
    undefined
  )
}
