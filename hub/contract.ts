import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Limits, LogStore, WholeCircle } from './log.ts'
import { moveLogs } from './moving.ts'

const A = new Uint8Array(32).fill(1)
const B = new Uint8Array(32).fill(2)
const once = (n: number) => Uint8Array.from({ length: 16 }, (_, at) => (at < 4 ? (n >>> (8 * at)) & 0xff : 7))
const body = (text: string) => new TextEncoder().encode(text)
const said = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** What every store of logs holds to, whatever it is made of. `open` gives a fresh one, or the same one anew. */
export function storeContract(
  open: (limits?: Limits) => Promise<{ store: LogStore; again: () => Promise<LogStore> }>,
  { numRuns = 60 } = {},
): void {
  it('gives each circle a log of its own, in order, from any offset on', async () => {
    const { store } = await open()
    for (const [n, text] of ['a', 'b', 'c'].entries())
      expect(await store.append(A, once(n), body(text), n)).toEqual({ offset: n, again: false })
    expect(await store.append(B, once(0), body('other'), 9)).toEqual({ offset: 0, again: false })
    const { entries, next, first } = await store.read(A, 1, 10)
    expect(entries.map(entry => [entry.offset, entry.at, said(entry.body)])).toEqual([
      [1, 1, 'b'],
      [2, 2, 'c'],
    ])
    expect([next, first]).toEqual([3, 0])
    expect((await store.read(A, 0, 2)).next).toBe(2)
    expect(await store.read(A, 3, 10)).toEqual({ entries: [], next: 3, first: 0 })
    // Who is ahead of the log sees where it ends.
    expect((await store.read(A, 9, 10)).next).toBe(3)
    expect(await store.read(new Uint8Array(32), 0, 10)).toEqual({ entries: [], next: 0, first: 0 })
  })

  it('appends once: the same again answers the same place, other bytes are refused', async () => {
    const { store } = await open()
    await store.append(A, once(1), body('x'), 0)
    expect(await store.append(A, once(1), body('x'), 5)).toEqual({ offset: 0, again: true })
    expect(await store.append(A, once(1), body('y'), 5)).toBe('other-body')
    expect((await store.read(A, 0, 10)).entries).toHaveLength(1)
  })

  it('is full where its limits are, and says so', async () => {
    const { store } = await open({ body: 100, entries: 2, bytes: 10, circles: 2, readAtOnce: 100 })
    await store.append(A, once(1), body('123456'), 0)
    expect(await store.append(A, once(2), body('123456'), 0)).toBe('circle-full')
    await store.append(A, once(3), body('1234'), 0)
    expect(await store.append(A, once(4), new Uint8Array(0), 0)).toBe('circle-full')
    await store.append(B, once(1), body('1'), 0)
    expect(await store.append(new Uint8Array(32).fill(3), once(1), body('1'), 0)).toBe('too-many-circles')
  })

  it('tells which logs got something since a moment, and where they end', async () => {
    const { store } = await open()
    for (let n = 0; n < 3; n++) await store.append(A, once(n), body(`${n}`), n * 100)
    await store.append(B, once(0), body('b'), 50)
    const told = async (since: number) =>
      (await store.news(since)).map(({ circle, next }) => [circle[0], next]).toSorted()
    expect(await told(0)).toEqual([
      [1, 3],
      [2, 1],
    ])
    expect(await told(100)).toEqual([[1, 3]])
    expect(await told(201)).toEqual([])
  })

  it('is moved whole to another, as often as one likes, and what differs is found', async () => {
    const [{ store: from }, { store: to }] = [await open(), await open()]
    for (let n = 0; n < 700; n++) await from.append(n % 5 === 0 ? B : A, once(n), body(`${n}`.repeat(9)), n)
    await from.expire(100)
    const C = new Uint8Array(32).fill(3)
    await from.append(C, once(0), body('c'), 0)
    await from.expire(1)
    await to.append(new Uint8Array(32).fill(1, 0, 31), once(0), body('only there'), 0)
    for (let again = 0; again < 2; again++)
      expect(await moveLogs(from, to)).toEqual({ circles: 3, entries: 600, different: 0 })
    expect(await to.read(A, 0, 5)).toEqual(await from.read(A, 0, 5))
    // It goes on where it was: the same again is again, and the next has the next number.
    expect(await to.append(A, once(699), body('699'.repeat(9)), 1)).toEqual({ offset: 559, again: true })
    expect(await to.append(A, once(701), body('new'), 900)).toEqual({ offset: 560, again: false })
    expect((await to.read(C, 0, 5)).next).toBe(1)
    // What has gone on there stays when it is done again, and is told of.
    expect((await moveLogs(from, to)).different).toBe(1)
    expect((await to.read(A, 560, 5)).entries.map(entry => said(entry.body))).toEqual(['new'])
    const { store: other } = await open()
    const short = { ...other, put: async (one: WholeCircle) => other.put({ ...one, entries: one.entries.slice(1) }) }
    expect((await moveLogs(from, short)).different).toBe(2)
  })

  it('begins a circle only where it may', async () => {
    const { store } = await open()
    const no = () => false
    expect(await store.append(A, once(1), body('x'), 0, no)).toBe('may-not-begin')
    await store.append(A, once(1), body('x'), 0)
    expect(await store.append(A, once(2), body('y'), 0, no)).toEqual({ offset: 1, again: false })
  })

  it('drops what is old, goes on counting, and takes again what had filled it', async () => {
    const { store } = await open({ body: 100, entries: 3, bytes: 1000, circles: 9, readAtOnce: 100 })
    for (let n = 0; n < 3; n++) await store.append(A, once(n), body(`${n}`), n * 100)
    expect(await store.expire(150)).toBe(2)
    expect(await store.read(A, 0, 10)).toMatchObject({ next: 3, first: 2, entries: [{ offset: 2 }] })
    expect(await store.append(A, once(9), body('new'), 400)).toEqual({ offset: 3, again: false })
    expect(await store.expire(401)).toBe(2)
    // Who comes back sees that four are gone, and what comes next is the fifth.
    expect(await store.read(A, 0, 10)).toEqual({ entries: [], next: 4, first: 4 })
    expect(await store.append(A, once(10), body('later'), 500)).toEqual({ offset: 4, again: false })
    // After a year without anything it is forgotten.
    await store.expire(500 + 366 * 24 * 3600_000)
    await store.expire(500 + 366 * 24 * 3600_000)
    expect((await store.read(A, 0, 10)).next).toBe(0)
  })

  it('has everything that was acknowledged when it is opened again', async () => {
    const { store, again } = await open()
    for (let n = 0; n < 20; n++) await store.append(A, once(n), body(`${n}`), n)
    await store.close()
    const { entries } = await (await again()).read(A, 0, 100)
    expect(entries.map(entry => said(entry.body))).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`))
  })

  it('reads as what was appended, whatever comes in whatever order, from many hands at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            circle: fc.constantFrom(A, B),
            key: fc.nat(12),
            bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
          }),
          { maxLength: 40 },
        ),
        async list => {
          const { store } = await open()
          const answers = await Promise.all(
            list.map(({ circle, key, bytes }) => store.append(circle, once(key), bytes, 0)),
          )
          for (const circle of [A, B]) {
            const { entries, next } = await store.read(circle, 0, 1000)
            expect(entries.map(({ offset }) => offset)).toEqual(entries.map((_, at) => at))
            expect(next).toBe(entries.length)
            for (const [at, one] of list.entries()) {
              const answer = answers[at]
              if (one.circle !== circle || answer === undefined || typeof answer === 'string') continue
              expect(Buffer.compare(entries[answer.offset]?.body ?? new Uint8Array(), one.bytes)).toBe(0)
            }
            const fresh = list.filter(
              (one, at) =>
                one.circle === circle && typeof answers[at] === 'object' && !(answers[at] as { again: boolean }).again,
            )
            expect(fresh).toHaveLength(entries.length)
          }
          await store.close()
        },
      ),
      { numRuns },
    )
  })
}
