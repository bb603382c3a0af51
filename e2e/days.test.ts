import type { Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { ask } from '../src/signals/machine/checking-in.ts'
import { readCheckIns } from '../src/signals/store/check-ins.ts'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

const marksOf = (home: Awaited<ReturnType<typeof live>>) => readCheckIns(home.app.db).at(-1)?.marks

journey('a check-in', () => {
  it('is five keys and enter', async () => {
    const home = await live({ welcomed: true })
    ask(home.app.signals, true)
    const page = await signedIn(home)
    await page.getByRole('link', { name: 'Check in' }).click()
    await page.getByRole('heading', { name: 'How is today?' }).waitFor()
    await ready(page)
    for (const key of '32714') await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await page.getByText('It is kept.').waitFor()
    expect(marksOf(home)).toEqual({ sleep: 3, irritation: 2, pull: 7, dread: 1, behind: 4 })
    // The way back has the focus.
    await page.locator('main a:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${home.url}/`)
    expect(await page.getByRole('link', { name: 'Check in' }).count()).toBe(0)
  })

  it('takes ten, leaves one out, and goes back', async () => {
    const home = await live({ welcomed: true })
    const page = await signedIn(home)
    await page.goto(`${home.url}/checkin`)
    await ready(page)
    for (const key of ['x', '-', '5', 'Backspace', '6', '1']) await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await page.getByText('It is kept.').waitFor()
    expect(marksOf(home)).toEqual({ sleep: 10, irritation: null, pull: 6, dread: 1, behind: null })
  })

  it('works with the arrows, and a line may hold digits', async () => {
    const home = await live({ welcomed: true })
    const page = await signedIn(home)
    await page.goto(`${home.url}/checkin`)
    await page.locator('fieldset').first().getByRole('radio', { name: 'leave it out' }).focus()
    for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowRight')
    await page.getByLabel('A line, if you like').fill('')
    await page.keyboard.type('9 to 5, 2x')
    await page.keyboard.press('Enter')
    await page.getByText('It is kept.').waitFor()
    expect(marksOf(home)?.sleep).toBe(3)
    expect(readCheckIns(home.app.db)[0]?.line).toBe('9 to 5, 2x')
  })

  it('works without scripts', async () => {
    const home = await live({ welcomed: true })
    const page = await signedIn(home, { javaScriptEnabled: false })
    await page.goto(`${home.url}/checkin`)
    await page.locator('fieldset').nth(1).getByRole('radio', { name: '8', exact: true }).check()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('It is kept.').waitFor()
    expect(marksOf(home)?.irritation).toBe(8)
  })
})

/** The page's script is there: it marks the question that keys answer. */
async function ready(page: Page): Promise<void> {
  await page.locator('fieldset.here').first().waitFor()
}
