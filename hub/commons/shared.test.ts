import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { HEAD, readHead, readSignedHead } from '../../protocol/commons.ts'
import { rss, suiteUnless, temporaryFolder } from '../../test/house.ts'
import { program } from '../../test/person.ts'
import { freePort } from '../../test/port.ts'
import { NO_POSTGRES, startPostgres } from '../../test/postgres.ts'
import { openPool } from '../store/pool.ts'

const suite = suiteUnless(NO_POSTGRES)
// More servers than one hub asks at once, so that both have work.
const HOSTS = 20
const EACH = 2
const pause = (ms: number) => new Promise(wait => setTimeout(wait, ms))
const NOW = '2026-05-20T12:00:00Z'

/** Publishers on ports of their own, that note what was asked; `hangs` says whether one leaves its asker waiting, `open` when all begin to answer. */
async function publishers(hangs: (asked: string) => boolean, open: Promise<void>) {
  const asked: string[] = []
  const ports: number[] = []
  for (let host = 0; host < HOSTS; host++) {
    const server = createServer((request, response) => {
      const feed = `${host}${request.url}`
      asked.push(feed)
      if (hangs(feed)) return
      const n = Number(request.url?.slice(1))
      const story = {
        title: `Story ${host} ${n}`,
        link: `http://x.test/${host}/${n}`,
        text: 'Text',
        date: '2026-05-19',
      }
      void open.then(() => setTimeout(() => response.end(rss([story], `Feed ${host} ${n}`)), 400))
    })
    const port = await freePort()
    await new Promise<void>(done => server.listen(port, '127.0.0.1', done))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    ports.push(port)
  }
  return { asked, ports }
}

suite('two hubs that crawl for one commons', () => {
  it('ask each origin once, also when one is killed in the midst of asking; nothing is missing from the packs', async () => {
    const postgres = await startPostgres()
    try {
      const folder = temporaryFolder()
      // The first feed that is asked leaves its asker waiting, until that one is killed.
      let hanging: string | undefined
      const opening = Promise.withResolvers<void>()
      const { asked, ports } = await publishers(feed => {
        hanging ??= feed
        return feed === hanging && asked.filter(one => one === feed).length === 1
      }, opening.promise)
      const list = join(folder, 'list.txt')
      writeFileSync(
        list,
        ports.flatMap(port => Array.from({ length: EACH }, (_, n) => `http://127.0.0.1:${port}/${n}`)).join('\n'),
      )
      const hosts = ports.map(port => `127.0.0.1:${port}`).join(',')
      const url = await postgres.url('commons')
      const run = (port: number) => {
        const args = ['hub', '--port', String(port), '--folder', folder, '--commons', list, '--allow', hosts]
        const child = spawn(process.execPath, [program, ...args], {
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            DATABASE_URL: url,
            EVENKEEL_NOW: NOW,
            EVENKEEL_DATA: join(folder, 'x'),
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        onTestFinished(() => void child.kill('SIGKILL'))
        return { child, ready: new Promise(done => child.stdout.once('data', done)) }
      }
      const [mine, other] = [await freePort(), await freePort()]
      const doomed = run(mine)
      await doomed.ready
      while (hanging === undefined) await pause(10)
      const living = run(other)
      await living.ready
      // Nobody is answered until both ask: one alone asks eight servers at once.
      for (let waited = 0; asked.length <= 8 && waited < 60_000; waited += 10) await pause(10)
      opening.resolve()
      // All but what the dead one is waiting for, and what stands behind that at its server, is done by both.
      const pool = await openPool(url)
      onTestFinished(() => pool.close())
      const kept = async () => {
        const [row] = await pool.ask<{ n: number }>(
          'SELECT count(*) AS n FROM commons_origin WHERE polled_at IS NOT NULL',
        )
        return row?.n ?? 0
      }
      for (let waited = 0; (await kept()) < (HOSTS - 1) * EACH && waited < 60_000; waited += 50) await pause(50)
      const hubs = await pool.ask("SELECT DISTINCT split_part(leased_by, ' ', 1) AS hub FROM commons_host")
      expect(hubs).toHaveLength(2)
      doomed.child.kill('SIGKILL')
      let head: ReturnType<typeof readHead>
      for (let waited = 0; !head && waited < 130_000; waited += 250) {
        await pause(250)
        const answer = await fetch(`http://127.0.0.1:${other}/commons/${HEAD}`)
        head = answer.ok ? readHead(readSignedHead(await answer.text())?.head ?? '') : undefined
      }
      expect(head?.packs.at(-1)?.to).toBe(HOSTS * EACH)
      const counts = Map.groupBy(asked, feed => feed)
      expect(counts.size).toBe(HOSTS * EACH)
      // Only what the dead one was waiting for is asked once more.
      for (const [feed, times] of counts) expect([feed, times.length]).toEqual([feed, feed === hanging ? 2 : 1])
    } finally {
      await postgres.stop()
    }
  }, 400_000)
})
