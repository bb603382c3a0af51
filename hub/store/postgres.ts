import { StoreProblem } from '../../src/store/problem.ts'
import {
  type Appended,
  type CircleKey,
  type Entry,
  LIMITS,
  type Limits,
  type LogStore,
  type OnceEntry,
  REMEMBERED,
  type Stretch,
  type WholeCircle,
} from '../log.ts'
import { POSTGRES_MIGRATIONS } from './commons-schema.ts'
import { nameOf, openPool, type Pool } from './pool.ts'
import type { Ask, Sql } from './sql.ts'

/** The logs' migrations: append only. A circle stands first in every key, so that rows can be spread by it. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE circle (
    circle bytea PRIMARY KEY,
    next bigint NOT NULL,
    entries bigint NOT NULL,
    bytes bigint NOT NULL,
    last_at bigint NOT NULL
  );

  CREATE TABLE entry (
    circle bytea NOT NULL,
    position bigint NOT NULL,
    once bytea NOT NULL,
    at bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (circle, position),
    UNIQUE (circle, once)
  );
  CREATE INDEX entry_at ON entry (at);

  -- Written to when it is asked whether the database can be: with a standby, whether that answers too.
  CREATE TABLE ready (id bigint PRIMARY KEY, asked bigint NOT NULL);

  -- One round trip and one commit an append. The circle's row is locked, so that its numbers have no gap and no twin.
  CREATE FUNCTION append_entry(
    c bytea, o bytea, b bytea, moment bigint, most_entries bigint, most_bytes bigint, begins boolean
  ) RETURNS TABLE (outcome text, place bigint) LANGUAGE plpgsql AS $$
  DECLARE
    known record;
    there record;
  BEGIN
    SELECT * INTO known FROM circle WHERE circle.circle = c FOR UPDATE;
    IF NOT FOUND THEN
      IF NOT begins THEN
        RETURN QUERY SELECT 'unknown', 0::bigint; RETURN;
      END IF;
      INSERT INTO circle VALUES (c, 0, 0, 0, moment) ON CONFLICT DO NOTHING;
      SELECT * INTO known FROM circle WHERE circle.circle = c FOR UPDATE;
    END IF;
    SELECT * INTO there FROM entry WHERE entry.circle = c AND entry.once = o;
    IF FOUND THEN
      -- A write, so that a standby is waited for: what is there may have come back with a primary that had lost its own.
      UPDATE circle SET last_at = known.last_at WHERE circle.circle = c;
      RETURN QUERY SELECT CASE WHEN there.body = b THEN 'again' ELSE 'other-body' END, there.position; RETURN;
    END IF;
    IF known.entries >= most_entries OR known.bytes + length(b) > most_bytes THEN
      RETURN QUERY SELECT 'circle-full', 0::bigint; RETURN;
    END IF;
    INSERT INTO entry VALUES (c, known.next, o, moment, b);
    UPDATE circle SET next = known.next + 1, entries = known.entries + 1, bytes = known.bytes + length(b), last_at = moment
      WHERE circle.circle = c;
    RETURN QUERY SELECT 'new', known.next;
  END $$;
  `,
]

/** Each part of the schema counts its own. */
const PARTS: Readonly<Record<string, readonly string[]>> = { logs: MIGRATIONS, commons: POSTGRES_MIGRATIONS }

// Any number of relays may migrate at once: one does.
const LOCK = 4_816
const BATCH = 500
// How many circles there are is counted anew so often (ms).
const COUNTED = 60_000

/**
 * The logs in a PostgreSQL database, for any number of relays at once. Every statement may be said again, so that a lost connection
 * is no failure.
 *
 * @param address postgres://…, as in DATABASE_URL; several hosts with a comma between
 * @throws StoreProblem when the database cannot be reached or was written by a newer relay
 */
export async function openPostgres(
  address: string,
  limits: Limits = LIMITS,
): Promise<LogStore & { readonly sql: Sql }> {
  const pool = await openPool(address)
  try {
    await migratePostgres(pool)
  } catch (error) {
    await pool.close()
    throw error instanceof StoreProblem ? error : new StoreProblem('no-database', nameOf(address), { cause: error })
  }
  const { ask, look } = pool
  const takesMore = countingCircles(ask, limits.circles)
  return {
    append: async (circle, once, body, now, mayBegin = () => true) => {
      const values = [bytes(circle), bytes(once), bytes(body), now, limits.entries, limits.bytes]
      const append = async (begins: boolean) => {
        const [row] = await ask<Answer>('SELECT * FROM append_entry($1, $2, $3, $4, $5, $6, $7)', [...values, begins])
        return row
      }
      const row = await append(false)
      if (row?.outcome !== 'unknown') return appendedOf(row)
      if (!(await takesMore(now))) return 'too-many-circles'
      return mayBegin() ? appendedOf(await append(true)) : 'may-not-begin'
    },
    read: (circle, from, most) => readFrom(look, bytes(circle), from, Math.min(most, limits.readAtOnce)),
    news: async since =>
      (
        await look<{ circle: Buffer; next: number }>(
          'SELECT circle, max(position) + 1 AS next FROM entry WHERE at >= $1 GROUP BY circle',
          [since],
        )
      ).map(({ circle, next }) => ({ circle, next })),
    expire: before => expire(pool, before),
    every: after => everyCircle(look, after),
    put: one => putCircle(pool, one),
    sql: {
      ask,
      look,
      transaction: pool.transaction,
      each: n => `(SELECT jsonb_array_elements_text($${n}::jsonb) AS value)`,
      taking: 'FOR UPDATE SKIP LOCKED',
      close: pool.close,
    },
    ready: async () => {
      await ask('INSERT INTO ready VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET asked = ready.asked + 1')
    },
    close: pool.close,
  }
}

interface Answer {
  readonly outcome: string
  readonly place: number
}

/** Whether another circle may begin: counted now and then, since to count each time would cost more than all else. */
function countingCircles(ask: Ask, most: number): (now: number) => Promise<boolean> {
  let known = 0
  let countedAt = Number.NEGATIVE_INFINITY
  return async now => {
    if (Math.abs(now - countedAt) >= COUNTED) {
      known = (await ask<{ n: number }>('SELECT count(*) AS n FROM circle'))[0]?.n ?? 0
      countedAt = now
    }
    return known++ < most
  }
}

function appendedOf(row: Answer | undefined): Appended {
  switch (row?.outcome) {
    case 'new':
    case 'again':
      return { offset: row.place, again: row.outcome === 'again' }
    case 'other-body':
    case 'circle-full':
      return row.outcome
    default:
      throw new Error('the database answered an append with nothing that is known')
  }
}

async function readFrom(ask: Ask, circle: Buffer, from: number, most: number): Promise<Stretch> {
  const rows = await ask<Partial<Entry> & { end: number | null; first: number | null }>(
    `SELECT (SELECT next FROM circle WHERE circle = $1) AS "end", (SELECT min(position) FROM entry WHERE circle = $1) AS first,
       found.position AS "offset", found.at, found.body
     FROM (SELECT 1) AS one LEFT JOIN LATERAL
       (SELECT position, at, body FROM entry WHERE circle = $1 AND position >= $2 ORDER BY position LIMIT $3) AS found ON true
     ORDER BY found.position`,
    [circle, from, most],
  )
  const end = rows[0]?.end ?? 0
  const entries = rows.flatMap(({ offset, at, body }) =>
    offset == null || at === undefined || body === undefined ? [] : [{ offset, at, body }],
  )
  const last = entries.at(-1)
  return { entries, next: last ? last.offset + 1 : end, first: rows[0]?.first ?? end }
}

// One relay drops what is old at a time: two would wait for each other's circles.
const EXPIRING = 4_817

/** Drops the oldest, a batch at a time; where another relay does, it is left to that. */
async function expire({ ask, transaction }: Pool, before: number): Promise<number> {
  let gone = 0
  for (;;) {
    const batch = await transaction(async inside => {
      const [mine] = await inside<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [EXPIRING])
      return mine?.mine ? expireSome(inside, before) : 0
    })
    gone += batch
    if (batch < BATCH) break
  }
  await ask('DELETE FROM circle WHERE entries = 0 AND last_at < $1', [before - REMEMBERED])
  return gone
}

async function expireSome(ask: Ask, before: number): Promise<number> {
  const [row] = await ask<{ n: number }>(
    `WITH old AS (SELECT circle, position FROM entry WHERE at < $1 ORDER BY at LIMIT ${BATCH}),
       dropped AS (DELETE FROM entry USING old WHERE entry.circle = old.circle AND entry.position = old.position
         RETURNING entry.circle, length(entry.body) AS size),
       sums AS (SELECT circle, count(*) AS n, sum(size) AS size FROM dropped GROUP BY circle),
       less AS (UPDATE circle SET entries = circle.entries - sums.n, bytes = circle.bytes - sums.size
         FROM sums WHERE circle.circle = sums.circle RETURNING 1)
     SELECT count(*) AS n FROM dropped`,
    [before],
  )
  return row?.n ?? 0
}

async function* everyCircle(ask: Ask, after: CircleKey): AsyncGenerator<WholeCircle> {
  for (let last = bytes(after); ; ) {
    const circles = await ask<{ circle: Buffer; next: number; lastAt: number }>(
      'SELECT circle, next, last_at AS "lastAt" FROM circle WHERE circle > $1 ORDER BY circle LIMIT 100',
      [last],
    )
    for (const one of circles)
      yield {
        ...one,
        entries: await ask<OnceEntry>(
          'SELECT position AS "offset", once, at, body FROM entry WHERE circle = $1 ORDER BY position',
          [one.circle],
        ),
      }
    const end = circles.at(-1)?.circle
    if (!end) return
    last = end
  }
}

/** Entries a statement, far below the 65,535 values that PostgreSQL takes. */
const AT_ONCE = 500

function putCircle(pool: Pool, { circle, next, lastAt, entries }: WholeCircle): Promise<void> {
  return pool.transaction(async ask => {
    const key = bytes(circle)
    const size = entries.reduce((sum, { body }) => sum + body.length, 0)
    const [mine] = await ask('INSERT INTO circle VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1', [
      key,
      next,
      entries.length,
      size,
      lastAt,
    ])
    if (!mine) return
    for (let from = 0; from < entries.length; from += AT_ONCE) {
      const some = entries.slice(from, from + AT_ONCE)
      const rows = some.map((_, n) => `($1, $${4 * n + 2}, $${4 * n + 3}, $${4 * n + 4}, $${4 * n + 5})`)
      const values = some.flatMap(({ offset, once, at, body }) => [offset, bytes(once), at, bytes(body)])
      await ask(`INSERT INTO entry VALUES ${rows.join(', ')}`, [key, ...values])
    }
  })
}

async function migratePostgres(pool: Pool): Promise<void> {
  await pool.transaction(async ask => {
    await ask('SELECT pg_advisory_xact_lock($1)', [LOCK])
    await ask('CREATE TABLE IF NOT EXISTS migration (part text PRIMARY KEY, version bigint NOT NULL)')
    for (const [part, migrations] of Object.entries(PARTS)) {
      const [row] = await ask<{ version: number }>('SELECT version FROM migration WHERE part = $1', [part])
      const version = row?.version ?? 0
      if (version > migrations.length) throw new StoreProblem('newer', 'the database')
      for (const migration of migrations.slice(version)) await ask(migration)
      await ask('INSERT INTO migration VALUES ($1, $2) ON CONFLICT (part) DO UPDATE SET version = $2', [
        part,
        migrations.length,
      ])
    }
  })
}

function bytes(of: Uint8Array): Buffer {
  return Buffer.from(of)
}
