import { chmodSync, constants, copyFileSync, mkdirSync, rmSync } from 'node:fs'
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
  const partial = `${resolve(file)}.evenkeel-partial`
  rmSync(partial, { force: true })
  db.run('VACUUM INTO ?', partial)
  chmodSync(partial, 0o600)
  try {
    // EXCL: a file that came meanwhile is not written over. A copy, since not every file system has links.
    copyFileSync(partial, file, constants.COPYFILE_EXCL)
    chmodSync(file, 0o600)
  } catch (error) {
    throw asStoreProblem(error, file)
  } finally {
    rmSync(partial, { force: true })
  }
}
