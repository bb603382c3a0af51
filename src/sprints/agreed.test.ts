import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { stand } from '../stand.ts'
import { keepSetting } from '../store/setting.ts'
import { restsUntil } from './machine/beginning.ts'
import { recallDue, waiting } from './machine/sprinting.ts'
import { sprintsOn } from './settings.ts'
import {
  answersOf,
  laterThings,
  presentSprint,
  questionsOf,
  readingsOf,
  readSprints,
  sessionsOf,
} from './store/sprints.ts'

const BEGIN = { topic: 'decoding', weeks: '2', hours: '1', questions: 'Why is it exact?', again: 'yes' }

describe('what is agreed of a sprint', () => {
  it('is a closed list: more questions, readings, weeks or hours than may be are refused, and what was typed is kept', async () => {
    const { ask, db } = house()
    const typed = (fields: Record<string, string>) =>
      ask('/sprint', { method: 'POST', body: new URLSearchParams({ ...BEGIN, why: 'a talk', ...fields }) })
    for (const [fields, said] of [
      [{ questions: 'a\nb\nc\nd' }, 'at most 3 questions'],
      [{ links: 'abcdefgh'.split('').join('\n') }, 'at most 7 readings'],
      [{ weeks: '5' }, '1 to 4 weeks'],
      [{ weeks: '0' }, '1 to 4 weeks'],
      [{ hours: '0.1' }, 'from 15 minutes to 1 hour 30 minutes a week'],
      [{ hours: 'some' }, 'from 15 minutes'],
      [{ hours: '9' }, 'from 15 minutes'],
      [{ 'slot-time': '20:00' }, 'needs both: days, and a time'],
      [{ 'slot-day': '3' }, 'needs both: days, and a time'],
      [{ first: 'someday' }, 'within two months'],
      [{ first: '2026-06-1' }, 'within two months'],
      [{ first: '2026-05-20[u-ca=hebrew]' }, 'within two months'],
      [{ first: '2026-06-01T10:00' }, 'within two months'],
      [{ first: '2026-07-18' }, 'within two months'],
      [{ topic: ' ' }, 'Say what it is about'],
      [{ topic: 'x'.repeat(201) }, 'at most 200 characters'],
      [{ questions: 'x'.repeat(201) }, 'at most 200 characters'],
    ] as const) {
      const answer = await typed(fields)
      const page = await answer.text()
      expect([fields, answer.status]).toEqual([fields, 422])
      expect(page).toContain(said)
      expect(page).toContain('value="a talk"')
    }
    expect(readSprints(db)).toEqual([])
    expect((await typed({ questions: 'a\n\nb\nc', links: 'a\nb\nc\nd\ne\nf\ng https://x.test/' })).status).toBe(303)
    expect([questionsOf(db, 1).length, readingsOf(db, 1).length]).toEqual([3, 7])
    expect(readingsOf(db, 1).at(-1)).toMatchObject({ title: 'g', link: 'https://x.test/' })
  })

  it('of a second is kept in the form while one is under way, and a form that comes twice is one', async () => {
    const { ask, post, db } = house()
    await post('/sprint', BEGIN)
    expect((await post('/sprint', BEGIN)).status).toBe(303)
    const second = new URLSearchParams({ ...BEGIN, topic: 'kernels', why: 'a talk' })
    const answer = await ask('/sprint', { method: 'POST', body: second })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('One sprint at a time. Nothing was changed.')
    expect(page).toContain('value="a talk"')
    expect(readSprints(db)).toHaveLength(1)
  })

  it('proposes no more than it takes, where the plan leaves forty minutes', async () => {
    const { page, post, plan, db } = house()
    plan({ minutesAWeek: 60, editions: { days: [2, 4], time: '09:00' } })
    expect(await page('/sprint')).toMatch(/name="hours" value="0\.67" min="0\.25" max="0\.67"/)
    await post('/sprint', { ...BEGIN, hours: '0.67' })
    expect(presentSprint(db)?.minutesAWeek).toBe(40)
  })

  it('lies in the plan, or is said to come on top of it', async () => {
    const { page, plan } = house()
    plan({ minutesAWeek: 120, editions: { days: [2, 4], time: '09:00' } })
    expect(await page('/sprint')).toContain(
      'Its hours lie inside the 1 hour 40 minutes a week that your plan has room for',
    )
    plan({ minutesAWeek: 30, editions: { days: [1, 3, 5], time: '09:00' } })
    expect(await page('/sprint')).toContain(
      'Your plan of 30 minutes a week leaves too little: 15 minutes come on top of it',
    )
  })

  it('is refused in the terminal by the same bounds', async () => {
    const { run, db } = house()
    const begin = (...more: string[]) => run(['sprint', 'begin', 'x', ...more])
    await expect(begin('--weeks', '5')).rejects.toThrow('1 to 4 weeks')
    await expect(begin('--weeks', '1.5')).rejects.toThrow('1 to 4 weeks')
    await expect(begin('--hours', '9')).rejects.toThrow('a week')
    await expect(begin('--hours', 'some')).rejects.toThrow('a week')
    await expect(begin('--at', '20:00')).rejects.toThrow('the days and the time')
    await expect(begin('--on', 'thu')).rejects.toThrow('the days and the time')
    await expect(begin('--on', 'someday', '--at', '20:00')).rejects.toThrow('the days and the time')
    await expect(begin('--ask', 'a? b? c? d?')).rejects.toThrow('at most 3 questions')
    await expect(begin('--read', '1 2')).rejects.toThrow('There is no item 1')
    await expect(begin('--from', '2026-07-18')).rejects.toThrow('within two months')
    expect(readSprints(db)).toEqual([])
    expect((await begin('--weeks', '4', '--hours', '0,25', '--from', '2026-07-17')).code).toBe(0)
    expect(presentSprint(db)).toMatchObject({ minutesAWeek: 15, first: '2026-07-17', ahead: true })
  })

  it('takes no hours and proposes no session before its first day', async () => {
    const { app, run, plan, clock, page } = house()
    plan({ minutesAWeek: 120, editions: { days: [2, 3, 4], time: '09:00' }, welcomedAt: 0 })
    await run(['sprint', 'begin', 'x', '--from', '2026-05-27', '--on', 'wed', '--at', '20:00'])
    expect(app.radar.budget().minutes).toBe(40)
    expect(stand(app).session?.at).toBe(Date.parse('2026-05-27T20:00:00Z'))
    expect(await page('/sprints')).toContain(', planned')
    expect((await run(['sprints'])).out).toContain('2026-05-27 to 2026-06-09. Planned.')
    clock.set('2026-05-27T08:00:00Z')
    expect(app.radar.budget().minutes).toBe(20)
    expect((await run(['sprints'])).out).toContain('Under way.')
  })

  it('can be taken back while it has no session, and not after', async () => {
    const { post, db, clock } = house()
    await post('/sprint', BEGIN)
    expect((await post('/sprint/take-back')).headers.get('location')).toBe('/sprint?taken=1')
    expect(readSprints(db)).toEqual([])
    await post('/sprint', BEGIN)
    // A page of the one that was taken back closes no other.
    await post('/sprint/close', { sprint: '1', outcome: 'answered' })
    expect(readSprints(db)).toMatchObject([{ id: 2, closedOn: null }])
    await post('/sprint/start')
    clock.pass({ minutes: 5 })
    expect((await post('/sprint/take-back')).headers.get('location')).toContain('It+has+begun')
    expect(presentSprint(db)?.topic).toBe('decoding')
  })
})

describe('a form that was open when off time began', () => {
  it('is taken all the same: the close with its answers, a note, what turned up; in the terminal too', async () => {
    const { post, page, clock, db, run, app } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    await post('/sprint', BEGIN)
    clock.set('2026-05-21T18:20:00Z')
    await post('/sprint/start')
    clock.pass({ minutes: 11 })
    expect(await page('/sprint')).toContain('You can close the laptop.')
    await post('/sprint/note', { words: 'nearly there' })
    await post('/sprint/later', { words: 'rerankers' })
    expect(await run(['sprint', 'note', 'at last'])).toMatchObject({ code: 0, out: '' })
    expect(await run(['sprint', 'later', 'draft models'])).toMatchObject({ code: 0, out: '' })
    expect(waiting(app.sprints).map(({ words }) => words)).toEqual(['draft models', 'rerankers'])
    await post('/sprint/close', { sprint: '1', outcome: 'answered', 'answer-1': 'rejection', 'mark-1': '2' })
    expect(answersOf(db, 1)).toMatchObject([{ words: 'rejection', mark: 2 }])
    expect(sessionsOf(db, 1)).toMatchObject([{ note: 'nearly there\nat last', endedBy: 'off-time' }])
  })
})

describe('a story that would be learned while a sprint is under way', () => {
  it('is offered to wait', async () => {
    const { post, page } = house()
    await post('/sprint', BEGIN)
    const shown = await page('/sprint?topic=kernels')
    expect(shown).toContain('One at a time. “kernels” can wait:')
    expect(shown).toContain('name="words" value="kernels"')
    expect(await page('/sprint')).not.toContain('One at a time.')
  })
})

describe('what comes again', () => {
  it('is not kept where it was put by, whatever was typed', async () => {
    const { post, clock, db } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'partly' })
    clock.pass({ days: 7 })
    await post('/sprint/again', { sprint: '1', days: '7', 'answer-1': 'half a thought', 'mark-1': '1', skip: 'yes' })
    expect(answersOf(db, 1).filter(({ afterDays }) => afterDays === 7)).toMatchObject([{ words: '', mark: null }])
  })

  it('stays as it was answered, should the form come twice', async () => {
    const { post, clock, db } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'partly' })
    clock.pass({ days: 7 })
    await post('/sprint/again', { sprint: '1', days: '7', 'answer-1': 'rejection', 'mark-1': '2' })
    await post('/sprint/again', { sprint: '1', days: '7' })
    expect(answersOf(db, 1).at(-1)).toMatchObject({ afterDays: 7, words: 'rejection', mark: 2 })
  })

  it('is silent while sprints are off or all is paused, and “not this time” is an answer', async () => {
    const { post, page, clock, app, db, plan } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'partly' })
    clock.pass({ days: 7 })
    plan({ welcomedAt: 0 })
    expect(await page('/')).toContain('What is left of “decoding”?')
    keepSetting(db, sprintsOn, 'no')
    expect(await page('/')).not.toContain('What is left of')
    keepSetting(db, sprintsOn, 'yes')
    plan({ pausedUntil: clock.now() + 1000 })
    expect(recallDue(app.sprints)).toBeUndefined()
    plan({ pausedUntil: null })
    expect(recallDue(app.sprints)?.days).toBe(7)
    await post('/sprint/again', { sprint: '1', days: '7' })
    expect(recallDue(app.sprints)).toBeUndefined()
    // Of what was not answered nothing is said.
    expect(await page('/sprints')).not.toContain('Kept after')
  })

  it('is on the page of a year also when the year’s check comes after it', async () => {
    const { post, page, clock, app } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/sprint', { ...BEGIN, horizon: '365' })
    await post('/sprint', { ...BEGIN })
    await post('/sprint/close', { sprint: '1', outcome: 'answered', 'mark-1': '2' })
    clock.set('2027-06-30T09:00:00Z')
    expect(await page('/sprints')).toContain('No sprint yet.')
    clock.set('2027-05-18T09:00:00Z')
    expect(recallDue(app.sprints)?.days).toBe(365)
    await post('/sprint/again', { sprint: '1', days: '365', 'mark-1': '2' })
    clock.set('2027-06-30T09:00:00Z')
    expect(await page('/sprints')).toContain('Kept after a year: all of it.')
    clock.set('2028-06-30T09:00:00Z')
    expect(await page('/sprints')).toContain('No sprint yet.')
  })
})

describe('the rest after a sprint', () => {
  it('holds off the next one as long as was agreed, also where editions are long again before', async () => {
    const { run, clock, page } = house()
    await run(['sprint', 'begin', 'x', '--weeks', '1'])
    await run(['sprint', 'close', 'answered'])
    clock.pass({ days: 2 })
    await run(['rest', 'end'])
    await expect(run(['sprint', 'begin', 'y'])).rejects.toThrow('As agreed, a new one may begin after 25 May.')
    expect(await page('/sprint')).toContain('No sprint just now.')
    clock.pass({ days: 6 })
    expect((await run(['sprint', 'begin', 'y'])).code).toBe(0)
  })

  it('is the longest that was agreed, whatever exception came in between', async () => {
    const { run, clock, app } = house({ now: '2026-05-18T09:00:00Z' })
    await run(['sprint', 'begin', 'x', '--weeks', '4'])
    await run(['sprint', 'close', 'answered'])
    await run(['sprint', 'begin', 'a talk', '--weeks', '1', '--from', '2026-05-19'])
    clock.pass({ days: 1 })
    await run(['sprint', 'close', 'dropped'])
    await run(['rest', 'end'])
    expect(restsUntil(app.sprints)).toBe('2026-06-15')
  })
})

describe('what waits', () => {
  it('is at most a dozen, says when it fades, and is gone after two months; what is gone takes no room', async () => {
    const { post, page, run, clock, app, db } = house({ now: '2026-05-18T09:00:00Z' })
    for (let n = 1; n <= 12; n++) await run(['sprint', 'later', `thing ${n}`])
    await run(['sprint', 'later', 'thing 3'])
    expect(waiting(app.sprints)).toHaveLength(12)
    expect(waiting(app.sprints)[0]?.words).toBe('thing 3')
    const over = await post('/sprint/later', { words: 'one more' })
    expect(over.headers.get('location')).toContain('thing+1')
    expect(waiting(app.sprints)).toHaveLength(12)
    clock.pass({ days: 31 })
    expect(await page('/sprint')).toContain('fading; gone by 17 July')
    expect((await run(['sprint', 'later', 'new'])).out).toContain('thing 4 (fading)')
    clock.set('2026-07-18T09:00:00Z')
    expect(waiting(app.sprints).map(({ words }) => words)).toEqual(['new'])
    expect((await run(['sprint', 'later', 'newer'])).err).not.toContain('made room')
    expect(laterThings(db).length).toBeGreaterThan(12)
  })
})
