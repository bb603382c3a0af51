import * as v from 'valibot'
import type { Database } from '../../store/database.ts'
import type { Rest } from '../rest.ts'

/** Every rest there was, is, or is planned, oldest first; one that was ended early has the days it had. */
export function readRests(db: Database): Rest[] {
  return db.all<Rest>('SELECT id, first, last FROM rest WHERE last >= first ORDER BY first')
}

/**
 * Begins a rest. One that it overlaps or follows is one with it: the rest that lasts already ends on the day the person said
 * (`exactly`), or else no sooner. What was said of editions before holds no more. Answers, as a text, what was there before.
 */
export function addRest(db: Database, first: string, last: string, now: number, exactly = false): string {
  return db.transaction(() => {
    const there = readRests(db).find(rest => rest.first <= dayAfter(last) && dayAfter(rest.last) >= first)
    const words = db.all<Word>('SELECT id, until FROM edition_word WHERE until > ?', now)
    db.run('UPDATE edition_word SET until = ?1 WHERE until > ?1', now)
    if (!there) {
      const { id } = db.run('INSERT INTO rest (first, last, made_at) VALUES (?, ?, ?)', first, last, now)
      return JSON.stringify({ id, before: null, after: { first, last }, words })
    }
    const ends = exactly && there.first <= first ? last : last > there.last ? last : there.last
    const begins = first < there.first ? first : there.first
    db.run('UPDATE rest SET first = ?, last = ? WHERE id = ?', begins, ends, there.id)
    const after = { first: begins, last: ends }
    return JSON.stringify({ id: there.id, before: { first: there.first, last: there.last }, after, words })
  })
}

const Days = v.object({ first: v.string(), last: v.string() })
const Word = v.object({ id: v.number(), until: v.number() })
type Word = v.InferOutput<typeof Word>
const Before = v.object({ id: v.number(), before: v.nullable(Days), after: Days, words: v.optional(v.array(Word), []) })

/** Brings back what was there before a rest was added, as `addRest` answered it, unless the person has changed it since. */
export function restoreRest(db: Database, text: string): void {
  const { id, before, after, words } = v.parse(Before, JSON.parse(text))
  for (const word of words) db.run('UPDATE edition_word SET until = ? WHERE id = ?', word.until, word.id)
  const still = 'id = ? AND first = ? AND last = ?'
  if (before)
    db.run(`UPDATE rest SET first = ?, last = ? WHERE ${still}`, before.first, before.last, id, after.first, after.last)
  else db.run(`DELETE FROM rest WHERE ${still}`, id, after.first, after.last)
}

/** Ends the rest that lies over a day, or begins the day after: that day is no longer one of it. Answers whether there was one. */
export function endRest(db: Database, day: string): boolean {
  return (
    db.run(
      'UPDATE rest SET last = ?1 WHERE first <= ?2 AND last >= ?3 AND last >= first',
      dayAfter(day, -1),
      dayAfter(day),
      day,
    ).changes > 0
  )
}

function dayAfter(day: string, days = 1): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}
