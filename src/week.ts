import type { App } from './app.ts'
import { byHand, stretches } from './boundaries/evening.ts'
import { offLog } from './boundaries/machine/standing.ts'
import { offSpans } from './boundaries/off.ts'
import { tracesIn } from './boundaries/store/sensors.ts'
import { inWords } from './plan/budget.ts'
import { KIND_WORDS, type Kind } from './routines/routine.ts'
import { everyRoutine, marksOf } from './routines/store/routines.ts'
import { readStreamDays } from './signals/store/watch.ts'
import { settledSessions } from './sprints/machine/sprinting.ts'
import { minutesIn } from './sprints/sprint.ts'
import { readSprints } from './sprints/store/sprints.ts'
import { clip, lengthOf, subtract } from './time/span.ts'
import { dayName } from './time/weekly.ts'
import { localDay, wholeDay } from './time/window.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** What one day held, in minutes and hours; undefined where nothing can tell. Days are YYYY-MM-DD. */
export interface WeekDay {
  readonly day: string
  /** Minutes of work that traces saw; undefined where none are kept. */
  readonly work: number | undefined
  /** Minutes of sprint sessions. */
  readonly learning: number
  /** Hours off that were kept until now, as far as can be told: without what was opened, and without the work that traces saw. */
  readonly off: number
  /** Hours off that are planned and still to come. */
  readonly offAhead: number
  /** What happened that is not work, by its kind and words. */
  readonly routines: readonly { readonly kind: Kind; readonly words: string }[]
  /** Hours of sleep from files. */
  readonly sleep: number | undefined
}

/** The week, Monday to Sunday, that holds a day. */
export function weekOf({ boundaries, sprints, db, machine: { clock } }: App, of: Temporal.PlainDate): WeekDay[] {
  const zone = clock.zone()
  const monday = of.subtract({ days: of.dayOfWeek - 1 })
  const days = Array.from({ length: 7 }, (_, at) => monday.add({ days: at }))
  const within = { from: wholeDay(monday, zone).from, to: wholeDay(monday.add({ days: 6 }), zone).to }
  const traces = byHand(tracesIn(db, within.from, within.to))
  const now = clock.now()
  const off = subtract(offSpans(offLog(boundaries), within), stretches(traces))
  const hours = (from: number, to: number) =>
    to > from ? Math.round((lengthOf(clip(off, { from, to })) / HOUR) * 10) / 10 : 0
  const sessions = readSprints(db).flatMap(({ id }) => settledSessions(sprints, id))
  const nights = new Map(readStreamDays(db).flatMap(one => (one.stream === 'sleep' ? [[one.day, one.value]] : [])))
  const happened = everyRoutine(db).map(routine => ({ ...routine, marks: marksOf(db, routine.id) }))
  return days.map(date => {
    const [day, span] = [date.toString(), wholeDay(date, zone)]
    const mine = traces.filter(({ minute }) => minute >= span.from && minute < span.to)
    return {
      day,
      work: mine.length > 0 ? lengthOf(stretches(mine)) / MINUTE : undefined,
      learning: minutesIn(sessions, span, now),
      off: hours(span.from, Math.min(span.to, now)),
      offAhead: hours(Math.max(span.from, now), span.to),
      routines: happened.filter(({ marks }) => marks.includes(day)).map(({ kind, words }) => ({ kind, words })),
      sleep: nights.get(day),
    }
  })
}

/** A row of the week's picture; rows in which nothing happened are not drawn. */
export interface WeekRow {
  readonly name: string
  /** How full each day is, 0 to 1: with what happened, and further with what is planned and still to come. */
  readonly days: readonly { readonly value: number; readonly ahead: number }[]
  /** The same in words, of the days that have any: "Monday 13.5 hours, Tuesday 2 hours". */
  readonly words: string
}

/** The rows of the week's picture. */
export function rowsOf(week: readonly WeekDay[]): WeekRow[] {
  const row = (
    name: string,
    of: (day: WeekDay) => number,
    { full, words, ahead = () => 0 }: { full: number; words: (n: number) => string; ahead?: typeof of },
  ): WeekRow => ({
    name,
    days: week.map(day => {
      const value = Math.min(1, of(day) / full)
      return { value, ahead: Math.min(1 - value, ahead(day) / full) }
    }),
    words: week
      .flatMap((day, at) => {
        const [done, still] = [of(day), ahead(day)]
        const said = [done > 0 ? words(done) : '', still > 0 ? `${words(still)} to come` : ''].filter(Boolean)
        return done + still > 0 ? [`${dayName(at + 1)} ${said.join(', ')}`.trim()] : []
      })
      .join('; '),
  })
  const hours = (n: number) => (n === 1 ? '1 hour' : `${Math.round(n * 10) / 10} hours`)
  const routine = (kind: Kind) =>
    row(KIND_WORDS[kind], ({ routines }) => routines.filter(one => one.kind === kind).length, {
      full: 1,
      words: n => (n > 1 ? `${n} times` : ''),
    })
  return [
    routine('people'),
    routine('body'),
    routine('outdoors'),
    routine('hands'),
    routine('quiet'),
    row('Off time', ({ off }) => off, { full: 16, words: hours, ahead: ({ offAhead }) => offAhead }),
    row('Sleep', ({ sleep = 0 }) => sleep, { full: 10, words: hours }),
    row('Learning', ({ learning }) => learning, { full: 120, words: inWords }),
    row('Work', ({ work = 0 }) => work, { full: 600, words: inWords }),
  ].filter(({ days }) => days.some(({ value, ahead }) => value + ahead > 0))
}

/** The day a week is asked by, as typed; today when it is none. */
export function dayAsked(text: string | undefined, { clock }: App['machine']): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(/^[12]\d{3}-\d\d-\d\d$/.test(text ?? '') ? (text ?? '') : '')
  } catch {
    return localDay(clock.now(), clock.zone())
  }
}
