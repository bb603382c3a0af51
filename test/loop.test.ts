import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRests } from '../src/plan/store/rest.ts'
import { presentEdition } from '../src/radar/machine/reading.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { takeSleep } from '../src/signals/machine/sleep.ts'
import { watchNow } from '../src/signals/machine/watching.ts'
import { keepStreamDays, readWarnings } from '../src/signals/store/watch.ts'
import { diary, typed } from './diary.ts'
import { cannedNet, house, rss, temporaryFolder } from './house.ts'

const FEED = 'https://a.test/feed'

/** A person with an edition a day of forty minutes, who checks in every morning. */
function reader() {
  let today = ''
  const feed = () =>
    rss(
      Array.from({ length: 60 }, (_, n) => ({
        title: `Retrieval evaluation, ${today} note ${n}`,
        link: `https://a.test/${today}/${n}`,
        text: 'word '.repeat(400),
        date: today,
      })),
    )
  const home = house({ now: '2026-03-02T08:30:00Z', net: cannedNet({ [FEED]: () => feed() }) })
  home.plan({ minutesAWeek: 280, editions: { days: [1, 2, 3, 4, 5, 6, 7], time: '08:00' }, welcomedAt: 0 })
  addSource(home.db, { kind: 'feed', address: FEED, title: 'A' }, 0)
  const says = diary(5)
  let day = -1
  return {
    ...home,
    /** Lives one more day: checks in, has an edition made. Answers the first page. */
    async live(heavier = 0) {
      day++
      if (day > 0) home.clock.pass({ days: 1 })
      today = new Date(home.clock.now()).toISOString().slice(0, 10)
      await home.schedule.tick()
      await home.post('/checkin', typed(says(day, heavier)))
      return await home.page('/')
    },
  }
}

async function turnedOn() {
  const home = reader()
  await home.post('/signals/asking', { on: 'yes' })
  return home
}

describe('the loop', () => {
  it('sees a change, asks once what it may do, shrinks the edition, and gives the time back in steps', async () => {
    const home = await turnedOn()
    for (let day = 0; day < 60; day++) {
      expect(await home.live()).not.toContain('changed from your own usual')
    }
    expect(presentEdition(home.radar)).toMatchObject({ minutes: 40, shorter: false })
    let page = ''
    let late = 0
    while (!page.includes('your days have changed from your own usual') && late < 40) {
      page = await home.live(1.8)
      late++
    }
    expect(late).toBeLessThanOrEqual(20)
    const [warning] = readWarnings(home.db)
    expect(warning?.streams).toEqual(['check-in'])
    expect(Math.abs(Date.parse(warning?.start ?? '') - Date.parse('2026-05-01')) / 86_400_000).toBeLessThan(7)
    // One calm line, which goes when it is hidden; then the question, once.
    await home.post('/signals/hide', { warning: '1' })
    expect(await home.page('/')).toContain('shorter editions by themselves')
    await home.post('/heavier', { choice: 'shorter', back: 'today' })
    expect(await home.page('/')).not.toContain('shorter editions by themselves')
    page = await home.live(1.8)
    expect(page).toContain('Shorter on purpose; nothing is saved up for later.')
    expect(presentEdition(home.radar)?.minutes).toBe(20)
    expect(await home.page('/signals')).toContain('your days are heavier than your usual')
    expect(await home.page('/signals')).toContain('Rest for a week')
    expect(await home.page('/shorter')).toContain('20 minutes instead of 40 minutes')
    // The person may overrule it for a week: the present edition grows.
    await home.post('/edition/open')
    await home.post('/edition/usual')
    expect(presentEdition(home.radar)).toMatchObject({ minutes: 40, shorter: false })
    for (let day = 0; day < 8; day++) await home.live(1.8)
    expect(presentEdition(home.radar)?.minutes).toBe(20)
    // Lighter days: a quarter comes back, and then the rest.
    const minutes: number[] = []
    for (let day = 0; day < 34; day++) {
      await home.live(-1)
      minutes.push(presentEdition(home.radar)?.minutes ?? 0)
    }
    expect([...new Set(minutes)]).toEqual([20, 30, 40])
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
  })

  it('asks a month later whether it was real, and keeps the ledger in view', async () => {
    const home = await turnedOn()
    for (let day = 0; day < 40; day++) await home.live()
    while (readWarnings(home.db).length === 0) await home.live(3)
    await home.post('/signals/hide', { warning: '1' })
    await home.post('/heavier', { choice: 'leave', back: 'today' })
    let asked = 0
    let page = ''
    while (!page.includes('Was something really different?') && asked < 45) {
      page = await home.live()
      asked++
    }
    expect(asked).toBe(30)
    expect(await home.page('/signals')).toContain('One warning so far: 0 real, 0 not, 1 open.')
    await home.post('/signals/real', { warning: '1', real: 'no', due: '2026-05-15', back: 'today' })
    expect(await home.page('/')).not.toContain('Was something really different?')
    expect(await home.page('/signals')).toContain('One warning so far: 0 real, 1 not, 0 open.')
    expect(await home.page('/signals')).toContain('like your own usual')
    expect((await home.run(['days'])).out).toContain('Not real, you said.')
  })

  it('offers one thing to who is worn out from the first day, though nothing changed', async () => {
    const home = await turnedOn()
    let page = ''
    for (let day = 0; day < 14; day++) page = await home.live(5)
    expect(page).toContain('The last weeks weigh heavily, by your own word.')
    expect(readWarnings(home.db)).toEqual([])
    await home.post('/rest', { days: '7', due: '2026-03-15' })
    expect(await home.page('/')).not.toContain('weigh heavily')
    expect(await home.page('/settings')).toContain('You rest until 21 March 2026')
    const editions: number[] = []
    for (let day = 0; day < 7; day++) {
      await home.live(5)
      const edition = presentEdition(home.radar)
      if (edition && home.clock.now() - edition.madeAt < 3600_000) editions.push(edition.minutes)
    }
    // The one of the Monday in it, and, when it is over, the usual again.
    expect(editions).toEqual([10, 40])
  })

  it('believes who says a week after welcome that it is still heavy', async () => {
    const home = house({ now: '2026-05-18T09:00:00Z' })
    home.plan({ feeling: 'heavy', welcomedAt: Date.parse('2026-05-18T09:00:00Z') })
    expect(await home.page('/')).not.toContain('felt heavy')
    home.clock.pass({ days: 7 })
    expect(await home.page('/')).toContain('A week ago, opening the laptop felt heavy. And now?')
    await home.post('/signals/card', { kind: 'heavy', due: '2026-05-25', word: 'still' })
    expect(await home.page('/')).not.toContain('felt heavy')
    home.clock.pass({ days: 1 })
    expect(await home.page('/')).toContain('Rest for a week')
    await home.post('/signals/card', { kind: 'level', due: '2026-05-26', word: 'no' })
    expect(await home.page('/')).not.toContain('Rest for a week')
  })

  it('lets a card that was passed by for a week go', async () => {
    const home = house({ now: '2026-05-25T09:00:00Z' })
    home.plan({ feeling: 'heavy', welcomedAt: Date.parse('2026-05-18T09:00:00Z') })
    expect(await home.page('/')).toContain('felt heavy')
    home.clock.pass({ days: 7 })
    expect(await home.page('/')).not.toContain('felt heavy')
  })
})

describe('what the person said', () => {
  it('is in its own page, command and export, and in nothing else that is printed or logged', async () => {
    const home = await turnedOn()
    for (let day = 0; day < 25; day++) await home.live()
    const line = 'a word nobody else may read'
    await home.post('/checkin', { ...typed(diary(5)(24)), line })
    const shown = /irritation|a word nobody|"strain"|check-in|checkIns/
    for (const command of ['edition', 'plan', 'sources', 'kept', 'evenings', 'left-out', 'rest', 'off']) {
      const { out } = await home.run([command, '--json'])
      expect(out, command).not.toMatch(shown)
    }
    expect(JSON.stringify(home.reported)).not.toMatch(shown)
    expect(await home.page('/signals/data')).toContain(line)
    expect(await home.page('/signals/data.json')).toContain(line)
    expect(await home.page('/signals/data.csv')).toContain(line)
    expect(await home.page('/export.json')).toContain(line)
    expect((await home.run(['days', '--json'])).out).toContain(line)
    await home.post('/signals/data/drop', { day: '2026-03-02' })
    expect(await home.page('/signals/data')).toContain('24 check-ins')
    await home.post('/signals/data/undo')
    expect(await home.page('/signals/data')).toContain('25 check-ins')
    await home.post('/signals/data/drop', { day: '2026-03-02' })
    await home.post('/signals/data/delete', { sure: 'no' })
    expect(await home.page('/signals/data')).toContain('24 check-ins')
    await home.post('/signals/data/delete', { sure: 'delete' })
    expect(await home.page('/export.json')).not.toContain(line)
  })
})

describe('a rest', () => {
  it('is one edition a week of ten minutes, and gives way to a word of the person’s', async () => {
    const home = await turnedOn()
    await home.live()
    await home.post('/edition/usual')
    await home.post('/rest', { days: '14' })
    const minutes: number[] = []
    for (let day = 0; day < 13; day++) {
      await home.live()
      minutes.push(presentEdition(home.radar)?.minutes ?? 0)
    }
    // The edition of the Monday it began on stays; the next comes a week later.
    expect(minutes).toEqual([...Array(6).fill(40), ...Array(7).fill(10)])
    await home.post('/edition/open')
    await home.post('/edition/usual')
    expect(presentEdition(home.radar)?.minutes).toBe(40)
    expect((await home.run(['rest', 'end'])).out).toContain('No rest.')
  })

  it('of no days, or of too many, is refused', async () => {
    const home = house()
    for (const days of ['0', '61', 'x'])
      expect((await home.post('/rest', { days })).headers.get('location')).toContain('1+to+60')
    // A page from before a rest that lasts makes it no shorter.
    await home.post('/rest', { days: '20' })
    const [agreed] = readRests(home.db)
    await home.post('/rest', { days: '7' })
    expect(readRests(home.db)).toEqual([agreed])
    await expect(home.run(['rest', '90'])).rejects.toThrow('1 to 60 days')
    expect((await home.run(['rest', '7'])).out).toContain('You rest until 24 May 2026')
  })
})

describe('what comes from elsewhere', () => {
  async function lived(days: number) {
    const home = await turnedOn()
    for (let day = 0; day < days; day++) await home.live()
    return home
  }
  const nights = (first: string, count: number, hours: (at: number) => number) =>
    Array.from({ length: count }, (_, at) => ({
      day: Temporal.PlainDate.from(first).add({ days: at }).toString(),
      value: hours(at),
    }))

  it('does not silence the watch, were it dated in the next century', async () => {
    const home = await lived(50)
    const file = join(temporaryFolder(), 'nights.csv')
    writeFileSync(file, 'date,hours\n2026-04-19,7\n2206-07-02,7\n1700-01-01,8\n')
    expect(await takeSleep(home.app.signals, file)).toMatchObject({ nights: 1, last: '2026-04-19' })
    let day = 0
    while (readWarnings(home.db).length === 0 && day < 30) {
      await home.live(3)
      day++
    }
    expect(day).toBeLessThan(20)
  })

  it('joins at no reset that was before it came, and raises nothing of long ago', async () => {
    const home = await lived(60)
    const before = watchNow(home.app.signals).evidence.at(-1)
    keepStreamDays(
      home.db,
      'sleep',
      nights('2026-03-02', 60, at => (at > 47 ? 5 : 8)),
      '2026-05-01',
      () => 0.5,
    )
    expect(watchNow(home.app.signals).evidence.at(-1)).toEqual(before)
    await home.live()
    expect(readWarnings(home.db)).toEqual([])
  })

  it('tells a warning beside what is asked, and neither hides the other', async () => {
    const home = await lived(40)
    while (readWarnings(home.db).length === 0) await home.live(3)
    home.clock.pass({ days: 1, hours: 1 })
    expect(await home.page('/')).toContain('your days have changed from your own usual')
    expect(await home.page('/')).toContain('href="/checkin"')
  })
})
