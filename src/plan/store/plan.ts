import * as v from 'valibot'
import type { Database } from '../../store/database.ts'
import { json, Weekdays } from '../../store/json.ts'
import type { Clock } from '../../time/clock.ts'
import type { Span } from '../../time/span.ts'
import { DEFAULT_PLAN, type Plan } from '../plan.ts'

const texts = json(v.array(v.string()))

const Row = v.object({
  area: v.string(),
  words: texts,
  not_mine: texts,
  role: v.string(),
  things: texts,
  minutes_a_week: v.number(),
  days: json(Weekdays),
  time: v.string(),
  feeling: v.picklist(['fine', 'heavy', '']),
  paused_until: v.nullable(v.number()),
  welcomed_at: v.nullable(v.number()),
})

/** The person's plan, or the default before they made one. */
export function readPlan(db: Database): Plan {
  const found = db.get('SELECT * FROM plan')
  if (!found) return DEFAULT_PLAN
  const row = v.parse(Row, found)
  return {
    area: row.area,
    words: row.words,
    notMine: row.not_mine,
    role: row.role,
    things: row.things,
    minutesAWeek: row.minutes_a_week,
    editions: { days: row.days, time: row.time },
    feeling: row.feeling,
    pausedUntil: row.paused_until,
    welcomedAt: row.welcomed_at,
  }
}

/** Keeps everything quiet from now until a moment (ms). */
export function beginPause(db: Database, until: number, clock: Clock): void {
  const now = clock.now()
  db.transaction(() => {
    endPause(db, now)
    db.run('INSERT INTO pause (begun_at, until, zone) VALUES (?, ?, ?)', now, until, clock.zone())
    changePlan(db, { pausedUntil: until })
  })
}

/** Ends the pause that lasts. */
export function endPause(db: Database, now: number): void {
  db.transaction(() => {
    db.run('UPDATE pause SET until = ?1 WHERE until > ?1', now)
    changePlan(db, { pausedUntil: null })
  })
}

/** Every pause there was and is (ms), oldest first, and where the person was when it began; null where that is not known. */
export function readPauses(db: Database): (Span & { readonly zone: string | null })[] {
  return db.all('SELECT begun_at AS "from", until AS "to", zone FROM pause ORDER BY begun_at')
}

/** Changes the named parts of the plan and keeps the rest; answers the whole. */
export function changePlan(db: Database, change: Partial<Plan>): Plan {
  return db.transaction(() => {
    const plan = { ...readPlan(db), ...change }
    db.run(
      `INSERT OR REPLACE INTO plan
         (id, area, words, not_mine, role, things, minutes_a_week, days, time, feeling, paused_until, welcomed_at)
       VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      plan.area,
      JSON.stringify(plan.words),
      JSON.stringify(plan.notMine),
      plan.role,
      JSON.stringify(plan.things),
      plan.minutesAWeek,
      JSON.stringify(plan.editions.days),
      plan.editions.time,
      plan.feeling,
      plan.pausedUntil,
      plan.welcomedAt,
    )
    return plan
  })
}
