import type { Database } from '../../store/database.ts'
import type { Held, Place } from '../roster.ts'
import { entriesOf } from './entries.ts'

/** A circle as this member has it. */
export interface Circle extends Place {
  readonly id: number
  /** 32 random bytes, base64url: what names it to its members. */
  readonly circle: string
  readonly signing: string
  readonly author: string
  /** What its newest age identity, and every later one, is derived from. */
  readonly seed: string
  readonly root: string
  /** The offset to read from next. */
  readonly position: number
  readonly problem: string | null
  readonly problemSince: number | null
  readonly syncedAt: number | null
  readonly lostAt: number | null
  readonly rereadAt: number | null
  readonly hidden: boolean
  readonly madeAt: number
  /** When this member left, or found themselves removed. */
  readonly endedAt: number | null
}

interface Row extends Omit<Circle, 'hidden'> {
  readonly hidden: number
}

const COLUMNS = `id, circle, signing, author, seed, root, relay, capability, rank, moved, position, problem,
  problem_since AS problemSince, synced_at AS syncedAt, lost_at AS lostAt, reread_at AS rereadAt, hidden, made_at AS madeAt, ended_at AS endedAt`

/** Every circle there is, those that ended among them, oldest first. */
export function everyCircle(db: Database): Circle[] {
  return db.all<Row>(`SELECT ${COLUMNS} FROM circle ORDER BY id`).map(fromRow)
}

/** A circle by its number here. */
export function circleOf(db: Database, id: number): Circle | undefined {
  const row = db.get<Row>(`SELECT ${COLUMNS} FROM circle WHERE id = ?`, id)
  return row && fromRow(row)
}

function fromRow(row: Row): Circle {
  return { ...row, hidden: row.hidden === 1 }
}

/** What a circle begins with here. */
export type NewCircle = Pick<Circle, 'circle' | 'signing' | 'author' | 'seed' | 'root' | 'madeAt'> & Place

/** Adds a circle; answers its number. */
export function addCircle(db: Database, one: NewCircle): number {
  return db.run(
    `INSERT INTO circle (circle, signing, author, seed, root, relay, capability, rank, moved, position, made_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
    one.circle,
    one.signing,
    one.author,
    one.seed,
    one.root,
    one.relay,
    one.capability,
    one.rank,
    one.moved,
    one.madeAt,
  ).id
}

/** Notes how far a circle's log was read; the log is another one after a move. */
export function keepPlace(db: Database, id: number, place: Place, position: number): void {
  db.run(
    'UPDATE circle SET relay = ?, capability = ?, rank = ?, moved = ?, position = ? WHERE id = ?',
    place.relay,
    place.capability,
    place.rank,
    place.moved,
    position,
    id,
  )
}

/** The entry this member begins with is another: they were admitted once more. */
export function keepRoot(db: Database, id: number, root: string): void {
  db.run('UPDATE circle SET root = ? WHERE id = ?', root, id)
}

/** Notes what hinders a circle, since when it does; or, with undefined, that all was read and said. */
export function keepProblem(db: Database, id: number, problem: string | undefined, now: number): void {
  if (problem === undefined)
    db.run('UPDATE circle SET problem = NULL, problem_since = NULL, synced_at = ? WHERE id = ?', now, id)
  else
    db.run(
      'UPDATE circle SET problem_since = CASE WHEN problem = ?1 THEN problem_since ELSE ?2 END, problem = ?1 WHERE id = ?3',
      problem,
      now,
      id,
    )
}

/** The log is to be read from its beginning once more. */
export function rereadCircle(db: Database, id: number, now: number): void {
  db.run('UPDATE circle SET position = 0, reread_at = ? WHERE id = ?', now, id)
}

/** The relay let go of entries before they were read here. */
export function keepLost(db: Database, id: number, now: number): void {
  db.run('UPDATE circle SET lost_at = ? WHERE id = ?', now, id)
}

export function hideCircle(db: Database, id: number, hidden: boolean): void {
  db.run('UPDATE circle SET hidden = ? WHERE id = ?', Number(hidden), id)
}

/** Ends a circle here: what was read of it stays. */
export function endCircle(db: Database, id: number, now: number): void {
  db.run('UPDATE circle SET ended_at = coalesce(ended_at, ?) WHERE id = ?', now, id)
}

const TABLES = [
  'circle_identity',
  'circle_entry',
  'circle_draft',
  'circle_invitation',
  'circle_joining',
  'circle_put_off',
]

/** Takes a circle and all that was read of it from this machine. */
export function forgetCircle(db: Database, id: number): void {
  db.transaction(() => {
    for (const table of TABLES) db.run(`DELETE FROM ${table} WHERE circle_id = ?`, id)
    db.run('DELETE FROM circle WHERE id = ?', id)
  })
}

/** The age identities of a circle, newest first, with when each began to be the present one (ms). */
export function identitiesOf(
  db: Database,
  id: number,
): { readonly identity: string; readonly recipient: string; readonly since: number }[] {
  return db.all('SELECT identity, recipient, since FROM circle_identity WHERE circle_id = ? ORDER BY since DESC', id)
}

/** A new age identity; `seed` is what it and every later one is derived from. */
export function addIdentity(
  db: Database,
  id: number,
  { identity, recipient }: { identity: string; recipient: string },
  seed: string,
  now: number,
): void {
  db.run(
    'INSERT INTO circle_identity (circle_id, identity, recipient, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    id,
    identity,
    recipient,
    now,
  )
  db.run('UPDATE circle SET seed = ? WHERE id = ?', seed, id)
}

/** Lets go of identities that were followed by another before a moment (ms). */
export function dropIdentities(db: Database, id: number, before: number): void {
  db.run(
    `DELETE FROM circle_identity WHERE circle_id = ?1 AND since <
       (SELECT max(since) FROM circle_identity WHERE circle_id = ?1 AND since < ?2)`,
    id,
    before,
  )
}

/** Everything of circles that is the person's, for the export: keys and capabilities are no part of it. */
export function circleExport(db: Database) {
  return {
    circles: everyCircle(db).map(({ id, author, madeAt, endedAt }) => ({
      author,
      madeAt,
      endedAt,
      entries: entriesOf(db, id)
        .filter(({ entry }) => entry.kind !== 'move' && entry.kind !== 'key')
        .map(exported),
    })),
  }
}

function exported({ entry: { author, to, seq, kind, body, time } }: Held) {
  return { author, to, seq, kind, body: parsed(body), time }
}

/** What another member wrote may be anything. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
