// Whether the early warning keeps its promise, and how soon it comes, beside the charts of the textbooks.
//   npm run bench -- warning [--people=800]

import type { Day } from '../src/signals/rank.ts'
import { watch } from '../src/signals/warning.ts'
import { seeded, shuffled } from '../test/random.ts'
import { print } from './measure.ts'
import { BASELINE, type Chart, floorDays, ours, textbook } from './signals/charts.ts'
import { type Life, realDiaries, simulate } from './signals/people.ts'
import { together } from './signals/together.ts'

const PEOPLE = Number(process.argv.find(word => word.startsWith('--people='))?.slice(9) ?? 800)
const YEAR = 365
const CHANGE = BASELINE + 60
const charts: Chart[] = [ours, ...textbook(seeded(99))]
const PHIS = [0, 0.2, 0.3, 0.4, 0.5]
const cell = (value: number, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '-').padStart(7)

function people(life: Omit<Life, 'days'>, days = BASELINE + YEAR): Day[][] {
  return Array.from({ length: PEOPLE }, (_, at) => simulate(seeded(at + 1), { ...life, days }))
}

/** The share of people with an alarm within a year. */
function alarmed(chart: Chart, lives: readonly (readonly Day[])[], level = chart.level): number {
  return lives.filter(days => chart.run(days).some(({ statistic }) => statistic >= level)).length / lives.length
}

print(
  `Share of people with a false warning in year one, at about one a year (promise .63, kept up to .4; bars .15 / .45 / .75 at 0 / .3 / .5)\n`,
)
print(`${''.padEnd(34)}${PHIS.map(phi => `phi ${phi}`.padStart(7)).join('')}`)
for (const signs of [1, 5] as const) {
  const lives = PHIS.map(phi => people({ phi, signs, missing: 0.1 }))
  for (const chart of charts)
    print(
      `${`${signs === 1 ? 'one sign' : 'five signs'}, ${chart.name}`.padEnd(34)}${lives.map(some => cell(alarmed(chart, some))).join('')}`,
    )
}
const sparse = people({ phi: 0.3, signs: 5, missing: 0.4 })
print(`${'five signs, 40 % missing, ours'.padEnd(34)}${' '.repeat(14)}${cell(alarmed(ours, sparse))}`)

/** The level at which a share of unchanged people is alarmed within a year. */
function levelFor(chart: Chart, lives: readonly (readonly Day[])[], share: number): number {
  const most = lives.map(days => Math.max(...chart.run(days).map(({ statistic }) => statistic))).sort((a, b) => b - a)
  return most[Math.floor(share * most.length)] ?? Number.POSITIVE_INFINITY
}

/** Days from the change to the alarm, of those without an alarm before: their median, and the share within so many days. */
function delay(chart: Chart, lives: readonly (readonly Day[])[], level: number, within: number): [number, number] {
  const delays = lives.flatMap(days => {
    const alarm = chart.run(days).find(({ statistic }) => statistic >= level)?.day
    return alarm !== undefined && alarm < CHANGE
      ? []
      : [alarm === undefined ? Number.POSITIVE_INFINITY : alarm - CHANGE + 1]
  })
  delays.sort((a, b) => a - b)
  return [
    delays[Math.floor(delays.length / 2)] ?? Number.NaN,
    delays.filter(days => days <= within).length / delays.length,
  ]
}

print(
  `\nDays to warn, phi .3, 10 % missing, change 60 days after the thirtieth: median (share within 30 days of 1 sd, 60 of .5)`,
)
print(`${''.padEnd(34)}  at its own level        63 % alarmed        25 % alarmed`)
print(`${''.padEnd(34)}   1 sd    .5 sd       1 sd    .5 sd       1 sd    .5 sd`)
for (const signs of [1, 5] as const) {
  const still = people({ phi: 0.3, signs, missing: 0.1 })
  const [much, some] = [1, 0.5].map(by =>
    people({ phi: 0.3, signs, missing: 0.1, change: { day: CHANGE, by } }, CHANGE + 200),
  )
  for (const chart of charts) {
    const levels = [chart.level, levelFor(chart, still, 0.63), levelFor(chart, still, 0.25)]
    const row = levels.map(level => {
      const [one, half] = [delay(chart, much ?? [], level, 30), delay(chart, some ?? [], level, 60)]
      return `${cell(one[0], 0)} (${one[1].toFixed(2)})${cell(half[0], 0)} (${half[1].toFixed(2)})`
    })
    print(`${`${signs === 1 ? 'one sign' : 'five signs'}, ${chart.name}`.padEnd(34)}${row.join(' ')}`)
  }
}
print(
  `${'Lorden’s floor, all known'.padEnd(34)}${cell(floorDays(1 * Math.sqrt(0.7 / 1.3)), 0)}       ${cell(floorDays(0.5 * Math.sqrt(0.7 / 1.3)), 0)}   (one sign, phi .3: worst mean delay; bars for five signs: 12 and 31)`,
)

together(PEOPLE)

const diaries = realDiaries()
if (diaries.length === 0) print('\nReal diaries: absent (EVENKEEL_BENCH_DATA)')
else {
  print(
    '\nReal diaries, shuffled in blocks of seven days so that nothing lasting is left: false warnings a person-year (bar 1)',
  )
  for (const chart of charts) {
    let [alarms, days] = [0, 0]
    for (const [at, { days: diary }] of diaries.entries()) {
      const mixed = inBlocks(diary, seeded(at + 1))
      const run = chart === ours ? repeated(mixed) : repeatedChart(chart, mixed)
      alarms += run.alarms
      days += run.days
    }
    print(
      `${chart.name.padEnd(34)}${cell((alarms / days) * YEAR)}   (${diaries.length} series, ${(days / YEAR).toFixed(0)} years watched)`,
    )
  }
}

function inBlocks(diary: readonly { day: number; value: number }[], random: () => number): Day[] {
  const blocks = shuffled([...Map.groupBy(diary, (_, at) => Math.floor(at / 7)).values()], random)
  return blocks.flat().map(({ value }, at) => ({ day: diary[at]?.day ?? at, value, label: random() }))
}

function repeated(days: Day[]): { alarms: number; days: number } {
  const { evidence, warnings } = watch([{ name: 'x', weight: 1, days }], { daysPerWarning: YEAR })
  return { alarms: warnings.length, days: spanOf(evidence.map(({ day }) => day)) }
}

/** A chart begins anew after each alarm, on a baseline of its own. */
function repeatedChart(chart: Chart, days: readonly Day[]): { alarms: number; days: number } {
  const run = chart.run(days)
  const alarm = run.find(({ statistic }) => statistic >= chart.level)
  if (!alarm) return { alarms: 0, days: spanOf(run.map(({ day }) => day)) }
  const rest = repeatedChart(
    chart,
    days.filter(({ day }) => day > alarm.day),
  )
  return {
    alarms: 1 + rest.alarms,
    days: spanOf(run.map(({ day }) => day).filter(day => day <= alarm.day)) + rest.days,
  }
}

function spanOf(days: readonly number[]): number {
  return days.length === 0 ? 0 : (days.at(-1) ?? 0) - (days[0] ?? 0) + 1
}
