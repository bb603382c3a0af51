import type { Database } from '../../store/database.ts'
import type { Rest } from '../rest.ts'

/** Every rest there was, is, or is planned, oldest first; one that was ended early has the days it had. */
export function readRests(db: Database): Rest[] {
  return db.all<Rest>('SELECT id, first, last FROM rest WHERE last >= first ORDER BY first')
}

/**
 * Begins a rest. One that is there already ends on the day the person said (`exactly`), or else no sooner. What was said of
 * editions before holds no more.
 */
export function addRest(db: Database, first: string, last: string, now: number, exactly = false): void {
  db.transaction(() => {
    const there = readRests(db).find(rest => rest.first <= last && rest.last >= first)
    if (there)
      db.run(
        'UPDATE rest SET first = min(first, ?1), last = max(?2, CASE WHEN ?3 THEN ?2 ELSE last END) WHERE id = ?4',
        first,
        last,
        Number(exactly),
        there.id,
      )
    else db.run('INSERT INTO rest (first, last, made_at) VALUES (?, ?, ?)', first, last, now)
    db.run('UPDATE edition_word SET until = ?1 WHERE until > ?1', now)
  })
}

/** Ends the rest that lies over a day, before it: that day is no longer one of it. Answers whether there was one. */
export function endRest(db: Database, day: string): boolean {
  const before = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
  return db.run('UPDATE rest SET last = ?1 WHERE first <= ?2 AND last >= ?2', before, day).changes > 0
}
