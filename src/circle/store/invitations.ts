import type { Member } from '../../../protocol/said.ts'
import type { Database } from '../../store/database.ts'

/** How far an invitation has come. `twice`: two answered it, so it is worth nothing. */
export type InvitationState = 'open' | 'answered' | 'accepted' | 'twice' | 'closed'

/** One's own invitation. */
export interface Invitation {
  readonly id: number
  readonly circleId: number
  readonly code: string
  /** What opens its answer. */
  readonly identity: string
  readonly until: number
  /** Whose machine was lost. */
  readonly again: string | null
  readonly position: number
  readonly state: InvitationState
  /** Who answered, and the words to compare. */
  readonly member: Member | undefined
  readonly words: string | null
  /** Where they were told that the circle is. */
  readonly told: string | null
}

const COLUMNS = 'id, circle_id AS circleId, code, identity, until, again, position, state, member, words, told'

/** The invitations of a circle, or of all; oldest first. */
export function invitationsOf(db: Database, circle?: number): Invitation[] {
  return db
    .all<Omit<Invitation, 'member'> & { member: string | null }>(
      `SELECT ${COLUMNS} FROM circle_invitation WHERE ?1 IS NULL OR circle_id = ?1 ORDER BY id`,
      circle ?? null,
    )
    .map(({ member, ...row }) => ({ ...row, member: member === null ? undefined : (JSON.parse(member) as Member) }))
}

export function addInvitation(
  db: Database,
  one: Pick<Invitation, 'circleId' | 'code' | 'identity' | 'until' | 'again'>,
): number {
  return db.run(
    `INSERT INTO circle_invitation (circle_id, code, identity, until, again, state) VALUES (?, ?, ?, ?, ?, 'open')`,
    one.circleId,
    one.code,
    one.identity,
    one.until,
    one.again,
  ).id
}

/** Keeps what an invitation has come to. */
export function keepInvitation(db: Database, one: Invitation): void {
  db.run(
    'UPDATE circle_invitation SET position = ?, state = ?, member = ?, words = ?, told = ? WHERE id = ?',
    one.position,
    one.state,
    one.member ? JSON.stringify(one.member) : null,
    one.words,
    one.told,
    one.id,
  )
}

/** An invitation that one was given. */
export interface Joining {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly signing: string
  readonly author: string
  readonly seed: string
  readonly words: string
  /** Whether the words were the same. */
  readonly matched: boolean
  readonly sent: boolean
  readonly position: number
  readonly problem: string | null
  /** The circle it has come to be. */
  readonly circleId: number | null
}

/** The invitations one was given, oldest first. */
export function joinings(db: Database): Joining[] {
  return db
    .all<Omit<Joining, 'matched' | 'sent'> & { matched: number; sent: number }>(
      `SELECT id, code, name, signing, author, seed, words, matched, sent, position, problem, circle_id AS circleId
       FROM circle_joining ORDER BY id`,
    )
    .map(row => ({ ...row, matched: row.matched === 1, sent: row.sent === 1 }))
}

export function addJoining(
  db: Database,
  one: Pick<Joining, 'code' | 'name' | 'signing' | 'author' | 'seed' | 'words'>,
): number {
  return db.run(
    'INSERT INTO circle_joining (code, name, signing, author, seed, words) VALUES (?, ?, ?, ?, ?, ?)',
    one.code,
    one.name,
    one.signing,
    one.author,
    one.seed,
    one.words,
  ).id
}

/** Keeps what a joining has come to. */
export function keepJoining(db: Database, one: Joining): void {
  db.run(
    'UPDATE circle_joining SET matched = ?, sent = ?, position = ?, problem = ?, circle_id = ? WHERE id = ?',
    Number(one.matched),
    Number(one.sent),
    one.position,
    one.problem,
    one.circleId,
    one.id,
  )
}

export function dropJoining(db: Database, id: number): void {
  db.run('DELETE FROM circle_joining WHERE id = ?', id)
}
