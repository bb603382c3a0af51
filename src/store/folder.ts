import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { backUp } from './backup.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate, migrations } from './migrations.ts'
import { asStoreProblem, StoreProblem } from './problem.ts'

export const FILE_NAME = 'evenkeel.db'

/** The platform's usual place for an application's data. */
export function defaultFolder(platform: string, env: Record<string, string | undefined>, home: string): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Evenkeel')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Evenkeel')
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'evenkeel')
}

/** Opens the person's data: makes the folder (0700) and the file (0600) when absent, checks, backs up, migrates. */
export function openFolder(folder: string, now: () => number, list: readonly string[] = migrations): Database {
  const path = join(folder, FILE_NAME)
  try {
    prepareFolder(folder)
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    keepPrivate(path, 0o600)
  } catch (error) {
    throw asStoreProblem(error, folder)
  }
  const db = openDatabase(path)
  try {
    migrate(
      db,
      version => {
        mkdirSync(join(folder, 'backups'), { recursive: true, mode: 0o700 })
        backUp(db, join(folder, 'backups', `before-${version + 1}-${now()}.db`))
      },
      list,
    )
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

/**
 * Says that the app runs with this folder until the answer is called; throws a StoreProblem when one already does.
 * The operating system drops the lock with the process, however it ends.
 */
export function holdFolder(folder: string): () => void {
  try {
    prepareFolder(folder)
  } catch (error) {
    throw asStoreProblem(error, folder)
  }
  const lock = openLock(folder)
  try {
    lock.script('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    const trouble = error instanceof StoreProblem ? error.trouble : undefined
    if (trouble === 'locked') throw new StoreProblem('in-use', folder)
    if (trouble !== 'damaged') throw error
    // It holds nothing, so one that was written over is simply made anew.
    rmSync(join(folder, 'running.lock'))
    return holdFolder(folder)
  }
  return () => lock.close()
}

/** Whether the app runs with this folder. */
export function isHeld(folder: string): boolean {
  if (!existsSync(join(folder, 'running.lock'))) return false
  try {
    holdFolder(folder)()
    return false
  } catch (error) {
    if (error instanceof StoreProblem && error.trouble === 'in-use') return true
    throw error
  }
}

/** Makes the folder, for the person alone. One that was there and holds other things is theirs to open or close. */
export function prepareFolder(folder: string, file = FILE_NAME): void {
  makeFolder(resolve(folder))
  const holds = readdirSync(folder)
  if (holds.length === 0 || holds.includes(file)) keepPrivate(folder, 0o700)
}

/** Makes a folder and those above it. Node's own recursive way never ends where none can be made, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

function openLock(folder: string): Database {
  const path = join(folder, 'running.lock')
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  return openDatabase(path, { lock: true })
}

function keepPrivate(path: string, mode: number): void {
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, mode)
}
