import type { Database } from '../../store/database.ts'
import type { Scale } from '../ranking/chance.ts'
import type { Judged, Read } from '../ranking/rank.ts'
import type { Block } from '../ranking/replay.ts'
import type { Counts } from '../terms.ts'
import { countTerms } from '../terms.ts'
import { LAST_WORDS, WANDERED } from './items.ts'
import { IS_GONE } from './sources.ts'

const AT_ONCE = 500

/**
 * Counts the terms of what was not counted yet, published since `since` (ms) or judged: the cost of what is new. What was
 * too old to be counted when it came stays so, but for those `asked` for. Answers what has a new text.
 */
export function countNewTerms(db: Database, since: number, asked: readonly number[] = []): number[] {
  const of = (sql: string, ...values: number[]) => db.all<{ id: number }>(sql, ...values).map(({ id }) => id)
  const last = db.get<{ id: number | null }>('SELECT max(item_id) AS id FROM item_terms')?.id ?? 0
  const stale = of('SELECT item_id AS id FROM item_terms WHERE length(terms) = 0')
  const ids = [
    ...stale,
    ...asked.filter(id => !db.get('SELECT 1 FROM item_terms WHERE item_id = ?', id)),
    ...of('SELECT id FROM item WHERE id > ? AND shown_in IS NULL AND published_at >= ?', last, since),
    ...of('SELECT DISTINCT item_id AS id FROM decision WHERE item_id NOT IN (SELECT item_id FROM item_terms)'),
  ]
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    // Counted before the transaction, so that nobody waits for it while another thread counts.
    const counted = ids.slice(from, from + AT_ONCE).flatMap(id => {
      const row = db.get<{ title: string; text: string; authors: string; sources: string | null }>(
        `SELECT title, text, authors,
           (SELECT group_concat(source_id) FROM item_source WHERE item_id = item.id) AS sources
         FROM item WHERE id = ?`,
        id,
      )
      return row ? [{ id, terms: countTerms({ ...row, sources: row.sources?.split(',').map(Number) ?? [] }) }] : []
    })
    db.transaction(() => {
      for (const { id, terms } of counted) keepTerms(db, id, terms)
    })
  }
  return stale
}

function keepTerms(db: Database, id: number, { buffer, byteOffset, byteLength }: Counts): void {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  db.run('INSERT OR REPLACE INTO item_terms (item_id, terms) VALUES (?, ?)', id, bytes)
}

// Published in a span, never shown nor checked, nothing said of it, from a source that is there.
const CANDIDATE = `shown_in IS NULL AND published_at BETWEEN ? AND ?
  AND item.id NOT IN (SELECT item_id FROM ${LAST_WORDS} WHERE verdict <> 'undone')
  AND item.id NOT IN (SELECT item_id FROM audit)
  AND (item.id NOT IN (SELECT item_id FROM item_source JOIN source ON source.id = source_id WHERE ${IS_GONE})
    OR EXISTS (SELECT 1 FROM item_source JOIN source ON source.id = source_id
      WHERE item_source.item_id = item.id AND NOT ${IS_GONE}))`

/** What an edition may choose from, published since `since` (ms), in no order. */
export function candidateTerms(db: Database, since: number, now: number): Read[] {
  return db
    .all<Row>(
      `SELECT item.id, terms FROM item JOIN item_terms ON item_terms.item_id = item.id
       WHERE ${CANDIDATE}`,
      since,
      now,
    )
    .map(fromRow)
}

/** Those candidates that are known by a ranking (near, or drawn), and those that have come since: newer, or published later. */
export function someCandidateTerms(
  db: Database,
  since: number,
  now: number,
  { near, sample, lastItem, lookedAt }: LastRanking,
  renewed: readonly number[],
): { known: Read[]; fresh: Read[] } {
  const read = (where: string, ...values: (string | number)[]) =>
    db
      .all<Row>(
        `SELECT item.id, terms FROM item JOIN item_terms ON item_terms.item_id = item.id
         WHERE ${where} AND ${CANDIDATE}`,
        ...values,
        since,
        now,
      )
      .map(fromRow)
  const fresh = read('(item.id > ? OR published_at > ?)', lastItem, lookedAt)
  const isFresh = new Set(fresh.map(({ id }) => id))
  const ids = JSON.stringify([...near, ...sample, ...renewed])
  // What was taken back since may be a candidate again.
  const known = read('(item.id IN (SELECT value FROM json_each(?)) OR item.id IN (SELECT item_id FROM decision))', ids)
  return { known: known.filter(({ id }) => !isFresh.has(id)), fresh }
}

/** What the last ranking found. */
export interface LastRanking {
  /** When it looked at everything, and when it last looked at all (ms). */
  readonly at: number
  readonly lookedAt: number
  /** What it ranked by; another is a reason to look at everything again. */
  readonly subject: string
  /** The newest item it knew. */
  readonly lastItem: number
  /** The items that stood out, and one of `step` drawn from all. */
  readonly near: readonly number[]
  readonly step: number
  readonly sample: readonly number[]
  readonly scale: Scale
}

export function findLastRanking(db: Database): LastRanking | undefined {
  const row = db.get<{
    ranked_at: number
    looked_at: number
    subject: string
    last_item: number
    near: Uint8Array
    step: number
    sample: Uint8Array
    middle: number
    spread: number
  }>('SELECT * FROM ranked')
  return (
    row && {
      at: row.ranked_at,
      lookedAt: row.looked_at,
      subject: row.subject,
      lastItem: row.last_item,
      near: [...numbersOf(row.near)],
      step: row.step,
      sample: [...numbersOf(row.sample)],
      scale: { middle: row.middle, spread: row.spread },
    }
  )
}

export function keepLastRanking(db: Database, ranking: LastRanking): void {
  const bytes = (ids: readonly number[]) => new Uint8Array(Uint32Array.from(ids).buffer)
  db.run(
    `INSERT OR REPLACE INTO ranked (id, ranked_at, looked_at, subject, last_item, near, step, sample, middle, spread)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ranking.at,
    ranking.lookedAt,
    ranking.subject,
    ranking.lastItem,
    bytes(ranking.near),
    ranking.step,
    bytes(ranking.sample),
    ranking.scale.middle,
    ranking.scale.spread,
  )
}

/** The candidates whose titles name a thing the person runs: the newest `most` for each. */
export function candidatesNaming(
  db: Database,
  things: readonly string[],
  since: number,
  now: number,
  most: number,
): number[] {
  return things.flatMap(thing =>
    db
      .all<{ id: number }>(
        `SELECT item.id FROM item WHERE ${CANDIDATE} AND instr(lower(title), lower(?)) > 0
         ORDER BY published_at DESC LIMIT ?`,
        since,
        now,
        thing,
        most,
      )
      .map(({ id }) => id),
  )
}

/** Candidates of at least so many words that the most sources carry, and how many do; releases aside. */
export function carriedBy(
  db: Database,
  since: number,
  now: number,
  leastWords: number,
  most: number,
): { id: number; voices: number }[] {
  return db.all(
    `SELECT item.id, (SELECT count(*) FROM item_source WHERE item_id = item.id) AS voices FROM item
     WHERE ${CANDIDATE} AND kind <> 'release' AND words >= ? ORDER BY voices DESC, item.id DESC LIMIT ?`,
    since,
    now,
    leastWords,
    most,
  )
}

/** The newest candidates, for someone without a subject. */
export function newestCandidates(db: Database, since: number, now: number, most: number): number[] {
  return db
    .all<{ id: number }>(
      `SELECT item.id FROM item WHERE ${CANDIDATE} ORDER BY published_at DESC, item.id DESC LIMIT ?`,
      since,
      now,
      most,
    )
    .map(({ id }) => id)
}

/** The terms of some items. */
export function termsOf(db: Database, ids: readonly number[]): Read[] {
  return ids.flatMap(id => {
    const row = db.get<Row>('SELECT item_id AS id, terms FROM item_terms WHERE item_id = ?', id)
    return row ? [fromRow(row)] : []
  })
}

/** Opened editions in time order with what was said of what each showed, checks among it. */
export function judgedByEdition(db: Database): Block[] {
  const rows = db.all<Row & { edition: number; opened: number; at: number; published_at: number; verdict: string }>(
    `SELECT edition.id AS edition, opened_at AS opened, seen.item_id AS id, terms, latest.at, latest.verdict, published_at
     FROM edition
     JOIN (SELECT edition_id, item_id FROM edition_story
           WHERE why ->> 'wander' IS NULL
           UNION SELECT edition_id, item_id FROM audit WHERE edition_id IS NOT NULL) seen ON seen.edition_id = edition.id
     JOIN ${LAST_WORDS} latest ON latest.item_id = seen.item_id
     JOIN item_terms ON item_terms.item_id = seen.item_id JOIN item ON item.id = seen.item_id
     WHERE opened_at IS NOT NULL AND verdict <> 'undone' ORDER BY opened_at, edition.id, seen.item_id`,
  )
  const blocks: { at: number; edition: number; items: Block['items'][number][] }[] = []
  for (const row of rows) {
    const item = { ...fromRow(row), at: row.at, publishedAt: row.published_at, kept: row.verdict === 'keep' }
    if (blocks.at(-1)?.edition === row.edition) blocks.at(-1)?.items.push(item)
    else blocks.push({ at: row.opened, edition: row.edition, items: [item] })
  }
  return blocks
}

/** Items with the given last word: the last `most`, oldest first. */
export function judgedTerms(db: Database, verdict: 'keep' | 'not-for-me', most: number): Judged[] {
  return db
    .all<Row & { at: number }>(
      `SELECT latest.item_id AS id, at, terms FROM ${LAST_WORDS} latest
       JOIN item_terms ON item_terms.item_id = latest.item_id
       WHERE verdict = ? AND latest.item_id NOT IN ${WANDERED} ORDER BY latest.id DESC LIMIT ?`,
      verdict,
      most,
    )
    .map(row => ({ ...fromRow(row), at: row.at }))
    .reverse()
}

/** A sample of all items that is the same for the same items: to learn from. */
export function sampleTerms(db: Database, most: number): Counts[] {
  // Knuth's multiplicative hash of the id: spread over all times, and no other one next time.
  const rows = db.all<Row>(
    'SELECT item_id AS id, terms FROM item_terms ORDER BY (item_id * 2654435761) % 4294967296 LIMIT ?',
    most,
  )
  return rows.map(row => fromRow(row).terms)
}

export function countTermed(db: Database): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM item_terms')?.n ?? 0
}

interface Row {
  id: number
  terms: Uint8Array
}

function fromRow({ id, terms }: Row): Read {
  return { id, terms: numbersOf(terms) }
}

/** Without a copy where the bytes begin as four-byte numbers may. */
function numbersOf(bytes: Uint8Array): Counts {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return new Uint32Array(buffer as ArrayBuffer, byteOffset, byteLength / 4)
}
