import type { Day } from '../../src/signals/rank.ts'
import { watch } from '../../src/signals/warning.ts'
import { normal } from './people.ts'

/** A detector: the statistic of each watched day, and the level at which its own theory promises one false alarm a year. */
export interface Chart {
  readonly name: string
  readonly level: number
  readonly run: (days: readonly Day[]) => { day: number; statistic: number }[]
}

export const BASELINE = 30
const YEAR = 365

/** Ours, without the reset, so that one run tells for every level: evidence in units of the threshold at one a year. */
export const ours: Chart = {
  name: 'ranks (ours)',
  level: 1,
  run: days =>
    watch([{ name: 'check-in', weight: 1, days }], { daysPerWarning: Number.MAX_VALUE }).evidence.map(
      ({ day, evidence, threshold }) => ({ day, statistic: evidence / (threshold / Number.MAX_VALUE) / YEAR }),
    ),
}

/** The charts of the textbooks, each with the parameters of the first thirty days and the level of its own table. */
export function textbook(random: () => number): Chart[] {
  return [
    { name: 'EWMA .1', level: ewmaLevel(random), run: days => onBaseline(days, ewma()) },
    { name: 'CUSUM k=.5', level: cusumLevel(0.5), run: days => onBaseline(days, cusum(0.5)) },
    { name: 'self-starting CUSUM', level: cusumLevel(0.25), run: selfStarting },
  ]
}

function onBaseline(days: readonly Day[], step: (z: number) => number): { day: number; statistic: number }[] {
  const first = days[0]?.day ?? 0
  const base = days.filter(({ day }) => day < first + BASELINE).map(({ value }) => value)
  const mean = base.reduce((a, b) => a + b, 0) / base.length
  const sd = Math.sqrt(base.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (base.length - 1)) || 0.5
  return days
    .filter(({ day }) => day >= first + BASELINE)
    .map(({ day, value }) => ({ day, statistic: step((value - mean) / sd) }))
}

function ewma(): (z: number) => number {
  const [weight, spread] = [0.1, Math.sqrt(0.1 / 1.9)]
  let smooth = 0
  return z => {
    smooth = weight * z + (1 - weight) * smooth
    return smooth / spread
  }
}

function cusum(k: number): (z: number) => number {
  let sum = 0
  return z => {
    sum = Math.max(0, sum + z - k)
    return sum
  }
}

/** Hawkins 1987: each day against the mean and spread of all before it, brought to a normal score (Wallace 1959). */
function selfStarting(days: readonly Day[]): { day: number; statistic: number }[] {
  const step = cusum(0.25)
  const first = days[0]?.day ?? 0
  let [n, mean, squares] = [0, 0, 0]
  return days.flatMap(({ day, value }) => {
    const sd = Math.sqrt(squares / (n - 1)) || 0.5
    const t = n > 2 ? ((value - mean) / sd) * Math.sqrt(n / (n + 1)) : 0
    const freedom = n - 1
    const z = Math.sign(t) * ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p(t ** 2 / freedom))
    n++
    const delta = value - mean
    mean += delta / n
    squares += delta * (value - mean)
    return day < first + BASELINE || n < 4 ? [] : [{ day, statistic: step(z) }]
  })
}

/** Siegmund's approximation of the CUSUM's run length without a change, solved for a year. */
function cusumLevel(k: number): number {
  const length = (h: number) => {
    const b = h + 1.166
    return (Math.exp(2 * k * b) - 2 * k * b - 1) / (2 * k * k)
  }
  return bisect(h => length(h) - YEAR, 0.1, 20)
}

/** The EWMA's level for a mean run of a year with known parameters, by simulation. */
function ewmaLevel(random: () => number): number {
  const runs = Array.from({ length: 1500 }, () => {
    const step = ewma()
    return Array.from({ length: 1500 }, () => step(normal(random)))
  })
  const length = (level: number) =>
    runs.reduce((sum, run) => {
      const at = run.findIndex(statistic => statistic >= level)
      return sum + (at < 0 ? run.length * 1.3 : at + 1)
    }, 0) / runs.length
  return bisect(level => length(level) - YEAR, 1, 4)
}

function bisect(rises: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2
    if (rises(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Lorden's floor for the worst mean delay at a mean run of a year, all parameters known (Siegmund's approximation). */
export function floorDays(shift: number): number {
  const k = shift / 2
  const b = cusumLevel(k) + 1.166
  return (Math.exp(-2 * k * b) + 2 * k * b - 1) / (2 * k * k)
}
