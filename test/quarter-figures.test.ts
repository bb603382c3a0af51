import { describe, expect, it } from 'vitest'
import { editorKey } from '../src/boundaries/machine/traces.ts'
import { keepTraces, noteLife } from '../src/boundaries/store/sensors.ts'
import { offerToday } from '../src/offering.ts'
import { PARTS } from '../src/parts.ts'
import { changePlan } from '../src/plan/store/plan.ts'
import { quarterOf } from '../src/quarter.ts'
import { keepEdition, openEdition } from '../src/radar/store/editions.ts'
import { keepAlone } from '../src/radar/store/items.ts'
import { settle, shelve } from '../src/radar/store/shelf.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { ask } from '../src/signals/machine/checking-in.ts'
import { keepCheckIn } from '../src/signals/store/check-ins.ts'
import { keepWarning } from '../src/signals/store/watch.ts'
import { house } from './house.ts'

const DAY = 24 * 3600_000
const QUARTER = 91

/** A person with a source, welcomed on Monday the 4th of May, four hours a week. */
function person() {
  const home = house({ now: '2026-05-04T09:00:00Z' })
  home.plan({ welcomedAt: home.clock.now(), minutesAWeek: 240 })
  addSource(home.db, { kind: 'feed', address: 'https://a.test/feed', title: 'A' }, 0)
  const date = () => new Date(home.clock.now()).toISOString().slice(0, 10)
  /** Reads an edition of one story of so many minutes. */
  const read = (minutes: number) => {
    const now = home.clock.now()
    const item = { kind: 'story' as const, link: `https://x.test/${now}`, text: '', authors: '', publishedAt: now }
    keepAlone(home.db, { ...item, words: 0, title: `Story of ${now}`, keys: [`k${now}`] }, now)
    const id = home.db.get<{ id: number }>('SELECT max(id) AS id FROM item')?.id ?? 0
    const edition = keepEdition(
      home.db,
      { slot: now, madeAt: now, minutes: 20, whole: true, shorter: false, passed: 0, thin: false },
      { stories: [{ id, minutes, also: [], why: { words: [] } }], minutes, thin: false, themes: [] },
    )
    openEdition(home.db, edition.id, now)
  }
  const offered = () => {
    const offer = offerToday(home.app)
    return offer && ('part' in offer ? offer.part.name : `quarter ${offer.quarter}`)
  }
  return { ...home, date, read, offered }
}

describe('the figures of a quarter', () => {
  it('are minutes read of those the plan had room for: less in a rest and beside a sprint, none in days off', async () => {
    const { read, clock, app } = person()
    read(12)
    clock.pass({ days: 1 })
    read(9)
    clock.pass({ days: QUARTER - 1 })
    // Of the days since nothing is counted.
    read(50)
    expect(quarterOf(app, 1)).toMatchObject({ read: 21, planned: 13 * 240 })

    const other = person()
    await other.post('/sprint', { topic: 'kernels', weeks: '2', hours: '1.5' })
    other.clock.pass({ days: 7 })
    await other.post('/sprint/close', { sprint: '1', outcome: 'answered' })
    other.clock.pass({ days: QUARTER - 7 })
    // Eight days of the sprint, of which the last is of the rest's week; fourteen days of rest; the others whole.
    const planned = Math.round((8 * (240 - 90) + 14 * 10 + (QUARTER - 22) * 240) / 7)
    expect(quarterOf(other.app, 1)?.planned).toBe(planned)

    const paused = person()
    await paused.post('/pause', { until: '2026-05-18' })
    paused.clock.pass({ days: QUARTER })
    expect(quarterOf(paused.app, 1)?.planned).toBe(11 * 240)

    // Who pauses in a rest reads nothing in those days, not ten minutes a week.
    const both = person()
    await both.post('/rest', { days: '14' })
    await both.post('/pause', { until: '2026-05-18' })
    both.clock.pass({ days: QUARTER })
    expect(quarterOf(both.app, 1)?.planned).toBe(11 * 240)
  })

  it('are sprints that were closed within, hours sat of those agreed, and what had faded of the shelf and the list', async () => {
    const { post, clock, app, db } = person()
    await post('/sprint', { topic: 'kernels', weeks: '2', hours: '1' })
    await post('/sprint/start')
    clock.pass({ minutes: 30 })
    await post('/sprint/stop')
    await post('/sprint/later', { words: 'rerankers' })
    const one = shelve(db, { name: 'Hypeware', byHand: false, why: '', wakesAt: clock.now() + DAY }, clock.now())
    const two = shelve(db, { name: 'Taken', byHand: false, why: '', wakesAt: clock.now() + DAY }, clock.now())
    settle(db, two.id, 'taken-back', [], clock.now())
    clock.pass({ days: 13 })
    await post('/sprint/close', { sprint: '1', outcome: 'answered' })
    settle(db, one.id, 'faded', [], clock.now())
    clock.pass({ days: QUARTER - 20 })
    await post('/sprint', { topic: 'later', weeks: '2' })
    await post('/sprint/later', { words: 'too young to fade' })
    clock.pass({ days: 7 })
    await post('/sprint/close', { sprint: '2', outcome: 'dropped' })
    const first = quarterOf(app, 1)
    expect(first?.sprints.map(({ topic }) => topic)).toEqual(['kernels'])
    expect(first).toMatchObject({ faded: ['Hypeware', 'rerankers'], shelved: 1 })
    expect(quarterOf(app, 2)?.faded).toEqual([])
    expect(quarterOf(app, 2)?.sprints.map(({ topic }) => topic)).toEqual(['later'])
    const sprints = PARTS.find(({ name }) => name === 'sprints')
    const use = first && sprints?.use?.(app, first.stretch)
    expect(use?.done).toBe(30)
    // Fourteen days of an hour a week, and those of the second one that lie in the quarter.
    expect(use?.of).toBeCloseTo(((14 + 7) * 60) / 7, 5)
  })

  it('are evenings kept, as far as a sensor can tell', async () => {
    const { post, clock, db, page, boundaries } = person()
    editorKey(boundaries)
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    clock.pass({ days: 8 })
    for (let week = 0; week < 12; week++) {
      // Somebody works each Thursday at noon, and on the first three late in the evening too.
      const noon = Date.parse('2026-05-14T12:00:00Z') + week * 7 * DAY
      const at = week < 3 ? [noon, noon + 9 * 3600_000] : [noon]
      keepTraces(
        db,
        'editor',
        at.map(moment => ({ at: moment, project: 'x', machine: false, offset: null })),
      )
    }
    for (let day = 0; day < QUARTER; day++) {
      clock.pass({ days: 1 })
      noteLife(db, 'editor', clock.now())
    }
    const text = await page('/quarter?number=1')
    expect(/<h2>Evenings<\/h2><p>([^<]*)/.exec(text)?.[1]).toMatch(
      /1[23] evenings off\. Of the 1\d that can be told, 9 were kept\./,
    )
  })

  it('wait for eight weeks', async () => {
    const { clock, page } = person()
    clock.pass({ days: 54 })
    expect(await page('/quarter')).toContain('It is early to look back.')
    clock.pass({ days: 1 })
    expect(await page('/quarter')).toContain('Since 4 May, so far')
  })
})

describe('an offer', () => {
  it('is not made while a warning is told', async () => {
    const { clock, read, offered, app, db, date } = person()
    ask(app.signals, true)
    for (let day = 0; day < 40; day++) {
      const heavy = day > 30 ? 4 : 0
      const marks = { sleep: 4 + heavy, irritation: 3 + heavy, pull: 6, dread: 3 + heavy, behind: 3 }
      keepCheckIn(db, { day: date(), marks, line: '', label: 0.5, answeredAt: clock.now() - 1000 })
      clock.pass({ days: 1 })
    }
    read(5)
    expect(offered()).toBe('evening')
    const start = new Date(clock.now() - 9 * DAY).toISOString().slice(0, 10)
    keepWarning(db, { day: date(), start, streams: ['check-in'] }, clock.now())
    expect(offered()).toBeUndefined()
  })

  it('is made once: not again when it was answered, though another edition is opened that day', async () => {
    const { clock, read, offered, post } = person()
    clock.pass({ days: 7, hours: 4 })
    read(5)
    expect(offered()).toBe('evening')
    await post('/offer', { part: 'evening', word: 'no' })
    clock.pass({ hours: 1 })
    read(5)
    expect(offered()).toBeUndefined()
  })

  it('stands on the whole day, for who has nothing to read and began just before midnight', () => {
    const { app, clock } = house({ now: '2026-08-02T23:40:00Z' })
    changePlan(app.db, { welcomedAt: clock.now() })
    const seen: string[] = []
    for (let hour = 0; hour < 20 * 24; hour++) {
      const offer = offerToday(app)
      if (offer && 'part' in offer) seen.push(`${new Date(clock.now()).toISOString().slice(0, 10)} ${offer.part.name}`)
      clock.pass({ hours: 1 })
    }
    expect([...new Set(seen)]).toEqual(['2026-08-09 evening', '2026-08-16 routines'])
    expect(seen.length).toBe(48)
  })

  it('to look back comes when the quarter is over, across a change of the clock', () => {
    const { app, clock } = house({ now: '2026-08-02T22:30:00Z', zone: 'Europe/Berlin' })
    changePlan(app.db, { welcomedAt: clock.now() })
    clock.set('2026-11-01T22:45:00Z')
    expect(offerToday(app)).toBeUndefined()
    clock.set('2026-11-01T23:15:00Z')
    expect(offerToday(app)).toEqual({ quarter: 1 })
    expect(quarterOf(app)?.over).toBe(true)
  })
})
