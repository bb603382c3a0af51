import { describe, expect, it } from 'vitest'
import { calendarText } from '../src/boundaries/machine/calendar.ts'
import { calendarDetail } from '../src/boundaries/settings.ts'
import { keepTraces } from '../src/boundaries/store/sensors.ts'
import { progressOf } from '../src/signals/machine/trying.ts'
import { keepCheckIn } from '../src/signals/store/check-ins.ts'
import { presentTrial } from '../src/signals/store/trials.ts'
import { keepStreamDays } from '../src/signals/store/watch.ts'
import { stand } from '../src/stand.ts'
import { keepSetting } from '../src/store/setting.ts'
import { dayAsked, rowsOf, weekOf } from '../src/week.ts'
import { house } from './house.ts'

/** A person with routines, a sprint and an evening off, on a Wednesday at noon. */
async function person() {
  const home = house({ now: '2026-05-20T12:00:00Z' })
  home.plan({ welcomedAt: 0 })
  await home.post('/routines', { id: '0', words: 'a walk', kind: 'outdoors', times: '3' })
  await home.post('/routines', { id: '0', words: 'supper with Nadia', kind: 'people', times: '1' })
  await home.post('/routines/mark', { routine: '1', day: '2026-05-20' })
  await home.post('/sprint', { topic: 'speculative decoding', 'slot-day': ['5'], 'slot-time': '18:00' })
  await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
  return home
}

describe('where one stands', () => {
  it('is one sentence, and at most one thing of each', async () => {
    const { app, page } = await person()
    expect(stand(app)).toMatchObject({
      says: 'Nothing to read until Thursday 09:00.',
      session: { topic: 'speculative decoding', at: Date.parse('2026-05-22T18:00:00Z') },
      evening: 'The next off time begins Thursday 18:30.',
      // One has happened today: no other is proposed.
      routine: undefined,
    })
    const text = await page('/')
    expect(text).toContain('Friday 18:00: <a href="/sprint">speculative decoding</a>')
    expect(text).not.toContain('supper with Nadia')
    expect(text).not.toContain('a walk')
  })

  it('marks the routine from the first page, and speaks of none that has happened as often as it was meant', async () => {
    const { post, page, app } = await person()
    await post('/routines/mark', { routine: '2', day: '2026-05-20', back: 'today' })
    expect(stand(app).routine).toBeUndefined()
    expect(await page('/')).not.toContain('it happened')
  })
})

describe('the calendar', () => {
  it('has hours that are not work as free time, by their own words, and none of them where it says only "Busy"', async () => {
    const { post, run, app } = await person()
    await post('/routines', {
      id: '1',
      words: 'a walk',
      kind: 'outdoors',
      times: '3',
      'slot-day': ['2', '6'],
      'slot-time': '18:00',
    })
    await post('/wander', { day: '5', time: '16:00' })
    expect((await run(['routines'])).out).toContain('Tue, Sat 18:00')
    const events = () => calendarText(app.boundaries).split('BEGIN:VEVENT').slice(1)
    expect(events().join()).not.toContain('a walk')
    keepSetting(app.db, calendarDetail, 'yes')
    const walk = events().find(text => text.includes('SUMMARY:a walk'))
    expect(walk).toContain('TRANSP:TRANSPARENT')
    expect(walk).toContain('BYDAY=TU,SA')
    expect(walk).toMatch(/DTSTART;TZID=UTC:202605\d\dT180000|DTSTART:202605\d\dT180000Z/)
    expect(events().find(text => text.includes('SUMMARY:Wander'))).toContain('TRANSP:TRANSPARENT')
    expect(events().find(text => text.includes('Sprint: speculative'))).toContain('TRANSP:OPAQUE')
  })
})

describe('the week', () => {
  it('shows what there was of work, learning, off time, routines, people and sleep, and no row of nothing', async () => {
    const { app, db, post, clock } = await person()
    keepTraces(db, 'git', [{ at: Date.parse('2026-05-18T10:00:00Z'), project: 'x', machine: false, offset: null }])
    keepStreamDays(db, 'sleep', [{ day: '2026-05-19', value: 7.5 }], '2026-05-19', () => 0.5)
    await post('/sprint/start')
    clock.pass({ minutes: 30 })
    await post('/sprint/stop')
    const week = weekOf(app, dayAsked(undefined, app.machine))
    expect(week.map(({ day }) => day)).toEqual(['18', '19', '20', '21', '22', '23', '24'].map(day => `2026-05-${day}`))
    expect(week[0]).toMatchObject({ work: 1, learning: 0, off: 0 })
    expect(week[1]).toMatchObject({ sleep: 7.5, work: undefined })
    expect(week[2]).toMatchObject({ learning: 30, routines: [{ kind: 'outdoors', words: 'a walk' }] })
    // What is only planned has not been kept.
    expect(week.slice(3, 5).map(({ off, offAhead }) => [off, offAhead])).toEqual([
      [0, 5.5],
      [0, 8],
    ])
    expect(rowsOf(week).map(({ name }) => name)).toEqual(['Outdoors', 'Off time', 'Sleep', 'Learning', 'Work'])
  })

  it('draws off time as it was kept: without the hour in which an editor was seen', async () => {
    const { app, db, clock } = await person()
    const typed = Array.from({ length: 60 }, (_, minute) => Date.parse('2026-05-21T20:00:00Z') + minute * 60_000)
    keepTraces(
      db,
      'editor',
      typed.map(at => ({ at, project: 'x', machine: false, offset: null })),
    )
    clock.pass({ days: 3 })
    expect(weekOf(app, dayAsked(undefined, app.machine)).map(({ off }) => off)).toEqual([0, 0, 0, 4.5, 8, 0, 0])
  })

  it('tells the evening that lasts apart from what is to come of it, and says all of it in words', async () => {
    const { app, clock, page } = await person()
    clock.set('2026-05-21T20:30:00Z')
    const week = weekOf(app, dayAsked(undefined, app.machine))
    expect(week.slice(3, 5).map(({ off, offAhead }) => [off, offAhead])).toEqual([
      [2, 3.5],
      [0, 8],
    ])
    const rows = rowsOf(week)
    expect(rows.map(({ name, words }) => `${name}: ${words}`)).toEqual([
      'Outdoors: Wednesday',
      'Off time: Thursday 2 hours, 3.5 hours to come; Friday 8 hours to come',
    ])
    expect(rows[1]?.days[3]).toEqual({ value: 2 / 16, ahead: 3.5 / 16 })
    clock.pass({ hours: 13 })
    expect(await page('/week')).toContain('Off time: Thursday 5.5 hours; Friday 8 hours')
  })

  it('is drawn on its page, of any week, and a day that is none is today', async () => {
    const { page } = await person()
    expect(await page('/week')).toContain('What the week holds')
    expect(await page('/week?day=2026-01-07')).toContain('The week of 5 January</h1><p>There is nothing to draw of it.')
    expect(await page('/week?day=nonsense')).toContain('Wednesday: a walk')
  })

  it('draws nothing where nothing happened', async () => {
    const { page, app } = await person()
    const drawn = (await page('/week')).match(/<rect class="(off|changed|rest)"/g) ?? []
    const held = rowsOf(weekOf(app, dayAsked(undefined, app.machine))).flatMap(({ days }) =>
      days.flatMap(({ value, ahead }) => [value, ahead].filter(one => one > 0)),
    )
    expect(drawn).toHaveLength(held.length)
    expect(held.length).toBeLessThan(5)
  })
})

describe('a trial about a routine', () => {
  it('is offered among what may be asked, counts its marks, and keeps it from the first page on days without', async () => {
    const { app, db, post, page, clock } = await person()
    for (let at = 40; at > 0; at--) {
      const day = Temporal.PlainDate.from('2026-05-20').subtract({ days: at }).toString()
      const marks = { sleep: 3 + (at % 2), irritation: 3, pull: 6, dread: 3, behind: 3 }
      keepCheckIn(db, { day, marks, line: '', label: 0.5, answeredAt: clock.now() })
    }
    const doing = 'make room for “a walk”'
    expect(await page('/trials')).toContain(doing)
    expect(await page('/trials')).toContain('sit down at 18:00 for “speculative decoding”')
    await post('/routines/end', { routine: '2' })
    await post('/trials', { doing, outcome: 'sleep', matters: '2', lag: '1', most: '84', when: 'any-day' })
    const trial = presentTrial(db)
    expect(trial?.question).toBe('On days I make room for “a walk”, do I sleep better?')
    const proposed: boolean[] = []
    for (let day = 0; day < 10; day++) {
      clock.pass({ days: 1 })
      const doIt = trial && progressOf(app.signals, trial).doIt
      proposed.push(stand(app).routine !== undefined)
      expect(stand(app).routine === undefined || doIt !== false).toBe(true)
      if (doIt) await post('/routines/mark', { routine: '1', day: new Date(clock.now()).toISOString().slice(0, 10) })
    }
    expect(new Set(proposed).size).toBe(2)
    expect(await page('/trials')).toContain('it did on 9 of 9 days that can be told')
    // Its words may change, and it may be let go: what happened is still told, and it is still left to chance when.
    await post('/routines', { id: '1', words: 'a long walk', kind: 'outdoors', times: '3' })
    expect(await page('/trials')).toContain('it did on 9 of 9 days that can be told')
    for (let day = 0; day < 4; day++) {
      clock.pass({ days: 1 })
      const doIt = trial && progressOf(app.signals, trial).doIt
      expect(stand(app).routine === undefined || doIt !== false).toBe(true)
      if (doIt) await post('/routines/mark', { routine: '1', day: new Date(clock.now()).toISOString().slice(0, 10) })
    }
    await post('/routines/end', { routine: '1' })
    expect(await page('/trials')).toContain('it did on 13 of 13 days that can be told')
  })
})
