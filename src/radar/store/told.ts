import type { Database } from '../../store/database.ts'

/** What became of something that reached the person another way: an edition had it, or left it out, or no source did. */
export type Outcome = 'caught' | 'left-out' | 'not-carried'

/**
 * Keeps that an item reached the person another way, and whether telling it kept it; the first word on it counts. Answers
 * whether it is new.
 */
export function keepTold(db: Database, item: number, outcome: Outcome, kept: boolean, now: number): boolean {
  const sql = 'INSERT OR IGNORE INTO told (item_id, outcome, at, kept) VALUES (?, ?, ?, ?)'
  return db.run(sql, item, outcome, now, Number(kept)).changes > 0
}

/** Takes that back. Answers whether it was there, and whether telling it had kept the item. */
export function forgetTold(db: Database, item: number): { kept: boolean } | undefined {
  const row = db.get<{ kept: number }>('SELECT kept FROM told WHERE item_id = ?', item)
  db.run('DELETE FROM told WHERE item_id = ?', item)
  return row && { kept: row.kept === 1 }
}

/** Everything that was told elsewhere, the last first. */
export function allTold(db: Database): { item: number; outcome: Outcome; at: number }[] {
  return db.all('SELECT item_id AS item, outcome, at FROM told ORDER BY id DESC')
}

/** Whether an opened edition had an item, neither by the person's own hand nor to wander to. */
export function wasShown(db: Database, item: number): boolean {
  return (
    db.get(
      `SELECT 1 FROM edition_story JOIN edition ON edition.id = edition_id
       WHERE opened_at IS NOT NULL AND why ->> 'pulled' IS NULL AND why ->> 'wander' IS NULL
         AND (item_id = ?1 OR EXISTS (SELECT 1 FROM json_each(also) WHERE value = ?1))`,
      item,
    ) !== undefined
  )
}
