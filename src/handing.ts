import { openApp } from './app.ts'
import type { Verb } from './cli/command.ts'
import type { Progress } from './cli/progress.ts'
import { day, fetchSources, type OnProgress } from './day.ts'
import type { ReadingTools } from './radar/commands/reading.ts'
import type { SourceTools } from './radar/commands/sources.ts'
import type { Staying } from './serving.ts'

/** What every command is handed. */
export interface Run extends Staying {
  readonly progress: Progress
}

/** Opens the person's data, hands a command what it needs of it, and closes it after. */
export function handOver(verb: Verb<ReadingTools & SourceTools>): Verb<Run> {
  return async (typed, terminal, { machine, progress }) => {
    const app = openApp(machine)
    const { radar } = app
    const show: OnProgress = (done, total, { source }) => progress.show(done, total, source.title)
    const shown = async <Result>(work: Promise<Result>) => work.finally(() => progress.end())
    try {
      return await verb(typed, terminal, {
        radar,
        day: () => shown(day(radar, show)),
        fetch: () => shown(fetchSources(radar, true, show)),
      })
    } finally {
      app.close()
    }
  }
}
