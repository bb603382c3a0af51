import type { Database } from './database.ts'

const KEPT_FOR = 3600_000

/** Keeps a sign-in code as used, at `now` (monotonic ms); answers false when it already was. */
export function spendCode(db: Database, code: string, now: number): boolean {
  db.run('DELETE FROM used_code WHERE at < ? OR at > ?', now - KEPT_FOR, now)
  return db.run('INSERT OR IGNORE INTO used_code (code, at) VALUES (?, ?)', code, now).changes === 1
}
