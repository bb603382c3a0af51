import type { Database } from '../../store/database.ts'

/** What another program on this machine comes in with: a calendar by its path, an editor by its key. */
export type KeyName = 'calendar' | 'editor'

export function readKey(db: Database, name: KeyName): string | undefined {
  return db.get<{ value: string }>('SELECT value FROM access_key WHERE name = ?', name)?.value
}

export function keepKey(db: Database, name: KeyName, value: string, now: number): void {
  db.run('INSERT OR REPLACE INTO access_key (name, value, made_at) VALUES (?, ?, ?)', name, value, now)
}

export function dropKey(db: Database, name: KeyName): void {
  db.run('DELETE FROM access_key WHERE name = ?', name)
}
