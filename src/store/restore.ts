import { chmodSync, existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { backUp } from './backup.ts'
import { copyDatabase, type Database, isWhole, openDatabase } from './database.ts'
import { FILE_NAME, holdFolder } from './folder.ts'
import { migrations, versionOf } from './migrations.ts'
import { asStoreProblem, StoreProblem } from './problem.ts'

/** What a file to be restored turned out to be. */
export type RestoreAnswer = 'restored' | 'no-such-file' | 'not-evenkeel' | 'newer' | 'damaged' | 'in-use'

/**
 * Puts a backup in the place of the person's data, after checking that it is whole and not newer than this Evenkeel.
 * The present data is kept beside it; `kept` tells its name. Refused while the app runs. A command that has the data open
 * meanwhile loses nothing: what it wrote before is in the kept copy, what it writes later goes to the restored data.
 */
export async function restore(
  file: string,
  folder: string,
  now: number,
): Promise<{ answer: RestoreAnswer; kept?: string }> {
  if (!existsSync(file)) return { answer: 'no-such-file' }
  if (!statSync(file).isFile()) return { answer: 'not-evenkeel' }
  const found = examine(file)
  if (found !== 'whole') return { answer: found }
  let release: () => void
  try {
    release = holdFolder(folder)
  } catch (error) {
    if (error instanceof StoreProblem && error.trouble === 'in-use') return { answer: 'in-use' }
    throw error
  }
  try {
    const path = join(folder, FILE_NAME)
    const kept = existsSync(path) ? join(folder, `before-restore-${now}.db`) : undefined
    if (kept) keepPresent(path, kept)
    await copyDatabase(file, path)
    chmodSync(path, 0o600)
    return kept ? { answer: 'restored', kept } : { answer: 'restored' }
  } catch (error) {
    throw asStoreProblem(error, folder)
  } finally {
    release()
  }
}

/** Copies the present data; a damaged file cannot be copied as a database and is moved aside with all it has. */
function keepPresent(path: string, kept: string): void {
  let db: Database | undefined
  try {
    db = openDatabase(path)
    backUp(db, kept)
    db.close()
  } catch (error) {
    db?.close()
    if (!(error instanceof StoreProblem && error.trouble === 'damaged')) throw error
    for (const tail of ['', '-wal', '-shm']) if (existsSync(path + tail)) renameSync(path + tail, kept + tail)
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
    if (!isWhole(db, true)) return 'damaged'
    const tables = db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE name IN ('plan', 'item', 'source')")
    if (tables.length < 3 || versionOf(db) < 1) return 'not-evenkeel'
    db.all('SELECT area, welcomed_at FROM plan')
    db.all('SELECT seen_at, shown_in FROM item LIMIT 1')
    return versionOf(db) > migrations.length ? 'newer' : 'whole'
  } catch (error) {
    // A file of another kind opens and then fails at the first read.
    return error instanceof StoreProblem && error.trouble === 'damaged' ? 'damaged' : 'not-evenkeel'
  } finally {
    db.close()
  }
}
