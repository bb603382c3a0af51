import type { App } from './app.ts'
import { offLog, offZone, standing } from './boundaries/machine/standing.ts'
import type { BoundaryTools } from './boundaries/machine/tools.ts'
import { planned } from './boundaries/off.ts'
import { nextWords, untilWords } from './boundaries/words.ts'
import { absence, doingOf, shownRoutines } from './joined.ts'
import { isPaused } from './plan/plan.ts'
import { nextSlot, presentEdition } from './radar/machine/reading.ts'
import type { Edition } from './radar/store/editions.ts'
import { listSources } from './radar/store/sources.ts'
import { sizeOf } from './radar/words.ts'
import { isFreed } from './routines/machine/telling.ts'
import { proposed, type Routine, timesInWeek } from './routines/routine.ts'
import { marksOf } from './routines/store/routines.ts'
import { isAbout, progressOf } from './signals/machine/trying.ts'
import { presentTrial } from './signals/store/trials.ts'
import { nextSession, runningNow } from './sprints/machine/sprinting.ts'
import { sprintsOn } from './sprints/settings.ts'
import { hasJustEnded } from './sprints/sprint.ts'
import { presentSprint } from './sprints/store/sprints.ts'
import { readSetting } from './store/setting.ts'
import { date, day, dayAndTime } from './time/weekly.ts'

/** Where a person stands: one sentence, and at most one thing of each that is turned on. */
export interface Stand {
  readonly says: string
  /** What kind of sentence it is. */
  readonly state: 'paused' | 'waits' | 'done' | 'nothing' | 'evenings-only'
  readonly edition: Edition | undefined
  readonly next: number | undefined
  readonly evening: string
  /** The next session of the sprint (ms), or since when (ms) one runs; without a moment when its stop date is over. */
  readonly session:
    | { readonly topic: string; readonly at: number | undefined; readonly since: number | undefined }
    | undefined
  readonly routine: { readonly id: number; readonly words: string } | undefined
}

/** A moment (ms), or the end of the off time that it falls into: what comes then is read after it. */
function afterOff(boundaries: BoundaryTools, moment: number): number {
  const off = planned(offLog(boundaries), { from: moment, to: moment + 1 })[0]
  return off === undefined ? moment : afterOff(boundaries, off.to)
}

/** Puts together where a person stands, from every feature. */
export function stand({
  radar,
  boundaries,
  sprints,
  signals,
}: Omit<App, 'machine' | 'session' | 'file' | 'close'>): Stand {
  const { clock, db } = radar
  const zone = clock.zone()
  const plan = radar.plan()
  const edition = presentEdition(radar)
  const slot = nextSlot(radar)
  const next = slot === undefined ? undefined : afterOff(boundaries, slot)
  const until = next === undefined ? '' : ` until ${dayAndTime(next, zone, clock.now())}`
  const off = standing(boundaries)
  const evening = off.off ? untilWords(off.off, off.now, offZone(boundaries)) : nextWords(off, offZone(boundaries))
  const sprint = readSetting(db, sprintsOn) ? presentSprint(db) : undefined
  const since = sprint && runningNow(sprints)?.begunAt
  const at = sprint && since === undefined ? nextSession(sprints, sprint) : undefined
  const today = day(clock.now(), zone)
  const trial = presentTrial(db)
  const left = trial && progressOf(signals, trial).doIt === false ? trial : undefined
  const shown = shownRoutines(db).map(one => ({ ...one, marks: marksOf(db, one.id) }))
  // When one of them has happened today, no other is proposed.
  const enough = shown.some(({ marks }) => marks.includes(today))
  const isAway = absence(boundaries)(today)
  const mayBe = (one: Routine) => {
    const { days } = one.slot
    const elsewhen = days.length > 0 && !days.includes(Temporal.PlainDate.from(today).dayOfWeek)
    // On a day drawn for leaving it, a trial's routine is not proposed; after a journey west one may not have begun yet.
    const leftOut = left !== undefined && isAbout(left, doingOf(one))
    return one.begun <= today && !elsewhen && !leftOut && !isAway && !isFreed(db, one)(today)
  }
  const may = shown.filter(mayBe).map(({ marks, ...one }) => ({ ...one, happened: timesInWeek(marks, today) }))
  // One that is meant for today comes before those of any day.
  const routine = enough ? undefined : (proposed(may.filter(({ slot }) => slot.days.length > 0)) ?? proposed(may))
  const rest = {
    edition,
    next,
    evening,
    session:
      sprint && (since !== undefined || at !== undefined || hasJustEnded(sprint, today))
        ? { topic: sprint.topic, at, since }
        : undefined,
    routine: routine && { id: routine.id, words: routine.words },
  }
  if (isPaused(plan, clock.now()))
    return {
      ...rest,
      session: undefined,
      routine: undefined,
      state: 'paused',
      says: `All is quiet until ${date(plan.pausedUntil ?? 0, zone)}.`,
    }
  if (edition && edition.openedAt === null && edition.stories.length > 0)
    return { ...rest, state: 'waits', says: `${sizeOf(edition)}, then you are done${until}.` }
  if (edition) return { ...rest, state: 'done', says: `You are done${until}.` }
  if (next === undefined && off.next !== undefined && listSources(db).length === 0)
    return { ...rest, state: 'evenings-only', says: evening }
  return { ...rest, state: 'nothing', says: `Nothing to read${until}.` }
}
