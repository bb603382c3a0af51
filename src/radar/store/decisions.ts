import type { Database } from '../../store/database.ts'

export type Verdict = 'keep' | 'not-for-me'

export interface Decision {
  readonly item: number
  readonly verdict: Verdict | 'undone'
  /** Milliseconds. */
  readonly at: number
}

/** Keeps what the person said of an item; the last word counts. Answers false for an item that does not exist. */
export function decide(db: Database, item: number, verdict: Verdict, now: number): boolean {
  return db.transaction(() => {
    if (!db.get('SELECT 1 FROM item WHERE id = ?', item)) return false
    if (lastWord(db, item) !== verdict) write(db, item, verdict, now)
    return true
  })
}

/** Takes back the last word on an item. Answers whether there was one. */
export function undo(db: Database, item: number, now: number): boolean {
  return db.transaction(() => {
    const word = lastWord(db, item)
    if (!word || word === 'undone') return false
    write(db, item, 'undone', now)
    return true
  })
}

/** Everything ever said, in order. */
export function everyDecision(db: Database): Decision[] {
  return db.all('SELECT item_id AS item, verdict, at FROM decision ORDER BY id')
}

function lastWord(db: Database, item: number): string | undefined {
  return db.get<{ verdict: string }>('SELECT verdict FROM decision WHERE item_id = ? ORDER BY id DESC LIMIT 1', item)
    ?.verdict
}

function write(db: Database, item: number, verdict: Decision['verdict'], now: number): void {
  db.run('INSERT INTO decision (item_id, verdict, at) VALUES (?, ?, ?)', item, verdict, now)
}
