import type { Database } from '../../store/database.ts'
import type { Listed } from '../opml.ts'

/** What is known of a commons: the key it is held to, the number of its last head, when that was made (ms), and the last item that is here. */
export interface Subscribed {
  readonly key: string
  readonly number: number
  readonly made: number
  readonly position: number
}

export function commonsOf(db: Database, source: number): Subscribed | undefined {
  return db.get('SELECT key, number, made, position FROM commons WHERE source_id = ?', source)
}

/** Keeps how far a commons was read; its key stays the first there was. */
export function keepCommons(db: Database, source: number, { key, number, made, position }: Subscribed): void {
  db.run(
    `INSERT INTO commons (source_id, key, number, made, position) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (source_id) DO UPDATE SET number = ?3, made = ?4, position = ?5`,
    source,
    key,
    number,
    made,
    position,
  )
}

/**
 * The source that an origin of a commons is here. Undefined for one the person removed, and for one they have themselves, which nobody
 * else speaks for.
 */
export function sourceOfCommons(
  db: Database,
  commons: number,
  { kind, address, title }: Listed,
  now: number,
): number | undefined {
  const there = db.get<{ id: number; removed_at: number | null; commons_id: number | null }>(
    'SELECT id, removed_at, commons_id FROM source WHERE kind = ? AND address = ?',
    kind,
    address,
  )
  if (there) {
    const { id, removed_at: removed, commons_id: by } = there
    // What another brought that is no longer subscribed to is this one's now.
    const isFree = by !== null && by !== commons && !isSubscribed(db, by)
    if (isFree) db.run('UPDATE source SET commons_id = ? WHERE id = ?', commons, id)
    return removed === null && (by === commons || isFree) ? id : undefined
  }
  return db.run(
    `INSERT INTO source (kind, address, title, added_at, state, commons_id) VALUES (?, ?, ?, ?, 'fine', ?)`,
    kind,
    address,
    title.slice(0, 120),
    now,
    commons,
  ).id
}

function isSubscribed(db: Database, commons: number): boolean {
  return db.get('SELECT 1 FROM source WHERE id = ? AND removed_at IS NULL', commons) !== undefined
}
