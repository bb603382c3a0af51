// The start of a thread that takes one long step of the radar and ends.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { budgetNow } from './day.ts'
import { readPlan } from './plan/store/plan.ts'
import { readRests } from './plan/store/rest.ts'
import { takeStep } from './radar/machine/steps.ts'
import { openDatabase } from './store/database.ts'
import { FILE_NAME } from './store/folder.ts'
import { StoreProblem } from './store/problem.ts'
import type { Answer, Task } from './thread.ts'
import { machineClock } from './time/clock.ts'

const { step, folder, now } = workerData as Task

function take(): Answer {
  // The person may have deleted everything meanwhile: a step must not begin it anew.
  if (!existsSync(join(folder, FILE_NAME))) return undefined
  try {
    const db = openDatabase(join(folder, FILE_NAME))
    const clock = machineClock(now)
    takeStep(
      {
        db,
        clock,
        plan: () => readPlan(db),
        rests: () => readRests(db),
        budget: () => budgetNow(db, clock),
        off: () => false,
        learns: () => false,
        random: Math.random,
        get: outOfReach,
        bases: outOfReach,
        apart: outOfReach,
      },
      step,
    )
    db.close()
    return undefined
  } catch (error) {
    if (error instanceof StoreProblem) return { trouble: error.trouble }
    throw error
  }
}

function outOfReach(): never {
  throw new Error('a step needs neither the network nor another thread')
}

parentPort?.postMessage(take())
