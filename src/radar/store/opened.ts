import type { Database } from '../../store/database.ts'
import type { Edition } from './editions.ts'

/** When the editions made since a moment (ms) were made, and their minutes, oldest first. */
export function editionsSince(db: Database, since: number): Pick<Edition, 'madeAt' | 'minutes' | 'shorter'>[] {
  return db
    .all<{ madeAt: number; minutes: number; shorter: number }>(
      'SELECT made_at AS madeAt, minutes, shorter FROM edition WHERE made_at >= ? ORDER BY made_at',
      since,
    )
    .map(edition => ({ ...edition, shorter: edition.shorter === 1 }))
}

/** How many whole editions were opened up to this one. */
export function countOpened(db: Database, slot: number): number {
  return (
    db.get<{ n: number }>(
      'SELECT count(*) AS n FROM edition WHERE opened_at IS NOT NULL AND whole = 1 AND slot <= ?',
      slot,
    )?.n ?? 0
  )
}

/** How many editions were made in a stretch of time (ms), and how many of them opened. */
export function editionsOpened(db: Database, from: number, to: number): { done: number; of: number } {
  return (
    db.get<{ done: number; of: number }>(
      'SELECT count(*) AS of, count(opened_at) AS done FROM edition WHERE made_at >= ? AND made_at < ?',
      from,
      to,
    ) ?? { done: 0, of: 0 }
  )
}

/** The minutes of the stories of editions opened in a stretch of time (ms). */
export function minutesRead(db: Database, from: number, to: number): number {
  return (
    db.get<{ minutes: number | null }>(
      `SELECT sum(edition_story.minutes) AS minutes FROM edition_story JOIN edition ON edition.id = edition_id
       WHERE opened_at >= ? AND opened_at < ? AND why ->> 'wander' IS NULL`,
      from,
      to,
    )?.minutes ?? 0
  )
}

/** When the first edition opened in a stretch of time was opened (ms). */
export function firstOpenedIn(db: Database, from: number, to: number): number | undefined {
  return (
    db.get<{ at: number | null }>(
      'SELECT min(opened_at) AS at FROM edition WHERE opened_at >= ? AND opened_at < ?',
      from,
      to,
    )?.at ?? undefined
  )
}
