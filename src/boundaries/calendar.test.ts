import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { expand } from '../../test/icalendar.ts'
import { addSource } from '../radar/store/sources.ts'
import { clip, merge, type Span } from '../time/span.ts'
import { calendarText, countCalendar } from './machine/calendar.ts'
import { offLog } from './machine/standing.ts'
import { planned } from './off.ts'

const DAY = 24 * 3600_000
// Each just before a change of the clock, so that the sixty days hold it.
const CHANGES = [
  ['Europe/Berlin', '2026-03-20T10:00:00Z'],
  ['Europe/Berlin', '2026-10-20T10:00:00Z'],
  ['America/New_York', '2026-03-01T15:00:00Z'],
  ['America/New_York', '2026-10-28T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-03-30T01:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-01T01:00:00Z'],
  ['America/Santiago', '2026-04-01T15:00:00Z'],
  ['America/Santiago', '2026-09-01T15:00:00Z'],
  ['Africa/Casablanca', '2026-02-10T10:00:00Z'],
  ['Africa/Casablanca', '2026-03-18T10:00:00Z'],
  ['Asia/Tokyo', '2026-03-20T01:00:00Z'],
  ['Asia/Tokyo', '2026-10-20T01:00:00Z'],
] as const

describe('the calendar', () => {
  it.each(CHANGES)('says just what is off, across the change of the clock: %s from %s', async (zone, now) => {
    const { boundaries, post, clock } = house({ now, zone })
    await post('/off/keep', { day: ['2', '6'], from: '18:30', to: '02:30', nights: '0' })
    await post('/off/keep', { day: ['7'], from: '01:30', to: '02:15', nights: '0' })
    await post('/off/keep', { day: ['5'], from: '18:00', to: '08:00', nights: '3' })
    clock.pass({ minutes: 20 })
    const ahead: Span = { from: clock.now(), to: clock.now() + 59 * DAY }
    const entries = expand(calendarText(boundaries), ahead.to + 7 * DAY)
    const read = merge(entries.filter(({ uid }) => uid.startsWith('off')))
    expect(clip(read, ahead)).toEqual(clip(planned(offLog(boundaries), ahead), ahead))
  })

  it('follows exceptions, days off, and hours that were changed, and counts its changes', async () => {
    const { boundaries, post, clock, plan, db } = house({ now: '2026-05-18T09:00:00Z' })
    expect(calendarText(boundaries)).not.toContain('VEVENT')
    addSource(db, { kind: 'feed', address: 'https://a.test/feed', title: '' }, 0)
    plan({ welcomedAt: clock.now(), editions: { days: [1, 2, 3, 4, 5], time: '19:00' } })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    const sequence = () => {
      countCalendar(boundaries)
      return Number(/SEQUENCE:(\d+)/.exec(calendarText(boundaries))?.[1])
    }
    const before = sequence()
    await post('/off/exception', { day: '2026-05-28', begin: '18:30', end: '22:00' })
    await post('/off/holiday', { first: '2026-06-02', last: '2026-06-04' })
    clock.pass({ days: 3, hours: 7 })
    await post('/off/keep', { window: '1', day: '4', from: '20:00', to: '08:00', nights: '0' })
    const ahead: Span = { from: clock.now(), to: clock.now() + 50 * DAY }
    const entries = expand(calendarText(boundaries), ahead.to)
    const off = entries.filter(({ uid }) => !uid.startsWith('edition'))
    expect(clip(merge(off), ahead)).toEqual(clip(planned(offLog(boundaries), ahead), ahead))
    // An edition that would come in off time is none.
    const editions = entries.filter(({ uid, from }) => uid.startsWith('edition') && from > clock.now())
    expect(editions.length).toBeGreaterThan(20)
    for (const edition of editions)
      expect(
        planned(offLog(boundaries), edition).some(({ from, to }) => from <= edition.from && edition.from < to),
      ).toBe(false)
    expect(sequence()).toBeGreaterThan(before)
    const [uid, last] = [/UID:(off-\d+@evenkeel)/.exec(calendarText(boundaries))?.[1], sequence()]
    await post('/off/undo')
    expect(sequence()).toBeGreaterThan(last)
    await post('/off/keep', { day: '1', from: '18:30', to: '08:00', nights: '0' })
    await post('/off/remove', { window: '1' })
    expect(calendarText(boundaries)).not.toContain(uid)
    expect(calendarText(boundaries)).not.toMatch(/Off time|Edition/)
    await post('/settings', { 'calendar.detail': 'yes' })
    expect(calendarText(boundaries)).toContain('SUMMARY:Off time')
  })

  it('leaves hours of a day off open that were left open on purpose', async () => {
    const { boundaries, post, clock } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/off/holiday', { first: '2026-05-20', last: '2026-05-22' })
    await post('/off/exception', { day: '2026-05-21', begin: '12:00', end: '14:00' })
    const ahead: Span = { from: clock.now(), to: clock.now() + 50 * DAY }
    const off = expand(calendarText(boundaries), ahead.to).filter(({ uid }) => !uid.startsWith('edition'))
    expect(clip(merge(off), ahead)).toEqual(clip(planned(offLog(boundaries), ahead), ahead))
    expect(planned(offLog(boundaries), ahead)).toHaveLength(2)
    expect(calendarText(boundaries)).not.toContain('19700101T000000Z')
  })

  it('is served to who has its address, in off time too, and to nobody else', async () => {
    const { web, page, post, clock } = house({ now: '2026-05-21T17:00:00Z' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    await post('/off/calendar/address')
    clock.pass({ hours: 3 })
    const address =
      /http:\/\/127\.0\.0\.1:4815(\/calendar\/[\w-]+\/evenkeel\.ics)/.exec(await page('/off/calendar'))?.[1] ?? ''
    const ask = (path: string, headers: Record<string, string> = {}) =>
      web.request(path, { headers: { host: '127.0.0.1:4815', ...headers } })
    const answer = await ask(address)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(await answer.text()).toContain('BEGIN:VEVENT')
    const etag = answer.headers.get('etag') ?? ''
    expect((await ask(address, { 'if-none-match': etag })).status).toBe(304)
    expect((await ask('/calendar/guess/evenkeel.ics')).status).toBe(401)
    await post('/off/calendar/address', { anew: 'yes' })
    expect((await ask(address)).status).toBe(401)
  })
})

describe('in the terminal', () => {
  it('the calendar is printed, or written to a file', async () => {
    const { run, app } = house()
    expect((await run(['calendar'])).out).toContain('BEGIN:VCALENDAR')
    const file = `${app.machine.folder}/evenkeel.ics`
    expect((await run(['calendar', file])).out).toContain('Written')
    await expect(run(['calendar', `${app.machine.folder}/nowhere/x.ics`])).rejects.toThrow(
      'Nothing can be written there',
    )
  })
})

describe('what else is planned', () => {
  it('stands in the calendar: sessions to the stop of a sprint, outside of off time, and rests as free days', async () => {
    const { post, run } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    await post('/sprint', { topic: 'kernels', weeks: '1', 'slot-day': ['3', '4'], 'slot-time': '19:00' })
    await run(['rest', '5'])
    const bare = (await run(['calendar'])).out
    expect(bare).not.toContain('kernels')
    expect(bare.match(/UID:sprint-/g)).toHaveLength(1)
    await post('/off/calendar/settings', { detail: 'yes' })
    const told = (await run(['calendar'])).out
    expect(told).toContain('SUMMARY:Sprint: kernels')
    expect(told).toMatch(/SUMMARY:Rest[\s\S]*TRANSP:TRANSPARENT|TRANSP:TRANSPARENT[\s\S]*SUMMARY:Rest/)
  })
})
