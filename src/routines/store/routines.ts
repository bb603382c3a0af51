import * as v from 'valibot'
import type { Database } from '../../store/database.ts'
import { json, Weekdays } from '../../store/json.ts'
import { type Free, type Kind, MOST_ROUTINES, type Routine } from '../routine.ts'

interface Row extends Omit<Routine, 'noProjects' | 'kind' | 'slot'> {
  readonly kind: Kind
  readonly noProjects: number
  readonly days: string
  readonly time: string
}

const Days = json(Weekdays)

const COLUMNS = 'id, words, kind, times, if_then AS ifThen, no_projects AS noProjects, begun, ended, days, time'

/** The routines that go on, in the person's order. */
export function presentRoutines(db: Database): Routine[] {
  return db.all<Row>(`SELECT ${COLUMNS} FROM routine WHERE ended IS NULL ORDER BY position, id`).map(fromRow)
}

/** Every routine there was, in the person's order. */
export function everyRoutine(db: Database): Routine[] {
  return db.all<Row>(`SELECT ${COLUMNS} FROM routine ORDER BY position, id`).map(fromRow)
}

function fromRow({ days, time, ...row }: Row): Routine {
  return { ...row, noProjects: row.noProjects === 1, slot: { days: v.parse(Days, days), time } }
}

/** Adds a routine at the end; answers false when there are as many as may be. */
export function addRoutine(db: Database, routine: Omit<Routine, 'id' | 'ended'>): boolean {
  return db.transaction(() => {
    if (presentRoutines(db).length >= MOST_ROUTINES) return false
    db.run(
      `INSERT INTO routine (words, kind, times, if_then, no_projects, position, begun, days, time)
       VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM routine), ?, ?, ?)`,
      routine.words,
      routine.kind,
      routine.times,
      routine.ifThen,
      Number(routine.noProjects),
      routine.begun,
      JSON.stringify(routine.slot.days),
      routine.slot.time,
    )
    return true
  })
}

/** Changes what a routine says; its marks stay. Answers whether there is one. */
export function changeRoutine(db: Database, { id, ...routine }: Omit<Routine, 'begun' | 'ended'>): boolean {
  const { changes } = db.run(
    `UPDATE routine SET words = ?, kind = ?, times = ?, if_then = ?, no_projects = ?, days = ?, time = ?
     WHERE id = ?`,
    routine.words,
    routine.kind,
    routine.times,
    routine.ifThen,
    Number(routine.noProjects),
    JSON.stringify(routine.slot.days),
    routine.slot.time,
    id,
  )
  return changes === 1
}

/** Puts a routine before the one above it. */
export function raiseRoutine(db: Database, id: number): void {
  db.transaction(() => {
    const all = presentRoutines(db)
    const at = all.findIndex(routine => routine.id === id)
    const [above, here] = [all[at - 1], all[at]]
    if (!above || !here) return
    const order = all.with(at - 1, here).with(at, above)
    for (const [position, routine] of order.entries())
      db.run('UPDATE routine SET position = ? WHERE id = ?', position, routine.id)
  })
}

/** Ends a routine, or (null) lets it go on; answers whether there is one and room for it. */
export function endRoutine(db: Database, id: number, day: string | null): boolean {
  if (day === null && presentRoutines(db).length >= MOST_ROUTINES) return false
  // One that was let go long ago stays so, whatever old page says it again.
  return (
    db.run('UPDATE routine SET ended = ?1 WHERE id = ?2 AND (ended IS NULL) = (?1 IS NOT NULL)', day, id).changes === 1
  )
}

/** The days on which a routine happened, oldest first. */
export function marksOf(db: Database, id: number): string[] {
  return db
    .all<{ day: string }>('SELECT day FROM routine_mark WHERE routine_id = ? ORDER BY day', id)
    .map(({ day }) => day)
}

/** Marks a day of a routine that goes on and had begun by then. */
export function markRoutine(db: Database, id: number, day: string): void {
  db.run(
    'INSERT OR IGNORE INTO routine_mark (routine_id, day) SELECT id, ?2 FROM routine WHERE id = ?1 AND begun <= ?2 AND ended IS NULL',
    id,
    day,
  )
}

/** Takes the mark of a day back; answers whether there was one. */
export function unmarkRoutine(db: Database, id: number, day: string): boolean {
  return db.run('DELETE FROM routine_mark WHERE routine_id = ? AND day = ?', id, day).changes > 0
}

/** Days on which nothing is meant of a routine, those meant of all among them. */
export function freeOf(db: Database, id: number): Free[] {
  return db.all<Free>('SELECT first, last FROM routine_free WHERE routine_id = ? OR routine_id IS NULL', id)
}

/** A stretch of free days that was said: of the routine of these words, or (null) of all. */
export interface Freed extends Free {
  readonly id: number
  readonly of: string | null
}

/** Every stretch of free days that was said, in the order it was. */
export function everyFree(db: Database): Freed[] {
  return db.all(
    `SELECT routine_free.id AS id, first, last, words AS "of" FROM routine_free LEFT JOIN routine ON routine.id = routine_id
     WHERE last >= first ORDER BY routine_free.id`,
  )
}

/** Frees days: of one routine, or (null) of all. Answers the stretch's id; undefined where there is no such routine. */
export function addFree(db: Database, id: number | null, { first, last }: Free): number | undefined {
  if (id !== null && !everyRoutine(db).some(routine => routine.id === id)) return undefined
  return db.run('INSERT INTO routine_free (routine_id, first, last) VALUES (?, ?, ?)', id, first, last).id
}

/** Takes a stretch of free days back as if it had not been said. */
export function takeFreeBack(db: Database, id: number): void {
  db.run('DELETE FROM routine_free WHERE id = ?', id)
}

/** Ends what frees a day of all routines: from that day on they are meant again. */
export function endFree(db: Database, day: string): void {
  const before = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
  db.run('UPDATE routine_free SET last = ?1 WHERE routine_id IS NULL AND first <= ?2 AND last >= ?2', before, day)
}

/** Everything of routines that is the person's. */
export function routineExport(db: Database): object {
  return {
    routines: everyRoutine(db).map(routine => ({ ...routine, marks: marksOf(db, routine.id) })),
    freeDays: db.all('SELECT routine_id AS routine, first, last FROM routine_free WHERE last >= first ORDER BY id'),
  }
}
