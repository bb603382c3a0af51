import { next, type Weekly } from '../time/weekly.ts'
import { localDay } from '../time/window.ts'

/** A span of days on which little is read, first and last included, as YYYY-MM-DD. */
export interface Rest {
  readonly id: number
  readonly first: string
  readonly last: string
}

/** How long an edition takes in a rest, in minutes; one comes a week. */
export const REST_MINUTES = 10
/** How many days are offered, and how many a rest may have. */
export const REST_DAYS = { offered: 7, most: 60 } as const

/** The rest a local day lies in, if it lies in one. */
export function restOn(rests: readonly Rest[], day: string): Rest | undefined {
  return rests.find(({ first, last }) => first <= day && day <= last)
}

/** The rest that lasts on a day, or is still to come. */
export function restAhead(rests: readonly Rest[], day: string): Rest | undefined {
  return rests.find(({ last }) => last >= day)
}

/** Every day of some rests, as YYYY-MM-DD. */
export function restDays(rests: readonly Rest[]): Set<string> {
  const days = new Set<string>()
  for (const { first, last } of rests)
    for (let day = Temporal.PlainDate.from(first); day.toString() <= last; day = day.add({ days: 1 }))
      days.add(day.toString())
  return days
}

const WEEK = 7 * 24 * 3600_000

/** The last edition time at or before `now` (ms); of those in a rest only the first of its week counts. */
export function latestSlot(editions: Weekly, rests: readonly Rest[], now: number, zone: string): number | undefined {
  let found: number | undefined
  // Even in a rest there is one within any eight days, unless it has just begun.
  for (const slot of slotsFrom(editions, rests, now - 3 * WEEK, zone)) {
    if (slot > now) break
    found = slot
  }
  return found
}

/** The first edition time after `now` (ms) that counts. */
export function nextSlot(editions: Weekly, rests: readonly Rest[], now: number, zone: string): number | undefined {
  return slotsFrom(editions, rests, now, zone).next().value ?? undefined
}

function* slotsFrom(editions: Weekly, rests: readonly Rest[], from: number, zone: string): Generator<number> {
  const [only] = editions.days
  let slot = next(editions, from, zone)
  for (; slot !== undefined && slot < from + 15 * WEEK; slot = next(editions, slot, zone)) {
    const day = localDay(slot, zone)
    if (day.dayOfWeek === only || !restOn(rests, day.toString())) yield slot
  }
}
