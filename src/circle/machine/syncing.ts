import { createHash } from 'node:crypto'
import type { Entry } from '../../../protocol/circle.ts'
import { readKey, readRosterOp } from '../../../protocol/said.ts'
import { faultsOf } from '../faults.ts'
import { type Held, type Roster, rosterOf } from '../roster.ts'
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
  dropDrafts,
  dropSaid,
  entriesOf,
  keepSent,
} from '../store/entries.ts'
import type { RelayTrouble } from './door.ts'
import { hashOf, type Identity, identityOf, nextSeed } from './sealing.ts'
import { entryOf, type Known, moveBody, recipientsOf } from './signing.ts'
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
 * Reads what is new in a circle, and then says what is still to be said, one thing after the other: each is signed when everything was
 * read, and has to be read back before the next, so that also after a restore no number is used twice. Answers what hindered it,
 * which is kept with the circle too.
 */
export async function sync(tools: SyncTools, id: number): Promise<RelayTrouble | undefined> {
  const { db, clock } = tools
  const hindered = (trouble: RelayTrouble) => {
    keepProblem(db, id, trouble, clock.now())
    return trouble
  }
  let sent: Entry | undefined
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (tools.off()) return undefined
    const circle = circleOf(db, id)
    if (!circle || circle.endedAt !== null) return undefined
    const trouble = await readOn(tools, circle)
    // Nothing is said before everything was read.
    if (trouble === 'unfinished') return undefined
    if (trouble) return hindered(trouble)
    if (askAgain(tools, id)) continue
    // The circle may have moved in between: then it is said again where it is now.
    if (sent && circleOf(db, id)?.capability === circle.capability && !isBack(entriesOf(db, id), sent)) {
      if (!rereads(tools, circle)) return hindered('withheld')
      continue
    }
    const said = await sayNext(tools, id)
    if (said === 'nothing') {
      keepProblem(db, id, undefined, clock.now())
      dropIdentities(db, id, clock.now() - KEPT)
      return undefined
    }
    if ('trouble' in said) return hindered(said.trouble)
    sent = said.sent
  }
  return undefined
}

function isBack(held: readonly Held[], { author, to, seq }: Entry): boolean {
  return held.some(({ entry }) => entry.author === author && entry.to === to && entry.seq === seq)
}

/** When something did not come, it is asked for once more; answers whether it is. */
function askAgain(tools: SyncTools, id: number): boolean {
  const circle = circleOf(tools.db, id)
  const { held, roster } = circle ? circleNow(tools, circle) : {}
  if (!circle || !held || !roster) return false
  return faultsOf(held, roster, circle.author).some(({ fault }) => fault === 'missing') && rereads(tools, circle)
}

/** Reads a log from its beginning, once a day at most: a relay may have held something back only for a while. */
function rereads({ db, clock }: SyncTools, { id, rereadAt }: Circle): boolean {
  if (rereadAt !== null && clock.now() - rereadAt < REREAD) return false
  rereadCircle(db, id, clock.now())
  return true
}

/** Reads a log to its end, and on in the next when the circle moved; of what has no end, the next time goes on. */
async function readOn(tools: SyncTools, begun: Circle): Promise<RelayTrouble | 'unfinished' | undefined> {
  const { db, door } = tools
  let restarted = false
  for (let reads = 0; reads < MOST_READS; reads++) {
    const circle = circleOf(db, begun.id)
    if (!circle || circle.endedAt !== null || tools.off()) return 'unfinished'
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
    if (answer.entries.length === 0) return undefined
    for (const { offset, body } of answer.entries) {
      const now = circleOf(db, begun.id)
      if (!now || (await take(tools, now, offset, Buffer.from(body, 'base64url')))) break
    }
  }
  return 'unfinished'
}

/** Takes one sealed entry; answers whether the circle is elsewhere after it, or was read on by another. What cannot be opened is not for us. */
async function take(tools: SyncTools, circle: Circle, offset: number, sealed: Uint8Array): Promise<boolean> {
  const { db, clock } = tools
  const has = identitiesOf(db, circle.id)
  const opened = await opening(tools, circle, sealed, has)
  const mine = opened && isFor(opened.entry, circle) ? opened.entry : undefined
  const key = mine?.kind === 'key' && mine.author === circle.author ? readKey(mine.body) : undefined
  const announced = key ? await upTo(circle, key.recipient, has) : []
  const later = announced.length > 0 ? announced : (opened?.later ?? [])
  return db.transaction(() => {
    // Another process may have read it meanwhile.
    const now = circleOf(db, circle.id)
    if (!now || now.capability !== circle.capability || now.position > offset) return true
    keepPlace(db, circle.id, circle, offset + 1)
    if (!mine || isLate(tools, circle, mine)) return false
    // The last is the newest.
    for (const [at, one] of later.entries())
      addIdentity(db, circle.id, one, one.seed, clock.now() - later.length + 1 + at)
    const hash = hashOf(mine)
    if (mine.author === circle.author) dropSaid(db, circle.id, mine.kind, mine.time)
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
  const again = before !== undefined && isAdmittedAnew(held, circle, { hash, entry }, before)
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

/**
 * Whether an entry admits this member once more, since their admission fell: by who let them in first, or by another member, when
 * the circle has gone on along a way that this member could not see. By a way they see it would only take them out of it.
 */
function isAdmittedAnew(
  held: readonly Held[],
  { root, author }: Circle,
  { hash, entry }: Held,
  { members }: Roster,
): boolean {
  const op = entry.kind === 'roster' ? readRosterOp(entry.body) : undefined
  if (op?.op !== 'add' || op.member.author !== author || hash === root) return false
  const host = held.find(one => one.hash === root)?.entry.author
  if (host === undefined || host === author || !members.some(one => one.author === entry.author)) return false
  return entry.author === host || !held.some(one => one.hash === entry.roster)
}

/** What someone says who is known to be gone is not heard, though a relay that is theirs brings it. Removals have rules of their own. */
function isLate({ db }: SyncTools, circle: Circle, { kind, author }: Entry): boolean {
  if (kind === 'roster' || author === circle.author) return false
  return circleNow({ db }, circle).roster?.gone.has(author) ?? false
}

function isFor(entry: Entry, { circle, author }: Circle): boolean {
  return (
    entry.circle === circle &&
    entry.kind !== 'hello' &&
    entry.kind !== 'welcome' &&
    (entry.to === '' || entry.to === author || entry.author === author)
  )
}

interface Later extends Identity {
  readonly seed: string
}

/**
 * Opens an entry with the identities that are there, or with one that an older backup does not have: as many are told from the seed
 * as may have been announced since. `later` are those that came to light.
 */
async function opening(
  { open, clock }: SyncTools,
  circle: Circle,
  sealed: Uint8Array,
  has: readonly (Identity & { readonly since: number })[],
): Promise<{ readonly entry: Entry; readonly later: readonly Later[] } | undefined> {
  const entry = await open(
    sealed,
    has.map(({ identity }) => identity),
  )
  if (entry) return { entry, later: [] }
  const steps = Math.min(MOST_STEPS, Math.floor((clock.now() - (has[0]?.since ?? clock.now())) / REKEY))
  const later: Later[] = []
  for (let step = 0, seed = circle.seed; step < steps; step++) {
    seed = nextSeed(seed)
    const identity = await identityOf(seed)
    later.push({ ...identity, seed })
    const found = await open(sealed, [identity.identity])
    if (found) return { entry: found, later }
  }
  return undefined
}

/** The identities after the newest, up to one that was announced; none when it is there already, or not among them. */
async function upTo(circle: Circle, recipient: string, has: readonly Identity[]): Promise<readonly Later[]> {
  if (has.some(one => one.recipient === recipient)) return []
  const later: Later[] = []
  for (let step = 0, seed = circle.seed; step < MOST_STEPS; step++) {
    seed = nextSeed(seed)
    const identity = await identityOf(seed)
    later.push({ ...identity, seed })
    if (identity.recipient === recipient) return later
  }
  return []
}

/** Says the next thing. `sent` is undefined for what has no place any more. */
async function sayNext(
  tools: SyncTools,
  id: number,
): Promise<'nothing' | { readonly sent: Entry | undefined } | { readonly trouble: RelayTrouble }> {
  const { db, door } = tools
  const circle = circleOf(db, id)
  const { held, roster } = circle ? circleNow(tools, circle) : {}
  const me = roster?.members.find(({ author }) => author === circle?.author)
  // Who is waiting for their admission, or whose fell, waits.
  if (!circle || circle.endedAt !== null || !held || !roster || !me) return 'nothing'
  const draft = await nextDraft(tools, { circle, roster, held }, me.recipient)
  if (!draft) return 'nothing'
  // What was sent to an earlier log may have been read there by someone: it stays as it was. What did not arrive in this one is
  // signed anew, by all that is known now.
  const again = draft.sentTo !== null && draft.sentTo !== circle.capability
  const entry = again ? draft.sent : entryOf(draft, { circle, roster, held })
  if (!entry) {
    dropSaid(db, id, draft.kind, draft.madeAt)
    return { sent: undefined }
  }
  keepSent(db, draft.id, entry, circle.capability)
  const sealed = await tools.seal(entry, circle.signing, recipientsOf(entry, roster, circle.author))
  const trouble = await door.append(circle, onceOf(entry, circle.capability), sealed)
  return trouble ? { trouble } : { sent: entry }
}

/**
 * What is to be said next: what was sent already and did not arrive; a move, when someone who is gone knows the circle's address; what
 * the person said; and at last their newest recipient, when the others do not know it or it is time for another.
 */
async function nextDraft(
  { db, clock }: SyncTools,
  { circle, roster }: Known,
  recipient: string,
): Promise<Draft | undefined> {
  const byItself = (kind: 'move' | 'key', body: string) => {
    const id = addDraft(db, circle.id, { kind, to: '', body, madeAt: clock.now() })
    return draftsOf(db, circle.id).find(draft => draft.id === id)
  }
  const [first] = draftsOf(db, circle.id)
  if (first?.sent) return first
  if (roster.stale) return byItself('move', moveBody(roster))
  if (first) return first
  const [newest] = identitiesOf(db, circle.id)
  if (newest && clock.now() - newest.since >= REKEY) {
    const seed = nextSeed(circle.seed)
    const next = await identityOf(seed)
    addIdentity(db, circle.id, next, seed, clock.now())
    return byItself('key', JSON.stringify({ recipient: next.recipient }))
  }
  if (!newest || newest.recipient === recipient) return undefined
  return byItself('key', JSON.stringify({ recipient: newest.recipient }))
}

/** A number is appended once, whatever it is that was signed under it: a request that was late finds it taken. */
function onceOf({ author, to, seq }: Entry, capability: string): string {
  const once = createHash('sha256').update(`evenkeel once ${capability} ${author} ${to} ${seq}`).digest()
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
