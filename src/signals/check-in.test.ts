import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { composite, isAsked, type Marks, readMark, SIGNS } from './check-in.ts'
import { readCheckIns } from './store/check-ins.ts'

const MARKS = { sleep: '3', irritation: '2', pull: '7', dread: '1', behind: '4' }

/** A person who turned the check-in on, on a Monday at nine. */
async function person(options: Parameters<typeof house>[0] = {}) {
  const home = house({ now: '2026-05-18T09:00:00Z', ...options })
  home.plan({ welcomedAt: 0 })
  await home.post('/signals/asking', { on: 'yes' })
  return home
}

describe('a check-in', () => {
  it('is off until it is turned on, and then stands in the foot of every page', async () => {
    const { page, post, plan } = house()
    plan({ welcomedAt: 0 })
    expect(await page('/')).not.toContain('Check in')
    expect(await page('/')).not.toContain('Your days')
    expect(await page('/signals')).toContain('Ask me for a check-in')
    await post('/signals/asking', { on: 'yes' })
    expect(await page('/')).toContain('href="/checkin"')
    expect(await page('/kept')).toContain('Your days')
    await post('/signals/asking', { on: 'no' })
    expect(await page('/')).not.toContain('Check in')
  })

  it('keeps five marks and a line, and can be said again', async () => {
    const { post, page, db } = await person()
    const answer = await post('/checkin', { ...MARKS, line: ' a long  day ', day: '2026-05-18' })
    expect(answer.headers.get('location')).toBe('/checkin/kept')
    const [first] = readCheckIns(db)
    expect(first).toMatchObject({
      day: '2026-05-18',
      marks: { sleep: 3, irritation: 2, pull: 7, dread: 1, behind: 4 },
      line: 'a long day',
    })
    expect(await page('/')).not.toContain('Check in')
    await post('/checkin', { ...MARKS, sleep: '9', day: '2026-05-18' })
    const [again] = readCheckIns(db)
    expect([again?.marks.sleep, again?.label]).toEqual([9, first?.label])
    expect(await page('/checkin')).toContain('value="9" checked')
  })

  it('leaves out what is left out, and says why it keeps nothing', async () => {
    const { post, db } = await person()
    await post('/checkin', { sleep: '3', irritation: '', line: '' })
    expect(readCheckIns(db)[0]?.marks).toEqual({ sleep: 3, irritation: null, pull: null, dread: null, behind: null })
    expect(await (await post('/checkin', { sleep: '11' })).text()).toContain('from 0 to 10')
    expect(await (await post('/checkin', { line: ' ' })).text()).toContain('nothing was kept')
    expect(await (await post('/checkin', { ...MARKS, day: '2026-05-14' })).text()).toContain('three days before it')
    expect(await (await post('/checkin', { ...MARKS, day: '2026-05-19' })).text()).toContain('three days before it')
    expect(readCheckIns(db)).toHaveLength(1)
  })

  it('can be given for the last three days, and late at night still for the day before', async () => {
    const { post, clock, db, page } = await person()
    await post('/checkin', { ...MARKS, day: '2026-05-15' })
    clock.set('2026-05-19T03:30:00Z')
    expect(await page('/checkin')).toContain('value="2026-05-18"')
    await post('/checkin', MARKS)
    expect(readCheckIns(db).map(({ day }) => day)).toEqual(['2026-05-15', '2026-05-18'])
  })

  it('is asked for too when it was turned on as a bare setting', async () => {
    const { page, plan, db } = house({ now: '2026-05-18T09:00:00Z' })
    plan({ welcomedAt: 0 })
    db.run("INSERT INTO setting (name, value) VALUES ('checkin.on', 'yes')")
    expect(await page('/')).toContain('Check in')
  })

  it('comes at the time and on the days one likes', async () => {
    const { post, clock, page } = await person()
    await post('/signals/settings', { day: ['1', '3', '5'], time: '12:00', years: '1' })
    expect(await page('/')).not.toContain('Check in')
    clock.pass({ hours: 3 })
    expect(await page('/')).toContain('Check in')
    clock.pass({ days: 1 })
    expect(await page('/')).not.toContain('Check in')
    clock.pass({ days: 1 })
    expect(await page('/')).toContain('Check in')
  })

  it('stops asking after five unanswered, without a word, until it is said or turned on again', async () => {
    const { post, clock, page } = await person()
    for (let day = 0; day < 5; day++) {
      expect(await page('/')).toContain('Check in')
      clock.pass({ days: 1 })
    }
    const text = await page('/')
    expect(text).not.toContain('Check in')
    expect(text).not.toMatch(/miss|unanswered|stopped/)
    await post('/checkin', MARKS)
    clock.pass({ days: 1 })
    expect(await page('/')).toContain('Check in')
  })

  it('is never asked for in off time, unless the person wants it there', async () => {
    const home = await person({ now: '2026-05-21T17:00:00Z' })
    await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    home.clock.pass({ hours: 2 })
    expect(await home.page('/')).not.toContain('Check in')
    // Whoever goes there by themselves was not asked.
    expect(await home.page('/checkin')).toContain('How is today?')
    home.clock.pass({ hours: 22 })
    await home.post('/signals/settings', { day: ['1', '2', '3', '4', '5'], time: '09:00', years: '1', offtime: 'yes' })
    await home.post('/off/holiday', { first: '2026-05-25', last: '2026-05-26' })
    home.clock.set('2026-05-25T10:00:00Z')
    expect(await home.page('/')).toContain('You can close the laptop.')
    expect(await home.page('/')).toContain('Check in')
  })

  it('carries the morning question of off time as its sixth, so that there is one form', async () => {
    const home = await person({ now: '2026-05-21T17:00:00Z' })
    await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    await home.post('/evenings/ask', { ask: 'yes' })
    await home.post('/checkin', MARKS)
    home.clock.set('2026-05-22T09:00:00Z')
    expect(await home.page('/')).not.toContain('How far away was work')
    expect(await home.page('/checkin')).toContain('How far away was work in your mind')
    await home.post('/checkin', { ...MARKS, further: '8' })
    expect(home.db.all('SELECT evening, value FROM mind_off')).toEqual([{ evening: '2026-05-21', value: 8 }])
    expect(await home.page('/')).not.toContain('How far away was work')
  })

  it('is typed in a terminal', async () => {
    const { run, db } = await person()
    expect((await run(['checkin', '3', '-', '7', '1', '4', '--line', 'tired'])).out).toBe('It is kept.')
    expect(readCheckIns(db)[0]).toMatchObject({ marks: { sleep: 3, irritation: null, behind: 4 }, line: 'tired' })
    await run(['checkin', '5'])
    expect(readCheckIns(db)[0]).toMatchObject({ marks: { sleep: 5, irritation: null, behind: 4 }, line: 'tired' })
    await expect(run(['checkin', '3', '12'])).rejects.toThrow('from 0 to 10')
    await expect(run(['checkin', '1', '2', '3', '4', '5', '6'])).rejects.toThrow('There are 5 marks')
    await expect(run(['checkin', '1', '--day', '2026-04-01'])).rejects.toThrow('three days before it')
    expect((await run(['checkin'])).code).toBe(1)
  })
})

describe('the marks', () => {
  it('are whole numbers from 0 to 10, and nothing else', () => {
    expect(['0', '10', ' 7 ', '-', ''].map(readMark)).toEqual([0, 10, 7, null, null])
    expect(['11', '-1', '3.5', 'x', '07', '１'].map(readMark)).toEqual(Array(6).fill(undefined))
  })

  it('make a composite of at least three, in which only the pull is turned round', () => {
    const none: Marks = { sleep: null, irritation: null, pull: null, dread: null, behind: null }
    expect(composite({ ...none, sleep: 10, irritation: 10 })).toBeUndefined()
    expect(composite({ sleep: 10, irritation: 10, pull: 0, dread: 10, behind: 10 })).toBe(10)
    expect(composite({ ...none, sleep: 3, pull: 7, dread: 3 })).toBe(3)
    fc.assert(
      fc.property(fc.record(Object.fromEntries(SIGNS.map(sign => [sign, fc.integer({ min: 0, max: 10 })]))), marks => {
        const value = composite(marks as unknown as Marks) ?? -1
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(10)
      }),
    )
  })
})

describe('being asked', () => {
  it('ends with the fifth asked day in a row without an answer, whatever the weekdays', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), fc.nat(40), (weekdays, later) => {
        const since = '2026-05-18'
        const days = Array.from({ length: later + 1 }, (_, at) => Temporal.PlainDate.from(since).add({ days: at }))
        const due = days.filter(day => weekdays.includes(day.dayOfWeek))
        const asked = days.filter(day => isAsked(day.toString(), { weekdays, answered: [], since, quiet: () => false }))
        expect(asked.map(String)).toEqual(due.slice(0, 5).map(String))
      }),
    )
  })
})
