import { chmodSync, constants, copyFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Database } from './database.ts'
import { asPlaceProblem } from './problem.ts'

/** Writes a whole copy of the database to a new file (0600) in a folder that is there. Throws a StoreProblem. */
export function backUp(db: Database, file: string): void {
  // Under another name until it is whole: a copy that a power cut broke off must not look like a backup.
  const partial = `${resolve(file)}.evenkeel-partial`
  try {
    rmSync(partial, { force: true })
    db.run('VACUUM INTO ?', partial)
    chmodSync(partial, 0o600)
    // EXCL: a file that came meanwhile is not written over. A copy, since not every file system has links.
    copyFileSync(partial, file, constants.COPYFILE_EXCL)
    chmodSync(file, 0o600)
  } catch (error) {
    throw asPlaceProblem(error, file)
  } finally {
    rmSync(partial, { force: true })
  }
}
