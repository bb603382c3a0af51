import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { besides } from '../joined.ts'
import { keepSetting } from '../store/setting.ts'
import { nextSession, runningNow } from './machine/sprinting.ts'
import { energyAsked, sprintsOn } from './settings.ts'
import { endedByItself, sessionLength, sessionsAhead } from './sprint.ts'
import { presentSprint, sessionsOf } from './store/sprints.ts'

const HOUR = 3600_000

describe('a session by itself', () => {
  it('is ended by the stop date, unless it began after that, as it may on a journey east', () => {
    const ended = { endedAt: 2 * HOUR, endedBy: 'stop-date' }
    expect(endedByItself({ begunAt: HOUR }, [], 2.5 * HOUR, { stops: 2 * HOUR })).toEqual(ended)
    expect(endedByItself({ begunAt: HOUR }, [], 9 * HOUR, { stops: 2 * HOUR })).toEqual(ended)
    expect(endedByItself({ begunAt: HOUR }, [], 1.5 * HOUR, { stops: 2 * HOUR })).toBeUndefined()
    expect(endedByItself({ begunAt: 3 * HOUR }, [], 3.5 * HOUR, { stops: 2 * HOUR })).toBeUndefined()
    const off = [{ from: 1.5 * HOUR, to: 5 * HOUR }]
    expect(endedByItself({ begunAt: HOUR }, off, 3 * HOUR, { stops: 2 * HOUR })?.endedBy).toBe('off-time')
  })

  it('counts to its last note where it was forgotten, and may be as long as it was planned, and an hour more', () => {
    expect(endedByItself({ begunAt: 0, notedAt: HOUR }, [], 4 * HOUR)).toEqual({ endedAt: HOUR, endedBy: 'nobody' })
    expect(endedByItself({ begunAt: 0, notedAt: HOUR }, [], 3.9 * HOUR)).toBeUndefined()
    expect(endedByItself({ begunAt: 0 }, [], 4.9 * HOUR, { planned: 4 * HOUR })).toBeUndefined()
    expect(endedByItself({ begunAt: 0 }, [], 5 * HOUR, { planned: 4 * HOUR })?.endedBy).toBe('nobody')
  })

  it('that was begun in the midst of off time is no time at all', () => {
    const off = [{ from: 0, to: 5 * HOUR }]
    expect(endedByItself({ begunAt: HOUR }, off, 2 * HOUR)).toEqual({ endedAt: HOUR, endedBy: 'off-time' })
  })

  it('has its share of the hours a week, from the first day to the end of the stop date', () => {
    const slot = { days: [1, 3], time: '23:30', place: '' }
    expect(sessionLength({ slot, minutesAWeek: 90 })).toBe(45 * 60_000)
    expect(sessionLength({ slot: { ...slot, days: [] }, minutesAWeek: 90 })).toBe(0)
    const sprint = { id: 7, slot, first: '2026-05-20', stop: '2026-05-27', minutesAWeek: 90 }
    const ahead = sessionsAhead(sprint, Date.parse('2026-05-18T00:00:00Z'), 'UTC')
    expect(ahead.map(({ uid, span }) => [uid, (span.to - span.from) / 60_000])).toEqual([
      ['sprint-7-2026-05-20@evenkeel', 45],
      ['sprint-7-2026-05-25@evenkeel', 45],
      // On the stop date it stops at midnight.
      ['sprint-7-2026-05-27@evenkeel', 30],
    ])
  })
})

describe('a session in the app', () => {
  const BEGIN = { topic: 'decoding', weeks: '1', hours: '1', 'slot-day': ['4'], 'slot-time': '20:00' }

  it('ends with the stop date, and is told so on the page and in the terminal', async () => {
    const { post, page, run, clock, app } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/sprint', BEGIN)
    clock.set('2026-05-24T23:00:00Z')
    await post('/sprint/start')
    clock.pass({ hours: 2 })
    expect(runningNow(app.sprints)).toBeUndefined()
    expect(await page('/sprint')).toContain('It has reached its stop date')
    expect((await run(['sprint', 'stop'])).err).toContain('Its stop date had ended it.')
    expect(sessionsOf(app.db, 1)).toMatchObject([{ endedAt: Date.parse('2026-05-25T00:00:00Z'), endedBy: 'stop-date' }])
  })

  it('is ended by the close of its sprint', async () => {
    const { post, clock, app } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/start')
    clock.pass({ minutes: 20 })
    await post('/sprint/close', { sprint: '1', outcome: 'partly' })
    expect(sessionsOf(app.db, 1)).toMatchObject([{ endedAt: clock.now(), endedBy: 'person' }])
  })

  it('neither begins nor is proposed in off time, in the browser or in the terminal', async () => {
    const { post, page, run, clock, app, db } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/off/keep', { day: '4', from: '19:00', to: '08:00', nights: '0' })
    await post('/sprint', { ...BEGIN, weeks: '2' })
    const sprint = presentSprint(db)
    if (!sprint) throw new Error('no sprint')
    expect(nextSession(app.sprints, sprint)).toBeUndefined()
    expect(await page('/sprint')).toContain('Its hours to come lie in off time')
    expect(besides(db, clock).singles).toHaveLength(2)
    clock.set('2026-05-21T20:00:00Z')
    await post('/sprint/start')
    expect((await run(['sprint', 'start'])).err).toContain('It is off time.')
    expect(sessionsOf(db, 1)).toEqual([])
  })

  it('is not asked for its energy where none can begin, and comes after a pause', async () => {
    const { post, run, app, db } = house({ now: '2026-05-18T09:00:00Z' })
    keepSetting(db, energyAsked, 'yes')
    const answers = ['2']
    expect((await run(['sprint', 'start'], answers)).err).toContain('There is no sprint')
    expect(answers).toEqual(['2'])
    await post('/sprint', { ...BEGIN, weeks: '2' })
    await post('/pause', { until: '2026-05-25' })
    const sprint = presentSprint(db)
    expect(sprint && nextSession(app.sprints, sprint)).toBe(Date.parse('2026-05-28T20:00:00Z'))
  })

  it('that was forgotten is told of in the terminal, too', async () => {
    const { post, run, clock } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/sprint', BEGIN)
    await post('/sprint/start')
    clock.pass({ hours: 5 })
    expect((await run(['sprint'])).out).toContain('Your last session was forgotten')
    clock.pass({ days: 2 })
    expect((await run(['sprint'])).out).not.toContain('forgotten')
  })

  it('is the next until its hour has gone by, and the one after when one sat', async () => {
    const { post, app, clock, db } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/sprint', { ...BEGIN, weeks: '2' })
    const sprint = presentSprint(db)
    if (!sprint) throw new Error('no sprint')
    const [first, second] = ['2026-05-21T20:00:00Z', '2026-05-28T20:00:00Z'].map(Date.parse)
    const begins = () => nextSession(app.sprints, sprint)
    clock.set('2026-05-21T20:05:00Z')
    expect(begins()).toBe(first)
    clock.set('2026-05-21T20:55:00Z')
    expect(begins()).toBe(second)
    clock.set('2026-05-21T20:05:00Z')
    await post('/sprint/start')
    clock.pass({ minutes: 20 })
    await post('/sprint/stop', { words: 'a note that was not kept yet' })
    expect(begins()).toBe(second)
    expect(sessionsOf(db, 1)).toMatchObject([{ note: 'a note that was not kept yet', endedBy: 'person' }])
  })

  it('that is shorter than one sits down for at least is the next up to its begin', async () => {
    const { post, app, clock, db } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/sprint', { ...BEGIN, weeks: '2', hours: '0.25', 'slot-day': ['2', '4'] })
    const sprint = presentSprint(db)
    clock.set('2026-05-21T19:59:00Z')
    expect(sprint && nextSession(app.sprints, sprint)).toBe(Date.parse('2026-05-21T20:00:00Z'))
  })

  it('stays in the calendar while it goes on', async () => {
    const { post, clock, db } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/sprint', BEGIN)
    clock.set('2026-05-21T20:30:00Z')
    expect(besides(db, clock).singles.map(({ span }) => span.from)).toEqual([Date.parse('2026-05-21T20:00:00Z')])
  })

  it('keeps what is noted after it has ended, and turns sprints on again', async () => {
    const { post, clock, app, run, db } = house()
    await post('/sprint', BEGIN)
    expect((await run(['sprint', 'note', 'too early'])).err).toContain('There is no session yet')
    await post('/sprint/start')
    clock.pass({ hours: 1 })
    await post('/sprint/note', { words: 'the draft is small' })
    clock.pass({ hours: 5 })
    expect((await post('/sprint/note', { words: 'and cheap' })).headers.get('location')).toContain('had+ended')
    expect(sessionsOf(app.db, 1)).toMatchObject([
      { note: 'the draft is small\nand cheap', endedBy: 'nobody', endedAt: clock.now() - 5 * HOUR },
    ])
    keepSetting(db, sprintsOn, 'no')
    await run(['sprint', 'start'])
    expect(app.radar.learns()).toBe(true)
  })
})
