import { openApp } from './app.ts'
import { offZone, standing } from './boundaries/machine/standing.ts'
import type { BoundaryTools } from './boundaries/machine/tools.ts'
import { offLine } from './boundaries/words.ts'
import type { CircleTools } from './circle/machine/tools.ts'
import type { Command, Verb } from './cli/command.ts'
import { print } from './cli/print.ts'
import type { Progress } from './cli/progress.ts'
import { day, fetchSources, type OnProgress } from './day.ts'
import type { ReadingTools } from './radar/commands/reading.ts'
import type { SourceTools } from './radar/commands/sources.ts'
import type { RoutineTools } from './routines/machine/tools.ts'
import type { Staying } from './serving.ts'
import type { SignalTools } from './signals/machine/tools.ts'
import type { SprintTools } from './sprints/machine/tools.ts'

/** What every command is handed. */
export interface Run extends Staying {
  readonly progress: Progress
}

/** What a command that needs the person's data is handed of it. */
export interface Handed extends ReadingTools, SourceTools {
  readonly boundaries: BoundaryTools
  readonly signals: SignalTools
  readonly routines: RoutineTools
  readonly sprints: SprintTools
  readonly circle: CircleTools
  readonly show: (done: number, total: number, label: string) => void
}

/** Opens the person's data, hands a command what it needs of it, and closes it after. In off time it says so instead. */
export function handOver(verb: Verb<Handed>, always?: Command<never>['always']): Verb<Run> {
  return async (typed, terminal, { machine, progress }) => {
    const app = openApp(machine)
    const { radar, boundaries, signals, routines, sprints, circle } = app
    const show: OnProgress = (done, total, { source }) => progress.show(done, total, source.title)
    const shown = async <Result>(work: Promise<Result>) => work.finally(() => progress.end())
    try {
      const { off, now } = standing(boundaries)
      if (off && !(typeof always === 'function' ? always(typed.words) : always)) {
        const until = new Date(off.to).toISOString()
        print(terminal, typed.has('json'), { offUntil: until }, [offLine(off, now, offZone(boundaries))])
        return 1
      }
      return await verb(typed, terminal, {
        radar,
        boundaries,
        signals,
        routines,
        sprints,
        circle,
        show: progress.show,
        day: () => shown(day(radar, show)),
        fetch: () => shown(fetchSources(radar, true, show)),
      })
    } finally {
      progress.end()
      app.close()
    }
  }
}
