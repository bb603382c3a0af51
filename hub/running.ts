import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Terminal } from '../src/cli/command.ts'
import { holdFolder } from '../src/store/folder.ts'
import { StoreProblem } from '../src/store/problem.ts'
import type { Clock } from '../src/time/clock.ts'
import { listen } from '../src/web/server.tsx'
import { type CommonsPlan, runCommons } from './commons/running.ts'
import { COMMONS, commonsRoutes } from './commons/serve.ts'
import { KEPT, type LogStore } from './log.ts'
import { moveLogs } from './moving.ts'
import { makeRelay } from './relay.ts'
import { commonsStore } from './store/commons.ts'
import { openLogs } from './store/logs.ts'
import { moveCommons } from './store/move-commons.ts'
import { FILE as COMMONS_FILE, openSqlite, type Sql } from './store/sql.ts'

const HOUR = 3600_000
const PATIENCE = 2000

/** Why a relay cannot listen where it was told to. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this account may not',
  ENOTFOUND: 'there is no such name',
}

/** Where a relay runs, and on what. */
export interface HubMachine {
  readonly clock: Clock
  /** Its own data folder; never a person's. */
  readonly folder: string
  /** A PostgreSQL database instead of the folder: postgres://… */
  readonly database?: string
  readonly host: string
  readonly port: number
  /** What it crawls for everybody, if anything. */
  readonly commons?: CommonsPlan
}

/** The logs, and the commons where there is one. */
interface Stores {
  readonly logs: LogStore
  readonly commons: Sql | undefined
}

async function openStores({ folder, database, commons }: HubMachine): Promise<Stores> {
  if (database !== undefined) {
    const logs = await (await import('./store/postgres.ts')).openPostgres(database)
    return { logs, commons: logs.sql }
  }
  const logs = openLogs(folder)
  const has = commons !== undefined || existsSync(join(folder, COMMONS_FILE))
  return { logs, commons: has ? openSqlite(folder) : undefined }
}

/**
 * Moves the logs of a folder into a database and compares every circle on both sides. Answers 1 when a relay runs on the folder, or a
 * circle came out different. Throws a StoreProblem.
 */
export async function moveHub(folder: string, database: string, terminal: Terminal): Promise<number> {
  const release = hold(folder)
  if (!release) {
    terminal.err(`A relay runs on ${folder}. Stop it first, so that nothing is added meanwhile.`)
    return 1
  }
  const from = openLogs(folder)
  try {
    const to = await (await import('./store/postgres.ts')).openPostgres(database)
    try {
      const { circles, entries, different } = await moveLogs(from, to, n => {
        if (n % 1000 === 0) terminal.err(`${n} circles ...`)
      })
      const commons = existsSync(join(folder, COMMONS_FILE)) ? openSqlite(folder) : undefined
      const wrong = different + (commons ? await moveCommons(commons, to.sql).finally(() => commons.close()) : 0)
      terminal.out(
        wrong === 0
          ? `${circles} circles with ${entries} entries${commons ? ', and the commons,' : ''} are in the database, the same byte for byte. The folder stays as it was.`
          : `Not the same in the database: ${[different > 0 ? `${different} of ${circles} circles` : '', wrong > different ? 'the commons' : ''].filter(Boolean).join(' and ')}. What was there already stays as it is there, and the folder as it was. If a hub has run on the database since, that is why.`,
      )
      return wrong === 0 ? 0 : 1
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
    release()
  }
}

/** Holds a folder for this process; undefined where another does. */
function hold(folder: string): (() => void) | undefined {
  try {
    return holdFolder(folder)
  } catch (error) {
    if (error instanceof StoreProblem && error.trouble === 'in-use') return undefined
    throw error
  }
}

/** Runs a relay until it is told to end. Answers 1 when it cannot listen, or another runs on its folder. Throws a StoreProblem. */
export async function runHub(machine: HubMachine, terminal: Terminal, ended: Promise<void>): Promise<number> {
  const { clock, folder, database, host, port } = machine
  // Any number of relays may share a database; a folder has one.
  const release = database === undefined ? hold(folder) : () => {}
  if (!release) {
    terminal.err(`A relay runs on ${folder} already. Another has a folder of its own: --folder DIR`)
    return 1
  }
  const { logs: store, commons } = await openStores(machine).catch(error => {
    release()
    throw error
  })
  const note = (line: object) => terminal.err(JSON.stringify({ at: new Date(clock.now()).toISOString(), ...line }))
  const tend = async () => {
    try {
      const expired = await store.expire(clock.now() - KEPT)
      if (expired > 0) note({ what: 'expired', entries: expired })
    } catch (error) {
      note({ what: 'failed', kind: (error as Error).name })
    }
  }
  try {
    await tend()
    const key = machine.commons && commons && (await commonsStore(commons).begin(machine.commons.name, clock.now()))
    const web = await listen(
      makeRelay({
        store,
        clock,
        note,
        shared: database !== undefined,
        besides: commons ? commonsRoutes(commonsStore(commons)) : [],
      }),
      port,
      host,
    )
    const where =
      database === undefined ? folder : `PostgreSQL at ${(await import('./store/pool.ts')).nameOf(database)}`
    terminal.out(`A relay runs at http://${host}:${web.port}. What it keeps is sealed, in ${where}.`)
    const timer = setInterval(() => void tend(), HOUR)
    if (machine.commons && commons) {
      const { sources } = machine.commons
      terminal.out(
        `It crawls ${sources.length === 1 ? 'one source' : `${sources.length} sources`} for everybody, who subscribe to commons:http://${host}:${web.port}${COMMONS}#${key}`,
      )
      await Promise.race([
        runCommons(commons, machine.commons, clock, note, ended),
        // What is under way is asked again by another, or later.
        ended.then(() => new Promise(enough => setTimeout(enough, PATIENCE))),
      ])
    }
    await ended
    clearInterval(timer)
    await web.close()
    return 0
  } catch (error) {
    const trouble = LISTENING[(error as NodeJS.ErrnoException).code ?? '']
    if (!trouble) throw error
    terminal.err(`It cannot listen at ${host}:${port}: ${trouble}. Choose others: --host, --port.`)
    return 1
  } finally {
    if (database === undefined) await commons?.close()
    await store.close()
    release()
  }
}
