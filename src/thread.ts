import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Machine } from './machine.ts'
import type { Step } from './radar/machine/tools.ts'
import { StoreProblem, type StoreTrouble } from './store/problem.ts'

/** What a step's thread is told. */
export interface Task {
  readonly step: Step
  readonly folder: string
  /** Where the wall clock stands (ms). */
  readonly now: number
}

/** What it answers: nothing, or what is wrong with the data file. */
export type Answer = { readonly trouble: StoreTrouble } | undefined

/** Takes long steps one after the other, each in a thread with the data file open to itself. */
export function stepsInThread(machine: Machine): (step: Step) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  return step => {
    const next = last.then(() => inThread(machine, step))
    last = next.catch(() => {})
    return next
  }
}

function inThread({ program, folder, clock }: Machine, step: Step): Promise<void> {
  const task: Task = { step, folder, now: clock.now() }
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(dirname(program), 'step.js'), { workerData: task })
    worker.once('message', (answer: Answer) => (answer ? reject(new StoreProblem(answer.trouble, folder)) : resolve()))
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`a step ended with ${code}`)))
  })
}
