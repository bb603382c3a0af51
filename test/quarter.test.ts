import { describe, expect, it } from 'vitest'
import { offerToday } from '../src/offering.ts'
import { leastUsed, PARTS } from '../src/parts.ts'
import { quarterOf } from '../src/quarter.ts'
import { keepEdition, openEdition } from '../src/radar/store/editions.ts'
import { settle, shelve } from '../src/radar/store/shelf.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { routinesOn } from '../src/routines/settings.ts'
import { ask } from '../src/signals/machine/checking-in.ts'
import { keepCheckIn } from '../src/signals/store/check-ins.ts'
import { sprintsOn } from '../src/sprints/settings.ts'
import { keepSetting } from '../src/store/setting.ts'
import { house } from './house.ts'
import { seeded } from './random.ts'

const DAY = 24 * 3600_000
const QUARTER = 91

/** A person with a source, welcomed on Monday the 4th of May, and a way to read an edition of 20 minutes now. */
function person() {
  const home = house({ now: '2026-05-04T09:00:00Z' })
  home.plan({ welcomedAt: home.clock.now() })
  addSource(home.db, { kind: 'feed', address: 'https://a.test/feed', title: 'A' }, 0)
  const read = (opens = true) => {
    const now = home.clock.now()
    const edition = keepEdition(
      home.db,
      { slot: now, madeAt: now, minutes: 20, whole: true, shorter: false, passed: 0, thin: false },
      { stories: [], minutes: 20, thin: false, themes: [] },
    )
    if (opens) openEdition(home.db, edition.id, now)
  }
  const offered = () => {
    const offer = offerToday(home.app)
    return offer && ('part' in offer ? offer.part.name : `quarter ${offer.quarter}`)
  }
  return { ...home, read, offered }
}

describe('what is offered', () => {
  it('is one part a week, after reading, on that day alone, and never again', () => {
    const { clock, read, offered } = person()
    const seen: (string | undefined)[] = []
    for (let day = 0; day < 12 * 7; day++) {
      // Reads on Tuesdays and Thursdays.
      if (day % 7 === 1 || day % 7 === 3) {
        expect(offered()).toBeUndefined()
        read()
      }
      const one = offered()
      if (one) seen.push(`${day % 7} ${one}`)
      clock.pass({ days: 1 })
    }
    expect(seen).toEqual(PARTS.map(({ name }) => `1 ${name}`))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('waits for weeks of use, passes over what is on, and is still in a rest', async () => {
    const { clock, read, offered, post, app } = person()
    clock.pass({ days: 30 })
    expect(offered()).toBeUndefined()
    read()
    expect(offered()).toBe('evening')
    clock.pass({ days: 60 })
    await post('/routines', { id: '0', words: 'a walk', kind: 'body', times: '2' })
    read()
    expect(offered()).toBeUndefined()
    clock.pass({ days: 7 })
    await post('/rest', { days: '3' })
    read()
    expect(offered()).toBeUndefined()
    expect(offerToday(app)).toBeUndefined()
  })

  it('is begun or left with one key, and spoken of no more that day', async () => {
    const { clock, read, offered, post, page, app, db } = person()
    clock.pass({ days: 7 })
    read()
    expect(await page('/')).toContain('One evening a week, truly off')
    expect((await post('/offer', { part: 'evening', word: 'no' })).headers.get('location')).toBe('/')
    expect(await page('/')).not.toContain('One evening a week')
    expect(offered()).toBeUndefined()
    expect((await post('/offer', { part: 'wander', word: 'yes' })).headers.get('location')).toBe('/settings')
    expect(PARTS.find(({ name }) => name === 'wander')?.isOn(app)).toBe(true)
    expect((await post('/offer', { part: 'nonsense', word: 'yes' })).headers.get('location')).toBe('/')
    expect(db.all("SELECT 1 FROM card WHERE word LIKE '%nonsense%'")).toEqual([])
  })

  it('is on the first day of a week for who has only evenings', async () => {
    const { clock, post, app } = house({ now: '2026-05-04T09:00:00Z' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    const seen: string[] = []
    for (let day = 0; day < 21; day++) {
      const offer = offerToday(app)
      if (offer && 'part' in offer) seen.push(`${day} ${offer.part.name}`)
      clock.pass({ days: 1 })
    }
    expect(seen).toEqual(['14 routines'])
  })
})

describe('thirteen weeks', () => {
  it('are offered once, when they have gone by', () => {
    const { clock, read, offered } = person()
    const seen: string[] = []
    for (let day = 0; day < 3 * QUARTER; day++) {
      if (day % 7 === 2) read()
      if (offered()?.startsWith('quarter')) seen.push(`${day} ${offered()}`)
      clock.pass({ days: 1 })
    }
    expect(seen).toEqual(['93 quarter 1', '184 quarter 2'])
  })

  it('are one page: then and now with how sure it is, evenings, reading, what faded, what was not work', async () => {
    const home = person()
    const { clock, read, post, page, app, db } = home
    const random = seeded(4)
    ask(app.signals, true)
    await post('/routines', { id: '0', words: 'a walk', kind: 'outdoors', times: '3' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    const shelved = shelve(
      db,
      { name: 'Hypeware', byHand: false, why: 'loud', wakesAt: clock.now() + DAY },
      clock.now(),
    )
    for (let day = 0; day < QUARTER; day++) {
      const date = new Date(clock.now()).toISOString().slice(0, 10)
      const mark = (from: number, to: number) =>
        Math.round(Math.max(0, Math.min(10, from + ((to - from) * day) / QUARTER + random() * 3 - 1.5)))
      const marks = { sleep: 4, irritation: 3, pull: 6, dread: mark(8, 3), behind: mark(5, 5) }
      keepCheckIn(db, { day: date, marks, line: '', label: random(), answeredAt: clock.now() })
      if (day % 7 === 1) read()
      if (day % 2 === 0) await post('/routines/mark', { routine: '1', day: date })
      if (day === 20) settle(db, shelved.id, 'faded', [], clock.now())
      clock.pass({ days: 1 })
    }
    const quarter = quarterOf(app)
    expect(quarter?.over).toBe(true)
    expect(quarter?.stretch).toMatchObject({ first: '2026-05-04', last: '2026-08-02' })
    const [dread, behind] = quarter?.signs ?? []
    expect(dread?.moved?.interval[1]).toBeLessThan(0)
    expect(behind?.moved?.interval[0]).toBeLessThan(0)
    expect(behind?.moved?.interval[1]).toBeGreaterThan(0)
    const text = await page('/quarter')
    expect(text).toContain('4 May to 2 August')
    expect(text).toMatch(/Dread of starting: [78]\.\d then, [34]\.\d now, of ten\. Lighter, by/)
    expect(text).toMatch(/Feeling behind: .* Can’t tell/)
    expect(text).toContain('13 evenings off. No sensor can say how they went.')
    expect(text).toContain('where your plan had room for 26 hours')
    expect(text).toContain('Faded, and nobody had to learn them: Hypeware.')
    expect(text).toContain('a walk, 46 times')
    expect(text).not.toContain('missed')
  })

  it('propose what was never used at all', async () => {
    const { clock, app, page, plan } = house({ now: '2026-05-04T09:00:00Z' })
    plan({ welcomedAt: clock.now() })
    for (const setting of [sprintsOn, routinesOn]) keepSetting(app.db, setting, 'yes')
    clock.pass({ days: 91 })
    expect(await page('/quarter')).toMatch(/Perhaps (learning sprints|the page “Not work”): of all that is on/)
    for (const setting of [sprintsOn, routinesOn]) keepSetting(app.db, setting, 'no')
    expect(await page('/quarter')).toContain('Nothing need be.')
  })

  it('propose to turn off what is used least, at once and with a way back', async () => {
    const { clock, read, post, page, app, db } = person()
    ask(app.signals, true)
    keepSetting(db, PARTS.find(({ name }) => name === 'shutdown')?.setting as never, 'yes')
    for (let day = 0; day < QUARTER; day++) {
      const date = new Date(clock.now()).toISOString().slice(0, 10)
      const marks = { sleep: 4, irritation: 3, pull: 6, dread: 3, behind: 3 }
      if (day % 10 !== 0) keepCheckIn(db, { day: date, marks, line: '', label: 0.5, answeredAt: clock.now() })
      if (day % 7 === 1) read(day < 30)
      clock.pass({ days: 1 })
    }
    expect(leastUsed(app, quarterOf(app)?.stretch as never)?.part.name).toBe('shutdown')
    expect(await page('/quarter')).toContain('Perhaps the shutdown: of all that is on you used it least.')
    expect(await page('/quarter')).toContain('You opened 5 of 13 editions. Fewer days may do')
    expect((await post('/quarter/part', { part: 'shutdown' })).headers.get('location')).toBe('/quarter?off=shutdown')
    expect(await page('/quarter?off=shutdown')).toContain('It is off: the shutdown.')
    expect(await page('/quarter')).toContain('Nothing need be: what is on is used.')
    await post('/quarter/part', { part: 'shutdown', on: 'yes' })
    expect(await page('/quarter')).toContain('Perhaps the shutdown')
    await post('/quarter/part', { part: 'evening' })
    expect(await page('/quarter?number=99')).toContain('It is early to look back.')
  })

  it('say so where there is nothing to look back on', async () => {
    expect(await house().page('/quarter')).toContain('nothing to look back on yet')
  })
})
