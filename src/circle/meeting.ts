// Meetings of a circle: times are proposed, and become an hour in everyone's own calendar. Pure.

import type { Member, Note } from '../../protocol/said.ts'
import type { Clock } from '../time/clock.ts'
import { writeEvent } from '../time/icalendar.ts'
import type { Said } from './rounds.ts'
import { titleOf } from './walk.ts'
import { namesOf } from './words.ts'

const MINUTE = 60_000

/** A meeting that was proposed, and whom each of its times suits (authors). */
export interface Meeting {
  readonly said: Said
  readonly note: Extract<Note, { what: 'meet' }>
  readonly times: readonly { readonly at: number; readonly suits: readonly string[] }[]
}

/** Meetings that have a time to come, the soonest first. */
export function meetingsAhead(said: readonly Said[], now: number): Meeting[] {
  return said
    .flatMap(one => (one.note.what === 'meet' && one.to === '' ? [{ said: one, note: one.note }] : []))
    .map(({ said: proposed, note }) => ({
      said: proposed,
      note,
      times: note.times
        .toSorted((a, b) => a - b)
        .filter(at => at + note.minutes * MINUTE > now)
        .map(at => ({ at, suits: suitedBy(said, proposed, at) })),
    }))
    .filter(({ times }) => times.length > 0)
    .toSorted((a, b) => (a.times[0]?.at ?? 0) - (b.times[0]?.at ?? 0))
}

function suitedBy(said: readonly Said[], meeting: Said, at: number): string[] {
  const words = new Map<string, readonly number[]>([
    [meeting.author, meeting.note.what === 'meet' ? meeting.note.times : []],
  ])
  for (const { author, note } of said)
    if (note.what === 'suits' && note.meet === meeting.hash) words.set(author, note.times)
  return [...words].filter(([, times]) => times.includes(at)).map(([author]) => author)
}

/** One time of a meeting as a calendar file; "no projects talked about" stands in it where it is the theme. */
export function eventOf(
  others: readonly Member[],
  { said, note }: Meeting,
  from: number,
  clock: Pick<Clock, 'now' | 'zone'>,
): string {
  const title = titleOf({ who: namesOf(others), what: note.kind })
  const event = {
    uid: `circle-${said.hash.slice(0, 16)}-${from}@evenkeel`,
    title: note.noProjects ? `${title}, no projects talked about` : title,
    place: note.where,
    span: { from, to: from + note.minutes * MINUTE },
  }
  return writeEvent(event, clock.zone(), clock.now())
}
