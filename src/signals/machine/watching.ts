import { readSetting } from '../../store/setting.ts'
import { momentOf } from '../../time/weekly.ts'
import { localDay } from '../../time/window.ts'
import {
  type Asked,
  type CheckIn,
  dayNumber,
  dayOf,
  daysOf,
  FILLABLE,
  hasStopped,
  isAsked,
  NEW_DAY,
} from '../check-in.ts'
import { type Day, STICKINESS } from '../rank.ts'
import {
  checkInDays,
  checkInInOffTime,
  checkInOn,
  checkInTime,
  daysPerWarning,
  stickyDays,
  warningYears,
} from '../settings.ts'
import { readCards } from '../store/cards.ts'
import { askedSince, readCheckIns } from '../store/check-ins.ts'
import { pauseTrial, presentTrial, readPauses } from '../store/trials.ts'
import {
  judgedTo,
  keepJudged,
  keepStreamDays,
  keepWarning,
  readStreamDays,
  readWarnings,
  type StreamDay,
} from '../store/watch.ts'
import { type Known, levelHolds, type Strain, stands, strainOn } from '../strain.ts'
import { lastDay } from '../trial.ts'
import { type Evidence, type Stream, type Warning, watch } from '../warning.ts'
import type { SignalTools } from './tools.ts'

/** The local day that is meant by now: until four in the morning it is still yesterday. */
export function today({ clock }: Pick<SignalTools, 'clock'>): string {
  const now = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(clock.zone())
  return now
    .toPlainDate()
    .subtract({ days: Number(now.hour < NEW_DAY) })
    .toString()
}

/** Whether a check-in is asked for now. */
export function checkInDue(tools: SignalTools): boolean {
  const { db, clock } = tools
  if (!readSetting(db, checkInOn)) return false
  const day = today(tools)
  return clock.now() >= begins(tools, day) && isAsked(day, askedNow(tools))
}

/** Why nothing is asked although it is on: nobody answered for a while, or its hour lies in off time all week; else undefined. */
export function whyNotAsked(tools: SignalTools): 'stopped' | 'off-time' | undefined {
  const asked = askedNow(tools)
  const day = Temporal.PlainDate.from(today(tools))
  const ahead = Array.from({ length: 7 }, (_, at) => day.add({ days: at }))
  const days = ahead.filter(({ dayOfWeek }) => asked.weekdays.includes(dayOfWeek))
  if (days.length > 0 && days.every(one => asked.quiet(one.toString()))) return 'off-time'
  return hasStopped(day.toString(), asked) ? 'stopped' : undefined
}

function askedNow(tools: SignalTools): Asked {
  const { db, clock } = tools
  const day = today(tools)
  const { pausedUntil } = tools.welcome()
  const resumed = pausedUntil === null ? '' : localDay(pausedUntil, clock.zone()).toString()
  // Turned on as a bare setting, it has no day: then it is asked for until the first answer. What was passed by in a pause does
  // not count; nor does a day a clock gone wrong wrote down.
  const asked = askedSince(db)
  const since = asked === undefined || asked > day ? day : resumed > asked && resumed <= day ? resumed : asked
  const evenOff = readSetting(db, checkInInOffTime)
  return {
    weekdays: readSetting(db, checkInDays),
    answered: readCheckIns(db).map(({ day }) => day),
    since,
    quiet: of => !evenOff && tools.isOffFrom(begins(tools, of)),
  }
}

function begins({ db, clock }: SignalTools, day: string): number {
  return momentOf(day, readSetting(db, checkInTime), clock.zone()) ?? 0
}

/** What strain is told from. */
export function readKnown({ db, rests }: Pick<SignalTools, 'db' | 'rests'>): Known {
  const still = readCards(db).findLast(({ kind, word }) => kind === 'heavy' && word === 'still')
  return {
    answers: daysOf(readCheckIns(db)),
    rests: new Set([...rests()].map(dayNumber)),
    warnings: readWarnings(db).map(({ day, start, real, answeredDay }) => ({
      day: dayNumber(day),
      start: dayNumber(start),
      real,
      answered: answeredDay === null ? null : dayNumber(answeredDay),
    })),
    stillHeavy: still && dayNumber(still.saidOn),
  }
}

/** The strain of the last `days` days, today the last. */
export function strains(tools: Pick<SignalTools, 'db' | 'clock' | 'rests'>, days: number): Strain[] {
  const known = readKnown(tools)
  const now = dayNumber(today(tools))
  return Array.from({ length: days }, (_, at) => strainOn(known, now - days + 1 + at))
}

const WEIGHT = { 'check-in': 0.5, sleep: 0.25, 'after-hours': 0.25 } as const
/** Days on the weekend are compared with each other only. */
const WEEKEND = 6

/** Everything that is watched, without the days of rests. */
export function streamsOf(
  checkIns: readonly CheckIn[],
  streamDays: readonly StreamDay[],
  rests: ReadonlySet<number>,
  now: number,
): Stream[] {
  const kept = (days: Day[]) => days.filter(({ day }) => !rests.has(day) && day <= now)
  const sinceOf = (name: StreamDay['stream']) =>
    Math.min(...streamDays.filter(({ stream }) => stream === name).map(({ keptOn }) => dayNumber(keptOn)))
  const beside = (name: StreamDay['stream'], heavier: 1 | -1): Stream => ({
    name,
    weight: WEIGHT[name],
    since: sinceOf(name),
    days: kept(
      streamDays
        .filter(({ stream }) => stream === name)
        .map(({ day, value, label }) => ({
          day: dayNumber(day),
          value: heavier * value,
          label,
          kind: Number(Temporal.PlainDate.from(day).dayOfWeek >= WEEKEND),
        })),
    ),
  })
  return [
    { name: 'check-in', weight: WEIGHT['check-in'], days: kept(daysOf(checkIns)) },
    beside('sleep', -1),
    beside('after-hours', 1),
  ]
}

/** Where the person is now: their strain, that of the level among it, and since when a change is told that still stands. */
export function whereNow(tools: SignalTools): {
  strain: Strain
  level: boolean
  since: string | undefined
  known: Known
} {
  const known = readKnown(tools)
  const now = dayNumber(today(tools))
  const since = known.warnings.findLast(warning => stands(known, warning, now))?.start
  return {
    strain: strainOn(known, now),
    level: levelHolds(known, now),
    since: since === undefined ? undefined : dayOf(since),
    known,
  }
}

/** The evidence of every watched day, and the warnings that are due and were not given yet. */
export function watchNow(tools: SignalTools): { evidence: Evidence[]; warnings: Warning[]; streams: Stream[] } {
  const { db } = tools
  const now = dayNumber(today(tools))
  const known = readKnown(tools)
  const streams = streamsOf(readCheckIns(db), readStreamDays(db), known.rests, now)
  const judged = judgedTo(db)
  const watched = watch(streams, {
    daysPerWarning: daysPerWarning(readSetting(db, warningYears)),
    phi: readSetting(db, stickyDays) ? STICKINESS.sticky : STICKINESS.usual,
    given: known.warnings,
    stands: day => known.warnings.some(warning => warning.day < day && stands(known, warning, day)),
    ...(judged === undefined ? {} : { judged: Math.min(now, dayNumber(judged)) }),
  })
  return { ...watched, streams }
}

/**
 * The days of work after hours that are not kept yet, and the last two, of which more may have been heard: a day that was kept
 * stays as it was, wherever the person has travelled since.
 */
function newDays({ db, afterHours, ...tools }: SignalTools): { day: string; value: number }[] {
  const there = new Set(readStreamDays(db).flatMap(({ stream, day }) => (stream === 'after-hours' ? [day] : [])))
  const lately = dayOf(dayNumber(today(tools)) - 2)
  return afterHours().filter(({ day }) => day >= lately || !there.has(day))
}

/** Looks whether a warning is due, once a day has its check-in, and keeps it. Answers how many were given. */
export function judge(tools: SignalTools): number {
  const { db, clock } = tools
  return db.transaction(() => {
    const now = today(tools)
    keepStreamDays(db, 'after-hours', newDays(tools), now, tools.random)
    const { warnings: due, streams } = watchNow(tools)
    // What a file tells of long ago is told by the evidence; a warning is of these days.
    const warnings = due.filter(({ day }) => day >= dayNumber(now) - FILLABLE).slice(0, 1)
    for (const { day, start, by } of warnings)
      keepWarning(db, { day: dayOf(day), start: dayOf(start), streams: by }, clock.now())
    const trial = warnings.length > 0 ? presentTrial(db) : undefined
    if (trial && lastDay(trial, readPauses(db, trial.id)) >= dayNumber(now)) pauseTrial(db, trial.id, now)
    const last = streams[0]?.days.at(-1)?.day
    if (last !== undefined) keepJudged(db, dayOf(last))
    return warnings.length
  })
}
