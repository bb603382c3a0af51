import type { Database } from './database.ts'
import { reading } from './migrations/001-reading.ts'
import { ranking } from './migrations/002-ranking.ts'
import { offTime } from './migrations/003-off-time.ts'
import { signals } from './migrations/004-signals.ts'
import { routines } from './migrations/005-routines.ts'
import { sprints } from './migrations/006-sprints.ts'
import { when } from './migrations/007-when.ts'
import { circle } from './migrations/008-circle.ts'
import { commons } from './migrations/009-commons.ts'
import { doing } from './migrations/010-doing.ts'
import { begun } from './migrations/011-begun.ts'
import { takenBack } from './migrations/012-taken-back.ts'
import { calendar } from './migrations/013-calendar.ts'
import { pauseZone } from './migrations/014-pause-zone.ts'
import { StoreProblem } from './problem.ts'

/**
 * Every change the schema ever had, oldest first; user_version counts those a file has been through.
 * Only ever append: one that has landed is never edited or removed.
 */
export const migrations: readonly string[] = [
  reading,
  ranking,
  offTime,
  signals,
  routines,
  sprints,
  when,
  circle,
  commons,
  doing,
  begun,
  takenBack,
  calendar,
  pauseZone,
]

/**
 * Brings a database up to the last migration, each in a transaction of its own, after `backup` has copied a file
 * that holds anything. Throws a StoreProblem when a newer Evenkeel wrote it.
 */
export function migrate(db: Database, backup: (version: number) => void, list = migrations): void {
  if (versionOf(db) > list.length) throw new StoreProblem('newer', db.path)
  const empty = versionOf(db) === 0
  for (let version = versionOf(db); version < list.length; version++) {
    if (!empty) backup(version)
    db.transaction(() => {
      // The app and a command may both come to migrate; the second finds it done.
      if (versionOf(db) !== version) return
      db.script(`${list[version]}; PRAGMA user_version = ${version + 1}`)
    })
  }
}

/** How many migrations a database has been through. */
export function versionOf(db: Database): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}
