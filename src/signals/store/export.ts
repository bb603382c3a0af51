import type { Database } from '../../store/database.ts'
import { SIGNS } from '../check-in.ts'
import { readCards } from './cards.ts'
import { readCheckIns } from './check-ins.ts'
import { everyTrial } from './trials.ts'
import { readStreamDays, readWarnings } from './watch.ts'

/** Everything of signals that is the person's. */
export function signalExport(db: Database): object {
  return {
    checkIns: readCheckIns(db),
    streams: readStreamDays(db),
    warnings: readWarnings(db),
    cards: readCards(db),
    trials: everyTrial(db),
  }
}

/** The check-ins as a table, a line a day; what was left out is empty. */
export function checkInCsv(db: Database): string {
  const rows = readCheckIns(db).map(({ day, marks, line }) =>
    [day, ...SIGNS.map(sign => String(marks[sign] ?? '')), line === '' ? '' : `"${line.replaceAll('"', '""')}"`].join(
      ',',
    ),
  )
  return `${[['day', ...SIGNS, 'line'].join(','), ...rows].join('\n')}\n`
}

/** Takes all of it from the data file, its free pages and its log too, so that no trace is left; it is off then, as at first. */
export function deleteSignals(db: Database): void {
  db.transaction(() => {
    for (const table of ['check_in', 'stream_day', 'judged', 'warning', 'card', 'trial_day', 'trial_pause', 'trial'])
      db.run(`DELETE FROM ${table}`)
    db.run("DELETE FROM setting WHERE name LIKE 'checkin.%' OR name LIKE 'warning.%'")
  })
  db.script('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
}
