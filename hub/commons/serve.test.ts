import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HEAD, packPath, readHead, readSignedHead } from '../../protocol/commons.ts'
import { cannedNet, rss, temporaryFolder } from '../../test/house.ts'
import { makeRelay } from '../relay.ts'
import { commonsStore } from '../store/commons.ts'
import { openLogs } from '../store/logs.ts'
import { openSqlite } from '../store/sql.ts'
import { runCommons } from './running.ts'
import { commonsRoutes } from './serve.ts'

const A = 'https://a.test/feed'
const START = Date.parse('2026-05-18T09:00:00Z')

/** A hub that crawls one feed, until a number of heads were published. */
async function hub(heads: number, folder?: string) {
  const home = temporaryFolder()
  const [sql, logs] = [openSqlite(home), openLogs(home)]
  onTestFinished(async () => {
    await sql.close()
    await logs.close()
  })
  let [now, n] = [START, 0]
  const net = cannedNet({
    [A]: () => rss([{ title: `Story ${++n}`, link: `https://a.test/${n}`, text: 'Text', date: '2026-05-17' }], 'A'),
  })
  const notes: object[] = []
  let end = () => {}
  const ended = new Promise<void>(done => {
    end = done
  })
  const plan = {
    name: 'Lab',
    sources: [{ kind: 'feed', address: A, title: '' } as const],
    folder,
    bases: { arxiv: '', github: '', hackernews: '' },
    get: net.get,
    tick: 1,
    every: 3600_000,
  }
  const note = (line: object) => {
    notes.push(line)
    if ('what' in line && line.what === 'published') {
      now += 13 * 3600_000
      if (n >= heads) end()
    }
  }
  await runCommons(sql, plan, { now: () => now }, note, ended)
  const store = commonsStore(sql)
  const clock = { now: () => now, monotonic: () => performance.now() }
  const relay = makeRelay({ store: logs, clock, note: () => {}, besides: commonsRoutes(store) })
  return { store, notes, get: (path: string, headers = {}) => relay.request(`/commons/${path}`, { headers }) }
}

describe('a commons, served', () => {
  it('is a head that is asked for again, and packs that are kept for ever, to anyone', async () => {
    const { get, notes } = await hub(2)
    expect(notes.filter(line => 'what' in line && line.what === 'published')).toHaveLength(2)
    const answer = await get(HEAD)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
    const tag = answer.headers.get('etag') ?? ''
    const head = readHead(readSignedHead(await answer.text())?.head ?? '')
    expect(tag).toMatch(/^"[\w-]{16}"$/)
    for (const mark of [tag, `W/${tag}`]) expect((await get(HEAD, { 'if-none-match': mark })).status).toBe(304)
    const pack = await get(packPath(head?.packs[0]?.hash ?? ''))
    expect([pack.status, pack.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect((await pack.arrayBuffer()).byteLength).toBe(head?.packs[0]?.bytes)
    for (const path of [packPath('A'.repeat(43)), 'packs/x', 'packs/%2e%2e%2fhub.db'])
      expect((await get(path)).status).toBe(404)
  })

  it('says that there is none yet', async () => {
    const sql = openSqlite(temporaryFolder())
    const logs = openLogs(temporaryFolder())
    const relay = makeRelay({
      store: logs,
      clock: { now: () => 0, monotonic: () => 0 },
      note: () => {},
      besides: commonsRoutes(commonsStore(sql)),
    })
    expect((await relay.request(`/commons/${HEAD}`)).status).toBe(404)
    await sql.close()
    await logs.close()
  })

  it('lies in a folder for a file server too, which others may read, and what is named no more goes from it', async () => {
    const folder = join(temporaryFolder(), 'public')
    mkdirSync(join(folder, 'packs'), { recursive: true })
    writeFileSync(join(folder, packPath('B'.repeat(43))), 'of yesterday')
    writeFileSync(join(folder, 'packs', 'README'), 'not ours')
    const { store } = await hub(3, folder)
    expect(readFileSync(join(folder, HEAD), 'utf8')).toBe((await store.head())?.head)
    const names = (await store.packs()).map(hash => packPath(hash).replace('packs/', ''))
    expect(readdirSync(join(folder, 'packs')).toSorted()).toEqual([...names, 'README'].toSorted())
    expect([statSync(join(folder, HEAD)).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o644, 0o755])
    expect(existsSync(join(folder, `${HEAD}.part`))).toBe(false)
  })
})
