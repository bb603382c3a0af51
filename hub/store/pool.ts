import { Socket } from 'node:net'
import pg from 'pg'
import { StoreProblem } from '../../src/store/problem.ts'
import type { Ask } from './sql.ts'

/** Connections to a PostgreSQL database, however often they are lost. */
export interface Pool {
  /** Asks, and asks once more where the connection was lost: so only what may be said twice. */
  readonly ask: Ask
  /** The same for what only reads: it does not stand in line behind what waits to be written. */
  readonly look: Ask
  /** Does several things at once or none of them; done anew where the connection was lost. */
  transaction<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

const WRITING = 10
const READING = 5
const CONNECT_MS = 5_000
const ANSWER_MS = 15_000
const TRIES = 3
const END_MS = 2_000

// Numbers here are times and counts, far below 2^53.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

/** One database, and the connections to it. */
interface Server {
  readonly address: string
  readonly writing: pg.Pool
  readonly reading: pg.Pool
  readonly sockets: ReadonlySet<Socket>
}

/**
 * Opens a database by its address: postgres://user:secret@host:5432/name, as in DATABASE_URL. Of several hosts
 * (host:5432,other:5432) it uses the one that takes writes, and looks for it again when it is lost.
 *
 * @throws StoreProblem when none can be reached
 */
export async function openPool(address: string): Promise<Pool> {
  const addresses = addressesOf(address)
  let current: Promise<Server> | undefined
  let ended = false
  const connected = () => {
    current ??= firstWriting(addresses).catch(error => {
      current = undefined
      throw error
    })
    return current
  }
  /** Looks for the one that takes writes the next time, unless it is the one it was. */
  const lose = async (lost: Server) => {
    const was = current
    if (addresses.length === 1 || (await was?.catch(() => undefined)) !== lost || (await takesWrites(lost))) return
    if (current !== was) return
    current = undefined
    void endServer(lost)
  }
  const trying = async <Result>(work: (server: Server) => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      let server: Server | undefined
      try {
        server = await connected()
        return await work(server)
      } catch (error) {
        if (server && (isLost(error) || error instanceof NoAnswer)) await lose(server)
        // What may still be under way is not said again: it would only wait behind itself.
        if (!isLost(error) || ended || attempt === TRIES) throw error
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
    ask: (text, values) => trying(server => withClient(server, server.writing, ask => ask(text, values))),
    look: (text, values) => trying(server => withClient(server, server.reading, ask => ask(text, values))),
    transaction: work =>
      trying(server =>
        withClient(server, server.writing, async ask => {
          await ask('BEGIN')
          const result = await work(ask)
          await ask('COMMIT')
          return result
        }),
      ),
    close: async () => {
      ended = true
      const server = await current?.catch(() => undefined)
      if (server) await endServer(server)
    },
  }
}

/** Nothing was answered in time. */
class NoAnswer extends Error {
  readonly code = 'no-answer'
}

/**
 * Works on one connection. Nothing it asks is waited for longer than ANSWER_MS; the connection stays taken until the database answers,
 * so that there are never more than a pool has. A commit that waits for its standby is not cancelled: PostgreSQL would call it done.
 */
async function withClient<Result>(
  { address }: Server,
  pool: pg.Pool,
  work: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let timer: ReturnType<typeof setTimeout> | undefined
  let tooLate = (_: Error) => {}
  const late = new Promise<never>((_, reject) => {
    tooLate = reject
  })
  const done = work(async (text, values = []) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      tooLate(new NoAnswer('the database does not answer'))
      void endIfGone(address, client)
    }, ANSWER_MS)
    return (await client.query(text, [...values])).rows
  }).then(
    result => {
      client.release()
      return result
    },
    error => {
      // A connection that failed midway goes, and its transaction with it.
      client.release(true)
      throw error
    },
  )
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
    done.catch(() => {})
  }
}

/** Ends a connection that the database does not know any more: the machine it led to went away without a word. */
async function endIfGone(address: string, client: pg.PoolClient): Promise<void> {
  const { processID, connection } = client as unknown as Internals
  const known = await askApart<{ pid: number }>(address, `SELECT pid FROM pg_stat_activity WHERE pid = ${processID}`)
  if (known?.length === 0) connection?.stream?.destroy()
}

/** What a connection has and does not show. */
interface Internals {
  readonly processID: number
  readonly connection?: { readonly stream?: Socket }
}

/** Asks one thing on a connection of its own, for a short while; throws what hindered it. */
async function askAlone<Row extends pg.QueryResultRow>(address: string, text: string): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: address,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<Row>(text)).rows
  } finally {
    // One that could not sign in stays until the database has had enough of it, and the process with it.
    ;(client as unknown as Internals).connection?.stream?.destroy()
  }
}

/** The same; undefined where nothing was answered. */
async function askApart<Row extends pg.QueryResultRow>(address: string, text: string): Promise<Row[] | undefined> {
  return askAlone<Row>(address, text).catch(() => undefined)
}

const IS_STANDBY = 'SELECT pg_is_in_recovery() AS standby'

/** Whether a database still is one that takes writes, though it may be slow. */
async function takesWrites({ address }: Server): Promise<boolean> {
  return (await askApart<{ standby: boolean }>(address, IS_STANDBY))?.[0]?.standby === false
}

/** The first of some databases that takes writes; with one alone, that one. */
async function firstWriting(addresses: readonly string[]): Promise<Server> {
  let failure: unknown = Object.assign(new Error('no database takes writes'), { code: '57P03' })
  for (const address of addresses) {
    try {
      const [row] = await askAlone<{ standby: boolean }>(address, IS_STANDBY)
      if (addresses.length > 1 && row?.standby !== false) continue
      const sockets = new Set<Socket>()
      return {
        address,
        writing: poolOf(address, WRITING, sockets),
        reading: poolOf(address, READING, sockets),
        sockets,
      }
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

function poolOf(connectionString: string, max: number, sockets: Set<Socket>): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => {
      const socket = new Socket()
      sockets.add(socket)
      return socket.once('close', () => sockets.delete(socket))
    },
    types,
  })
  // A connection that is lost while nobody uses it is replaced by the next. One that is lost while it is handed out, or between two
  // things it is asked, tells of it with the next; what it says meanwhile would end the process if nobody listened.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** Ends all connections: what is under way has a moment, and is not waited for longer. */
async function endServer({ writing, reading, sockets }: Server): Promise<void> {
  const ended = Promise.all([writing, reading].map(pool => (pool.ending ? undefined : pool.end().catch(() => {}))))
  let timer: ReturnType<typeof setTimeout> | undefined
  await Promise.race([ended, new Promise(enough => (timer = setTimeout(enough, END_MS)))])
  clearTimeout(timer)
  for (const socket of sockets) socket.destroy()
}

/** One address for each host of an address. */
function addressesOf(address: string): string[] {
  const [, before = '', hosts = '', after = ''] = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/.exec(address) ?? []
  if (before === '' || hosts.includes('@')) throw new StoreProblem('no-database', 'DATABASE_URL')
  return hosts.split(',').map(host => `${before}${host}${after}`)
}

/** Where a database is, without its secret, however that is written. */
export function nameOf(address: string): string {
  const after = address.slice(address.lastIndexOf('@') + 1)
  return after.replace(/^\w+:\/\//, '').replace(/[?#].*$/, '') || 'DATABASE_URL'
}

/** Failures of the connection, or of a database that stops, starts, or takes no writes any more (SQLSTATE 08, 57P, 25006). */
function isLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return (
    /^(08|57P|25006)/.test(code) ||
    /^E(CONN|PIPE|TIMEDOUT|HOST)/.test(code) ||
    /terminated|timeout exceeded|ended unexpectedly|not queryable|after calling end on the pool/i.test(message)
  )
}
