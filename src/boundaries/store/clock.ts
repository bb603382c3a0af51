import type { Database } from '../../store/database.ts'
import type { Span } from '../../time/span.ts'

/** What both clocks showed at one moment. */
export interface Seen {
  readonly wall: number
  readonly monotonic: number
  readonly run: string
}

/** What both clocks showed last. */
export function lastSeen(db: Database): Seen | undefined {
  return db.get<Seen>('SELECT wall, monotonic, run FROM off_clock')
}

/** Notes what both clocks show, and the stretch that stays off whatever the wall says. */
export function noteClock(db: Database, { wall, monotonic, run }: Seen, held: Span | undefined): void {
  db.run(
    'INSERT OR REPLACE INTO off_clock (id, wall, monotonic, run, held_from, held_until) VALUES (1, ?, ?, ?, ?, ?)',
    wall,
    monotonic,
    run,
    held?.from ?? 0,
    held?.to ?? 0,
  )
}

/** Notes that the wall clock was changed, by so many milliseconds. */
export function noteClockChange(db: Database, seen: Seen, by: number, held: Span | undefined): void {
  db.transaction(() => {
    db.run('INSERT INTO clock_change (at, by_ms) VALUES (?, ?)', seen.wall, by)
    noteClock(db, seen, held)
    // What was set while the clock was ahead was set before now: it must not wait for a day that is yet to come.
    const now = seen.wall
    db.run(
      'UPDATE off_rule SET made_at = min(made_at + ?1, ?2), notice_from = min(notice_from + ?1, ?2) WHERE made_at > ?2',
      by,
      now,
    )
    db.run(
      'UPDATE off_exception SET made_at = min(made_at + ?1, ?2), notice_from = min(notice_from + ?1, ?2) WHERE made_at > ?2',
      by,
      now,
    )
    db.run('UPDATE holiday SET made_at = min(made_at + ?1, ?2) WHERE made_at > ?2', by, now)
  })
}

/** Changes of the machine's clock since a moment: when, and by how many milliseconds. */
export function clockChanges(db: Database, since: number): { at: number; by: number }[] {
  return db.all<{ at: number; by: number }>('SELECT at, by_ms AS by FROM clock_change WHERE at >= ? ORDER BY id', since)
}

/** By how much the clock was set within a day of `now`, in all (ms). */
export function netChange(db: Database, now: number): number {
  const day = 24 * 3600_000
  return (
    db.get<{ by: number | null }>('SELECT sum(by_ms) AS by FROM clock_change WHERE abs(at - ?) < ?', now, day)?.by ?? 0
  )
}
