import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Weekly } from '../../time/weekly.ts'
import type { Besides } from '../calendar.ts'

/** What boundaries are handed to work with. */
export interface BoundaryTools {
  readonly db: Database
  readonly clock: Clock
  /** The data folder, and the person's own. */
  readonly folder: string
  readonly home: string
  readonly port: number
  /** Whether the zone this process is in is the machine's own: a command can be run with another. */
  readonly atHome: boolean
  /** What the person does besides work, for the evening page: their own words. */
  readonly pastimes: () => readonly string[]
  /** What else is planned ahead, for the calendar. */
  readonly besides: () => Besides
  /** When editions come and how long they take, since when (ms), and which do not come, as in a rest: for the calendar. */
  readonly editions: () => {
    readonly weekly: Weekly
    readonly minutes: number
    readonly since: number
    readonly except?: (from: number) => boolean
  }
}
