import { day, fetchSources } from './day.ts'
import { isPaused } from './plan/plan.ts'
import { isTooLong, presentEdition } from './radar/machine/reading.ts'
import type { RadarTools } from './radar/machine/tools.ts'
import { listSources } from './radar/store/sources.ts'

/** How long work takes is shown; what it does is told by its numbers. */
export interface Job {
  readonly running: boolean
  readonly done: number
  readonly total: number
  /** New items so far. */
  readonly found: number
}

export interface Schedule {
  /** Does what is due now; joins what is already under way. */
  tick(): Promise<void>
  /** Runs the first fetch of a new plan and then `after`, in the background. */
  firstFetch(after: () => Promise<void>): void
  job(): Job
  stop(): void
}

const EVERY = 30_000
// The first stories come after this at the latest, with what is there by then; the rest of the fetch goes on.
const PATIENCE = 40_000

/** Runs the steps of a day at their times while the app is up. After a sleep it catches up once, by the same rule. */
export function makeSchedule(
  tools: RadarTools,
  report: (error: unknown) => void,
  everyTick: () => void = () => {},
): Schedule {
  let job: Job = { running: false, done: 0, total: 0, found: 0 }
  let current: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const run = (work: () => Promise<unknown>) => {
    current ??= (async () => {
      try {
        job = { running: true, done: 0, total: listSources(tools.db).length, found: 0 }
        await work()
      } catch (error) {
        report(error)
      } finally {
        job = { ...job, running: false }
        current = undefined
      }
    })()
    return current
  }
  const progress = (done: number, total: number, { added }: { added: number }) => {
    job = { running: true, done, total, found: job.found + added }
  }

  const schedule: Schedule = {
    tick: () =>
      run(async () => {
        try {
          everyTick()
        } catch (error) {
          // What is tended beside must not stop the reading.
          report(error)
        }
        const plan = tools.plan()
        if (tools.off() || plan.welcomedAt === null || isPaused(plan, tools.clock.now())) return
        const edition = presentEdition(tools)
        const isDue = plan.editions.days.length > 0 && listSources(tools.db).length > 0 && !edition
        const due = isDue || (edition !== undefined && isTooLong(tools, edition))
        await (due ? day(tools, progress) : fetchSources(tools, false, progress))
      }),
    firstFetch(after) {
      void (current ?? Promise.resolve()).then(() =>
        run(async () => {
          const fetched = fetchSources(tools, false, progress)
          await Promise.race([fetched, patience()])
          try {
            await after()
          } finally {
            await fetched
          }
        }),
      )
    },
    job: () => job,
    stop: () => clearInterval(timer),
  }
  timer = setInterval(() => void schedule.tick(), EVERY)
  timer.unref()
  return schedule
}

function patience(): Promise<void> {
  return new Promise(done => {
    setTimeout(done, PATIENCE).unref()
  })
}
