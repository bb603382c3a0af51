import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Span } from '../../time/span.ts'

/** What sprints are handed to work with. */
export interface SprintTools {
  readonly db: Database
  readonly clock: Clock
  /** Off time that touches a stretch (ms). */
  readonly off: (within: Span) => readonly Span[]
  /** Begins the rest that was agreed, from tomorrow on, so many days; none (0) takes that back. */
  readonly rest: (days: number) => void
  /** Whether it is a rest: then no sprint begins. */
  readonly resting: () => boolean
}
