// What a week holds that is not work. What happened is said; what did not is neither drawn nor said.

import { isTime, mondayOf, startOfDay } from '../time/weekly.ts'

export const KINDS = ['body', 'people', 'hands', 'outdoors', 'quiet'] as const
export type Kind = (typeof KINDS)[number]

export const KIND_WORDS: Record<Kind, string> = {
  body: 'Body',
  people: 'People',
  hands: 'Hands',
  outdoors: 'Outdoors',
  quiet: 'Quiet',
}

const DAY = 24 * 3600_000
const LONGEST = 80

/** So many at the most; one is enough to begin with. */
export const MOST_ROUTINES = 5

export interface Routine {
  readonly id: number
  readonly words: string
  readonly kind: Kind
  /** How often a week it is meant, 1 to 7. */
  readonly times: number
  readonly ifThen: string
  /** When it stands in the calendar: ISO weekdays and HH:MM; no days for one that does not. */
  readonly slot: { readonly days: readonly number[]; readonly time: string }
  /** Of people: no projects are talked about. */
  readonly noProjects: boolean
  /** The first day it is meant, and the day it ended, YYYY-MM-DD. */
  readonly begun: string
  readonly ended: string | null
}

/** What a person says of a routine, as typed. */
export interface Typed {
  readonly words: string
  readonly kind: string
  readonly times: string
  readonly ifThen: string
  readonly slot: Routine['slot']
  readonly noProjects: boolean
}

/** Why what was typed is no routine. */
export type NotRead = 'words' | 'kind' | 'times' | 'slot'

/** Reads a routine as it was typed, long words cut; answers what it is, or why it is none. */
export function readRoutine(typed: Typed): Omit<Routine, 'id' | 'begun' | 'ended'> | NotRead {
  const line = (text: string, longest: number) => text.replace(/\s+/g, ' ').trim().slice(0, longest).toWellFormed()
  const [words, ifThen] = [line(typed.words, LONGEST), line(typed.ifThen, 2 * LONGEST)]
  const kind = KINDS.find(one => one === typed.kind)
  const times = Number(typed.times)
  if (words === '') return 'words'
  if (!kind) return 'kind'
  if (!(Number.isInteger(times) && times >= 1 && times <= 7)) return 'times'
  if (typed.slot.days.length > 0 !== isTime(typed.slot.time)) return 'slot'
  return { words, kind, times, ifThen, slot: typed.slot, noProjects: kind === 'people' && typed.noProjects }
}

/** Days on which nothing is meant, first and last included. */
export interface Free {
  readonly first: string
  readonly last: string
}

/** All can be free for so many days, and from so many days ago or ahead. */
export const MOST_FREE = 60

/** So many free days from a day on, also from one that is past: illness is seen late. Undefined where that is no such stretch. */
export function freeFrom(from: string, days: number, today: string): Free | undefined {
  if (!(Number.isInteger(days) && days >= 1 && days <= MOST_FREE) || startOfDay(from, 'UTC') === undefined)
    return undefined
  const first = Temporal.PlainDate.from(from)
  if (Math.abs(first.until(today).total('days')) > MOST_FREE) return undefined
  return { first: from, last: first.add({ days: days - 1 }).toString() }
}

/** How often it happened in the week (Monday to Sunday) that holds a day. */
export function timesInWeek(marks: readonly string[], day: string): number {
  const first = mondayOf(day)
  const last = Temporal.PlainDate.from(first).add({ days: 6 }).toString()
  return marks.filter(mark => mark >= first && mark <= last).length
}

const COUNTS = ['', 'once', 'twice', 'three times', 'four times', 'five times', 'six times', 'every day']

/** "twice this week"; empty where it did not happen: nothing is said of that. */
export function timesWords(times: number): string {
  return times === 0 ? '' : `${COUNTS[times] ?? `${times} times`} this week`
}

/** "twice a week", "every day" */
export function meantWords(times: number): string {
  return times === 7 ? 'every day' : `${COUNTS[times]} a week`
}

/** Days until what happened counts half: two weeks for what is meant almost daily, longer for what is meant seldom. */
function halfLife(times: number): number {
  return times >= 5 ? 14 : times >= 2 ? 28 : 56
}

/**
 * The share of what was meant that happened, 0 to 1, what is long ago counting less and less; undefined before the first day.
 * A free day on which it did not happen is no day at all, so that no skip, pause, illness or holiday ever lowers it: without the
 * day what happened weighs as much as before, and what was meant weighs no more (its sum never exceeds that of all days).
 */
export function decayingShare(
  { times, begun }: Pick<Routine, 'times' | 'begun'>,
  marks: ReadonlySet<string>,
  isFree: (day: string) => boolean,
  today: string,
): number | undefined {
  const keeps = 0.5 ** (1 / halfLife(times))
  let [happened, meant] = [0, 0]
  // Whole days of UTC stand for local days: thirty times as fast as Temporal over years of them.
  for (let day = Date.parse(begun); day <= Date.parse(today); day += DAY) {
    const text = new Date(day).toISOString().slice(0, 10)
    const marked = marks.has(text)
    // Today is not over: it can only add.
    if (!marked && (isFree(text) || text === today)) continue
    happened = keeps * happened + Number(marked)
    meant = keeps * meant + times / 7
  }
  return meant === 0 ? undefined : Math.min(1, happened / meant)
}

/** The one of some routines that is proposed for a day on which they may be: the one that happened least of what was meant this week. */
export function proposed<One extends { readonly times: number; readonly happened: number }>(
  routines: readonly One[],
): One | undefined {
  return routines
    .filter(({ times, happened }) => happened < times)
    .toSorted((a, b) => a.happened / a.times - b.happened / b.times)[0]
}
