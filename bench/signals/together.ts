// What the tables of one check-in leave out: all streams together, fewer days a week, the other promises, the second gate.

import type { Day } from '../../src/signals/rank.ts'
import { type Known, looks } from '../../src/signals/strain.ts'
import { type Stream, watch } from '../../src/signals/warning.ts'
import { seeded } from '../../test/random.ts'
import { print } from '../measure.ts'
import { BASELINE } from './charts.ts'
import { simulate, simulateStream } from './people.ts'

const YEAR = 365
const BEFORE = 90
const cell = (value: number, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '-').padStart(7)

interface Change {
  readonly checkIn: number
  readonly sleep: number
  readonly work: number
}

/** A person's three streams; a change of so many standard deviations comes after ninety days. */
function life(seed: number, days: number, phi: number, change?: Change): Stream[] {
  const random = seeded(seed)
  const from = (by: number) => (change && by > 0 ? { change: { day: BEFORE, by } } : {})
  return [
    {
      name: 'check-in',
      weight: 0.5,
      days: simulate(random, { days, phi, signs: 5, missing: 0.1, ...from(change?.checkIn ?? 0) }),
    },
    {
      name: 'sleep',
      weight: 0.25,
      days: simulateStream(random, { days, phi, missing: 0.05, ...from(change?.sleep ?? 0) }),
    },
    {
      name: 'after-hours',
      weight: 0.25,
      days: simulateStream(random, { days, phi, missing: 0, ...from(change?.work ?? 0) }),
    },
  ]
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN
}

/** Median days from the change to the warning, and the share within sixty, of those without a warning before. */
function delay(lives: readonly (readonly Stream[])[], daysPerWarning: number): [number, number] {
  const delays = lives.flatMap(streams => {
    const day = watch(streams, { daysPerWarning }).warnings[0]?.day ?? Number.POSITIVE_INFINITY
    return day < BEFORE ? [] : [day - BEFORE + 1]
  })
  return [median(delays), delays.filter(days => days <= 60).length / delays.length]
}

function alarmed(lives: readonly (readonly Stream[])[], daysPerWarning = YEAR): number {
  return lives.filter(streams => watch(streams, { daysPerWarning }).warnings.length > 0).length / lives.length
}

export function together(people: number): void {
  const seeds = Array.from({ length: people }, (_, at) => at + 1)
  print('\nAll streams together (check-in 1/2, sleep 1/4, after hours 1/4), at about one a year')
  for (const phi of [0, 0.3, 0.5])
    print(
      `  false warning in year one, phi ${phi}`.padEnd(44) +
        cell(alarmed(seeds.map(seed => life(seed, BASELINE + YEAR, phi)))),
    )
  print(`${'  change in'.padEnd(44)}  1 sd (<= 60 d)     .5 sd (<= 60 d)`)
  for (const [name, change] of [
    ['all three', { checkIn: 1, sleep: 1, work: 1 }],
    ['the check-in only', { checkIn: 1, sleep: 0, work: 0 }],
    ['sleep only', { checkIn: 0, sleep: 1, work: 0 }],
    ['work after hours only', { checkIn: 0, sleep: 0, work: 1 }],
  ] as const) {
    const row = [1, 0.5].map(by => {
      const half = { checkIn: change.checkIn * by, sleep: change.sleep * by, work: change.work * by }
      const [days, share] = delay(
        seeds.map(seed => life(seed, BEFORE + 300, 0.3, half)),
        YEAR,
      )
      return `${cell(days, 0)} (${share.toFixed(2)})`
    })
    print(`  ${name}`.padEnd(44) + row.join('    '))
  }

  print('\nThe check-in alone, five signs, phi .3: median days to warn of 1 sd and .5 sd, by promise and days a week')
  for (const years of [1, 2, 5])
    for (const [name, weekdays] of [
      ['daily', [0, 1, 2, 3, 4, 5, 6]],
      ['three days a week', [0, 2, 4]],
    ] as const) {
      const row = [1, 0.5].map(by => {
        const lives = seeds.map(seed => [onWeekdays(seed, by, weekdays)])
        return cell(delay(lives, years * YEAR)[0], 0)
      })
      print(`  one in ${years} ${years === 1 ? 'year' : 'years'}, ${name}`.padEnd(44) + row.join(''))
    }

  dated(seeds)
  gate(seeds)
}

/** Change comes late enough for three days a week to have learned. */
function onWeekdays(seed: number, by: number, weekdays: readonly number[]): Stream {
  const days = simulate(seeded(seed), {
    days: BEFORE + 500,
    phi: 0.3,
    signs: 5,
    missing: 0.1,
    change: { day: BEFORE, by },
  })
  return {
    name: 'check-in',
    weight: 1,
    days: days.filter(({ day }) => (weekdays as readonly number[]).includes(day % 7)),
  }
}

/** How near the likely start lies to the change. */
function dated(seeds: readonly number[]): void {
  print(
    '\nThe likely start, of those warned after the change: within a week of it, median days off, a tenth earlier than',
  )
  for (const by of [1, 0.5]) {
    const off = seeds.flatMap(seed => {
      const days = simulate(seeded(seed), {
        days: BEFORE + 300,
        phi: 0.3,
        signs: 5,
        missing: 0.1,
        change: { day: BEFORE, by },
      })
      const [first] = watch([{ name: 'check-in', weight: 1, days }], { daysPerWarning: YEAR }).warnings
      return first && first.day >= BEFORE ? [first.start - BEFORE] : []
    })
    const near = off.filter(days => Math.abs(days) <= 7).length / off.length
    const early = off.toSorted((a, b) => a - b)[Math.floor(off.length / 10)] ?? Number.NaN
    print(`  a change of ${by} sd`.padEnd(44) + cell(near) + cell(median(off), 0) + cell(early, 0))
  }
}

/** The second gate: how many are given its card in a year, by where their usual level lies. */
function gate(seeds: readonly number[]): void {
  print(
    '\nThe second gate (ten of the last fourteen answers in the worse third): people given its card, cards a person-year',
  )
  for (const level of [3, 4, 5, 6, 7, 8]) {
    const cards = seeds.map(seed => {
      const days = simulate(seeded(seed), { days: YEAR, phi: 0.3, signs: 5, missing: 0.1 })
      const usual = days.reduce((sum, { value }) => sum + value, 0) / days.length
      const moved = days.map((one): Day => ({ ...one, value: Math.min(10, Math.max(0, one.value - usual + level)) }))
      const known: Pick<Known, 'answers'> = { answers: moved }
      return looks(known).filter(({ high }) => high).length
    })
    print(
      `  usual level ${level} of 10`.padEnd(44) +
        cell(cards.filter(count => count > 0).length / cards.length) +
        cell(cards.reduce((a, b) => a + b, 0) / cards.length),
    )
  }
}
