import type { Database } from '../../store/database.ts'
import type { Listed } from '../opml.ts'

/** What is known of a commons: the key it is held to, the number of its last head, and of the last item that is here. */
export interface Subscribed {
  readonly key: string
  readonly number: number
  readonly position: number
}

export function commonsOf(db: Database, source: number): Subscribed | undefined {
  return db.get('SELECT key, number, position FROM commons WHERE source_id = ?', source)
}

/** Keeps how far a commons was read; its key stays the first there was. */
export function keepCommons(db: Database, source: number, { key, number, position }: Subscribed): void {
  db.run(
    `INSERT INTO commons (source_id, key, number, position) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (source_id) DO UPDATE SET number = ?3, position = ?4`,
    source,
    key,
    number,
    position,
  )
}

/**
 * The source that an origin of a commons is here: one the person has themselves, or one that the commons brings; undefined for one they
 * removed.
 */
export function sourceOfCommons(
  db: Database,
  commons: number,
  { kind, address, title }: Listed,
  now: number,
): number | undefined {
  const there = db.get<{ id: number; removed_at: number | null }>(
    'SELECT id, removed_at FROM source WHERE kind = ? AND address = ?',
    kind,
    address,
  )
  if (there) return there.removed_at === null ? there.id : undefined
  return db.run(
    `INSERT INTO source (kind, address, title, added_at, state, commons_id) VALUES (?, ?, ?, ?, 'fine', ?)`,
    kind,
    address,
    title.slice(0, 120),
    now,
    commons,
  ).id
}
