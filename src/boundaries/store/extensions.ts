import type { Attempt } from '../../../protocol/boundary.ts'
import type { Database } from '../../store/database.ts'

/** A browser that is paired. */
export interface Paired {
  readonly id: number
  readonly browser: string
  readonly version: string
  /** Whether the person lets it into private windows; null where it could not tell. */
  readonly privateWindows: boolean | null
  readonly pairedAt: number
  readonly seenAt: number
}

interface Row extends Omit<Paired, 'privateWindows'> {
  readonly privateWindows: number | null
}

const CODE_LIFE = 10 * 60_000

/** Keeps a code's hash; there is one code at a time. */
export function keepCode(db: Database, hash: string, monotonic: number): void {
  db.transaction(() => {
    db.run('DELETE FROM pairing_code')
    db.run('INSERT INTO pairing_code (hash, made_monotonic) VALUES (?, ?)', hash, monotonic)
  })
}

/** Uses a code up, right or wrong: whoever guesses has one try. Answers whether it was the one shown lately. */
export function spendPairingCode(db: Database, hash: string, monotonic: number): boolean {
  return db.transaction(() => {
    const code = db.get<{ hash: string; made_monotonic: number }>('SELECT hash, made_monotonic FROM pairing_code')
    db.run('DELETE FROM pairing_code')
    const age = monotonic - (code?.made_monotonic ?? 0)
    return code !== undefined && code.hash === hash && age >= 0 && age <= CODE_LIFE
  })
}

export function addExtension(db: Database, tokenHash: string, browser: string, version: string, now: number): void {
  db.run(
    'INSERT INTO extension (token_hash, browser, version, paired_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?4)',
    tokenHash,
    browser,
    version,
    now,
  )
}

/** The browsers that are paired. */
export function pairedBrowsers(db: Database): Paired[] {
  return db
    .all<Row>(
      `SELECT id, browser, version, private_windows AS privateWindows, paired_at AS pairedAt, seen_at AS seenAt
       FROM extension WHERE removed_at IS NULL ORDER BY id`,
    )
    .map(row => ({ ...row, privateWindows: row.privateWindows === null ? null : row.privateWindows === 1 }))
}

/** What is known of a browser by its token's hash: since when it is no longer paired (ms), and what it told last. */
export function browserOf(
  db: Database,
  tokenHash: string,
): { removedAt: number | null; lastBatch: string } | undefined {
  return db.get(
    'SELECT removed_at AS removedAt, last_batch AS lastBatch FROM extension WHERE token_hash = ?',
    tokenHash,
  )
}

export function removeExtension(db: Database, id: number, now: number): void {
  db.run('UPDATE extension SET removed_at = ? WHERE id = ? AND removed_at IS NULL', now, id)
}

/** Notes that a paired browser is alive, and what it is. */
export function noteExtension(
  db: Database,
  tokenHash: string,
  seen: { browser: string; version: string; privateWindows: boolean | null; batch: string; now: number },
): void {
  db.run(
    'UPDATE extension SET browser = ?, version = ?, private_windows = ?, last_batch = ?, seen_at = ? WHERE token_hash = ?',
    seen.browser,
    seen.version,
    seen.privateWindows === null ? null : Number(seen.privateWindows),
    seen.batch,
    seen.now,
    tokenHash,
  )
}

/** Keeps attempts: host, minute, how it went, and how often. */
export function keepAttempts(db: Database, attempts: readonly Attempt[]): void {
  for (const { minute, host, outcome } of attempts) {
    db.run(
      `INSERT INTO attempt (minute, host, outcome, times) VALUES (?, ?, ?, 1)
       ON CONFLICT (minute, host, outcome) DO UPDATE SET times = times + 1`,
      minute,
      host,
      outcome,
    )
  }
}

/** How often a site was stopped, and how often opened for a while, in a stretch of time (ms). */
export function countAttempts(db: Database, from: number, to: number): { stopped: number; opened: number } {
  const rows = db.all<{ outcome: string; times: number }>(
    'SELECT outcome, sum(times) AS times FROM attempt WHERE minute >= ? AND minute < ? GROUP BY outcome',
    from,
    to,
  )
  const of = (outcome: string) => rows.find(row => row.outcome === outcome)?.times ?? 0
  return { stopped: of('stopped'), opened: of('opened') }
}

export function everyAttempt(db: Database): { minute: number; host: string; outcome: string; times: number }[] {
  return db.all('SELECT minute, host, outcome, times FROM attempt ORDER BY minute')
}
