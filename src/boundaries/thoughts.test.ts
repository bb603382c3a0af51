import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { everyThought } from './store/thoughts.ts'

/** A person who has Thursday evenings off, on a Thursday at `time`. */
async function person(time = '19:00') {
  const home = house({ now: '2026-05-18T09:00:00Z' })
  home.plan({ welcomedAt: 0 })
  await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
  home.clock.pass({ milliseconds: Date.parse(`2026-05-21T${time}:00Z`) - home.clock.now() })
  return home
}

describe('a parked thought', () => {
  it('is given back at the next work start, one by one, and never in off time', async () => {
    const { page, post, clock, db } = await person()
    await post('/park', { thought: '  try the  smaller batch ' })
    await post('/park', { thought: 'ask Ravi' })
    expect((await post('/park', { thought: ' ' })).headers.get('location')).toBe('/')
    expect(await page('/parked')).toContain('It comes back 09:00, and not before.')
    expect(everyThought(db).map(({ words }) => words)).toEqual(['try the smaller batch', 'ask Ravi'])
    clock.pass({ hours: 13, minutes: 30 })
    expect(await page('/')).not.toContain('parked')
    expect(await page('/thoughts')).toContain('2 come back 09:00.')
    clock.pass({ minutes: 30 })
    expect(await page('/')).toContain('2 thoughts you parked are back.')
    expect(await page('/thoughts')).toContain('<h1>try the smaller batch</h1>')
    expect(await page('/thoughts')).not.toContain('ask Ravi')
    await post('/thoughts/settle', { thought: '1' })
    expect(await page('/thoughts?undo=1')).toContain('<h1>ask Ravi</h1>')
    await post('/thoughts/again', { thought: '2' })
    expect(await page('/thoughts')).toContain('No thought waits for you now.')
    await post('/thoughts/unsettle', { thought: '1' })
    expect(await page('/thoughts')).toContain('<h1>try the smaller batch</h1>')
  })

  it('comes when off time ends, where that is after work would have begun', async () => {
    const { page, post, clock } = await person('12:00')
    await post('/off/keep', {
      window: '1',
      day: ['1', '2', '3', '4', '5', '6', '7'],
      from: '18:30',
      to: '09:30',
      nights: '0',
    })
    await post('/park', { thought: 'one' })
    expect(await page('/parked')).toContain('It comes back 09:30, and not before.')
    clock.pass({ hours: 21, minutes: 30 })
    expect(await page('/thoughts')).toContain('<h1>one</h1>')
  })

  it('waits through days off for the work start after them', async () => {
    const { page, post, clock } = await person()
    await post('/off/holiday', { first: '2026-05-22', last: '2026-05-26' })
    await post('/park', { thought: 'after the holiday' })
    expect(await page('/parked')).toContain('Wednesday 09:00')
    clock.pass({ days: 5, hours: 13, minutes: 59 })
    expect(await page('/thoughts')).toContain('No thought waits')
  })
})

describe('the shutdown', () => {
  it('asks what is open, when it goes on, and closes; each step can be left out', async () => {
    const { page, post, clock, db } = await person('17:30')
    await post('/settings', { 'shutdown.on': 'yes' })
    expect(await page('/')).toContain('Close the workday')
    await post('/shutdown', { open: 'the failing test\n\nreview for Mara' })
    expect(await page('/shutdown')).toContain('review for Mara')
    await post('/shutdown/close', { shutdown: '1', 'plan-1': 'nine o’clock, desk: run it alone' })
    expect(await page('/shutdown?done')).toContain('What is open is kept, and comes back 09:00.')
    expect(await page('/')).not.toContain('Close the workday')
    clock.pass({ hours: 16 })
    expect(await page('/thoughts')).toContain('nine o’clock, desk: run it alone')
    expect(everyThought(db)).toHaveLength(2)
  })

  it('with nothing open is closed at once, and a forgotten one closes itself', async () => {
    const { page, post, clock } = await person('17:30')
    expect((await post('/shutdown', { open: '' })).status).toBe(303)
    expect(await page('/shutdown?done')).toContain('Nothing waits.')
    await post('/shutdown', { open: 'one thing' })
    clock.pass({ minutes: 31 })
    expect(await page('/shutdown')).toContain('What is still open?')
  })

  it('keeps every line, and plans that come after it has closed itself', async () => {
    const { post, clock, db } = await person('17:30')
    await post('/shutdown', { open: Array.from({ length: 25 }, (_, at) => `thing ${at}`).join('\n\n') })
    expect(everyThought(db)).toHaveLength(25)
    clock.pass({ minutes: 40 })
    await post('/shutdown/close', { shutdown: '1', 'plan-3': 'tomorrow' })
    expect(everyThought(db)[2]?.plan).toBe('tomorrow')
  })

  it('of a night shift is offered on the morning after it', async () => {
    const { page, post, clock } = await person('12:00')
    for (const [name, value] of [
      ['shutdown.on', 'yes'],
      ['work.start', '22:00'],
      ['work.end', '06:00'],
    ] as const)
      await post('/settings', { [name]: value })
    await post('/off/remove', { window: '1' })
    const at = async (text: string) => {
      clock.pass({ milliseconds: Date.parse(text) - clock.now() })
      return (await page('/')).includes('Close the workday')
    }
    expect([
      await at('2026-05-23T06:30:00Z'),
      await at('2026-05-25T06:30:00Z'),
      await at('2026-05-26T06:30:00Z'),
    ]).toEqual([true, false, true])
  })

  it('is not offered until it is turned on, nor at noon', async () => {
    const { page, post, clock } = await person('17:30')
    expect(await page('/')).not.toContain('Close the workday')
    await post('/settings', { 'shutdown.on': 'yes' })
    clock.set('2026-05-22T12:00:00Z')
    expect(await page('/')).not.toContain('Close the workday')
  })
})
