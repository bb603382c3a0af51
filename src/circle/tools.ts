import type { Clock } from '../time/clock.ts'

/** What the circle is handed to work with. */
export interface CircleTools {
  readonly clock: Clock
}
