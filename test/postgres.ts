import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

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
  readonly port: number
  readonly folder: string
  /** Its address; `schema` is made anew and stands for a database of its own. */
  url(schema?: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a PostgreSQL; with a standby that every commit waits for. */
export async function startPostgres({ standby = false } = {}): Promise<Postgres> {
  const [bin, as] = [programs() ?? '', account()]
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-postgres-'))
  if (as) chownSync(folder, as.uid, as.gid)
  const run = (name: string, ...args: string[]) =>
    execFileSync(join(bin, name), args, { stdio: 'ignore', cwd: folder, ...as })
  const children: ChildProcess[] = []
  const serve = async (data: string, port: number, ...settings: string[]) => {
    const flags = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`, ...settings]
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags.flatMap(flag => ['-c', flag])], {
      stdio: 'ignore',
      cwd: folder,
      ...as,
    })
    children.push(child)
    await answering(port)
  }
  const primary = join(folder, 'primary')
  const port = await freePort()
  run('initdb', '-D', primary, '-A', 'trust', '-U', 'hub', '--no-sync')
  await serve(primary, port)
  if (standby) {
    const other = join(folder, 'standby')
    run('pg_basebackup', '-D', other, '-R', '-X', 'stream', '-h', '127.0.0.1', '-p', String(port), '-U', 'hub')
    await serve(other, await freePort())
    await query(port, "ALTER SYSTEM SET synchronous_standby_names = '*'")
    await query(port, 'SELECT pg_reload_conf()')
  }
  return {
    port,
    folder,
    url: async schema => {
      const url = `postgres://hub@127.0.0.1:${port}/postgres`
      if (schema === undefined) return url
      await query(port, `CREATE SCHEMA ${schema}`)
      return `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`
    },
    stop: async () => {
      const ended = children.map(child => new Promise(done => child.once('exit', done)))
      for (const child of children.toReversed()) child.kill('SIGINT')
      await Promise.all(ended)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function query(port: number, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: `postgres://hub@127.0.0.1:${port}/postgres` })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await query(port, 'SELECT 1')
    } catch (error) {
      if (tries > 200) throw error
      await new Promise(again => setTimeout(again, 50))
    }
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
