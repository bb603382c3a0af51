import pg from 'pg'
import { StoreProblem } from '../../src/store/problem.ts'
import type { Ask } from './sql.ts'

/** Connections to a PostgreSQL database, however often they are lost. */
export interface Pool {
  /** Asks, and asks once more where the connection was lost: so only what may be said twice. */
  readonly ask: Ask
  /** Does several things at once or none of them; done anew where the connection was lost. */
  transaction<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

const CONNECTIONS = 10
const CONNECT_MS = 5_000
// On this side alone: to cancel a commit that waits for its standby would make PostgreSQL call it done.
const ANSWER_MS = 15_000
const TRIES = 3

// Numbers here are times and counts, far below 2^53.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

/**
 * Opens a database by its address: postgres://user:secret@host:5432/name, as in DATABASE_URL. Of several hosts
 * (host:5432,other:5432) it uses the one that takes writes, and looks for it again when it is lost.
 *
 * @throws StoreProblem when none can be reached
 */
export async function openPool(address: string): Promise<Pool> {
  const addresses = addressesOf(address)
  let current: Promise<pg.Pool> | undefined
  let ended = false
  const connected = () => {
    current ??= firstWriting(addresses).catch(error => {
      current = undefined
      throw error
    })
    return current
  }
  const lose = (lost: pg.Pool) => {
    if (addresses.length === 1) return
    const was = current
    // A search that failed was told to whoever asked for it.
    was?.then(
      pool => {
        if (pool !== lost || current !== was) return
        current = undefined
        pool.end().catch(() => {})
      },
      () => {},
    )
  }
  const trying = async <Result>(work: (pool: pg.Pool) => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      let pool: pg.Pool | undefined
      try {
        pool = await connected()
        return await work(pool)
      } catch (error) {
        if (!isLost(error) || ended) throw error
        if (pool) lose(pool)
        if (attempt === TRIES) throw error
        await new Promise(again => setTimeout(again, 100 * attempt))
      }
    }
  }
  try {
    await connected()
  } catch (error) {
    throw error instanceof StoreProblem ? error : new StoreProblem('no-database', nameOf(address), { cause: error })
  }
  return {
    ask: (text, values = []) => trying(async pool => (await pool.query(text, [...values])).rows),
    transaction: work => trying(pool => inTransaction(pool, work)),
    close: async () => {
      ended = true
      const pool = await current?.catch(() => undefined)
      if (pool && !pool.ending) await pool.end()
    },
  }
}

async function inTransaction<Result>(pool: pg.Pool, work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  let done = false
  try {
    await client.query('BEGIN')
    const result = await work(async (text, values = []) => (await client.query(text, [...values])).rows)
    await client.query('COMMIT')
    done = true
    return result
  } finally {
    // A connection that failed midway goes, and its transaction with it.
    client.release(!done)
  }
}

/** The first of some databases that takes writes; with one alone, that one. */
async function firstWriting(addresses: readonly string[]): Promise<pg.Pool> {
  let failure: unknown = Object.assign(new Error('no database takes writes'), { code: '57P03' })
  for (const connectionString of addresses) {
    const pool = new pg.Pool({
      connectionString,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      types,
    })
    // A connection that is lost while nobody uses it is replaced by the next.
    pool.on('error', () => {})
    try {
      const { rows } = await pool.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')
      if (addresses.length === 1 || rows[0]?.standby === false) return pool
    } catch (error) {
      failure = error
    }
    await pool.end().catch(() => {})
  }
  throw failure
}

/** One address for each host of an address. */
function addressesOf(address: string): string[] {
  const [, before = '', hosts = '', after = ''] = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/.exec(address) ?? []
  if (before === '') throw new StoreProblem('no-database', 'DATABASE_URL')
  return hosts.split(',').map(host => `${before}${host}${after}`)
}

/** Where a database is, without its secret. */
export function nameOf(address: string): string {
  const [, hosts = 'DATABASE_URL'] = /^\w+:\/\/(?:[^@/]*@)?([^?]*)/.exec(address) ?? []
  return hosts
}

/** Failures of the connection, or of a database that stops, starts, or takes no writes any more (SQLSTATE 08, 57P, 25006). */
function isLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return (
    /^(08|57P|25006)/.test(code) ||
    /^E(CONN|PIPE|TIMEDOUT|HOST)/.test(code) ||
    /terminated|timeout|ended unexpectedly|after calling end on the pool/i.test(message)
  )
}
