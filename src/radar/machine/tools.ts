import type { Get } from '../../net/get.ts'
import type { Budget } from '../../plan/budget.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Rest } from '../../plan/rest.ts'
import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Bases } from '../kinds/kind.ts'

/** Long steps: composing what is due, the short edition that ends welcome, a short one made whole, opening, checks asked for, the story of the wander hour. */
export type Step = 'edition' | 'taste' | 'whole' | 'open' | 'check' | 'wander'

/** What the radar is handed to work with. */
export interface RadarTools {
  readonly db: Database
  readonly clock: Clock
  readonly get: Get
  readonly bases: () => Bases
  readonly plan: () => Plan
  /** Days of little reading: one edition a week. */
  readonly rests: () => readonly Rest[]
  /** The minutes of an edition made now. */
  readonly budget: () => Budget
  /** Whether it is off time: then nothing is fetched and no edition is made. */
  readonly off: () => boolean
  /** Whether the person has sprints on: then a kept thing can become one. */
  readonly learns: () => boolean
  /** In [0, 1): spreads the next polls, draws random checks. */
  readonly random: () => number
  /** Takes a long step beside whatever else goes on, so that pages stay quick; settles when it is done. */
  readonly apart: (step: Step) => Promise<void>
}
