import { createHash } from 'node:crypto'
import type { Ask, Sql } from './sql.ts'

/** Every table of a commons, with what its rows are told apart by. */
const TABLES = {
  commons: 'id',
  commons_host: 'host',
  commons_origin: 'origin',
  commons_item: 'id',
  commons_key: 'origin, key',
  commons_publication: 'number',
  commons_pack: 'hash',
} as const
const AT_ONCE = 100

type Row = Readonly<Record<string, unknown>>

/** Puts a commons, its key among it, into a database that has none; answers how many tables came out different. */
export async function moveCommons(from: Sql, to: Sql): Promise<number> {
  await to.transaction(async ask => {
    if ((await ask('SELECT 1 FROM commons')).length > 0) return
    for (const [table, order] of Object.entries(TABLES)) {
      await eachRows(from.ask, table, order, async rows => {
        const names = Object.keys(rows[0] ?? {}).filter(name => isMoved(table, name))
        const values = rows.map((_, at) => `(${names.map((_, n) => `$${at * names.length + n + 1}`).join(', ')})`)
        await ask(
          `INSERT INTO ${table} (${names.join(', ')}) VALUES ${values.join(', ')}`,
          rows.flatMap(row => names.map(name => row[name])),
        )
      })
    }
  })
  let different = 0
  for (const [table, order] of Object.entries(TABLES))
    if ((await chainOf(from.ask, table, order)) !== (await chainOf(to.ask, table, order))) different++
  return different
}

/** Items get numbers of the new database, in the same order. */
function isMoved(table: string, name: string): boolean {
  return table !== 'commons_item' || name !== 'id'
}

async function eachRows(ask: Ask, table: string, order: string, work: (rows: Row[]) => Promise<void>): Promise<void> {
  const names = order.split(', ')
  for (let last: Row | undefined; ; ) {
    const after = last ? `WHERE (${order}) > (${names.map((_, n) => `$${n + 1}`).join(', ')})` : ''
    const rows: Row[] = await ask<Row>(
      `SELECT * FROM ${table} ${after} ORDER BY ${order} LIMIT ${AT_ONCE}`,
      names.flatMap(name => (last ? [last[name]] : [])),
    )
    if (rows.length === 0) return
    await work(rows)
    last = rows.at(-1)
  }
}

/** A hash over every row of a table, whatever the order in which a database puts texts. */
async function chainOf(ask: Ask, table: string, order: string): Promise<string> {
  const hashes: string[] = []
  await eachRows(ask, table, order, async rows => {
    for (const row of rows) {
      const hash = createHash('sha256')
      for (const name of Object.keys(row).toSorted())
        if (isMoved(table, name)) {
          const value = row[name]
          hash.update(`${name} `).update(value instanceof Uint8Array ? value : JSON.stringify(value ?? null))
        }
      hashes.push(hash.digest('hex'))
    }
  })
  return createHash('sha256').update(hashes.toSorted().join(' ')).digest('hex')
}
