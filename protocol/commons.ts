import * as v from 'valibot'

// A commons: what one crawl found, as static files that are the same for everyone. A signed head, and packs named by their hash.

/** Under a commons' address: its head, which changes, and its packs, which never do. */
export const HEAD = 'head.json'
/** A pack's path: gzip of JSON. */
export function packPath(hash: string): string {
  return `packs/${hash}.json.gz`
}

/** Stands before what is signed. */
export const SIGNED = 'evenkeel commons 1\n'

/** The most a head, a pack, and a pack unpacked may have (bytes). */
export const MOST_HEAD_BYTES = 1 << 20
export const MOST_PACK_BYTES = 16 << 20
export const MOST_UNPACKED_BYTES = 32 << 20

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 48))
const Text = (most: number) => v.pipe(v.string(), v.maxLength(most))
const Key = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))

/** Characters of an item's text, its link and what it is known by. */
export const LONGEST_TEXT = 2000
export const LONGEST_LINK = 2000
export const LONGEST_KEY = 700

/** The file HEAD: `head` is JSON of a Head, signed with Ed25519 after SIGNED by `key` (32 bytes, base64url). */
export const SignedHead = v.object({
  head: Text(MOST_HEAD_BYTES),
  key: Key,
  signature: v.pipe(v.string(), v.regex(/^[\w-]{86}$/)),
})

/** One pack in a head: it holds the items after `from` up to `to`, in `bytes` bytes with that SHA-256 (base64url). */
const PackName = v.pipe(
  v.object({ from: Count, to: Count, bytes: v.pipe(Count, v.maxValue(MOST_PACK_BYTES)), hash: Key }),
  v.check(({ from, to }) => from < to),
)
export type PackName = v.InferOutput<typeof PackName>

/** Items have numbers, from 1. Packs overlap: small new ones, one for each day, and months of them. `made` is in ms. */
const Head = v.object({
  name: Text(120),
  number: Count,
  made: Count,
  packs: v.pipe(v.array(PackName), v.maxLength(2000)),
})
export type Head = v.InferOutput<typeof Head>

const KINDS = ['paper', 'story', 'release'] as const

const Item = v.object({
  /** Which of the pack's origins it is from. */
  origin: Count,
  kind: v.picklist(KINDS),
  link: Text(LONGEST_LINK),
  title: Text(300),
  text: Text(LONGEST_TEXT),
  authors: Text(400),
  publishedAt: Count,
  words: Count,
  /** What it is known by; what begins with id:0: or title:0: is so within its origin alone. */
  keys: v.pipe(v.array(Text(LONGEST_KEY)), v.minLength(1), v.maxLength(8)),
})
export type PackItem = v.InferOutput<typeof Item>

const Origin = v.object({ kind: Text(20), address: Text(2000), title: Text(200) })
export type PackOrigin = v.InferOutput<typeof Origin>

const Pack = v.object({
  from: Count,
  to: Count,
  origins: v.pipe(v.array(Origin), v.maxLength(50_000)),
  items: v.pipe(v.array(Item), v.maxLength(200_000)),
})
export type Pack = v.InferOutput<typeof Pack>

/** Reads what was signed; undefined when it is no head. */
export function readHead(text: string): Head | undefined {
  return read(Head, text)
}

/** Reads the file HEAD, whose signature is still to be checked. */
export function readSignedHead(text: string): v.InferOutput<typeof SignedHead> | undefined {
  return read(SignedHead, text)
}

/** Reads a pack; undefined when it is none, or does not hold what its name says. */
export function readPack(text: string, { from, to }: PackName): Pack | undefined {
  const pack = read(Pack, text)
  const whole =
    pack?.from === from &&
    pack.to === to &&
    pack.items.length === to - from &&
    pack.items.every(({ origin }) => origin < pack.origins.length)
  return whole ? pack : undefined
}

function read<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> | undefined {
  try {
    // The first thing that is wrong is enough: to list millions would cost the memory of a machine.
    const parsed = v.safeParse(schema, JSON.parse(text), { abortEarly: true })
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
