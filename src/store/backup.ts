import { chmodSync, linkSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from './database.ts'
import { asStoreProblem } from './problem.ts'

/** Writes a whole, checked copy of the database to a new file (0600). Throws when the file already exists. */
export function backUp(db: Database, file: string): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw asStoreProblem(error, file)
  }
  // Under another name until it is whole: a copy that a power cut broke off must not look like a backup.
  const partial = `${resolve(file)}.partial`
  rmSync(partial, { force: true })
  db.run('VACUUM INTO ?', partial)
  chmodSync(partial, 0o600)
  try {
    linkSync(partial, file)
  } catch (error) {
    throw asStoreProblem(error, file)
  } finally {
    rmSync(partial, { force: true })
  }
}
