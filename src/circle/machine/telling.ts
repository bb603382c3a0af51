import { readNote } from '../../../protocol/said.ts'
import { readSetting } from '../../store/setting.ts'
import { day, mondayOf } from '../../time/weekly.ts'
import { wholeDay } from '../../time/window.ts'
import { faultsOf } from '../faults.ts'
import { meetingsAhead } from '../meeting.ts'
import { isAway, isEnding, lastSaid, nudgeFor, openCalls, type Said, saidIn, seasonIn } from '../rounds.ts'
import { circleOn } from '../settings.ts'
import { type Circle, everyCircle } from '../store/circles.ts'
import { draftsOf, isHeard, removalsOf } from '../store/entries.ts'
import { putOff } from '../store/put-off.ts'
import { circleNow } from './syncing.ts'
import type { SyncTools } from './tools.ts'

/** Everything there is to tell of a circle now. Undefined while its first entry was not read yet. */
export function tell(tools: SyncTools, circle: Circle) {
  const { clock, db } = tools
  const { held, roster } = circleNow(tools, circle)
  if (!roster) return undefined
  const [now, zone] = [clock.now(), clock.zone()]
  const today = day(now, zone)
  const week = mondayOf(today)
  const drafts = draftsOf(db, circle.id)
  const removing = removalsOf(drafts)
  // What is still on its way is said already, as far as the person is concerned.
  const waiting = drafts.flatMap((draft): Said[] => {
    const note = draft.kind === 'note' ? readNote(draft.body) : undefined
    return note ? [{ hash: `draft ${draft.id}`, author: circle.author, to: draft.to, time: draft.madeAt, note }] : []
  })
  const said = [...saidIn(held, roster), ...waiting]
  const season = seasonIn(said, roster.season, zone)
  const others = roster.members.filter(({ author }) => author !== circle.author)
  const joined = (author: string) =>
    held.find(({ entry }) => entry.kind === 'roster' && entry.body.includes(author))?.entry.time ?? circle.madeAt
  return {
    circle,
    roster,
    said,
    season,
    today,
    week,
    waiting: new Set(waiting.map(({ hash }) => hash)),
    drafts,
    others,
    running: season.last >= today,
    /** Another season may be wished for. */
    ending: isEnding(season, today),
    /** Nobody was heard since the relay let go of something unread: the circle may be elsewhere. */
    unheard: circle.lostAt !== null && !isHeard(db, circle, circle.lostAt),
    /** Until when others are away (YYYY-MM-DD), by author. */
    awayUntil: new Map(
      others.flatMap(({ author }) =>
        isAway(said, author, today) ? [[author, lastSaid(said, author, 'away')?.until ?? ''] as const] : [],
      ),
    ),
    /** What has changed in who belongs to it, in the last week. */
    departed: roster.departures.filter(({ at }) => Math.abs(now - at) < WEEK_MS),
    undone: roster.undone.filter(({ at }) => Math.abs(now - at) < WEEK_MS),
    removing,
    belongs:
      circle.endedAt === null &&
      !removing.includes(circle.author) &&
      roster.members.some(({ author }) => author === circle.author),
    notes: notesOf(said, week),
    mine: notesOf(said, week).find(({ author }) => author === circle.author),
    calls: openCalls(said, circle.author, now).filter(
      ({ to }) => to === '' || to === circle.author || others.some(({ author }) => author === to),
    ),
    meetings: meetingsAhead(said, now),
    nudge: nudgeFor(circle.author, roster.members, said, joined, today, zone),
    nudges: lastSaid(said, circle.author, 'nudges')?.on ?? false,
    away: lastSaid(said, circle.author, 'away')?.until ?? '',
    wantsMore: said.some(
      ({ author, note }) => author === circle.author && note.what === 'season' && note.number === season.number + 1,
    ),
    faults: faultsOf(held, roster, circle.author),
    putOff: (what: 'note' | 'nudge' | 'season') => putOff(db, circle.id, what, week),
    weekSpan: {
      from: wholeDay(Temporal.PlainDate.from(week), zone).from,
      to: wholeDay(Temporal.PlainDate.from(week).add({ days: 6 }), zone).to,
    },
  }
}

export type Told = NonNullable<ReturnType<typeof tell>>

/** The circles that go on and are shown. */
export function shownCircles({ db }: Pick<SyncTools, 'db'>): Circle[] {
  return everyCircle(db).filter(({ hidden, endedAt }) => !hidden && endedAt === null)
}

/** Whether the circle stands in the foot of pages: not where all that one has are hidden. */
export function isInFoot(tools: Pick<SyncTools, 'db'>): boolean {
  return readSetting(tools.db, circleOn) && (everyCircle(tools.db).length === 0 || shownCircles(tools).length > 0)
}

/** Each author's last note of a week, in the order in which they came. */
export function notesOf(said: readonly Said[], week: string): Said[] {
  const notes = said.filter(({ to, note }) => to === '' && note.what === 'week' && note.week === week)
  return notes.filter((one, at) => !notes.slice(at + 1).some(({ author }) => author === one.author))
}

/** Mondays of the weeks that have notes, the last first. */
export function weeksOf(said: readonly Said[]): string[] {
  const weeks = said.flatMap(({ note }) => (note.what === 'week' ? [note.week] : []))
  return [...new Set(weeks)].toSorted().toReversed()
}

/** In how many weeks of a stretch of days one wrote to any circle, and since when there is one to write to (YYYY-MM-DD). */
export function weeksWritten(
  tools: SyncTools,
  first: string,
  last: string,
): { written: number; since: string | undefined } {
  const zone = tools.clock.zone()
  const mine = everyCircle(tools.db).flatMap(circle => {
    const told = tell(tools, circle)
    return (told?.said ?? []).filter(({ author }) => author === circle.author)
  })
  const weeks = mine.flatMap(({ note }) =>
    note.what === 'week' && note.week >= first && note.week <= last ? [note.week] : [],
  )
  const begun = mine.map(({ time }) => day(time, zone)).toSorted()[0]
  return { written: new Set(weeks).size, since: begun }
}

/** The one thing a circle would ask or tell on the first page: a friend's wish first, then the week's note, then a nudge. */
export type Ask =
  | { readonly what: 'call'; readonly told: Told; readonly name: string; readonly hash: string }
  | { readonly what: 'note' | 'season'; readonly told: Told }
  | { readonly what: 'nudge'; readonly told: Told; readonly name: string }

/** What to ask today, of all circles that are shown; undefined for nothing. */
export function askOf(tools: SyncTools): Ask | undefined {
  const asks = shownCircles(tools).flatMap((circle): Ask[] => {
    const told = tell(tools, circle)
    if (!told?.belongs || told.others.length === 0) return []
    const call = told.calls.find(
      ({ author, hash }) => author !== circle.author && !putOff(tools.db, circle.id, 'call', hash),
    )
    const name = (author: string) => told.roster.names.get(author) ?? ''
    const asked = Temporal.PlainDate.from(told.today).dayOfWeek === ASKED_ON
    const away = told.away >= told.today
    return [
      ...(call ? [{ what: 'call' as const, told, name: name(call.author), hash: call.hash }] : []),
      ...(told.running && asked && !away && !told.mine && !told.putOff('note')
        ? [{ what: 'note' as const, told }]
        : []),
      ...(!told.running && !told.wantsMore && !told.putOff('season') ? [{ what: 'season' as const, told }] : []),
      ...(told.running && told.nudge && !told.putOff('nudge')
        ? [{ what: 'nudge' as const, told, name: told.nudge.name }]
        : []),
    ]
  })
  return ORDER.map(what => asks.find(ask => ask.what === what)).find(ask => ask !== undefined)
}

const ORDER = ['call', 'note', 'season', 'nudge'] as const
/** On Fridays: an ask that is passed by is not repeated. */
const ASKED_ON = 5
const WEEK_MS = 7 * 24 * 3600_000
