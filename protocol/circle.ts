// What the members of a circle say to each other, as bytes that are the same on every machine.

import * as v from 'valibot'

/** Stands in every entry, so that a signature made for anything else is none here. */
export const DOMAIN = 'evenkeel circle 1'

/**
 * What an entry is about. In a circle's log: who belongs to it, an author's new recipient, the log's new address, what someone
 * says. In an invitation's: who would join, and where the circle is.
 */
export const KINDS = ['roster', 'key', 'move', 'note', 'hello', 'welcome'] as const

/** Plaintexts are padded to one of these sizes (bytes), so that a length tells next to nothing. */
export const SIZES = [1 << 10, 4 << 10, 16 << 10] as const
// What a padded plaintext has besides the entry: its length (4 bytes) and a signature (64).
export const OVERHEAD = 68
const MOST_HEADS = 8

/** 32 bytes as base64url: a hash, or an Ed25519 public key. */
export const Bytes32 = v.pipe(v.string(), v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/))
/** An empty text where there is none before: the first of an author, the first of a roster. */
const OrNone = v.union([v.literal(''), Bytes32])
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
/** A moment (ms) before the year 2100: later ones would be beyond what calendars take. */
export const Moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Date.UTC(2100, 0)))

/** The last entry of another member that the author had seen. */
const Head = v.strictTuple([Bytes32, Count, Bytes32])

const Fields = v.strictTuple([
  v.literal(DOMAIN),
  Bytes32,
  Bytes32,
  OrNone,
  Count,
  OrNone,
  OrNone,
  v.pipe(v.array(Head), v.maxLength(MOST_HEADS)),
  v.picklist(KINDS),
  v.string(),
  Moment,
])

export interface Entry {
  /** Which circle: 32 random bytes. */
  readonly circle: string
  /** Who: an Ed25519 public key, of this circle alone. */
  readonly author: string
  /** For one member's eyes, or empty: for all. */
  readonly to: string
  /** The author's how-manieth to the same eyes, from 0, and the hash of the one before. */
  readonly seq: number
  readonly prev: string
  /** The hash of the last roster entry that the author knew. */
  readonly roster: string
  /** Of up to eight others the last that was seen: author, seq, hash; in order of author, so that there is one way to say it. */
  readonly heads: readonly (readonly [author: string, seq: number, hash: string])[]
  readonly kind: (typeof KINDS)[number]
  readonly body: string
  /** When, by the author's clock (ms). */
  readonly time: number
}

/**
 * An entry's bytes: UTF-8 JSON of its fields in this order, without spaces. There is one way to write each entry, and `readEntry`
 * takes no other.
 */
export function entryBytes({
  circle,
  author,
  to,
  seq,
  prev,
  roster,
  heads,
  kind,
  body,
  time,
}: Entry): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(
    JSON.stringify([DOMAIN, circle, author, to, seq, prev, roster, heads, kind, body, time]),
  )
}

/** Reads an entry from bytes; undefined for anything but the one way to write it. */
export function readEntry(bytes: Uint8Array): Entry | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const read = v.safeParse(Fields, JSON.parse(text))
    if (!read.success) return undefined
    const [, circle, author, to, seq, prev, roster, heads, kind, body, time] = read.output
    const entry: Entry = { circle, author, to, seq, prev, roster, heads, kind, body, time }
    const authors = heads.map(([one]) => one)
    const ordered = authors.every((one, at) => one !== author && (at === 0 || (authors[at - 1] ?? '') < one))
    const first = (seq === 0) === (prev === '')
    return ordered && first && equal(entryBytes(entry), bytes) ? entry : undefined
  } catch {
    return undefined
  }
}

/** The size (bytes) that so many bytes of an entry are padded to; undefined for more than fits. */
export function paddedSize(entry: number): number | undefined {
  return SIZES.find(size => entry + OVERHEAD <= size)
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
