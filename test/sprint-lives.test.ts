import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offLog } from '../src/boundaries/machine/standing.ts'
import { offSpans } from '../src/boundaries/off.ts'
import { besides } from '../src/joined.ts'
import { plannedMinutes } from '../src/plan/budget.ts'
import { readRests } from '../src/plan/store/rest.ts'
import { shownShare } from '../src/routines/machine/telling.ts'
import { presentRoutines } from '../src/routines/store/routines.ts'
import { restsUntil } from '../src/sprints/machine/beginning.ts'
import { minutesOf, recallDue, runningNow, settledSessions, waiting } from '../src/sprints/machine/sprinting.ts'
import { isOver, isPlanned, MOST_LATER, minutesIn } from '../src/sprints/sprint.ts'
import { presentSprint, readSprints } from '../src/sprints/store/sprints.ts'
import { stand } from '../src/stand.ts'
import { clip, lengthOf } from '../src/time/span.ts'
import { localDay, wholeDay } from '../src/time/window.ts'
import { dayAsked, rowsOf, weekOf } from '../src/week.ts'
import { house } from './house.ts'

const HOUR = 3600_000
const SPRINT = {
  ...{ topic: 'kernels', weeks: '1', hours: '1', questions: 'Why?', again: 'yes' },
  ...{ 'slot-day': ['2', '4'], 'slot-time': '19:00' },
}

type Home = ReturnType<typeof house>
const today = ({ clock }: Home) => localDay(clock.now(), clock.zone()).toString()
const daysOn = (home: Home, days: number) => Temporal.PlainDate.from(today(home)).add({ days }).toString()

/** What a person may do, each by its page or its command, and what the world does. */
const ACTS: Record<string, (home: Home, n: number) => unknown> = {
  begin: home => home.post('/sprint', SPRINT),
  plan: (home, n) => home.post('/sprint', { ...SPRINT, first: daysOn(home, 1 + (n % 40)) }),
  back: home => home.post('/sprint/take-back'),
  bring: (home, n) => home.post('/sprint/bring-back', { sprint: String(1 + (n % 4)) }),
  start: home => home.post('/sprint/start', { energy: '2' }),
  stop: home => home.post('/sprint/stop'),
  note: home => home.post('/sprint/note', { words: 'a note' }),
  later: (home, n) => home.post('/sprint/later', { words: `thing ${n}` }),
  close: (home, n) =>
    home.post('/sprint/close', {
      sprint: String(readSprints(home.db).at(-1)?.id),
      outcome: 'answered',
      'mark-1': `${n % 3}`,
    }),
  reopen: home => home.post('/sprint/reopen', { sprint: String(readSprints(home.db).at(-1)?.id) }),
  again: home => {
    const due = recallDue(home.app.sprints)
    return due && home.post('/sprint/again', { sprint: String(due.sprint.id), days: String(due.days) })
  },
  rest: (home, n) => home.post('/rest', { days: String(1 + (n % 9)) }),
  restEnd: home => home.post('/rest/end'),
  pause: (home, n) => home.post('/pause', { until: daysOn(home, 1 + (n % 9)) }),
  resume: home => home.post('/resume'),
  off: home => home.post('/off/keep', { day: ['1', '2', '3', '4', '5'], from: '18:30', to: '08:00', nights: '0' }),
  walk: home => home.post('/routines', { id: '0', words: 'a walk', kind: 'body', times: '5' }),
  mark: home => home.post('/routines/mark', { routine: '1', day: today(home) }),
  free: (home, n) => home.post('/routines/free', { days: String(1 + (n % 5)), from: daysOn(home, -(n % 7)) }),
  skip: home => home.post('/routines/free', { routine: '1' }),
  goOn: home => home.post('/routines/free/end'),
  minutes: (home, n) => home.clock.pass({ minutes: 5 + (n % 90) }),
  hours: (home, n) => home.clock.pass({ hours: 1 + (n % 12) }),
  /** To ten minutes before six in the evening, when off time is near. */
  evening: ({ clock }) => {
    const now = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(clock.zone())
    const at = now.withPlainTime('17:50')
    clock.pass({ milliseconds: (at.epochMilliseconds - now.epochMilliseconds + 24 * HOUR) % (24 * HOUR) })
  },
  days: (home, n) => home.clock.pass({ days: 1 + (n % 9) }),
  travel: (home, n) => home.clock.travel(['Europe/Berlin', 'Asia/Tokyo', 'America/Los_Angeles'][n % 3] ?? 'UTC'),
}
const FREES = ['free', 'skip', 'rest', 'pause']

const share = ({ app, db }: Home) => {
  const [routine] = presentRoutines(db)
  return routine && shownShare(app.routines, routine)
}

/** What holds at every moment of every life. */
function expectAllToHold(home: Home) {
  const { app, db, clock } = home
  const [now, day] = [clock.now(), today(home)]
  const all = readSprints(db)
  expect(all.filter(({ closedOn }) => closedOn === null).length).toBeLessThanOrEqual(1)
  const off = offSpans(offLog(app.boundaries), { from: now - 400 * 24 * HOUR, to: now + 1 })
  for (const sprint of all) {
    const sessions = settledSessions(app.sprints, sprint.id)
    for (const session of sessions) {
      const span = { from: session.begunAt, to: session.endedAt ?? now }
      expect(span.to).toBeGreaterThanOrEqual(span.from)
      expect(span.to).toBeLessThanOrEqual(now)
      // No time of a session lies in off time as it was kept.
      expect(lengthOf(clip(off, span))).toBe(0)
      // Nobody is taken to have sat for longer than they could say.
      if (session.endedBy === 'nobody') expect(span.to).toBe(session.notedAt ?? span.from)
    }
    expect(minutesOf(app.sprints, sprint).all).toBe(minutesIn(sessions, { from: 0, to: now }, now))
  }
  const present = presentSprint(db)
  const running = runningNow(app.sprints)
  if (running) {
    expect(present).toBeDefined()
    expect(off.some(({ from, to }) => from <= now - 1 && now < to)).toBe(false)
  }
  if (present && !isPlanned(present, day) && !isOver(present, day)) {
    // Its hours are taken of the plan's.
    const beside = plannedMinutes(app.radar.plan(), present.minutesAWeek)
    expect(beside).toBeLessThan(plannedMinutes(app.radar.plan(), 0))
    expect(app.radar.budget().minutes).toBeLessThanOrEqual(beside)
  }
  // Nothing new begins in a rest, and the rest after a sprint is as long as was agreed.
  const last = all.findLast(({ closedOn }) => closedOn !== null)
  if (last?.closedOn && last.closedOn <= day) {
    const agreed = Temporal.PlainDate.from(last.closedOn).add({ days: last.restDays }).toString()
    if (agreed >= day) expect((restsUntil(app.sprints) ?? '') >= agreed).toBe(true)
  }
  const due = recallDue(app.sprints)
  if (due?.sprint.closedOn) {
    const since = Temporal.PlainDate.from(due.sprint.closedOn).until(day).total('days')
    expect(since - due.days).toBeGreaterThanOrEqual(0)
    expect(since - due.days).toBeLessThan(7)
  }
  expect(waiting(app.sprints).length).toBeLessThanOrEqual(MOST_LATER)
  const here = stand(app)
  if (here.session?.at !== undefined) {
    expect(here.session.at).toBeGreaterThan(now)
    expect(clip(off, { from: here.session.at, to: here.session.at + 1 })).toEqual([])
  }
  for (const { days } of rowsOf(weekOf(app, dayAsked(undefined, app.machine))))
    for (const { value, ahead } of days) {
      expect(Math.min(value, ahead)).toBeGreaterThanOrEqual(0)
      expect(value + ahead).toBeLessThanOrEqual(1)
    }
  const learned = weekOf(app, dayAsked(undefined, app.machine)).reduce((sum, { learning }) => sum + learning, 0)
  const monday = wholeDay(localDay(now, clock.zone()), clock.zone()).from - 7 * 24 * HOUR
  expect(learned * 60_000).toBeLessThanOrEqual(now - monday + HOUR)
  const uids = besides(db, clock).singles.map(({ uid }) => uid)
  expect(new Set(uids).size).toBe(uids.length)
  expect(readRests(db).every(({ first, last }) => first <= last)).toBe(true)
}

describe('lives with sprints, rests and routines', () => {
  it('hold to what is promised, whatever is done in whatever order', async () => {
    // Sitting down and time going by are what happens most.
    const often = ['start', 'start', 'start', 'evening', 'evening', 'hours', 'minutes']
    const names = [...Object.keys(ACTS), ...often]
    const act = fc.tuple(fc.constantFrom(...names), fc.nat(200))
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 60 }), async acts => {
        const home = house({ now: '2026-03-23T08:00:00Z', zone: 'Europe/Berlin' })
        home.plan({ welcomedAt: home.clock.now(), minutesAWeek: 180 })
        await home.post('/routines/settings', { share: 'yes' })
        for (const [name, n] of [['off', 0], ['begin', 0], ['walk', 0], ...acts] as [string, number][]) {
          const before = share(home)
          await ACTS[name]?.(home, n)
          if (before !== undefined && FREES.includes(name))
            expect(share(home) ?? 0).toBeGreaterThanOrEqual(before - 1e-9)
          expectAllToHold(home)
        }
        for (const path of ['/', '/sprint', '/sprints', '/routines', '/week', '/quarter'])
          expect((await home.ask(path)).status).toBe(200)
        expect(home.reported).toEqual([])
      }),
    )
  })
})
