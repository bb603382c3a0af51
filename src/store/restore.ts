import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase } from './database.ts'
import { FILE_NAME, holdFolder } from './folder.ts'
import { migrations, versionOf } from './migrations.ts'
import { asStoreProblem, StoreProblem } from './problem.ts'

/** What a file to be restored turned out to be. */
export type RestoreAnswer = 'restored' | 'no-such-file' | 'not-evenkeel' | 'newer' | 'damaged' | 'in-use'

/**
 * Puts a backup in the place of the person's data, after checking that it is whole and not newer than this Evenkeel.
 * The present file is kept beside it; `kept` tells its new name. Refused while the app runs.
 */
export function restore(file: string, folder: string, now: number): { answer: RestoreAnswer; kept?: string } {
  if (!existsSync(file)) return { answer: 'no-such-file' }
  const found = examine(file)
  if (found !== 'whole') return { answer: found }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let release: () => void
  try {
    release = holdFolder(folder)
  } catch (error) {
    if (error instanceof StoreProblem && error.trouble === 'in-use') return { answer: 'in-use' }
    throw error
  }
  try {
    const path = join(folder, FILE_NAME)
    const incoming = `${path}.incoming`
    copyFileSync(file, incoming)
    chmodSync(incoming, 0o600)
    let kept: string | undefined
    if (existsSync(path)) {
      kept = join(folder, `before-restore-${now}.db`)
      foldIn(path)
      renameSync(path, kept)
    }
    for (const tail of ['-wal', '-shm']) rmSync(path + tail, { force: true })
    renameSync(incoming, path)
    return kept ? { answer: 'restored', kept } : { answer: 'restored' }
  } catch (error) {
    throw asStoreProblem(error, folder)
  } finally {
    release()
  }
}

function examine(file: string): 'whole' | Exclude<RestoreAnswer, 'restored' | 'no-such-file' | 'in-use'> {
  let db: Database
  try {
    db = openDatabase(file, { readOnly: true })
  } catch {
    return 'not-evenkeel'
  }
  try {
    const check = db.all<{ integrity_check: string }>('PRAGMA integrity_check')
    if (check[0]?.integrity_check !== 'ok') return 'damaged'
    const tables = db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE name IN ('plan', 'item', 'source')")
    if (tables.length < 3) return 'not-evenkeel'
    return versionOf(db) > migrations.length ? 'newer' : 'whole'
  } catch (error) {
    // A file of another kind opens and then fails at the first read.
    return error instanceof StoreProblem && error.trouble === 'damaged' ? 'damaged' : 'not-evenkeel'
  } finally {
    db.close()
  }
}

/** Brings the write-ahead log into the main file, so that the file alone is the whole. */
function foldIn(path: string): void {
  let db: Database | undefined
  try {
    db = openDatabase(path)
    db.all('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // A damaged present file is kept as it is.
  } finally {
    db?.close()
  }
}
