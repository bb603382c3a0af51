import type { SignalTools } from '../machine/tools.ts'

/** What a signals command is handed: its tools, and a bar for long work. */
export interface SignalRun {
  readonly signals: SignalTools
  readonly show: (done: number, total: number, label: string) => void
}
