import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HEAD, packPath } from '../../protocol/commons.ts'
import type { Get } from '../../src/net/get.ts'
import { kinds } from '../../src/radar/kinds/all.ts'
import type { Bases } from '../../src/radar/kinds/kind.ts'
import type { Listed } from '../../src/radar/opml.ts'
import type { Clock } from '../../src/time/clock.ts'
import { type CommonsStore, commonsStore } from '../store/commons.ts'
import { publish } from '../store/publish.ts'
import type { Sql } from '../store/sql.ts'
import { crawl } from './crawl.ts'

/** Servers asked at once. */
const SERVERS = 8

/** What a commons is made of: its name, its sources, and a folder for its files where a file server serves them. */
export interface CommonsPlan {
  readonly name: string
  readonly sources: readonly Listed[]
  readonly folder: string | undefined
  readonly bases: Bases
  readonly get: Get
  /** Milliseconds between two looks at what is due, and between two heads at least. */
  readonly tick: number
  readonly every: number
}

/** Crawls and publishes until it is told to stop. `note` is told what was done, and what failed. */
export async function runCommons(
  sql: Sql,
  plan: CommonsPlan,
  { now }: Pick<Clock, 'now'>,
  note: (line: object) => void,
  ended: Promise<void>,
): Promise<void> {
  const store = commonsStore(sql)
  const by = randomBytes(12).toString('base64url')
  let stopping = false
  const stop = ended.then(() => {
    stopping = true
  })
  const tools = {
    store,
    get: plan.get,
    bases: plan.bases,
    now,
    random: Math.random,
    by,
    stopping: () => stopping,
    // A publisher's address is no person's.
    failed: (origin: string, state: string) => note({ what: 'origin', origin, state }),
  }
  const hostOf = (source: Listed) => URL.parse(kinds[source.kind].request(source.address, plan.bases, 0))?.host ?? ''
  const begun = async () => {
    await store.begin(plan.name, now())
    await store.follow(plan.sources, hostOf)
  }
  let ready: Promise<void> | undefined
  /** Does something again and again, once the list was taken in; what fails is tried the next time. */
  const again = async (what: string, work: () => Promise<void>) => {
    while (!stopping) {
      try {
        ready ??= begun()
        await ready.catch(error => {
          ready = undefined
          throw error
        })
        await work()
      } catch (error) {
        const { name, code } = error as Error & { code?: string }
        note({ what: 'failed', kind: what, name, ...(code ? { code } : {}) })
      }
      await Promise.race([stop, new Promise(next => setTimeout(next, plan.tick).unref())])
    }
  }
  // One slow server keeps one of them busy, and no other server waiting.
  const crawler = (_: unknown, n: number) =>
    again('crawl', async () => {
      const asked = await crawl({ ...tools, by: `${by} ${n}` })
      if (asked > 0) note({ what: 'crawled', origins: asked })
    })
  const publisher = () =>
    again('publish', async () => {
      const published = stopping ? undefined : await publish(sql, by, now(), plan.every)
      if (published) note({ what: 'published', ...published })
      if (plan.folder !== undefined) await writeFiles(store, plan.folder)
    })
  await Promise.all([publisher(), ...Array.from({ length: SERVERS }, crawler)])
}

/** Brings a folder to what the commons is: packs first, so that a head never names one that is not there. */
export async function writeFiles(store: Pick<CommonsStore, 'head' | 'pack' | 'packs'>, folder: string): Promise<void> {
  const head = await store.head()
  const path = join(folder, HEAD)
  if (!head || (existsSync(path) && readFileSync(path, 'utf8') === head.head)) return
  const write = (name: string, body: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(`${join(folder, name)}.part`, body)
    // A file server is another account.
    chmodSync(dirname(join(folder, name)), 0o755)
    chmodSync(`${join(folder, name)}.part`, 0o644)
    renameSync(`${join(folder, name)}.part`, join(folder, name))
  }
  const hashes = await store.packs()
  for (const hash of hashes) {
    if (existsSync(join(folder, packPath(hash)))) continue
    const body = await store.pack(hash)
    if (body) write(packPath(hash), body)
  }
  write(HEAD, head.head)
  const known = new Set(hashes.map(hash => packPath(hash).replace('packs/', '')))
  for (const name of existsSync(join(folder, 'packs')) ? readdirSync(join(folder, 'packs')) : [])
    if (name.endsWith('.json.gz') && !known.has(name)) rmSync(join(folder, 'packs', name))
}
