import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Besides, Recurring } from '../calendar.ts'

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
  /** What the person does besides work, for the evening page: their own words, and the page where it is marked. */
  readonly pastimes: () => readonly { readonly words: string; readonly page: string }[]
  /** What else is planned ahead, for the calendar. */
  readonly besides: () => Besides
  /** When editions come, for the calendar. */
  readonly editions: () => readonly Recurring[]
}
