import type { Database } from '../../store/database.ts'

/**
 * How often what the calendar says had changed, and when it did last (ms); `digest` is of what it says now, and where that is news it is
 * counted. The number only grows, so that who takes updates knows the newer of two.
 */
export function calendarState(db: Database, digest: string, now: number): { changes: number; changedAt: number } {
  const there = db.get<{ digest: string; changes: number; changedAt: number }>(
    'SELECT digest, changes, changed_at AS changedAt FROM calendar_state',
  )
  const { changes, changedAt } = there ?? { changes: 0, changedAt: 0 }
  return there?.digest === digest
    ? { changes, changedAt }
    : { changes: changes + 1, changedAt: Math.max(changedAt, now) }
}

/** Keeps the count of changes with what the calendar says now. */
export function keepCalendarState(db: Database, digest: string, now: number): void {
  const { changes, changedAt } = calendarState(db, digest, now)
  // Most of the time nothing has changed, and nothing is written.
  db.run(
    'UPDATE calendar_state SET digest = ?, changes = ?, changed_at = ? WHERE digest <> ?',
    digest,
    changes,
    changedAt,
    digest,
  )
}
