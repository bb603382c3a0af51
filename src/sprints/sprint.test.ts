import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { keepAlone } from '../radar/store/items.ts'
import { covered, dueAgain, endedByItself, faded, isOver, minutesIn, type Session, stopOf } from './sprint.ts'
import { answersOf, presentSprint, readingsOf } from './store/sprints.ts'

const HOUR = 3600_000
const session = (begunAt: number, endedAt: number | null): Session => ({
  id: 1,
  begunAt,
  endedAt,
  endedBy: null,
  before: null,
  after: null,
  notedAt: null,
  note: '',
})

describe('a sprint', () => {
  it('stops on the last day of its weeks', () => {
    expect(stopOf('2026-05-18', 2)).toBe('2026-05-31')
    expect([isOver({ stop: '2026-05-31' }, '2026-05-31'), isOver({ stop: '2026-05-31' }, '2026-06-01')]).toEqual([
      false,
      true,
    ])
  })

  it('asks again after a week and a month, for a week each, and lapses without a word', () => {
    const sprint = { closedOn: '2026-05-01', again: true, outcome: 'answered' as const, horizon: 30 }
    const due = (day: string, answered: number[] = []) => dueAgain(sprint, answered, day)
    expect([due('2026-05-07'), due('2026-05-08'), due('2026-05-14'), due('2026-05-15')]).toEqual([
      undefined,
      7,
      7,
      undefined,
    ])
    expect([due('2026-05-31'), due('2026-05-31', [30]), due('2026-06-07')]).toEqual([30, undefined, undefined])
    // Whoever wants to remember for a year is asked after ten weeks, and after the year.
    expect(dueAgain({ ...sprint, horizon: 365 }, [], '2026-07-13')).toBe(73)
    expect(dueAgain({ ...sprint, horizon: 365 }, [73], '2027-05-01')).toBe(365)
    expect(dueAgain({ ...sprint, again: false }, [], '2026-05-08')).toBeUndefined()
    expect(dueAgain({ ...sprint, outcome: 'dropped' }, [], '2026-05-08')).toBeUndefined()
  })
})

describe('a session', () => {
  it('is ended by the off time it reaches into, and one that was forgotten counts for nothing', () => {
    const off = [{ from: 2 * HOUR, to: 5 * HOUR }]
    expect(endedByItself({ begunAt: HOUR }, off, 3 * HOUR)).toEqual({ endedAt: 2 * HOUR, endedBy: 'off-time' })
    expect(endedByItself({ begunAt: HOUR }, off, 1.5 * HOUR)).toBeUndefined()
    expect(endedByItself({ begunAt: HOUR }, [], 4 * HOUR)).toEqual({ endedAt: HOUR, endedBy: 'nobody' })
    expect(endedByItself({ begunAt: HOUR }, [], 3.9 * HOUR)).toBeUndefined()
  })

  it('never counts time of off time, nor more than passed', () => {
    fc.assert(
      fc.property(fc.nat(8 * HOUR), fc.nat(8 * HOUR), fc.nat(8 * HOUR), (begunAt, later, offAt) => {
        const now = begunAt + later
        const off = [{ from: offAt, to: offAt + HOUR }].filter(({ to }) => to > begunAt)
        const ended = endedByItself({ begunAt }, off, now)
        const minutes = minutesIn([session(begunAt, ended?.endedAt ?? null)], { from: 0, to: now }, now)
        expect(minutes).toBeGreaterThanOrEqual(0)
        expect(minutes * 60_000).toBeLessThanOrEqual(Math.min(later, 3 * HOUR) + 30_000)
        const inside = off[0]
        if (inside && inside.from > begunAt && inside.from < now)
          expect((ended?.endedAt ?? now) <= inside.from).toBe(true)
        else expect(minutes).toBeLessThanOrEqual(180)
      }),
    )
  })
})

describe('what waits', () => {
  it('fades over two months', () => {
    expect(['2026-05-18', '2026-06-17', '2026-07-17', '2026-09-01'].map(day => faded('2026-05-18', day))).toEqual([
      0, 0.5, 1, 1,
    ])
  })
})

describe('what was learned', () => {
  it('is told as covered and as kept, apart', () => {
    const answers = [
      { question: 1, afterDays: 0, mark: 2 },
      { question: 2, afterDays: 0, mark: 1 },
      { question: 1, afterDays: 30, mark: 0 },
      { question: 2, afterDays: 30, mark: null },
    ]
    expect([covered(answers, 0), covered(answers, 30), covered(answers, 7)]).toEqual([0.75, 0, undefined])
  })
})

describe('a sprint in the app', () => {
  const BEGIN = {
    topic: 'speculative decoding',
    weeks: '2',
    hours: '1',
    questions: 'Why is it exact?\nWhen does it not pay?',
    again: 'yes',
    'slot-day': ['3'],
    'slot-time': '20:00',
    'slot-place': 'at the kitchen table',
  }

  it('is lived from its beginning to what is kept a month later', async () => {
    const { page, post, clock, run, radar } = house({ now: '2026-05-18T09:00:00Z' })
    radar.db.run("INSERT INTO setting (name, value) VALUES ('work.days', 'mon tue wed thu fri')")
    expect(await page('/kept')).not.toContain('href="/sprint"')
    await post('/sprint', BEGIN)
    expect(await page('/sprint')).toContain('<h1>speculative decoding</h1>')
    expect(await page('/sprint')).toContain('next Wednesday 20:00, at the kitchen table')
    await post('/sprint', { topic: 'another' })
    expect(await page('/sprint')).toContain('<h1>speculative decoding</h1>')
    await post('/sprint/start')
    clock.pass({ minutes: 45 })
    expect((await run(['sprint'])).out).toContain('A session runs since Monday 09:00.')
    expect((await post('/sprint/stop')).headers.get('location')).toContain('45+minutes')
    expect(await page('/sprint')).toContain('45 minutes in the last')
    await post('/sprint/later', { words: 'read up on rerankers' })
    expect(await page('/sprint')).toContain('read up on rerankers')
    clock.set('2026-06-01T09:00:00Z')
    expect(await page('/sprint')).toContain('It has reached its stop date, 31 May. That is enough.')
    expect((await post('/sprint/start')).headers.get('location')).toContain('time+to+close')
    await post('/sprint/close', {
      sprint: '1',
      'answer-1': 'rejection sampling',
      'mark-1': '2',
      'mark-2': '1',
      outcome: 'answered',
      toSelf: 'draw it first',
    })
    expect(await page('/sprints')).toContain('Covered: most of it.')
    // The rest that was agreed begins tomorrow, and no new sprint in it.
    clock.pass({ days: 1 })
    expect((await run(['rest'])).out).toContain('You rest until 15 June 2026')
    await post('/sprint', BEGIN)
    expect(await page('/sprint')).toContain('It is a rest.')
    clock.set('2026-06-08T09:00:00Z')
    expect(await page('/sprint')).toContain('What is left of “speculative decoding”?')
    await post('/sprint/again', { sprint: '1', days: '7', 'mark-1': '2', 'mark-2': '2' })
    expect(await page('/sprint')).not.toContain('What is left of')
    clock.set('2026-07-01T09:00:00Z')
    await post('/sprint/again', { sprint: '1', days: '30', 'mark-1': '1', 'mark-2': '0' })
    expect(await page('/sprints')).toContain(
      'Covered: most of it. Kept after a week: all of it. Kept after a month: a little.',
    )
    expect(await page('/sprints.md')).toContain('> draw it first')
    expect(await page('/export.json')).toContain('rejection sampling')
  })

  it('is ended by off time, and a forgotten timer counts for nothing', async () => {
    const { post, page, clock } = house({ now: '2026-05-21T17:00:00Z' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    await post('/sprint', BEGIN)
    clock.pass({ days: 7, hours: 1 })
    await post('/sprint/start')
    clock.pass({ hours: 5 })
    expect(await page('/sprint')).toContain('You can close the laptop.')
    clock.pass({ hours: 10 })
    expect(await page('/sprint')).toContain('Start a session')
    expect(await page('/sprint')).toContain('30 minutes in the last')
    // Nobody has written its end yet, and still it stands among the sessions.
    expect(await page('/sprint')).toContain('28 May, 30 minutes<span class="soft">, ended by off time')
    await post('/sprint/start')
    clock.pass({ hours: 5 })
    expect((await post('/sprint/stop')).headers.get('location')).toContain('counts+for+nothing')
    expect(await page('/sprint')).toContain('30 minutes in the last')
  })

  it('can be closed before, dropped, and taken back', async () => {
    const { post, page, run, clock } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'dropped' })
    expect(await page('/sprint/closed?sprint=1')).toContain('dropped, which is fine')
    await post('/sprint/reopen', { sprint: '1' })
    expect(await page('/sprint')).toContain('<h1>speculative decoding</h1>')
    clock.pass({ days: 1 })
    expect((await run(['rest'])).out).toContain('No rest.')
  })

  it('is typed in a terminal', async () => {
    const { run, clock } = house({ now: '2026-05-18T09:00:00Z' })
    expect((await run(['sprint'])).out).toContain('No sprint.')
    expect((await run(['sprint', 'begin', 'speculative', 'decoding', '--weeks', '1'])).out).toContain('until 24 May')
    await run(['sprint', 'start'])
    clock.pass({ minutes: 20 })
    await run(['sprint', 'note', 'the draft model is small'])
    await run(['sprint', 'later', 'rerankers'])
    expect((await run(['sprint', 'stop'])).out).toContain('20 minutes in the last')
    expect((await run(['sprint', 'stop'])).code).toBe(1)
    expect(JSON.parse((await run(['sprint', '--json'])).out)).toMatchObject({
      sprint: { minutes: { all: 20 } },
      later: [{ words: 'rerankers' }],
    })
    await expect(run(['sprint', 'begin', 'x'])).rejects.toThrow('One sprint at a time')
    await expect(run(['sprint', 'close', 'won'])).rejects.toThrow('Dropping is fine')
    expect((await run(['sprint', 'close', 'dropped'])).err).toContain('Rest now, for 7 days.')
  })

  it('begins from a kept story, or from what sleeps on the shelf, by one key', async () => {
    const { post, page, app } = await kept()
    expect(await page('/kept')).not.toContain('Learn it')
    await post('/settings', { 'sprints.on': 'yes' })
    expect(await page('/kept')).toContain('href="/sprint?item=1" data-key="b"')
    const begun = await page('/sprint?item=1')
    expect(begun).toContain('value="Speculative decoding in practice"')
    expect(begun).toMatch(/<button[^>]*autofocus[^>]*>Begin</)
    await post('/sprint', {
      topic: 'Speculative decoding in practice',
      reading: '1',
      links: 'The code https://x.test/y',
    })
    expect(readingsOf(app.db, 1).map(({ title }) => title)).toEqual(['Speculative decoding in practice', 'The code'])
    await post('/shelf', { name: 'agent frameworks' })
    expect(await page('/shelf')).toContain('href="/sprint?topic=agent+frameworks"')
    // One at a time: what is named while one is under way can wait.
    expect(await page('/sprint?topic=agent+frameworks')).toContain('value="agent frameworks"')
  })

  it('takes its hours out of the plan’s, never below ten minutes an edition', async () => {
    const { app, post, plan } = house()
    plan({ minutesAWeek: 120, editions: { days: [2, 3, 4], time: '09:00' } })
    expect(app.radar.budget().minutes).toBe(40)
    await post('/sprint', { topic: 'kernels', hours: '1' })
    expect(app.radar.budget()).toEqual({ minutes: 20, shorter: false })
    await post('/sprint/close', { sprint: '1', outcome: 'dropped' })
    expect(app.radar.budget().minutes).toBe(40)
    const small = house()
    small.plan({ minutesAWeek: 60, editions: { days: [2, 4], time: '09:00' } })
    // What its two editions of ten minutes leave.
    await small.post('/sprint', { topic: 'kernels' })
    expect(presentSprint(small.db)?.minutesAWeek).toBe(40)
    expect(small.app.radar.budget().minutes).toBe(10)
  })

  it('does not begin in a rest, unless it was planned the day before', async () => {
    const { post, page, clock, run, app } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'partly' })
    // The rest begins tomorrow, and nothing squeezes in before.
    expect(await (await post('/sprint', BEGIN)).text()).toContain('An exception is planned ahead')
    await post('/sprint', { ...BEGIN, first: '2026-05-18' })
    expect(presentSprint(app.db)).toBeUndefined()
    expect(await page('/sprint')).toContain('A new one may begin after 1 June.')
    await post('/sprint', { ...BEGIN, topic: 'a talk', first: '2026-05-20' })
    expect(await page('/sprint')).toContain('It begins on 20 May, as you planned')
    expect((await post('/sprint/start')).headers.get('location')).toContain('has+not+begun')
    expect((await run(['sprint', 'undo'])).code).toBe(0)
    expect(presentSprint(app.db)).toBeUndefined()
    expect((await run(['sprint', 'begin', 'a talk', '--from', '2026-05-20'])).out).toContain('It begins on 20 May.')
    clock.pass({ days: 2 })
    await run(['sprint', 'start'])
    expect((await run(['sprint'])).out).toContain('A session runs')
    // The rest goes on meanwhile.
    expect(app.radar.budget().minutes).toBe(10)
  })

  it('asks for energy where it was chosen, and shows how it went', async () => {
    const { post, page, clock, run } = house()
    await post('/settings', { 'sprints.energy': 'yes' })
    await post('/sprint', BEGIN)
    expect(await page('/sprint')).toContain('Start; energy now')
    await post('/sprint/start', { energy: '3' })
    clock.pass({ minutes: 30 })
    await post('/sprint/stop', { energy: '1' })
    await run(['sprint', 'start', '--energy', '2'])
    clock.pass({ minutes: 30 })
    await run(['sprint', 'stop', '--energy', '2'])
    await expect(run(['sprint', 'start', '--energy', '9'])).rejects.toThrow('1 (low)')
    expect(await page('/sprint')).toContain('good before, low after')
  })

  it('is lived in the terminal, with its questions, to the check after a month', async () => {
    const { run, clock, app } = await kept()
    const begun = await run([
      ...['sprint', 'begin', 'decoding', '--weeks', '1', '--hours', '1.5', '--question', 'When does it pay?'],
      ...['--on', 'wed', '--at', '12:00', '--place', 'the library', '--ask', 'Why is it exact? What is the draft?'],
      ...['--read', '1', '--why', 'a talk', '--remember', '30'],
    ])
    expect(begun.out).toContain('Next: Wednesday 12:00, the library')
    expect(begun.out).toContain('  1  Speculative decoding in practice\n     https://x.test/1')
    expect((await run(['sprint', 'read', '1'])).out).toContain('(read)')
    clock.pass({ days: 7 })
    expect((await run(['sprint', 'start'])).err).toContain('time to close')
    const closed = await run(['sprint', 'close', 'answered', '--line', 'draw it'], ['rejection', 'yes', '', ''])
    expect(closed.err).toContain('Rest now')
    expect((await run(['sprint', 'again'])).code).toBe(1)
    clock.pass({ days: 7 })
    expect((await run(['sprint'])).out).toContain('To answer: evenkeel sprint again')
    // Nobody there to ask: it stays.
    expect((await run(['sprint', 'again'])).code).toBe(1)
    expect((await run(['sprint', 'again'], ['rejection', 'y', 'small', 'part'])).code).toBe(0)
    expect((await run(['sprint', 'again'])).err).toContain('Nothing is asked')
    clock.pass({ days: 24 })
    await run(['sprint', 'again'], ['', 'no', 'small', 'p'])
    expect(answersOf(app.db, 1).map(({ afterDays, mark }) => [afterDays, mark])).toEqual([
      [0, 2],
      // What was left empty counts as answered, with no mark.
      [0, null],
      [7, 2],
      [7, 1],
      [30, 0],
      [30, 1],
    ])
    expect((await run(['sprints'])).out).toContain(
      'Covered: all of it. Kept after a week: most of it. Kept after a month: a little.',
    )
  })
})

/** A house in which one story was kept. */
async function kept() {
  const home = house()
  keepAlone(home.db, { ...ITEM, title: 'Speculative decoding in practice', keys: ['k'] }, home.clock.now())
  await home.post('/decide/keep', { item: '1' })
  return home
}

const ITEM = {
  kind: 'story' as const,
  link: 'https://x.test/1',
  text: '',
  authors: '',
  publishedAt: 0,
  words: 0,
}
