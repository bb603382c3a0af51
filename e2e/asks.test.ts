import { afterAll, expect, it } from 'vitest'
import { keepWindow } from '../src/boundaries/machine/standing.ts'
import { eveningAsk, shutdownOn } from '../src/boundaries/settings.ts'
import { SIGNS } from '../src/signals/check-in.ts'
import { ask } from '../src/signals/machine/checking-in.ts'
import { closeSprint, readSprints } from '../src/sprints/store/sprints.ts'
import { keepSetting } from '../src/store/setting.ts'
import { diary, typed } from '../test/diary.ts'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

/** What the first page asks for just now: a thing to answer, not a thing to read. */
const ASKS = [
  'main p.end > a[href="/checkin"]',
  'main form[action="/evenings/mind"]',
  'main p.end > a[href="/shutdown"]',
  'main form[action="/signals/card"]',
  'main form[action="/signals/real"]',
  'main form[action="/heavier"]',
  'main form[action="/heavier/week"]',
  'main a[href^="/sprint/again"]',
]

journey('asking', () => {
  it('with everything turned on is at most twice a day for 28 days, one at a time, and never in off time', async () => {
    const home = await live({ welcomed: true })
    const { app } = home
    ask(app.signals, true)
    for (const setting of [eveningAsk, shutdownOn]) keepSetting(app.db, setting, 'yes')
    keepWindow(app.boundaries, { days: [1, 2, 3, 4, 5], from: '18:30', to: '08:00', later: 1 })
    const page = await signedIn(home)
    const says = diary(5)
    const counts: number[] = []
    const seen = new Set<string>()
    const first = async () => {
      await page.goto(`${home.url}/`)
      const shown: string[] = []
      for (const selector of ASKS) if (await page.locator(selector).count()) shown.push(selector)
      expect(shown.length, `one question on a screen: ${shown}`).toBeLessThanOrEqual(1)
      return shown[0]
    }
    await page.goto(`${home.url}/sprint`)
    await page.getByLabel('What is it about?').fill('kernels')
    await page.getByText('More, if you like').click()
    await page.locator('#questions').fill('Why?')
    await page.getByRole('button', { name: 'Begin', exact: true }).click()
    const [sprint] = readSprints(app.db)
    closeSprint(app.db, sprint?.id ?? 0, { day: sprint?.first ?? '', outcome: 'answered', toSelf: '', again: true })
    for (let day = 0; day < 28; day++) {
      let asked = 0
      const answer = async (found: string) => {
        asked++
        seen.add(found)
        if (found.includes('checkin')) {
          await page.locator(found).click()
          await page.waitForURL('**/checkin')
          const marks = typed(says(day, day > 12 ? 5 : 0))
          for (const sign of SIGNS) await page.keyboard.press(marks[sign] === '10' ? 'x' : (marks[sign] ?? '-'))
          await page.keyboard.press('Enter')
          await page.getByText('It is kept.').waitFor()
        } else if (found.includes('shutdown')) {
          await page.locator(found).click()
          await page.getByRole('button', { name: 'Next' }).click()
        } else if (found.includes('again')) {
          await page.locator(found).click()
          await page.getByText('I knew it').click()
          await page.getByRole('button', { name: 'Keep it' }).click()
        } else await page.locator(`${found} button`).first().click()
        await page.waitForLoadState()
      }
      // In the morning, after work, and in the evening, which is off on weekdays.
      for (const hours of [0, 8, 4]) {
        if (hours > 0) await home.pass({ hours })
        for (let found = await first(), tries = 0; found && tries < 5; found = await first(), tries++) {
          if (hours === 4 && (await page.getByText('You can close the laptop.').count())) expect(found).toBeUndefined()
          await answer(found)
        }
      }
      counts.push(asked)
      await home.pass({ hours: 12 })
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(2)
    // What is counted is there to be counted.
    expect([...seen].join()).toMatch(/checkin/)
    expect([...seen].join()).toMatch(/shutdown/)
    expect(seen.size).toBeGreaterThanOrEqual(4)
  }, 180_000)

  it('with only reading is nothing but an offer now and then', async () => {
    const home = await live({ welcomed: true })
    const page = await signedIn(home)
    for (let day = 0; day < 28; day += 1) {
      await page.goto(`${home.url}/`)
      for (const selector of ASKS) expect(await page.locator(selector).count()).toBe(0)
      await home.pass({ days: 1 })
    }
  }, 60_000)
})
