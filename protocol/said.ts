// What stands in an entry's body, of each kind: JSON. A reader leaves out what it does not know, so that later Evenkeels may say more.

import * as v from 'valibot'
import { Bytes32, Moment } from './circle.ts'

/** As many people as a circle has at most. */
export const MOST_MEMBERS = 8
export const LONGEST_NAME = 40
export const LONGEST_WORDS = 300

// What could move a cursor, or turn a line around, is no part of a line.
const line = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(most),
    v.regex(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/),
  )
const Name = v.pipe(line(LONGEST_NAME), v.minLength(1), v.regex(/^[^\n]*$/))
const Recipient = v.pipe(v.string(), v.regex(/^age1[a-z0-9]{58}$/))
const Day = v.pipe(v.string(), v.regex(/^20\d\d-\d\d-\d\d$/), v.check(isDay, 'no such day'))
const Rank = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000))
/** As many who are gone as an entry has room to name. */
export const MOST_GONE = 200
const Authors = v.pipe(v.array(Bytes32), v.maxLength(MOST_GONE))

const Member = v.object({ author: Bytes32, recipient: Recipient, name: Name })
/** One who belongs to a circle: the key they sign with, the age recipient to seal to, and the name they gave. */
export type Member = Readonly<v.InferOutput<typeof Member>>

const Log = {
  relay: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\/[^/?#@\s]+$/), v.maxLength(200)),
  capability: Bytes32,
}
const Address = v.object(Log)
/** Where a log is: a relay, and the capability that opens it. */
export type Address = Readonly<v.InferOutput<typeof Address>>

const RosterOp = v.variant('op', [
  v.object({ op: v.literal('begin'), name: Name, member: Member, season: Day }),
  v.object({
    op: v.literal('add'),
    member: Member,
    /** Who they were before they lost a machine. */
    again: v.optional(Bytes32),
    /** Everything the new one needs to know of what came before: they cannot open it. */
    base: v.object({
      name: Name,
      members: v.pipe(v.array(Member), v.maxLength(MOST_MEMBERS)),
      gone: Authors,
      /** How the present address ranks: see `Move`. */
      moved: v.tuple([Rank, v.union([v.literal(''), Bytes32])]),
      season: v.object({ number: Rank, first: Day }),
    }),
  }),
  v.object({ op: v.literal('remove'), who: Bytes32 }),
])
/** Who belongs to the circle. Leaving is to remove oneself. */
export type RosterOp = v.InferOutput<typeof RosterOp>

const Key = v.object({ recipient: Recipient })

const Move = v.object({ capability: Log.capability, gone: Authors })
/** The log's new address at the same relay, and everyone who is gone as the mover knew: the address that keeps out most holds. */
export type Move = Readonly<v.InferOutput<typeof Move>>

export const MOODS = ['light', 'mixed', 'heavy'] as const
export const MEETINGS = ['a call', 'a meal', 'a walk'] as const
export const MOST_TIMES = 3

const Note = v.variant('what', [
  v.object({
    what: v.literal('week'),
    /** The Monday of the week it is about. All else may be left out. */
    week: Day,
    mood: v.optional(v.picklist(MOODS)),
    evenings: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7))),
    good: v.optional(line(LONGEST_WORDS)),
  }),
  v.object({ what: v.literal('call') }),
  v.object({ what: v.literal('settled'), call: Bytes32 }),
  v.object({
    what: v.literal('meet'),
    kind: v.picklist(MEETINGS),
    times: v.pipe(v.array(Moment), v.minLength(1), v.maxLength(MOST_TIMES)),
    minutes: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(1440)),
    where: line(2 * LONGEST_NAME),
    noProjects: v.boolean(),
  }),
  v.object({
    what: v.literal('suits'),
    meet: Bytes32,
    times: v.pipe(v.array(Moment), v.maxLength(MOST_TIMES)),
  }),
  v.object({ what: v.literal('nudges'), on: v.boolean() }),
  v.object({ what: v.literal('away'), until: v.union([v.literal(''), Day]) }),
  v.object({ what: v.literal('season'), number: Rank }),
])
/** What someone says: a week's note, a wish for a call, times to meet, what suits them, and how they take part. */
export type Note = v.InferOutput<typeof Note>

const Hello = v.object({ token: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)), recipient: Recipient, name: Name })
const Ranked = v.object({ capability: Log.capability, rank: Rank, moved: v.union([v.literal(''), Bytes32]) })
const Welcome = v.object({ root: Bytes32, places: v.tupleWithRest([Ranked], Ranked) })
/** Which entry admits the new member, and the log's addresses from the one in which it stands to the present one, each with its rank. */
export type Welcome = Readonly<v.InferOutput<typeof Welcome>>

export const readRosterOp = (body: string): RosterOp | undefined => read(RosterOp, body)
export const readKey = (body: string) => read(Key, body)
export const readMove = (body: string): Move | undefined => read(Move, body)
export const readNote = (body: string): Note | undefined => read(Note, body)
export const readHello = (body: string) => read(Hello, body)
export const readWelcome = (body: string): Welcome | undefined => read(Welcome, body)

/** Whether a text is a relay's address, as one pastes it: http or https, a host, a port, nothing more. */
export function readRelay(text: string): string | undefined {
  const result = v.safeParse(Log.relay, text.trim().replace(/\/+$/, ''))
  return result.success ? URL.parse(result.output)?.origin : undefined
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function read<Schema extends v.GenericSchema>(schema: Schema, body: string): v.InferOutput<Schema> | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(body))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}
