import type { Weekly } from '../time/weekly.ts'
import type { Plan } from './plan.ts'

export type ItemKind = 'story' | 'paper' | 'release'

const WORDS_A_MINUTE = 230

/** What reading an item costs, in whole minutes. The only place where this is said. */
const COST: Record<ItemKind, (words: number) => number> = {
  // The title and a look, then the words of it that are known.
  story: words => Math.min(8, Math.max(1, Math.round(1 + words / WORDS_A_MINUTE))),
  paper: () => 4,
  release: () => 2,
}

/** About how many minutes an item takes; `words` are the known words of its extract. */
export function minutesFor(kind: ItemKind, words: number): number {
  return COST[kind](words)
}

/** Minutes for one edition: its share of the week. 0 when the plan has no edition days. */
export function editionMinutes(plan: Plan): number {
  const { days } = plan.editions
  return days.length === 0 ? 0 : Math.round(plan.minutesAWeek / days.length)
}

/** When editions come, how long each takes (0 when none do), and since when: for a calendar. */
export function editionTimes(plan: Plan, reads: boolean): { weekly: Weekly; minutes: number; since: number } {
  const minutes = reads && plan.welcomedAt !== null ? editionMinutes(plan) : 0
  return { weekly: plan.editions, minutes, since: plan.welcomedAt ?? 0 }
}

/** "24 minutes", "1 hour", "1 hour 20 minutes". */
export function inWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts = []
  if (hours) parts.push(`${hours} ${hours === 1 ? 'hour' : 'hours'}`)
  if (rest || !hours) parts.push(`${rest} ${rest === 1 ? 'minute' : 'minutes'}`)
  return parts.join(' ')
}
