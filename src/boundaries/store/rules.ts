import * as v from 'valibot'
import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Exception, Holiday, OffLog, OffWindow, Opening, Rule } from '../off.ts'
import { UNDO } from '../off.ts'

const WindowRow = v.object({
  days: v.array(v.pipe(v.number(), v.minValue(1), v.maxValue(7))),
  from: v.string(),
  to: v.string(),
  later: v.number(),
  since: v.number(),
})
const Windows = v.pipe(
  v.string(),
  v.transform(text => JSON.parse(text) as unknown),
  v.array(WindowRow),
)

interface RuleRow {
  readonly id: number
  readonly made_at: number
  readonly made_monotonic: number
  readonly windows: string
  readonly home: string | null
}

/** Everything the person set about off time; `zone` is the one the machine is in now. */
export function readOffLog(db: Database, zone: string): OffLog {
  const clock = db.get<{ held_from: number; held_until: number }>('SELECT held_from, held_until FROM off_clock')
  return {
    rules: rulesOf(db, zone),
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

/** What the person set and where they were, as one list: each change of either is a rule of its own. */
function rulesOf(db: Database, zone: string): Rule[] {
  const set = db.all<RuleRow>('SELECT * FROM off_rule WHERE undone_at IS NULL ORDER BY id')
  const seen = db.all<{ seen_at: number; zone: string }>('SELECT seen_at, zone FROM off_zone ORDER BY id')
  const moments = [...new Set([...set.map(row => row.made_at), ...seen.map(row => row.seen_at)])].sort((a, b) => a - b)
  return moments.flatMap(madeAt => {
    const rule = set.findLast(row => row.made_at <= madeAt)
    if (!rule) return []
    const here = seen.findLast(row => row.seen_at <= madeAt)?.zone ?? seen[0]?.zone ?? zone
    return [{ madeAt, windows: v.parse(Windows, rule.windows), zone: rule.home ?? here, home: rule.home !== null }]
  })
}

/** The windows that are set now, and the zone they are kept in when it is not the one of the moment. */
export function presentRule(db: Database): { windows: OffWindow[]; home: string | null; madeAt: number } {
  const row = db.get<RuleRow>('SELECT * FROM off_rule WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1')
  return row
    ? { windows: v.parse(Windows, row.windows), home: row.home, madeAt: row.made_at }
    : { windows: [], home: null, madeAt: 0 }
}

/** Sets the whole list of windows anew. */
export function setRule(db: Database, clock: Clock, windows: readonly OffWindow[], home: string | null): void {
  db.run(
    'INSERT INTO off_rule (made_at, made_monotonic, windows, home) VALUES (?, ?, ?, ?)',
    clock.now(),
    clock.monotonic(),
    JSON.stringify(windows),
    home,
  )
}

/** Notes the zone the machine is in; answers whether it is another than before. */
export function noteZone(db: Database, clock: Clock): boolean {
  const last = db.get<{ zone: string }>('SELECT zone FROM off_zone ORDER BY id DESC LIMIT 1')
  if (last?.zone === clock.zone()) return false
  db.run('INSERT INTO off_zone (seen_at, zone) VALUES (?, ?)', clock.now(), clock.zone())
  return true
}

export function addException(db: Database, clock: Clock, exception: { from: number; to: number; word: string }): void {
  db.run(
    'INSERT INTO off_exception (from_at, to_at, word, made_at) VALUES (?, ?, ?, ?)',
    exception.from,
    exception.to,
    exception.word,
    clock.now(),
  )
}

/** Takes an exception back, which closes at once; answers whether there was one. */
export function endException(db: Database, id: number, now: number): boolean {
  return db.run('UPDATE off_exception SET ended_at = ? WHERE id = ? AND ended_at IS NULL', now, id).changes === 1
}

export function addHoliday(db: Database, clock: Clock, holiday: { first: string; last: string; word: string }): void {
  db.run(
    'INSERT INTO holiday (first, last, word, made_at, made_monotonic) VALUES (?, ?, ?, ?, ?)',
    holiday.first,
    holiday.last,
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
    .all<{ id: number; from_at: number; to_at: number; word: string; made_at: number; ended_at: number | null }>(
      'SELECT * FROM off_exception ORDER BY from_at',
    )
    .map(({ from_at, to_at, made_at, ended_at, ...row }) => ({
      ...row,
      from: from_at,
      to: to_at,
      madeAt: made_at,
      endedAt: ended_at,
    }))
}

function holidaysOf(db: Database): Holiday[] {
  return db
    .all<{ id: number; first: string; last: string; word: string; made_at: number; ended_at: number | null }>(
      'SELECT id, first, last, word, made_at, ended_at FROM holiday WHERE undone_at IS NULL ORDER BY first',
    )
    .map(({ made_at, ended_at, ...row }) => ({ ...row, madeAt: made_at, endedAt: ended_at }))
}

/** The last change that can still be undone, with how many milliseconds are left for it. */
export function undoable(
  db: Database,
  clock: Clock,
): { what: 'windows' | 'days'; id: number; left: number } | undefined {
  const last = db.get<{ what: 'windows' | 'days'; id: number; made_at: number; made_monotonic: number }>(
    `SELECT 'windows' AS what, id, made_at, made_monotonic FROM off_rule WHERE undone_at IS NULL
     UNION ALL SELECT 'days', id, made_at, made_monotonic FROM holiday WHERE undone_at IS NULL AND ended_at IS NULL
     ORDER BY made_at DESC, id DESC LIMIT 1`,
  )
  if (!last) return undefined
  // After a restart of the machine its forward clock begins anew, and only the wall can tell.
  const waited = Math.max(clock.now() - last.made_at, clock.monotonic() - last.made_monotonic)
  const left = UNDO - Math.abs(waited)
  return left > 0 ? { what: last.what, id: last.id, left } : undefined
}

/** Takes the last change back, as if it had not been made. Answers whether there was one to take back. */
export function undoLast(db: Database, clock: Clock): boolean {
  return db.transaction(() => {
    const last = undoable(db, clock)
    if (!last) return false
    const table = last.what === 'windows' ? 'off_rule' : 'holiday'
    db.run(`UPDATE ${table} SET undone_at = ? WHERE id = ?`, clock.now(), last.id)
    return true
  })
}

/** An emergency that waits or is open at `now`; none is begun beside it. */
export function askOpening(db: Database, now: number, until: number): void {
  db.run('INSERT INTO off_opening (asked_at, until_at) VALUES (?, ?)', now, until)
}

/** Ends the emergency that waits or is open; answers whether there was one. */
export function closeOpening(db: Database, now: number): boolean {
  return db.run('UPDATE off_opening SET closed_at = ?1 WHERE closed_at IS NULL AND until_at > ?1', now).changes > 0
}
