import * as v from 'valibot'
import type { Database } from '../../store/database.ts'
import type { Sign } from '../shelf.ts'
import { LAST_WORDS } from './items.ts'

/** Something that cools off on the shelf. */
export interface Shelved {
  readonly id: number
  readonly name: string
  readonly byHand: boolean
  /** Why it was put there: voices counted and expected; empty by hand. */
  readonly why: string
  /** Milliseconds. */
  readonly shelvedAt: number
  readonly wakesAt: number
  readonly state: 'asleep' | 'awake' | 'faded' | 'taken-back'
  readonly settledAt: number | null
  readonly signs: readonly Sign[]
}

interface Row {
  id: number
  name: string
  by_hand: number
  why: string
  shelved_at: number
  wakes_at: number
  state: Shelved['state']
  settled_at: number | null
  signs: string
}

const Signs = v.array(v.picklist(['released-again', 'still-discussed', 'in-your-area']))

function fromRow(row: Row): Shelved {
  return {
    id: row.id,
    name: row.name,
    byHand: row.by_hand === 1,
    why: row.why,
    shelvedAt: row.shelved_at,
    wakesAt: row.wakes_at,
    state: row.state,
    settledAt: row.settled_at,
    signs: v.parse(Signs, JSON.parse(row.signs)),
  }
}

/** Puts a name on the shelf; answers the entry that is there already when it sleeps under that name. */
export function shelve(
  db: Database,
  entry: { name: string; byHand: boolean; why: string; wakesAt: number },
  now: number,
): Shelved {
  return db.transaction(() => {
    const there = db.get<Row>(
      "SELECT * FROM shelf WHERE state = 'asleep' AND lower(name) = lower(?) LIMIT 1",
      entry.name,
    )
    if (there) return fromRow(there)
    const { id } = db.run(
      'INSERT INTO shelf (name, by_hand, why, shelved_at, wakes_at) VALUES (?, ?, ?, ?, ?)',
      entry.name,
      Number(entry.byHand),
      entry.why,
      now,
      entry.wakesAt,
    )
    return fromRow(db.get<Row>('SELECT * FROM shelf WHERE id = ?', id) as Row)
  })
}

/** What sleeps at the moment, the first to wake first. */
export function asleep(db: Database): Shelved[] {
  return db.all<Row>("SELECT * FROM shelf WHERE state = 'asleep' ORDER BY wakes_at, id").map(fromRow)
}

/** Everything put on the shelf since a moment (ms), the last first. */
export function shelvedSince(db: Database, since: number): Shelved[] {
  return db.all<Row>('SELECT * FROM shelf WHERE shelved_at >= ? ORDER BY shelved_at DESC, id DESC', since).map(fromRow)
}

/** Settles what became of an entry that slept; answers whether it slept. */
export function settle(
  db: Database,
  id: number,
  state: Exclude<Shelved['state'], 'asleep'>,
  signs: readonly Sign[],
  now: number,
): boolean {
  return (
    db.run(
      "UPDATE shelf SET state = ?, settled_at = ?, signs = ? WHERE id = ? AND state = 'asleep'",
      state,
      now,
      JSON.stringify(signs),
      id,
    ).changes > 0
  )
}

/** Lays an entry that woke or was taken back to sleep again, until its date or, when that has gone by, `fresh` (ms). */
export function layBack(db: Database, id: number, now: number, fresh: number): boolean {
  return (
    db.run(
      `UPDATE shelf SET state = 'asleep', settled_at = NULL, signs = '[]',
         wakes_at = CASE WHEN wakes_at > ?2 THEN wakes_at ELSE ?3 END
       WHERE id = ?1 AND state IN ('taken-back', 'awake')`,
      id,
      now,
      fresh,
    ).changes > 0
  )
}

/** A published thing as the shelf hears of it. */
export interface HeardRow {
  readonly id: number
  readonly kind: 'story' | 'paper' | 'release'
  readonly title: string
  readonly text: string
  readonly authors: string
  readonly publishedAt: number
  readonly source: number
  /** 1 for what an edition showed or the person kept. */
  readonly mine: number
}

/** What was published in a span, with the first source that carries it and without the texts: a sample of at most `most`. */
export function heardBetween(db: Database, from: number, to: number, most: number): HeardRow[] {
  const span = 'published_at > ? AND published_at <= ?'
  const all = db.get<{ n: number }>(`SELECT count(*) AS n FROM item WHERE ${span}`, from, to)?.n ?? 0
  return db.all(
    `SELECT item.id, kind, title, '' AS text, authors, published_at AS publishedAt,
       (SELECT min(source_id) FROM item_source WHERE item_id = item.id) AS source,
       shown_in IS NOT NULL OR id IN (SELECT item_id FROM ${LAST_WORDS} WHERE verdict = 'keep') AS mine
     FROM item WHERE ${span} AND item.id % ? = 0`,
    from,
    to,
    Math.max(1, Math.ceil(all / most)),
  )
}

/** What speaks of a name in a span, as the search finds it. */
export function speakingOf(
  db: Database,
  query: string,
  from: number,
  to: number,
): (HeardRow & { verdict: string | null })[] {
  return db.all(
    `SELECT item.id, kind, item.title, item.text, authors, published_at AS publishedAt,
       (SELECT min(source_id) FROM item_source WHERE item_id = item.id) AS source, 0 AS mine,
       (SELECT verdict FROM decision WHERE item_id = item.id ORDER BY id DESC LIMIT 1) AS verdict
     FROM item_words JOIN item ON item.id = item_words.rowid
     WHERE item_words MATCH ? AND published_at > ? AND published_at <= ?`,
    query,
    from,
    to,
  )
}
