import { describe, expect, it } from 'vitest'
import { keepTraces } from '../src/boundaries/store/sensors.ts'
import { keepStreamDays } from '../src/signals/store/watch.ts'
import { stand } from '../src/stand.ts'
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
      routine: { words: 'supper with Nadia' },
    })
    const text = await page('/')
    expect(text).toContain('Friday 18:00: <a href="/sprint">speculative decoding</a>')
    expect(text).toContain('supper with Nadia')
    expect(text).not.toContain('a walk')
  })

  it('marks the routine from the first page, and speaks of none that has happened as often as it was meant', async () => {
    const { post, page, app } = await person()
    await post('/routines/mark', { routine: '2', day: '2026-05-20', back: 'today' })
    expect(stand(app).routine).toBeUndefined()
    expect(await page('/')).not.toContain('it happened')
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
    expect([week[3]?.off, week[4]?.off]).toEqual([5.5, 8])
    expect(rowsOf(week).map(({ name }) => name)).toEqual(['Outdoors', 'Off time', 'Sleep', 'Learning', 'Work'])
  })

  it('is drawn on its page, of any week, and a day that is none is today', async () => {
    const { page } = await person()
    expect(await page('/week')).toContain('What the week holds')
    expect(await page('/week?day=2026-01-05')).toContain('Nothing to draw of this week yet.')
    expect(await page('/week?day=nonsense')).toContain('Wednesday: a walk')
  })
})
