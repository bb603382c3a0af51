import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Entry, entryBytes, KINDS, OVERHEAD, paddedSize, readEntry, SIZES } from '../../protocol/circle.ts'
import {
  authorOf,
  hashOf,
  type Identity,
  identityOf,
  type Keys,
  newKeys,
  nextSeed,
  open,
  seal,
} from './machine/sealing.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes).toString('base64url'))
const count = fc.nat(1_000_000)
const entries = fc
  .record({
    circle: bytes32,
    author: bytes32,
    to: fc.oneof(fc.constant(''), bytes32),
    seq: count,
    prev: bytes32,
    roster: fc.oneof(fc.constant(''), bytes32),
    heads: fc.uniqueArray(fc.tuple(bytes32, count, bytes32), { maxLength: 8, selector: ([author]) => author }),
    kind: fc.constantFrom(...KINDS),
    body: fc.string({ unit: 'grapheme', maxLength: 200 }),
    time: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
  })
  .map(
    (entry): Entry => ({
      ...entry,
      prev: entry.seq === 0 ? '' : entry.prev,
      heads: entry.heads.filter(([author]) => author !== entry.author).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    }),
  )

const ENTRY: Entry = {
  circle: Buffer.alloc(32, 1).toString('base64url'),
  author: '',
  to: '',
  seq: 0,
  prev: '',
  roster: '',
  heads: [],
  kind: 'note',
  body: 'A good week: “two walks”, and no evening lost.',
  time: 1_780_000_000_000,
}

describe('an entry’s bytes', () => {
  it('are read as what was written, and in no other way', () => {
    fc.assert(
      fc.property(entries, entry => {
        const bytes = entryBytes(entry)
        expect(readEntry(bytes)).toEqual(entry)
        const text = new TextDecoder().decode(bytes)
        for (const other of [`${text} `, ` ${text}`, text.replace(',', ', '), text.replace('evenkeel', 'Evenkeel')])
          expect(readEntry(new TextEncoder().encode(other))).toBeUndefined()
      }),
    )
  })

  it('with one bit changed are another entry or none, never the same', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(7), (entry, where, bit) => {
        const bytes = entryBytes(entry)
        const at = where % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        expect(readEntry(bytes)).not.toEqual(entry)
      }),
    )
  })

  it('of nonsense are none, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(readEntry(bytes)).toBeUndefined()
      }),
    )
    for (const text of ['[]', 'null', '{}', '["evenkeel circle 1"]', '[[[[[[[['])
      expect(readEntry(new TextEncoder().encode(text))).toBeUndefined()
  })

  it('name heads in one order, none twice, and not the author', () => {
    const [a, b] = [Buffer.alloc(32, 3).toString('base64url'), Buffer.alloc(32, 4).toString('base64url')]
    const author = Buffer.alloc(32, 5).toString('base64url')
    const of = (...heads: Entry['heads']) => readEntry(entryBytes({ ...ENTRY, author, heads }))
    expect(of([a, 1, b], [b, 2, a])).toBeDefined()
    expect(of([b, 2, a], [a, 1, b])).toBeUndefined()
    expect(of([a, 1, b], [a, 1, b])).toBeUndefined()
    expect(of([author, 1, b])).toBeUndefined()
  })

  it('are these, for whoever writes another app (a test vector)', () => {
    // A PKCS #8 key whose seed is 32 bytes of 7 (RFC 8410).
    const signing = Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.alloc(32, 7),
    ]).toString('base64url')
    const entry = { ...ENTRY, author: authorOf(signing) }
    expect(new TextDecoder().decode(entryBytes(entry))).toBe(
      `["evenkeel circle 1","AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","${entry.author}","",0,"","",[],"note","A good week: “two walks”, and no evening lost.",1780000000000]`,
    )
    expect([entry.author, hashOf(entry)]).toMatchInlineSnapshot(`
      [
        "6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw",
        "P-Usv9jGs56mDi7BESK48NEmfz_nHHfRQrQA1qCczfQ",
      ]
    `)
  })
})

describe('a sealed entry', () => {
  let people: (Keys & Identity)[]
  beforeAll(async () => {
    const keys = Array.from({ length: 4 }, newKeys)
    people = await Promise.all(keys.map(async one => ({ ...one, ...(await identityOf(one.seed)) })))
  })
  const of = (at: number) => people[at] as Keys & Identity
  const sealed = (entry: Partial<Entry> = {}, to = [0, 1, 2]) =>
    seal(
      { ...ENTRY, author: of(0).author, ...entry },
      of(0).signing,
      to.map(at => of(at).recipient),
    )

  it('is opened by each it was sealed to, and by nobody else', async () => {
    const bytes = await sealed()
    for (const at of [0, 1, 2]) expect((await open(bytes, [of(at).identity]))?.body).toBe(ENTRY.body)
    expect(await open(bytes, [of(3).identity])).toBeUndefined()
    // With an older identity besides, as after a rekey.
    expect((await open(bytes, [of(3).identity, of(1).identity]))?.author).toBe(of(0).author)
  })

  it('holds no byte of what it says, and of its length only which of three sizes', async () => {
    const bytes = Buffer.from(await sealed({ body: 'CANARY'.repeat(20) }))
    for (const secret of ['CANARY', of(0).author, ENTRY.circle]) expect(bytes.includes(secret)).toBe(false)
    const lengths = new Set<number>()
    for (const body of ['', 'x', 'x'.repeat(600)]) lengths.add((await sealed({ body })).length)
    expect(lengths.size).toBe(1)
    expect((await sealed({ body: 'x'.repeat(2000) })).length).toBeGreaterThan(SIZES[1])
    await expect(sealed({ body: 'x'.repeat(16_384) })).rejects.toThrow('larger than fits')
  })

  it('is refused with any byte of it changed, cut or added', async () => {
    const bytes = await sealed()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const other = bytes.slice()
        other[at] = (other[at] ?? 0) ^ change
        expect(await open(other, [of(1).identity])).toBeUndefined()
      }),
      { numRuns: 150 },
    )
    expect(await open(bytes.slice(0, -1), [of(1).identity])).toBeUndefined()
    expect(await open(Uint8Array.from([...bytes, 0]), [of(1).identity])).toBeUndefined()
    expect(await open(new Uint8Array(), [of(1).identity])).toBeUndefined()
  })

  it('is nobody’s who did not sign it: what another member wraps anew is theirs to sign, or nothing', async () => {
    await expect(seal({ ...ENTRY, author: of(1).author }, of(0).signing, [of(2).recipient])).rejects.toThrow(
      'not the signer',
    )
    // A member who seals another's plaintext to somebody else gives them the author's own words and no others.
    const theirs = await open(await sealed(), [of(1).identity])
    expect(theirs?.author).toBe(of(0).author)
  })

  it('is opened by every later identity’s own, told from an old seed, and by none before', async () => {
    const later = nextSeed(nextSeed(of(0).seed))
    const { identity, recipient } = await identityOf(later)
    const bytes = await seal({ ...ENTRY, author: of(1).author }, of(1).signing, [recipient])
    expect((await open(bytes, [identity]))?.body).toBe(ENTRY.body)
    expect(await open(bytes, [of(0).identity, (await identityOf(nextSeed(of(0).seed))).identity])).toBeUndefined()
  })

  it('fits its size exactly at the edges', () => {
    for (const size of SIZES) expect(paddedSize(size - OVERHEAD)).toBe(size)
    expect(paddedSize(SIZES[0] - OVERHEAD + 1)).toBe(SIZES[1])
    expect(paddedSize(SIZES[2] - OVERHEAD + 1)).toBeUndefined()
  })
})
