import { describe, expect, it } from 'vitest'
import { cannedNet, house, rss } from '../../test/house.ts'
import { addSource } from '../radar/store/sources.ts'
import { routeTable } from '../web/server.tsx'
import { clockChanges } from './store/clock.ts'
import { presentWindows } from './store/rules.ts'
import { nextWords } from './words.ts'

const THURSDAY = '2026-05-21'

/** A person who has Thursday evenings off, on a Thursday at `time`. */
async function person(time = '19:00', options: Parameters<typeof house>[0] = {}) {
  const home = house({ now: '2026-05-18T09:00:00Z', ...options })
  home.plan({ welcomedAt: 0 })
  await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
  const wait = Date.parse(`${THURSDAY}T${time}:00Z`) - home.clock.now()
  home.clock.pass({ milliseconds: wait })
  return home
}

describe('in off time', () => {
  it('every page is the evening page, but those that go on', async () => {
    const { ask, webOptions } = await person()
    const closed: string[] = []
    const on: string[] = []
    for (const { path, key, always } of routeTable(webOptions).filter(({ method }) => method === 'GET')) {
      if (key !== 'session') continue
      const text = await (await ask(path)).text()
      ;(text.includes('<h1>You can close the laptop.</h1>') ? closed : on).push(path)
      expect([path, text.includes('<h1>You can close the laptop.</h1>')]).toEqual([path, !always])
    }
    expect(closed).toEqual(expect.arrayContaining(['/', '/edition', '/kept', '/settings', '/sources', '/thoughts']))
    expect(on).toEqual(expect.arrayContaining(['/help', '/export.json', '/delete', '/off', '/shutdown']))
  })

  it('the page says until when, and offers pastimes, a place for a thought, and help', async () => {
    const { post, page } = await person()
    await post('/off/pastimes', { pastimes: 'cello\n\n  call Nadia \na\nb\nc\nd' })
    const text = await page('/edition')
    expect(text).toContain('Evening off until 08:00.')
    for (const words of ['cello', 'call Nadia', 'Park it', 'It is an emergency', 'href="/help"'])
      expect(text).toContain(words)
    expect(text.match(/<li>/g)).toHaveLength(5)
    expect(text).not.toContain('You changed your off time')
  })

  it('nothing is fetched and no edition is made, until it ends', async () => {
    const feed = rss([{ title: 'Retrieval', link: 'https://a.test/1', date: '2026-05-20' }])
    const net = cannedNet({ 'https://a.test/feed': feed })
    const { schedule, db, plan, clock } = await person('18:30', { net })
    plan({ editions: { days: [1, 2, 3, 4, 5, 6, 7], time: '06:00' } })
    addSource(db, { kind: 'feed', address: 'https://a.test/feed', title: '' }, 0)
    await schedule.tick()
    expect(net.requests).toEqual([])
    clock.pass({ hours: 13, minutes: 30 })
    await schedule.tick()
    expect(net.requests).toHaveLength(1)
  })

  it('a fetch that is under way asks no further source', async () => {
    const net = cannedNet()
    const { schedule, db, clock } = await person('18:29', { net })
    for (let n = 0; n < 20; n++) addSource(db, { kind: 'feed', address: `https://a.test/${n}`, title: '' }, 0)
    for (let n = 0; n < 20; n++) {
      net.answers[`https://a.test/${n}`] = () => {
        clock.pass({ minutes: 1 })
        return rss([{ title: 'x' }])
      }
    }
    await schedule.tick()
    expect(net.requests.length).toBeLessThan(10)
  })

  it('what changes something elsewhere changes nothing', async () => {
    const { post, radar } = await person()
    const answer = await post('/plan', { area: 'something else', hours: '2' })
    expect([answer.status, answer.headers.get('location'), radar.plan().area]).toEqual([303, '/', ''])
  })

  it('and after it, all is as before', async () => {
    const { page, clock } = await person()
    clock.pass({ hours: 13 })
    expect(await page('/')).toContain('The next off time begins Thursday 18:30, 28 May 2026.')
  })
})

describe('an emergency', () => {
  it('opens the rest of tonight after thirty seconds, and is over tomorrow by itself', async () => {
    const { page, post, clock } = await person()
    await post('/emergency')
    expect(await page('/')).toContain('It opens in 30 seconds.')
    expect(await page('/')).toContain('It stays open until 08:00.')
    clock.pass({ seconds: 29 })
    expect(await page('/edition')).toContain('It opens in 1 second.')
    clock.pass({ seconds: 1 })
    expect(await page('/')).toContain('Open until 08:00.')
    clock.pass({ days: 7 })
    expect(await page('/')).toContain('You can close the laptop.')
  })

  it('asked for by mistake stays closed, and one that is over can be closed', async () => {
    const { page, post, clock } = await person()
    await post('/emergency')
    await post('/emergency/end')
    clock.pass({ minutes: 1 })
    expect(await page('/')).toContain('You can close the laptop.')
    await post('/emergency')
    clock.pass({ minutes: 1 })
    expect(await page('/')).not.toContain('You can close the laptop.')
    await post('/emergency/end')
    expect(await page('/')).toContain('You can close the laptop.')
  })

  it('is none outside off time', async () => {
    const { post, db } = await person('12:00')
    await post('/emergency')
    expect(db.get<{ n: number }>('SELECT count(*) AS n FROM off_opening')).toEqual({ n: 0 })
  })
})

describe('a change just made', () => {
  it('can be undone for fifteen minutes, even once it has begun', async () => {
    const { page, post, clock, db } = house({ now: `${THURSDAY}T19:00:00Z` })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    expect(await page('/')).toContain('You can undo it for 15 minutes.')
    clock.pass({ minutes: 14 })
    await post('/off/undo')
    expect(presentWindows(db)).toEqual([])
    expect(await page('/help')).toContain('<h1>Help</h1>')
    expect(await page('/settings')).toContain('<h1>Settings</h1>')
  })

  it('cannot be undone after that', async () => {
    const { post, clock, db, page } = house({ now: `${THURSDAY}T19:00:00Z` })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    clock.pass({ minutes: 15 })
    expect(await page('/')).not.toContain('Undo')
    await post('/off/undo')
    expect(presentWindows(db)).toHaveLength(1)
  })

  it('cannot be undone longer by setting the clock back', async () => {
    const { post, clock, db } = house({ now: `${THURSDAY}T19:00:00Z` })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    clock.pass({ minutes: 30 })
    clock.set(`${THURSDAY}T19:01:00Z`)
    await post('/off/undo')
    expect(presentWindows(db)).toHaveLength(1)
  })

  it('that removes tonight’s window leaves tonight off', async () => {
    const { post, page } = await person('17:00')
    const answer = await post('/off/remove', { window: '1' })
    expect(answer.headers.get('location')).toContain('still+holds')
    expect(await page('/off')).toContain('The next off time begins today at 18:30.')
    await post('/off/keep', { day: '6', from: '18:30', to: '08:00', nights: '0' })
    expect(await (await post('/off/keep', { day: '6', from: '18:30', to: '08:00', nights: '0' })).text()).toContain(
      'off already',
    )
  })
})

describe('the next off time', () => {
  it('is named so that it is clear which day is meant', () => {
    const words = (next: string) =>
      nextWords(
        {
          now: Date.parse('2026-05-21T10:00:00Z'),
          off: undefined,
          next: { from: Date.parse(next), to: Date.parse(next) + 1 },
          set: true,
          opening: undefined,
        },
        'UTC',
      )
    expect(words('2026-05-21T18:30:00Z')).toBe('The next off time begins today at 18:30.')
    expect(words('2026-05-22T07:00:00Z')).toBe('The next off time begins tomorrow at 07:00.')
    expect(words('2026-05-23T07:00:00Z')).toBe('The next off time begins Saturday 07:00.')
    expect(words('2026-05-28T18:30:00Z')).toBe('The next off time begins Thursday 18:30, 28 May 2026.')
  })
})

describe('the clock', () => {
  it('set forward opens nothing: what was left of the evening is kept, and the change is noted', async () => {
    const { page, clock, boundaries } = await person()
    await page('/')
    clock.pass({ hours: 1 })
    clock.set('2026-05-22T09:00:00Z')
    expect(await page('/')).toContain('Off until 21:00.')
    expect(clockChanges(boundaries.db, 0).map(({ by }) => by)).toEqual([13 * 3600_000])
    expect(await page('/off')).toContain('This machine’s clock was set forward by 13 hours')
    clock.pass({ hours: 12 })
    expect(await page('/')).not.toContain('You can close the laptop.')
  })

  it('set back opens nothing, and set right again keeps the evening’s end', async () => {
    const { page, clock } = await person()
    await page('/')
    clock.pass({ hours: 1 })
    clock.set(`${THURSDAY}T10:00:00Z`)
    expect(await page('/')).toContain('You can close the laptop.')
    clock.set(`${THURSDAY}T20:00:00Z`)
    expect(await page('/')).toContain('Evening off until 08:00.')
  })

  it('set back makes no evening far: what is loosened then has its notice from where the clock stood', async () => {
    const { page, post, clock } = await person('17:00')
    await page('/')
    clock.set(`${THURSDAY}T08:00:00Z`)
    await post('/off/remove', { window: '1' })
    await post('/off/exception', { day: THURSDAY, begin: '18:30', end: '23:00' })
    clock.set(`${THURSDAY}T17:01:00Z`)
    clock.pass({ hours: 2 })
    expect(await page('/')).toContain('You can close the laptop.')
  })

  it('put right by a little, as a time server does, is no change', async () => {
    const { page, clock, db } = await person()
    await page('/')
    clock.set(`${THURSDAY}T19:01:30Z`)
    await page('/')
    expect(clockChanges(db, 0)).toEqual([])
  })

  it('of another zone is followed from the next evening on, unless home’s is kept', async () => {
    const { page, post, clock } = await person('09:00')
    clock.travel('America/New_York')
    expect(await page('/off')).toContain('Thursday 18:30 to Friday 08:00')
    await post('/off/zone', { zone: 'home' })
    expect(await page('/off')).toContain('By the clock of America/New_York, wherever you are.')
    clock.travel('Asia/Tokyo')
    expect(await page('/off')).toContain('Thursday 18:30 to Friday 08:00')
    await post('/off/zone', { zone: 'here' })
    expect(await page('/off')).toContain('By the clock where you are: Asia/Tokyo')
  })
})

describe('leaving hours open', () => {
  it('costs nothing, and can be taken back', async () => {
    const { page, post, clock } = await person('09:00')
    await post('/off/exception', { day: THURSDAY, begin: '18:30', end: '22:00', word: 'release night' })
    expect(await page('/off')).toContain('Open Thursday 18:30 to 22:00: release night')
    clock.pass({ hours: 10 })
    expect(await page('/')).not.toContain('You can close the laptop.')
    await post('/off/exception/end', { exception: '1' })
    expect(await page('/')).toContain('You can close the laptop.')
    await post('/off/undo')
    expect(await page('/')).not.toContain('You can close the laptop.')
  })

  it('of days that are not ones is refused in words', async () => {
    const { post } = await person('09:00')
    for (const fields of [
      {},
      { day: '2026-02-30', begin: '18:00', end: '20:00' },
      { day: '2020-01-01', begin: '18:00', end: '20:00' },
    ])
      expect((await post('/off/exception', fields as Record<string, string>)).headers.get('location')).toContain(
        'Nothing+was+changed',
      )
    for (const fields of [{}, { first: '2026-06-05', last: '2026-06-01' }, { first: '2026-06-01', last: '2030-01-01' }])
      expect((await post('/off/holiday', fields as Record<string, string>)).headers.get('location')).toContain(
        'Nothing+was+changed',
      )
    const kept = await post('/off/keep', { day: '4', from: '20:00', to: 'y' })
    expect(kept.status).toBe(422)
    expect(await kept.text()).toContain('value="20:00"')
  })

  it('is kept only where it opens something, and says why not', async () => {
    const { post, page } = await person('17:00')
    const said = async (fields: Record<string, string>) =>
      decodeURIComponent((await post('/off/exception', fields)).headers.get('location') ?? '').replaceAll('+', ' ')
    expect(await said({ day: THURSDAY, begin: '20:00', end: '22:00' })).toContain('so it keeps its hours')
    expect(await said({ day: '2026-05-23', begin: '20:00', end: '22:00' })).toContain('not off time then')
    expect(await said({ from: '0', to: '9e15' })).toContain('Nothing was changed')
    expect(await page('/off')).not.toContain('Close it again')
    expect(await said({ day: '2026-05-28', begin: '20:00', end: '22:00' })).toContain('stays open then')
    await post('/off/undo')
    expect(await page('/off')).not.toContain('Close it again')
  })

  it('whole days are off by one action, also without any evening, in one’s own zone', async () => {
    const other = house({ now: '2026-05-18T09:00:00Z', zone: 'Asia/Tokyo' })
    await other.post('/off/holiday', { first: '2026-05-19' })
    other.clock.pass({ hours: 7 })
    expect(await other.page('/')).toContain('Off until 00:00.')
    const { page, post, clock } = await person('09:00')
    await post('/off/holiday', { first: '2026-05-25', last: '2026-05-29' })
    clock.pass({ days: 5 })
    expect(await page('/')).toContain('Off until Saturday 00:00.')
    await post('/off/holiday/end', { holiday: '1' })
    expect(await page('/')).toContain('Off until 00:00.')
  })
})

describe('in the terminal', () => {
  it('off time is made, shown, opened for an evening, and changed back', async () => {
    const { run, clock } = house({ now: '2026-05-18T09:00:00Z' })
    expect((await run(['off'])).out).toContain('No off time is set.')
    expect((await run(['off', 'add', 'thu', '18:30-08:00'])).out).toContain('Thursday 18:30 to 08:00')
    expect((await run(['off', 'add', 'fri', '18:00-08:00', '--nights', '3'])).out).toContain(
      'Friday 18:00 to Monday 08:00',
    )
    expect((await run(['off', 'open', '2026-05-21', '18:30-22:00', '--word', 'release'])).out).toContain(
      'Open Thursday',
    )
    clock.pass({ seconds: 1 })
    expect((await run(['off', 'holiday', '2026-06-01'])).out).toContain('1 June 2026: off, whole.')
    const shown = (await run(['off'])).out
    for (const words of ['1  Thursday', '2  Friday', 'o1  open', 'h1  off', 'can be undone'])
      expect(shown).toContain(words)
    expect((await run(['off', 'take-back', 'o1'])).out).toContain('off again')
    expect((await run(['off', 'undo'])).out).toBe('Undone: those days are no longer off.')
    expect((await run(['off', 'remove', '2'])).out).toContain('Removed.')
    expect(JSON.parse((await run(['off', '--json'])).out)).toMatchObject({ windows: [{ days: [4] }], holidays: [] })
  })

  it.each([
    [['off', 'add', 'someday', '18:30-08:00']],
    [['off', 'add', 'thu']],
    [['off', 'remove', '3']],
    [['off', 'open', '2026-05-21', 'late']],
    [['off', 'holiday', 'soon']],
    [['off', 'take-back', 'x9']],
    [['off', 'undo']],
    [['off', 'zone', 'moon']],
    [['off', 'paint']],
    [['park']],
    [['thoughts', 'done', '7']],
  ])('%j is wrong use', async line => {
    await expect(house().run(line)).rejects.toMatchObject({ name: 'UsageError' })
  })

  it('a thought is parked and given back', async () => {
    const { run, clock } = house({ now: `${THURSDAY}T17:00:00Z` })
    expect((await run(['park', 'a', 'thought'])).out).toBe('It is kept, and comes back 09:00.')
    expect((await run(['thoughts'])).out).toContain('No thought waits')
    clock.pass({ hours: 17 })
    expect((await run(['thoughts'])).out).toContain('a thought')
    expect((await run(['thoughts', 'done', '1'])).out).toContain('No thought waits')
  })
})
