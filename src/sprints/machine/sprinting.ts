import { isPaused } from '../../plan/plan.ts'
import { readPlan } from '../../plan/store/plan.ts'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { localDay, wholeDay } from '../../time/window.ts'
import { sprintsOn } from '../settings.ts'
import {
  dueAgain,
  endedByItself,
  faded,
  isOver,
  isPlanned,
  LEAST_SESSION,
  MOST_LATER,
  minutesIn,
  type Session,
  type Sprint,
  sessionLength,
  sessionsAhead,
} from '../sprint.ts'
import {
  addLater,
  answersOf,
  beginSession,
  dropLater,
  endSession,
  type Later,
  laterThings,
  noteSession,
  presentSprint,
  readSprints,
  runningSession,
  sessionsOf,
} from '../store/sprints.ts'
import type { SprintTools } from './tools.ts'

const WEEK = 7 * 24 * 3600_000

export function today({ clock }: Pick<SprintTools, 'clock'>): string {
  return localDay(clock.now(), clock.zone()).toString()
}

export function yesterday(tools: Pick<SprintTools, 'clock'>): string {
  return Temporal.PlainDate.from(today(tools)).subtract({ days: 1 }).toString()
}

/** The session that runs now. One that off time ended, or that was forgotten, counts as ended though nobody has written it. */
export function runningNow(tools: SprintTools): Session | undefined {
  const session = runningSession(tools.db)
  return session && !endOf(tools, session) ? session : undefined
}

function endOf({ db, off, clock }: Pick<SprintTools, 'db' | 'off' | 'clock'>, session: Session) {
  const now = clock.now()
  const sprint = presentSprint(db)
  const within = { from: session.begunAt, to: Math.max(now, session.begunAt + 1) }
  return endedByItself(
    session,
    off(within),
    now,
    sprint && {
      planned: sessionLength(sprint),
      stops: wholeDay(Temporal.PlainDate.from(sprint.stop), clock.zone()).to,
    },
  )
}

/** Writes down what ended by itself; before anything is begun or told of sessions. */
function settle(tools: SprintTools): void {
  const session = runningSession(tools.db)
  const ended = session && endOf(tools, session)
  if (ended) endSession(tools.db, session.id, { ...ended, after: null })
}

/** Why a session does not begin. */
export type NotSat = 'no-sprint' | 'off-time' | 'not-yet' | 'over' | 'runs'

export const NOT_SAT: Record<NotSat, string> = {
  'not-yet': 'The sprint has not begun yet.',
  'no-sprint': 'There is no sprint to sit down for.',
  'off-time': 'It is off time. The sprint waits.',
  over: 'The sprint has reached its stop date. It is time to close it.',
  runs: 'A session runs already.',
}

/** Why no session can begin now; undefined where one can. */
export function notNow(tools: SprintTools): NotSat | undefined {
  const { db, clock, off } = tools
  const sprint = presentSprint(db)
  const now = clock.now()
  if (!sprint) return 'no-sprint'
  if (off({ from: now, to: now + 1 }).length > 0) return 'off-time'
  if (isPlanned(sprint, today(tools))) return 'not-yet'
  if (isOver(sprint, today(tools))) return 'over'
  return runningNow(tools) ? 'runs' : undefined
}

/** Begins a session; `before` is the energy, 1 to 3, where it was said. */
export function sitDown(tools: SprintTools, before: number | null): NotSat | undefined {
  const { db, clock } = tools
  return db.transaction(() => {
    settle(tools)
    const sprint = presentSprint(db)
    const trouble = notNow(tools)
    if (!sprint || trouble) return trouble
    beginSession(db, sprint.id, clock.now(), before)
    // Who sits down has sprints, whatever was turned off before.
    keepSetting(db, sprintsOn, 'yes')
    return undefined
  })
}

/** Ends the session that runs; answers it, or how it had ended by itself. */
export function getUp(tools: SprintTools, after: number | null): Session | undefined {
  const { db, clock } = tools
  return db.transaction(() => {
    const session = runningSession(db)
    if (!session) return undefined
    // A clock that was set back tells of no time at all.
    const endedAt = Math.max(clock.now(), session.begunAt)
    const ended = endOf(tools, session) ?? { endedAt, endedBy: 'person' as const }
    endSession(db, session.id, { ...ended, after })
    return { ...session, ...ended, after }
  })
}

/** The sessions of a sprint, those that ended by themselves as ended, though nobody has written it. */
export function settledSessions(tools: Pick<SprintTools, 'db' | 'off' | 'clock'>, sprint: number): Session[] {
  return sessionsOf(tools.db, sprint).map(session => {
    const ended = session.endedAt === null ? endOf(tools, session) : undefined
    return ended ? { ...session, ...ended } : session
  })
}

// So long it is told that a session was forgotten.
const TELLS = 2 * 24 * 3600_000

/** Whether the last session of a sprint was forgotten, not long ago. */
export function wasForgotten(tools: SprintTools, sprint: Pick<Sprint, 'id'>): boolean {
  const last = settledSessions(tools, sprint.id).at(-1)
  return last?.endedBy === 'nobody' && tools.clock.now() - last.begunAt < TELLS
}

/** Minutes of a sprint's sessions in the last seven days, and in all. */
export function minutesOf(tools: SprintTools, sprint: Pick<Sprint, 'id'>): { week: number; all: number } {
  const now = tools.clock.now()
  const sessions = settledSessions(tools, sprint.id)
  return {
    week: minutesIn(sessions, { from: now - WEEK, to: now }, now),
    all: minutesIn(sessions, { from: 0, to: now }, now),
  }
}

/**
 * When the sprint's next session is, by its slot (ms), before its stop; in a pause the first after it. Whose hour has begun is the next
 * until nobody would sit down for the rest of it, unless one sat already.
 */
export function nextSession(tools: SprintTools, sprint: Sprint): number | undefined {
  const { db, clock, off } = tools
  const now = Math.max(clock.now(), readPlan(db).pausedUntil ?? 0)
  const sat = settledSessions(tools, sprint.id).map(({ begunAt, endedAt }) => ({ from: begunAt, to: endedAt ?? now }))
  return sessionsAhead(sprint, now - sessionLength(sprint), clock.zone()).find(
    ({ span: { from, to } }) =>
      (from > now || to - now >= LEAST_SESSION) &&
      !sat.some(one => one.from < to && one.to > from) &&
      off({ from, to: Math.max(from, now) + LEAST_SESSION }).length === 0,
  )?.span.from
}

/** Adds a note to the session that runs, or to the last one, so that no word is lost; answers whether there is any. */
export function note(tools: SprintTools, words: string): boolean {
  const sprint = presentSprint(tools.db)
  const session = sprint && sessionsOf(tools.db, sprint.id).at(-1)
  if (session === undefined) return false
  settle(tools)
  noteSession(tools.db, session.id, words, tools.clock.now())
  return true
}

/** What waits and has not faded away, newest first. */
export function waiting(tools: SprintTools): (Later & { readonly faded: number })[] {
  const day = today(tools)
  return laterThings(tools.db)
    .map(one => ({ ...one, faded: faded(one.addedOn, day) }))
    .filter(one => one.faded < 1)
    .slice(0, MOST_LATER)
}

/**
 * Puts a thing on the waiting list. It is no backlog: beyond a dozen the oldest makes room. Answers what did, in its words;
 * undefined where nothing had to, or nothing was typed.
 */
export function putOff(tools: SprintTools, typed: string): string | undefined {
  const words = typed.replace(/\s+/g, ' ').trim()
  if (words === '') return undefined
  const day = today(tools)
  for (const one of laterThings(tools.db)) if (one.words === words) dropLater(tools.db, one.id, day)
  addLater(tools.db, words, day)
  // What has faded away takes no room.
  const over = laterThings(tools.db)
    .filter(({ addedOn }) => faded(addedOn, day) < 1)
    .slice(MOST_LATER)
  for (const { id } of over) dropLater(tools.db, id, day)
  return over[0]?.words
}

/** Whether the answers to a check are kept: a form that was open when it lapsed still is, for a day. */
export function mayAnswer(tools: SprintTools, sprint: number, days: number): boolean {
  const there = readSprints(tools.db).find(({ id }) => id === sprint)
  return there !== undefined && [today(tools), yesterday(tools)].some(day => dueAgain(there, [], day) === days)
}

/** The sprint whose questions come again now, after how many days, and since which day: none while sprints are off, or all is quiet. */
export function recallDue(tools: SprintTools): { sprint: Sprint; days: number; since: string } | undefined {
  const day = today(tools)
  if (!readSetting(tools.db, sprintsOn) || isPaused(readPlan(tools.db), tools.clock.now())) return undefined
  for (const sprint of readSprints(tools.db).toReversed()) {
    const answered = answersOf(tools.db, sprint.id).map(({ afterDays }) => afterDays)
    const days = dueAgain(sprint, answered, day)
    if (days !== undefined && sprint.closedOn !== null)
      return { sprint, days, since: Temporal.PlainDate.from(sprint.closedOn).add({ days }).toString() }
  }
  return undefined
}
