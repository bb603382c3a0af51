import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'

/** What routines are handed to work with. */
export interface RoutineTools {
  readonly db: Database
  readonly clock: Clock
  /** Tells, as things stand now, whether a local day is free for another reason: days off, a pause, a rest that was set elsewhere. */
  readonly free: () => (day: string) => boolean
}
