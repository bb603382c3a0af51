import type { App } from './app.ts'
import { byHand, stretches } from './boundaries/evening.ts'
import { offLog } from './boundaries/machine/standing.ts'
import { offSpans } from './boundaries/off.ts'
import { tracesIn } from './boundaries/store/sensors.ts'
import { KIND_WORDS, type Kind } from './routines/routine.ts'
import { everyRoutine, marksOf } from './routines/store/routines.ts'
import { readStreamDays } from './signals/store/watch.ts'
import { settledSessions } from './sprints/machine/sprinting.ts'
import { minutesIn } from './sprints/sprint.ts'
import { readSprints } from './sprints/store/sprints.ts'
import { clip, lengthOf, subtract } from './time/span.ts'
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
  /** Hours off that were kept, as far as can be told: without what was opened, and without the work that traces saw. */
  readonly off: number
  /** What happened that is not work, by its kind and words. */
  readonly routines: readonly { readonly kind: Kind; readonly words: string }[]
  /** Hours of sleep from files. */
  readonly sleep: number | undefined
}

/** The week, Monday to Sunday, that holds a day. Days to come hold what is planned alone. */
export function weekOf({ boundaries, sprints, db, machine: { clock } }: App, of: Temporal.PlainDate): WeekDay[] {
  const zone = clock.zone()
  const monday = of.subtract({ days: of.dayOfWeek - 1 })
  const days = Array.from({ length: 7 }, (_, at) => monday.add({ days: at }))
  const within = { from: wholeDay(monday, zone).from, to: wholeDay(monday.add({ days: 6 }), zone).to }
  const traces = byHand(tracesIn(db, within.from, within.to))
  const off = subtract(offSpans(offLog(boundaries), within), stretches(traces))
  const sessions = readSprints(db).flatMap(({ id }) => settledSessions(sprints, id))
  const nights = new Map(readStreamDays(db).flatMap(one => (one.stream === 'sleep' ? [[one.day, one.value]] : [])))
  const happened = everyRoutine(db).map(routine => ({ ...routine, marks: marksOf(db, routine.id) }))
  return days.map(date => {
    const [day, span] = [date.toString(), wholeDay(date, zone)]
    const mine = traces.filter(({ minute }) => minute >= span.from && minute < span.to)
    return {
      day,
      work: mine.length > 0 ? lengthOf(stretches(mine)) / MINUTE : undefined,
      learning: minutesIn(sessions, span, clock.now()),
      off: Math.round((lengthOf(clip(off, span)) / HOUR) * 10) / 10,
      routines: happened.filter(({ marks }) => marks.includes(day)).map(({ kind, words }) => ({ kind, words })),
      sleep: nights.get(day),
    }
  })
}

/** The rows of the week's picture, each a value from 0 to 1 a day; rows in which nothing happened are not drawn. */
export function rowsOf(week: readonly WeekDay[]): { readonly name: string; readonly values: readonly number[] }[] {
  const routine = (kind: Kind) => ({
    name: KIND_WORDS[kind],
    values: week.map(({ routines }) => Math.min(1, routines.filter(one => one.kind === kind).length)),
  })
  return [
    routine('people'),
    routine('body'),
    routine('outdoors'),
    routine('hands'),
    routine('quiet'),
    { name: 'Off time', values: week.map(({ off }) => Math.min(1, off / 16)) },
    { name: 'Sleep', values: week.map(({ sleep = 0 }) => Math.min(1, sleep / 10)) },
    { name: 'Learning', values: week.map(({ learning }) => Math.min(1, learning / 120)) },
    { name: 'Work', values: week.map(({ work = 0 }) => Math.min(1, work / 600)) },
  ].filter(({ values }) => values.some(value => value > 0))
}

/** The day a week is asked by, as typed; today when it is none. */
export function dayAsked(text: string | undefined, { clock }: App['machine']): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(/^[12]\d{3}-\d\d-\d\d$/.test(text ?? '') ? (text ?? '') : '')
  } catch {
    return localDay(clock.now(), clock.zone())
  }
}
