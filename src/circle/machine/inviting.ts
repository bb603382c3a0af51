import { randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { Entry } from '../../../protocol/circle.ts'
import {
  LONGEST_NAME,
  type Member,
  MOST_MEMBERS,
  readHello,
  readRosterOp,
  readWelcome,
  type Welcome,
} from '../../../protocol/said.ts'
import { type Code, hasCode, readCode, writeCode } from '../code.ts'
import { addCircle, addIdentity, circleOf, everyCircle, keepPlace, keepRoot } from '../store/circles.ts'
import { addEntry, draftsOf, placesSince, removalsOf } from '../store/entries.ts'
import {
  addInvitation,
  addJoining,
  dropJoining,
  type Invitation,
  invitationsOf,
  type Joining,
  joinings,
  keepInvitation,
  keepJoining,
} from '../store/invitations.ts'
import { shortened } from '../walk.ts'
import type { RelayTrouble } from './door.ts'
import { hashOf, identityOf, newKeys } from './sealing.ts'
import { beginning, random32 } from './signing.ts'
import { circleNow, say, sync } from './syncing.ts'
import type { SyncTools } from './tools.ts'

const DAY = 24 * 3600_000
const HOLDS = 7 * DAY
// Who was let in is told for as long as a relay keeps it.
const LASTS = 7 * HOLDS
const WORDS = 6
// Six of 2048 words are 66 bits; a try costs 32 MiB and about a tenth of a second.
const SLOW = { N: 1 << 15, r: 8, p: 1, maxmem: 64 << 20 }
const derive = promisify(
  (secret: string, salt: string, length: number, options: object, done: (error: Error | null, key: Buffer) => void) =>
    scrypt(secret, salt, length, options, done),
)

/**
 * The words both sides compare: a slow hash over both their keys, the circle and the invitation, so that nobody in between finds
 * other keys with the same.
 */
export async function wordsOf(code: Code, { author, recipient }: Omit<Member, 'name'>): Promise<string> {
  const said = [code.circle, code.author, code.capability, code.recipient, code.token, author, recipient].join(' ')
  const key = await derive(said, 'evenkeel circle words 1', 16, SLOW)
  let bits = BigInt(`0x${key.toString('hex')}`)
  return Array.from({ length: WORDS }, () => {
    const word = wordlist[Number(bits & 2047n)]
    bits >>= 11n
    return word
  }).join(' ')
}

/** Begins a circle with oneself in it; answers its number. */
export async function begin(
  { db, clock }: SyncTools,
  { name, myName, relay, season }: { name: string; myName: string; relay: string; season: string },
): Promise<number> {
  const keys = newKeys()
  const identity = await identityOf(keys.seed)
  const circle = random32()
  const now = clock.now()
  const member = { author: keys.author, recipient: identity.recipient, name: myName }
  const first = beginning(circle, name, member, season, now)
  return db.transaction(() => {
    const place = { relay, capability: random32(), rank: 0, moved: '' }
    const id = addCircle(db, { ...keys, ...place, circle, root: first.hash, madeAt: now })
    addIdentity(db, id, identity, keys.seed, now)
    // Nobody else can open it, nor needs to: it is never sent.
    addEntry(db, id, first, place, now)
    return id
  })
}

/** Makes an invitation, for someone new or for a member who lost their machine; answers its number. */
export async function invite({ db, clock }: SyncTools, circleId: number, again: string | null): Promise<number> {
  const circle = circleOf(db, circleId)
  if (!circle) throw new RangeError('no such circle')
  const { identity, recipient } = await identityOf(random32())
  const until = clock.now() + HOLDS
  const code: Code = {
    relay: circle.relay,
    capability: random32(),
    recipient,
    circle: circle.circle,
    author: circle.author,
    token: randomBytes(16).toString('base64url'),
    until,
  }
  return addInvitation(db, { circleId, code: writeCode(code), identity, until, again })
}

/** Why an invitation cannot be answered. */
export type BadCode = 'no-code' | 'cut' | 'expired' | 'own' | 'member'

/** Answers an invitation under a name; the words to compare stand with it then. */
export async function join({ db, clock }: SyncTools, text: string, name: string): Promise<number | BadCode> {
  const code = readCode(text)
  if (!code) return hasCode(text) ? 'cut' : 'no-code'
  if (code.until <= clock.now()) return 'expired'
  const there = everyCircle(db).filter(({ circle, endedAt }) => circle === code.circle && endedAt === null)
  if (there.some(({ author }) => author === code.author)) return 'own'
  if (there.length > 0) return 'member'
  const given = joinings(db).find(one => readCode(one.code)?.token === code.token)
  if (given) return given.id
  const keys = newKeys()
  const { recipient } = await identityOf(keys.seed)
  const words = await wordsOf(code, { author: keys.author, recipient })
  return addJoining(db, { code: writeCode(code), name, ...keys, words })
}

/** Looks after every invitation that is under way: answers that came, welcomes to send, circles that opened. */
export async function tendInvitations(tools: SyncTools, report: (error: unknown) => void): Promise<void> {
  const { db, clock } = tools
  for (const one of invitationsOf(db)) {
    if (tools.off()) return
    const end = one.until + (one.state !== 'accepted' ? 0 : one.told === null ? LASTS : HOLDS)
    if (end > clock.now() && one.state !== 'closed' && one.state !== 'twice')
      await tendInvitation(tools, one).catch(report)
  }
  for (const one of joinings(db)) {
    if (tools.off()) return
    const end = (readCode(one.code)?.until ?? 0) + (!one.matched ? 0 : one.circleId === null ? LASTS : HOLDS)
    if (end <= clock.now() && one.circleId === null) dropJoining(db, one.id)
    else if (end > clock.now() && !(one.sent && !one.matched)) await tendJoining(tools, one).catch(report)
  }
}

async function tendInvitation(tools: SyncTools, begun: Invitation): Promise<void> {
  const { db, door } = tools
  const code = readCode(begun.code)
  const circle = circleOf(db, begun.circleId)
  // Who has left still tells the way to whom they let in.
  if (!code || !circle || (circle.endedAt !== null && begun.state !== 'accepted')) return
  const read = await door.read(code, begun.position)
  if (!('trouble' in read)) {
    let invitation = begun
    for (const { offset, body } of read.entries) {
      const entry = await tools.open(Buffer.from(body, 'base64url'), [invitation.identity])
      const member = entry && helloOf(entry, code)
      invitation = { ...invitation, position: offset + 1 }
      if (member) invitation = await answered(invitation, code, member)
    }
    // What the person decided meanwhile is not undone.
    const now = invitationsOf(db, begun.circleId).find(({ id }) => id === begun.id)
    if (invitation !== begun && now?.state === begun.state) keepInvitation(db, { ...invitation, told: now.told })
  }
  const now = invitationsOf(db, begun.circleId).find(({ id }) => id === begun.id)
  if (now?.state === 'accepted') await welcome(tools, now, code)
}

async function answered(invitation: Invitation, code: Code, member: Member): Promise<Invitation> {
  if (invitation.state === 'open')
    return { ...invitation, state: 'answered', member, words: await wordsOf(code, member) }
  const same = invitation.member?.author === member.author
  return same || invitation.state !== 'answered' ? invitation : { ...invitation, state: 'twice' }
}

function helloOf(entry: Entry, code: Code): Member | undefined {
  const hello = entry.kind === 'hello' ? readHello(entry.body) : undefined
  const good = entry.circle === code.circle && entry.to === code.author && hello?.token === code.token
  return hello && good ? { author: entry.author, recipient: hello.recipient, name: hello.name } : undefined
}

/**
 * Takes in who answered, whose words were the same; who lost a machine is first removed as who they were. Answers `full` when there
 * are as many as a circle takes, and `over` when it is not to be had any more.
 */
export function accept(tools: SyncTools, id: number): 'done' | 'full' | 'over' {
  const { db, clock } = tools
  return db.transaction(() => {
    const one = invitationsOf(db).find(invitation => invitation.id === id)
    const circle = one && circleOf(db, one.circleId)
    if (!circle || circle.endedAt !== null || one?.state !== 'answered' || !one.member) return 'over'
    if (one.until <= clock.now()) return 'over'
    const drafts = draftsOf(db, circle.id)
    // Who is about to leave lets nobody in.
    if (removalsOf(drafts).includes(circle.author)) return 'over'
    const roster = circleNow(tools, circle).roster
    const members = roster?.members ?? []
    const coming = drafts.filter(({ kind, body }) => kind === 'roster' && body.includes('"op":"add"')).length
    if (members.length + coming - (one.again ? 1 : 0) >= MOST_MEMBERS) return 'full'
    if (one.again) say(tools, one.circleId, { kind: 'roster', body: { op: 'remove', who: one.again } })
    const again = one.again ?? undefined
    // Who comes back is who they were, whatever they call themselves now.
    const name = (again && roster?.names.get(again)) || unlike(one.member.name, members)
    say(tools, one.circleId, { kind: 'roster', body: { op: 'add', member: { ...one.member, name }, again } })
    keepInvitation(db, { ...one, state: 'accepted' })
    return 'done'
  })
}

/** A name that none of them has: "Ben 2". */
function unlike(name: string, members: readonly Member[]): string {
  const taken = new Set(members.map(one => one.name.toLowerCase()))
  const names = [name, ...Array.from(members, (_, n) => `${shortened(name, LONGEST_NAME - 2)} ${n + 2}`)]
  return names.find(one => !taken.has(one.toLowerCase())) ?? name
}

/** Ends an invitation: nobody can answer it any more. */
export function closeInvitation({ db }: SyncTools, id: number): void {
  const one = invitationsOf(db).find(invitation => invitation.id === id)
  if (one) keepInvitation(db, { ...one, state: 'closed' })
}

/** Tells who was admitted where the circle is, and again when that has changed. */
async function welcome(tools: SyncTools, invitation: Invitation, code: Code): Promise<void> {
  const { db, clock, door } = tools
  const circle = circleOf(db, invitation.circleId)
  const { held, roster } = circle ? circleNow(tools, circle) : {}
  const { member } = invitation
  if (!circle || !held || !roster?.members.some(({ author }) => author === member?.author) || !member) return
  const root = held.findLast(({ entry }) => {
    const op = entry.kind === 'roster' ? readRosterOp(entry.body) : undefined
    return op?.op === 'add' && op.member.author === member.author
  })?.hash
  const told = `${circle.capability} ${root}`
  if (!root || invitation.told === told) return
  const places = placesSince(db, circle.id, root)
  if (places.at(-1)?.capability !== circle.capability) places.push(roster.place)
  const entry: Entry = {
    ...blank(circle.circle, circle.author, member.author, clock.now()),
    kind: 'welcome',
    body: JSON.stringify({ root, places: places.map(({ capability, rank, moved }) => ({ capability, rank, moved })) }),
  }
  const sealed = await tools.seal(entry, circle.signing, [member.recipient])
  if (!(await door.append(code, onceOf(entry), sealed))) keepInvitation(db, { ...invitation, told })
}

async function tendJoining(tools: SyncTools, begun: Joining): Promise<void> {
  const { db, door } = tools
  const code = readCode(begun.code)
  if (!code) return
  const { identity, recipient } = await identityOf(begun.seed)
  const trouble = begun.sent ? undefined : await sayHello(tools, begun, code, recipient)
  if (trouble) return keepJoining(db, { ...begun, problem: trouble })
  let joining: Joining = { ...begun, sent: true, problem: null }
  const read = await door.read(code, joining.position)
  if ('trouble' in read) return keepJoining(db, { ...joining, problem: read.trouble })
  for (const { offset, body } of joining.matched ? read.entries : []) {
    const entry = await tools.open(Buffer.from(body, 'base64url'), [identity])
    const welcome =
      entry?.kind === 'welcome' &&
      entry.circle === code.circle &&
      entry.author === code.author &&
      entry.to === joining.author
        ? readWelcome(entry.body)
        : undefined
    if (welcome) {
      const circleId = joining.circleId ?? opened(tools, joining, code, { identity, recipient }, welcome)
      joining = { ...joining, circleId }
      // What could not be read now is, the next time.
      if (!(await follow(tools, circleId, welcome))) break
    }
    joining = { ...joining, position: offset + 1 }
  }
  // The person may have said meanwhile that the words are the same, or taken it back.
  const now = joinings(db).find(({ id }) => id === begun.id)
  if (now) keepJoining(db, { ...joining, matched: now.matched })
}

function opened(
  { db, clock }: SyncTools,
  { signing, author, seed }: Joining,
  { circle, relay }: Code,
  identity: { identity: string; recipient: string },
  { root, places: [first] }: Welcome,
): number {
  const now = clock.now()
  return db.transaction(() => {
    const id = addCircle(db, { circle, signing, author, seed, root, relay, ...first, madeAt: now })
    addIdentity(db, id, identity, seed, now)
    return id
  })
}

/**
 * Reads the circle from where its admission stands, and on wherever it moved. Whoever moved it may not have known the new member:
 * then the way is the welcome's. Answers whether all could be read.
 */
async function follow(tools: SyncTools, id: number, { root, places }: Welcome): Promise<boolean> {
  const { db } = tools
  const go = async (place: Welcome['places'][0]) => {
    const circle = circleOf(db, id)
    if (circle) keepPlace(db, id, { relay: circle.relay, ...place }, 0)
    return !(await sync(tools, id))
  }
  if (await sync(tools, id)) return false
  if (placesSince(db, id, root).length === 0) {
    keepRoot(db, id, root)
    if (!(await go(places[0]))) return false
  }
  for (const place of places)
    if ((circleOf(db, id)?.rank ?? place.rank) < place.rank && !(await go(place))) return false
  return true
}

async function sayHello(
  tools: SyncTools,
  { signing, author, name }: Joining,
  code: Code,
  recipient: string,
): Promise<RelayTrouble | undefined> {
  const entry: Entry = {
    ...blank(code.circle, author, code.author, 0),
    kind: 'hello',
    body: JSON.stringify({ token: code.token, recipient, name }),
  }
  return tools.door.append(code, onceOf(entry), await tools.seal(entry, signing, [code.recipient]))
}

function blank(circle: string, author: string, to: string, time: number): Omit<Entry, 'kind' | 'body'> {
  return { circle, author, to, seq: 0, prev: '', roster: '', heads: [], time }
}

function onceOf(entry: Entry): string {
  return Buffer.from(hashOf(entry), 'base64url').subarray(0, 16).toString('base64url')
}
