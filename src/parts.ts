import type { App } from './app.ts'
import { offLog } from './boundaries/machine/standing.ts'
import { eveningsIn } from './boundaries/machine/traces.ts'
import { eveningAsk, shutdownOn, workDays } from './boundaries/settings.ts'
import { presentWindows } from './boundaries/store/rules.ts'
import { mindOffs } from './boundaries/store/sensors.ts'
import { everyShutdown } from './boundaries/store/thoughts.ts'
import { weeksWritten } from './circle/machine/telling.ts'
import { circleOn } from './circle/settings.ts'
import { markWanderHour } from './radar/machine/wandering.ts'
import { auditOn, PROPOSED_HOUR, wanderHour } from './radar/settings.ts'
import { countJudged } from './radar/store/audits.ts'
import { editionsOpened } from './radar/store/opened.ts'
import { routinesOn } from './routines/settings.ts'
import { checkInDays, checkInOn } from './signals/settings.ts'
import { askedSince, readCheckIns } from './signals/store/check-ins.ts'
import { settledSessions } from './sprints/machine/sprinting.ts'
import { sprintsOn } from './sprints/settings.ts'
import { minutesIn, PROPOSED } from './sprints/sprint.ts'
import { readSprints } from './sprints/store/sprints.ts'
import { keepSetting, readSetting, type Setting } from './store/setting.ts'
import { slotWords } from './time/weekly.ts'
import { localDay } from './time/window.ts'

/** A stretch of local days, first and last included, YYYY-MM-DD, and the same in time (ms). */
export interface Stretch {
  readonly first: string
  readonly last: string
  readonly from: number
  readonly to: number
}

/** How often a part was used, of how often it could have been. */
export interface Use {
  readonly done: number
  readonly of: number
}

/** A part of Evenkeel that can be on or off. */
export interface Part {
  readonly name: string
  /** "the check-in", as the page of a quarter speaks of it. */
  readonly words: string
  /** What offers it, once, to who has not used it. */
  readonly offer: string
  readonly isOn: (app: App) => boolean
  /** Begins it, as far as one key can, and answers the page on which it goes on. */
  readonly begin: (app: App) => string | Promise<string>
  /** Undefined for what is not used by acts, as an evening off. */
  readonly use?: (app: App, stretch: Stretch) => Use
  readonly setting?: Setting<boolean>
  /** It is about what one reads. */
  readonly reads?: true
}

const WEEK = 7

const shutdown: Part = {
  name: 'shutdown',
  words: 'the shutdown',
  offer: 'Work that goes on in your head? A shutdown of three minutes parks what is open until tomorrow.',
  isOn: ({ db }) => readSetting(db, shutdownOn),
  begin: ({ db }) => turn(db, shutdownOn, 'yes', '/off'),
  use: (app, { from, to, first, last }) => {
    const all = everyShutdown(app.db).map(({ begunAt }) => begunAt)
    const since = dayOf(app, all[0])
    return {
      done: all.filter(at => at >= from && at < to).length,
      of: (daysIn(app, later(first, since), last) * readSetting(app.db, workDays).length) / WEEK,
    }
  },
  setting: shutdownOn,
}

const mindOff: Part = {
  name: 'evening question',
  words: 'the question about last evening',
  offer: 'How far is your mind off in the evening? One question the morning after can show it over time.',
  isOn: ({ db }) => readSetting(db, eveningAsk),
  begin: ({ db }) => turn(db, eveningAsk, 'yes', '/evenings'),
  use: ({ db, boundaries }, { first, last, from, to }) => {
    const all = mindOffs(db)
    const since = later(first, all[0]?.evening)
    return {
      done: all.filter(({ evening, value }) => value !== null && evening >= first && evening <= last).length,
      of: eveningsIn(boundaries, { from, to }).filter(({ day }) => day >= since).length,
    }
  },
  setting: eveningAsk,
}

/** Every part that is offered, in the order of it; the expert ones are only ever found in the settings. */
export const PARTS: readonly Part[] = [
  {
    name: 'evening',
    words: 'off time',
    offer: 'One evening a week, truly off: Evenkeel closes itself then, and your browser can close what is work.',
    isOn: ({ db }) => presentWindows(db).length > 0,
    begin: () => '/off',
  },
  {
    name: 'routines',
    words: 'the page “Not work”',
    offer: 'A week holds more than work. One thing that does you good could stand here, with nothing to lose.',
    isOn: ({ db }) => readSetting(db, routinesOn),
    begin: () => '/routines',
    // How much of it happened is nobody's business here: it is never the one that is proposed to be turned off.
    setting: routinesOn,
  },
  {
    name: 'check-in',
    words: 'the check-in',
    offer: 'Twenty seconds a day can tell when your days have changed from your own usual, before you would notice.',
    isOn: ({ db }) => readSetting(db, checkInOn),
    begin: () => '/signals',
    use: (app, { first, last }) => {
      const all = readCheckIns(app.db).map(({ day }) => day)
      const since = all[0] ?? askedSince(app.db)
      return {
        done: all.filter(day => day >= first && day <= last).length,
        of: (daysIn(app, later(first, since), last) * readSetting(app.db, checkInDays).length) / WEEK,
      }
    },
    setting: checkInOn,
  },
  {
    name: 'checks',
    words: 'random checks',
    offer:
      'Do you wonder what you miss? A few titles drawn at random from what is left out, a minute an edition, can tell.',
    isOn: ({ db }) => readSetting(db, auditOn),
    begin: ({ db }) => turn(db, auditOn, 'yes', '/evidence'),
    use: ({ db }, { from, to }) => countJudged(db, from, to),
    setting: auditOn,
    reads: true,
  },
  shutdown,
  {
    name: 'sprints',
    words: 'learning sprints',
    offer: 'Something you mean to learn? A sprint is one topic with a stop date, and a rest after it.',
    isOn: ({ db }) => readSetting(db, sprintsOn),
    begin: () => '/sprint',
    use: (app, { first, last, from, to }) => {
      const { db, sprints, machine } = app
      const there = readSprints(db).filter(sprint => sprint.first <= last && (sprint.closedOn ?? sprint.stop) >= first)
      const days = ({ first: begun, stop, closedOn }: (typeof there)[number]) => {
        const end = closedOn !== null && closedOn < stop ? closedOn : stop
        return daysIn(app, later(begun, first), end < last ? end : last)
      }
      return {
        done: there.reduce(
          (sum, { id }) => sum + minutesIn(settledSessions(sprints, id), { from, to }, machine.clock.now()),
          0,
        ),
        of:
          there.length === 0
            ? (daysIn(app, first, last) * PROPOSED.minutesAWeek) / WEEK
            : there.reduce((sum, sprint) => sum + (days(sprint) * sprint.minutesAWeek) / WEEK, 0),
      }
    },
    setting: sprintsOn,
  },
  {
    name: 'wander',
    words: 'the hour to wander',
    offer: 'Curious beyond your area? One hour a week to wander brings one story from far outside it.',
    isOn: ({ db }) => readSetting(db, wanderHour).days.length > 0,
    begin: async ({ radar }) => {
      await markWanderHour(radar, slotWords(PROPOSED_HOUR))
      return '/settings'
    },
    reads: true,
  },
  mindOff,
  {
    name: 'circle',
    words: 'the circle',
    offer: 'A few people you trust, a note of a minute a week, a call or a meal: a circle, sealed to them alone.',
    isOn: ({ db }) => readSetting(db, circleOn),
    begin: () => '/circle',
    use: (app, { first, last }) => {
      const { written, since } = weeksWritten(app.circle, first, last)
      return { done: written, of: since === undefined ? 0 : Math.floor(daysIn(app, later(first, since), last) / WEEK) }
    },
    setting: circleOn,
  },
]

/** How many editions were opened of those that were made: reading is a part too, though it is never turned off whole. */
export function reading({ db }: App, { from, to }: Stretch): Use {
  return editionsOpened(db, from, to)
}

/**
 * The part that is used least for what it could be, of those that are on: under half of it, counted from its first use. What had
 * no occasion is not counted; when one that was never used was turned on nobody knows, so it counts for the whole stretch.
 */
export function leastUsed(app: App, stretch: Stretch): { part: Part; use: Use } | undefined {
  const used = PARTS.flatMap(part => {
    const use = part.isOn(app) && part.setting ? part.use?.(app, stretch) : undefined
    return use && use.of >= 1 ? [{ part, use }] : []
  })
  const [least] = used.toSorted((a, b) => a.use.done / a.use.of - b.use.done / b.use.of)
  return least && least.use.done < least.use.of / 2 ? least : undefined
}

function turn(db: App['db'], setting: Setting, word: string, page: string): string {
  keepSetting(db, setting, word)
  return page
}

/** The days of a stretch on which something was meant at all: not those of rests, pauses and days off. */
function daysIn({ routines }: App, first: string, last: string): number {
  const isFree = routines.free()
  let days = 0
  for (let day = Temporal.PlainDate.from(first); day.toString() <= last; day = day.add({ days: 1 }))
    if (!isFree(day.toString())) days++
  return days
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && other > one ? other : one
}

function dayOf({ machine: { clock } }: App, moment: number | undefined): string | undefined {
  return moment === undefined ? undefined : localDay(moment, clock.zone()).toString()
}

/** When a person began with Evenkeel (ms): with welcome, or with their first off time, whichever was first. */
export function begunAt({ radar, boundaries }: App): number | undefined {
  const [welcomed, off] = [radar.plan().welcomedAt, offLog(boundaries).rules[0]?.madeAt]
  const moments = [welcomed, off].filter(moment => moment !== null && moment !== undefined)
  return moments.length === 0 ? undefined : Math.min(...moments)
}
