import type { Weekly } from '../time/weekly.ts'

/** What the person keeps up with, and how much of their week it may take. */
export interface Plan {
  /** One sentence; empty while there is no core area, which is a normal state. */
  readonly area: string
  /** Words that matter, at most a dozen. */
  readonly words: readonly string[]
  /** Words that are not theirs, at most a dozen. */
  readonly notMine: readonly string[]
  readonly role: string
  /** Tools whose breaking news concerns the person. */
  readonly things: readonly string[]
  readonly minutesAWeek: number
  readonly editions: Weekly
  /** How opening the laptop felt at welcome. */
  readonly feeling: 'fine' | 'heavy' | ''
  /** Everything is quiet until then (ms); null when it is not. */
  readonly pausedUntil: number | null
  /** When welcome was walked through (ms); null before. */
  readonly welcomedAt: number | null
}

export const MOST_WORDS = 12

// Midweek, so that Friday to Monday is free of it.
export const DEFAULT_PLAN: Plan = {
  area: '',
  words: [],
  notMine: [],
  role: '',
  things: [],
  minutesAWeek: 120,
  editions: { days: [2, 3, 4], time: '09:00' },
  feeling: '',
  pausedUntil: null,
  welcomedAt: null,
}

/** Whether the plan is quiet at `now` (ms). */
export function isPaused(plan: Plan, now: number): boolean {
  return plan.pausedUntil !== null && now < plan.pausedUntil
}

/** A list as people type it, "agents, tool use; RAG", without doubles: at most `most` of at most 60 characters. */
export function readList(text: string, most = MOST_WORDS): string[] {
  const parts = text.split(/[,;\n]/).map(part => part.trim().replace(/\s+/g, ' ').slice(0, 60))
  const seen = new Set<string>()
  return parts.filter(part => part && !seen.has(part.toLowerCase()) && seen.add(part.toLowerCase())).slice(0, most)
}

/** Minutes a week from hours as people type them ("2", "1.5", "1,5"); undefined outside 0.25 to 20. */
export function readHours(text: string): number | undefined {
  const hours = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && hours >= 0.25 && hours <= 20 ? Math.round(hours * 60) : undefined
}
