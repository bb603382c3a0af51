import { afterAll, expect, it } from 'vitest'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

journey('reading an edition', () => {
  it('from the first page to the end, with the keyboard alone', async () => {
    const home = await live({ welcomed: true })
    await home.schedule.tick()
    const page = await signedIn(home)
    await page.locator('[autofocus]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/edition')
    const first = await page.getByRole('article').first().getAttribute('id')
    await page.keyboard.press('j')
    await page.keyboard.press('s')
    await page.waitForURL(`**/edition#${first}`)
    await page.getByText('Kept.').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('n')
    await page.getByText('Not for you; noted.').waitFor()
    await page.keyboard.press('u')
    await page.getByText('Not for you; noted.').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('s: keep').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByText('That is all.').count()).toBe(1)
    await page.getByRole('link', { name: 'Kept' }).click()
    expect(await page.getByRole('article').count()).toBe(1)
    expect(home.reported).toEqual([])
  })

  it('links to the originals and asks no other server for anything', async () => {
    const home = await live({ welcomed: true })
    await home.schedule.tick()
    const page = await signedIn(home)
    const foreign: string[] = []
    page.on('request', request => {
      if (!request.url().startsWith(home.url) && !request.url().startsWith('data:')) foreign.push(request.url())
    })
    for (const path of ['/', '/edition', '/left-out', '/sources', '/settings', '/kept', '/help'])
      await page.goto(home.url + path)
    expect(foreign).toEqual([])
  })

  it('works without scripts', async () => {
    const home = await live({ welcomed: true })
    await home.schedule.tick()
    const page = await signedIn(home, { javaScriptEnabled: false })
    await page.getByRole('button', { name: 'Open the edition' }).click()
    await page.getByRole('button', { name: 'Keep' }).first().click()
    await page.getByText('Kept.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Left out' }).click()
    await page.getByRole('searchbox').fill('robot')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('button', { name: 'Pull into the edition' }).first().click()
    await page.goto(`${home.url}/edition`)
    expect(await page.getByText('Here because you pulled it in.').count()).toBe(1)
  })
})

journey('coming back', () => {
  it.each([3, 21, 90])('after %i days finds one edition of usual size, and no word on the gap', async days => {
    const home = await live({ welcomed: true })
    await home.schedule.tick()
    const page = await signedIn(home)
    await page.getByRole('button', { name: 'Open the edition' }).click()
    const usual = await page.getByRole('article').count()
    // The month ends while the person is away: what is served by then is what it had.
    await home.pass({ days })
    await page.goto(home.url)
    const text = await page.locator('main').innerText()
    expect(text).not.toMatch(/\b(days|weeks|missed|away|behind|unread|since)\b/i)
    await page.goto(`${home.url}/edition`)
    const open = page.getByRole('button', { name: 'Open the edition' })
    if (await open.count()) await open.click()
    expect(await page.getByText('Nothing piled up.').count()).toBe(1)
    expect(await page.getByRole('article').count()).toBeLessThanOrEqual(usual + 2)
    if (days === 3) expect(await page.getByRole('article').count()).toBeGreaterThan(0)
    const ours = await page.locator('main > :not(article)').allInnerTexts()
    expect(ours.join(' ')).not.toMatch(/\b(missed|away|behind|unread|days|weeks)\b/i)
  })
})
