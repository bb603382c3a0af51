import { chmodSync, mkdirSync } from 'node:fs'
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
  db.run('VACUUM INTO ?', resolve(file))
  chmodSync(file, 0o600)
}
