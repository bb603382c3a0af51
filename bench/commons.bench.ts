// What a commons costs 10,000 people a day, in requests and bytes, beside the same people asking the publishers themselves: on the real
// month where it is there. Also how much of each a publisher sees.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crawl } from '../hub/commons/crawl.ts'
import { commonsStore } from '../hub/store/commons.ts'
import { publish } from '../hub/store/publish.ts'
import { openSqlite } from '../hub/store/sql.ts'
import { type Head, readHead, readSignedHead } from '../protocol/commons.ts'
import { makeGet } from '../src/net/get.ts'
import { packsFrom } from '../src/radar/commons.ts'
import { readOpml } from '../src/radar/opml.ts'
import { freePort } from '../test/port.ts'
import { print } from './measure.ts'

const PEOPLE = 10_000
const A_DAY = 6
const HOUR = 3600_000
const FIRST = Date.parse('2026-05-05T00:00:00Z')
const DAYS = 24
/** Headers of a request and an answer that changes nothing (bytes), where they are not measured. */
const HEADERS = 600
// The real month is four snapshots of each feed: both ways carry less than they would with feeds of every day.

const firehose = join(import.meta.dirname, '../../shared/firehose/serve.mjs')

async function run(publisher: ChildProcess, port: number) {
  const base = `http://127.0.0.1:${port}`
  await new Promise(done => publisher.stdout?.once('data', done))
  const move = async (day: string) => void (await fetch(`${base}/date/${day}`, { method: 'PUT' }))
  await move('2026-05-30')
  const sources = readOpml(await (await fetch(`${base}/opml`)).text())?.sources ?? []
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
  const sql = openSqlite(folder)
  const store = commonsStore(sql)
  let now = FIRST
  const tools = {
    store,
    get: makeGet({
      agent: 'Evenkeel/bench',
      allowed: () => [`127.0.0.1:${port}`],
      never: () => [],
      monotonic: () => performance.now(),
    }),
    bases: { arxiv: base, github: base, hackernews: base },
    now: () => now,
    random: () => 0.5,
    by: 'bench',
    stopping: () => false,
    failed: () => {},
  }
  await store.begin('Bench', now)
  await store.follow(sources, () => `127.0.0.1:${port}`)
  const marks = new Map<string, string>()
  const person = { requests: 0, bytes: 0, position: 0 }
  const alone = { requests: 0, bytes: 0 }
  let asked = 0
  let newcomer = { requests: 0, bytes: 0 }
  for (let hour = 0; hour < DAYS * 24; hour++) {
    now = FIRST + hour * HOUR
    if (hour % 24 === 0) await move(new Date(now).toISOString().slice(0, 10))
    asked += await crawl(tools)
    await publish(sql, 'bench', now, HOUR)
    if (hour % (24 / A_DAY) !== 0) continue
    const text = (await store.head())?.head
    const head = text && readHead(readSignedHead(text)?.head ?? '')
    if (!head) continue
    // The first days bring what feeds held from before.
    const counts = hour >= 48
    const packs = packsFrom(person.position, head.packs)
    person.position = head.packs.at(-1)?.to ?? 0
    if (counts) {
      person.requests += 1 + packs.length
      person.bytes += HEADERS * (1 + packs.length) + text.length + sum(packs)
      for (const { address } of sources) {
        const answer = await weigh(address, marks)
        alone.requests++
        alone.bytes += answer
      }
    } else for (const { address } of sources) await weigh(address, marks)
    const all = packsFrom(0, head.packs)
    newcomer = { requests: 1 + all.length, bytes: text.length + sum(all) }
  }
  const days = DAYS - 2
  const aDay = ({ requests, bytes }: { requests: number; bytes: number }) =>
    `${(requests / days).toFixed(1)} requests and ${Math.round(bytes / days / 1000)} kB`
  print(`${sources.length} sources of the real month, ${days} days, each person looking ${A_DAY} times a day`)
  print(`  one person, by a commons: ${aDay(person)} a day; by themselves: ${aDay(alone)}`)
  const many = (n: number) => Math.round((n / days) * PEOPLE).toLocaleString('en')
  print(
    `  ${PEOPLE.toLocaleString('en')} people, by a commons: ${many(person.requests)} requests and ${many(person.bytes / 1e6)} MB a day; by themselves: ${many(alone.requests)} and ${many(alone.bytes / 1e6)} MB`,
  )
  print(
    `  ratio: ${(person.requests / alone.requests).toFixed(3)} of the requests, ${(person.bytes / alone.bytes).toFixed(3)} of the bytes`,
  )
  print(
    `  what the publishers see: ${Math.round(asked / DAYS)} requests a day in all from the hub, however many people; else ${many(alone.requests)}`,
  )
  print(`  someone new: ${newcomer.requests} requests, ${Math.round(newcomer.bytes / 1000)} kB, for the last month`)
  await sql.close()
  rmSync(folder, { recursive: true, force: true })
}

function sum(packs: Head['packs']): number {
  return packs.reduce((total, { bytes }) => total + bytes, 0)
}

/** Bytes on the wire of asking for a feed as an app does, giving back its mark. */
function weigh(address: string, marks: Map<string, string>): Promise<number> {
  const known = marks.get(address)
  return new Promise((done, fail) => {
    const headers = { 'accept-encoding': 'gzip', ...(known ? { 'if-none-match': known } : {}) }
    get(address, { agent: false, headers }, response => {
      if (response.headers.etag) marks.set(address, response.headers.etag)
      const { socket } = response
      response.resume().on('end', () => done(socket.bytesRead + socket.bytesWritten))
    }).on('error', fail)
  })
}

if (existsSync(firehose)) {
  const port = await freePort()
  const publisher = spawn(process.execPath, [firehose, '--port', String(port)], { stdio: ['ignore', 'pipe', 'ignore'] })
  await run(publisher, port)
  publisher.kill()
} else print('skipped: the real month is not here')
