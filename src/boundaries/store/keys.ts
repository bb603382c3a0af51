import type { Database } from '../../store/database.ts'

/** What another program on this machine comes in with: a calendar by its path, an editor by its key. */
export type KeyName = 'calendar' | 'editor'

export function readKey(db: Database, name: KeyName): string | undefined {
  return db.get<{ value: string }>('SELECT value FROM access_key WHERE name = ? AND removed_at IS NULL', name)?.value
}

/** Keeps a key; the one before it ends. */
export function keepKey(db: Database, name: KeyName, value: string, now: number): void {
  db.transaction(() => {
    dropKey(db, name, now)
    db.run('INSERT INTO access_key (name, value, made_at) VALUES (?, ?, ?)', name, value, now)
  })
}

/** Ends a key. That it was there is kept: what it let in can be told for that time. */
export function dropKey(db: Database, name: KeyName, now: number): void {
  db.run("UPDATE access_key SET removed_at = ?, value = '' WHERE name = ? AND removed_at IS NULL", now, name)
}
