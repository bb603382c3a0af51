import { randomBytes } from 'node:crypto'
import type { Entry } from '../../../protocol/circle.ts'
import { type Member, MOST_GONE, MOST_MEMBERS, type Move, type RosterOp } from '../../../protocol/said.ts'
import type { Held, Roster } from '../roster.ts'
import { seasonOf } from '../rounds.ts'
import type { Circle } from '../store/circles.ts'
import type { Draft } from '../store/entries.ts'
import { hashOf } from './sealing.ts'

/** Everything one knows when something is signed. */
export interface Known {
  readonly circle: Circle
  readonly roster: Roster
  readonly held: readonly Held[]
}

/** 32 random bytes, base64url: a circle's name, a log's capability. */
export function random32(): string {
  return randomBytes(32).toString('base64url')
}

/** The entry that a draft becomes, now that everything was read; undefined when it has no place any more. */
export function entryOf(draft: Pick<Draft, 'kind' | 'to' | 'body' | 'madeAt'>, known: Known): Entry | undefined {
  const { circle, roster, held } = known
  if (draft.to !== '' && !roster.members.some(({ author }) => author === draft.to)) return undefined
  if (draft.kind === 'move' && !roster.stale) return undefined
  const body =
    draft.kind === 'roster' ? rosterBody(draft.body, known) : draft.kind === 'move' ? moveBody(roster) : draft.body
  if (body === undefined) return undefined
  const last = ownLast(held, circle.author, draft.to)
  return {
    circle: circle.circle,
    author: circle.author,
    to: draft.to,
    seq: last ? last.seq + 1 : 0,
    prev: last ? last.hash : '',
    roster: roster.head,
    heads: roster.members
      .filter(({ author }) => author !== circle.author)
      .flatMap(({ author }): Entry['heads'] => {
        const seen = lastOf(held, author, '')
        return seen ? [[author, seen.entry.seq, seen.hash]] : []
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    kind: draft.kind,
    body,
    time: draft.madeAt,
  }
}

/** What an app does by itself: it moves the circle when someone who is gone knows its address. */
export function moveBody(roster: Roster): string {
  const move: Move = { capability: random32(), gone: [...roster.gone].toSorted().slice(0, MOST_GONE) }
  return JSON.stringify(move)
}

/** A circle's first entry. */
export function beginning(circle: string, name: string, member: Member, season: string, now: number): Held {
  const op: RosterOp = { op: 'begin', name, member, season }
  const entry: Entry = {
    circle,
    author: member.author,
    to: '',
    seq: 0,
    prev: '',
    roster: '',
    heads: [],
    kind: 'roster',
    body: JSON.stringify(op),
    time: now,
  }
  return { hash: hashOf(entry), entry }
}

/** An admission carries what the new one cannot open; who is not there cannot be removed, nor admitted who is there or was removed. */
function rosterBody(body: string, { roster, held }: Known): string | undefined {
  const op = JSON.parse(body) as
    | { op: 'remove'; who: string }
    | { op: 'add'; member: Member; again: string | undefined }
  const isMember = (author: string) => roster.members.some(one => one.author === author)
  if (op.op === 'remove') return isMember(op.who) ? body : undefined
  if (isMember(op.member.author) || roster.gone.has(op.member.author) || roster.members.length >= MOST_MEMBERS)
    return undefined
  const whole: RosterOp = {
    op: 'add',
    member: op.member,
    ...(op.again ? { again: op.again } : {}),
    base: {
      name: roster.name,
      members: [...roster.members],
      gone: [...roster.gone].toSorted().slice(0, MOST_GONE),
      moved: [roster.place.rank, roster.place.moved],
      season: seasonOf(held, roster),
    },
  }
  return JSON.stringify(whole)
}

/** Whom an entry is sealed to: who belongs to the circle, with the one it admits or says farewell to, or two pairs of eyes. */
export function recipientsOf(entry: Entry, { members, fallen }: Roster, me: string): string[] {
  const own = members.filter(({ author }) => author === me)
  const others = members.filter(({ author }) => (entry.to === '' ? author !== me : author === entry.to))
  const op = entry.kind === 'roster' ? (JSON.parse(entry.body) as RosterOp) : undefined
  const admitted = op?.op === 'add' ? [op.member] : []
  // Whose admission fell by crossing another entry hears where the circle goes, or could not be let in once more.
  const waiting = entry.kind === 'move' ? fallen.map(({ member }) => member) : []
  return [...new Set([...own, ...others, ...admitted, ...waiting].map(({ recipient }) => recipient))]
}

/**
 * The last that one said oneself. After a restore the relay may not have it any more: then it is the last that the others say they
 * saw, so that no number is used twice.
 */
function ownLast(
  held: readonly Held[],
  me: string,
  to: string,
): { readonly seq: number; readonly hash: string } | undefined {
  const last = lastOf(held, me, to)
  const own = last ? [{ seq: last.entry.seq, hash: last.hash }] : []
  const seen =
    to === ''
      ? held.flatMap(({ entry }) =>
          entry.heads.flatMap(([author, seq, hash]) => (author === me ? [{ seq, hash }] : [])),
        )
      : []
  return [...own, ...seen].reduce<{ seq: number; hash: string } | undefined>(
    (best, one) => (best && best.seq >= one.seq ? best : one),
    undefined,
  )
}

function lastOf(held: readonly Held[], author: string, to: string): Held | undefined {
  return held
    .filter(({ entry }) => entry.author === author && entry.to === to)
    .reduce<Held | undefined>((last, one) => (last && last.entry.seq > one.entry.seq ? last : one), undefined)
}
