import type { Database } from '../../store/database.ts'
import type { Listed } from '../opml.ts'
import type { Source, SourceKind, SourceState } from '../source.ts'
import { LAST_WORDS } from './items.ts'

interface Row {
  id: number
  kind: SourceKind
  address: string
  title: string
  state: SourceState
  detail: string
  former_address: string | null
  etag: string | null
  last_modified: string | null
  polled_at: number | null
  next_poll_at: number
  not_before: number
  failures: number
  answer: string | null
  answer_since: number | null
  answer_polls: number
  complete_to: number | null
  broke_off: number
  commons_id: number | null
}

function fromRow(row: Row): Source {
  return {
    id: row.id,
    kind: row.kind,
    address: row.address,
    title: row.title,
    state: row.state,
    detail: row.detail,
    formerAddress: row.former_address,
    etag: row.etag,
    lastModified: row.last_modified,
    polledAt: row.polled_at,
    nextPollAt: row.next_poll_at,
    notBefore: row.not_before,
    failures: row.failures,
    answer: row.answer,
    answerSince: row.answer_since,
    answerPolls: row.answer_polls,
    completeTo: row.complete_to,
    brokeOff: row.broke_off === 1,
    commons: row.commons_id,
  }
}

/** A source that was removed, or whose commons was. */
export const IS_GONE =
  '(source.removed_at IS NOT NULL OR coalesce(source.commons_id IN (SELECT id FROM source WHERE removed_at IS NOT NULL), FALSE))'

/** The person's sources by title, those among them that a commons brings. */
export function listSources(db: Database): Source[] {
  return db.all<Row>(`SELECT * FROM source WHERE NOT ${IS_GONE} ORDER BY title COLLATE NOCASE, id`).map(fromRow)
}

/** The sources the person chose themselves, by title. */
export function chosenSources(db: Database): Source[] {
  return listSources(db).filter(({ commons }) => commons === null)
}

export function findSource(db: Database, id: number): Source | undefined {
  const row = db.get<Row>('SELECT * FROM source WHERE id = ?', id)
  return row && fromRow(row)
}

/** When the first source ever was added (ms). */
export function firstSourceAt(db: Database): number | undefined {
  return db.get<{ at: number | null }>('SELECT min(added_at) AS at FROM source')?.at ?? undefined
}

/** Adds a source, or brings a removed one back; answers its id and whether it was not there before. */
export function addSource(db: Database, { kind, address, title }: Listed, now: number): { id: number; added: boolean } {
  return db.transaction(() => {
    // A commons is the same with another key: the one that was given now counts.
    const [plain] = kind === 'commons' ? address.split('#') : [address]
    const there = db.get<{ id: number; address: string; removed_at: number | null; commons_id: number | null }>(
      `SELECT id, address, removed_at, commons_id FROM source
       WHERE kind = ?1 AND (address = ?2 OR (kind = 'commons' AND substr(address, 1, length(?2) + 1) = ?2 || '#'))`,
      kind,
      plain ?? address,
    )
    if (!there) {
      const { id } = db.run(
        'INSERT INTO source (kind, address, title, added_at) VALUES (?, ?, ?, ?)',
        kind,
        address,
        (title || address).slice(0, 120),
        now,
      )
      return { id, added: true }
    }
    const { id, removed_at: removed, commons_id: brought } = there
    db.run(
      "UPDATE source SET removed_at = NULL, state = CASE state WHEN 'ended' THEN 'new' ELSE state END WHERE id = ?",
      id,
    )
    const isNew = removed !== null || (address.includes('#') && address !== there.address)
    if (kind === 'commons' && isNew) {
      db.run('DELETE FROM commons WHERE source_id = ?', id)
      db.run(
        'UPDATE source SET address = ?, etag = NULL, last_modified = NULL, next_poll_at = 0 WHERE id = ?',
        address,
        id,
      )
    }
    // What a commons brought is the person's own from now on, and asked by them.
    if (brought !== null) db.run('UPDATE source SET commons_id = NULL, next_poll_at = 0 WHERE id = ?', id)
    return { id, added: removed !== null || brought !== null }
  })
}

/** Takes a source out of the list, and with a commons what it brings; its items stay, and adding it again brings it back. Answers whether it was there. */
export function removeSource(db: Database, id: number, now: number): boolean {
  return db.run('UPDATE source SET removed_at = ? WHERE id = ? AND removed_at IS NULL', now, id).changes > 0
}

export function bringBackSource(db: Database, id: number): boolean {
  return db.run('UPDATE source SET removed_at = NULL WHERE id = ?', id).changes > 0
}

/** The sources that were removed, by id. */
export function removedSources(db: Database): number[] {
  return db.all<{ id: number }>(`SELECT id FROM source WHERE ${IS_GONE} ORDER BY id`).map(({ id }) => id)
}

/** Goes back to the address before the server moved a source, or tries an ended one again. */
export function restoreSource(db: Database, id: number): void {
  db.run(
    `UPDATE source SET address = coalesce(former_address, address), former_address = NULL, state = 'new', detail = '',
       etag = NULL, last_modified = NULL, next_poll_at = 0, not_before = 0, failures = 0,
       answer = NULL, answer_since = NULL, answer_polls = 0
     WHERE id = ?1 AND NOT EXISTS (
       SELECT 1 FROM source other, source me WHERE me.id = ?1 AND other.id <> ?1
         AND other.kind = me.kind AND other.address = me.former_address)`,
    id,
  )
}

/** What a poll changes of a source. */
export type SourceChange = Partial<Omit<Source, 'id' | 'kind'>>

const COLUMN: Record<keyof SourceChange, string> = {
  address: 'address',
  title: 'title',
  state: 'state',
  detail: 'detail',
  formerAddress: 'former_address',
  etag: 'etag',
  lastModified: 'last_modified',
  polledAt: 'polled_at',
  nextPollAt: 'next_poll_at',
  notBefore: 'not_before',
  failures: 'failures',
  answer: 'answer',
  answerSince: 'answer_since',
  answerPolls: 'answer_polls',
  completeTo: 'complete_to',
  brokeOff: 'broke_off',
  commons: 'commons_id',
}

export function changeSource(db: Database, id: number, change: SourceChange): void {
  const names = Object.keys(change) as (keyof SourceChange)[]
  if (names.length === 0) return
  const values = names.map(name => {
    const value = change[name] ?? null
    return typeof value === 'boolean' ? Number(value) : value
  })
  db.run(`UPDATE source SET ${names.map(name => `${COLUMN[name]} = ?`).join(', ')} WHERE id = ?`, ...values, id)
}

/** Whether another source already has this address. */
export function addressTaken(db: Database, kind: SourceKind, address: string): boolean {
  return db.get('SELECT 1 FROM source WHERE kind = ? AND address = ?', kind, address) !== undefined
}

/** When any source of a kind was last polled (ms), so that a shared server's pace holds across processes. */
export function lastPolled(db: Database, kind: SourceKind): number | undefined {
  return db.get<{ at: number | null }>('SELECT max(polled_at) AS at FROM source WHERE kind = ?', kind)?.at ?? undefined
}

/** What came of a source in a span: how much it published, how much of that was shown, and kept. */
export interface Yield {
  readonly source: number
  readonly published: number
  readonly shown: number
  readonly kept: number
}

/** What came of each source since a moment (ms). */
export function yieldsSince(db: Database, since: number): Map<number, Yield> {
  const counts = (sql: string) =>
    new Map(db.all<{ source: number; n: number }>(sql, since).map(({ source, n }) => [source, n] as const))
  const published = counts(
    `SELECT source_id AS source, count(*) AS n FROM item INDEXED BY item_published JOIN item_source ON item_id = item.id
     WHERE published_at >= ? GROUP BY source_id`,
  )
  const shown = counts(
    `SELECT source_id AS source, count(*) AS n FROM edition JOIN edition_story ON edition_id = edition.id
       JOIN item_source USING (item_id) WHERE opened_at IS NOT NULL AND made_at >= ? GROUP BY source_id`,
  )
  const kept = counts(
    `SELECT source_id AS source, count(*) AS n FROM ${LAST_WORDS} latest JOIN item_source USING (item_id)
     WHERE verdict = 'keep' AND at >= ? GROUP BY source_id`,
  )
  const of = (source: number) => ({ source, shown: shown.get(source) ?? 0, kept: kept.get(source) ?? 0 })
  return new Map([...published].map(([source, n]) => [source, { ...of(source), published: n }]))
}
