import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { prepareFolder } from '../../src/store/folder.ts'
import { migrate } from '../../src/store/migrations.ts'
import { asStoreProblem } from '../../src/store/problem.ts'
import {
  type Appended,
  type CircleKey,
  LIMITS,
  type Limits,
  type LogStore,
  REMEMBERED,
  type Stretch,
  type WholeCircle,
} from '../log.ts'

/** The file in a relay’s folder. */
export const FILE = 'hub.db'

/** The relay's own migrations: append only. A circle stands first in every key, so that rows can be spread by it. */
const MIGRATIONS: readonly string[] = [
  `
  -- A circle by the hash of its capability: how much of it is kept, the number of its next entry, and when the last one came.
  CREATE TABLE circle (
    circle BLOB PRIMARY KEY,
    next INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE entry (
    circle BLOB NOT NULL,
    position INTEGER NOT NULL,
    once BLOB NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (circle, position)
  ) STRICT;
  CREATE UNIQUE INDEX entry_once ON entry (circle, once);
  CREATE INDEX entry_at ON entry (at);

  -- Written to when it is asked whether the store can be.
  CREATE TABLE ready (id INTEGER PRIMARY KEY CHECK (id = 1), asked INTEGER NOT NULL) STRICT;
  `,
]

/** The logs in one SQLite file in a folder of their own. Throws a StoreProblem. */
export function openLogs(folder: string, limits: Limits = LIMITS): LogStore {
  const path = join(folder, FILE)
  try {
    prepareFolder(folder, FILE)
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  } catch (error) {
    throw asStoreProblem(error, folder)
  }
  const db = openDatabase(path)
  // What is kept here is nobody's only copy: every member has their own.
  migrate(db, () => {}, MIGRATIONS)
  return {
    append: async (circle, once, body, now, mayBegin = () => true) =>
      db.transaction(() => append(db, limits, { circle, once, body, now, mayBegin })),
    read: async (circle, from, most) => read(db, circle, from, Math.min(most, limits.readAtOnce)),
    news: async since =>
      db.all('SELECT circle, max(position) + 1 AS next FROM entry WHERE at >= ? GROUP BY circle', since),
    every: after => everyCircle(db, after),
    put: async one => db.transaction(() => putCircle(db, one)),
    expire: before => expire(db, before),
    ready: async () =>
      void db.run('INSERT INTO ready (id, asked) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET asked = asked + 1'),
    close: async () => db.close(),
  }
}

interface Circle {
  next: number
  entries: number
  bytes: number
}

function append(
  db: Database,
  limits: Limits,
  {
    circle,
    once,
    body,
    now,
    mayBegin,
  }: { circle: Uint8Array; once: Uint8Array; body: Uint8Array; now: number; mayBegin: () => boolean },
): Appended {
  const there = db.get<{ position: number; body: Uint8Array }>(
    'SELECT position, body FROM entry WHERE circle = ? AND once = ?',
    circle,
    once,
  )
  if (there) return Buffer.compare(there.body, body) === 0 ? { offset: there.position, again: true } : 'other-body'
  const known = db.get<Circle>('SELECT next, entries, bytes FROM circle WHERE circle = ?', circle)
  if (!known && (db.get<{ n: number }>('SELECT count(*) AS n FROM circle')?.n ?? 0) >= limits.circles)
    return 'too-many-circles'
  if (!known && !mayBegin()) return 'may-not-begin'
  const { next, entries, bytes } = known ?? { next: 0, entries: 0, bytes: 0 }
  if (entries >= limits.entries || bytes + body.length > limits.bytes) return 'circle-full'
  db.run('INSERT INTO entry (circle, position, once, at, body) VALUES (?, ?, ?, ?, ?)', circle, next, once, now, body)
  db.run(
    `INSERT INTO circle (circle, next, entries, bytes, last_at) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (circle) DO UPDATE SET next = ?2, entries = ?3, bytes = ?4, last_at = ?5`,
    circle,
    next + 1,
    entries + 1,
    bytes + body.length,
    now,
  )
  return { offset: next, again: false }
}

function read(db: Database, circle: Uint8Array, from: number, most: number): Stretch {
  const entries = db.all<{ offset: number; at: number; body: Uint8Array }>(
    'SELECT position AS "offset", at, body FROM entry WHERE circle = ? AND position >= ? ORDER BY position LIMIT ?',
    circle,
    from,
    most,
  )
  const known = db.get<Circle>('SELECT next, entries, bytes FROM circle WHERE circle = ?', circle)
  const first = db.get<{ first: number | null }>('SELECT min(position) AS first FROM entry WHERE circle = ?', circle)
  // Where the log ends, even before `from`: whoever is ahead of it sees that the relay lost something.
  const next = (entries.at(-1)?.offset ?? (known?.next ?? 0) - 1) + 1
  return { entries, next, first: first?.first ?? known?.next ?? 0 }
}

async function* everyCircle(db: Database, after: CircleKey): AsyncGenerator<WholeCircle> {
  for (let last: Uint8Array | undefined = after; last; ) {
    const one: Omit<WholeCircle, 'entries'> | undefined = db.get(
      'SELECT circle, next, last_at AS lastAt FROM circle WHERE circle > ? ORDER BY circle LIMIT 1',
      last,
    )
    if (one)
      yield {
        ...one,
        entries: db.all(
          'SELECT position AS "offset", once, at, body FROM entry WHERE circle = ? ORDER BY position',
          one.circle,
        ),
      }
    last = one?.circle
  }
}

function putCircle(db: Database, { circle, next, lastAt, entries }: WholeCircle): void {
  if (db.get('SELECT 1 FROM circle WHERE circle = ?', circle)) return
  for (const { offset, once, at, body } of entries)
    db.run(
      'INSERT INTO entry (circle, position, once, at, body) VALUES (?, ?, ?, ?, ?)',
      circle,
      offset,
      once,
      at,
      body,
    )
  db.run(
    'INSERT INTO circle (circle, next, entries, bytes, last_at) VALUES (?, ?, ?, ?, ?)',
    circle,
    next,
    entries.length,
    entries.reduce((sum, { body }) => sum + body.length, 0),
    lastAt,
  )
}

/** Drops the oldest, a batch at a time, so that nobody who writes meanwhile waits for all of it. */
async function expire(db: Database, before: number): Promise<number> {
  let gone = 0
  for (;;) {
    const batch = db.transaction(() => expireSome(db, before))
    gone += batch
    if (batch < BATCH) break
    await new Promise(next => setImmediate(next))
  }
  db.run('DELETE FROM circle WHERE entries = 0 AND last_at < ?', before - REMEMBERED)
  return gone
}

const BATCH = 500

function expireSome(db: Database, before: number): number {
  const rows = db.all<{ circle: Uint8Array; position: number; size: number }>(
    'SELECT circle, position, length(body) AS size FROM entry WHERE at < ? ORDER BY at LIMIT ?',
    before,
    BATCH,
  )
  for (const { circle, position, size } of rows) {
    db.run('DELETE FROM entry WHERE circle = ? AND position = ?', circle, position)
    db.run('UPDATE circle SET entries = entries - 1, bytes = bytes - ? WHERE circle = ?', size, circle)
  }
  return rows.length
}
