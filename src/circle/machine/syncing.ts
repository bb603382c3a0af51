import { createHash } from 'node:crypto'
import type { Entry } from '../../../protocol/circle.ts'
import { readKey, readRosterOp } from '../../../protocol/said.ts'
import { faultsOf } from '../faults.ts'
import { type Held, rosterOf } from '../roster.ts'
import {
  addIdentity,
  type Circle,
  circleOf,
  dropIdentities,
  endCircle,
  identitiesOf,
  keepLost,
  keepPlace,
  keepProblem,
  keepRoot,
  rereadCircle,
} from '../store/circles.ts'
import {
  addDraft,
  addEntry,
  type Draft,
  draftsOf,
  dropDraft,
  dropDrafts,
  dropSaid,
  entriesOf,
  keepSent,
  keepSigned,
} from '../store/entries.ts'
import type { RelayTrouble } from './door.ts'
import { hashOf, identityOf, nextSeed } from './sealing.ts'
import { moveBody, recipientsOf, signedOf } from './signing.ts'
import type { SyncTools } from './tools.ts'

const DAY = 24 * 3600_000
/** One's age identity is another every so often; old ones go when no relay can have anything sealed to them any more (ms). */
const REKEY = 30 * DAY
const KEPT = 9 * 7 * DAY
/** What did not come is asked for once more so often (ms). */
const REREAD = DAY
// A backup may be as old as so many rekeys.
const MOST_STEPS = 60
// Entries read and said in one go; the next goes on.
const MOST_TURNS = 400
const MOST_READS = 400

/** What is known of a circle on this machine: undefined roster while its first entry was not read yet. */
export function circleNow({ db }: Pick<SyncTools, 'db'>, circle: Circle) {
  const held = entriesOf(db, circle.id)
  const roster = rosterOf(held, circle.root, circle)
  return { circle, held, roster }
}

/**
 * Reads what is new in a circle, and then says what is still to be said: nothing is signed before everything was read, so that also
 * after a restore no number is used twice. Answers what hindered it, which is kept with the circle too.
 */
export async function sync(tools: SyncTools, id: number): Promise<RelayTrouble | undefined> {
  const { db, clock } = tools
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (tools.off()) return undefined
    const circle = circleOf(db, id)
    if (!circle || circle.endedAt !== null) return undefined
    const trouble = (await readOn(tools, circle)) ?? askAgain(tools, id) ?? (await sayNext(tools, id))
    if (trouble === 'again') continue
    if (trouble === 'done') {
      keepProblem(db, id, undefined, clock.now())
      dropIdentities(db, id, clock.now() - KEPT)
      return undefined
    }
    if (trouble) {
      keepProblem(db, id, trouble, clock.now())
      return trouble
    }
  }
  return undefined
}

/** When something did not come, the log is read from its beginning, once a day: a relay may have lost it only for a while. */
function askAgain(tools: SyncTools, id: number): 'again' | undefined {
  const { db, clock } = tools
  const circle = circleOf(db, id)
  const { held, roster } = circle ? circleNow(tools, circle) : {}
  if (!circle || !held || !roster || clock.now() - (circle.rereadAt ?? 0) < REREAD) return undefined
  if (!faultsOf(held, roster).some(({ fault }) => fault === 'missing')) return undefined
  rereadCircle(db, id, clock.now())
  return 'again'
}

/** Reads a log to its end, and on in the next when the circle moved; of what has no end, the next time goes on. */
async function readOn(tools: SyncTools, begun: Circle): Promise<RelayTrouble | undefined> {
  const { db, door } = tools
  let restarted = false
  for (let reads = 0; reads < MOST_READS; reads++) {
    const circle = circleOf(db, begun.id)
    if (!circle || circle.endedAt !== null) return undefined
    const answer = await door.read(circle, circle.position)
    if ('trouble' in answer) return answer.trouble
    if (answer.next < circle.position) {
      // The relay began anew: what it has now is read from its first. One that says so again and again is none.
      if (restarted) return 'no-relay'
      restarted = true
      keepLost(db, circle.id, tools.clock.now())
      keepPlace(db, circle.id, circle, 0)
      continue
    }
    // Who reads from the beginning has not missed what was there before they came.
    if (circle.position > 0 && answer.first > circle.position) keepLost(db, circle.id, tools.clock.now())
    if (answer.entries.length === 0) {
      if (answer.next > circle.position) keepPlace(db, circle.id, circle, answer.next)
      return undefined
    }
    for (const { offset, body } of answer.entries)
      if (await take(tools, circle, offset, Buffer.from(body, 'base64url'))) break
  }
  return undefined
}

/** Takes one sealed entry; answers whether the circle is elsewhere after it, or was read on by another. What cannot be opened is not for us. */
async function take(tools: SyncTools, circle: Circle, offset: number, sealed: Uint8Array): Promise<boolean> {
  const { db, clock } = tools
  const identities = identitiesOf(db, circle.id).map(({ identity }) => identity)
  const entry = await tools.open(sealed, identities)
  const mine = entry && isFor(entry, circle) ? entry : undefined
  const key = mine?.kind === 'key' && mine.author === circle.author ? readKey(mine.body) : undefined
  const later = key ? await laterIdentity(circle, key.recipient, identitiesOf(db, circle.id)) : undefined
  return db.transaction(() => {
    // Another process may have read it meanwhile.
    const now = circleOf(db, circle.id)
    if (!now || now.capability !== circle.capability || now.position > offset) return true
    keepPlace(db, circle.id, circle, offset + 1)
    if (!mine) return false
    if (later) addIdentity(db, circle.id, later, later.seed, clock.now())
    const hash = hashOf(mine)
    if (mine.author === circle.author) dropSaid(db, circle.id, mine)
    if (!addEntry(db, circle.id, { hash, entry: mine }, circle, clock.now())) return false
    return mine.kind === 'note' || mine.kind === 'key'
      ? false
      : placed(tools, circle, { hash, entry: mine }, offset + 1)
  })
}

/** After an entry that may move the circle, admit this member anew, or end it for them. */
function placed({ db, clock }: SyncTools, circle: Circle, { hash, entry }: Held, position: number): boolean {
  const held = entriesOf(db, circle.id)
  const before = rosterOf(held, circle.root, circle)
  const op = entry.kind === 'roster' ? readRosterOp(entry.body) : undefined
  const admitted = op?.op === 'add' && op.member.author === circle.author
  const again = admitted && before?.members.some(({ author }) => author === entry.author) && circle.root !== hash
  if (again) keepRoot(db, circle.id, hash)
  const roster = again ? rosterOf(held, hash, circle) : before
  if (!roster) return false
  if (roster.gone.has(circle.author)) {
    endCircle(db, circle.id, clock.now())
    dropDrafts(db, circle.id)
    return true
  }
  const { place } = roster
  const moved = place.capability !== circle.capability
  keepPlace(db, circle.id, place, moved ? 0 : position)
  return moved
}

function isFor(entry: Entry, { circle, author }: Circle): boolean {
  return (
    entry.circle === circle &&
    entry.kind !== 'hello' &&
    entry.kind !== 'welcome' &&
    (entry.to === '' || entry.to === author || entry.author === author)
  )
}

/** The identity that one's own announced, when an older backup does not have it: it is told from the seed. */
async function laterIdentity(circle: Circle, recipient: string, has: readonly { readonly recipient: string }[]) {
  if (has.some(one => one.recipient === recipient)) return undefined
  let seed = circle.seed
  for (let step = 0; step < MOST_STEPS; step++) {
    seed = nextSeed(seed)
    const identity = await identityOf(seed)
    if (identity.recipient === recipient) return { ...identity, seed }
  }
  return undefined
}

/** Says the next thing; 'done' when there is none. */
async function sayNext(tools: SyncTools, id: number): Promise<RelayTrouble | 'done' | undefined> {
  const { db, door } = tools
  const circle = circleOf(db, id)
  const roster = circle && circleNow(tools, circle).roster
  // Who is waiting for their admission, or whose fell, waits.
  if (!circle || circle.endedAt !== null || !roster?.members.some(({ author }) => author === circle.author))
    return 'done'
  const fresh = await freshIdentity(tools, circle)
  const draft = db.transaction(() => nextSigned(tools, id, fresh))
  if (!draft?.signed) return draft ? undefined : 'done'
  if (draft.sentTo === circle.capability) return 'withheld'
  const sealed = await tools.seal(draft.signed, circle.signing, recipientsOf(draft.signed, roster, circle.author))
  const trouble = await door.append(circle, onceOf(draft.signed, circle.capability), sealed)
  if (!trouble) keepSent(db, draft.id, circle.capability)
  return trouble
}

async function freshIdentity({ db, clock }: SyncTools, circle: Circle) {
  const newest = identitiesOf(db, circle.id)[0]
  if (newest && clock.now() - newest.since < REKEY) return undefined
  const seed = nextSeed(circle.seed)
  return { ...(await identityOf(seed)), seed, from: circle.seed }
}

/**
 * The next thing to say, signed: first what was signed before, then a move that is due, then what the person said, and at last a new
 * recipient. Undefined when there is none; unsigned when it was dropped, since it has no place any more.
 */
function nextSigned(tools: SyncTools, id: number, fresh: Awaited<ReturnType<typeof freshIdentity>>): Draft | undefined {
  const { db, clock } = tools
  const circle = circleOf(db, id)
  const { held, roster } = circle ? circleNow(tools, circle) : {}
  if (!circle || !held || !roster) return undefined
  const drafts = draftsOf(db, id)
  const pending = drafts.find(({ signed }) => signed)
  if (pending) return pending
  const known = { circle, held, roster }
  const now = clock.now()
  if (roster.stale) return signed({ kind: 'move', to: '', body: moveBody(known), madeAt: now })
  const [first] = drafts
  if (first) {
    const entry = signedOf(first, known)
    if (entry) keepSigned(db, first.id, entry)
    else dropDraft(db, first.id)
    return { ...first, signed: entry }
  }
  if (!fresh || fresh.from !== circle.seed) return undefined
  addIdentity(db, id, fresh, fresh.seed, now)
  return signed({ kind: 'key', to: '', body: JSON.stringify({ recipient: fresh.recipient }), madeAt: now })

  function signed(what: Pick<Draft, 'kind' | 'to' | 'body' | 'madeAt'>): Draft | undefined {
    const entry = signedOf(what, known)
    const draft = addDraft(db, id, what)
    if (entry) keepSigned(db, draft, entry)
    return { id: draft, ...what, signed: entry, sentTo: null }
  }
}

/** The same entry in the same log is appended once. */
function onceOf(entry: Entry, capability: string): string {
  const once = createHash('sha256')
    .update(`evenkeel once ${capability} ${hashOf(entry)}`)
    .digest()
  return once.subarray(0, 16).toString('base64url')
}

/** What one says in a circle: kept until it was read back. Answers its number among the drafts. */
export function say(
  { db, clock }: Pick<SyncTools, 'db' | 'clock'>,
  circle: number,
  what: { readonly kind: 'note' | 'roster'; readonly to?: string; readonly body: object },
): number {
  return addDraft(db, circle, {
    kind: what.kind,
    to: what.to ?? '',
    body: JSON.stringify(what.body),
    madeAt: clock.now(),
  })
}
