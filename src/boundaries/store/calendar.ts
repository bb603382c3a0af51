import type { Database } from '../../store/database.ts'

/**
 * How often what the calendar says had changed whenever it was asked for, this time included, and when it did last (ms); `digest` is
 * of what it says now. The number only grows, so that who takes updates knows the newer of two.
 */
export function calendarState(db: Database, digest: string, now: number): { changes: number; changedAt: number } {
  db.run(
    'UPDATE calendar_state SET digest = ?1, changes = changes + 1, changed_at = max(changed_at, ?2) WHERE digest <> ?1',
    digest,
    now,
  )
  return (
    db.get<{ changes: number; changedAt: number }>('SELECT changes, changed_at AS changedAt FROM calendar_state') ?? {
      changes: 0,
      changedAt: now,
    }
  )
}
