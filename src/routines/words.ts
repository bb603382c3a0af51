import { dayWords } from '../time/weekly.ts'
import { type Free, KINDS, MOST_FREE, type NotRead } from './routine.ts'
import type { Freed } from './store/routines.ts'

/** Why what was typed is no routine, in words. */
export const NOT_READ: Record<NotRead, string> = {
  words: 'Say what it is.',
  kind: `Kinds are ${KINDS.join(', ')}.`,
  times: 'Say how often a week, from 1 to 7.',
  slot: 'For the calendar it needs both: days, and a time.',
}

export const FREE_BOUNDS = `From 1 to ${MOST_FREE} days, from a day within two months.`

/** "All is free from 19 May to 21 May" */
export function freeWords({ first, last }: Free, today: string): string {
  const [from, to] = [first, last].map(day => dayWords(day, today))
  return `All is free ${first === last ? `on ${from}` : `from ${from} to ${to}`}`
}

/** What was freed, said when it was: of all, or of one routine, which is named. */
export function freedWords(free: Pick<Freed, 'first' | 'last' | 'of'>, today: string): string {
  const { first, last, of } = free
  if (of === null) return `${freeWords(free, today)}, and nothing is lost by it.`
  return `“${of}” skipped ${[...new Set([first, last])].map(day => dayWords(day, today)).join(' to ')}.`
}
