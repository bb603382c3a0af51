// Weeks, seasons and turns of a circle. Pure.

import type { Entry } from '../../protocol/circle.ts'
import type { Member, Note } from '../../protocol/said.ts'
import { readNote } from '../../protocol/said.ts'
import { mondayOf } from '../time/weekly.ts'
import type { Held, Roster } from './roster.ts'

/** A season's length in weeks. */
export const SEASON_WEEKS = 12
/** So many members go on together for another season to begin. */
const ENOUGH = 2
/** Weeks without a word after which someone is quiet. */
const QUIET_WEEKS = 2

/** Something a member said, and when by their clock. */
export interface Said {
  readonly hash: string
  readonly author: string
  readonly to: string
  readonly time: number
  readonly note: Note
}

/** Everything that was said by who belongs or belonged to a circle, in the order in which it came. */
export function saidIn(held: readonly Held[], { names }: Pick<Roster, 'names'>): Said[] {
  return held.flatMap(({ hash, entry }) => {
    const note = names.has(entry.author) ? noteOf(entry) : undefined
    return note ? [{ hash, author: entry.author, to: entry.to, time: entry.time, note }] : []
  })
}

// A page tells everything again; each note is parsed once.
const parsed = new WeakMap<Entry, { readonly note: Note | undefined }>()
function noteOf(entry: Entry): Note | undefined {
  if (entry.kind !== 'note') return undefined
  const known = parsed.get(entry) ?? { note: readNote(entry.body) }
  parsed.set(entry, known)
  return known.note
}

/** A season: its number, and its first day and the last, YYYY-MM-DD. */
export interface Season {
  readonly number: number
  readonly first: string
  readonly last: string
}

/** In so many days before its end, and after it, another season may be wished for. */
const ENDING_DAYS = 14

/** Whether a season is in its last two weeks, or over. Days are YYYY-MM-DD. */
export function isEnding({ last }: Pick<Season, 'last'>, today: string): boolean {
  return Temporal.PlainDate.from(today).until(last).total('days') < ENDING_DAYS
}

/**
 * The season that a circle is in, or was in last: another begins when two members want it, on the day after the last of the one
 * before, or on the day on which the second said so.
 */
export function seasonIn(said: readonly Said[], start: Roster['season'], zone: string): Season {
  let { number, first } = start
  for (;;) {
    const last = Temporal.PlainDate.from(first).add({ weeks: SEASON_WEEKS }).subtract({ days: 1 })
    const wanted = new Map<string, number>()
    for (const { author, time, note } of said)
      if (note.what === 'season' && note.number === number + 1 && !wanted.has(author) && isEarnest(time, last))
        wanted.set(author, time)
    const second = [...wanted.values()].toSorted((a, b) => a - b)[ENOUGH - 1]
    if (second === undefined) return { number, first, last: last.toString() }
    const day = Temporal.Instant.fromEpochMilliseconds(second).toZonedDateTimeISO(zone).toPlainDate()
    first = (Temporal.PlainDate.compare(day, last) > 0 ? day : last.add({ days: 1 })).toString()
    number++
  }
}

/** A wish that is much too early counts for nothing; two days are for zones and clocks. */
function isEarnest(time: number, last: Temporal.PlainDate): boolean {
  const day = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO('UTC').toPlainDate()
  return day.until(last).total('days') < ENDING_DAYS + 2
}

/** What an admission tells the new member of the season. */
export function seasonOf(held: readonly Held[], roster: Roster): Roster['season'] {
  const { number, first } = seasonIn(saidIn(held, roster), roster.season, 'UTC')
  return { number, first }
}

/** The last of what someone said of a kind. */
export function lastSaid<What extends Note['what']>(
  said: readonly Said[],
  author: string,
  what: What,
): Extract<Note, { what: What }> | undefined {
  return said.findLast(one => one.author === author && one.note.what === what)?.note as
    | Extract<Note, { what: What }>
    | undefined
}

/**
 * Whom one may write to, in one's own words, since they have been quiet: chosen by turn among those who take part in this, the same
 * on every machine, so that it is one friend and nothing has to be sent.
 *
 * @param today YYYY-MM-DD, local
 */
export function nudgeFor(
  me: string,
  members: readonly Member[],
  said: readonly Said[],
  joined: (author: string) => number,
  today: string,
  zone: string,
): Member | undefined {
  const takes = members.filter(({ author }) => lastSaid(said, author, 'nudges')?.on === true)
  if (!takes.some(({ author }) => author === me)) return undefined
  const week = mondayOf(today)
  const number = Math.floor(Temporal.PlainDate.from('2024-01-01').until(week).total('days') / 7)
  return takes.find(({ author }) => {
    if (author === me || isAway(said, author, today)) return false
    const last = Math.max(joined(author), ...said.filter(one => one.author === author).map(({ time }) => time))
    const lastWeek = mondayOf(
      Temporal.Instant.fromEpochMilliseconds(last).toZonedDateTimeISO(zone).toPlainDate().toString(),
    )
    if (Temporal.PlainDate.from(lastWeek).until(week).total('days') / 7 <= QUIET_WEEKS) return false
    const friends = takes.filter(one => one.author !== author).toSorted((a, b) => (a.author < b.author ? -1 : 1))
    return friends[number % friends.length]?.author === me
  })
}

/** Whether someone said they are away until a later day. */
export function isAway(said: readonly Said[], author: string, today: string): boolean {
  const away = lastSaid(said, author, 'away')
  return away !== undefined && away.until >= today
}

/** Wishes for a call that one may see, which are not settled: those of the last week. */
export function openCalls(said: readonly Said[], me: string, now: number): Said[] {
  const settled = new Set(
    said.flatMap(({ author, note }) => (note.what === 'settled' ? [`${author} ${note.call}`] : [])),
  )
  return said.filter(
    ({ hash, author, to, time, note }) =>
      note.what === 'call' &&
      Math.abs(now - time) < CALL_HOLDS &&
      (to === '' || to === me || author === me) &&
      !settled.has(`${author} ${hash}`),
  )
}

const CALL_HOLDS = 7 * 24 * 3600_000
