import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { LOG } from '../../protocol/relay.ts'
import type { Terminal } from '../../src/cli/command.ts'
import { suiteUnless, temporaryFolder } from '../../test/house.ts'
import { NO_POSTGRES, type Postgres, startPostgres } from '../../test/postgres.ts'
import { commonsContract } from '../commons/contract.ts'
import { storeContract } from '../contract.ts'
import type { LogStore } from '../log.ts'
import { moveLogs } from '../moving.ts'
import { makeRelay } from '../relay.ts'
import { moveHub } from '../running.ts'
import { commonsStore } from './commons.ts'
import { openLogs } from './logs.ts'
import { nameOf, openPool } from './pool.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sql.ts'

const suite = suiteUnless(NO_POSTGRES)
const CIRCLE = new Uint8Array(32).fill(1)
const once = (n: number) => new Uint8Array(16).fill(n)

function keep<Store extends LogStore>(store: Store): Store {
  onTestFinished(() => store.close())
  return store
}

for (const [name, standby] of [
  ['logs in PostgreSQL', false],
  ['logs in PostgreSQL with a standby that every commit waits for', true],
] as const)
  suite(name, () => {
    let postgres: Postgres
    let schemas = 0
    beforeAll(async () => {
      postgres = await startPostgres({ standby })
    })
    afterAll(() => postgres.stop())

    // A schema of its own for each run is slow.
    storeContract(
      async limits => {
        const url = await postgres.url(`s${schemas++}`)
        return {
          store: keep(await openPostgres(url, limits)),
          again: async () => keep(await openPostgres(url, limits)),
        }
      },
      { numRuns: 20 },
    )

    describe('and a commons', () => {
      commonsContract(async () => keep(await openPostgres(await postgres.url(`s${schemas++}`))).sql)
    })

    it('are shared by any number of relays, which number them without a gap', async () => {
      const url = await postgres.url(`s${schemas++}`)
      const relays = await Promise.all([1, 2, 3].map(async () => keep(await openPostgres(url))))
      await Promise.all(
        Array.from({ length: 90 }, (_, n) => relays[n % 3]?.append(CIRCLE, once(n), new Uint8Array([n]), n)),
      )
      const { entries } = (await relays[0]?.read(CIRCLE, 0, 32)) ?? { entries: [] }
      expect(entries.map(({ offset }) => offset)).toEqual(Array.from({ length: 32 }, (_, n) => n))
      expect((await relays[1]?.read(CIRCLE, 89, 32))?.next).toBe(90)
    })

    it('come from a folder as they were there, byte for byte', async () => {
      const from = openLogs(temporaryFolder())
      onTestFinished(() => from.close())
      for (let n = 0; n < 40; n++)
        await from.append(new Uint8Array(32).fill(n % 7), once(n), new Uint8Array(n * 100 + 1).fill(n), n)
      const to = keep(await openPostgres(await postgres.url(`s${schemas++}`)))
      expect(await moveLogs(from, to)).toEqual({ circles: 7, entries: 40, different: 0 })
    })

    it('and a commons come from a folder together', async () => {
      const folder = temporaryFolder()
      const from = openSqlite(folder)
      await commonsStore(from).begin('Lab', 5)
      await from.close()
      await openLogs(folder).close()
      const said: string[] = []
      const terminal = { out: (line: string) => said.push(line), err: () => {} } as unknown as Terminal
      expect(await moveHub(folder, await postgres.url(`s${schemas++}`), terminal)).toBe(0)
      expect(said).toEqual([expect.stringContaining('0 circles with 0 entries, and the commons,')])
    })

    it('wake who waits at another relay', async () => {
      const url = await postgres.url(`s${schemas++}`)
      const [here, there] = await Promise.all(
        [1, 2].map(async () =>
          makeRelay({
            store: keep(await openPostgres(url)),
            clock: { now: Date.now, monotonic: () => performance.now() },
            note: () => {},
            shared: true,
          }),
        ),
      )
      const headers = { authorization: `Bearer ${Buffer.alloc(32, 5).toString('base64url')}` }
      const waiting = here?.request(`${LOG}?from=0&wait=10`, { headers })
      await new Promise(wait => setTimeout(wait, 300))
      const began = performance.now()
      await there?.request(LOG, {
        method: 'POST',
        body: 'x',
        headers: { ...headers, once: Buffer.alloc(16).toString('base64url') },
      })
      expect(await (await waiting)?.json()).toMatchObject({ entries: [{ offset: 0 }], next: 1 })
      expect(performance.now() - began).toBeLessThan(8_000)
    })

    it('go on when connections are cut, and nothing is there twice', async () => {
      const url = await postgres.url(`s${schemas++}`)
      const [store, other] = [keep(await openPostgres(url)), keep(await openPostgres(url))]
      await store.append(CIRCLE, once(0), new Uint8Array([0]), 0)
      const pg = (await import('pg')).default
      const killer = new pg.Client({ connectionString: postgres.primary() })
      await killer.connect()
      let killed: Promise<unknown> = Promise.resolve()
      const appends = Array.from({ length: 60 }, async (_, n) => {
        await new Promise(wait => setTimeout(wait, n * 5))
        if (n % 10 === 5) {
          killed = killed.then(() =>
            killer.query(
              'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user AND backend_type = $1',
              ['client backend'],
            ),
          )
          await killed
        }
        return (n % 2 === 0 ? store : other).append(CIRCLE, once(n + 1), new Uint8Array([n]), n)
      })
      const answers = await Promise.all(appends)
      await killer.end()
      const offsets = answers.map(answer => (typeof answer === 'string' ? -1 : answer.offset))
      expect(offsets.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
      expect((await store.read(CIRCLE, 60, 32)).next).toBe(61)
      await store.ready()
    })
  })

suite('connections to a database', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  const asked = async <Row extends object>(text: string): Promise<Row[]> => {
    const pg = (await import('pg')).default
    const client = new pg.Client({ connectionString: postgres.primary() })
    await client.connect()
    try {
      return (await client.query<Row>(text)).rows
    } finally {
      await client.end()
    }
  }

  it('that break in the midst of several things do them anew, once', async () => {
    const pool = await openPool(await postgres.url('broken'))
    onTestFinished(() => pool.close())
    await pool.ask('CREATE TABLE done (n bigint)')
    let tries = 0
    await pool.transaction(async ask => {
      tries++
      const [row] = await ask<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      await ask('INSERT INTO done VALUES (1)')
      if (tries === 1) {
        await asked(`SELECT pg_terminate_backend(${row?.pid})`)
        await new Promise(wait => setTimeout(wait, 100))
      }
      await ask('INSERT INTO done VALUES (2)')
    })
    expect([tries, await pool.ask('SELECT n FROM done ORDER BY n')]).toEqual([2, [{ n: 1 }, { n: 2 }]])
  })

  it('are never more than they may be, though nothing is answered, and reading goes on', async () => {
    const store = keep(await openPostgres(await postgres.url('still')))
    await store.append(CIRCLE, once(0), new Uint8Array(1), 0)
    // A standby that every commit waits for, and that is not there.
    await asked("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    await asked('SELECT pg_reload_conf()')
    const answers = await Promise.allSettled([
      store.ready(),
      ...Array.from({ length: 40 }, (_, n) =>
        store.append(new Uint8Array(32).fill(n), once(n), new Uint8Array(1), n, () => true),
      ),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'rejected'))
    expect((await store.read(CIRCLE, 0, 9)).next).toBe(1)
    const [row] = await asked<{ n: string }>(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    expect(Number(row?.n)).toBeLessThanOrEqual(15)
    await asked('ALTER SYSTEM RESET synchronous_standby_names')
    await asked('SELECT pg_reload_conf()')
    await store.ready()
    expect(await store.append(CIRCLE, once(99), new Uint8Array(1), 0)).toMatchObject({ again: false })
  })

  it('end when they are told to, also while nothing is answered', async () => {
    const pool = await openPool(await postgres.url('ending'))
    const sleeping = pool.ask('SELECT pg_sleep(60)').catch((error: Error) => error.message)
    await new Promise(wait => setTimeout(wait, 200))
    await pool.close()
    expect(await sleeping).toMatch(/terminated/i)
  })

  it('are not kept waiting by a host that says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await new Promise(done => silent.once('listening', done))
    const { port } = silent.address() as AddressInfo
    const pool = await openPool(postgres.primary().replace('@', `@127.0.0.1:${port},`))
    expect(await pool.ask('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await pool.close()
  })

  it('are told of without their secrets', () => {
    expect(['postgres://hub:a@b/c@db:5432/x?y=z', 'postgres://db1:1,db2:2/x', 'nonsense'].map(nameOf)).toEqual([
      'db:5432/x',
      'db1:1,db2:2/x',
      'nonsense',
    ])
  })
})

suite('a relay on a database', () => {
  it('says what is wrong when there is none, or a newer relay wrote it', async () => {
    for (const none of ['postgres://hub@127.0.0.1:1/none', 'postgres://hub@127.0.0.1:1,127.0.0.1:2/none', 'mysql://x'])
      await expect(openPostgres(none)).rejects.toThrow('DATABASE_URL')
    const postgres = await startPostgres()
    try {
      const url = await postgres.url('newer')
      await (await openPostgres(url)).close()
      const pg = (await import('pg')).default
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query('UPDATE migration SET version = 99')
      await client.end()
      await expect(openPostgres(url)).rejects.toThrow('newer')
    } finally {
      await postgres.stop()
    }
  })
})
