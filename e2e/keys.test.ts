import { afterAll, expect, it } from 'vitest'
import { marksOf } from '../src/routines/store/routines.ts'
import { energyAsked } from '../src/sprints/settings.ts'
import { sessionsOf } from '../src/sprints/store/sprints.ts'
import { keepSetting } from '../src/store/setting.ts'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

journey('one digit', () => {
  it('marks a routine on its page', async () => {
    const { app, url, link } = await live({ welcomed: true })
    const page = await signedIn({ link })
    for (const words of ['a walk', 'cello']) {
      await page.goto(`${url}/routines`)
      if (words === 'cello') await page.getByText('One more').click()
      await page.locator('#words').fill(words)
      await page.getByRole('button', { name: 'Begin', exact: true }).click()
      await page.getByText(words, { exact: true }).waitFor()
    }
    await page.waitForLoadState()
    await page.keyboard.press('2')
    await page.getByText('once this week').waitFor()
    expect([marksOf(app.db, 1), marksOf(app.db, 2)]).toEqual([[], ['2026-03-17']])
  })

  it('begins and ends a session with the energy it is asked for, and the page says how long it lasts', async () => {
    const { app, url, link, clock } = await live({ welcomed: true })
    keepSetting(app.db, energyAsked, 'yes')
    const page = await signedIn({ link })
    await page.goto(`${url}/sprint`)
    await page.getByLabel('What is it about?').fill('kernels')
    await page.keyboard.press('Enter')
    await page.getByText('Start; energy now').waitFor()
    await page.waitForLoadState()
    await page.keyboard.press('3')
    await page.getByText('You sit at it since').waitFor()
    clock.pass({ minutes: 25 })
    await page.reload()
    await page.getByText('25 minutes now').waitFor()
    await page.keyboard.press('1')
    await page.getByText('That was 25 minutes.').waitFor()
    expect(sessionsOf(app.db, 1)).toMatchObject([{ before: 3, after: 1, endedBy: 'person' }])
  })
})
