import { generateKeyPairSync } from 'node:crypto'
import type { Listed } from '../../src/radar/opml.ts'
import type { Source, SourceKind } from '../../src/radar/source.ts'
import { type Found, publicKeyOf } from '../packs.ts'
import type { Ask, Sql } from './sql.ts'

const WEEK = 7 * 24 * 3600_000
/** A crawler, or who publishes, is taken for dead when it was not heard for so long (ms): longer than one request may take. */
export const LEASE = 30_000
const MOST_KEYS = 1000
/** One origin fills no packs: so many of its items are taken in a day, the latest. */
const MOST_A_DAY = 2000
const DAY = 24 * 3600_000

/** One origin, and what is remembered of its last answer. */
export interface Origin
  extends Pick<Source, 'state' | 'etag' | 'lastModified' | 'failures' | 'answer' | 'answerSince' | 'answerPolls'> {
  readonly kind: SourceKind
  readonly address: string
  readonly title: string
  /** Where it is asked since it moved; and up to when everything it published is known (ms). */
  readonly movedTo: string | null
  readonly completeTo: number | null
}

/** What asking an origin changes of it. */
export interface OriginChange
  extends Pick<Source, 'state' | 'etag' | 'lastModified' | 'failures' | 'answer' | 'answerSince' | 'answerPolls'> {
  readonly title: string
  readonly nextPollAt: number
  readonly movedTo: string | null
  readonly completeTo: number | null
}

/** The work of a commons, shared by any number of processes. */
export interface CommonsStore {
  /** Names this commons, and makes its key where there is none; answers the public one (base64url). */
  begin(name: string, now: number): Promise<string>
  /** Takes a list of sources as what is crawled from now on; `hostOf` tells which server one is asked at. */
  follow(list: readonly Listed[], hostOf: (source: Listed) => string): Promise<void>
  /** Takes some servers that have origins to be asked, for one crawler alone until its lease ends. */
  takeHosts(by: string, most: number, now: number): Promise<string[]>
  /** The origin of a server that has waited longest; undefined when none is due. */
  nextOf(host: string, now: number): Promise<Origin | undefined>
  /** Says that a crawler lives; false when its server was given to another meanwhile. */
  stay(by: string, host: string, now: number): Promise<boolean>
  /** Keeps what came of asking an origin, and the lease; false when the server was given to another meanwhile, and nothing was kept. */
  keep(
    crawled: { by: string; host: string; origin: Origin; change: OriginChange; items: readonly Found[] },
    now: number,
  ): Promise<boolean>
  /** Gives a server back; it is free again from a moment on. */
  giveBack(by: string, host: string, freeAt: number): Promise<void>
  /** The head as it stands, with its number. */
  head(): Promise<{ readonly head: string; readonly number: number } | undefined>
  pack(hash: string): Promise<Uint8Array | undefined>
  /** Every pack there is, also those no longer named. */
  packs(): Promise<string[]>
  close(): Promise<void>
}

/** The name of an origin: its kind and address. */
export function originName({ kind, address }: Pick<Listed, 'kind' | 'address'>): string {
  return `${kind} ${address}`
}

/** Makes the work of a commons out of a database. */
export function commonsStore(sql: Sql): CommonsStore {
  const { ask } = sql
  return {
    begin: async (name, now) => {
      const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
      await ask('INSERT INTO commons (id, name, key, begun_at) VALUES (1, $1, $2, $3) ON CONFLICT DO NOTHING', [
        name,
        key,
        now,
      ])
      await ask('UPDATE commons SET name = $1 WHERE name <> $1', [name])
      const [kept] = await ask<{ key: string }>('SELECT key FROM commons')
      return publicKeyOf(kept?.key ?? '')
    },
    follow: (list, hostOf) =>
      sql.transaction(async inside => {
        const rows = list.map(source => ({ origin: originName(source), host: hostOf(source), title: source.title }))
        await inside('UPDATE commons_origin SET dropped = 1 WHERE dropped = 0')
        for (const { origin, host, title } of rows) {
          await inside('INSERT INTO commons_host (host) VALUES ($1) ON CONFLICT DO NOTHING', [host])
          await inside(
            `INSERT INTO commons_origin (origin, host, title) VALUES ($1, $2, $3)
             ON CONFLICT (origin) DO UPDATE SET dropped = 0, host = excluded.host`,
            [origin, host, title],
          )
        }
        // Whoever begins anew may have mended what kept these from being reached.
        await inside(
          `UPDATE commons_origin SET next_poll_at = 0
           WHERE state IN ('private-address', 'bad-address', 'no-such-host', 'unreachable', 'unread')`,
        )
      }),
    takeHosts: async (by, most, now) => {
      // Times far ahead were written by a clock that was wrong.
      const rows = await ask<{ host: string }>(
        `WITH free AS MATERIALIZED (
           SELECT host FROM commons_host h WHERE (leased_until <= $3 OR leased_until > $4) AND (free_at <= $3 OR free_at > $4)
             AND EXISTS (SELECT 1 FROM commons_origin o WHERE o.host = h.host AND ${DUE})
           ORDER BY free_at, host LIMIT $5 ${sql.taking})
         UPDATE commons_host SET leased_by = $1, leased_until = $2 WHERE host IN (SELECT host FROM free) RETURNING host`,
        [by, now + LEASE, now, now + WEEK, most],
      )
      return rows.map(({ host }) => host)
    },
    nextOf: async (host, now) => {
      const [row] = await ask<Row>(
        `SELECT origin, title, state, etag, last_modified AS "lastModified", failures, answer, answer_since AS "answerSince",
           answer_polls AS "answerPolls", moved_to AS "movedTo", complete_to AS "completeTo"
         FROM commons_origin o WHERE host = $1 AND ${DUE.replaceAll('$3', '$2').replaceAll('$4', '$3')}
         ORDER BY next_poll_at, origin LIMIT 1`,
        [host, now, now + WEEK],
      )
      if (!row) return undefined
      const at = row.origin.indexOf(' ')
      return { ...row, kind: row.origin.slice(0, at) as SourceKind, address: row.origin.slice(at + 1) }
    },
    stay: (by, host, now) => isStill(ask, by, host, now),
    keep: ({ by, host, origin, change, items }, now) =>
      sql.transaction(async inside => {
        if (!(await isStill(inside, by, host, now))) return false
        const name = originName(origin)
        await inside(
          `UPDATE commons_origin SET state = $2, etag = $3, last_modified = $4, failures = $5, answer = $6, answer_since = $7,
             answer_polls = $8, title = $9, next_poll_at = $10, polled_at = $11, moved_to = $12, complete_to = $13 WHERE origin = $1`,
          [
            name,
            change.state,
            change.etag,
            change.lastModified,
            change.failures,
            change.answer,
            change.answerSince,
            change.answerPolls,
            change.title,
            change.nextPollAt,
            now,
            change.movedTo,
            change.completeTo,
          ],
        )
        const room = MOST_A_DAY - (await takenLately(inside, name, now))
        const fresh = await newOnes(inside, sql, name, latest(items, room), now)
        if (fresh.length > 0)
          await inside(
            `INSERT INTO commons_item (origin, body, seen_at) SELECT $1, value, $3 FROM ${sql.each(2)} AS list WHERE true`,
            [name, JSON.stringify(fresh.map(item => JSON.stringify(item))), now],
          )
        return true
      }),
    giveBack: async (by, host, freeAt) => {
      await ask('UPDATE commons_host SET leased_until = 0, free_at = $3 WHERE host = $1 AND leased_by = $2', [
        host,
        by,
        freeAt,
      ])
    },
    head: async () => {
      const [row] = await sql.look<{ head: string | null; number: number }>('SELECT head, number FROM commons')
      return row?.head ? { head: row.head, number: row.number } : undefined
    },
    pack: async hash => {
      const [row] = await sql.look<{ body: Uint8Array }>('SELECT body FROM commons_pack WHERE hash = $1', [hash])
      return row?.body
    },
    packs: async () => (await ask<{ hash: string }>('SELECT hash FROM commons_pack')).map(({ hash }) => hash),
    close: () => sql.close(),
  }
}

/** Lengthens a crawler's lease; answers whether it has one. */
async function isStill(ask: Ask, by: string, host: string, now: number): Promise<boolean> {
  const rows = await ask(
    'UPDATE commons_host SET leased_until = $1 WHERE host = $2 AND leased_by = $3 RETURNING host',
    [now + LEASE, host, by],
  )
  return rows.length > 0
}

interface Row extends Omit<Origin, 'kind' | 'address'> {
  readonly origin: string
}

const DUE = "o.dropped = 0 AND o.state <> 'ended' AND (o.next_poll_at <= $3 OR o.next_poll_at > $4)"

async function takenLately(ask: Ask, origin: string, now: number): Promise<number> {
  const [row] = await ask<{ n: number }>('SELECT count(*) AS n FROM commons_item WHERE seen_at > $2 AND origin = $1', [
    origin,
    now - DAY,
  ])
  return row?.n ?? 0
}

function latest(items: readonly Found[], most: number): readonly Found[] {
  return items.length <= most
    ? items
    : items.toSorted((a, b) => b.publishedAt - a.publishedAt).slice(0, Math.max(0, most))
}

/** Those of an origin's items of which no key was known; all their keys are known from now on. */
async function newOnes(
  ask: Ask,
  { each }: Pick<Sql, 'each'>,
  origin: string,
  items: readonly Found[],
  now: number,
): Promise<Found[]> {
  const keys = [...new Set(items.flatMap(item => item.keys))]
  const unknown = new Set<string>()
  for (let from = 0; from < keys.length; from += MOST_KEYS) {
    const rows = await ask<{ key: string }>(
      `INSERT INTO commons_key (origin, key, at) SELECT $1, value, $3 FROM ${each(2)} AS list WHERE true
       ON CONFLICT DO NOTHING RETURNING key`,
      [origin, JSON.stringify(keys.slice(from, from + MOST_KEYS)), now],
    )
    for (const { key } of rows) unknown.add(key)
  }
  return items.filter(item => {
    const isNew = item.keys.every(key => unknown.has(key))
    for (const key of item.keys) unknown.delete(key)
    return isNew
  })
}
