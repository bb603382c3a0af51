import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import {
  CAPABILITY_BYTES,
  LOG,
  MOST_WAIT,
  ONCE,
  ONCE_BYTES,
  REFUSALS,
  type Read,
  type Refusal,
} from '../protocol/relay.ts'
import { StoreProblem } from '../src/store/problem.ts'
import type { Clock } from '../src/time/clock.ts'
import { makeBare } from '../src/web/bare.ts'
import { get, post, type Route } from '../src/web/route.ts'
import { type CircleKey, LIMITS, type Limits, type LogStore, type Stretch } from './log.ts'
import { makeRates } from './rates.ts'

export interface RelayOptions {
  readonly store: LogStore
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
  /** A line for the operator: what kind of request, how it ended, how long it took. Never an address nor a circle. */
  readonly note: (line: object) => void
  readonly limits?: Limits
  /** Other relays write to the same store: what they append wakes who waits here. */
  readonly shared?: boolean
  /** What else is served beside the logs. */
  readonly besides?: readonly Route[]
}

// A circle of eight, each with two machines, waits with sixteen requests.
const MOST_WAITING = 20_000
const MOST_WAITING_EACH = 32
const APPENDS = { most: 60, perMinute: 60 }
const READS = { most: 120, perMinute: 240 }
// Of circles that begin here, all together: who makes some up fills neither disk nor table.
const BEGINNINGS = { most: 100, perMinute: 20 }

// How often what other relays appended is asked for while someone waits, and by how much their clocks may differ (ms).
const ASKED = 500
const SKEW = 5_000

/** The relay, without a socket: a log for each circle, and nothing it could tell of anyone. */
export function makeRelay({ store, clock, note, limits = LIMITS, shared = false, besides = [] }: RelayOptions): Hono {
  return makeBare({
    routes: [...relayRoutes(store, clock, limits, shared), ...besides],
    opens: (key, context) => key === 'open' || circleOf(context) !== undefined,
    refuse: (context, why) => {
      if (typeof why === 'string') return refuse(context, why === 'no-key' ? 'no-capability' : why)
      // A database says with a code what hinders it; its words could hold more.
      const { code } = why as { code?: string }
      note({ what: 'failed', kind: why instanceof StoreProblem ? why.trouble : why.name, ...(code ? { code } : {}) })
      return refuse(context, 'not-now')
    },
    answered: (context, ms) => {
      const { path, method } = context.req
      const what = path === LOG ? (method === 'POST' ? 'append' : 'read') : 'other'
      note({ what, status: context.res.status, ms: Math.round(ms) })
    },
    monotonic: clock.monotonic,
  })
}

function relayRoutes(store: LogStore, clock: RelayOptions['clock'], limits: Limits, shared: boolean): Route[] {
  const waiting = makeWaiting(shared ? () => store.news(clock.now() - SKEW) : undefined)
  const beginnings = makeRates(BEGINNINGS.most, BEGINNINGS.perMinute)
  const [appends, reads] = [makeRates(APPENDS.most, APPENDS.perMinute), makeRates(READS.most, READS.perMinute)]
  return [
    get('/healthz', 'open', context => context.text('ok')),
    get('/readyz', 'open', async context => {
      await store.ready()
      return context.text('ready')
    }),
    post(
      LOG,
      'circle',
      async context => {
        const circle = circleOf(context)
        const once = bytesOf(context.req.header(ONCE) ?? '', ONCE_BYTES)
        if (!circle) return refuse(context, 'no-capability')
        if (!once) return refuse(context, 'bad-once')
        if (!appends.take(nameOf(circle), clock.monotonic())) return refuse(context, 'too-fast')
        const body = new Uint8Array(await context.req.arrayBuffer())
        if (body.length === 0) return refuse(context, 'empty')
        const mayBegin = () => beginnings.take('all', clock.monotonic())
        const done = await store.append(circle, once, body, clock.now(), mayBegin)
        if (typeof done === 'string') return refuse(context, done === 'may-not-begin' ? 'too-fast' : done)
        waiting.wake(nameOf(circle), done.offset + 1)
        return context.json({ offset: done.offset }, done.again ? 200 : 201)
      },
      limits.body,
    ),
    get(LOG, 'circle', async context => {
      const circle = circleOf(context)
      if (!circle) return refuse(context, 'no-capability')
      const from = Number(context.req.query('from') ?? '0')
      const wait = Math.min(MOST_WAIT, Math.max(0, Number(context.req.query('wait') ?? '0') || 0))
      if (!(Number.isSafeInteger(from) && from >= 0)) return refuse(context, 'bad-offset')
      if (!reads.take(nameOf(circle), clock.monotonic())) return refuse(context, 'too-fast')
      const found = async () => store.read(circle, from, limits.readAtOnce)
      const now = await found()
      if (now.entries.length > 0 || wait === 0) return context.json(asRead(now))
      const woken = waiting.until(nameOf(circle), from, wait * 1000, context.req.raw.signal)
      if (!woken) return refuse(context, 'too-many-waiting')
      // What came between the read and the wait is seen now; a missed wake-up only delays.
      const meanwhile = await found()
      if (meanwhile.entries.length > 0) woken.leave()
      await woken.done
      // Who has gone away, or whose relay is being stopped, is read nothing more.
      const enough = meanwhile.entries.length > 0 || context.req.raw.signal.aborted
      return context.json(asRead(enough ? meanwhile : await found()))
    }),
  ]
}

function refuse(context: Context, why: Refusal): Response {
  if (why === 'too-fast') context.header('retry-after', '5')
  return context.json({ refused: why }, REFUSALS[why])
}

/** The key of the circle whose capability a request carries. Only its hash is compared and kept, so no time tells of it. */
function circleOf(context: Context): CircleKey | undefined {
  const [, text = ''] = /^Bearer ([\w-]+)$/.exec(context.req.header('authorization') ?? '') ?? []
  const capability = bytesOf(text, CAPABILITY_BYTES)
  return capability && createHash('sha256').update('evenkeel relay 1').update(capability).digest()
}

/** Exactly so many bytes of base64url; undefined for anything else. */
function bytesOf(text: string, length: number): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined
}

function nameOf(circle: CircleKey): string {
  return Buffer.from(circle).toString('base64url')
}

function asRead({ entries, next, first }: Stretch): Read {
  return {
    entries: entries.map(({ offset, at, body }) => ({ offset, at, body: Buffer.from(body).toString('base64url') })),
    next,
    first,
  }
}

/**
 * Requests that wait for news of their circle: bounded in all and for each. `news` tells what others appended; it is asked for while
 * anyone waits, and a time it fails only delays.
 */
function makeWaiting(news?: () => ReturnType<LogStore['news']>) {
  const byCircle = new Map<string, Set<{ readonly from: number; readonly leave: () => void }>>()
  let all = 0
  let asking: ReturnType<typeof setTimeout> | undefined
  const wake = (circle: string, next: number) => {
    for (const { from, leave } of byCircle.get(circle) ?? []) if (next > from) leave()
  }
  const askOn = () => {
    if (!news || asking || all === 0) return
    asking = setTimeout(async () => {
      for (const { circle, next } of await news().catch(() => [])) wake(nameOf(circle), next)
      asking = undefined
      askOn()
    }, ASKED)
    asking.unref()
  }
  return {
    wake,
    until(
      circle: string,
      from: number,
      ms: number,
      gone: AbortSignal,
    ): { done: Promise<void>; leave: () => void } | undefined {
      const here = byCircle.get(circle) ?? new Set()
      if (all >= MOST_WAITING || here.size >= MOST_WAITING_EACH) return undefined
      let settle = () => {}
      const done = new Promise<void>(resolve => {
        settle = resolve
      })
      const timer = setTimeout(() => leave(), ms)
      const leave = () => {
        if (!here.delete(one)) return
        all--
        clearTimeout(timer)
        gone.removeEventListener('abort', leave)
        if (here.size === 0) byCircle.delete(circle)
        settle()
      }
      const one = { from, leave }
      all++
      here.add(one)
      byCircle.set(circle, here)
      gone.addEventListener('abort', leave)
      askOn()
      return { done, leave }
    },
  }
}
