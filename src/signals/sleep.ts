// Nights from the files people have: when they slept, as hours a night. Pure.

import { CsvError, parse } from 'csv-parse/sync'
import { lengthOf } from '../time/span.ts'

const HOUR = 3600_000
// A night belongs to the day it ends on: what begins after six in the evening belongs to the next.
const EVENING = 18
/** What is outside of this (hours) is no night but a slip of a device. */
const NIGHT = { least: 1, most: 18 } as const

/** A stretch of sleep, by the wall it was slept under. */
export interface Slept {
  readonly from: number
  readonly to: number
  /** Minutes from UTC of that wall. */
  readonly offset: number
}

export interface Night {
  readonly day: string
  /** Hours. */
  readonly value: number
}

/** Hours of sleep by the day the night ended on; what several devices saw of the same night counts once. */
export function nightsOf(slept: readonly Slept[]): Night[] {
  const byDay = Map.groupBy(slept, ({ from, offset }) => nightDay(from + offset * 60_000))
  return [...byDay]
    .map(([day, stretches]) => ({ day, value: Math.round((lengthOf(stretches) / HOUR) * 100) / 100 }))
    .filter(({ value }) => value >= NIGHT.least && value <= NIGHT.most)
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}

function nightDay(wall: number): string {
  return Temporal.Instant.fromEpochMilliseconds(wall + (24 - EVENING) * HOUR)
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .toString()
}

const ASLEEP = /^HKCategoryValueSleepAnalysisAsleep/
const IN_BED = 'HKCategoryValueSleepAnalysisInBed'

/** One record of Apple's export, as its attributes stand; undefined when it is no sleep or cannot be read. */
export function readRecord(attributes: Readonly<Record<string, string>>): (Slept & { inBed: boolean }) | undefined {
  if (attributes.type !== 'HKCategoryTypeIdentifierSleepAnalysis') return undefined
  const value = attributes.value ?? ''
  const inBed = value === IN_BED
  const [from, to] = [readMoment(attributes.startDate), readMoment(attributes.endDate)]
  if (!(inBed || ASLEEP.test(value)) || !from || !to || to.at <= from.at || to.at - from.at > 24 * HOUR)
    return undefined
  return { from: from.at, to: to.at, offset: from.offset, inBed }
}

/** The sleep of some records: time in bed stands in only where a file knows no sleep at all. */
export function sleepOf(records: readonly (Slept & { inBed: boolean })[]): Slept[] {
  const asleep = records.filter(({ inBed }) => !inBed)
  return asleep.length > 0 ? asleep : [...records]
}

/** "2026-05-01 23:10:00 +0200" */
function readMoment(text = ''): { at: number; offset: number } | undefined {
  const found = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)$/.exec(text)
  if (!found) return undefined
  const [, day, time, sign, hours, minutes] = found
  const at = Date.parse(`${day}T${time}${sign}${hours}:${minutes}`)
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  return Number.isNaN(at) ? undefined : { at, offset }
}

/** What is wrong with a CSV file. */
export type CsvTrouble = 'unreadable' | 'no-columns' | 'no-nights'

const DATE = /^(date|day|night|wake[ _-]?date)$/i
const HOURS = /^(hours|sleep|slept|duration|hours[ _-]?(asleep|of sleep|slept)|sleep[ _-]?(hours|duration)|asleep)$/i
const MINUTES = /minutes/i

/**
 * Nights of a CSV file: a header with a column of days (YYYY-MM-DD, the day one wakes) and one of sleep, as hours ("7.5" or
 * "7:30") or, when its name says so, minutes.
 */
export function readCsv(text: string): { nights: Night[]; skipped: number } | CsvTrouble {
  const rows = readRows(text)
  if (!rows) return 'unreadable'
  const header = rows[0] ?? []
  const day = header.findIndex(name => DATE.test(name))
  const minutes = header.findIndex(name => MINUTES.test(name) && /sleep|asleep|slept|^minutes$/i.test(name))
  const sleep = minutes >= 0 ? minutes : header.findIndex(name => HOURS.test(name))
  if (day < 0 || sleep < 0) return 'no-columns'
  const nights = new Map<string, number>()
  let skipped = 0
  for (const row of rows.slice(1)) {
    const hours = readHours(row[sleep] ?? '', minutes >= 0)
    const date = readDay(row[day] ?? '')
    if (hours === undefined || hours < NIGHT.least || hours > NIGHT.most || date === undefined) skipped++
    else nights.set(date, Math.round(hours * 100) / 100)
  }
  if (nights.size === 0) return 'no-nights'
  return {
    nights: [...nights].map(([date, value]) => ({ day: date, value })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    skipped,
  }
}

function readRows(text: string): string[][] | undefined {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      delimiter: delimiterOf(text),
    })
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

/** What stands most often in the header: where it is a semicolon, a comma may be a decimal one. */
function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? ''
  const count = (mark: string) => header.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

function readHours(text: string, inMinutes: boolean): number | undefined {
  const clock = /^(\d{1,2}):([0-5]\d)(:[0-5]\d)?$/.exec(text)
  if (clock) return Number(clock[1]) + Number(clock[2]) / 60
  const number = Number(text.replace(',', '.'))
  if (text === '' || !Number.isFinite(number)) return undefined
  return inMinutes ? number / 60 : number
}

function readDay(text: string): string | undefined {
  const date = /^(\d{4}-\d\d-\d\d)([T ].*)?$/.exec(text)?.[1]
  if (date === undefined) return undefined
  try {
    return Temporal.PlainDate.from(date).toString()
  } catch {
    return undefined
  }
}
