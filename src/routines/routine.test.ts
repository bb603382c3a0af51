import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { stand } from '../stand.ts'
import { decayingShare, timesInWeek, timesWords } from './routine.ts'
import { everyRoutine, marksOf, presentRoutines } from './store/routines.ts'

const FIRST = Temporal.PlainDate.from('2026-01-05')
const dayAt = (at: number) => FIRST.add({ days: at }).toString()
const life = fc.record({
  times: fc.integer({ min: 1, max: 7 }),
  days: fc.integer({ min: 0, max: 120 }),
  marks: fc.uniqueArray(fc.integer({ min: 0, max: 120 })),
  free: fc.uniqueArray(fc.integer({ min: 0, max: 120 })),
})
const shareOf = (times: number, marks: readonly number[], free: readonly number[], days: number) =>
  decayingShare(
    { times, begun: dayAt(0) },
    new Set(marks.map(dayAt)),
    day => free.map(dayAt).includes(day),
    dayAt(days),
  )

describe('a routine', () => {
  it('is counted by the week, and a week without it is not spoken of', () => {
    const marks = ['2026-05-17', '2026-05-18', '2026-05-24', '2026-05-25']
    expect(timesInWeek(marks, '2026-05-20')).toBe(2)
    expect([0, 1, 2, 7].map(timesWords)).toEqual(['', 'once this week', 'twice this week', 'every day this week'])
  })
})

describe('the decaying share', () => {
  it('lies between nothing and one', () => {
    fc.assert(
      fc.property(life, ({ times, days, marks, free }) => {
        const share = shareOf(times, marks, free, days) ?? 0
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is never lowered by a day that is free: a skip, a pause, an illness, a holiday', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 0, max: 120 }), ({ times, days, marks, free }, more) => {
        const before = shareOf(times, marks, free, days)
        const after = shareOf(times, marks, [...free, more], days)
        if (before !== undefined && after !== undefined) expect(after).toBeGreaterThanOrEqual(before - 1e-12)
      }),
      { numRuns: 400 },
    )
  })

  it('is never lowered by a mark', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 0, max: 120 }), ({ times, days, marks, free }, more) => {
        fc.pre(more < days)
        const before = shareOf(times, marks, free, days) ?? 0
        expect(shareOf(times, [...new Set([...marks, more])], free, days) ?? 1).toBeGreaterThanOrEqual(before - 1e-12)
      }),
    )
  })

  it('halves what was in two weeks of nothing for what is meant daily, and in eight for what is meant weekly', () => {
    const always = (days: number) => Array.from({ length: days }, (_, at) => at)
    expect(shareOf(7, always(200), [], 199)).toBe(1)
    expect(shareOf(7, always(200), [], 214)).toBeCloseTo(0.5, 1)
    const weekly = always(60).map(week => 7 * week)
    expect(shareOf(1, weekly, [], 419)).toBeCloseTo(1, 1)
    expect(shareOf(1, weekly, [], 476)).toBeCloseTo(0.5, 1)
  })

  it('is not lowered by today, which is not over', () => {
    expect(shareOf(7, [0, 1, 2], [], 3)).toBe(1)
    expect(shareOf(7, [], [], 0)).toBeUndefined()
  })
})

describe('routines in the app', () => {
  const WALK = { id: '0', words: 'a walk without headphones', kind: 'outdoors', times: '3', ifThen: 'after lunch' }

  it('are absent until there is one, and then say what happened and no more', async () => {
    const { page, post, clock } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/signals/asking', { on: 'no' })
    expect(await page('/kept')).not.toContain('Not work')
    await post('/routines', WALK)
    expect(await page('/kept')).toContain('Not work')
    expect(await page('/routines')).not.toMatch(/this week|missed|streak|0 of/)
    await post('/routines/mark', { routine: '1', day: '2026-05-18' })
    expect(await page('/routines')).toContain('once this week')
    clock.pass({ days: 2 })
    await post('/routines/mark', { routine: '1', day: '2026-05-19' })
    expect(await page('/routines')).toContain('twice this week')
    // Neither further back nor ahead.
    await post('/routines/mark', { routine: '1', day: '2026-05-17' })
    await post('/routines/mark', { routine: '1', day: '2026-05-21' })
    expect(await page('/routines')).toContain('twice this week')
    clock.pass({ days: 14 })
    expect(await page('/routines')).not.toMatch(/this week|missed|streak/)
  })

  it('are five at the most, ended and taken back, put in another order, and said otherwise', async () => {
    const { post, page, db } = house()
    for (const words of ['a', 'b', 'c', 'd', 'e', 'f']) await post('/routines', { ...WALK, words })
    expect(presentRoutines(db).map(({ words }) => words)).toEqual(['a', 'b', 'c', 'd', 'e'])
    await post('/routines/raise', { routine: '2' })
    expect(presentRoutines(db)[0]?.words).toBe('b')
    await post('/routines', { ...WALK, id: '2', words: 'cello', kind: 'hands' })
    expect(presentRoutines(db)[0]).toMatchObject({ words: 'cello', kind: 'hands' })
    await post('/routines/end', { routine: '2' })
    expect(await page('/routines')).toContain('You let “cello” go.')
    await post('/routines/end', { routine: '2', again: 'yes' })
    expect(presentRoutines(db)).toHaveLength(5)
  })

  it('are open in off time, where they happen', async () => {
    const { post, page, clock } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/routines', { ...WALK, kind: 'people', words: 'supper with Nadia', noProjects: 'yes' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    clock.set('2026-05-21T20:00:00Z')
    expect(await page('/')).toContain('You can close the laptop.')
    expect(await page('/')).toContain('supper with Nadia')
    expect(await page('/routines')).toContain('no projects talked about')
  })

  it('show a share only when asked, and free days leave it as it is', async () => {
    const { post, page, clock } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/routines', { ...WALK, times: '7' })
    await post('/routines/mark', { routine: '1', day: '2026-05-18' })
    expect(await page('/routines')).not.toContain('How much of it happened lately')
    await post('/routines/settings', { share: 'yes' })
    // No miss is drawn: where nothing of it has happened there is no bar.
    await post('/routines', { ...WALK, words: 'cello', times: '1' })
    expect(((await page('/routines')).match(/class="come"/g) ?? []).length).toBe(1)
    const bar = async () => /class="come"[^>]*width="([\d.]+)"/.exec(await page('/routines'))?.[1]
    expect(await bar()).toBe('100.0')
    await post('/routines/free', { days: '10' })
    clock.pass({ days: 9 })
    expect(await bar()).toBe('100.0')
    expect(await page('/routines')).toContain('All is free until 27 May.')
    clock.pass({ days: 5 })
    expect(Number(await bar())).toBeLessThan(60)
  })

  it('that cannot be taken are said to be, and what was typed stays', async () => {
    const { post, db } = house()
    for (const [fields, said] of [
      [{ times: '9' }, 'from 1 to 7'],
      [{ times: 'often' }, 'from 1 to 7'],
      [{ words: ' ' }, 'Say what it is.'],
      [{ kind: 'work' }, 'Kinds are body'],
      [{ 'slot-day': '3', 'slot-time': '' }, 'both: days, and a time'],
    ] as const) {
      const answer = await post('/routines', { ...WALK, ...fields })
      const text = await answer.text()
      expect([fields, answer.status]).toEqual([fields, 422])
      expect(text).toContain(said)
      expect(text).toContain('value="after lunch"')
    }
    expect(presentRoutines(db)).toEqual([])
    // A time alone stands in the form from the beginning.
    await post('/routines', { ...WALK, noProjects: 'yes', 'slot-time': '18:00' })
    expect(presentRoutines(db)).toMatchObject([{ slot: { days: [], time: '' }, noProjects: false }])
  })

  it('are seen to be free in days to come, and the last word on it can be taken back in the terminal too', async () => {
    const { post, page, run } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/routines', WALK)
    await post('/routines/free', { days: '7', from: '2026-06-01' })
    await post('/routines/free', { days: '1', from: '2026-05-22' })
    expect(await page('/routines')).toMatch(/All is free on 22 May\..*All is free from 1 June to 7 June\./s)
    expect((await run(['routines'])).out).toMatch(/All is free on 22 May\.\nAll is free from 1 June to 7 June\./)
    expect((await run(['routines', 'free', 'undo'])).err).toContain('Taken back: all is meant again, 22 May.')
    await run(['routines', 'skip', '1'])
    expect((await run(['routines', 'free', 'undo'])).err).toContain(
      'Taken back: “a walk without headphones” is meant again, 18 May.',
    )
    expect((await run(['routines', 'free', 'undo'])).err).toContain('1 June to 7 June')
    await expect(run(['routines', 'free', 'undo'])).rejects.toThrow('No day was freed. Nothing was changed.')
    expect((await run(['routines', 'free', 'end'])).err).toContain('Nothing was free today.')
    expect((await run(['routines', 'unmark', '1'])).err).toContain('There was no mark.')
    const skipped = await post('/routines/free', { routine: '1' })
    expect(await page(skipped.headers.get('location') ?? '')).toContain('“a walk without headphones” skipped 18 May.')
    const days = await post('/routines/free', { routine: '1', days: '3' })
    expect(await page(days.headers.get('location') ?? '')).toContain('skipped 18 May to 20 May.')
  })

  it('are marked on a day that is today or yesterday, and a page of another day says so', async () => {
    const { post, db, clock } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/routines', WALK)
    clock.pass({ days: 2 })
    const answer = await post('/routines/mark', { routine: '1', day: '2026-05-18' })
    expect(answer.headers.get('location')).toContain('That+page+was+of+another+day')
    expect(marksOf(db, 1)).toEqual([])
  })

  it('are not proposed before they have begun, as after a journey west', async () => {
    const { app, post, clock, plan } = house({ now: '2026-05-18T00:30:00Z', zone: 'Asia/Tokyo' })
    plan({ welcomedAt: 0 })
    await post('/routines', WALK)
    expect(stand(app).routine).toBeDefined()
    clock.travel('America/Los_Angeles')
    expect(stand(app).routine).toBeUndefined()
  })

  it('that were let go are not let go again by an old page', async () => {
    const { post, db, clock } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/routines', WALK)
    await post('/routines/end', { routine: '1' })
    clock.pass({ days: 20 })
    await post('/routines/end', { routine: '1' })
    await post('/routines/end', { routine: '1', again: 'yes' })
    expect(everyRoutine(db)).toMatchObject([{ ended: '2026-05-18' }])
  })

  it('are five at most, and the words of a sixth stay in its form', async () => {
    const { post, db } = house()
    for (let at = 0; at < 5; at++) await post('/routines', WALK)
    const answer = await post('/routines', WALK)
    expect(answer.status).toBe(422)
    const text = await answer.text()
    expect(text).toContain('5 are enough. Let one go first; nothing was changed.')
    expect(text).toContain('value="after lunch"')
    expect(presentRoutines(db)).toHaveLength(5)
  })

  it('are free from a day that is past, too: illness is seen late', async () => {
    const { post, page, clock, run } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/routines', { ...WALK, times: '7' })
    await post('/routines/settings', { share: 'yes' })
    await post('/routines/mark', { routine: '1', day: '2026-05-18' })
    clock.pass({ days: 8 })
    const share = async () => JSON.parse((await run(['routines', '--json'])).out)[0].share as number
    expect(await share()).toBeLessThan(0.2)
    expect((await post('/routines/free', { days: '61' })).headers.get('location')).toContain('Nothing+was+changed')
    expect((await post('/routines/free', { days: '7', from: '2026-01-19' })).headers.get('location')).toContain(
      'Nothing',
    )
    const freed = await post('/routines/free', { days: '7', from: '2026-05-19' })
    expect(await share()).toBe(1)
    // What was freed is said, with the way back.
    const shown = await page(freed.headers.get('location') ?? '')
    expect(shown).toContain('All is free from 19 May to 25 May, and nothing is lost by it.')
    await post('/routines/free/take-back', { free: /name="free" value="(\d+)"/.exec(shown)?.[1] ?? '' })
    expect(await share()).toBeLessThan(0.2)
    await post('/routines/free', { days: '7', from: '2026-05-19' })
    expect(await page('/routines')).toContain('lately: 100 percent')
    expect(await page('/routines')).not.toContain('All is free until')
    expect((await run(['routines', 'free', '3'])).out).toContain('All is free until 28 May.')
    expect((await run(['routines', 'free', 'end'])).out).not.toContain('All is free')
    await expect(run(['routines', 'free', '3', '--from', 'someday'])).rejects.toThrow('From 1 to 60 days')
    expect((await run(['routines', 'free', '2', '--from', '2026-05-20'])).err).toContain(
      'from 20 May to 21 May, and nothing is lost',
    )
    await run(['routines', 'skip', '1', '--yesterday'])
    expect((await run(['routines'])).out).toContain('██████████')
  })

  it('are marked only while they go on, and let go for good after the day', async () => {
    const { post, run, clock, db } = house({ now: '2026-05-18T12:00:00Z' })
    await post('/routines', WALK)
    await expect(run(['routines', 'mark', '1', '--yesterday'])).rejects.toThrow('had not begun')
    await run(['routines', 'mark', '1'])
    expect((await run(['routines', 'unmark', '1'])).out).not.toContain('this week')
    await run(['routines', 'end', '1'])
    await post('/routines/mark', { routine: '1', day: '2026-05-18' })
    expect(marksOf(db, 1)).toEqual([])
    clock.pass({ days: 1 })
    expect((await post('/routines/end', { routine: '1', again: 'yes' })).headers.get('location')).toContain('anew')
    expect(presentRoutines(db)).toEqual([])
  })

  it('of people can be without projects, in the terminal too, and of nothing else', async () => {
    const { run } = house()
    const supper = ['routines', 'add', 'supper with Nadia', '--no-projects']
    await expect(run(supper)).rejects.toThrow('--no-projects is of people')
    expect((await run([...supper, '--kind', 'people'])).out).toBe(
      '1  supper with Nadia · people · no projects talked about',
    )
    expect((await run(['routines', 'add', 'cards', '--on', 'tue', '--at', '18:00'])).out).toContain('Tue 18:00')
    await expect(run(['routines', 'add', 'cards', '--at', '18:00'])).rejects.toThrow('days and a time')
  })

  it('are typed in a terminal', async () => {
    const { run } = house({ now: '2026-05-18T12:00:00Z' })
    expect((await run(['routines'])).out).toContain('Nothing yet.')
    await run(['routines', 'add', 'a', 'walk', '--kind', 'outdoors', '--times', '3', '--when', 'after lunch'])
    expect((await run(['routines', 'mark', '1'])).out).toBe('1  a walk · outdoors · after lunch · once this week')
    expect(JSON.parse((await run(['routines', '--json'])).out)).toMatchObject([{ words: 'a walk', thisWeek: 1 }])
    await expect(run(['routines', 'mark', '7'])).rejects.toThrow('there is no 7.')
    await expect(run(['routines', 'add', 'x', '--kind', 'work'])).rejects.toThrow('Kinds are body')
  })
})
