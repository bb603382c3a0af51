import type { Besides, Recurring } from './boundaries/calendar.ts'
import { unaskedEvening } from './boundaries/machine/mind.ts'
import { isOff, offLog } from './boundaries/machine/standing.ts'
import type { BoundaryTools } from './boundaries/machine/tools.ts'
import { afterHoursDays, eveningsIn } from './boundaries/machine/traces.ts'
import { NOTICE, offSpans, planned } from './boundaries/off.ts'
import { keepMindOff } from './boundaries/store/sensors.ts'
import { MIND_ENDS, MIND_QUESTION } from './boundaries/words.ts'
import { open, seal } from './circle/machine/sealing.ts'
import { withTending } from './circle/machine/tending.ts'
import type { CircleTools } from './circle/machine/tools.ts'
import { budgetNow } from './day.ts'
import { editionMinutes } from './plan/budget.ts'
import { REST_MINUTES, restAhead, restDays } from './plan/rest.ts'
import { readPauses, readPlan } from './plan/store/plan.ts'
import { addRest, readRests, restoreRest } from './plan/store/rest.ts'
import type { RadarTools } from './radar/machine/tools.ts'
import { wanderHour } from './radar/settings.ts'
import { listSources } from './radar/store/sources.ts'
import type { RoutineTools } from './routines/machine/tools.ts'
import type { Routine } from './routines/routine.ts'
import { routinesOn } from './routines/settings.ts'
import { everyRoutine, marksOf, presentRoutines } from './routines/store/routines.ts'
import type { Doing, Further, SignalTools } from './signals/machine/tools.ts'
import { settledSessions } from './sprints/machine/sprinting.ts'
import type { SprintTools } from './sprints/machine/tools.ts'
import { sprintsOn } from './sprints/settings.ts'
import { sessionsAhead } from './sprints/sprint.ts'
import { learningMinutes, presentSprint, readSprints } from './sprints/store/sprints.ts'
import type { Database } from './store/database.ts'
import { readSetting } from './store/setting.ts'
import type { Clock } from './time/clock.ts'
import { momentOf, mondayOf, startOfDay } from './time/weekly.ts'
import { lasting, localDay, wholeDay } from './time/window.ts'

const HOUR_LONG = 60
const MINUTE = 60_000
// A session that goes on stays in the calendar, however long it is.
const DAY = 24 * 60 * MINUTE

/** What off time is handed of other features: for the calendar and the evening page. */
export function boundaryJoins(db: Database, clock: Clock): Pick<BoundaryTools, 'besides' | 'pastimes' | 'editions'> {
  return {
    besides: () => besides(db, clock),
    pastimes: () => shownRoutines(db).map(({ words }) => ({ words, page: '/routines' })),
    editions: () => editionsAhead(db, clock),
  }
}

/** What reading is handed of other features: the plan and its budget, rests, off time, and whether one learns in sprints. */
export function radarJoins(
  boundaries: BoundaryTools,
): Pick<RadarTools, 'plan' | 'rests' | 'budget' | 'off' | 'learns'> {
  const { db, clock } = boundaries
  return {
    plan: () => readPlan(db),
    rests: () => readRests(db),
    budget: () => budgetNow(db, clock),
    off: () => isOff(boundaries),
    learns: () => readSetting(db, sprintsOn),
  }
}

/** What the calendar is handed: the sessions of the sprint that is under way, the rests to come with their editions, and hours that are not work. */
export function besides(db: Database, clock: Clock): Besides {
  const [now, zone] = [clock.now(), clock.zone()]
  const sprint = readSetting(db, sprintsOn) ? presentSprint(db) : undefined
  const today = localDay(now, zone).toString()
  const isQuiet = quiet(db)
  return {
    singles: [
      ...(sprint ? sessionsAhead(sprint, now - DAY, zone) : [])
        .filter(({ span }) => !isQuiet(span.from))
        .map(one => ({ ...one, title: `Sprint: ${sprint?.topic}` })),
      ...restEditions(db, clock),
    ],
    rests: readRests(db)
      .filter(({ last }) => last >= today)
      .map(({ id, first, last }) => ({ uid: `rest-${id}@evenkeel`, title: 'Rest', first, last, free: true })),
    free: [
      ...wanderTime(db, now, zone),
      ...shownRoutines(db)
        .filter(({ slot }) => slot.days.length > 0)
        .map(({ id, words, slot, begun }) => ({
          uid: `routine-${id}@evenkeel`,
          title: words,
          window: lasting(slot.days, slot.time, HOUR_LONG),
          since: startOfDay(begun, zone) ?? now,
        })),
    ],
  }
}

function wanderTime(db: Database, now: number, zone: string): Besides['free'] {
  const { days, time } = readSetting(db, wanderHour)
  // Nobody knows since when it is marked: none that went by is shown but this week's.
  const since = startOfDay(mondayOf(localDay(now, zone).toString()), zone) ?? 0
  const uid = 'wander@evenkeel'
  return days.length === 0
    ? []
    : [{ uid, title: 'Wander', window: lasting(days, time, HOUR_LONG), since, except: noReading(db, zone) }]
}

/** Whether a moment (ms) lies in the pause of everything. */
function quiet(db: Database): (moment: number) => boolean {
  const { pausedUntil } = readPlan(db)
  return moment => moment < (pausedUntil ?? 0)
}

/** Whether nothing is read at a moment (ms) at which it would be else: in the pause of everything, and on days of rest. */
function noReading(db: Database, zone: string): (moment: number) => boolean {
  const [isQuiet, resting] = [quiet(db), restDays(readRests(db))]
  return moment => isQuiet(moment) || resting.has(localDay(moment, zone).toString())
}

/** How long an edition takes, in minutes, beside the sprint that is under way; 0 where none comes by itself: without anything to read there is none to be busy with. */
function minutesAhead(db: Database, clock: Clock): number {
  const plan = readPlan(db)
  const learning = learningMinutes(db, localDay(clock.now(), clock.zone()).toString())
  return plan.welcomedAt === null || listSources(db).length === 0 ? 0 : editionMinutes(plan, learning)
}

/** When editions come, for the calendar: none in a pause, nor on days of rest, which have entries of their own. */
function editionsAhead(db: Database, clock: Clock): Recurring[] {
  const { editions, welcomedAt } = readPlan(db)
  const minutes = minutesAhead(db, clock)
  return minutes === 0
    ? []
    : [
        {
          uid: 'edition@evenkeel',
          title: 'Edition',
          window: lasting(editions.days, editions.time, minutes),
          since: welcomedAt ?? 0,
          except: noReading(db, clock.zone()),
        },
      ]
}

/** The editions of days of rest to come: the first of each week, and short. */
function restEditions(db: Database, clock: Clock): Besides['singles'] {
  const [{ editions }, zone, isQuiet] = [readPlan(db), clock.zone(), quiet(db)]
  const minutes = Math.min(minutesAhead(db, clock), REST_MINUTES)
  const today = localDay(clock.now(), zone).toString()
  return [...restDays(readRests(db))].flatMap(day => {
    const from = momentOf(day, editions.time, zone)
    const comes = day >= today && Temporal.PlainDate.from(day).dayOfWeek === editions.days[0]
    return minutes === 0 || from === undefined || !comes || isQuiet(from)
      ? []
      : [{ uid: `edition-${day}@evenkeel`, title: 'Edition', span: { from, to: from + minutes * MINUTE } }]
  })
}

/** What signals are handed of the plan and of off time: values, nothing of what the person reads. */
export function signalTools(boundaries: BoundaryTools, random: () => number): SignalTools {
  const { db, clock } = boundaries
  return {
    db,
    clock,
    random,
    isOffFrom: moment => {
      const { to } = wholeDay(localDay(moment, clock.zone()), clock.zone())
      const off = planned(offLog(boundaries), { from: moment, to: moment + 1 })[0]
      return off !== undefined && off.from <= moment && off.to >= to
    },
    rests: () => restDays(readRests(db)),
    welcome: () => {
      const { feeling, welcomedAt, pausedUntil } = readPlan(db)
      return { feeling, at: welcomedAt, pausedUntil }
    },
    afterHours: () => afterHoursDays(boundaries),
    further: () => mindQuestion(boundaries),
    doings: () => doings(sprintTools(boundaries)),
  }
}

/** The routines, while they are turned on. */
export function shownRoutines(db: Database): Routine[] {
  return readSetting(db, routinesOn) ? presentRoutines(db) : []
}

/** What a trial knows a routine by: "on days I make room for a walk". */
export function doingOf({ id, words }: Pick<Routine, 'id' | 'words'>): Pick<Doing, 'key' | 'words'> {
  return { key: `routine-${id}`, words: `make room for “${words}”` }
}

function doings(tools: SprintTools): Doing[] {
  const { db, clock } = tools
  const shown = readSetting(db, routinesOn)
  // A trial outlasts a routine and a sprint.
  const routines = everyRoutine(db).map(routine => ({
    ...doingOf(routine),
    days: new Set(marksOf(db, routine.id)),
    present: shown && routine.ended === null,
  }))
  const hours = readSprints(db)
    .filter(({ slot }) => slot.days.length > 0)
    .map(({ id, topic, slot, closedOn }) => ({
      key: `sprint-${id}`,
      words: `sit down at ${slot.time} for “${topic}”`,
      days: new Set(
        settledSessions(tools, id)
          .filter(({ endedAt, begunAt }) => endedAt === null || endedAt > begunAt)
          .map(({ begunAt }) => localDay(begunAt, clock.zone()).toString()),
      ),
      present: closedOn === null,
    }))
  return [...routines, ...hours]
}

/** Tells of a day (YYYY-MM-DD) whether the person was, is or will be away in it, or paused everything. */
export function absence(boundaries: BoundaryTools): (day: string) => boolean {
  const { db, clock } = boundaries
  const zone = clock.zone()
  const pauses = [...readPauses(db), { from: clock.now(), to: readPlan(db).pausedUntil ?? 0, zone: null }]
  // Whole days of where the person was when it began, and of where they are.
  const paused = pauses
    .filter(({ from, to }) => to > from)
    .flatMap(({ from, to, zone: there }) =>
      [there ?? zone, zone].map(place => [from, to - 1].map(moment => localDay(moment, place).toString())),
    )
  const { holidays } = offLog(boundaries)
  // What begins within the notice of their end stays off.
  const lasts = (endedAt: number | null, day: string) =>
    endedAt === null || endedAt + NOTICE > wholeDay(Temporal.PlainDate.from(day), zone).from
  return day =>
    paused.some(([first = '', last = '']) => first <= day && day <= last) ||
    holidays.some(({ first, last, endedAt }) => first <= day && day <= last && lasts(endedAt, day))
}

/** What routines are handed: on which days nothing is meant, since the person is away, paused or resting. */
export function routineTools(boundaries: BoundaryTools): RoutineTools {
  const { db, clock } = boundaries
  return {
    db,
    clock,
    free: () => {
      const [isAway, rests] = [absence(boundaries), restDays(readRests(db))]
      return day => rests.has(day) || isAway(day)
    },
  }
}

/** What sprints are handed: off time, which ends a session, and the plan's rest, which follows a sprint. */
export function sprintTools(boundaries: BoundaryTools): SprintTools {
  const { db, clock } = boundaries
  const today = () => localDay(clock.now(), clock.zone())
  return {
    db,
    clock,
    off: within => offSpans(offLog(boundaries), within),
    rest: days => {
      const first = today().add({ days: 1 })
      return addRest(db, first.toString(), first.add({ days: days - 1 }).toString(), clock.now())
    },
    takeRestBack: before => restoreRest(db, before),
    // One that begins tomorrow, as after a sprint, has begun; also where the day is an earlier one.
    restsUntil: () => restAhead(readRests(db), today().toString())?.last,
  }
}

/** What the circle is handed: off time, in which it is silent, and how many evenings were kept, for who wants to tell. */
export function circleTools(
  boundaries: BoundaryTools,
  door: CircleTools['door'],
  report: (error: unknown) => void,
): CircleTools {
  const { db, clock } = boundaries
  return withTending(
    {
      db,
      clock,
      door,
      seal,
      open,
      off: () => isOff(boundaries),
      evenings: week => {
        const all = eveningsIn(boundaries, week)
        return all.length === 0 ? undefined : all.filter(({ hands }) => hands === 'off').length
      },
    },
    report,
  )
}

/** The morning question of off time, which the check-in's form carries as its sixth. */
function mindQuestion(boundaries: BoundaryTools): Further | undefined {
  const evening = unaskedEvening(boundaries)
  return evening === undefined
    ? undefined
    : {
        question: MIND_QUESTION,
        ends: MIND_ENDS,
        keep: mark => keepMindOff(boundaries.db, evening, mark, boundaries.clock.now()),
      }
}
