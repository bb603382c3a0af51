import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { countAttempts } from '../src/boundaries/store/extensions.ts'
import { everyThought } from '../src/boundaries/store/thoughts.ts'
import { browserWithExtension, pair } from './extension.ts'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

/** A site of work on loopback, which counts who reaches it. */
async function workSite() {
  let reached = 0
  const server = createServer((_request, response) => {
    reached++
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>work</title><h1>Work</h1>')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise(done => server.once('listening', done))
  return { port: (server.address() as AddressInfo).port, reached: () => reached }
}

journey('an evening', () => {
  it('is set, entered, attempted, parked, opened for a site, opened for an emergency, and reported', async () => {
    const home = await live({ welcomed: true })
    const site = await workSite()
    const { context, id } = await browserWithExtension(site.port)
    // A Tuesday, ten in the morning: this evening is off, and so is every Tuesday's.
    const page = await context.newPage()
    await page.goto(home.link())
    await page.getByRole('button', { name: 'Open Evenkeel' }).click()
    await page.goto(`${home.url}/off`)
    await page.locator('input[name=day][value="4"]').first().uncheck()
    await page.locator('input[name=day][value="2"]').first().check()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('The next off time begins today at 18:30.').waitFor()
    await page.getByLabel(/Up to 5 things/).fill('cello\na walk with Nadia')
    await page.getByRole('button', { name: 'Save' }).last().click()
    await page.goto(`${home.url}/off/browser`)
    await page.getByLabel('Others').fill('work.test')
    for (const box of await page.locator('input[name=site]').all()) await box.uncheck()
    await page.getByRole('button', { name: 'Close these in off time' }).click()
    await page.getByText('work.test').first().waitFor()
    const popup = await pair(home, context, id)
    await popup.getByText('The next off time begins').waitFor()

    const work = await context.newPage()
    await work.goto('http://work.test/')
    expect(site.reached()).toBeGreaterThan(0)

    await home.pass({ hours: 9 })
    await popup.reload()
    await popup.getByText('Off until 08:00.').waitFor()
    // The tab that was open is led away, and a new visit reaches nothing.
    await work.getByRole('heading', { name: 'You can close the laptop.' }).waitFor()
    const before = site.reached()
    await work.goto('http://work.test/again').catch(() => {})
    await work.getByText('a walk with Nadia').waitFor()
    expect(await work.locator(':focus').textContent()).toBe('Back to my evening')
    await work.getByLabel('Something on your mind?').fill('look at the loss curve')
    await work.getByRole('button', { name: 'Park it' }).click()
    await work.getByText('It is kept, and comes back').waitFor()
    expect(site.reached()).toBe(before)

    // The way in: out of sight, then a wait, then this site alone.
    await work.getByText('I need work.test').click()
    const open = work.getByRole('button', { name: 'Open it for 10 minutes' })
    expect(await open.isDisabled()).toBe(true)
    await work.waitForTimeout(31_000)
    await open.click()
    await work.getByRole('heading', { name: 'Work' }).waitFor()

    // Evenkeel itself is closed, with the emergency at hand.
    await page.goto(`${home.url}/edition`)
    await page.getByRole('heading', { name: 'You can close the laptop.' }).waitFor()
    await page.getByText('It is an emergency').click()
    await page.getByRole('button', { name: 'Open the rest of tonight' }).click()
    await page.getByText('It opens in').waitFor()
    home.clock.pass({ seconds: 31 })
    await page.getByText('Open until 08:00.').waitFor()
    await page.getByRole('button', { name: 'Close it again' }).click()
    await page.getByRole('heading', { name: 'You can close the laptop.' }).waitFor()

    await home.pass({ hours: 14 })
    await popup.reload()
    await page.goto(home.url)
    await page.getByText('A thought you parked is back.').click()
    await page.getByRole('heading', { name: 'look at the loss curve' }).waitFor()
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('No thought waits for you now.').waitFor()
    await page.goto(`${home.url}/evenings`)
    await page.getByRole('link', { name: /Tuesday 18:30 to Wednesday 08:00/ }).click()
    await page.getByText('Show', { exact: true }).click()
    await page.getByText('Opened for ten minutes: 1.').waitFor()
    const day = home.clock.now() - 24 * 3600_000
    expect(countAttempts(home.app.db, day, home.clock.now())).toMatchObject({ opened: 1 })
    expect(everyThought(home.app.db)).toHaveLength(1)

    // A week later nothing nags.
    await home.pass({ days: 6 })
    await page.goto(home.url)
    expect(await page.locator('main').textContent()).not.toMatch(/touched|opened|attempt|missed|streak/i)
    expect(home.reported).toEqual([])
  })

  it('without any reading is a normal way to use it', async () => {
    const home = await live()
    const page = await signedIn(home)
    await page.getByRole('button', { name: 'Only my evenings, nothing to read' }).click()
    await page.getByRole('heading', { name: 'An evening that is yours.' }).waitFor()
    await page.locator('[autofocus]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /The next off time begins Thursday 18:30/ }).waitFor()
    await home.pass({ days: 2, hours: 9 })
    await page.goto(home.url)
    await page.getByText('Evening off until 08:00.').waitFor()
    expect(home.reported).toEqual([])
  })

  it('is proposed with the first edition, from tomorrow on', async () => {
    const home = await live()
    const page = await signedIn(home)
    await page.locator('[autofocus]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('One evening off').waitFor()
    await page.locator('[autofocus]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('The next off time begins Thursday 18:30.').waitFor()
    expect(home.reported).toEqual([])
  })
})
