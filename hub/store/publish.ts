import { type Head, type PackName, readHead, readSignedHead } from '../../protocol/commons.ts'
import { type Row as PackRow, packed, signedHead } from '../packs.ts'
import { type Publication, type Range, REACH, rangesOf } from '../ranges.ts'
import { LEASE } from './commons.ts'
import type { Ask, Sql } from './sql.ts'

const DAY = 24 * 3600_000
// A first crawl that does not end is published after all.
const FIRST_WITHIN = 10 * 60_000
/** Bytes of items in one pack: however badly they can be packed, it stays within what an app takes. */
const MOST = 14 << 20
/** Packs and items that are named no longer stay so long for who has an older head (ms). */
const STAYS = 2 * DAY
/** What was seen once is not taken for new in so long (ms). */
const REMEMBERED = 400 * DAY

/** What was published: the number of the new head, and how many items are new in it. */
export interface Published {
  readonly number: number
  readonly items: number
}

interface Row {
  readonly name: string
  readonly key: string
  readonly begun_at: number
  readonly number: number
  readonly made: number
  readonly last: number
}

/**
 * Publishes what was found since the last time, where it is time to: packs that are new, and a signed head that names all. One process
 * at a time; all of it is there, or none. A head names something new at most `every` so many ms. Answers undefined where there is nothing to do, or another does it.
 */
export async function publish(sql: Sql, by: string, now: number, every: number): Promise<Published | undefined> {
  if (!(await isTime(sql.ask, now, every))) return undefined
  const [mine] = await sql.ask<Row>(
    `UPDATE commons SET leased_by = $1, leased_until = $2 WHERE leased_until <= $3 OR leased_until > $4 RETURNING *`,
    [by, now + LEASE, now, now + DAY],
  )
  if (!mine) return undefined
  return sql.transaction(async ask => {
    // Who was taken for dead, and is not, publishes nothing.
    const [still] = await ask<Row>('UPDATE commons SET leased_until = 0 WHERE leased_by = $1 RETURNING *', [by])
    if (!still || still.number !== mine.number || !(await isTime(ask, now, every))) return undefined
    return make(ask, sql, still, now)
  })
}

async function isTime(ask: Ask, now: number, every: number): Promise<boolean> {
  const [row] = await ask<{
    number: number
    made: number
    begun: number
    waiting: number
    unasked: number
  }>(
    `SELECT number, made, begun_at AS begun, (SELECT count(*) FROM commons_item WHERE ordinal IS NULL) AS waiting,
       (SELECT count(*) FROM commons_origin WHERE polled_at IS NULL AND dropped = 0) AS unasked FROM commons`,
  )
  if (!row) return false
  if (row.number === 0) return row.waiting > 0 && (row.unasked === 0 || Math.abs(now - row.begun) > FIRST_WITHIN)
  const isNewDay = Math.floor(now / DAY) > Math.floor(row.made / DAY)
  return isNewDay || (row.waiting > 0 && (now - row.made >= every || now < row.made))
}

async function make(ask: Ask, { each }: Pick<Sql, 'each'>, commons: Row, now: number): Promise<Published> {
  // Numbers and times only grow, also where the clocks of two hubs differ, and after an older copy was restored.
  const made = Math.max(now, commons.made)
  const number = Math.max(commons.number + 1, Math.floor(made / 1000))
  await ask(
    `WITH new AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM commons_item WHERE ordinal IS NULL)
     UPDATE commons_item SET ordinal = $1 + new.n FROM new WHERE new.id = commons_item.id`,
    [commons.last],
  )
  const [numbered] = await ask<{ last: number | null }>('SELECT max(ordinal) AS last FROM commons_item')
  const last = Math.max(commons.last, numbered?.last ?? 0)
  await ask('INSERT INTO commons_publication (number, made, after, last) VALUES ($1, $2, $3, $4)', [
    number,
    made,
    commons.last,
    last,
  ])
  const publications = await ask<Publication>(
    'SELECT made, after, last FROM commons_publication WHERE made > $1 ORDER BY number',
    [made - REACH],
  )
  const sizes = await ask<{ ordinal: number; size: number }>(
    'SELECT ordinal, octet_length(body) AS size FROM commons_item WHERE ordinal > $1 ORDER BY ordinal',
    [publications[0]?.after ?? last],
  )
  const packs: PackName[] = []
  for (const range of rangesOf(publications, sizes, made, MOST)) packs.push(await packOf(ask, range))
  const head: Head = { name: commons.name, number, made, packs }
  const signed = signedHead(head, commons.key)
  // What no app would take is published nowhere.
  if (!readHead(readSignedHead(signed)?.head ?? '')) throw new RangeError('the head is more than an app takes')
  await ask(
    `UPDATE commons_pack SET unlisted_at = CASE WHEN hash IN ${each(1)} THEN NULL ELSE coalesce(unlisted_at, $2) END`,
    [JSON.stringify(packs.map(({ hash }) => hash)), now],
  )
  await ask('DELETE FROM commons_pack WHERE unlisted_at < $1', [now - STAYS])
  const kept = publications[0]?.after ?? last
  await ask('DELETE FROM commons_item WHERE ordinal <= $1', [kept])
  await ask('DELETE FROM commons_publication WHERE last <= $1 AND number < $2', [kept, number])
  await ask('DELETE FROM commons_key WHERE at < $1', [now - REMEMBERED])
  await ask('UPDATE commons SET number = $1, made = $2, last = $3, head = $4', [number, made, last, signed])
  return { number, items: last - commons.last }
}

/** The pack of a range: the one that is there, or a new one. */
async function packOf(ask: Ask, { after, last }: Range): Promise<PackName> {
  const [there] = await ask<{ hash: string; bytes: number }>(
    'SELECT hash, length(body) AS bytes FROM commons_pack WHERE after = $1 AND last = $2',
    [after, last],
  )
  if (there) return { from: after, to: last, ...there }
  const rows = await ask<PackRow>(
    `SELECT origin, title, body FROM commons_item JOIN commons_origin USING (origin)
     WHERE ordinal > $1 AND ordinal <= $2 ORDER BY ordinal`,
    [after, last],
  )
  const { bytes, hash } = await packed({ after, last }, rows)
  await ask('INSERT INTO commons_pack (hash, after, last, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
    hash,
    after,
    last,
    bytes,
  ])
  return { from: after, to: last, bytes: bytes.length, hash }
}
