import type { NetResult } from '../../net/get.ts'
import { failureIn } from '../asking.ts'
import type { SourceState } from '../source.ts'
import type { SourceChange } from '../store/sources.ts'

/** What came of asking a source. */
export interface Outcome {
  readonly state: SourceState
  readonly detail: string
  readonly added: number
  /** Milliseconds the server asked us to wait. */
  readonly wait: number
  readonly movedTo?: string | undefined
  readonly change: SourceChange
}

/** Nothing came, and why. */
export function nothing(state: SourceState): Outcome {
  return { state, detail: '', added: 0, wait: 0, change: {} }
}

/** What a request that failed comes to; undefined for one that did not. */
export function failureOf(answer: NetResult, now: number): Outcome | undefined {
  const failed = failureIn(answer, now)
  return failed && { ...nothing(failed.state), ...failed }
}
