import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Span } from '../../time/span.ts'

/** What sprints are handed to work with. */
export interface SprintTools {
  readonly db: Database
  readonly clock: Clock
  /** Off time that touches a stretch (ms). */
  readonly off: (within: Span) => readonly Span[]
  /** Begins the rest that was agreed, from tomorrow on, so many days; answers, as a text, what it took the place of. */
  readonly rest: (days: number) => string
  /** Brings back what a rest took the place of. */
  readonly takeRestBack: (before: string) => void
  /** The last day of the rest that lasts (YYYY-MM-DD): until then no sprint begins, but an exception that was planned. */
  readonly restsUntil: () => string | undefined
}
