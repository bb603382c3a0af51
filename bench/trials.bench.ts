// Whether a trial says "it helps" when nothing does, looked at every day, and how often it can tell what does.
//   npm run bench -- trials [--people=1000]

import { analyse, differences, E_LEVEL, eProcess, type Outcome, pairsOf, type Trial } from '../src/signals/trial.ts'
import { seeded } from '../test/random.ts'
import { print } from './measure.ts'
import { normal } from './signals/people.ts'

const PEOPLE = Number(process.argv.find(word => word.startsWith('--people='))?.slice(9) ?? 1000)
const SD = 2
const cell = (value: number, digits = 3) => value.toFixed(digits).padStart(8)

interface Days {
  readonly phi: number
  /** Standard deviations by which the days get worse over the trial. */
  readonly drift: number
  readonly effect: number
  readonly days: number
}

interface Told {
  readonly early: boolean
  readonly end: boolean
  /** When it was first said, in days. */
  readonly day: number
}

/** One person's trial on marks of 0 to 10, a tenth of the days missing, looked at after every pair. */
function live(seed: number, { phi, drift, effect, days }: Days): Told {
  const random = seeded(seed)
  const trial: Trial = {
    doing: 'x',
    outcome: 'sleep' as Outcome,
    lag: 1,
    pairs: days / 2,
    spread: SD * 1.3,
    seed: String(seed),
    first: 0,
  }
  const pairs = pairsOf(trial, [])
  const done = new Set(pairs.map(pair => pair.done + trial.lag))
  const outcomes = new Map<number, number>()
  let x = normal(random)
  for (let day = 0; day <= days + 1; day++) {
    const better = done.has(day) ? effect * SD : 0
    const mark = Math.round(5 + SD * (x + (drift * day) / days) - better)
    if (random() >= 0.1) outcomes.set(day, Math.min(10, Math.max(0, mark)))
    x = phi * x + Math.sqrt(1 - phi * phi) * normal(random)
  }
  let early = Number.POSITIVE_INFINITY
  for (let over = 1; over <= pairs.length; over++) {
    const found = differences(trial, pairs.slice(0, over), outcomes)
    if (eProcess(found, trial.spread) >= E_LEVEL) {
      early = 2 * over
      break
    }
  }
  const { verdict } = analyse(trial, differences(trial, pairs, outcomes), true)
  return { early: early < Number.POSITIVE_INFINITY, end: verdict === 'works', day: early }
}

print('False "it helps" by either rule, looked at after every pair (bar .05), nothing helping')
print(`${''.padEnd(30)}${[28, 56, 84].map(days => `${days} d`.padStart(8)).join('')}`)
let worst = 0
for (const phi of [0, 0.2, 0.5])
  for (const drift of [0, 0.5, 1]) {
    const shares = [28, 56, 84].map(days => {
      const told = Array.from({ length: PEOPLE }, (_, at) => live(at + 1, { phi, drift, effect: 0, days }))
      return told.filter(({ early, end }) => early || end).length / PEOPLE
    })
    worst = Math.max(worst, ...shares)
    print(`phi ${phi}, drift ${drift} sd`.padEnd(30) + shares.map(share => cell(share)).join(''))
  }
print(`the most of them: ${worst.toFixed(3)} (ratio to the bar ${(worst / 0.05).toFixed(2)})`)

print(
  '\nPower at phi .2, drift .5 sd, a tenth missing: by either rule (before the end, in the middle after so many days) / the anchor',
)
print(`${''.padEnd(30)}${[28, 56, 84].map(days => `${days} d`.padStart(26)).join('')}`)
// Two-sided flips at .05 alone, at the planned end, as published beside the design: what "by either rule" is set against.
const ANCHOR: Record<number, readonly number[]> = {
  0.3: [0.11, 0.18, 0.27],
  0.5: [0.24, 0.44, 0.6],
  0.8: [0.46, 0.82, 0.93],
}
for (const effect of [0.3, 0.5, 0.8]) {
  const row = [28, 56, 84].map((days, which) => {
    const told = Array.from({ length: PEOPLE }, (_, at) => live(at + 1, { phi: 0.2, drift: 0.5, effect, days }))
    const any = told.filter(({ early, end }) => early || end).length / PEOPLE
    const early = told.filter(one => one.early)
    const middle = early.map(({ day }) => day).sort((a, b) => a - b)[early.length >> 1]
    return `${any.toFixed(2)} (${(early.length / PEOPLE).toFixed(2)}, ${middle ?? '-'}) /${(ANCHOR[effect]?.[which] ?? 0).toFixed(2)}`.padStart(
      26,
    )
  })
  print(`effect ${effect} sd`.padEnd(30) + row.join(''))
}
