import type { Database } from '../../store/database.ts'
import type { Audit } from '../audit.ts'
import { REACH } from '../edition.ts'
import { LAST_WORDS } from './items.ts'

/** What random checks are about: everything left out since it began, for one core area and one way of ranking. */
export interface Pool {
  readonly id: number
  /** Milliseconds. */
  readonly beganAt: number
  /** How many things were left out by the time the last edition was opened. */
  readonly leftOut: number
}

interface PoolRow {
  id: number
  began_at: number
  area: string
  ranker: number
  left_out: number
}

/** The pool for a core area and way of ranking, while it is the last that was begun. */
export function findPool(db: Database, area: string, ranker: number): Pool | undefined {
  const last = db.get<PoolRow>('SELECT * FROM audit_pool ORDER BY id DESC LIMIT 1')
  return last?.area === area && last.ranker === ranker
    ? { id: last.id, beganAt: last.began_at, leftOut: last.left_out }
    : undefined
}

export function beginPool(db: Database, area: string, ranker: number, now: number): Pool {
  const { id } = db.run('INSERT INTO audit_pool (began_at, area, ranker) VALUES (?, ?, ?)', now, area, ranker)
  return { id, beganAt: now, leftOut: 0 }
}

/** How many pools there were, those without a core area aside. */
export function countPools(db: Database): number {
  return db.get<{ n: number }>("SELECT count(*) AS n FROM audit_pool WHERE area <> ''")?.n ?? 0
}

// Left out since the pool began: within an edition's reach then or later, from a source, known when the last edition was
// made, not shown, and nothing said of it before.
const LEFT_OUT = `shown_in IS NULL AND published_at BETWEEN ? AND ? AND seen_at <= ?
  AND EXISTS (SELECT 1 FROM item_source WHERE item_id = item.id)
  AND item.id NOT IN (SELECT item_id FROM decision WHERE at < ?)`

/** Counts and notes what was left out since a pool began, up to an edition made at `until` (ms). */
export function noteLeftOut(db: Database, { id, beganAt }: Pool, until: number): void {
  db.run(
    `UPDATE audit_pool SET left_out = (SELECT count(*) FROM item WHERE ${LEFT_OUT}) WHERE audit_pool.id = ?`,
    beganAt - REACH,
    until,
    until,
    beganAt,
    id,
  )
}

/** The left-out items of a pool that were not drawn yet. */
export function undrawn(db: Database, { id, beganAt }: Pool, until: number): number[] {
  return db
    .all<{ id: number }>(
      `SELECT id FROM item WHERE ${LEFT_OUT} AND id NOT IN (SELECT item_id FROM audit WHERE pool_id = ?)`,
      beganAt - REACH,
      until,
      until,
      beganAt,
      id,
    )
    .map(row => row.id)
}

/** Keeps items that were drawn at once, with the probability with which each of the pool was; `edition` shows them. */
export function keepDraw(
  db: Database,
  pool: Pool,
  items: readonly { readonly id: number; readonly why: object }[],
  chance: number,
  edition: number | null,
  now: number,
): void {
  db.transaction(() => {
    const draw =
      (db.get<{ n: number | null }>('SELECT max(draw) AS n FROM audit WHERE pool_id = ?', pool.id)?.n ?? 0) + 1
    for (const { id, why } of items)
      db.run(
        'INSERT OR IGNORE INTO audit (pool_id, item_id, draw, drawn_at, chance, why, edition_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
        pool.id,
        id,
        draw,
        now,
        chance,
        JSON.stringify(why),
        edition,
      )
  })
}

/**
 * Offers what was drawn before and not judged once more: what stood in an edition in this one, what was asked for where it
 * was asked for. Answers how many stand in this one.
 */
export function offerAgain(db: Database, pool: Pool, edition: number): number {
  db.run(
    `UPDATE audit SET again_id = ?1 WHERE pool_id = ?2 AND again_id IS NULL AND edition_id IS NOT ?1
       AND item_id NOT IN (SELECT item_id FROM ${LAST_WORDS} WHERE verdict <> 'undone')`,
    edition,
    pool.id,
  )
  return auditsIn(db, edition).length
}

/** Ends the wait of what was not judged, without offering it: for when checks were turned off. */
export function offerNoMore(db: Database, pool: Pool, edition: number): void {
  db.run(
    'UPDATE audit SET again_id = coalesce(edition_id, ?) WHERE pool_id = ? AND again_id IS NULL AND edition_id IS NOT ?1',
    edition,
    pool.id,
  )
}

/** Every audit of a pool in the order it was drawn, with what is said of it by now; `edition` was opened last. */
export function auditsOf(db: Database, pool: Pool, edition: number): Audit[] {
  return db
    .all<{ item: number; draw: number; verdict: 'keep' | 'not-for-me' | null; waits: number }>(
      `SELECT audit.item_id AS item, draw, nullif(verdict, 'undone') AS verdict,
         again_id IS NULL OR again_id = ? AS waits
       FROM audit LEFT JOIN ${LAST_WORDS} latest ON latest.item_id = audit.item_id
       WHERE pool_id = ? ORDER BY draw, audit.id`,
      edition,
      pool.id,
    )
    .map(row => ({ ...row, waits: row.waits === 1 }))
}

/** The items that an edition shows as random checks, in the order they were drawn, with why each would be there. */
export function auditsIn(db: Database, edition: number): { id: number; why: string }[] {
  return db.all(
    'SELECT item_id AS id, why FROM audit WHERE edition_id IS NOT NULL AND ?1 IN (edition_id, again_id) ORDER BY id',
    edition,
  )
}

/** Every random check ever drawn, with its pool and the probability with which it was, for the export. */
export function everyAudit(db: Database): object[] {
  return db.all(
    `SELECT item_id AS item, pool_id AS pool, area, began_at AS poolBegan, draw, drawn_at AS drawnAt, chance,
       edition_id AS edition, again_id AS again
     FROM audit JOIN audit_pool ON audit_pool.id = pool_id ORDER BY audit.id`,
  )
}

/** How many random checks were drawn in a stretch of time (ms), and how many of them the person judged. */
export function countJudged(db: Database, from: number, to: number): { done: number; of: number } {
  return (
    db.get<{ done: number; of: number }>(
      `SELECT count(*) AS of, count(latest.item_id) AS done FROM audit
       LEFT JOIN ${LAST_WORDS} latest ON latest.item_id = audit.item_id AND verdict <> 'undone'
       WHERE drawn_at >= ? AND drawn_at < ?`,
      from,
      to,
    ) ?? { done: 0, of: 0 }
  )
}

/** What the person asked to check when they last did. */
export function askedAudits(db: Database, pool: Pool): number[] {
  return db
    .all<{ id: number }>(
      `SELECT item_id AS id FROM audit WHERE pool_id = ? AND edition_id IS NULL
         AND draw = (SELECT max(draw) FROM audit WHERE pool_id = ?1 AND edition_id IS NULL) ORDER BY id`,
      pool.id,
    )
    .map(row => row.id)
}

/** Shown stories of a pool's time that the person kept, those pulled in by hand aside. */
export function countCaught(db: Database, { beganAt }: Pool): number {
  return (
    db.get<{ n: number }>(
      `SELECT count(*) AS n FROM edition_story JOIN edition ON edition.id = edition_id
         JOIN ${LAST_WORDS} latest ON latest.item_id = edition_story.item_id
       WHERE opened_at >= ? AND verdict = 'keep' AND why ->> 'pulled' IS NULL AND why ->> 'wander' IS NULL`,
      beganAt,
    )?.n ?? 0
  )
}
