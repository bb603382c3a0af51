import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Day } from '../../src/signals/rank.ts'
import { dataFolder } from '../house.ts'

export interface Life {
  readonly days: number
  readonly phi: number
  /** Signs that are averaged: one, or five that share 0.4 of their variance. */
  readonly signs: 1 | 5
  readonly missing: number
  /** The day on which it gets worse, and by how many standard deviations of a sign. */
  readonly change?: { readonly day: number; readonly by: number }
}

/** A stream beside the check-in: a value a day, weekends of another level, days missing. */
export function simulateStream(random: () => number, { days, phi, missing, change }: Omit<Life, 'signs'>): Day[] {
  const next = autoregressive(random, phi)
  const found: Day[] = []
  for (let day = 0; day < days; day++) {
    const kind = Number(day % 7 >= 5)
    const value = next() + 0.5 * kind + (change && day >= change.day ? change.by : 0)
    if (random() >= missing) found.push({ day, value, label: random(), kind })
  }
  return found
}

const SHARED = 0.4

/** Check-ins of a simulated person: signs of 0 to 10, rounded, with autocorrelation, some days missing; their mean. */
export function simulate(random: () => number, { days, phi, signs, missing, change }: Life): Day[] {
  const mean = 2.5 + random() * 2.5
  const sd = 1.2 + random() * 0.8
  const series = Array.from({ length: signs + 1 }, () => autoregressive(random, phi))
  const found: Day[] = []
  for (let day = 0; day < days; day++) {
    const [common = 0, ...own] = series.map(next => next())
    const shift = change && day >= change.day ? change.by : 0
    const items = own.map(one => {
      const z = signs === 1 ? one : Math.sqrt(SHARED) * common + Math.sqrt(1 - SHARED) * one
      return Math.min(10, Math.max(0, Math.round(mean + sd * (z + shift))))
    })
    if (random() < missing) continue
    found.push({ day, value: items.reduce((a, b) => a + b, 0) / items.length, label: random() })
  }
  return found
}

function autoregressive(random: () => number, phi: number): () => number {
  let x = normal(random)
  return () => {
    const now = x
    x = phi * x + Math.sqrt(1 - phi * phi) * normal(random)
    return now
  }
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Real diaries, a list of series of days: each question of each person, higher as it was asked. Empty when absent. */
export function realDiaries(): { set: string; days: { day: number; value: number }[] }[] {
  const folder = join(dataFolder(), 'diaries')
  if (!existsSync(folder)) return []
  return ['jang.csv', 'pmdata.csv'].flatMap(file => {
    const [header = '', ...lines] = readFileSync(join(folder, file), 'utf8').trim().split('\n')
    const names = header.split(',')
    const rows = lines.map(line => line.split(','))
    const person = names.findIndex(name => /person|id|participant/i.test(name))
    const day = names.findIndex(name => /^(day|date|t)$/i.test(name))
    const people = Map.groupBy(rows, row => row[person] ?? '')
    return [...people.values()].flatMap(own =>
      names.flatMap((_, at) => {
        if (at === person || at === day || names[at] === 'date') return []
        const days = own
          .filter(row => row[at] !== '' && Number.isFinite(Number(row[at])))
          .map((row, index) => ({ day: dayNumber(row[day], index), value: Number(row[at]) }))
        return days.length >= 60 ? [{ set: file.replace('.csv', ''), days }] : []
      }),
    )
  })
}

function dayNumber(text: string | undefined, index: number): number {
  if (text === undefined) return index
  const number = Number(text)
  return Number.isFinite(number) ? number : Math.floor(Date.parse(text) / 86_400_000)
}
