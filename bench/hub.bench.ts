// What a hub carries: appends with 100,000 circles beside a bare loop of commits on the same database, and long-polls that wait.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, createServer, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { LogStore } from '../hub/log.ts'
import { makeRelay } from '../hub/relay.ts'
import { FILE, openLogs } from '../hub/store/logs.ts'
import { openPostgres } from '../hub/store/postgres.ts'
import { LOG } from '../protocol/relay.ts'
import { openDatabase } from '../src/store/database.ts'
import { listen } from '../src/web/server.tsx'
import { freePort } from '../test/port.ts'
import { NO_POSTGRES, startPostgres } from '../test/postgres.ts'
import { ms, print, spread } from './measure.ts'

const CIRCLES = 100_000
const APPENDS = 3000
const ROUNDS = 3
const AT_ONCE = 16
const WAITING = 10_000
/** A sealed note to three, padded. */
const BODY = randomBytes(1800)

const keyOf = (n: number) => createHash('sha256').update(`${n}`).digest()
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))

/** Does something so many times, several at once; answers the time of each (ms) and how many there were a second. */
async function hammer(times: number, work: (n: number) => Promise<unknown>) {
  const took: number[] = []
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < times) {
        const n = next++
        const at = performance.now()
        await work(n)
        took.push(performance.now() - at)
      }
    }),
  )
  return { perSecond: times / ((performance.now() - began) / 1000), ...spread(took) }
}
type Hammered = Awaited<ReturnType<typeof hammer>>

const middle = (list: readonly Hammered[]) =>
  list.toSorted((a, b) => a.perSecond - b.perSecond)[ROUNDS >> 1] as Hammered
const line = (what: string, { perSecond, median, p99 }: Hammered) =>
  print(`  ${what.padEnd(34)} ${Math.round(perSecond)} a second, p50 ${ms(median)}, p99 ${ms(p99)}`)

/** Measures a store, over HTTP too, beside its bare loop. */
async function measure(name: string, store: LogStore, bare: (n: number) => Promise<unknown>) {
  const append = (n: number) => store.append(keyOf((n * 7919) % CIRCLES), randomBytes(16), BODY, Date.now())
  const clock = { now: Date.now, monotonic: () => performance.now() }
  const web = await listen(makeRelay({ store, clock, note: () => {} }), 0, '127.0.0.1')
  // A relay knows a circle by the hash of a capability: these are not among the 100,000, and as many.
  const capability = (n: number) => keyOf(n).toString('base64url')
  const post = async (n: number) => {
    const answer = await fetch(`http://127.0.0.1:${web.port}${LOG}`, {
      method: 'POST',
      body: BODY,
      headers: { authorization: `Bearer ${capability(n % 90)}`, once: randomBytes(16).toString('base64url') },
    })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`refused: ${answer.status}`)
  }
  // The same requests to a server that keeps nothing: what the clients, in the same process, cost by themselves.
  const deaf = createServer(
    (request, response) => void request.resume().on('end', () => response.writeHead(201).end('{}')),
  )
  const deafPort = await freePort()
  await new Promise<void>(done => deaf.listen(deafPort, '127.0.0.1', done))
  const nowhere = async () => {
    const answer = await fetch(`http://127.0.0.1:${deafPort}${LOG}`, { method: 'POST', body: BODY })
    await answer.arrayBuffer()
  }
  const [ours, theirs, http, empty]: Hammered[][] = [[], [], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    theirs?.push(await hammer(APPENDS, bare))
    ours?.push(await hammer(APPENDS, append))
    http?.push(await hammer(APPENDS / 2, n => post(n + round * (APPENDS / 2))))
    empty?.push(await hammer(APPENDS / 2, nowhere))
  }
  await web.close()
  deaf.closeAllConnections()
  deaf.close()
  const [a, b, c, d] = [middle(ours ?? []), middle(theirs ?? []), middle(http ?? []), middle(empty ?? [])]
  print(`${name}: ${CIRCLES} circles, ${AT_ONCE} at once, bodies of ${BODY.length} bytes, medians of ${ROUNDS}`)
  line('a bare INSERT and COMMIT', b)
  line('an append', a)
  line('an append over HTTP, same process', c)
  line('a request that keeps nothing', d)
  print(
    `  ratio to the bare loop: ${(a.perSecond / b.perSecond).toFixed(2)}, over HTTP ${(c.perSecond / b.perSecond).toFixed(2)}`,
  )
}

{
  const store = openLogs(folder)
  const db = openDatabase(join(folder, FILE))
  db.transaction(() => {
    for (let n = 0; n < CIRCLES; n++) {
      db.run('INSERT INTO circle (circle, next, entries, bytes, last_at) VALUES (?, 1, 1, 1800, 0)', keyOf(n))
      db.run(
        'INSERT INTO entry (circle, position, once, at, body) VALUES (?, 0, ?, 0, ?)',
        keyOf(n),
        keyOf(n).subarray(0, 16),
        BODY,
      )
    }
  })
  db.script('CREATE TABLE bare (circle BLOB, once BLOB, at INTEGER, body BLOB)')
  await measure('SQLite', store, async n => db.run('INSERT INTO bare VALUES (?, ?, ?, ?)', keyOf(n), keyOf(n), n, BODY))
  db.close()
  await store.close()
}

for (const standby of NO_POSTGRES ? [] : [false, true]) {
  const postgres = await startPostgres({ standby })
  const url = await postgres.url()
  const store = await openPostgres(url)
  const bare = new pg.Pool({ connectionString: postgres.primary(), max: 10 })
  await bare.query(
    `INSERT INTO circle SELECT sha256(n::text::bytea), 1, 1, 1800, 0 FROM generate_series(0, ${CIRCLES - 1}) AS n`,
  )
  await bare.query(
    `INSERT INTO entry SELECT sha256(n::text::bytea), 0, substr(sha256(n::text::bytea), 1, 16), 0, $1 FROM generate_series(0, ${CIRCLES - 1}) AS n`,
    [BODY],
  )
  await bare.query('CREATE TABLE bare (circle bytea, once bytea, at bigint, body bytea)')
  await bare.query('ANALYZE')
  await measure(standby ? 'PostgreSQL with a synchronous standby' : 'PostgreSQL', store, n =>
    bare.query('INSERT INTO bare VALUES ($1, $2, $3, $4)', [keyOf(n), keyOf(n), n, BODY]),
  )
  await bare.end()
  await store.close()
  await postgres.stop()
}
if (NO_POSTGRES) print(`PostgreSQL: skipped. ${NO_POSTGRES}`)

/** A hub as its operator runs it, in a process of its own. */
async function spawnHub(port: number, env: Record<string, string> = {}) {
  const program = process.argv[1]?.replace(/[^/]+$/, 'main.js') ?? ''
  const hub = spawn(process.execPath, [program, 'hub', '--port', String(port), '--folder', join(folder, 'waiting')], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await new Promise(done => hub.stdout.once('data', done))
  return hub
}

/** Asks a hub in a process of its own for what is new, where nothing is: what every app does all day. */
async function reads(name: string, env: Record<string, string>) {
  const port = await freePort()
  const hub = await spawnHub(port, env)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const ask = (n: number) =>
    new Promise<void>((done, fail) => {
      const headers = { authorization: `Bearer ${keyOf(n % 5000).toString('base64url')}` }
      get({ agent, port, path: `${LOG}?from=1`, headers }, response => {
        response.resume().on('end', done)
      }).on('error', fail)
    })
  await hammer(2000, ask)
  const rounds: Hammered[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await hammer(10_000, n => ask(n + round * 10_000)))
  line(`a read with nothing new, ${name}`, middle(rounds))
  agent.destroy()
  hub.kill('SIGKILL')
}

/** How long who waits at one hub is behind what is appended at another. */
async function wakes(url: string) {
  const ports = [await freePort(), await freePort()] as const
  const hubs = await Promise.all(ports.map(port => spawnHub(port, { DATABASE_URL: url })))
  const took: number[] = []
  for (let round = 0; round < 30; round++) {
    const headers = { authorization: `Bearer ${keyOf(round % 10).toString('base64url')}` }
    const from = Math.floor(round / 10)
    const waiting = fetch(`http://127.0.0.1:${ports[0]}${LOG}?from=${from}&wait=15`, { headers })
    await new Promise(wait => setTimeout(wait, 100 + Math.random() * 500))
    await fetch(`http://127.0.0.1:${ports[1]}${LOG}`, {
      method: 'POST',
      body: BODY,
      headers: { ...headers, once: randomBytes(16).toString('base64url') },
    })
    const appended = performance.now()
    await (await waiting).arrayBuffer()
    took.push(performance.now() - appended)
  }
  const { median, p99 } = spread(took)
  print(
    `  who waits at one hub hears of what another took after ${ms(median)}, at most ${ms(p99)} (asked twice a second)`,
  )
  for (const hub of hubs) hub.kill('SIGKILL')
}

await reads('SQLite', {})
if (!NO_POSTGRES) {
  const postgres = await startPostgres()
  await reads('PostgreSQL', { DATABASE_URL: await postgres.url() })
  await wakes(await postgres.url())
  await postgres.stop()
}

{
  const port = await freePort()
  const hub = await spawnHub(port)
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hub.pid}/status`, 'utf8'))?.[1] ?? 0)
  const before = memory()
  const agent = new Agent({ keepAlive: false, maxSockets: WAITING })
  let answered = 0
  const began = performance.now()
  const all = Array.from(
    { length: WAITING },
    (_, n) =>
      new Promise<void>(done => {
        const headers = { authorization: `Bearer ${keyOf(n).toString('base64url')}` }
        get({ agent, port, path: `${LOG}?from=0&wait=15`, headers }, response => {
          if (response.statusCode === 200) answered++
          response.resume().on('end', done)
        }).on('error', () => done())
      }),
  )
  await new Promise(wait => setTimeout(wait, 10_000))
  const held = WAITING - answered
  const each = (memory() - before) / held
  await Promise.all(all)
  print(`long-polls: ${held} wait at one process of ${Math.round(before / 1024)} MB, ${each.toFixed(1)} KiB each`)
  print(`  all ${answered} were answered within ${((performance.now() - began) / 1000).toFixed(1)} s`)
  hub.kill('SIGKILL')
}
rmSync(folder, { recursive: true, force: true })
