import type { App } from './app.ts'
import type { Evening } from './boundaries/evening.ts'
import { eveningsIn, readGit } from './boundaries/machine/traces.ts'
import { absence } from './joined.ts'
import { begunAt, leastUsed, reading, type Stretch, type Use } from './parts.ts'
import { mostLearning } from './plan/budget.ts'
import { REST_MINUTES, restDays } from './plan/rest.ts'
import { minutesRead } from './radar/store/opened.ts'
import { shelvedSince } from './radar/store/shelf.ts'
import { everyRoutine, marksOf } from './routines/store/routines.ts'
import { dayNumber, type Sign } from './signals/check-in.ts'
import { readCheckIns } from './signals/store/check-ins.ts'
import { type Moved, thenAndNow } from './signals/then-now.ts'
import { everySprint } from './sprints/machine/year.ts'
import { sprintsOn } from './sprints/settings.ts'
import { goneBy, type Told } from './sprints/sprint.ts'
import { laterThings, readSprints } from './sprints/store/sprints.ts'
import { readSetting } from './store/setting.ts'
import { startOfDay } from './time/weekly.ts'
import { localDay } from './time/window.ts'

/** The signs a person began with: dread, and feeling behind. */
const SIGNS = ['dread', 'behind'] as const satisfies readonly Sign[]
// The first and the last four weeks stand for then and now.
const MONTH = 28
const DAYS = 91

/** Thirteen weeks on one page. */
export interface Quarter {
  /** Counted from 1. */
  readonly number: number
  readonly stretch: Stretch
  /** False while it lasts. */
  readonly over: boolean
  /** It has lasted under eight weeks: too early to tell then from now. */
  readonly early: boolean
  /** Of each sign how it moved; undefined where too little was said. */
  readonly signs: readonly { readonly sign: (typeof SIGNS)[number]; readonly moved: Moved | undefined }[]
  readonly evenings: readonly Evening[]
  /** Minutes of opened editions, and those that the plan had room for. */
  readonly read: number
  readonly planned: number
  readonly editions: Use
  /** What was let go and faded by itself: from the shelf, and of what waited beside a sprint. */
  readonly faded: readonly string[]
  /** How many things were shelved. */
  readonly shelved: number
  readonly sprints: readonly Told[]
  readonly notWork: readonly { readonly words: string; readonly times: number }[]
  readonly least: ReturnType<typeof leastUsed>
}

/** The last quarter that is over, the one that lasts where none is, or the one that is asked for. */
export function quarterOf(app: App, asked?: number): Quarter | undefined {
  const { db, boundaries, sprints, machine } = app
  const { clock } = machine
  const zone = clock.zone()
  const began = begunAt(app)
  const today = localDay(clock.now(), zone).toString()
  // A clock set back before the begin has nothing to look back on.
  if (began === undefined || began > clock.now()) return undefined
  const begun = localDay(began, zone)
  const ended = Math.floor(begun.until(today).total('days') / DAYS)
  const number = Math.min(ended + 1, Math.max(1, asked ?? Math.max(1, ended)))
  const first = begun.add({ days: (number - 1) * DAYS })
  const end = first.add({ days: DAYS - 1 }).toString()
  const over = end < today
  const stretch = stretchOf(first.toString(), over ? end : today, zone)
  const { from, to } = stretch
  if (over) readGit(boundaries, MINUTE)
  const within = (day: string) => day >= stretch.first && day <= stretch.last
  const entries = shelvedSince(db, 0)
  const inside = (moment: number | null) => moment !== null && moment >= from && moment < to
  const faded = [
    ...entries.filter(({ state, settledAt }) => state === 'faded' && inside(settledAt)).map(({ name }) => name),
    ...laterThings(db)
      .filter(({ addedOn }) => within(goneBy(addedOn)) && goneBy(addedOn) <= today)
      .map(({ words }) => words),
  ]
  return {
    number,
    stretch,
    over,
    early: dayNumber(stretch.last) - dayNumber(stretch.first) + 1 < 2 * MONTH,
    signs: SIGNS.map(sign => ({ sign, moved: signMoved(app, sign, stretch) })),
    evenings: eveningsIn(boundaries, { from, to }),
    read: minutesRead(db, from, to),
    planned: roomFor(app, stretch),
    editions: reading(app, stretch),
    faded,
    shelved: entries.filter(({ shelvedAt, state }) => inside(shelvedAt) && state !== 'taken-back').length,
    sprints: everySprint(sprints).filter(({ closedOn }) => closedOn !== null && within(closedOn)),
    notWork: everyRoutine(db)
      .map(({ id, words }) => ({ words, times: marksOf(db, id).filter(within).length }))
      .filter(({ times }) => times > 0),
    least: leastUsed(app, stretch),
  }
}

/** Minutes of reading that the plan, as it is now, had room for: less beside a sprint, ten a week in a rest, none away or paused. */
function roomFor({ db, radar, boundaries }: App, { first, last }: Stretch): number {
  const { minutesAWeek } = radar.plan()
  // One that is not closed while sprints are off takes no time.
  const sprints = readSprints(db).filter(({ closedOn }) => closedOn !== null || readSetting(db, sprintsOn))
  const [isAway, rests] = [absence(boundaries), restDays(radar.rests())]
  let minutes = 0
  for (let day = Temporal.PlainDate.from(first); day.toString() <= last; day = day.add({ days: 1 })) {
    const text = day.toString()
    const sprint = sprints.find(one => one.first <= text && text <= one.stop && text <= (one.closedOn ?? one.stop))
    const whole = minutesAWeek - Math.min(sprint?.minutesAWeek ?? 0, mostLearning(radar.plan()))
    minutes += (isAway(text) ? 0 : rests.has(text) ? Math.min(whole, REST_MINUTES) : whole) / 7
  }
  return Math.round(minutes)
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
