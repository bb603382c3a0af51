import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PackItem, type PackName, readHead, readPack, readSignedHead } from '../../protocol/commons.ts'
import { itemOfPack, listedOf, packsFrom } from './commons.ts'

const HASH = 'A'.repeat(43)
const pack = (from: number, to: number, bytes = to - from): PackName => ({ from, to, bytes, hash: HASH })

const ITEM: PackItem = {
  origin: 0,
  kind: 'story',
  link: 'https://a.test/1',
  title: 'One',
  text: 'Text',
  authors: 'Ana',
  publishedAt: 5,
  words: 1,
  keys: ['link:a.test/1', 'id:0:1'],
}

describe('which packs to fetch', () => {
  it('is one more for who comes each hour, and a handful for who comes first', () => {
    const hours = Array.from({ length: 48 }, (_, n) => pack(1000 + n, 1001 + n, 5000))
    const days = Array.from({ length: 30 }, (_, n) => pack(n * 33, (n + 1) * 33, 40_000))
    const packs = [...hours, ...days, pack(990, 1024, 60_000), pack(1024, 1048, 50_000), pack(0, 1024, 900_000)]
    expect(packsFrom(1047, packs)).toEqual([pack(1047, 1048, 5000)])
    expect(packsFrom(0, packs)).toEqual([pack(0, 1024, 900_000), pack(1024, 1048, 50_000)])
    expect(packsFrom(1048, packs)).toEqual([])
    expect(packsFrom(2000, packs)).toEqual([])
    expect(packsFrom(5, [])).toEqual([])
  })

  it('is never less than all that comes after, and no way costs less', () => {
    const named = fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 8 }), fc.nat(90_000))
    fc.assert(
      fc.property(fc.array(named, { maxLength: 9 }), fc.nat(25), (list, position) => {
        const packs = list.map(([from, length, bytes]) => pack(from, from + length, bytes))
        const way = packsFrom(position, packs)
        const oldest = Math.min(...packs.map(({ from }) => from))
        const start = Math.max(position, packs.length > 0 ? oldest : 0)
        let at = start
        for (const { from, to } of way) {
          expect(from <= at && to > at).toBe(true)
          at = to
        }
        // Every way there is, tried one by one.
        const cost = (some: readonly PackName[]) => some.reduce((sum, { bytes }) => sum + bytes + 16_384, 0)
        const ways = (here: number, done: readonly PackName[]): [number, number][] => [
          [here, cost(done)],
          ...packs.filter(({ from, to }) => from <= here && to > here).flatMap(one => ways(one.to, [...done, one])),
        ]
        const all = ways(start, [])
        const furthest = Math.max(...all.map(([to]) => to))
        expect(at).toBe(furthest)
        expect(cost(way)).toBe(Math.min(...all.filter(([to]) => to === furthest).map(([, sum]) => sum)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('an item of a pack', () => {
  it('is one of its origin here, and carries no name that is another source’s', () => {
    expect(itemOfPack(ITEM, 7, 9)).toEqual({
      kind: 'story',
      link: 'https://a.test/1',
      title: 'One',
      text: 'Text',
      authors: 'Ana',
      publishedAt: 5,
      words: 1,
      keys: ['link:a.test/1', 'id:7:1'],
    })
    expect(itemOfPack({ ...ITEM, publishedAt: 500 }, 7, 9)?.publishedAt).toBe(9)
    expect(itemOfPack({ ...ITEM, keys: ['id:3:stolen', 'title:3:x', 'other:x'] }, 7, 9)).toBeUndefined()
    for (const link of ['javascript:alert(1)', 'file:///etc/passwd', '', 'https://me:you@a.test/'])
      expect(itemOfPack({ ...ITEM, link }, 7, 9)).toBeUndefined()
    expect(itemOfPack({ ...ITEM, title: '  ' }, 7, 9)).toBeUndefined()
    const wild = itemOfPack({ ...ITEM, title: '\u001b[2JA\n\u202eB', text: 'x\u0007\r\ny', authors: 'A\u009bB' }, 7, 9)
    expect([wild?.title, wild?.text, wild?.authors]).toEqual(['[2JA B', 'x y', 'A B'])
  })

  it('has an origin that could be asked', () => {
    expect(listedOf({ kind: 'feed', address: 'https://a.test/feed', title: '' })?.title).toBe('a.test')
    expect(listedOf({ kind: 'arxiv', address: 'cs.CL', title: 'x' })?.kind).toBe('arxiv')
    for (const kind of ['commons', 'constructor', '', 'Feed'])
      expect(listedOf({ kind, address: 'https://a.test', title: 'x' })).toBeUndefined()
    expect(listedOf({ kind: 'feed', address: 'javascript:1', title: 'x' })).toBeUndefined()
  })
})

describe('what a commons sends', () => {
  it('is read or refused, and nothing throws, whatever it is', () => {
    const name = pack(0, 1)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), text => {
        expect([readHead(text), readPack(text, name), readSignedHead(text)]).toEqual([undefined, undefined, undefined])
      }),
      { numRuns: 500 },
    )
  })

  it('is refused whole when one byte of its meaning is off', () => {
    const whole = { from: 0, to: 1, origins: [{ kind: 'feed', address: 'https://a.test', title: 'A' }], items: [ITEM] }
    const read = (change: object) => readPack(JSON.stringify({ ...whole, ...change }), pack(0, 1))
    expect(read({})).toEqual(whole)
    for (const change of [
      { from: 1 },
      { to: 2 },
      { items: [] },
      { items: [ITEM, ITEM] },
      { origins: [] },
      { items: [{ ...ITEM, origin: 1 }] },
      { items: [{ ...ITEM, kind: 'ad' }] },
      { items: [{ ...ITEM, keys: [] }] },
      { items: [{ ...ITEM, publishedAt: -1 }] },
      { items: [{ ...ITEM, title: 'x'.repeat(301) }] },
    ])
      expect(read(change)).toBeUndefined()
  })
})
