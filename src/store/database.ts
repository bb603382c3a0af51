import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { asStoreProblem } from './problem.ts'

export type Value = SQLInputValue

/** A SQLite database: plain SQL in, plain rows out. Every failure SQLite can have arrives as a StoreProblem. */
export interface Database {
  readonly path: string
  /** All rows of a query. */
  all<Row>(sql: string, ...values: Value[]): Row[]
  /** The first row of a query. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined
  /** Runs one statement; answers how many rows it changed and the last row id. */
  run(sql: string, ...values: Value[]): { changes: number; id: number }
  /** Runs a script of statements. */
  script(sql: string): void
  /** Everything `work` writes is kept together or not at all. Nested calls join the outer one. */
  transaction<Result>(work: () => Result): Result
  close(): void
}

/** Whether every page and index of a database is as it should be; `deep` also compares indexes with their tables. */
export function isWhole(db: Database, deep = false): boolean {
  const check = deep ? db.all<object>('PRAGMA integrity_check(1)') : db.all<object>('PRAGMA quick_check(1)')
  return Object.values(check[0] ?? {})[0] === 'ok'
}

/** Copies a whole database over another, in one transaction of that other: whoever has it open sees the copy next. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    await backup(source, to, { rate: 1_000_000 })
  } catch (error) {
    throw asStoreProblem(error, to)
  } finally {
    source.close()
  }
}

/**
 * Opens a database file (or ':memory:'), without migrating it. Waits up to 5 s for another process's write; a `lock`
 * file, which holds nothing, does not wait.
 */
export function openDatabase(path: string, options: { readOnly?: boolean; lock?: boolean } = {}): Database {
  const guard = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw asStoreProblem(error, path)
    }
  }
  const driver = guard(
    () => new DatabaseSync(path, { timeout: options.lock ? 0 : 5000, readOnly: options.readOnly ?? false }),
  )
  guard(() => {
    try {
      driver.exec('PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY')
      // FULL: a write that was acknowledged outlives a power cut, also in WAL.
      if (!options.readOnly && !options.lock) driver.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    } catch (error) {
      driver.close()
      throw error
    }
  })
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    let statement = statements.get(sql)
    if (!statement) {
      statement = driver.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }
  let depth = 0
  return {
    path,
    all: <Row>(sql: string, ...values: Value[]) => guard(() => prepare(sql).all(...values) as Row[]),
    get: <Row>(sql: string, ...values: Value[]) => guard(() => prepare(sql).get(...values) as Row | undefined),
    run: (sql, ...values) =>
      guard(() => {
        const { changes, lastInsertRowid } = prepare(sql).run(...values)
        return { changes: Number(changes), id: Number(lastInsertRowid) }
      }),
    script: sql => guard(() => driver.exec(sql)),
    transaction: work =>
      guard(() => {
        if (depth > 0) return work()
        driver.exec('BEGIN IMMEDIATE')
        depth++
        try {
          const result = work()
          driver.exec('COMMIT')
          return result
        } catch (error) {
          // A full disk rolls back by itself; a second ROLLBACK would hide the reason.
          if (driver.isTransaction) driver.exec('ROLLBACK')
          throw error
        } finally {
          depth--
        }
      }),
    close: () => {
      statements.clear()
      if (driver.isOpen) driver.close()
    },
  }
}
