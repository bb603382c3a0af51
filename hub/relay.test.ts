import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LOG, type Read } from '../protocol/relay.ts'
import { fixedClock } from '../src/time/clock.ts'
import { temporaryFolder } from '../test/house.ts'
import { LIMITS, type Limits } from './log.ts'
import { makeRates } from './rates.ts'
import { makeRelay } from './relay.ts'
import { openLogs } from './store/logs.ts'

const CAPABILITY = Buffer.alloc(32, 9).toString('base64url')
const once = (n: number) => Buffer.from(`once-${String(n).padStart(11, '0')}`).toString('base64url')

function relay(limits: Limits = LIMITS) {
  const folder = temporaryFolder()
  const clock = fixedClock('2026-06-01T00:00:00Z')
  const noted: object[] = []
  const store = openLogs(folder, limits)
  onTestFinished(() => store.close())
  const app = makeRelay({ store, clock, note: line => noted.push(line), limits })
  const ask = (path: string, init: RequestInit = {}, capability: string | undefined = CAPABILITY) =>
    app.request(path, {
      ...init,
      headers: { ...(capability ? { authorization: `Bearer ${capability}` } : {}), ...(init.headers as object) },
    })
  return {
    folder,
    clock,
    noted,
    store,
    ask,
    append: (n: number, body: string | Uint8Array<ArrayBuffer>, capability = CAPABILITY) =>
      ask(LOG, { method: 'POST', body, headers: { once: once(n) } }, capability),
    read: async (query = '', capability = CAPABILITY) =>
      (await (await ask(`${LOG}${query}`, {}, capability)).json()) as Read,
  }
}

describe('a relay', () => {
  it('keeps what is appended by whoever has the capability, and gives it to nobody else', async () => {
    const { append, read, ask } = relay()
    const first = await append(1, 'sealed')
    expect([first.status, await first.json()]).toEqual([201, { offset: 0 }])
    expect((await append(1, 'sealed')).status).toBe(200)
    expect((await append(1, 'other')).status).toBe(409)
    expect(await read()).toMatchObject({
      entries: [{ offset: 0, body: Buffer.from('sealed').toString('base64url') }],
      next: 1,
      first: 0,
    })
    expect((await read('', Buffer.alloc(32, 8).toString('base64url'))).entries).toEqual([])
    for (const bad of ['', 'short', `${CAPABILITY}x`, CAPABILITY.replace(/.$/, 'B')])
      expect((await ask(LOG, {}, bad || 'x')).status).toBe(401)
    expect((await ask(LOG, { headers: { authorization: 'Basic x' } })).status).toBe(401)
  })

  it('refuses what it does not take with a clear word, and loses nothing', async () => {
    const { append, ask, read } = relay({ ...LIMITS, body: 1000 })
    expect((await append(1, 'x'.repeat(1001))).status).toBe(413)
    expect((await append(1, '')).status).toBe(400)
    expect((await ask(LOG, { method: 'POST', body: 'x' })).status).toBe(400)
    for (const from of ['-1', '1.5', 'x', '1e30']) expect((await ask(`${LOG}?from=${from}`)).status).toBe(400)
    expect((await ask('/v1/nothing')).status).toBe(404)
    expect((await ask(LOG, { method: 'DELETE' })).status).toBe(404)
    expect(await (await append(1, 'y'.repeat(1001))).json()).toEqual({ refused: 'too-large' })
    expect((await read()).entries).toEqual([])
  })

  it('answers a waiting request when something comes, and at the latest when its time is over', async () => {
    const { append, read, ask } = relay()
    const waiting = read('?from=0&wait=15')
    await new Promise(done => setTimeout(done, 20))
    await append(1, 'news')
    expect((await waiting).entries).toHaveLength(1)
    const began = performance.now()
    expect((await read('?from=1&wait=0.2')).entries).toEqual([])
    expect(performance.now() - began).toBeGreaterThan(150)
    // One that goes away leaves nothing behind.
    const gone = new AbortController()
    const left = ask(`${LOG}?from=1&wait=15`, { signal: gone.signal })
    setTimeout(() => gone.abort(), 20)
    expect((await left).status).toBe(200)
  })

  it('bounds how many wait, how fast one writes, and what is made up', async () => {
    const { append, ask, clock, store } = relay()
    await append(0, 'x')
    const many = Array.from({ length: 40 }, () => ask(`${LOG}?from=1&wait=0.3`))
    const statuses = (await Promise.all(many)).map(({ status }) => status)
    expect(statuses.filter(status => status === 503)).toHaveLength(8)
    let refused = 0
    for (let n = 1; n < 100; n++) if ((await append(n, 'x')).status === 429) refused++
    expect(refused).toBe(40)
    clock.pass({ minutes: 1 })
    expect((await append(200, 'x')).status).toBe(201)
    // Made-up circles: read as empty, and begun only so many a minute.
    let begun = 0
    for (let n = 0; n < 300; n++) {
      const made = Buffer.from(`made up ${n}`.padEnd(32)).toString('base64url')
      expect((await ask(LOG, {}, made)).status).toBe(200)
      if ((await append(0, 'x', made)).status === 201) begun++
    }
    expect(begun).toBeLessThanOrEqual(120)
    await store.ready()
  })

  it('takes as much memory for a million names as for fifty thousand', () => {
    const rates = makeRates(1, 1)
    for (let n = 0; n < 1_000_000; n++) rates.take(`name ${n}`, 0)
    expect(rates.take('name 999999', 0)).toBe(false)
    // Those of long ago were forgotten.
    expect(rates.take('name 1', 0)).toBe(true)
  })

  it('never gives more than its rate, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { maxLength: 100 }), steps => {
        const rates = makeRates(5, 60)
        let [now, taken] = [0, 0]
        for (const step of steps) {
          now += step
          if (rates.take('one', now)) taken++
        }
        expect(taken).toBeLessThanOrEqual(5 + (now / 60_000) * 60 + 1e-6)
      }),
    )
  })

  it('writes down neither capability nor address nor body, in its log or its answers to failure', async () => {
    const { append, read, noted, folder, store, ask } = relay()
    await append(1, 'CANARY-BODY')
    await read()
    await store.close()
    expect((await append(2, 'x')).status).toBe(503)
    expect((await ask('/readyz')).status).toBe(503)
    expect((await ask('/healthz')).status).toBe(200)
    const log = JSON.stringify(noted)
    for (const secret of [CAPABILITY, 'CANARY', Buffer.from('CANARY-BODY').toString('base64url')])
      expect(log).not.toContain(secret)
    expect(log).toContain('"what":"append","status":201')
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(CAPABILITY)).toBe(false)
  })
})
