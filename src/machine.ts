import { UsageError } from './cli/command.ts'
import { StoreProblem } from './store/problem.ts'
import type { Clock } from './time/clock.ts'

/** The machine Evenkeel runs on, as main.ts found it: nothing below looks at the process itself. */
export interface Machine {
  readonly clock: Clock
  /** The data folder. */
  readonly folder: string
  readonly port: number
  readonly version: string
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** The Node that runs this, and the file it was given: for launchers. */
  readonly node: string
  readonly program: string
  /** Where the unexpected is noted. */
  readonly report: (error: unknown) => void
  /** A line that marks every page, hosts that may be asked and mirrors: only the sample has them. */
  readonly banner?: string
  readonly allowed?: readonly string[]
  readonly bases?: { readonly arxiv: string }
}

/** What to tell a person about an expected failure; undefined for the unexpected. */
export function explain(error: unknown): string | undefined {
  if (error instanceof StoreProblem || error instanceof UsageError) return error.message
  return undefined
}
