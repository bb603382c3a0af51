import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { readBudget } from '../plan/store/budget.ts'
import { waiting } from './machine/sprinting.ts'
import { answersOf, presentSprint, questionsOf, readingsOf, readSprints, sessionsOf } from './store/sprints.ts'

const BEGIN = { topic: 'decoding', weeks: '2', hours: '1', questions: 'Why is it exact?', again: 'yes' }

describe('what is taken back', () => {
  it('is as if it had not been, and can be had again with all that was said of it', async () => {
    const { post, page, db, app } = house()
    const waits = () => waiting(app.sprints).map(({ words }) => words)
    await post('/sprint/later', { words: 'decoding' })
    await post('/sprint', { ...BEGIN, why: 'a talk', links: 'The paper', first: '2026-06-01' })
    expect(waits()).toEqual([])
    await post('/sprint/take-back')
    expect(waits()).toEqual(['decoding'])
    const taken = await page('/sprint?taken=1')
    expect(taken).toContain('“decoding” is taken back.')
    expect(taken).toContain('name="topic" value="decoding"')
    await post('/sprint/bring-back', { sprint: '1' })
    expect(presentSprint(db)).toMatchObject({ topic: 'decoding', why: 'a talk', first: '2026-06-01' })
    expect([questionsOf(db, 1).length, readingsOf(db, 1).length, waits()]).toEqual([1, 1, []])
  })

  it('does not come back beside another, nor days later', async () => {
    const { post, db, clock } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/take-back')
    await post('/sprint', { ...BEGIN, topic: 'kernels' })
    await post('/sprint/bring-back', { sprint: '1' })
    expect(readSprints(db)).toMatchObject([{ topic: 'kernels' }])
    await post('/sprint/take-back')
    clock.pass({ days: 3 })
    await post('/sprint/bring-back', { sprint: '1' })
    expect(readSprints(db)).toEqual([])
  })
})

describe('a close', () => {
  it('that comes twice keeps what was written where nothing stood', async () => {
    const { post, db } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'answered' })
    await post('/sprint/close', { sprint: '1', outcome: 'dropped', 'answer-1': 'rejection', toSelf: 'draw it' })
    expect(readSprints(db)).toMatchObject([{ outcome: 'answered', toSelf: 'draw it' }])
    expect(answersOf(db, 1)).toMatchObject([{ words: 'rejection' }])
  })

  it('in the terminal, after one that was taken back, wipes nothing that was written', async () => {
    const { post, db, run } = house()
    await post('/sprint', BEGIN)
    const written = { 'answer-1': 'rejection', 'mark-1': '2', toSelf: 'draw it' }
    await post('/sprint/close', { sprint: '1', outcome: 'answered', ...written })
    await run(['sprint', 'undo'])
    const closed = await run(['sprint', 'close', 'partly'], ['', ''])
    expect(closed.err).toContain('You answered: rejection')
    expect(readSprints(db)).toMatchObject([{ outcome: 'partly', toSelf: 'draw it' }])
    expect(answersOf(db, 1)).toMatchObject([{ words: 'rejection', mark: 2 }])
  })

  it('keeps every word of long answers', async () => {
    const { post, db } = house()
    const long = 'word '.repeat(600).trim()
    await post('/sprint', BEGIN)
    await post('/sprint/start')
    await post('/sprint/note', { words: long })
    await post('/sprint/close', { sprint: '1', outcome: 'answered', 'answer-1': long, toSelf: long })
    expect(answersOf(db, 1)).toMatchObject([{ words: long }])
    expect(sessionsOf(db, 1)).toMatchObject([{ note: long }])
    expect(readSprints(db)).toMatchObject([{ toSelf: long }])
  })

  it('that was open elsewhere closes no other sprint, and loses no answer', async () => {
    const { post, db } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'answered', 'answer-1': 'rejection', 'mark-1': '2' })
    const again = { sprint: '1', outcome: 'dropped', 'answer-1': 'something else', 'mark-1': '0' }
    expect((await post('/sprint/close', again)).headers.get('location')).toContain('was+closed+already')
    expect(readSprints(db)).toMatchObject([{ outcome: 'answered' }])
    expect(answersOf(db, 1)).toMatchObject([{ words: 'rejection', mark: 2 }])
  })

  it('leaves what was answered and noted to be read, on the page of a year and as Markdown', async () => {
    const { post, page, run } = house()
    await post('/sprint', { ...BEGIN, questions: 'Why is it exact?\nWhen does it not pay?' })
    await post('/sprint/start')
    await post('/sprint/note', { words: 'the draft is *small*' })
    const answers = { 'answer-1': 'rejection', 'mark-1': '2' }
    await post('/sprint/close', { sprint: '1', outcome: 'answered', ...answers })
    // Of a question that was not marked nothing is said.
    const year = await page('/sprints')
    for (const words of ['Covered: all of it.', 'rejection', 'the draft is *small*']) expect(year).toContain(words)
    const { out } = await run(['sprints'])
    expect(out).toContain('- Why is it exact?\n  - at the close: rejection\n- When does it not pay?')
    expect(out).toContain('Noted:\n\n- the draft is \\*small\\*')
  })

  it('is waited for with editions no longer than beside it, for a week', async () => {
    const { post, app, plan, clock } = house()
    plan({ minutesAWeek: 120, editions: { days: [2, 3, 4], time: '09:00' }, welcomedAt: 0 })
    await post('/sprint', { ...BEGIN, weeks: '1' })
    clock.pass({ days: 8 })
    expect(app.radar.budget().minutes).toBe(20)
    clock.pass({ days: 7 })
    expect(app.radar.budget().minutes).toBe(40)
  })

  it('wants to know how it ended, and keeps what was written till then', async () => {
    const { ask, post, db } = house()
    await post('/sprint', BEGIN)
    const written = new URLSearchParams({ sprint: '1', 'answer-1': 'rejection', 'mark-1': '2', toSelf: 'draw it' })
    const answer = await ask('/sprint/close', { method: 'POST', body: written })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const words of ['Say how it ended, too.', '>rejection</textarea>', 'value="draw it"'])
      expect(page).toContain(words)
    expect(readSprints(db)).toMatchObject([{ closedOn: null }])
  })

  it('begins a rest that no question of the same day undoes, and says so only while it lasts', async () => {
    const { post, page, app, clock, plan } = house()
    plan({ minutesAWeek: 120, editions: { days: [2, 4], time: '09:00' }, welcomedAt: 0 })
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'answered' })
    await post('/heavier/week', { word: 'usual' })
    expect(await page('/')).toContain('You rest from 19 May 2026 until 1 June 2026')
    clock.pass({ days: 1 })
    expect(app.radar.budget().minutes).toBe(10)
    expect(await page('/sprint')).toContain('editions stay as short till then')
    expect(await page('/shorter')).not.toContain('The usual length')
    await post('/rest/end')
    expect(await page('/sprint')).toContain('its short editions were ended')
  })

  it('taken back brings back what was said of the length of editions', async () => {
    const { post, app, plan, db } = house()
    plan({ minutesAWeek: 120, editions: { days: [2, 4], time: '09:00' }, welcomedAt: 0 })
    await post('/heavier/week', { word: 'usual' })
    const word = () => readBudget(db, app.machine.clock.now()).word
    expect(word()).toBe('usual')
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'answered' })
    expect(word()).toBeUndefined()
    await post('/sprint/reopen', { sprint: '1' })
    expect(word()).toBe('usual')
  })

  it('is told only of what is closed', async () => {
    const { post, ask } = house()
    await post('/sprint', BEGIN)
    expect((await ask('/sprint/closed?sprint=1')).headers.get('location')).toBe('/sprint')
    expect((await ask('/sprint/closed?sprint=9')).headers.get('location')).toBe('/sprint')
  })

  it('says in a terminal where nobody answers that its questions were not asked', async () => {
    const { run } = house()
    await run(['sprint', 'begin', 'x', '--ask', 'Why?'])
    expect((await run(['sprint', 'close', 'partly'])).err).toContain('Its questions were not asked')
  })

  it('gives the questions back with their answers when it is taken back', async () => {
    const { post, page } = house()
    await post('/sprint', BEGIN)
    await post('/sprint/close', { sprint: '1', outcome: 'partly', 'answer-1': 'rejection', 'mark-1': '1' })
    await post('/sprint/reopen', { sprint: '1' })
    const text = await page('/sprint/close')
    expect(text).toContain('>rejection</textarea>')
    expect(text).toMatch(/name="mark-1" value="1" checked/)
  })
})
