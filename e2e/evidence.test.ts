import { afterAll, expect, it } from 'vitest'
import { auditOn } from '../src/radar/settings.ts'
import { keepSetting } from '../src/store/setting.ts'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

journey('random checks', () => {
  it('are turned on with one key, stand unmarked in the next edition, and say what they show', async () => {
    const home = await live({ welcomed: true })
    await home.schedule.tick()
    const page = await signedIn(home)
    await page.getByRole('button', { name: 'Open the edition' }).click()
    await home.pass({ days: 1 })
    await page.goto(`${home.url}/edition`)
    await page.getByRole('button', { name: 'Open the edition' }).click()
    await page.goto(`${home.url}/evidence`)
    await page.locator('form[action="/evidence/switch"] button').click()
    await page.getByRole('button', { name: 'No more random checks in editions' }).waitFor()
    await home.pass({ days: 1 })
    await page.goto(`${home.url}/edition`)
    await page.getByRole('button', { name: 'Open the edition' }).click()
    await page.getByText('5 of these were chosen at random from what was left out').waitFor()
    const articles = await page.getByRole('article').count()
    expect(await page.locator('h1').innerText()).toContain(`${articles} stories`)
    for (let left = articles; left > 0; left--) {
      await page.getByRole('button', { name: 'Not for me' }).first().click()
      await page.waitForLoadState()
    }
    await page.goto(`${home.url}/evidence`)
    await page.getByText('5 checked at random, none mattered; too early for more.').waitFor()
    expect(home.reported).toEqual([])
  })

  it('can be asked for, and answered with the keyboard alone', async () => {
    const home = await live({ welcomed: true })
    keepSetting(home.app.db, auditOn, 'yes')
    await home.schedule.tick()
    const page = await signedIn(home)
    await page.getByRole('button', { name: 'Open the edition' }).click()
    await page.goto(`${home.url}/evidence`)
    await page.getByRole('button', { name: 'Check ten now' }).click()
    await page.waitForURL('**/evidence/check')
    for (let judged = 1; judged <= 10; judged++) {
      await page.keyboard.press('j')
      await page.keyboard.press('n')
      await page
        .getByText('Not for you; noted.')
        .nth(judged - 1)
        .waitFor()
      // The keys are there with the page's script.
      await page.waitForLoadState()
    }
    await page.getByText('That is all checked.').waitFor()
    expect(home.reported).toEqual([])
  })
})

journey('the shelf', () => {
  it('takes a name, keeps it out, and gives it back', async () => {
    const home = await live({ welcomed: true })
    await home.schedule.tick()
    const page = await signedIn(home)
    await page.goto(`${home.url}/left-out`)
    await page.getByRole('link', { name: 'The shelf' }).click()
    await page.getByLabel('Something you could let go of').fill('agent frameworks')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('You may let this go until').waitFor()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Take it back' }).waitFor()
    await page.getByText('1 shelved this quarter, 0 faded.').waitFor()
    expect(home.reported).toEqual([])
  })
})

journey('too much from a source', () => {
  it('is said after four editions, and ended with one key, undoably', async () => {
    const home = await live({ welcomed: true })
    await home.schedule.tick()
    const page = await signedIn(home)
    for (let edition = 0; edition < 4; edition++) {
      await page.goto(`${home.url}/edition`)
      await page.getByRole('button', { name: 'Open the edition' }).click()
      await page.getByRole('button', { name: 'Keep' }).first().click()
      await page.getByText('Kept.', { exact: true }).waitFor()
      await home.pass({ days: edition === 2 ? 5 : 1 })
    }
    await page.goto(`${home.url}/sources`)
    await page.getByRole('heading', { name: 'Too much from here?' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('was removed.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(await page.getByText('was removed.').count()).toBe(0)
  })
})
