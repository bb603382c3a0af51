import { join } from 'node:path'
import { agentOf } from './agent.ts'
import type { BoundaryTools } from './boundaries/machine/tools.ts'
import { makeDoor } from './circle/machine/door.ts'
import { relayHosts } from './circle/machine/tending.ts'
import type { CircleTools } from './circle/machine/tools.ts'
import { boundaryJoins, circleTools, radarJoins, routineTools, signalTools, sprintTools } from './joined.ts'
import type { Machine } from './machine.ts'
import { makeGet } from './net/get.ts'
import { takeStep } from './radar/machine/steps.ts'
import type { RadarTools } from './radar/machine/tools.ts'
import { allowHosts, arxivBase, githubBase, hackernewsBase } from './radar/settings.ts'
import type { RoutineTools } from './routines/machine/tools.ts'
import type { SignalTools } from './signals/machine/tools.ts'
import type { SprintTools } from './sprints/machine/tools.ts'
import { spendCode } from './store/code.ts'
import type { Database } from './store/database.ts'
import { FILE_NAME, openFolder } from './store/folder.ts'
import { asStoreProblem } from './store/problem.ts'
import { readSetting } from './store/setting.ts'
import { stepsInThread } from './thread.ts'
import { makeSession, readSecret, type Session } from './web/session.ts'

/** Evenkeel, opened: the store and what hangs on it, handed to every feature. */
export interface App {
  readonly machine: Machine
  readonly db: Database
  readonly radar: RadarTools
  readonly boundaries: BoundaryTools
  readonly signals: SignalTools
  readonly routines: RoutineTools
  readonly sprints: SprintTools
  readonly circle: CircleTools
  readonly session: Session
  /** The data file's path. */
  readonly file: string
  close(): void
}

function secretOf(folder: string): Buffer {
  try {
    return readSecret(folder)
  } catch (error) {
    throw asStoreProblem(error, folder)
  }
}

/**
 * Opens the person's data and puts everything together; `staying` takes long steps in a thread of their own. Throws a
 * StoreProblem.
 */
export function openApp(machine: Machine, { staying = false } = {}): App {
  const { clock, folder } = machine
  const db = openFolder(folder, clock.now)
  const door = {
    agent: agentOf(machine.version),
    never: () => [machine.port],
    monotonic: clock.monotonic,
  }
  const get = makeGet({ ...door, allowed: () => [...readSetting(db, allowHosts), ...(machine.allowed ?? [])] })
  // A relay’s host is the one that was pasted, also at home; nothing else may be asked through it.
  const relays = makeGet({ ...door, allowed: () => relayHosts({ db }) })
  const boundaries: BoundaryTools = {
    db,
    clock,
    folder,
    home: machine.home,
    port: machine.port,
    atHome: staying || machine.env.TZ === undefined,
    ...boundaryJoins(db, clock),
  }
  const radar: RadarTools = {
    db,
    clock,
    get,
    bases: () => ({
      arxiv: machine.bases?.arxiv ?? readSetting(db, arxivBase),
      github: readSetting(db, githubBase),
      hackernews: readSetting(db, hackernewsBase),
    }),
    ...radarJoins(boundaries),
    random: Math.random,
    apart: staying ? stepsInThread(machine) : async step => takeStep(radar, step),
  }
  const session = makeSession(secretOf(folder), clock, code => spendCode(db, code, clock.monotonic()))
  const signals = signalTools(boundaries, Math.random)
  const routines = routineTools(boundaries)
  const sprints = sprintTools(boundaries)
  let closed = false
  // A relay that answers when all is closed is no failure.
  const circle = circleTools(boundaries, makeDoor(relays), error => {
    if (!closed) machine.report(error)
  })
  return {
    machine,
    db,
    radar,
    boundaries,
    signals,
    routines,
    sprints,
    circle,
    session,
    file: join(folder, FILE_NAME),
    close: () => {
      closed = true
      db.close()
    },
  }
}
