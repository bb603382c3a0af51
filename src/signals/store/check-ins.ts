import type { Database } from '../../store/database.ts'
import { type CheckIn, type Marks, MOST_LINE } from '../check-in.ts'

interface Row extends Marks {
  readonly day: string
  readonly line: string
  readonly label: number
  readonly answered_at: number
}

/** Every check-in, in order of day. */
export function readCheckIns(db: Database): CheckIn[] {
  return db
    .all<Row>('SELECT * FROM check_in ORDER BY day')
    .map(({ day, line, label, answered_at, sleep, irritation, pull, dread, behind }) => ({
      day,
      marks: { sleep, irritation, pull, dread, behind },
      line,
      label,
      answeredAt: answered_at,
    }))
}

/** Keeps a day's marks and line; said again, the day keeps the label it was given first. */
export function keepCheckIn(db: Database, { day, marks, line, label, answeredAt }: CheckIn): void {
  db.run(
    `INSERT INTO check_in (day, sleep, irritation, pull, dread, behind, line, label, answered_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
     ON CONFLICT (day) DO UPDATE SET
       sleep = ?2, irritation = ?3, pull = ?4, dread = ?5, behind = ?6, line = ?7, answered_at = ?9`,
    day,
    ...valuesOf(marks),
    line.trim().replace(/\s+/g, ' ').slice(0, MOST_LINE),
    label,
    answeredAt,
  )
}

function valuesOf({ sleep, irritation, pull, dread, behind }: Marks): (number | null)[] {
  return [sleep, irritation, pull, dread, behind]
}

/** Takes one day's check-in away, and overwrites where it stood; answers whether there was one. */
export function dropCheckIn(db: Database, day: string): boolean {
  db.script('PRAGMA secure_delete = ON')
  return db.run('DELETE FROM check_in WHERE day = ?', day).changes > 0
}

/** Since when it is asked: the day the person turned it on, or turned it on again. */
export function askedSince(db: Database): string | undefined {
  return db.get<{ day: string | null }>("SELECT max(day) AS day FROM card WHERE kind = 'asking'")?.day ?? undefined
}
