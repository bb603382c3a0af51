import type { Database } from '../../store/database.ts'

/** A parked thought, or what was left open at a shutdown. */
export interface Thought {
  readonly id: number
  readonly words: string
  /** When, where and what next, if the person said. */
  readonly plan: string
  readonly parkedAt: number
  /** It comes back at the first work start after this (ms). */
  readonly waitsSince: number
  readonly shutdownId: number | null
  readonly settledAt: number | null
}

const COLUMNS =
  'id, words, plan, parked_at AS parkedAt, waits_since AS waitsSince, shutdown_id AS shutdownId, settled_at AS settledAt'

export const MOST_LETTERS = 1000

/** Parks a thought; an empty one is none. Answers whether it was kept. */
export function park(db: Database, words: string, now: number, shutdownId: number | null = null): boolean {
  const kept = words.trim().replace(/\s+/g, ' ').slice(0, MOST_LETTERS)
  if (kept === '') return false
  db.run(
    'INSERT INTO thought (words, parked_at, waits_since, shutdown_id) VALUES (?1, ?2, ?2, ?3)',
    kept,
    now,
    shutdownId,
  )
  return true
}

/** The thoughts that wait, oldest first. */
export function waitingThoughts(db: Database): Thought[] {
  return db.all<Thought>(`SELECT ${COLUMNS} FROM thought WHERE settled_at IS NULL ORDER BY id`)
}

/** Every thought there was. */
export function everyThought(db: Database): Thought[] {
  return db.all<Thought>(`SELECT ${COLUMNS} FROM thought ORDER BY id`)
}

/** Lets go of a thought that was given back. */
export function settleThought(db: Database, id: number, now: number): void {
  db.run('UPDATE thought SET settled_at = ? WHERE id = ? AND settled_at IS NULL', now, id)
}

/** Takes back that one was let go of. */
export function unsettleThought(db: Database, id: number): void {
  db.run('UPDATE thought SET settled_at = NULL WHERE id = ?', id)
}

/** Keeps a thought for the work start after this one. */
export function waitAgain(db: Database, id: number, now: number): void {
  db.run('UPDATE thought SET waits_since = ? WHERE id = ? AND settled_at IS NULL', now, id)
}

/** Says when, where and what next for something left open. */
export function planThought(db: Database, id: number, plan: string): void {
  db.run('UPDATE thought SET plan = ? WHERE id = ?', plan.trim().slice(0, MOST_LETTERS), id)
}

/** A shutdown: the short end of a workday. */
export interface Shutdown {
  readonly id: number
  readonly begunAt: number
  readonly endedAt: number | null
}

const SHUTDOWN = 'id, begun_at AS begunAt, ended_at AS endedAt'

/** The last shutdown begun. */
export function lastShutdown(db: Database): Shutdown | undefined {
  return db.get<Shutdown>(`SELECT ${SHUTDOWN} FROM shutdown ORDER BY id DESC LIMIT 1`)
}

export function everyShutdown(db: Database): Shutdown[] {
  return db.all<Shutdown>(`SELECT ${SHUTDOWN} FROM shutdown ORDER BY id`)
}

export function beginShutdown(db: Database, now: number): number {
  return db.run('INSERT INTO shutdown (begun_at) VALUES (?)', now).id
}

export function endShutdown(db: Database, id: number, now: number): void {
  db.run('UPDATE shutdown SET ended_at = ? WHERE id = ? AND ended_at IS NULL', now, id)
}

/** What was left open at a shutdown. */
export function leftOpen(db: Database, shutdownId: number): Thought[] {
  return db.all<Thought>(`SELECT ${COLUMNS} FROM thought WHERE shutdown_id = ? ORDER BY id`, shutdownId)
}

/** The person's own pastimes, at most five, in their order. */
export function readPastimes(db: Database): string[] {
  return db.all<{ words: string }>('SELECT words FROM pastime ORDER BY position').map(({ words }) => words)
}

export const MOST_PASTIMES = 5

/** Puts the list of pastimes anew: what was typed, a line each. */
export function keepPastimes(db: Database, typed: string): void {
  const lines = typed
    .split('\n')
    .map(line => line.trim().slice(0, 80))
    .filter(Boolean)
    .slice(0, MOST_PASTIMES)
  db.transaction(() => {
    db.run('DELETE FROM pastime')
    for (const [position, words] of lines.entries())
      db.run('INSERT INTO pastime (position, words) VALUES (?, ?)', position, words)
  })
}
