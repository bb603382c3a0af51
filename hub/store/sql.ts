import { join } from 'node:path'
import { openDatabase, type Value } from '../../src/store/database.ts'
import { prepareFolder } from '../../src/store/folder.ts'
import { migrate } from '../../src/store/migrations.ts'
import { MIGRATIONS } from './commons-schema.ts'

/** Asks a database one thing; values stand for $1, $2, ... */
export type Ask = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>

/** What keeps a commons: a PostgreSQL database, or a SQLite file of its own. */
export interface Sql {
  readonly ask: Ask
  /** The same for what only reads. */
  readonly look: Ask
  /** Does several things at once or none of them. */
  transaction<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result>
  /** The rows of a list of texts, which is handed over as the JSON in $n; a column `value`. */
  readonly each: (n: number) => string
  /** Ends a SELECT of rows to be taken, so that no two take the same. */
  readonly taking: string
  close(): Promise<void>
}

/** The file in a hub’s folder. */
export const FILE = 'commons.db'

/** Opens a commons' SQLite file in a folder. Throws a StoreProblem. */
export function openSqlite(folder: string): Sql {
  prepareFolder(folder, FILE)
  const db = openDatabase(join(folder, FILE))
  migrate(db, () => {}, MIGRATIONS)
  const ask: Ask = async <Row>(text: string, values: readonly unknown[] = []) =>
    db.all<Row>(text.replace(/\$(\d+)/g, '?$1'), ...(values as Value[]))
  // There is one connection: what is asked meanwhile must not become part of somebody's transaction.
  let line: Promise<unknown> = Promise.resolve()
  const inLine = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = line.then(work)
    line = mine.catch(() => {})
    return mine
  }
  return {
    ask: (text, values) => inLine(() => ask(text, values)),
    look: (text, values) => inLine(() => ask(text, values)),
    transaction: work =>
      inLine(async () => {
        db.script('BEGIN IMMEDIATE')
        try {
          const result = await work(ask)
          db.script('COMMIT')
          return result
        } catch (error) {
          // A full disk rolls back by itself; that there is nothing to roll back would hide the reason.
          try {
            db.script('ROLLBACK')
          } catch {}
          throw error
        }
      }),
    each: n => `(SELECT value FROM json_each($${n}))`,
    taking: '',
    close: () => inLine(async () => db.close()),
  }
}
