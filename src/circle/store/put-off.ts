import type { Database } from '../../store/database.ts'

/** What a circle may ask or tell on the first page, and one may put off. */
export type PutOff = 'call' | 'note' | 'nudge' | 'season'

/** Puts something off: for a week (its Monday), or one wish for a call (its hash). */
export function addPutOff(db: Database, circle: number, what: PutOff, which: string, now: number): void {
  db.run(
    'INSERT INTO circle_put_off (circle_id, what, which, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    circle,
    what,
    which,
    now,
  )
}

export function putOff(db: Database, circle: number, what: PutOff, which: string): boolean {
  return (
    db.get('SELECT 1 FROM circle_put_off WHERE circle_id = ? AND what = ? AND which = ?', circle, what, which) !==
    undefined
  )
}

/** When things were put off (ms): each was an ask that was answered. */
export function putOffs(db: Database): number[] {
  return db.all<{ at: number }>('SELECT at FROM circle_put_off').map(({ at }) => at)
}
