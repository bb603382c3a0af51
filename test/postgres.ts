import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './port.ts'

const PLACE = '/usr/lib/postgresql'

/** Where PostgreSQL's programs are; undefined where it is not installed. */
function programs(): string | undefined {
  const [newest] = existsSync(PLACE) ? readdirSync(PLACE).toSorted((a, b) => Number(b) - Number(a)) : []
  return newest && existsSync(join(PLACE, newest, 'bin', 'initdb')) ? join(PLACE, newest, 'bin') : undefined
}

/** PostgreSQL will not run as root: then it runs as the account its package made. */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [id('-u'), id('-g')]
  return uid > 0 && gid > 0 ? { uid, gid } : undefined
}

/** Why there can be no PostgreSQL here; empty where there can. */
export const NO_POSTGRES = !programs()
  ? 'PostgreSQL is not installed (apt-get install postgresql).'
  : process.getuid?.() === 0 && !account()
    ? 'PostgreSQL does not run as root, and there is no account postgres.'
    : ''

/** A PostgreSQL of its own on loopback, in a folder that goes with it. */
export interface Postgres {
  readonly folder: string
  /** Its address, with both hosts where there is a standby; `schema` is made anew and stands for a database of its own. */
  url(schema?: string): Promise<string>
  /** The address of the one that takes writes now. */
  primary(): string
  /** Kills everything of the primary at once, as a machine that dies, and promotes the standby. */
  failOver(): Promise<void>
  /** Makes a standby out of what the dead primary left, which every commit waits for again. */
  mend(): Promise<void>
  stop(): Promise<void>
}

interface Server {
  readonly data: string
  readonly port: number
  child: ChildProcess
}

/** Starts a PostgreSQL; with a standby that every commit waits for. */
export async function startPostgres({ standby = false } = {}): Promise<Postgres> {
  const [bin, as] = [programs() ?? '', account()]
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-postgres-'))
  if (as) chownSync(folder, as.uid, as.gid)
  const run = (name: string, ...args: string[]) =>
    execFileSync(join(bin, name), args, { stdio: 'ignore', cwd: folder, ...as })
  const children: ChildProcess[] = []
  const started = (data: string, port: number) => {
    const flags = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`]
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags.flatMap(flag => ['-c', flag])], {
      stdio: 'ignore',
      cwd: folder,
      ...as,
    })
    children.push(child)
    return child
  }
  const serve = async (data: string, port: number): Promise<Server> => {
    const server = { data, port, child: started(data, port) }
    await answering(port)
    return server
  }
  const follow = async (primary: Server, data: string, port: number): Promise<Server> => {
    rmSync(data, { recursive: true, force: true })
    const from = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'hub']
    run('pg_basebackup', '-D', data, '-R', '-X', 'stream', '-c', 'fast', ...from)
    const server = await serve(data, port)
    await query(primary.port, "ALTER SYSTEM SET synchronous_standby_names = '*'")
    await query(primary.port, 'SELECT pg_reload_conf()')
    await until(async () => {
      const [row] = await query<{ n: string }>(
        primary.port,
        "SELECT count(*) AS n FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'",
      )
      return row?.n === '1'
    })
    return server
  }
  const first = join(folder, 'first')
  run('initdb', '-D', first, '-A', 'trust', '-U', 'hub', '--no-sync')
  const begun = async () => {
    const one = await serve(first, await freePort())
    return [one, standby ? await follow(one, join(folder, 'second'), await freePort()) : undefined] as const
  }
  let [primary, other] = await begun().catch(error => {
    for (const child of children) child.kill('SIGQUIT')
    throw error
  })
  const hosts = [primary, ...(other ? [other] : [])].map(({ port }) => `127.0.0.1:${port}`).join(',')
  const end = async (child: ChildProcess, kill: () => void) => {
    const ended = new Promise(done => child.once('exit', done))
    kill()
    if (child.exitCode === null && child.signalCode === null) await ended
  }
  return {
    folder,
    url: async schema => {
      const url = `postgres://hub@${hosts}/postgres`
      if (schema === undefined) return url
      await query(primary.port, `CREATE SCHEMA ${schema}`)
      return `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`
    },
    primary: () => `postgres://hub@127.0.0.1:${primary.port}/postgres`,
    failOver: async () => {
      if (!other) throw new Error('there is no standby')
      const { child } = primary
      await end(child, () => {
        // What serves connections is in processes of its own.
        for (const pid of [...childrenOf(child.pid ?? 0), child.pid ?? 0]) {
          try {
            process.kill(pid, 'SIGKILL')
          } catch {
            // It ended by itself meanwhile.
          }
        }
      })
      run('pg_ctl', 'promote', '-D', other.data, '-w')
      const dead = primary
      primary = other
      other = dead
    },
    mend: async () => {
      if (other) other = await follow(primary, other.data, other.port)
    },
    stop: async () => {
      for (const server of [primary, other]) if (server) await end(server.child, () => server.child.kill('SIGQUIT'))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

async function query<Row extends pg.QueryResultRow>(port: number, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: `postgres://hub@127.0.0.1:${port}/postgres` })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function answering(port: number): Promise<void> {
  await until(async () => {
    await query(port, 'SELECT 1')
    return true
  })
}

/** Waits until something is so; throws what hindered it after ten seconds. */
async function until(so: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; ; tries++) {
    const hindered = await so().then(
      is => (is ? undefined : new Error('it is not so yet')),
      error => error as Error,
    )
    if (!hindered) return
    if (tries > 200) throw hindered
    await new Promise(again => setTimeout(again, 50))
  }
}
