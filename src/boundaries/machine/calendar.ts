import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { asPlaceProblem } from '../../store/problem.ts'
import { readSetting } from '../../store/setting.ts'
import { type Calendar, writeCalendar } from '../../time/icalendar.ts'
import { day, momentOf, mondayOf, startOfDay } from '../../time/weekly.ts'
import { lasting } from '../../time/window.ts'
import { offCalendar, type Recurring } from '../calendar.ts'
import { calendarDetail, calendarFile, shutdownOn } from '../settings.ts'
import { calendarState, keepCalendarState } from '../store/calendar.ts'
import { keepKey, readKey } from '../store/keys.ts'
import { presentWindows } from '../store/rules.ts'
import { offLog, offZone } from './standing.ts'
import { workEnds } from './thoughts.ts'
import type { BoundaryTools } from './tools.ts'

const SHUTDOWN_MINUTES = 3

/** Off time, editions and shutdowns as the text of a calendar. */
export function calendarText(tools: BoundaryTools): string {
  const { db, clock } = tools
  const said = whatItSays(tools)
  return writeCalendar({ ...said, ...calendarState(db, digestOf(JSON.stringify(said)), clock.now()) })
}

/** Counts a change of what the calendar says, if there was one since last time. Asking for it alone writes nothing. */
export function countCalendar(tools: BoundaryTools): void {
  keepCalendarState(tools.db, digestOf(JSON.stringify(whatItSays(tools))), tools.clock.now())
}

function whatItSays(tools: BoundaryTools): Omit<Calendar, 'changes' | 'changedAt'> {
  const { db, clock } = tools
  return offCalendar(
    offLog(tools),
    { windows: presentWindows(db), zone: offZone(tools) },
    {
      recurring: recurring(tools),
      besides: tools.besides(),
      detail: readSetting(db, calendarDetail),
      now: clock.now(),
    },
  )
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 20)
}

function thisYear({ clock }: BoundaryTools): number {
  return momentOf(`${day(clock.now(), clock.zone()).slice(0, 4)}-01-01`, '00:00', clock.zone()) ?? 0
}

function recurring(tools: BoundaryTools): Recurring[] {
  const { db, clock } = tools
  const year = thisYear(tools)
  const ends = workEnds(tools)
  const shutdown = {
    uid: 'shutdown@evenkeel',
    title: 'Shutdown',
    window: lasting(ends.days, ends.time, SHUTDOWN_MINUTES),
    // Nobody knows since when it is on: none that went by is shown but this week's.
    since: startOfDay(mondayOf(day(clock.now(), clock.zone())), clock.zone()) ?? year,
  }
  // No further back than this year: what was is of no use to a calendar.
  const editions = tools.editions().map(one => ({ ...one, since: Math.max(one.since, year) }))
  return readSetting(db, shutdownOn) ? [...editions, shutdown] : editions
}

/** The calendar's path on this machine: whoever has it can read it, so it holds a key. A new one makes the old one void. */
export function calendarPath({ db, clock }: BoundaryTools, anew = false): string {
  const there = anew ? undefined : readKey(db, 'calendar')
  const key = there ?? randomBytes(24).toString('base64url')
  if (!there) keepKey(db, 'calendar', key, clock.now())
  return `/calendar/${key}/evenkeel.ics`
}

/** What tells one state of the calendar from another. */
export function calendarVersion(text: string): string {
  return `"${digestOf(text)}"`
}

/** Writes the calendar to a file. Throws a StoreProblem when nothing can be written there. */
export function writeCalendarFile(tools: BoundaryTools, path: string): void {
  countCalendar(tools)
  try {
    writeFileSync(path, calendarText(tools))
  } catch (error) {
    throw asPlaceProblem(error, path)
  }
}

/** Whether a path's key is the calendar's. */
export function opensCalendar({ db }: BoundaryTools, key: string): boolean {
  const there = readKey(db, 'calendar')
  return there !== undefined && sameText(there, key)
}

/** Compares without telling by its time how far two texts agree; their hashes are of one length. */
export function sameText(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}

/** Keeps the file the person chose as the calendar, where there is one; writes only what changed, and whole. Throws a StoreProblem. */
export function keepCalendarFile(tools: BoundaryTools): void {
  const path = readSetting(tools.db, calendarFile)
  if (path === '') return
  const text = calendarText(tools)
  try {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return
    writeFileSync(`${path}.evenkeel-partial`, text)
    renameSync(`${path}.evenkeel-partial`, path)
  } catch (error) {
    throw asPlaceProblem(error, path)
  }
}
