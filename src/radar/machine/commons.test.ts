import { createHash, generateKeyPairSync } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { signedHead } from '../../../hub/packs.ts'
import { HEAD, type PackItem, packPath } from '../../../protocol/commons.ts'
import { cannedNet, house } from '../../../test/house.ts'
import { keepWindow } from '../../boundaries/machine/standing.ts'
import { countItems } from '../store/items.ts'
import { addSource, chosenSources, listSources, removeSource } from '../store/sources.ts'
import { candidateTerms, countNewTerms } from '../store/terms.ts'
import { addTyped } from './find.ts'
import { pollAll } from './poll.ts'

const BASE = 'https://hub.test/commons'
const newKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
const KEY = newKey()
const ORIGINS = ['a', 'b'].map(name => ({
  kind: 'feed',
  address: `https://${name}.test/feed`,
  title: `The ${name} feed`,
}))

function packOf(from: number, to: number, change: (items: PackItem[]) => unknown = items => items) {
  const items = Array.from({ length: to - from }, (_, n): PackItem => {
    const number = from + n + 1
    return {
      origin: number % 2,
      kind: 'story',
      link: `https://x.test/${number}`,
      title: `Story ${number}`,
      text: 'Words of it',
      authors: '',
      publishedAt: Date.parse('2026-05-17T08:00:00Z'),
      words: 3,
      keys: [`link:x.test/${number}`],
    }
  })
  const body = gzipSync(JSON.stringify({ from, to, origins: ORIGINS, items: change(items) }))
  const hash = createHash('sha256').update(body).digest('base64url')
  return { name: { from, to, bytes: body.length, hash }, body: new Uint8Array(body) }
}
type Made = ReturnType<typeof packOf>

/** Someone who subscribes to a commons, whose files can be changed. */
function subscriber() {
  const net = cannedNet()
  const home = house({ net })
  const serve = (number: number, packs: readonly Made[], key = KEY) => {
    const head = signedHead({ name: 'Lab', number, made: home.clock.now(), packs: packs.map(({ name }) => name) }, key)
    net.answers[`${BASE}/${HEAD}`] = ({ headers = {} }) =>
      headers['if-none-match'] === `"${number}"`
        ? { status: 304 }
        : { body: new TextEncoder().encode(head), headers: { etag: `"${number}"` } }
    for (const { name, body } of packs) net.answers[`${BASE}/${packPath(name.hash)}`] = { body }
  }
  const poll = async () => {
    home.clock.pass({ hours: 25 })
    const [polled] = await pollAll(home.radar, true, () => {})
    return polled
  }
  const state = () => chosenSources(home.db)[0]?.state
  return { ...home, net, serve, poll, state, subscribe: (typed = `commons:${BASE}`) => addTyped(home.radar, typed) }
}

describe('a commons', () => {
  it('brings what it crawled, each thing from its own source, and is then asked for what is new alone', async () => {
    const { serve, subscribe, poll, net, db, run } = subscriber()
    serve(1, [packOf(0, 4)])
    expect(await subscribe()).toMatchObject({ added: true, source: { title: 'Lab', state: 'fine' } })
    expect(countItems(db)).toBe(4)
    expect(listSources(db).map(({ title, commons }) => [title, commons])).toEqual([
      ['Lab', null],
      ['The a feed', 1],
      ['The b feed', 1],
    ])
    expect(await poll()).toMatchObject({ state: 'fine', added: 0 })
    serve(2, [packOf(0, 4), packOf(4, 5), packOf(0, 5)])
    net.requests.length = 0
    expect(await poll()).toMatchObject({ state: 'fine', added: 1 })
    // One head, one small pack, and none of the origins.
    expect(net.requests.map(({ address }) => address)).toEqual([
      `${BASE}/${HEAD}`,
      `${BASE}/${packPath(packOf(4, 5).name.hash)}`,
    ])
    expect((await run(['sources'])).out).toContain('Lab, 2 sources that are asked once for everybody')
    expect((await run(['sources', 'export'])).out).not.toContain('a.test')
  })

  it('is told nothing of what the person follows: what they removed is left out at home', async () => {
    const { serve, subscribe, poll, net, db, page, post } = subscriber()
    serve(1, [packOf(0, 4)])
    await subscribe()
    expect(await page('/sources')).toContain('2 sources, asked once for everybody')
    const removed = listSources(db).find(({ title }) => title === 'The a feed')?.id ?? 0
    await post('/sources/remove', { source: String(removed) })
    const before = net.requests.length
    serve(2, [packOf(0, 8), packOf(4, 8)])
    expect(await poll()).toMatchObject({ added: 2 })
    expect(net.requests.slice(before).map(({ headers }) => headers)).toEqual([{ 'if-none-match': '"1"' }, undefined])
    // All of it goes, and comes back, with the commons itself: no edition has any of it meanwhile.
    countNewTerms(db, 0)
    expect(candidateTerms(db, 0, 9e15)).not.toEqual([])
    await post('/sources/remove', { source: '1' })
    expect([listSources(db), candidateTerms(db, 0, 9e15)]).toEqual([[], []])
    await post('/sources/bring-back', { source: '1' })
    expect(listSources(db).map(({ title }) => title)).toEqual(['Lab', 'The b feed'])
    removeSource(db, 1, 5)
    await subscribe()
    expect(listSources(db).map(({ title }) => title)).toEqual(['Lab', 'The b feed'])
    // A new key, as its own advice says: what the person left out stays out, and nothing else is lost.
    removeSource(db, 1, 5)
    const key = newKey()
    serve(3, [packOf(0, 9), packOf(8, 9)], key)
    await subscribe()
    expect(listSources(db).map(({ title, state }) => [title, state])).toEqual([
      ['Lab', 'fine'],
      ['The b feed', 'fine'],
    ])
    const { key: typed } = JSON.parse(signedHead({ name: 'x', number: 1, made: 0, packs: [] }, key)) as { key: string }
    await subscribe(`commons:${BASE}#${typed}`)
    expect(chosenSources(db)).toHaveLength(1)
  })

  it('leaves a source that the person has themselves as it is', async () => {
    const { serve, subscribe, db } = subscriber()
    const { id } = addSource(db, { kind: 'feed', address: 'https://a.test/feed', title: 'Mine' }, 0)
    serve(1, [packOf(0, 4)])
    await subscribe()
    expect(listSources(db).find(source => source.id === id)).toMatchObject({ title: 'Mine', commons: null })
    // What is theirs they ask themselves, and nobody else speaks for it.
    expect(countItems(db)).toBe(2)
  })

  it('keeps nobody from having one of its sources themselves', async () => {
    const { serve, subscribe, db, net, poll } = subscriber()
    serve(1, [packOf(0, 4)])
    await subscribe()
    expect(addSource(db, { kind: 'feed', address: 'https://a.test/feed', title: '' }, 0).added).toBe(true)
    expect(chosenSources(db)).toHaveLength(2)
    net.requests.length = 0
    await poll()
    expect(net.requests.map(({ address }) => address)).toContain('https://a.test/feed')
    removeSource(db, 1, 5)
    expect(chosenSources(db).map(({ address }) => address)).toEqual(['https://a.test/feed'])
  })

  it('passes nothing off as what another publisher wrote', async () => {
    const { serve, subscribe, db } = subscriber()
    const forged = (items: PackItem[]) =>
      items.map(one => ({ ...one, link: 'https://evil.test/', keys: ['link:good.test/7', 'link:arxiv:2605.00001'] }))
    serve(1, [packOf(0, 2, forged)])
    await subscribe()
    expect([countItems(db), db.all('SELECT key FROM item_key')]).toEqual([0, []])
  })

  it('that has been still for a week is worth a look, and so is one that was restored', async () => {
    const { serve, subscribe, poll, state, clock, db } = subscriber()
    serve(9, [packOf(0, 5)])
    await subscribe()
    clock.pass({ hours: 8 * 24 })
    await poll()
    expect(state()).toBe('silent')
    // An older copy goes on: later numbers of heads, earlier ones of items.
    serve(10, [
      packOf(0, 3),
      packOf(3, 4, items => items.map(one => ({ ...one, link: 'https://x.test/n', keys: ['link:x.test/n'] }))),
    ])
    await poll()
    expect([state(), countItems(db)]).toEqual(['fine', 6])
  })

  it('takes no more at once than a month of thousands of sources, and the rest the next time', async () => {
    const { serve, subscribe, poll, state, db } = subscriber()
    serve(
      1,
      Array.from({ length: 10 }, (_, n) => packOf(n, n + 1)),
    )
    await subscribe()
    expect([state(), countItems(db)]).toEqual(['partial', 8])
    await poll()
    expect([state(), countItems(db)]).toEqual(['fine', 10])
  })

  it('takes over what another brought that is left', async () => {
    const { serve, subscribe, db, net } = subscriber()
    serve(1, [packOf(0, 4)])
    await subscribe()
    removeSource(db, 1, 5)
    for (const [address, answer] of Object.entries(net.answers))
      net.answers[address.replace('hub.test', 'mirror.test')] = answer
    await subscribe('commons:https://mirror.test/commons')
    expect(listSources(db).map(({ title }) => title)).toEqual(['Lab', 'The a feed', 'The b feed'])
  })

  it('is held to the key it had first, or to the one in its address', async () => {
    const { serve, subscribe, poll, state, db } = subscriber()
    serve(1, [packOf(0, 2)])
    await subscribe()
    const other = newKey()
    serve(2, [packOf(0, 4)], other)
    await poll()
    expect([state(), countItems(db)]).toEqual(['other-key', 2])
    serve(3, [packOf(0, 6), packOf(2, 6)])
    await poll()
    expect([state(), countItems(db)]).toEqual(['fine', 6])
    const pinned = subscriber()
    pinned.serve(1, [packOf(0, 2)])
    const key = (JSON.parse(signedHead({ name: 'x', number: 1, made: 0, packs: [] }, other)) as { key: string }).key
    await pinned.subscribe(`commons:${BASE}#${key}`)
    expect([pinned.state(), countItems(pinned.db)]).toEqual(['other-key', 0])
  })

  it('is refused when its head is old, forged, cut or none, and what was here stays', async () => {
    const { serve, subscribe, poll, state, net, db } = subscriber()
    serve(5, [packOf(0, 2)])
    await subscribe()
    serve(4, [packOf(0, 3)])
    await poll()
    expect(state()).toBe('replayed')
    const forged = signedHead({ name: 'Lab', number: 9, made: 0, packs: [packOf(0, 3).name] }, KEY)
    for (const [body, expected] of [
      [forged.replace(':9,', ':8,'), 'other-key'],
      [forged.replace('Lab', 'Lob'), 'other-key'],
      [forged.slice(0, -9), 'not-a-commons'],
      ['<html>', 'not-a-commons'],
      ['{}', 'not-a-commons'],
      [`{"head":"${'x'.repeat(1 << 20)}"}`, 'not-a-commons'],
    ] as const) {
      net.answers[`${BASE}/${HEAD}`] = body
      await poll()
      expect([body.slice(0, 20), state()]).toEqual([body.slice(0, 20), expected])
    }
    expect(countItems(db)).toBe(2)
  })

  it('has a bad, cut or oversized pack refused whole and named, and goes on when it is mended', async () => {
    const { serve, subscribe, poll, state, net, db } = subscriber()
    const first = packOf(0, 2)
    serve(1, [first])
    await subscribe()
    const good = packOf(2, 4)
    const more = packOf(4, 6)
    const named = (body: Uint8Array): Made => ({
      name: { from: 2, to: 4, bytes: body.length, hash: createHash('sha256').update(body).digest('base64url') },
      body: new Uint8Array(body),
    })
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(80 << 20)))
    const zeros = new Uint8Array(gzipSync(`{"from":2,"to":4,"origins":[],"items":[${'0,'.repeat(5_000_000)}0]}`))
    for (const [bad, why] of [
      [{ ...good, body: good.body.slice(0, -5) }, 'cut off'],
      [{ ...good, body: new Uint8Array([...good.body, 0]) }, 'larger'],
      [{ ...good, body: Uint8Array.from(good.body, (byte, at) => (at === 20 ? byte ^ 1 : byte)) }, 'not the one'],
      [named(new TextEncoder().encode('not gzip')), 'unpacked'],
      [named(bomb), 'too large'],
      [named(zeros), 'does not hold'],
      [named(packOf(2, 4, items => items.slice(1)).body), 'does not hold'],
      [named(packOf(2, 4, () => null).body), 'does not hold'],
      [named(packOf(1, 3).body), 'does not hold'],
    ] as const) {
      serve(2, [first, bad, more])
      const polled = await poll()
      expect([why, polled?.state, polled?.source.detail]).toEqual([why, 'bad-pack', expect.stringContaining(why)])
      expect(polled?.source.detail).toContain(bad.name.hash.slice(0, 8))
      expect([countItems(db), state()]).toEqual([2, 'bad-pack'])
    }
    // A pack that is not there is a failure of the server, and is asked for again.
    serve(2, [first, good, more])
    net.answers[`${BASE}/${packPath(more.name.hash)}`] = { status: 404 }
    expect(await poll()).toMatchObject({ state: 'not-found', added: 2 })
    serve(2, [first, good, more])
    expect(await poll()).toMatchObject({ state: 'fine', added: 2 })
    expect(countItems(db)).toBe(6)
  })

  it('is not asked in off time, and goes on after it where it was', async () => {
    const { serve, subscribe, poll, net, db, boundaries, clock } = subscriber()
    const packs = [packOf(0, 2), packOf(2, 4)]
    serve(1, packs)
    let begun = false
    net.answers[`${BASE}/${packPath(packs[0]?.name.hash ?? '')}`] = () => {
      if (!begun) keepWindow(boundaries, { days: [1], from: '09:00', to: '12:00', later: 0 })
      begun = true
      return { body: packs[0]?.body ?? new Uint8Array() }
    }
    await subscribe()
    expect(countItems(db)).toBe(2)
    clock.pass({ hours: 5 })
    await poll()
    expect(countItems(db)).toBe(4)
  })

  it('that cannot be reached says so as any source does', async () => {
    const { subscribe, state } = subscriber()
    await subscribe()
    expect(state()).toBe('unreachable')
    const wrong = subscriber()
    wrong.net.answers[`${BASE}/${HEAD}`] = { status: 404 }
    await wrong.subscribe('commons:hub.test')
    expect(wrong.state()).toBe('not-found')
  })
})
