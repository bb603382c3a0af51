import type { Database } from '../../store/database.ts'
import { clockChanges } from './clock.ts'
import { everyAttempt, pairedBrowsers } from './extensions.ts'
import { readOffLog } from './rules.ts'
import { everyTrace, mindOffs, traceFolders } from './sensors.ts'
import { readSites } from './sites.ts'
import { everyShutdown, everyThought, readPastimes } from './thoughts.ts'

/** Everything of off time that is the person's; keys and tokens are no part of it. */
export function boundaryExport(db: Database): object {
  const { held: _, ...offTime } = readOffLog(db)
  return {
    offTime,
    clockChanges: clockChanges(db, 0),
    sites: readSites(db),
    pastimes: readPastimes(db),
    thoughts: everyThought(db),
    shutdowns: everyShutdown(db),
    browsers: pairedBrowsers(db),
    attempts: everyAttempt(db),
    traceFolders: traceFolders(db),
    traces: everyTrace(db),
    mindOff: mindOffs(db),
  }
}
