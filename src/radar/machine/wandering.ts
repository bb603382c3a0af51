import { minutesFor } from '../../plan/budget.ts'
import { restOn } from '../../plan/rest.ts'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { day, next } from '../../time/weekly.ts'
import { REACH } from '../edition.ts'
import { placeOf, rowsOf } from '../ranking/language.ts'
import type { Read } from '../ranking/rank.ts'
import { wanderHour } from '../settings.ts'
import { isAbout } from '../shelf.ts'
import { dropWander, type Edition, keepWander, wandered, wanderedSince } from '../store/editions.ts'
import { findItem } from '../store/items.ts'
import { asleep } from '../store/shelf.ts'
import { carriedBy, termsOf } from '../store/terms.ts'
import { wanderTo } from '../wander.ts'
import { languageNow, nearestNow } from './ranking.ts'
import { nextSlot, presentEdition } from './reading.ts'
import type { RadarTools } from './tools.ts'

const DAY = 24 * 3600_000
// A week, less what a change of the clock takes of it.
const ONCE_IN = 6.5 * DAY
// What most sources carry is looked at first: so many are enough to tell far from near.
const LOOKED_AT = 1500
const LEAST_WORDS = 60
// One does not wander to the same place twice.
const SAME_PLACE = 0.5

/**
 * Gives the present edition its story from far outside, where the wander hour falls into its time. One that was made shorter on
 * purpose has none: a rest is a rest.
 */
export function wander(tools: RadarTools): void {
  const edition = presentEdition(tools)
  const rests = restOn(tools.rests(), day(tools.clock.now(), tools.clock.zone()))
  if (!edition?.whole || edition.shorter || rests || edition.wander || !isDue(tools, edition)) return
  // Once a week, also when the hour was moved.
  if (wanderedSince(tools.db, edition.slot - ONCE_IN)) return
  const item = pick(tools)
  if (item) keepWander(tools.db, edition, item.id, minutesFor(item.kind, item.words))
}

/** Marks the hour to wander ("fri 16:00"), or takes it and its story away (empty). Answers whether that is an hour. */
export async function markWanderHour(tools: RadarTools, hour: string): Promise<boolean> {
  if (!keepSetting(tools.db, wanderHour, hour)) return false
  const edition = presentEdition(tools)
  if (hour !== '') await tools.apart('wander')
  else if (edition) dropWander(tools.db, edition)
  return true
}

/** The wander hour that falls into an edition's time (ms), if it is kept. */
export function isDue(tools: RadarTools, { slot }: Pick<Edition, 'slot'>): boolean {
  const hour = readSetting(tools.db, wanderHour)
  const at = next(hour, slot - 1, tools.clock.zone())
  return at !== undefined && at < (nextSlot(tools) ?? dayLater(slot, tools.clock.zone()))
}

/** The same hour of the wall a day later (ms): a day of a change of the clock has 23 or 25 hours. */
function dayLater(moment: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).add({ days: 1 }).epochMilliseconds
}

function pick(tools: RadarTools) {
  const { db, clock, plan } = tools
  const now = clock.now()
  const core = nearestNow(tools)
  if (core.length === 0) return undefined
  const language = languageNow(tools)
  const carried = carriedBy(db, now - REACH, now, LEAST_WORDS, LOOKED_AT)
  const words = [...asleep(db).map(({ name }) => name), ...plan().notMine]
  const before = wandered(db)
  const documents: Read[] = termsOf(db, [...core, ...before, ...carried.map(({ id }) => id)])
  const rows = rowsOf(
    language,
    documents.map(({ terms }) => terms),
  )
  const place = new Float64Array(language.rank)
  const places = new Map<number, Float64Array>()
  for (const [row, { id }] of documents.entries()) {
    if (placeOf(language, rows, row, place) > 0) places.set(id, unit(place, language.centre))
  }
  const middle = new Float64Array(language.rank)
  for (const id of core) addTo(middle, places.get(id))
  const centre = unit(middle)
  const there = before.flatMap(id => places.get(id) ?? [])
  const found = carried.flatMap(({ id, voices }) => {
    const at = places.get(id)
    const item = at && !there.some(one => dot(one, at) > SAME_PLACE) ? findItem(db, id) : undefined
    if (!at || !item || words.some(word => isAbout(item, word))) return []
    return [{ id, voices, near: dot(centre, at) }]
  })
  const chosen = wanderTo(found)
  return chosen && findItem(db, chosen.id)
}

/** A place among the factors as a direction of length one, seen from the centre. */
function unit(place: Float64Array, from?: Float64Array): Float64Array {
  const length = Math.hypot(...place) || 1
  const seen = place.map((value, at) => value / length - (from?.[at] ?? 0))
  const size = Math.hypot(...seen) || 1
  return seen.map(value => value / size)
}

function addTo(sum: Float64Array, one: Float64Array | undefined): void {
  for (const [at, value] of (one ?? []).entries()) sum[at] = (sum[at] ?? 0) + value
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
}
