import { type Entry, entryBytes, readEntry } from '../../../protocol/circle.ts'
import type { Database } from '../../store/database.ts'
import type { Held, Place } from '../roster.ts'

interface Parsed {
  readonly held: readonly Held[]
  readonly rows: number
  readonly last: number
}
// Entries only ever come; each is parsed once while the file is open.
const parsed = new WeakMap<Database, Map<number, Parsed>>()

/** Everything that was read of a circle, in the order in which it was read. */
export function entriesOf(db: Database, circle: number): readonly Held[] {
  const all = parsed.get(db) ?? new Map<number, Parsed>()
  parsed.set(db, all)
  const before = all.get(circle)
  const known = before && isPrefix(db, circle, before) ? before : { held: [], rows: 0, last: 0 }
  const rows = db.all<{ id: number; hash: string; bytes: string }>(
    'SELECT id, hash, bytes FROM circle_entry WHERE circle_id = ? AND id > ? ORDER BY id',
    circle,
    known.last,
  )
  const fresh = rows.flatMap(({ hash, bytes }) => {
    const entry = readEntry(new TextEncoder().encode(bytes))
    return entry ? [{ hash, entry }] : []
  })
  const held = fresh.length > 0 ? [...known.held, ...fresh] : known.held
  all.set(circle, { held, rows: known.rows + rows.length, last: rows.at(-1)?.id ?? known.last })
  return held
}

/** Whether what was parsed is still there as it was: a restore may have put another file in place. */
function isPrefix(db: Database, circle: number, { held, rows, last }: Parsed): boolean {
  const now = db.get<{ rows: number; hash: string | null }>(
    `SELECT count(*) AS rows, (SELECT hash FROM circle_entry WHERE id = ?2 AND circle_id = ?1) AS hash
     FROM circle_entry WHERE circle_id = ?1 AND id <= ?2`,
    circle,
    last,
  )
  return now?.rows === rows && (rows === 0 || now.hash === held.at(-1)?.hash)
}

/** Keeps an entry that was read in the log at a place; answers whether it is new. */
export function addEntry(db: Database, circle: number, { hash, entry }: Held, place: Place, now: number): boolean {
  const { relay, capability, rank, moved } = place
  return (
    db.run(
      'INSERT INTO circle_entry (circle_id, hash, bytes, place, taken_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      circle,
      hash,
      textOf(entry),
      JSON.stringify({ relay, capability, rank, moved }),
      now,
    ).changes > 0
  )
}

/** Whether anyone else was heard in a circle since a moment (ms). */
export function isHeard(db: Database, { id, author }: { id: number; author: string }, since: number): boolean {
  return (
    db.get(
      "SELECT 1 FROM circle_entry WHERE circle_id = ? AND taken_at >= ? AND json_extract(bytes, '$[2]') <> ?",
      id,
      since,
      author,
    ) !== undefined
  )
}

/** At which places a circle was read from an entry on, in order, each once. */
export function placesSince(db: Database, circle: number, hash: string): Place[] {
  return db
    .all<{ place: string }>(
      `SELECT place FROM circle_entry WHERE circle_id = ?1
         AND id >= (SELECT id FROM circle_entry WHERE circle_id = ?1 AND hash = ?2)
       GROUP BY place ORDER BY min(id)`,
      circle,
      hash,
    )
    .map(({ place }) => JSON.parse(place) as Place)
}

/** What is still to be said. */
export interface Draft {
  readonly id: number
  readonly kind: Entry['kind']
  /** For one member's eyes, or empty: for all. */
  readonly to: string
  readonly body: string
  /** When it was said (ms): in one circle no two are of the same moment, so that it is known by it when it is read back. */
  readonly madeAt: number
  /** The entry as it was sent last, and the capability of the log it was sent to: it may be there. */
  readonly sent: Entry | undefined
  readonly sentTo: string | null
}

/** What is still to be said in a circle: first what was sent already, then the oldest. */
export function draftsOf(db: Database, circle: number): Draft[] {
  return db
    .all<Omit<Draft, 'sent'> & { bytes: string | null }>(
      `SELECT id, kind, to_author AS "to", body, made_at AS madeAt, bytes, sent_to AS sentTo
       FROM circle_draft WHERE circle_id = ? ORDER BY bytes IS NULL, id`,
      circle,
    )
    .map(({ bytes, ...draft }) => ({
      ...draft,
      sent: bytes === null ? undefined : readEntry(new TextEncoder().encode(bytes)),
    }))
}

/** Whom one is about to remove: oneself, when one leaves. */
export function removalsOf(drafts: readonly Draft[]): string[] {
  return drafts.flatMap(({ kind, body }) => {
    const op = kind === 'roster' ? (JSON.parse(body) as { op: string; who?: string }) : undefined
    return op?.op === 'remove' && op.who ? [op.who] : []
  })
}

/** Adds something to say, at a moment at which nothing else was said; answers its number. */
export function addDraft(
  db: Database,
  circle: number,
  { kind, to, body, madeAt }: Pick<Draft, 'kind' | 'to' | 'body' | 'madeAt'>,
): number {
  return db.transaction(() => {
    const taken = new Set([
      ...draftsOf(db, circle).map(draft => draft.madeAt),
      ...entriesOf(db, circle).map(({ entry }) => entry.time),
    ])
    let at = madeAt
    while (taken.has(at)) at++
    return db.run(
      'INSERT INTO circle_draft (circle_id, kind, to_author, body, made_at) VALUES (?, ?, ?, ?, ?)',
      circle,
      kind,
      to,
      body,
      at,
    ).id
  })
}

export function keepSent(db: Database, draft: number, entry: Entry, capability: string): void {
  db.run('UPDATE circle_draft SET bytes = ?, sent_to = ? WHERE id = ?', textOf(entry), capability, draft)
}

/** Takes back what was not sent yet; answers whether there was such a thing. */
export function dropDraft(db: Database, draft: number): boolean {
  return db.run('DELETE FROM circle_draft WHERE id = ? AND bytes IS NULL', draft).changes > 0
}

/** What has no place any more, or was read back, is not to be said. */
export function dropSaid(db: Database, circle: number, kind: Entry['kind'], madeAt: number): void {
  db.run('DELETE FROM circle_draft WHERE circle_id = ? AND kind = ? AND made_at = ?', circle, kind, madeAt)
}

/** Takes back everything that was not sent yet: one leaves. What was sent may be there, and has its number. */
export function dropUnsent(db: Database, circle: number): void {
  db.run('DELETE FROM circle_draft WHERE circle_id = ? AND bytes IS NULL', circle)
}

/** Takes back everything: the circle has ended here. */
export function dropDrafts(db: Database, circle: number): void {
  db.run('DELETE FROM circle_draft WHERE circle_id = ?', circle)
}

function textOf(entry: Entry): string {
  return new TextDecoder().decode(entryBytes(entry))
}

/** When the person wrote a week's note in any circle (ms). */
export function noteMoments(db: Database): number[] {
  const isWeek = (kind: string, body: string) => kind === 'note' && body.includes('"what":"week"')
  return db
    .all<{ id: number; author: string }>('SELECT id, author FROM circle')
    .flatMap(({ id, author }) => [
      ...draftsOf(db, id).flatMap(({ kind, body, madeAt }) => (isWeek(kind, body) ? [madeAt] : [])),
      ...entriesOf(db, id).flatMap(({ entry }) =>
        entry.author === author && isWeek(entry.kind, entry.body) ? [entry.time] : [],
      ),
    ])
}
