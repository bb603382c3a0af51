import { describe, expect, it } from 'vitest'
import { keepWindow } from '../src/boundaries/machine/standing.ts'
import { everyCircle } from '../src/circle/store/circles.ts'
import { RELAY, simulatedRelay } from './circle.ts'
import { join, someone, three } from './circle-people.ts'

describe('the circle', () => {
  it('is off, and out of the foot of pages, until it is begun or joined', async () => {
    const relay = simulatedRelay()
    const ana = someone('Ana', relay)
    expect(await ana.page('/')).not.toContain('href="/circle"')
    expect(await ana.page('/circle')).toContain('A few people beside you.')
    await ana.post('/circle/begin', { name: 'Thursday people', myName: 'Ana', relay: RELAY })
    expect(await ana.page('/')).toContain('href="/circle"')
    await ana.post('/circle/on', { on: 'no' })
    expect(await ana.page('/')).not.toContain('href="/circle"')
    expect(relay.logs.size).toBe(0)
  })

  it('says what is wrong with what was typed, and keeps the rest', async () => {
    const ana = someone('Ana', simulatedRelay())
    for (const relay of ['', 'relay', 'ftp://x.test', 'https://x.test/path', 'javascript:1']) {
      const page = await (await ana.post('/circle/begin', { name: 'Ours', myName: 'Ana', relay })).text()
      expect(page).toContain('Nothing was begun.')
      expect(page).toContain('value="Ours"')
    }
    expect(await (await ana.post('/circle/begin', { name: ' ', myName: 'Ana', relay: RELAY })).text()).toContain('name')
    expect(everyCircle(ana.db)).toEqual([])
    const join = async (code: string) => (await ana.post('/circle/join', { code, myName: 'Ana' })).text()
    expect(await join('hello')).toContain('There is no invitation in this.')
  })

  it('asks for a note on Friday, once, and is content with a pass', async () => {
    const { ana, ben } = await three('2026-06-01T10:00:00Z')
    expect(await ana.page('/')).not.toContain('takes a minute')
    for (const one of [ana, ben]) one.clock.pass({ hours: 4 * 24 })
    expect(await ana.page('/')).toContain('This week’s note to Thursday people takes a minute.')
    await ana.post('/circle/note', { circle: ana.id(), pass: 'yes', good: 'not to be sent' })
    expect(await ana.page('/')).not.toContain('takes a minute')
    await ben.tend()
    expect(await ben.week()).toContain('Passes this week.')
    expect(await ben.week()).not.toContain('not to be sent')
    await ben.post('/circle/put-off', { circle: ben.id(), what: 'note' })
    expect(await ben.page('/')).not.toContain('takes a minute')
    // The week after it asks again.
    ben.clock.pass({ hours: 7 * 24 })
    expect(await ben.page('/')).toContain('takes a minute')
  })

  it('is closed in off time: no page, no ask, no word to the relay', async () => {
    const { relay, ana } = await three()
    await ana.post('/circle/note', { circle: ana.id(), good: 'before' })
    const before = [...relay.logs.values()].reduce((sum, { blobs }) => sum + blobs.length, 0)
    keepWindow(ana.boundaries, { days: [5], from: '10:00', to: '23:00', later: 0 })
    ana.clock.pass({ minutes: 10 })
    expect(await ana.week()).not.toContain('Thursday people')
    await ana.post('/circle/note', { circle: ana.id(), good: 'in off time' })
    await ana.tend()
    expect([...relay.logs.values()].reduce((sum, { blobs }) => sum + blobs.length, 0)).toBe(before)
    expect((await ana.run(['circle'])).out).not.toContain('in off time')
  })

  it('keeps what is written while the relay is away, lets it be taken back, and sends the rest later', async () => {
    const { ana, ben } = await three()
    ana.away(true)
    await ana.post('/circle/note', { circle: ana.id(), good: 'First thought' })
    const page = await ana.week()
    expect(page).toContain('On its way.')
    expect(page).toContain('The relay is out of reach. What you write is kept here')
    const draft = /name="draft" value="(\d+)"/.exec(page)?.[1] ?? ''
    await ana.post('/circle/unsay', { circle: ana.id(), draft })
    expect(await ana.week()).toContain('Your week, in a minute')
    await ana.post('/circle/note', { circle: ana.id(), good: 'Second thought' })
    ana.away(false)
    await ana.tend()
    await ben.tend()
    expect(await ben.week()).toContain('Second thought')
    expect(await ben.week()).not.toContain('First thought')
    expect(await ana.week()).not.toContain('out of reach')
  })

  it('shows the last of what someone wrote of a week, and says nothing of who did not', async () => {
    const { ana, ben } = await three()
    await ana.post('/circle/note', { circle: ana.id(), mood: 'light', good: 'Soup' })
    await ana.post('/circle/note', { circle: ana.id(), mood: 'mixed', evenings: '3', good: 'Bread' })
    await ben.tend()
    const page = await ben.week()
    expect(page).toContain('Bread')
    expect(page).not.toContain('Soup')
    expect(page).toMatch(/3 evenings kept/)
    expect(page.slice(page.indexOf('<main'), page.indexOf('</main>'))).not.toMatch(/<h2>Cleo/)
  })

  it('tells a wish for a call to all or to one, once, until it is settled', async () => {
    const { ana, ben, cleo, all } = await three()
    const cleoKey = /value="([\w-]{43})" class="word">\s*Cleo/.exec(await ben.week())?.[1] ?? ''
    await ben.post('/circle/call', { circle: ben.id(), to: cleoKey })
    for (const one of all) await one.tend()
    expect(await cleo.page('/')).toContain('Ben could use a call.')
    expect(await ana.page('/')).not.toContain('could use a call')
    expect(await ana.week()).not.toContain('Ben could use')
    const which = /name="which" value="([^"]+)"/.exec(await cleo.page('/'))?.[1] ?? ''
    await cleo.post('/circle/put-off', { circle: cleo.id(), what: 'call', which })
    expect(await cleo.page('/')).not.toContain('could use a call')
    expect(await cleo.week()).toContain('Ben could use a call, from you')
    const call = /name="call" value="([^"]+)"/.exec(await ben.week())?.[1] ?? ''
    await ben.post('/circle/settled', { circle: ben.id(), call })
    for (const one of all) await one.tend()
    expect(await cleo.week()).not.toContain('Ben could use')
    await ana.post('/circle/call', { circle: ana.id(), to: '' })
    for (const one of all) await one.tend()
    for (const one of [ben, cleo]) expect(await one.page('/')).toContain('Ana could use a call.')
  })

  it('nudges one friend, in turn, about who is quiet, if both have turned it on, and sends nothing', async () => {
    const { relay, ana, ben, cleo, all } = await three()
    for (const one of [ana, ben]) await one.post('/circle/nudges', { circle: one.id(), on: 'yes' })
    for (const one of all) await one.tend()
    const quiet = async (weeks: number) => {
      for (const one of all) one.clock.pass({ hours: weeks * 7 * 24 })
      for (const one of [ana, ben]) await one.post('/circle/note', { circle: one.id(), pass: 'yes' })
      for (const one of all) await one.tend()
    }
    await quiet(3)
    // Cleo has not turned it on: nobody is told of her.
    for (const one of all) expect(await one.page('/')).not.toContain('You have not heard from')
    await cleo.post('/circle/nudges', { circle: cleo.id(), on: 'yes' })
    for (const one of all) await one.tend()
    await quiet(1)
    await quiet(1)
    for (const one of all) expect(await one.page('/')).not.toContain('You have not heard from')
    await quiet(1)
    const entries = [...relay.logs.values()].reduce((sum, { blobs }) => sum + blobs.length, 0)
    const told = await Promise.all([ana, ben].map(one => one.page('/')))
    expect(told.filter(page => page.includes('You have not heard from Cleo'))).toHaveLength(1)
    expect(await cleo.page('/')).not.toMatch(/heard from|quiet/)
    const turn = told.findIndex(page => page.includes('You have not heard from Cleo'))
    expect([...relay.logs.values()].reduce((sum, { blobs }) => sum + blobs.length, 0)).toBe(entries)
    await quiet(1)
    const next = await Promise.all([ana, ben].map(one => one.page('/')))
    expect(next.findIndex(page => page.includes('You have not heard from Cleo'))).toBe(1 - turn)
    // Away, nobody is told.
    await cleo.post('/circle/away', { circle: cleo.id(), until: '2026-12-01' })
    for (const one of all) await one.tend()
    for (const one of [ana, ben]) expect(await one.page('/')).not.toContain('You have not heard from')
  })

  it('ends a season after twelve weeks, and begins another when two want it', async () => {
    const { ana, ben, cleo, all } = await three()
    for (const one of all) one.clock.pass({ hours: 12 * 7 * 24 })
    expect(await ana.page('/')).toContain('The season of Thursday people is over.')
    expect(await ana.week()).toContain('The season of 12 weeks is over.')
    expect(await ana.week()).not.toContain('Your week, in a minute')
    await ana.post('/circle/season', { circle: ana.id(), more: 'yes' })
    for (const one of all) await one.tend()
    expect(await ana.page('/')).not.toContain('is over')
    expect(await ben.week()).not.toContain('Your week, in a minute')
    await ben.post('/circle/season', { circle: ben.id(), more: 'yes' })
    for (const one of all) await one.tend()
    for (const one of all) expect(await one.week()).toContain('Your week, in a minute')
    await cleo.post('/circle/note', { circle: cleo.id(), good: 'Still here' })
    await ana.tend()
    expect(await ana.week()).toContain('Still here')
  })

  it('can be several, each with keys of its own, and be hidden', async () => {
    const { ana, ben } = await three()
    await ana.post('/circle/begin', { name: 'Sunday walkers', myName: 'A.', relay: RELAY })
    await join(ana, ben)
    const page = await ben.page('/circle')
    expect(page).toContain('Thursday people')
    expect(page).toContain('Sunday walkers')
    const keys = everyCircle(ben.db).map(({ author, seed, circle, capability }) => [author, seed, circle, capability])
    expect(new Set(keys.flat()).size).toBe(8)
    await ben.post('/circle/hide', { circle: ben.id(), hidden: 'yes' })
    for (const path of ['/circle?all=yes', '/']) expect(await ben.page(path)).not.toContain('Sunday walkers')
    expect((await ben.post('/circle/find', { name: 'Sunday' })).headers.get('location')).toContain('No+circle')
    expect((await ben.post('/circle/find', { name: 'sunday walkers' })).headers.get('location')).toContain(
      '/circle/people',
    )
    expect((await ben.run(['circle'])).out).toContain('Thursday people')
    expect(await ben.page('/')).toContain('This week’s note to Thursday people')
    await ben.post('/circle/hide', { circle: '1', hidden: 'yes' })
    for (const word of ['href="/circle"', 'This week’s note']) expect(await ben.page('/')).not.toContain(word)
    expect(await ben.page('/circle')).not.toMatch(/Thursday|Sunday/)
    await ben.post('/circle/hide', { circle: '1', hidden: 'no' })
    expect((await ben.run(['circle', '--circle', 'Sunday walkers'])).out).toContain('Sunday walkers')
  })

  it('goes into the export, without a key, and out of the machine when it is over', async () => {
    const { ana, ben } = await three()
    await ana.post('/circle/note', { circle: ana.id(), good: 'For the record' })
    const all = await ana.page('/export.json')
    expect(all).toContain('For the record')
    const [circle] = everyCircle(ana.db)
    for (const secret of [circle?.signing, circle?.seed, circle?.capability]) expect(all).not.toContain(secret)
    await ana.post('/circle/forget', { circle: ana.id(), sure: 'yes' })
    expect(everyCircle(ana.db)).toHaveLength(1)
    await ana.post('/circle/leave', { circle: ana.id() })
    expect(await ana.week()).toContain('You do not belong to Thursday people any more.')
    expect(await ana.week()).toContain('For the record')
    await ben.tend()
    await ben.tend()
    const people = await ben.page(`/circle/people?circle=${ben.id()}`)
    expect(people).not.toContain('<strong>Ana')
    await ana.post('/circle/forget', { circle: ana.id(), sure: 'yes' })
    expect(everyCircle(ana.db)).toEqual([])
    expect(await ana.page('/export.json')).not.toContain('For the record')
  })

  it('is lived in the terminal as well', async () => {
    const relay = simulatedRelay()
    const [ana, ben] = [someone('Ana', relay), someone('Ben', relay)]
    expect((await ana.run(['circle'])).out).toContain('No circle yet.')
    await expect(ana.run(['circle', 'begin', 'Ours'])).rejects.toThrow('--relay')
    await ana.run(['circle', 'begin', 'Ours', '--as', 'Ana', '--relay', RELAY])
    const { out: code } = await ana.run(['circle', 'invite'])
    expect((await ben.run(['circle', 'join', code, '--as', 'Ben'])).out).toContain('Read these words')
    const theirs = await ana.run(['circle', 'words'])
    const words = /Read these words to them: (.*)/.exec(theirs.out)?.[1] ?? '-'
    expect((await ben.run(['circle', 'words'])).out).toContain(words)
    await ben.run(['circle', 'words', 'same'])
    expect((await ana.run(['circle', 'words', 'same'])).out).toContain('Ben belongs to it now.')
    await ben.run(['circle', 'note', 'A', 'swim', '--mood', 'light', '--evenings', '4'])
    expect((await ana.run(['circle'])).out).toContain('Ben: A light week. 4 evenings kept. A swim')
    await ana.run(['circle', 'pass'])
    await ana.run(['circle', 'call', 'ben'])
    expect((await ben.run(['circle'])).out).toContain('Ana could use a call.')
    await ana.run(['circle', 'settled'])
    await ana.run([
      'circle',
      'meet',
      '--times',
      '2026-06-12 18:00, 2026-06-13 11:00',
      '--what',
      'a meal',
      '--no-projects',
    ])
    await ben.run(['circle', 'suits', '2'])
    expect((await ana.run(['circle', 'meet'])).out).toMatch(/1 {2}Friday.*\n.*2 {2}Saturday.*you and Ben/)
    const value = JSON.parse((await ben.run(['circle', '--json'])).out)
    expect(value).toMatchObject({ name: 'Ours', calls: [], notes: [{ name: 'Ben', good: 'A swim' }, { name: 'Ana' }] })
    await expect(ana.run(['circle', 'remove', 'Ben'])).rejects.toThrow('--yes')
    await expect(ana.run(['circle', 'remove', 'Zoe', '--yes'])).rejects.toThrow('Name one of Ben')
    await ana.run(['circle', 'remove', 'Ben', '--yes'])
    await expect(ben.run(['circle', 'note', 'x'])).rejects.toThrow()
    expect((await ana.run(['circle', 'people'])).out).not.toMatch(/^ {2}Ben/m)
    expect(relay.logs.size).toBeGreaterThan(1)
  })
})
