import * as v from 'valibot'
import type { Database } from '../../store/database.ts'
import { json, Weekdays } from '../../store/json.ts'
import type { Clock } from '../../time/clock.ts'
import type { Exception, Holiday, OffLog, OffWindow, Opening, Rule } from '../off.ts'
import { UNDO } from '../off.ts'

const WindowRow = v.object({
  id: v.number(),
  days: Weekdays,
  from: v.string(),
  to: v.string(),
  later: v.number(),
  since: v.number(),
})
const Windows = json(v.array(WindowRow))

interface RuleRow {
  readonly id: number
  readonly made_at: number
  readonly notice_from: number
  readonly windows: string
  readonly zone: string
  readonly chosen: number
}

/** Everything the person set about off time. */
export function readOffLog(db: Database): OffLog {
  const clock = db.get<{ held_from: number; held_until: number }>('SELECT held_from, held_until FROM off_clock')
  return {
    rules: db.all<RuleRow>('SELECT * FROM off_rule WHERE undone_at IS NULL ORDER BY id').map(ruleOf),
    exceptions: exceptionsOf(db),
    holidays: holidaysOf(db),
    openings: db
      .all<{ asked_at: number; until_at: number; closed_at: number | null }>(
        'SELECT asked_at, until_at, closed_at FROM off_opening ORDER BY id',
      )
      .map((row): Opening => ({ askedAt: row.asked_at, until: row.until_at, closedAt: row.closed_at })),
    held: clock && clock.held_until > clock.held_from ? [{ from: clock.held_from, to: clock.held_until }] : [],
  }
}

function ruleOf(row: RuleRow): Rule {
  return {
    madeAt: row.made_at,
    noticeFrom: row.notice_from,
    windows: v.parse(Windows, row.windows),
    zone: row.zone,
    chosen: row.chosen === 1,
  }
}

/** The rule that was set last, if one was. */
export function presentRule(db: Database): Rule | undefined {
  const row = db.get<RuleRow>('SELECT * FROM off_rule WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1')
  return row && ruleOf(row)
}

/** The windows that are set now. */
export function presentWindows(db: Database): readonly OffWindow[] {
  return presentRule(db)?.windows ?? []
}

/** A number that no window ever had. */
export function nextWindowId(db: Database): number {
  const sql = "SELECT max(json_extract(value, '$.id')) AS id FROM off_rule, json_each(off_rule.windows)"
  return (db.get<{ id: number | null }>(sql)?.id ?? 0) + 1
}

/** Sets a rule; `travelled` says that the machine did, not the person. */
export function setRule(db: Database, monotonic: number, rule: Rule, travelled = false): void {
  db.run(
    `INSERT INTO off_rule (made_at, notice_from, made_monotonic, windows, zone, chosen, travelled)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    rule.madeAt,
    rule.noticeFrom,
    monotonic,
    JSON.stringify(rule.windows),
    rule.zone,
    Number(rule.chosen),
    Number(travelled),
  )
}

/** Leaves a stretch open. */
export function addException(
  db: Database,
  clock: Clock,
  exception: { from: number; to: number; word: string; noticeFrom: number },
): void {
  db.run(
    'INSERT INTO off_exception (from_at, to_at, word, made_at, notice_from, made_monotonic) VALUES (?, ?, ?, ?, ?, ?)',
    exception.from,
    exception.to,
    exception.word,
    clock.now(),
    exception.noticeFrom,
    clock.monotonic(),
  )
}

/** Takes an exception back, which closes at once; answers whether there was one. */
export function endException(db: Database, id: number, now: number): boolean {
  return db.run('UPDATE off_exception SET ended_at = ? WHERE id = ? AND ended_at IS NULL', now, id).changes === 1
}

export function addHoliday(
  db: Database,
  clock: Clock,
  holiday: { first: string; last: string; zone: string; word: string },
): void {
  db.run(
    'INSERT INTO holiday (first, last, zone, word, made_at, made_monotonic) VALUES (?, ?, ?, ?, ?, ?)',
    holiday.first,
    holiday.last,
    holiday.zone,
    holiday.word,
    clock.now(),
    clock.monotonic(),
  )
}

/** Takes days off back; answers whether there were any. Days that begin soon stay off. */
export function endHoliday(db: Database, id: number, now: number): boolean {
  return db.run('UPDATE holiday SET ended_at = ? WHERE id = ? AND ended_at IS NULL', now, id).changes === 1
}

function exceptionsOf(db: Database): Exception[] {
  return db
    .all<{ id: number; from_at: number; to_at: number; word: string; notice_from: number; ended_at: number | null }>(
      'SELECT id, from_at, to_at, word, notice_from, ended_at FROM off_exception WHERE undone_at IS NULL ORDER BY from_at',
    )
    .map(({ from_at, to_at, notice_from, ended_at, ...row }) => ({
      ...row,
      from: from_at,
      to: to_at,
      madeAt: notice_from,
      endedAt: ended_at,
    }))
}

function holidaysOf(db: Database): Holiday[] {
  return db
    .all<{
      id: number
      first: string
      last: string
      zone: string
      word: string
      made_at: number
      ended_at: number | null
    }>('SELECT id, first, last, zone, word, made_at, ended_at FROM holiday WHERE undone_at IS NULL ORDER BY first')
    .map(({ made_at, ended_at, ...row }) => ({ ...row, madeAt: made_at, endedAt: ended_at }))
}

/** A change that can still be undone, and for how many milliseconds. */
export interface Undoable {
  readonly what: 'windows' | 'open' | 'days' | 'open-ended' | 'days-ended'
  readonly id: number
  readonly left: number
}

/** The last change that can still be undone. */
export function undoable(db: Database, clock: Clock): Undoable | undefined {
  const last = db.get<Omit<Undoable, 'left'> & { made_at: number; made_monotonic: number | null }>(
    `SELECT 'windows' AS what, id, made_at, made_monotonic FROM off_rule WHERE undone_at IS NULL AND NOT travelled
     UNION ALL SELECT 'open', id, made_at, made_monotonic FROM off_exception WHERE undone_at IS NULL AND ended_at IS NULL
     UNION ALL SELECT 'days', id, made_at, made_monotonic FROM holiday WHERE undone_at IS NULL AND ended_at IS NULL
     UNION ALL SELECT 'open-ended', id, ended_at, NULL FROM off_exception WHERE undone_at IS NULL AND ended_at IS NOT NULL
     UNION ALL SELECT 'days-ended', id, ended_at, NULL FROM holiday WHERE undone_at IS NULL AND ended_at IS NOT NULL
     ORDER BY made_at DESC, made_monotonic DESC, id DESC LIMIT 1`,
  )
  if (!last) return undefined
  // After a restart of the machine its forward clock begins anew, and only the wall can tell.
  const waited = Math.max(
    clock.now() - last.made_at,
    clock.monotonic() - (last.made_monotonic ?? Number.POSITIVE_INFINITY),
  )
  const left = UNDO - Math.abs(waited)
  return left > 0 ? { what: last.what, id: last.id, left } : undefined
}

/** Takes the last change back, as if it had not been made. Answers which it was, if there was one. */
export function undoLast(db: Database, clock: Clock): Undoable['what'] | undefined {
  return db.transaction(() => {
    const last = undoable(db, clock)
    if (last) undo(db, last, clock.now())
    return last?.what
  })
}

function undo(db: Database, { what, id }: Undoable, now: number): void {
  switch (what) {
    case 'windows':
      // What the machine's travelling made of it since goes along; the zone is noted anew at the next look.
      db.run('UPDATE off_rule SET undone_at = ? WHERE id >= ? AND undone_at IS NULL', now, id)
      break
    case 'open':
      db.run('UPDATE off_exception SET undone_at = ? WHERE id = ?', now, id)
      break
    case 'days':
      db.run('UPDATE holiday SET undone_at = ? WHERE id = ?', now, id)
      break
    case 'open-ended':
      db.run('UPDATE off_exception SET ended_at = NULL WHERE id = ?', id)
      break
    case 'days-ended':
      db.run('UPDATE holiday SET ended_at = NULL WHERE id = ?', id)
  }
}

/** An emergency that waits or is open at `now`; none is begun beside it. */
export function askOpening(db: Database, now: number, until: number): void {
  db.run('INSERT INTO off_opening (asked_at, until_at) VALUES (?, ?)', now, until)
}

/** Ends the emergency that waits or is open; answers whether there was one. */
export function closeOpening(db: Database, now: number): boolean {
  return db.run('UPDATE off_opening SET closed_at = ?1 WHERE closed_at IS NULL AND until_at > ?1', now).changes > 0
}
