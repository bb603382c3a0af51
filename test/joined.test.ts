import { describe, expect, it } from 'vitest'
import { calendarText, countCalendar } from '../src/boundaries/machine/calendar.ts'
import { calendarDetail, shutdownOn } from '../src/boundaries/settings.ts'
import { addHoliday, endHoliday } from '../src/boundaries/store/rules.ts'
import { keepEdition, openEdition } from '../src/radar/store/editions.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { shownShare } from '../src/routines/machine/telling.ts'
import { proposed } from '../src/routines/routine.ts'
import { presentRoutines } from '../src/routines/store/routines.ts'
import { keepCard } from '../src/signals/store/cards.ts'
import { stand } from '../src/stand.ts'
import { keepSetting } from '../src/store/setting.ts'
import { house } from './house.ts'

const today = (home: ReturnType<typeof house>) => new Date(home.clock.now()).toISOString().slice(0, 10)

/** A person who walked daily for two weeks, and sees the share of it. */
async function walker() {
  const home = house({ now: '2026-05-04T09:00:00Z' })
  home.plan({ welcomedAt: 0 })
  await home.post('/routines', { id: '0', words: 'a walk', kind: 'body', times: '7' })
  await home.post('/routines/settings', { share: 'yes' })
  for (let day = 0; day < 14; day++) {
    await home.post('/routines/mark', { routine: '1', day: today(home) })
    home.clock.pass({ days: 1 })
  }
  const share = () => {
    const [routine] = presentRoutines(home.db)
    return (routine && shownShare(home.app.routines, routine)) ?? 0
  }
  return { ...home, share }
}

describe('the share of a routine', () => {
  it('falls on days that are meant, and not in a rest, in days off or in a pause, nor by what is skipped', async () => {
    const idle = await walker()
    idle.clock.pass({ days: 10 })
    expect(idle.share()).toBeLessThan(0.7)

    const resting = await walker()
    await resting.post('/rest', { days: '11' })
    resting.clock.pass({ days: 10 })
    expect(resting.share()).toBe(1)

    const away = await walker()
    addHoliday(away.db, away.clock, { first: '2026-05-18', last: '2026-06-30', zone: 'UTC', word: 'away' })
    away.clock.pass({ days: 10 })
    expect(away.share()).toBe(1)
    // Days off that were ended are meant again, but for what begins within the notice of that and stays off.
    away.clock.pass({ hours: 12 })
    endHoliday(away.db, 1, away.clock.now())
    away.clock.pass({ days: 2 })
    expect(away.share()).toBe(1)
    away.clock.pass({ days: 10 })
    expect(away.share()).toBeLessThan(0.7)

    const paused = await walker()
    await paused.post('/pause', { until: '2026-06-01' })
    paused.clock.pass({ days: 10 })
    expect(paused.share()).toBe(1)

    const skipping = await walker()
    for (let day = 0; day < 10; day++) {
      await skipping.post('/routines/free', { routine: '1' })
      skipping.clock.pass({ days: 1 })
    }
    expect(skipping.share()).toBe(1)
  })
})

describe('a day on which all was paused', () => {
  it('is free wherever one travels then', async () => {
    const home = house({ now: '2026-05-18T20:00:00-07:00', zone: 'America/Los_Angeles' })
    home.plan({ welcomedAt: 0 })
    await home.post('/pause', { until: '2026-05-22' })
    const days = () => ['17', '18', '21', '22'].map(day => home.app.routines.free()(`2026-05-${day}`))
    expect(days()).toEqual([false, true, true, false])
    home.clock.travel('Asia/Tokyo')
    // There it lasts into the afternoon of the 22nd.
    expect(days()).toEqual([false, true, true, true])
  })
})

describe('the one routine that is proposed', () => {
  it('is the one of which least has happened, and none that has happened as often as it was meant', () => {
    const one = (id: number, times: number, happened: number) => ({ id, times, happened })
    expect(proposed([one(1, 4, 2), one(2, 4, 1), one(3, 2, 1)])?.id).toBe(2)
    expect(proposed([one(1, 2, 2), one(2, 3, 2)])?.id).toBe(2)
    expect(proposed([one(1, 2, 2), one(2, 3, 4)])).toBeUndefined()
    expect(proposed([])).toBeUndefined()
  })

  it('is one that is meant for today before those of any day', async () => {
    const home = house({ now: '2026-05-20T12:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await home.post('/routines', { id: '0', words: 'call Nadia', kind: 'people', times: '7' })
    const slot = { 'slot-day': '3', 'slot-time': '18:00' }
    await home.post('/routines', { id: '0', words: 'a walk', kind: 'body', times: '1', ...slot })
    expect(stand(home.app).routine?.words).toBe('a walk')
    home.clock.pass({ days: 1 })
    expect(stand(home.app).routine?.words).toBe('call Nadia')
  })

  it('stands in a rest too, which is of reading, and is none in a pause or when all was freed', async () => {
    const home = house({ now: '2026-05-20T12:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await home.post('/routines', { id: '0', words: 'a walk', kind: 'body', times: '3' })
    await home.post('/routines', { id: '0', words: 'cello', kind: 'hands', times: '3' })
    expect(stand(home.app).routine?.words).toBe('a walk')
    await home.post('/rest', { days: '3' })
    expect(stand(home.app).routine?.words).toBe('a walk')
    await home.post('/routines/free', { days: '1' })
    expect(stand(home.app).routine).toBeUndefined()
    await home.post('/routines/free/end')
    expect(stand(home.app).routine?.words).toBe('a walk')
    await home.post('/pause', { until: '2026-06-01' })
    expect(stand(home.app).routine).toBeUndefined()
  })

  it('stands on the evening page, as the way to where it is marked, and nothing more is said of it', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await home.post('/routines', { id: '0', words: 'cello', kind: 'hands', times: '3' })
    await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    home.clock.pass({ days: 3, hours: 8 })
    const evening = await home.page('/')
    expect(evening).toContain('You can close the laptop.')
    expect(evening).toContain('<a href="/routines">cello</a>')
    expect(evening).not.toMatch(/missed|streak|this week/)
  })
})

describe('questions', () => {
  it('are two a day at most, of whatever feature', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await home.post('/sprint', { topic: 'kernels', questions: 'Why?', again: 'yes', weeks: '1' })
    await home.post('/sprint/close', { sprint: '1', outcome: 'answered' })
    home.clock.pass({ days: 7 })
    expect(await home.page('/')).toContain('What is left of “kernels”?')
    keepCard(home.db, { kind: 'offer', day: today(home), word: 'no evening', saidOn: today(home) })
    expect(await home.page('/')).toContain('What is left of “kernels”?')
    keepCard(home.db, { kind: 'level', day: today(home), word: 'no', saidOn: today(home) })
    expect(await home.page('/')).not.toContain('What is left of “kernels”?')
    home.clock.pass({ days: 1 })
    expect(await home.page('/')).toContain('What is left of “kernels”?')
  })
})

describe('where one stands', () => {
  it('tells of no edition on a day off, but of the moment at which one can be read', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: 0, editions: { days: [2], time: '09:00' } })
    addSource(home.db, { kind: 'feed', address: 'https://a.test/feed', title: 'A' }, 0)
    await home.post('/off/holiday', { first: '2026-05-19', last: '2026-05-20' })
    await home.post('/off/keep', { day: '3', from: '20:00', to: '08:00', nights: '0' })
    expect(stand(home.app).next).toBe(Date.parse('2026-05-21T08:00:00Z'))
    expect(stand(home.app).says).toBe('Nothing to read until Thursday 08:00.')
  })
})

describe('what is left of a sprint', () => {
  it('is not asked again on the first page once it was passed by, and can be answered for a week', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await home.post('/sprint', { topic: 'kernels', questions: 'Why?', again: 'yes', weeks: '1' })
    await home.post('/sprint/close', { sprint: '1', outcome: 'answered' })
    home.clock.pass({ days: 8 })
    const asks = async () => (await home.page('/')).includes('What is left of “kernels”?')
    expect(await asks()).toBe(true)
    const slot = home.clock.now()
    const how = { slot, madeAt: slot, minutes: 20, whole: true, shorter: false, passed: 0, thin: false }
    const edition = keepEdition(home.db, how, { stories: [], minutes: 0, thin: false, themes: [] })
    openEdition(home.db, edition.id, home.clock.now())
    expect(await asks()).toBe(true)
    home.clock.pass({ days: 1 })
    expect(await asks()).toBe(false)
    expect(await home.page('/sprint')).toContain('What is left of “kernels”?')
  })
})

describe('the calendar', () => {
  it('has in a rest its short editions, one a week, and the usual ones after it', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: home.clock.now(), minutesAWeek: 80, editions: { days: [2, 4], time: '09:00' } })
    addSource(home.db, { kind: 'feed', address: 'https://a.test/feed', title: 'A' }, 0)
    keepSetting(home.db, calendarDetail, 'yes')
    await home.post('/rest', { days: '14' })
    const text = calendarText(home.boundaries)
    const entries = text.split('BEGIN:VEVENT').filter(one => one.includes('SUMMARY:Edition'))
    const single = entries.filter(one => !one.includes('RRULE'))
    expect(single.map(one => /DTSTART[^:]*:(\S+)/.exec(one)?.[1])).toEqual(['20260519T090000Z', '20260526T090000Z'])
    expect(single.map(one => /DTEND[^:]*:(\S+)/.exec(one)?.[1])).toEqual(['20260519T091000Z', '20260526T091000Z'])
    const series = entries.find(one => one.includes('RRULE'))
    for (const day of ['20260519', '20260521', '20260526', '20260528']) expect(series).toContain(`${day}T090000`)
    expect(series).not.toContain('20260602T090000')
  })

  it('shows no shutdown and no hour to wander of weeks in which they may not have been on', async () => {
    const home = house({ now: '2026-05-20T12:00:00Z' })
    keepSetting(home.db, calendarDetail, 'yes')
    keepSetting(home.db, shutdownOn, 'yes')
    await home.post('/wander', { day: '5', time: '16:00' })
    const entries = calendarText(home.boundaries).split('BEGIN:VEVENT').slice(1)
    expect(entries).toHaveLength(2)
    for (const entry of entries) expect(/DTSTART[^:]*:(\d+)/.exec(entry)?.[1]).toMatch(/^202605(18|22)$/)
  })

  it('and the sprint agree on which session is too short to begin', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    await home.post('/sprint', { topic: 'kernels', weeks: '1', 'slot-day': '7', 'slot-time': '23:55' })
    expect(home.boundaries.besides().singles).toEqual([])
    expect(stand(home.app).session).toBeUndefined()
  })

  it('tells of rests, routines and topics only where it tells details', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await home.post('/sprint', { topic: 'kernels', weeks: '1', 'slot-day': '3', 'slot-time': '20:00' })
    await home.post('/rest', { days: '3' })
    await home.post('/routines', {
      ...{ id: '0', words: 'cello', kind: 'hands', times: '1' },
      ...{ 'slot-day': '6', 'slot-time': '18:00' },
    })
    const busy = calendarText(home.boundaries)
    expect(busy).toContain('SUMMARY:Busy')
    expect(busy).not.toMatch(/Rest|cello|kernels/)
    keepSetting(home.db, calendarDetail, 'yes')
    const told = calendarText(home.boundaries)
    for (const words of ['SUMMARY:Rest', 'SUMMARY:cello', 'SUMMARY:Sprint: kernels']) expect(told).toContain(words)
  })

  it('counts up whenever anything it says is changed, and not when nothing is', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: home.clock.now(), editions: { days: [2, 4], time: '09:00' } })
    addSource(home.db, { kind: 'feed', address: 'https://a.test/feed', title: 'A' }, 0)
    keepSetting(home.db, calendarDetail, 'yes')
    const slot = { 'slot-day': '6', 'slot-time': '18:00' }
    const sequence = () => {
      countCalendar(home.boundaries)
      return Number(/SEQUENCE:(\d+)/.exec(calendarText(home.boundaries))?.[1])
    }
    const sprint = { topic: 'kernels', weeks: '1', 'slot-day': '3', 'slot-time': '20:00' }
    for (const [path, fields] of [
      ['/routines', { id: '0', words: 'cello', kind: 'hands', times: '1', ...slot }],
      ['/routines', { id: '1', words: 'cello', kind: 'hands', times: '1', ...slot, 'slot-time': '19:00' }],
      ['/routines/end', { routine: '1' }],
      ['/routines/end', { routine: '1', again: 'yes' }],
      ['/sprint', sprint],
      ['/sprint/take-back', {}],
      ['/sprint', { ...sprint, topic: 'decoding' }],
      ['/wander', { day: '5', time: '16:00' }],
      ['/wander', { day: '6', time: '16:00' }],
      ['/rest', { days: '3' }],
      ['/rest', { days: '9' }],
      ['/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' }],
    ] as const) {
      const before = sequence()
      await home.post(path, fields)
      expect([path, sequence()]).toEqual([path, before + 1])
      home.clock.pass({ minutes: 1 })
      expect([path, sequence()]).toEqual([path, before + 1])
    }
    const before = sequence()
    home.plan({ editions: { days: [2, 4], time: '10:00' } })
    expect(sequence()).toBe(before + 1)
  })

  it('has no session in a pause, and none of less than ten minutes before off time', async () => {
    const home = house({ now: '2026-05-18T12:00:00Z' })
    home.plan({ welcomedAt: 0 })
    keepSetting(home.db, calendarDetail, 'yes')
    await home.post('/off/keep', { day: '4', from: '18:00', to: '08:00', nights: '0' })
    await home.post('/sprint', { topic: 'kernels', weeks: '4', 'slot-day': '4', 'slot-time': '17:51' })
    const sessions = () => calendarText(home.boundaries).split('SUMMARY:Sprint: kernels').length - 1
    // The first is before off time that was set just now holds.
    expect(sessions()).toBeLessThanOrEqual(1)
    await home.post('/sprint/take-back')
    await home.post('/sprint', { topic: 'kernels', weeks: '4', 'slot-day': '4', 'slot-time': '17:50' })
    expect(sessions()).toBe(4)
    await home.post('/pause', { until: '2026-06-01' })
    expect(sessions()).toBe(2)
  })
})

describe('a trial about the hour of a sprint', () => {
  it('counts the days on which one sat, and no session that was forgotten', async () => {
    const home = house({ now: '2026-05-18T09:00:00Z' })
    await home.post('/sprint', { topic: 'kernels', 'slot-day': '3', 'slot-time': '20:00' })
    const sat = () => [...(home.app.signals.doings().find(({ key }) => key === 'sprint-1')?.days ?? [])]
    await home.post('/sprint/start')
    home.clock.pass({ hours: 5 })
    expect(sat()).toEqual([])
    home.clock.pass({ days: 1 })
    await home.post('/sprint/start')
    home.clock.pass({ minutes: 30 })
    await home.post('/sprint/stop')
    expect(sat()).toEqual(['2026-05-19'])
  })
})
