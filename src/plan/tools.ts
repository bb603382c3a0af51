import type { Database } from '../store/database.ts'
import type { Clock } from '../time/clock.ts'

/** What the plan is handed to work with. */
export interface PlanTools {
  readonly db: Database
  readonly clock: Clock
  /** Notes that a card that asks once was answered. */
  readonly said: (kind: 'level' | 'editions', day: string, word: string) => void
}
