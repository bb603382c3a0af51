import type { Get } from '../../net/get.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Bases } from '../kinds/kind.ts'

/** What the radar is handed to work with. */
export interface RadarTools {
  readonly db: Database
  readonly clock: Clock
  readonly get: Get
  readonly bases: () => Bases
  readonly plan: () => Plan
  /** In [0, 1): spreads the next polls. */
  readonly random: () => number
}
