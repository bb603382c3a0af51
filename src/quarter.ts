import type { App } from './app.ts'
import type { Evening } from './boundaries/evening.ts'
import { eveningsIn, readGit } from './boundaries/machine/traces.ts'
import { QUARTER } from './offering.ts'
import { begunOn, leastUsed, reading, type Stretch, type Use } from './parts.ts'
import { minutesRead } from './radar/store/opened.ts'
import { type Shelved, shelvedSince } from './radar/store/shelf.ts'
import { everyRoutine, marksOf } from './routines/store/routines.ts'
import { dayNumber, type Sign } from './signals/check-in.ts'
import { readCheckIns } from './signals/store/check-ins.ts'
import { type Moved, thenAndNow } from './signals/then-now.ts'
import { type Told, yearOf } from './sprints/machine/year.ts'
import { goneBy } from './sprints/sprint.ts'
import { laterThings } from './sprints/store/sprints.ts'
import { startOfDay } from './time/weekly.ts'
import { localDay } from './time/window.ts'

/** The signs a person began with: dread, and feeling behind. */
const SIGNS = ['dread', 'behind'] as const satisfies readonly Sign[]
// The first and the last four weeks stand for then and now.
const MONTH = 28

/** Thirteen weeks on one page. */
export interface Quarter {
  /** Counted from 1. */
  readonly number: number
  readonly stretch: Stretch
  /** False while it lasts. */
  readonly over: boolean
  /** It has lasted under four weeks: too early to tell anything. */
  readonly early: boolean
  /** Of each sign how it moved; undefined where too little was said. */
  readonly signs: readonly { readonly sign: (typeof SIGNS)[number]; readonly moved: Moved | undefined }[]
  readonly evenings: readonly Evening[]
  /** Minutes of opened editions, and of the plan as it is now. */
  readonly read: number
  readonly planned: number
  readonly editions: Use
  /** What was let go and faded by itself: from the shelf, and of what waited beside a sprint. */
  readonly faded: readonly string[]
  readonly shelved: readonly Shelved[]
  readonly sprints: readonly Told[]
  readonly notWork: readonly { readonly words: string; readonly times: number }[]
  readonly least: ReturnType<typeof leastUsed>
}

/** The last quarter that is over, the one that lasts where none is, or the one that is asked for. */
export function quarterOf(app: App, asked?: number): Quarter | undefined {
  const { db, boundaries, radar, sprints, machine } = app
  const { clock } = machine
  const zone = clock.zone()
  const began = begunOn(app)
  const today = localDay(clock.now(), zone).toString()
  if (began === undefined) return undefined
  const ended = Math.floor(Temporal.PlainDate.from(began).until(today).total('days') / QUARTER)
  const number = Math.min(ended + 1, Math.max(1, asked ?? Math.max(1, ended)))
  const first = Temporal.PlainDate.from(began).add({ days: (number - 1) * QUARTER })
  const end = first.add({ days: QUARTER - 1 }).toString()
  const over = end < today
  const stretch = stretchOf(first.toString(), over ? end : today, zone)
  const { from, to } = stretch
  if (over) readGit(boundaries, MINUTE)
  const within = (day: string) => day >= stretch.first && day <= stretch.last
  const shelved = shelvedSince(db, from).filter(({ shelvedAt, state }) => shelvedAt < to && state !== 'taken-back')
  const faded = [
    ...shelved.filter(({ state }) => state === 'faded').map(({ name }) => name),
    ...laterThings(db)
      .filter(({ addedOn }) => within(goneBy(addedOn)) && goneBy(addedOn) <= today)
      .map(({ words }) => words),
  ]
  return {
    number,
    stretch,
    over,
    early: dayNumber(stretch.last) - dayNumber(stretch.first) + 1 < MONTH,
    signs: SIGNS.map(sign => ({ sign, moved: signMoved(app, sign, stretch) })),
    evenings: eveningsIn(boundaries, { from, to }),
    read: minutesRead(db, from, to),
    planned: Math.round((radar.plan().minutesAWeek * (dayNumber(stretch.last) - dayNumber(stretch.first) + 1)) / 7),
    editions: reading(app, stretch),
    faded,
    shelved,
    sprints: yearOf(sprints).filter(({ closedOn }) => closedOn !== null && within(closedOn)),
    notWork: everyRoutine(db)
      .map(({ id, words }) => ({ words, times: marksOf(db, id).filter(within).length }))
      .filter(({ times }) => times > 0),
    least: leastUsed(app, stretch),
  }
}

const MINUTE = 60_000

function stretchOf(first: string, last: string, zone: string): Stretch {
  const after = Temporal.PlainDate.from(last).add({ days: 1 }).toString()
  return { first, last, from: startOfDay(first, zone) ?? 0, to: startOfDay(after, zone) ?? 0 }
}

function signMoved({ db }: App, sign: Sign, { first, last }: Stretch): Moved | undefined {
  const days = readCheckIns(db).flatMap(({ day, marks }) => {
    const value = marks[sign]
    return value === null || day < first || day > last ? [] : [{ day: dayNumber(day), value }]
  })
  return thenAndNow(
    days.filter(({ day }) => day < dayNumber(first) + MONTH),
    days.filter(({ day }) => day > dayNumber(last) - MONTH),
  )
}
