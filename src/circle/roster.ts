// Who belongs to a circle, and where its log is, told from its entries alone: no relay is asked, and the order in which they came
// does not matter. Pure.

import type { Entry } from '../../protocol/circle.ts'
import {
  type Address,
  type Member,
  MOST_GONE,
  MOST_MEMBERS,
  type Move,
  type RosterOp,
  readKey,
  readMove,
  readRosterOp,
} from '../../protocol/said.ts'

/** An entry and the hash that names it. */
export interface Held {
  readonly hash: string
  readonly entry: Entry
}

/** A log's address and how it ranks: by how many who are gone it keeps out, then by the lower hash of the entry that moved it. */
export interface Place extends Address {
  readonly rank: number
  readonly moved: string
}

export interface Roster {
  readonly name: string
  /** Who belongs to it now, with the recipients to seal to, by name. */
  readonly members: readonly Member[]
  /** Every author who was removed or left. */
  readonly gone: ReadonlySet<string>
  /** The names of all who ever belonged to it, by author. */
  readonly names: ReadonlyMap<string, string>
  /** The entry that this reader begins with. */
  readonly root: string
  /** The entry the next roster entry follows. */
  readonly head: string
  /** Admissions that crossed with another entry and fell: their author is asked to admit once more, or, when they are gone, anyone. */
  readonly fallen: readonly { readonly by: string | undefined; readonly member: Member }[]
  /** Who was let in by someone who was being removed just then: that does not count, and takes an invitation. When: ms by the clock of who did. */
  readonly undone: readonly (Member & { readonly at: number })[]
  /** Who left or was removed, by whom, and when by their clock (ms): the last first. */
  readonly departures: readonly { readonly who: string; readonly by: string; readonly at: number }[]
  /** Who is back on a new machine, and who confirmed it (authors). */
  readonly again: ReadonlyMap<string, string>
  /** When the first season that this reader knows began, and its number. */
  readonly season: { readonly number: number; readonly first: string }
  readonly place: Place
  /** Someone who is gone knows the address: the circle has to move. */
  readonly stale: boolean
}

interface Op {
  readonly hash: string
  readonly author: string
  readonly seq: number
  readonly at: number
  readonly parent: Op | undefined
  readonly op: RosterOp
  /** Who belongs to it after this, as its own branch tells. */
  readonly members: ReadonlyMap<string, Member>
  /** Its place when every branch is walked to its end before the next, and how many follow it there. */
  readonly order: number
  following: number
}

/**
 * Reads a roster. Entries form a tree by the entry each followed. Every removal holds, on whichever branch, if its author belonged to
 * the circle there. Of several that follow the same, a removal goes on, and otherwise the lower hash; an admission by one who was
 * removed counts only where every removal of them had seen it. So what a removed person signs on an older entry admits nobody.
 *
 * @param root the entry this reader begins with: the circle's first, or the one that admitted them
 * @param start the address they were given with it
 * @returns undefined while the root is not there, or is none
 */
export function rosterOf(held: readonly Held[], root: string, start: Place): Roster | undefined {
  const ops = opsOf(held, root)
  const first = ops.get(root)
  if (!first) return undefined
  const all = [...ops.values()]
  const removals = all.filter(({ op }) => op.op === 'remove')
  const counts = (one: Op) =>
    one.op.op !== 'add' ||
    removals.every(removal => removal.op.op !== 'remove' || removal.op.who !== one.author || knew(removal, one))
  const head = headOf(first, all.filter(counts))
  const chain = new Set(pathTo(head))
  const names = new Map(
    [...chain].flatMap(({ members }) => [...members.values()].map(({ author, name }) => [author, name] as const)),
  )
  const known = new Set([...goneBefore(first), ...all.flatMap(one => [...one.members.keys()])])
  const moves = movesIn(held, start).filter(({ author }) => names.has(author))
  // A removal whose entry came late may follow one that a newer member cannot open: they hear of it by the move it led to.
  const gone = new Set([
    ...goneBefore(first),
    ...removals.map(({ op }) => (op.op === 'remove' ? op.who : '')),
    // Made-up names would keep a circle moving for ever.
    ...moves.flatMap(move => move.gone).filter(author => known.has(author)),
  ])
  const keys = recipients(held)
  const members = [...head.members.values()]
    .filter(({ author }) => !gone.has(author))
    .map(member => ({ ...member, recipient: keys.get(member.author)?.recipient ?? member.recipient }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || (a.author < b.author ? -1 : 1))
  const belongs = new Set(members.map(({ author }) => author))
  const place = placeOf(moves, start, gone)
  // Who lost a machine was removed to come back as themselves.
  const back = new Set([...chain].flatMap(({ op }) => (op.op === 'add' && op.again ? [op.again] : [])))
  return {
    name: first.op.op === 'begin' ? first.op.name : first.op.op === 'add' ? first.op.base.name : '',
    members,
    gone,
    names,
    root,
    head: head.hash,
    fallen: all.flatMap(one =>
      one.op.op === 'add' &&
      counts(one) &&
      !chain.has(one) &&
      !belongs.has(one.op.member.author) &&
      !gone.has(one.op.member.author)
        ? [{ by: belongs.has(one.author) ? one.author : undefined, member: one.op.member }]
        : [],
    ),
    undone: all.flatMap(one =>
      one.op.op === 'add' && !counts(one) && !belongs.has(one.op.member.author) && !gone.has(one.op.member.author)
        ? [{ ...one.op.member, at: one.at }]
        : [],
    ),
    departures: removals
      .flatMap(({ op, author, at }) =>
        op.op === 'remove' && !back.has(op.who) ? [{ who: op.who, by: author, at }] : [],
      )
      .toSorted((a, b) => b.at - a.at),
    again: new Map(
      [...chain].flatMap(({ op, author }) =>
        op.op === 'add' && op.again ? [[op.member.author, author] as const] : [],
      ),
    ),
    season:
      first.op.op === 'begin'
        ? { number: 1, first: first.op.season }
        : first.op.op === 'add'
          ? first.op.base.season
          : { number: 1, first: '' },
    place,
    stale: place.rank < Math.min(gone.size, MOST_GONE),
  }
}

/** Every roster entry that stands on its own branch, by hash. */
function opsOf(held: readonly Held[], root: string): Map<string, Op> {
  const children = Map.groupBy(
    held.filter(({ entry }) => entry.kind === 'roster' && entry.to === ''),
    ({ entry, hash }) => (hash === root ? '' : entry.roster),
  )
  const found = new Map<string, Op>()
  const waiting: [Held, Op | undefined][] = (children.get('') ?? [])
    .filter(({ hash }) => hash === root)
    .map(one => [one, undefined])
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [{ hash, entry }, parent] = next
    const op = opOf(entry)
    const members = op && after(op, entry.author, parent)
    if (!op || !members || found.has(hash)) continue
    const here: Op = {
      hash,
      author: entry.author,
      seq: entry.seq,
      at: entry.time,
      parent,
      op,
      members,
      order: found.size,
      following: 0,
    }
    found.set(hash, here)
    for (const child of children.get(hash) ?? []) waiting.push([child, here])
  }
  for (const op of [...found.values()].toReversed()) if (op.parent) op.parent.following += op.following + 1
  return found
}

/** Who belongs to it after an entry, on its own branch; undefined where it does not stand. */
function after(op: RosterOp, author: string, parent: Op | undefined): ReadonlyMap<string, Member> | undefined {
  if (!parent) {
    if (op.op === 'begin') return op.member.author === author ? new Map([[author, op.member]]) : undefined
    if (op.op !== 'add') return undefined
    return new Map([...op.base.members, op.member].map(member => [member.author, member]))
  }
  const { members } = parent
  if (!members.has(author)) return undefined
  if (op.op === 'remove') {
    if (!members.has(op.who)) return undefined
    return new Map([...members].filter(([one]) => one !== op.who))
  }
  if (op.op === 'begin' || members.has(op.member.author) || members.size >= MOST_MEMBERS) return undefined
  return wasRemoved(op.member.author, parent) ? undefined : new Map([...members, [op.member.author, op.member]])
}

function wasRemoved(author: string, from: Op): boolean {
  return pathTo(from).some(one => (one.op.op === 'remove' && one.op.who === author) || goneBefore(one).includes(author))
}

/** Whom the admission that a reader begins with says to be gone. */
function goneBefore({ op, parent }: Op): readonly string[] {
  return op.op === 'add' && !parent ? op.base.gone : []
}

/** Where the next entry goes on: from the first, always to the one that goes before its siblings. */
function headOf(first: Op, counting: readonly Op[]): Op {
  const children = Map.groupBy(counting, ({ parent }) => parent)
  let head = first
  for (;;) {
    const [next] = (children.get(head) ?? []).toSorted(before)
    if (!next) return head
    head = next
  }
}

/** A removal goes before an admission; of removals, which all hold, the one that more was built on; then the lower hash. */
function before(a: Op, b: Op): number {
  const [one, other] = [a.op.op === 'remove', b.op.op === 'remove']
  if (one !== other) return one ? -1 : 1
  return (one ? b.following - a.following : 0) || (a.hash < b.hash ? -1 : 1)
}

function pathTo(op: Op): Op[] {
  const path: Op[] = []
  for (let one: Op | undefined = op; one; one = one.parent) path.push(one)
  return path
}

/** Whether a removal had seen an admission: it follows it, or it is its author who leaves, and said so later. */
function knew(removal: Op, one: Op): boolean {
  return follows(removal, one) || (removal.author === one.author && removal.seq > one.seq)
}

function follows({ order }: Op, earlier: Op): boolean {
  return order >= earlier.order && order <= earlier.order + earlier.following
}

// A circle is read again with each entry that comes; each is parsed once.
const parsed = new WeakMap<Entry, { readonly op: RosterOp | undefined }>()
function opOf(entry: Entry): RosterOp | undefined {
  const known = parsed.get(entry) ?? { op: readRosterOp(entry.body) }
  parsed.set(entry, known)
  return known.op
}

/** Each author's last new recipient. */
function recipients(held: readonly Held[]): Map<string, { readonly seq: number; readonly recipient: string }> {
  const last = new Map<string, { seq: number; recipient: string }>()
  for (const { entry } of held) {
    const key = entry.kind === 'key' && entry.to === '' ? readKey(entry.body) : undefined
    if (key && entry.seq >= (last.get(entry.author)?.seq ?? 0))
      last.set(entry.author, { seq: entry.seq, recipient: key.recipient })
  }
  return last
}

interface Moved extends Address, Pick<Move, 'gone'> {
  readonly author: string
  readonly moved: string
}

/** Every move; who says of themselves that they are gone moves nobody. */
function movesIn(held: readonly Held[], { relay }: Place): Moved[] {
  return held.flatMap(({ hash, entry }) => {
    const move = entry.kind === 'move' && entry.to === '' ? readMove(entry.body) : undefined
    if (!move || move.gone.includes(entry.author)) return []
    return [{ relay, capability: move.capability, gone: move.gone, author: entry.author, moved: hash }]
  })
}

function placeOf(moves: readonly Moved[], start: Place, gone: ReadonlySet<string>): Place {
  return moves
    .map(({ relay, capability, gone: named, moved }) => ({
      relay,
      capability,
      rank: new Set(named).intersection(gone).size,
      moved,
    }))
    .reduce(
      (best, one) => (one.rank > best.rank || (one.rank === best.rank && one.moved < best.moved) ? one : best),
      start,
    )
}
