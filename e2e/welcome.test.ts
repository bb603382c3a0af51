import { afterAll, expect, it } from 'vitest'
import { starters } from '../src/radar/starter.ts'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

journey('the first three minutes', () => {
  it('lead from one sentence to three stories and an end', async () => {
    const home = await live()
    const page = await signedIn(home)
    await page.getByLabel('What do you work on?').fill('evaluation of retrieval-augmented generation')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'This is enough to stay current.' }).waitFor()
    const ticked = await page.locator('input[name=source]:checked').count()
    expect(ticked).toBeGreaterThan(0)
    expect(ticked).toBeLessThanOrEqual(8)
    // The well-known sources are out of a test's reach, so they are unticked and the sample month's are there instead.
    for (const box of await page.locator('input[name=source]').all()) await box.uncheck()
    const { addSource } = await import('../src/radar/store/sources.ts')
    for (const { title, address } of home.sample.sources)
      addSource(home.app.db, { kind: 'feed', address, title }, home.clock.now())
    await page.getByRole('button', { name: 'That is good' }).click()
    await page.getByText('That is enough for today. The next edition is Wednesday 09:00.').waitFor()
    expect(await page.getByRole('article').count()).toBe(3)
    await page.getByRole('button', { name: 'Open the full edition now' }).click()
    await page.getByText('That is all.').waitFor()
    expect(await page.getByRole('article').count()).toBeGreaterThan(3)
  })

  it('offer a made-up month to look around in, at an address of its own', async () => {
    const home = await live()
    const page = await signedIn(home)
    await page.getByRole('button', { name: 'Look around first' }).click()
    await page.getByRole('link', { name: 'Look around' }).click()
    await page.getByRole('button', { name: 'Open Evenkeel' }).click()
    await page.getByRole('link', { name: 'Go to the first page' }).click()
    await page.getByText('A made-up month to look around in.').waitFor()
    expect(page.url().startsWith(home.url)).toBe(false)
    await page.getByRole('button', { name: 'Open the edition' }).click()
    await page.getByText('That is all.').waitFor()
    await page.goto(home.url)
    await page.getByLabel('What do you work on?').waitFor()
    expect(home.app.radar.plan().area).toBe('')
  })

  it('are taken with one key a step, and no core area and no sources is fine', async () => {
    const home = await live()
    const page = await signedIn(home)
    await page.locator('[autofocus]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'This is enough to stay current.' }).waitFor()
    await page.locator('[autofocus]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('You have no sources, which is fine.').waitFor()
    expect(starters.length).toBeGreaterThan(29)
  })
})
