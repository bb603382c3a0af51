import { KINDS, MOST_FREE, type NotRead } from './routine.ts'

/** Why what was typed is no routine, in words. */
export const NOT_READ: Record<NotRead, string> = {
  words: 'Say what it is.',
  kind: `Kinds are ${KINDS.join(', ')}.`,
  times: 'Say how often a week, from 1 to 7.',
  slot: 'For the calendar it needs both: days, and a time.',
}

export const FREE_BOUNDS = `From 1 to ${MOST_FREE} days, from a day within two months.`
