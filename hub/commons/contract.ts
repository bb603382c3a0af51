import { createPublicKey, verify } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Head, type Pack, readHead, readPack, readSignedHead, SIGNED } from '../../protocol/commons.ts'
import { packsFrom } from '../../src/radar/commons.ts'
import type { Found } from '../packs.ts'
import { commonsStore, LEASE, type Origin, type OriginChange } from '../store/commons.ts'
import { moveCommons } from '../store/move-commons.ts'
import { publish } from '../store/publish.ts'
import type { Sql } from '../store/sql.ts'

const HOUR = 3600_000
const NOW = Date.parse('2026-05-20T12:00:00Z')
const A = { kind: 'feed', address: 'https://a.test/feed', title: 'A' } as const
const B = { kind: 'feed', address: 'https://a.test/other', title: 'B' } as const
const C = { kind: 'feed', address: 'https://c.test/feed', title: 'C' } as const
const hostOf = ({ address }: { address: string }) => new URL(address).host

const CHANGE: OriginChange = {
  state: 'fine',
  etag: null,
  lastModified: null,
  failures: 0,
  answer: null,
  answerSince: null,
  answerPolls: 0,
  title: 'A',
  nextPollAt: NOW + HOUR,
  movedTo: null,
  completeTo: null,
}

function item(n: number, keys = [`link:a.test/${n}`]): Found {
  return {
    kind: 'story',
    link: `https://a.test/${n}`,
    title: `Story ${n}`,
    text: 'Text',
    authors: '',
    publishedAt: n,
    words: 1,
    keys,
  }
}

/** What every database of a commons holds to. `open` gives a fresh one. */
export function commonsContract(open: () => Promise<Sql>): void {
  const begun = async () => {
    const sql = await open()
    const store = commonsStore(sql)
    await store.begin('Lab', NOW)
    await store.follow([A, B, C], hostOf)
    /** A crawler that asks everything that is due, and finds these. */
    const crawled = async (items: readonly Found[], now: number, by = 'one') => {
      for (const host of await store.takeHosts(by, 9, now)) {
        for (let origin = await store.nextOf(host, now); origin; origin = await store.nextOf(host, now)) {
          const found = origin.address === A.address ? items : []
          await store.keep({ by, host, origin, change: { ...CHANGE, nextPollAt: now + HOUR }, items: found }, now)
        }
        await store.giveBack(by, host, now)
      }
    }
    return { sql, store, crawled }
  }

  it('gives a server to one crawler at a time, and to another when that is not heard of', async () => {
    const { store } = await begun()
    const [one, other] = await Promise.all([store.takeHosts('one', 1, NOW), store.takeHosts('other', 9, NOW)])
    expect([...one, ...other].toSorted()).toEqual(['a.test', 'c.test'])
    expect(one).toHaveLength(1)
    expect(await store.takeHosts('third', 9, NOW + 1000)).toEqual([])
    const [host = ''] = one
    const origin = (await store.nextOf(host, NOW)) as Origin
    // What is kept is a sign of life.
    expect(await store.keep({ by: 'one', host, origin, change: CHANGE, items: [] }, NOW + LEASE - 1)).toBe(true)
    await store.giveBack('other', other[0] ?? '', NOW + HOUR)
    const later = NOW + 2 * LEASE - 2
    expect(await store.takeHosts('third', 9, later)).toEqual([])
    if (host === 'a.test') expect(await store.takeHosts('third', 9, later + 10)).toEqual(['a.test'])
    // Who was taken for dead keeps nothing any more.
    expect(await store.keep({ by: 'nobody', host, origin, change: CHANGE, items: [item(1)] }, later)).toBe(false)
    // A clock that was wrong keeps nobody from work for ever.
    await store.giveBack('third', host, NOW + 900 * 24 * HOUR)
    expect(await store.takeHosts('fourth', 9, NOW + 3 * HOUR)).toContain(host)
  })

  it('asks who waited longest first, and nobody who was dropped', async () => {
    const { store, crawled } = await begun()
    expect((await store.nextOf('a.test', NOW))?.address).toBe(A.address)
    await crawled([], NOW)
    expect(await store.nextOf('a.test', NOW)).toBeUndefined()
    await store.follow([B], hostOf)
    const next = await store.nextOf('a.test', NOW + HOUR)
    expect(next).toMatchObject({ kind: 'feed', address: B.address, state: 'fine' })
    expect(await store.takeHosts('one', 9, NOW + HOUR)).toEqual(['a.test'])
  })

  it('takes a thing for new once, by any of its names', async () => {
    const { sql, store, crawled } = await begun()
    await crawled([item(1), item(2, ['link:x', 'id:x']), item(3, ['id:x'])], NOW)
    await crawled([item(2, ['id:x', 'id:y']), item(4, ['id:y']), item(5)], NOW + HOUR)
    await publish(sql, 'one', NOW + HOUR, HOUR)
    expect((await everything(store)).map(({ title }) => title)).toEqual(['Story 1', 'Story 2', 'Story 5'])
  })

  it('publishes once, whoever tries, when everybody was asked, and then when it is time', async () => {
    const { sql, store, crawled } = await begun()
    const [host = ''] = await store.takeHosts('one', 1, NOW)
    const origin = (await store.nextOf(host, NOW)) as Origin
    await store.keep({ by: 'one', host, origin, change: CHANGE, items: [item(1)] }, NOW)
    await store.giveBack('one', host, NOW)
    // Some were not asked yet.
    expect(await publish(sql, 'one', NOW, HOUR)).toBeUndefined()
    expect(await store.head()).toBeUndefined()
    await crawled([item(2)], NOW)
    const tries = await Promise.all(['one', 'two', 'three', 'four'].map(by => publish(sql, by, NOW, HOUR)))
    expect(tries.filter(Boolean)).toHaveLength(1)
    const first = (await headOf(store)).number
    await crawled([item(9)], NOW + HOUR)
    expect(await publish(sql, 'one', NOW + HOUR - 1, HOUR)).toBeUndefined()
    const next = await publish(sql, 'one', NOW + HOUR, HOUR)
    expect([next?.items, (next?.number ?? 0) > first]).toEqual([1, true])
    expect(await publish(sql, 'one', NOW + 2 * HOUR, HOUR)).toBeUndefined()
  })

  it('signs its head with a key that stays, and keeps a pack that is named no more for two days', async () => {
    const { sql, store, crawled } = await begun()
    await crawled([item(1)], NOW)
    await publish(sql, 'one', NOW, HOUR)
    const first = readSignedHead((await store.head())?.head ?? '')
    await store.begin('Lab, renamed', NOW)
    await crawled([item(2)], NOW + 13 * HOUR)
    await publish(sql, 'one', NOW + 13 * HOUR, HOUR)
    const second = readSignedHead((await store.head())?.head ?? '')
    expect([second?.key, readHead(second?.head ?? '')?.name]).toEqual([first?.key, 'Lab, renamed'])
    for (const signed of [first, second]) {
      const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: signed?.key ?? '' } })
      const signature = Buffer.from(signed?.signature ?? '', 'base64url')
      expect(verify(null, Buffer.from(SIGNED + signed?.head), key, signature)).toBe(true)
    }
    // The first day's pack is a day's still; two days on it is named no more as a publication of its own.
    const all = async () => (await store.packs()).length
    await crawled([item(3)], NOW + 40 * 24 * HOUR)
    await publish(sql, 'one', NOW + 40 * 24 * HOUR, HOUR)
    const before = await all()
    await publish(sql, 'one', NOW + 43 * 24 * HOUR, HOUR)
    expect(await all()).toBeLessThan(before)
  })

  it('brings everyone all they lack, in order, once, in few requests, however often they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(6)), { minLength: 1, maxLength: 25 }),
        async steps => {
          const { sql, store, crawled } = await begun()
          let now = NOW
          let made = 0
          const positions = new Map<string, { position: number; seen: string[] }>([
            ['often', { position: 0, seen: [] }],
            ['seldom', { position: 0, seen: [] }],
          ])
          const visit = async (name: string) => {
            const one = positions.get(name)
            if (!one || !(await store.head())) return
            for (const pack of packsFrom(one.position, (await headOf(store)).packs)) {
              const { items, from } = await packOf(store, pack.hash, await headOf(store))
              one.seen.push(...items.slice(Math.max(0, one.position - from)).map(({ title }) => title))
              one.position = pack.to
            }
          }
          for (const [hours, items] of steps) {
            now += hours * HOUR
            const list = Array.from({ length: items }, () => item(++made))
            await crawled(list, now)
            await publish(sql, 'one', now, HOUR)
            await visit('often')
            if (made % 5 === 0) await visit('seldom')
          }
          now += HOUR
          await publish(sql, 'one', now, HOUR)
          for (const name of positions.keys()) await visit(name)
          const all = Array.from({ length: made }, (_, n) => `Story ${n + 1}`)
          // Who came in each month has all; a first visit begins within it.
          expect(positions.get('often')?.seen).toEqual(all)
          if (await store.head()) {
            const { packs } = await headOf(store)
            const newcomer = packsFrom(0, packs)
            expect(newcomer.length).toBeLessThanOrEqual(3)
            expect(packs.length).toBeLessThan(120)
          }
          await store.close()
        },
      ),
      { numRuns: 12, seed: 4 },
    )
  })

  it('goes on after it slept, with clocks that differ, and loses nothing that a head still names', async () => {
    const { sql, store, crawled } = await begun()
    await crawled([item(1)], NOW)
    // It was stopped for five days before anything was published.
    const woken = NOW + 5 * 24 * HOUR
    await publish(sql, 'one', woken, HOUR)
    await crawled([item(2)], woken + HOUR)
    // The other hub's clock is behind.
    expect(await publish(sql, 'other', woken - 10_000, 0)).toMatchObject({ items: 1 })
    await crawled([item(3)], NOW + 35 * 24 * HOUR)
    await publish(sql, 'one', NOW + 35 * 24 * HOUR, HOUR)
    expect((await everything(store)).map(({ title }) => title)).toEqual(['Story 1', 'Story 2', 'Story 3'])
  })

  it('takes no more of one origin in a day than leaves room for others, and words that no database likes', async () => {
    const { sql, store, crawled } = await begun()
    await crawled(
      Array.from({ length: 2100 }, (_, n) => item(n + 1)),
      NOW,
    )
    await crawled([item(9000)], NOW + HOUR)
    await publish(sql, 'one', NOW + HOUR, HOUR)
    const all = await everything(store)
    expect([all.length, all.some(({ publishedAt }) => publishedAt === 1)]).toEqual([2000, false])
  })

  it('is moved whole to another database, and goes on there', async () => {
    const { sql, store, crawled } = await begun()
    await crawled([item(1), item(2)], NOW)
    await publish(sql, 'one', NOW, HOUR)
    await crawled([item(3)], NOW + HOUR)
    const there = await open()
    for (let again = 0; again < 2; again++) expect(await moveCommons(sql, there)).toBe(0)
    const moved = commonsStore(there)
    expect(await moved.head()).toEqual(await store.head())
    expect(await publish(there, 'other', NOW + HOUR, HOUR)).toMatchObject({ items: 1 })
    expect((await everything(moved)).map(({ title }) => title)).toEqual(['Story 1', 'Story 2', 'Story 3'])
    // What goes on there is not put back, but told of.
    expect(await moveCommons(sql, there)).toBeGreaterThan(0)
    expect((await everything(moved)).map(({ title }) => title)).toEqual(['Story 1', 'Story 2', 'Story 3'])
  })

  it('begins its numbers where they were, and cuts what is too large for one pack', async () => {
    const { sql, store, crawled } = await begun()
    const large = (n: number): Found => ({
      ...item(n),
      text: '漢'.repeat(2000),
      authors: '漢'.repeat(400),
      title: '漢'.repeat(290),
    })
    const many = Array.from({ length: 1990 }, (_, n) => large(n + 1))
    await crawled(many, NOW)
    await publish(sql, 'one', NOW, HOUR)
    const { packs } = await headOf(store)
    expect(packs.length).toBeGreaterThan(1)
    expect((await everything(store)).map(({ link }) => link)).toEqual(many.map(({ link }) => link))
  })
}

async function headOf(store: Pick<ReturnType<typeof commonsStore>, 'head'>): Promise<Head> {
  const head = readHead(readSignedHead((await store.head())?.head ?? '')?.head ?? '')
  if (!head) throw new Error('no head')
  return head
}

async function packOf(
  store: Pick<ReturnType<typeof commonsStore>, 'pack'>,
  hash: string,
  { packs }: Head,
): Promise<Pack> {
  const body = await store.pack(hash)
  const name = packs.find(one => one.hash === hash)
  const pack = body && name && readPack(gunzipSync(body).toString(), name)
  if (!pack) throw new Error('no pack')
  return pack
}

/** Every item that someone new would have. */
async function everything(store: ReturnType<typeof commonsStore>): Promise<Pack['items']> {
  const head = await headOf(store)
  const packs = await Promise.all(packsFrom(0, head.packs).map(({ hash }) => packOf(store, hash, head)))
  return packs.flatMap(({ items }) => items)
}
