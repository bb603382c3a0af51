import { createHash } from 'node:crypto'
import { identityToRecipient } from 'age-encryption'
import { type Entry, entryBytes, readEntry } from '../protocol/circle.ts'
import type { Address } from '../protocol/said.ts'
import type { Door } from '../src/circle/machine/door.ts'
import { accept, begin, invite, join } from '../src/circle/machine/inviting.ts'
import { circleNow } from '../src/circle/machine/syncing.ts'
import { tendCircles } from '../src/circle/machine/tending.ts'
import type { SyncTools } from '../src/circle/machine/tools.ts'
import { everyCircle } from '../src/circle/store/circles.ts'
import { invitationsOf, joinings, keepJoining } from '../src/circle/store/invitations.ts'
import { type Database, openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrations.ts'
import { fixedClock } from '../src/time/clock.ts'

export const RELAY = 'https://relay.test'

interface Log {
  readonly blobs: Blob[]
  readonly once: Map<string, number>
}
type Blob = { readonly offset: number; readonly at: number; readonly body: string }

/** As long as a relay keeps what it has (ms): hub/log.ts. */
const KEPT = 8 * 7 * 24 * 3600_000

/** A relay that lets go after eight weeks, and can be made to lose answers, repeat itself, be out of reach, and to lie. */
export function simulatedRelay(now: () => number = () => 0) {
  const logs = new Map<string, Log>()
  const logOf = (capability: string): Log => {
    const log: Log = logs.get(capability) ?? { blobs: [], once: new Map() }
    logs.set(capability, log)
    return log
  }
  /** Entries that are hidden from a reader: `reader hash-of-blob`. */
  const hidden = new Set<string>()
  /** Of whom only each other's appends are shown: a fork. */
  const sides = new Map<string, number>()
  const writers = new Map<string, string>()
  const name = ({ capability }: Address, body: string) => `${capability} ${short(body)}`
  const shows = (reader: string, log: Address, body: string) => {
    const writer = writers.get(name(log, body)) ?? ''
    return (
      !hidden.has(`${reader} ${name(log, body)}`) &&
      (sides.get(reader) === undefined || sides.get(writer) === undefined || sides.get(reader) === sides.get(writer))
    )
  }
  return {
    logs,
    hidden,
    sides,
    hide: (reader: string, capability: string, at: number) => {
      const body = logOf(capability).blobs[at]?.body
      if (body) hidden.add(`${reader} ${name({ capability, relay: RELAY }, body)}`)
    },
    /** The relay as one person reaches it; `away` says what becomes of their next request. */
    doorOf: (person: string, away: () => 'ok' | 'unreachable' | 'answer-lost' | 'again'): Door => ({
      async read(log, from) {
        const fate = away()
        if (fate === 'unreachable' || fate === 'answer-lost') return { trouble: 'unreachable' }
        // Repeating itself, a relay gives entries from before what was asked, too.
        const start = fate === 'again' ? Math.max(0, from - 2) : from
        const all = logs.get(log.capability)?.blobs ?? []
        const first = all.findIndex(({ at }) => at > now() - KEPT)
        const entries = all
          .slice(Math.max(start, first < 0 ? all.length : first))
          .filter(({ body }) => shows(person, log, body))
          .slice(0, 8)
        const next = entries.length < 8 ? all.length : (entries.at(-1)?.offset ?? -1) + 1
        return { entries: entries.filter(({ offset }) => offset >= from), next, first: first < 0 ? all.length : first }
      },
      async append(log, once, sealed) {
        const fate = away()
        if (fate === 'unreachable') return 'unreachable'
        const here = logOf(log.capability)
        if (!here.once.has(once)) {
          const body = Buffer.from(sealed).toString('base64url')
          here.once.set(once, here.blobs.length)
          writers.set(name(log, body), person)
          here.blobs.push({ offset: here.blobs.length, at: now(), body })
        }
        return fate === 'answer-lost' ? 'unreachable' : undefined
      },
    }),
  }
}

const recipients = new Map<string, Promise<string>>()
function recipientOf(identity: string): Promise<string> {
  const found = recipients.get(identity) ?? identityToRecipient(identity)
  recipients.set(identity, found)
  return found
}

/** Stands in for age where thousands of lives are played: what was sealed to whom is the same, only it is not encrypted. */
export const pretending: Pick<SyncTools, 'seal' | 'open'> = {
  async seal(entry, _signing, recipients) {
    return Buffer.from(JSON.stringify([recipients, Buffer.from(entryBytes(entry)).toString('base64url')]))
  },
  async open(sealed, identities) {
    const [to, bytes] = JSON.parse(Buffer.from(sealed).toString()) as [string[], string]
    const mine = await Promise.all(identities.map(recipientOf))
    return mine.some(one => to.includes(one)) ? readEntry(Buffer.from(bytes, 'base64url')) : undefined
  },
}

/** What was sealed to whom, of a pretended blob. */
export function sealedTo(body: string): { recipients: string[]; entry: Entry | undefined } {
  const [recipients, bytes] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [string[], string]
  return { recipients, entry: readEntry(Buffer.from(bytes, 'base64url')) }
}

/** A person with a data file of their own in memory, and their way to a relay. */
export function person(
  name: string,
  relay: ReturnType<typeof simulatedRelay>,
  sealing: Pick<SyncTools, 'seal' | 'open'>,
) {
  let fate: () => 'ok' | 'unreachable' | 'answer-lost' | 'again' = () => 'ok'
  const clock = fixedClock('2026-06-01T09:00:00Z', 'UTC')
  const file: { db: Database } = { db: fresh() }
  const tools: SyncTools = {
    get db() {
      return file.db
    },
    clock,
    door: relay.doorOf(name, () => fate()),
    ...sealing,
    off: () => false,
    evenings: () => undefined,
  }
  const circle = () => everyCircle(file.db).at(-1)
  return {
    name,
    tools,
    clock,
    file,
    circle,
    tend: () =>
      tendCircles(tools, error => {
        throw error
      }),
    now: () => {
      const mine = circle()
      return mine && circleNow(tools, mine)
    },
    setFate: (next: typeof fate) => {
      fate = next
    },
    backup: () => copyOf(file.db),
    restore: (from: Database) => {
      file.db.close()
      file.db = copyOf(from)
    },
  }
}

export type Person = ReturnType<typeof person>

function fresh(): Database {
  const db = openDatabase(':memory:')
  migrate(db, () => {})
  return db
}

const TABLES = ['circle', 'circle_identity', 'circle_entry', 'circle_draft', 'circle_invitation', 'circle_joining']

/** A copy of everything that is about circles. */
function copyOf(db: Database): Database {
  const copy = fresh()
  for (const table of TABLES)
    for (const row of db.all<Record<string, string | number | null>>(`SELECT * FROM ${table}`)) {
      const names = Object.keys(row)
      copy.run(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
        ...Object.values(row),
      )
    }
  return copy
}

/** Begins a circle for someone. */
export async function beginFor(one: Person): Promise<void> {
  await begin(one.tools, { name: 'Ours', myName: one.name, relay: RELAY, season: '2026-06-01' })
}

/** One invites the other, both compare the words, and the other is taken in. */
export async function admit(host: Person, guest: Person, again: string | null = null): Promise<boolean> {
  const circle = host.circle()
  if (!circle) return false
  const id = await invite(host.tools, circle.id, again)
  const invitation = () => invitationsOf(host.tools.db, circle.id).find(one => one.id === id)
  await join(guest.tools, invitation()?.code ?? '', guest.name)
  await guest.tend()
  const joining = joinings(guest.tools.db).at(-1)
  if (!joining) return false
  keepJoining(guest.tools.db, { ...joining, matched: true })
  await host.tend()
  if (invitation()?.words !== joining.words || accept(host.tools, id) !== 'done') return false
  await host.tend()
  await guest.tend()
  return true
}

/** A short name for a key, in what a failing test prints. */
export function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6)
}
