import type { Database } from '../../store/database.ts'
import type { ItemKind, NewItem } from '../item.ts'

/** An item as it is kept. */
export interface Item {
  readonly id: number
  readonly kind: ItemKind
  readonly link: string
  readonly title: string
  readonly text: string
  readonly authors: string
  readonly publishedAt: number
  readonly words: number
  /** Titles of the sources that carry it. */
  readonly sources: readonly string[]
  readonly sourceIds: readonly number[]
  readonly verdict: 'keep' | 'not-for-me' | null
}

interface Row {
  id: number
  kind: ItemKind
  link: string
  title: string
  text: string
  authors: string
  published_at: number
  words: number
  sources: string | null
  source_ids: string | null
  verdict: string | null
}

/** The last word on an item; 'undone' is none. */
export const VERDICT = `nullif((SELECT verdict FROM decision WHERE item_id = item.id ORDER BY id DESC LIMIT 1), 'undone')`

const COLUMNS = `item.id, item.kind, item.link, item.title, item.text, item.authors, item.published_at, item.words, ${VERDICT} AS verdict,
  (SELECT group_concat(source.title, char(31)) FROM item_source JOIN source ON source.id = source_id
    WHERE item_id = item.id) AS sources,
  (SELECT group_concat(source_id) FROM item_source WHERE item_id = item.id) AS source_ids`

function fromRow(row: Row): Item {
  return {
    id: row.id,
    kind: row.kind,
    link: row.link,
    title: row.title,
    text: row.text,
    authors: row.authors,
    publishedAt: row.published_at,
    words: row.words,
    sources: row.sources?.split('\u001f') ?? [],
    sourceIds: row.source_ids?.split(',').map(Number) ?? [],
    verdict: row.verdict === 'keep' || row.verdict === 'not-for-me' ? row.verdict : null,
  }
}

/** Days after which a left-out item leaves the lists and the usual search. */
export const EXPIRES_AFTER = 60 * 24 * 3600_000

/** Keeps the items that are not known yet and notes who carries them; answers how many were new. One transaction. */
export function keepItems(db: Database, items: readonly NewItem[], sourceId: number, now: number): number {
  return db.transaction(() => {
    let added = 0
    for (const item of items) {
      const known = findByKeys(db, item.keys)
      const id = known ?? insert(db, item, now)
      if (known === undefined) added++
      else if (item.text.length > 0) fillIn(db, known, item)
      for (const key of item.keys) db.run('INSERT OR IGNORE INTO item_key (key, item_id) VALUES (?, ?)', key, id)
      db.run('INSERT OR IGNORE INTO item_source (item_id, source_id) VALUES (?, ?)', id, sourceId)
    }
    return added
  })
}

/** The item that is known by one of these keys. */
export function findByKeys(db: Database, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const row = db.get<{ item_id: number }>('SELECT item_id FROM item_key WHERE key = ?', key)
    if (row) return row.item_id
  }
  return undefined
}

/** Keeps an item that no source carries; answers its id. */
export function keepAlone(db: Database, item: NewItem, now: number): number {
  return db.transaction(() => {
    const id = insert(db, item, now)
    for (const key of item.keys) db.run('INSERT OR IGNORE INTO item_key (key, item_id) VALUES (?, ?)', key, id)
    return id
  })
}

/** When an item was first seen (ms). */
export function seenAt(db: Database, id: number): number {
  return db.get<{ seen_at: number }>('SELECT seen_at FROM item WHERE id = ?', id)?.seen_at ?? 0
}

/** An item first seen as a bare link takes the text that a later source brings. */
function fillIn(db: Database, id: number, item: NewItem): void {
  db.run("UPDATE item SET text = ?, words = ? WHERE id = ? AND text = '' AND words = 0", item.text, item.words, id)
}

function insert(db: Database, item: NewItem, now: number): number {
  return db.run(
    'INSERT INTO item (kind, link, title, text, authors, published_at, seen_at, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    item.kind,
    item.link,
    item.title,
    item.text,
    item.authors,
    item.publishedAt,
    now,
    item.words,
  ).id
}

export function findItem(db: Database, id: number): Item | undefined {
  const row = db.get<Row>(`SELECT ${COLUMNS} FROM item WHERE id = ?`, id)
  return row && fromRow(row)
}

/** Whether a source is known to carry an item of any of these keys. */
export function carries(db: Database, sourceId: number, keys: readonly string[]): boolean {
  const item = findByKeys(db, keys)
  return (
    item !== undefined &&
    db.get('SELECT 1 FROM item_source WHERE item_id = ? AND source_id = ?', item, sourceId) !== undefined
  )
}

/** The items of some ids that are there, in the order of the ids. */
export function itemsOf(db: Database, ids: readonly number[]): Item[] {
  return ids.flatMap(id => findItem(db, id) ?? [])
}

/** How many items came since `since` (ms) that no edition showed, those of `inside` aside. */
export function countPassed(db: Database, since: number, publishedSince: number, inside: readonly number[]): number {
  const row = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM item WHERE shown_in IS NULL AND published_at >= ? AND seen_at > ?
       AND id NOT IN (SELECT value FROM json_each(?))`,
    publishedSince,
    since,
    JSON.stringify(inside),
  )
  return row?.n ?? 0
}

/** Everything published in a span, for grouping it into stories. Oldest first. */
export function itemsBetween(db: Database, from: number, to: number): Item[] {
  return db
    .all<Row>(`SELECT ${COLUMNS} FROM item WHERE published_at > ? AND published_at <= ? ORDER BY id`, from, to)
    .map(fromRow)
}

/** Titles of what came since `since` (ms) and no edition showed, the newest `most`. */
export function latelyLeftOut(
  db: Database,
  since: number,
  publishedSince: number,
  most: number,
): { id: number; title: string }[] {
  return db.all(
    `SELECT id, title FROM item WHERE shown_in IS NULL AND published_at >= ? AND seen_at > ?
     ORDER BY published_at DESC LIMIT ?`,
    publishedSince,
    since,
    most,
  )
}

const LEFT_OUT = `shown_in IS NULL AND EXISTS (SELECT 1 FROM item_source WHERE item_id = item.id) AND NOT EXISTS (SELECT 1 FROM edition_story JOIN edition ON edition.id = edition_id
    WHERE item_id = item.id AND opened_at IS NOT NULL)`

/** Left-out items, newest first, a page at a time; `words` searches them, `older` also those over 60 days. */
export function leftOut(
  db: Database,
  ask: { words: string; older: boolean; now: number; skip: number; most: number },
): Item[] {
  const since = ask.older ? 0 : ask.now - EXPIRES_AFTER
  const query = matchQuery(ask.words)
  if (ask.words && !query) return []
  const rows = query
    ? db.all<Row>(
        `SELECT ${COLUMNS} FROM item_words JOIN item ON item.id = item_words.rowid
         WHERE item_words MATCH ? AND published_at >= ? AND ${LEFT_OUT} ORDER BY item_words.rowid DESC LIMIT ? OFFSET ?`,
        query,
        since,
        ask.most,
        ask.skip,
      )
    : db.all<Row>(
        `SELECT ${COLUMNS} FROM item WHERE published_at >= ? AND ${LEFT_OUT} ORDER BY published_at DESC, id DESC LIMIT ? OFFSET ?`,
        since,
        ask.most,
        ask.skip,
      )
  return rows.map(fromRow)
}

/** What a person typed, as an FTS5 query: every word must occur, quoted words side by side. */
export function matchQuery(words: string): string {
  const parts = [...words.matchAll(/"([^"]+)"|[\p{L}\p{N}]+/gu)].map(([whole, quoted]) => quoted ?? whole)
  return parts
    .map(part => part.replace(/[^\p{L}\p{N}]+/gu, ' ').trim())
    .filter(Boolean)
    .slice(0, 20)
    .map(part => `"${part}"`)
    .join(' ')
}

/** The last word on every item that anything was said of: item_id, verdict, at, id. */
export const LAST_WORDS = '(SELECT item_id, verdict, at, max(id) AS id FROM decision GROUP BY item_id)'

/** What one wandered to: whatever is said of it, it says nothing of the core area. */
export const WANDERED = "(SELECT item_id FROM edition_story WHERE why ->> 'wander')"

/** Kept items, the last kept first. */
export function keptItems(db: Database, most = 1000, skip = 0): Item[] {
  return db
    .all<Row>(
      `SELECT ${COLUMNS} FROM ${LAST_WORDS} latest JOIN item ON item.id = item_id
       WHERE latest.verdict = 'keep' ORDER BY latest.id DESC LIMIT ? OFFSET ?`,
      most,
      skip,
    )
    .map(fromRow)
}

/** Items with the given last word, for the ranker: the last `most`, oldest first. */
export function judgedItems(db: Database, verdict: 'keep' | 'not-for-me', most: number): Item[] {
  return db
    .all<Row>(
      `SELECT ${COLUMNS} FROM ${LAST_WORDS} latest JOIN item ON item.id = item_id
       WHERE latest.verdict = ? AND latest.item_id NOT IN ${WANDERED} ORDER BY latest.id DESC LIMIT ?`,
      verdict,
      most,
    )
    .map(fromRow)
    .reverse()
}

/** Takes the text from the oldest items until all text fits in `bytes`; never of what was kept, judged or shown. */
export function dropText(db: Database, bytes: number): number {
  return db.transaction(() => {
    const total = db.get<{ n: number }>('SELECT coalesce(sum(octet_length(text)), 0) AS n FROM item')?.n ?? 0
    let over = total - bytes
    let dropped = 0
    if (over <= 0) return 0
    const oldest = db.all<{ id: number; n: number }>(
      `SELECT id, octet_length(text) AS n FROM item WHERE text <> '' AND shown_in IS NULL
         AND NOT EXISTS (SELECT 1 FROM decision WHERE item_id = item.id) ORDER BY published_at`,
    )
    for (const { id, n } of oldest) {
      if (over <= 0) break
      db.run("UPDATE item SET text = '' WHERE id = ?", id)
      over -= n
      dropped++
    }
    return dropped
  })
}

/** All items a step at a time, for the export. */
export function* everyItem(db: Database): Generator<Item> {
  for (let after = 0; ; ) {
    const rows = db.all<Row>(`SELECT ${COLUMNS} FROM item WHERE item.id > ? ORDER BY item.id LIMIT 500`, after)
    if (rows.length === 0) return
    for (const row of rows) yield fromRow(row)
    after = rows.at(-1)?.id ?? after
  }
}

export function countItems(db: Database): number {
  return db.get<{ n: number }>('SELECT count(*) AS n FROM item')?.n ?? 0
}
