import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { openApp } from '../src/app.ts'
import { changePlan } from '../src/plan/store/plan.ts'
import { webOf } from '../src/site.ts'
import { type Clock, fixedClock, machineClock } from '../src/time/clock.ts'
import { listen, makeWeb } from '../src/web/server.tsx'
import { temporaryFolder } from '../test/house.ts'
import { freePort } from '../test/port.ts'
import { closeBrowser, journey, liveRelay, look, signedIn } from './journey.ts'

afterAll(closeBrowser)

// A Friday, from which the clocks run on.
const FRIDAY = '2026-06-05T10:00:00Z'
const CANARY = 'CANARY-a-swim-in-the-lake'

/** A person: a data folder, a server and a browser of their own. */
async function person(clock: Clock = machineClock(Date.parse(FRIDAY))) {
  const port = await freePort()
  const folder = temporaryFolder()
  const reported: unknown[] = []
  const app = openApp({
    clock,
    folder,
    port,
    version: 'test',
    platform: 'linux',
    env: {},
    home: folder,
    node: process.execPath,
    program: '/opt/evenkeel/main.js',
    report: error => reported.push(error),
  })
  changePlan(app.db, { area: 'retrieval', welcomedAt: 0 })
  const { options, schedule } = webOf(app, { deleted: () => {}, openSample: async () => '' })
  const server = await listen(makeWeb(options), port)
  onTestFinished(async () => {
    schedule.stop()
    await server.close()
    app.close()
  })
  const url = `http://127.0.0.1:${port}`
  const page = await signedIn({ link: () => `${url}/sign-in?code=${app.session.newCode()}` })
  return { app, page, url, reported, schedule, go: (path: string) => page.goto(url + path) }
}
type Person = Awaited<ReturnType<typeof person>>

/** Opens a page of the circle once its relay was asked. */
async function circle(one: Person, path: string): Promise<Page> {
  await one.app.circle.tend()
  const id = one.app.db.get<{ id: number }>('SELECT max(id) AS id FROM circle')?.id
  await one.go(`/circle/${path}?circle=${id}`)
  return one.page
}

const words = async ({ page }: Person) => (await page.locator('.words').textContent())?.trim() ?? ''

/** Where someone stands on the page of people. */
function member({ page }: Person, name: string) {
  return page.locator('li').filter({ has: page.getByText(name, { exact: true }) })
}

/** Two compare their words and say so. */
async function compare(host: Person, guest: Person): Promise<void> {
  const theirs = await words(guest)
  await host.page.locator('.words').waitFor()
  expect(theirs.split(' ')).toHaveLength(6)
  expect(await words(host)).toBe(theirs)
  await guest.page.getByRole('button', { name: 'They are the same' }).click()
  await host.page.getByRole('button', { name: 'They are the same' }).click()
  await host.page.getByText('belongs to it now.').waitFor()
  await guest.page.getByRole('heading', { name: 'Thursday people' }).waitFor()
}

async function write({ page }: Person, good: string): Promise<void> {
  await page.getByLabel('mixed').check()
  await page.locator('#good').fill(good)
  await page.getByRole('button', { name: /^Send it to/ }).click()
  await page.getByRole('heading', { name: 'You', exact: true }).waitFor()
}

journey('a circle of three', () => {
  it('is formed, written in, loses a machine, takes it back, and lets one go', async () => {
    const hub = await liveRelay()
    const [ana, ben, cleo] = await Promise.all([person(), person(), person()])

    await ana.go('/settings')
    await ana.page.getByRole('link', { name: 'The circle' }).click()
    await look(ana.page, '1-none')
    await ana.page.getByRole('link', { name: 'Begin a circle' }).click()
    await look(ana.page, '2-begin')
    await ana.page.getByLabel('What do you call it?').fill('Thursday people')
    await ana.page.getByLabel('Your name in it').fill('Ana')
    await ana.page.getByLabel('The relay').fill(hub.url)
    await ana.page.getByRole('button', { name: 'Begin' }).click()
    await ana.page.getByRole('button', { name: 'Make an invitation' }).click()
    await look(ana.page, '3-invite')
    const code = await ana.page.getByLabel('Send this to one person').inputValue()
    expect(code).toMatch(/^evenkeel-circle:1~/)

    await ben.go('/circle/join')
    await ben.page
      .getByLabel('The invitation you were sent')
      .fill(`Here it is:\n${code.slice(0, 90)}\n${code.slice(90)}`)
    await ben.page.getByLabel('Your name in it').fill('Ben')
    await look(ben.page, '4-join')
    await ben.page.getByRole('button', { name: 'Answer it' }).click()
    await look(ben.page, '5-words')
    await look(ana.page, '6-answered')
    await compare(ana, ben)
    await look(ana.page, '7-people')

    // Cleo gets a picture.
    await circle(ana, 'invite')
    await ana.page.getByRole('button', { name: 'Make an invitation' }).click()
    const picture = await ana.page.locator('img.code').getAttribute('src')
    const bytes = await ana.page.context().request.get(ana.url + picture)
    const file = join(temporaryFolder(), 'code.gif')
    writeFileSync(file, await bytes.body())
    await cleo.go('/circle/join')
    await cleo.page.getByLabel('or a picture of its code').setInputFiles(file)
    await cleo.page.getByLabel('Your name in it').fill('Cleo')
    await cleo.page.waitForFunction(
      () => (document.querySelector('input[name=picture]') as HTMLInputElement).value !== '',
    )
    await cleo.page.getByRole('button', { name: 'Answer it' }).click()
    await compare(ana, cleo)

    for (const one of [ana, ben, cleo]) await circle(one, 'week')
    await look(ana.page, '8-week-empty')
    await write(ana, CANARY)
    await write(ben, 'Two walks')
    await circle(cleo, 'week')
    await cleo.page.getByText(CANARY).waitFor()
    await cleo.page.getByText('Two walks').waitFor()
    await write(cleo, 'Soup')
    await look(cleo.page, '9-week')
    // A wish for one pair of eyes.
    await ben.page.getByText('from one of them').click()
    await ben.page.getByRole('button', { name: 'Cleo' }).click()
    await ben.page.getByText('You could use a call. Cleo knows.').waitFor()
    await circle(cleo, 'week')
    await cleo.page.getByText('Ben could use a call, from you.').waitFor()
    await look(cleo.page, '10-call')
    await circle(ana, 'week')
    expect(await ana.page.getByText('could use a call.').count()).toBe(0)
    await cleo.go('/')
    await cleo.page.getByText('Ben could use a call.').waitFor()
    // A meal, as an hour in the calendar.
    await circle(ana, 'meet')
    await ana.page.getByLabel('a meal').check()
    await ana.page.getByLabel('Day 1').fill('2026-06-13')
    await ana.page.getByLabel('At 1').fill('18:30')
    await look(ana.page, '11-meet')
    await ana.page.getByRole('button', { name: 'Propose it' }).click()
    await circle(ben, 'week')
    await ben.page.getByRole('button', { name: 'Suits me' }).click()
    const [download] = await Promise.all([
      ben.page.waitForEvent('download'),
      ben.page.getByRole('link', { name: 'To my calendar' }).click(),
    ])
    const event = readFileSync(await download.path(), 'utf8')
    expect(event).toContain('SUMMARY:Meal with Ana and Cleo\\, no projects talked about')
    await circle(ana, 'week')
    await look(ana.page, '12-week-full')

    // Ben's machine is gone. Cleo calls him, and lets him back in on another.
    const ben2 = await person()
    await circle(cleo, 'people')
    await member(cleo, 'Ben').getByText('Change').click()
    await look(cleo.page, '13-people')
    await member(cleo, 'Ben').getByRole('link', { name: 'They lost their machine' }).click()
    await look(cleo.page, '14-again')
    await cleo.page.getByRole('button', { name: 'Make an invitation' }).click()
    const second = await cleo.page.getByLabel('Send this to one person').inputValue()
    await ben2.go('/circle/join')
    await ben2.page.getByLabel('The invitation you were sent').fill(second)
    await ben2.page.getByLabel('Your name in it').fill('Ben')
    await ben2.page.getByRole('button', { name: 'Answer it' }).click()
    await compare(cleo, ben2)
    await circle(ana, 'people')
    await ana.page.getByText('on a new machine').waitFor()
    expect(await ana.page.locator('strong', { hasText: 'Ben' }).count()).toBe(1)
    await look(ana.page, '15-new-machine')
    await circle(ben, 'week')
    await ben.page.getByText('You do not belong to Thursday people any more.').waitFor()
    await look(ben.page, '16-over')

    // Ana lets Cleo go, who keeps what was written, and gets nothing more.
    await circle(ana, 'people')
    await member(ana, 'Cleo').getByText('Change').click()
    await member(ana, 'Cleo').getByRole('link', { name: 'Remove them' }).click()
    await look(ana.page, '17-remove')
    await ana.page.getByRole('button', { name: 'Remove Cleo' }).click()
    await ana.app.circle.tend()
    await circle(ana, 'week')
    await ana.page.getByRole('link', { name: 'Write it anew' }).click()
    await write(ana, 'CANARY-after-Cleo')
    await circle(ben2, 'week')
    await ben2.page.getByText('CANARY-after-Cleo').waitFor()
    await circle(cleo, 'week')
    await cleo.page.getByText('You do not belong to Thursday people any more.').waitFor()
    expect(await cleo.page.content()).not.toContain('CANARY-after-Cleo')
    expect(await cleo.page.content()).toContain(CANARY)

    // The relay has seen nothing of it.
    for (const name of readdirSync(hub.folder)) {
      const kept = readFileSync(join(hub.folder, name))
      for (const secret of ['CANARY', 'Thursday', 'Cleo', 'Soup']) expect(kept.includes(secret)).toBe(false)
    }
    for (const one of [ana, ben, cleo, ben2]) expect(one.reported).toEqual([])
  })
})

journey('a week in a circle', () => {
  it('goes on while the relay is away for half of it, and is whole when it is back', async () => {
    const hub = await liveRelay()
    const clocks = [1, 2, 3].map(() => fixedClock('2026-06-01T08:00:00Z'))
    const people = await Promise.all(clocks.map(clock => person(clock)))
    const [ana, ben, cleo] = people as [Person, Person, Person]
    await ana.go('/circle/begin')
    await ana.page.getByLabel('What do you call it?').fill('Thursday people')
    await ana.page.getByLabel('Your name in it').fill('Ana')
    await ana.page.getByLabel('The relay').fill(hub.url)
    await ana.page.getByRole('button', { name: 'Begin' }).click()
    for (const [name, guest] of [
      ['Ben', ben],
      ['Cleo', cleo],
    ] as const) {
      await circle(ana, 'invite')
      await ana.page.getByRole('button', { name: 'Make an invitation' }).click()
      const code = await ana.page.getByLabel('Send this to one person').inputValue()
      await guest.go('/circle/join')
      await guest.page.getByLabel('The invitation you were sent').fill(code)
      await guest.page.getByLabel('Your name in it').fill(name)
      await guest.page.getByRole('button', { name: 'Answer it' }).click()
      await guest.page.getByRole('button', { name: 'They are the same' }).click()
      await circle(ana, 'invite')
      expect(await words(ana)).toBe(await words(guest))
      await ana.page.getByRole('button', { name: 'They are the same' }).click()
      await ana.page.getByText('belongs to it now.').waitFor()
    }
    const night = async () => {
      for (const [at, one] of people.entries()) {
        clocks[at]?.pass({ hours: 24 })
        await one.schedule.tick()
        await one.app.circle.tend()
      }
    }
    // Monday and Tuesday the relay is there.
    await night()
    await circle(ben, 'week')
    await ben.page.getByRole('button', { name: 'I could use a call', exact: true }).click()
    await ben.page.getByText('All of them know.').waitFor()
    await night()
    await ana.go('/')
    await ana.page.getByText('Ben could use a call.').waitFor()
    await ana.page.getByRole('button', { name: 'I have seen it' }).click()
    // From Wednesday to Saturday it is not; nobody is kept from anything, and nobody is troubled by it.
    await hub.stop()
    await circle(ben, 'week')
    await ben.page.getByRole('button', { name: 'It is settled' }).click()
    await night()
    await circle(cleo, 'week')
    await write(cleo, 'Rain on the roof')
    await cleo.page.getByText('On its way.').waitFor()
    await look(cleo.page, '20-away')
    await night()
    await ana.go('/')
    await ana.page.getByRole('link', { name: 'Write it' }).click()
    await write(ana, 'First thought')
    await ana.page.getByRole('button', { name: 'Take it back' }).click()
    await write(ana, 'Second thought')
    await night()
    await circle(ben, 'week')
    await ben.page.getByText('The relay is out of reach.').waitFor()
    await ben.page.getByRole('button', { name: 'Pass this week' }).click()
    // On Saturday it is back, and by itself everyone has everything.
    await hub.start()
    await night()
    for (const one of people) await one.app.circle.tend()
    for (const one of people) {
      await circle(one, 'week')
      await circle(one, 'past')
      const week = await circle(one, 'week')
      const text = (await week.locator('main').textContent()) ?? ''
      for (const said of ['Rain on the roof', 'Second thought', 'Passes this week.']) expect(text).toContain(said)
      for (const gone of ['First thought', 'could use a call.', 'On its way', 'out of reach', 'has not come'])
        expect(text).not.toContain(gone)
    }
    await look(ana.page, '21-whole')
    for (const one of people) expect(one.reported).toEqual([])
  })
})
