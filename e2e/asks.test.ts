import type { Locator, Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { keepWindow } from '../src/boundaries/machine/standing.ts'
import { begin } from '../src/circle/machine/inviting.ts'
import { identityOf, newKeys } from '../src/circle/machine/sealing.ts'
import { say } from '../src/circle/machine/syncing.ts'
import type { CircleTools } from '../src/circle/machine/tools.ts'
import { PARTS } from '../src/parts.ts'
import { SIGNS } from '../src/signals/check-in.ts'
import { energyAsked } from '../src/sprints/settings.ts'
import { closeSprint, readSprints } from '../src/sprints/store/sprints.ts'
import { keepSetting } from '../src/store/setting.ts'
import { diary, typed } from '../test/diary.ts'
import { closeBrowser, journey, live, liveRelay, START, signedIn } from './journey.ts'

afterAll(closeBrowser)

const OFFER = 'main form[action="/offer"]'
/** What the first page asks for: a thing to answer, not a thing to read. */
const ASKS = [
  'main p.end > a[href="/checkin"]',
  'main form[action="/evenings/mind"]',
  'main p.end > a[href="/shutdown"]',
  'main form[action="/signals/card"]',
  'main form[action="/signals/real"]',
  'main form[action="/heavier"]',
  'main form[action="/heavier/week"]',
  'main a[href^="/sprint/again"]',
  'main form[action="/circle/put-off"]',
  OFFER,
]

// Seconds of a person's hands and mind: a choice, a pointing with its click, a key (Card, Moran & Newell 1980); silent reading at
// 238 words a minute (Brysbaert 2019).
const CHOICE = 1.35
const POINT = 1.3
const KEY = 0.28
const WORD = 60 / 238

/** Which of what may be asked a page asks. */
function asksOn(page: Page): Promise<string[]> {
  return page.evaluate(asks => asks.filter(selector => document.querySelector(selector)), ASKS)
}

/** Counts what tending takes: all that a page has to read besides its navigation, and every press. */
function stopwatch(page: Page) {
  let seconds = 0
  const look = async (what: string | Locator = 'main') => {
    const text = await (typeof what === 'string' ? page.locator(what).first() : what).innerText()
    seconds += text.split(/\s+/).filter(Boolean).length * WORD
  }
  return {
    look,
    press: async (what: Locator) => {
      seconds += CHOICE + POINT
      await what.click()
      await page.waitForLoadState()
    },
    key: async (name: string) => {
      seconds += CHOICE + KEY
      await page.keyboard.press(name)
    },
    /** Seconds since it was last asked. */
    lap: () => {
      const lap = seconds
      seconds = 0
      return lap
    },
  }
}

journey('asking', () => {
  it('with everything turned on is at most twice a day for 28 days, one at a time, never in off time, under ten minutes a week', async () => {
    const home = await live({ welcomed: true })
    const { app } = home
    for (const part of PARTS) {
      await part.begin(app)
      if (part.setting) keepSetting(app.db, part.setting, 'yes')
    }
    keepSetting(app.db, energyAsked, 'yes')
    await post(home, '/signals/asking', { on: 'yes' })
    keepWindow(app.boundaries, { days: [1, 2, 3, 4, 5], from: '18:30', to: '08:00', later: 1 })
    await beginCircle(app.circle)
    const page = await signedIn(home)
    const says = diary(5)
    const watch = stopwatch(page)
    const counts: number[] = []
    const laps: number[] = []
    const seen = new Set<string>()
    const first = async () => {
      await page.goto(`${home.url}/`)
      const shown = await asksOn(page)
      expect(shown.length, `one question on a screen: ${shown}`).toBeLessThanOrEqual(1)
      return shown[0]
    }
    await page.goto(`${home.url}/routines`)
    await page.locator('#words').fill('a walk')
    await page.getByRole('button', { name: 'Begin', exact: true }).click()
    const begin = async (topic: string) => {
      await page.goto(`${home.url}/sprint`)
      await page.getByLabel('What is it about?').fill(topic)
      await page.getByText('More, if you like').click()
      await page.locator('#questions').fill('Why?')
      await page.getByRole('button', { name: 'Begin', exact: true }).click()
    }
    await begin('kernels')
    // As if it had ended yesterday, without a rest: its questions come again within the 28 days.
    const [sprint] = readSprints(app.db)
    app.db.run('UPDATE sprint SET rest_days = 0')
    closeSprint(app.db, sprint?.id ?? 0, {
      day: Temporal.PlainDate.from(sprint?.first ?? '')
        .subtract({ days: 1 })
        .toString(),
      outcome: 'answered',
      toSelf: '',
      again: true,
      restBefore: '',
    })
    await begin('decoding')
    for (let day = 0; day < 28; day++) {
      let asked = 0
      const answer = async (found: string) => {
        asked++
        seen.add(found)
        await watch.look(found)
        if (found.includes('checkin')) {
          await watch.press(page.locator(found))
          await page.waitForURL('**/checkin')
          await watch.look()
          const marks = typed(says(day, day > 12 ? 5 : 0))
          for (const sign of SIGNS) await watch.key(marks[sign] === '10' ? 'x' : (marks[sign] ?? '-'))
          if (await page.getByText('How far was your mind off').count()) await watch.key('7')
          await watch.key('Enter')
          await page.getByText('It is kept.').waitFor()
        } else if (found.includes('shutdown')) {
          await watch.press(page.locator(found))
          await watch.look()
          await watch.press(page.getByRole('button', { name: 'Next' }))
        } else if (found.includes('again')) {
          await watch.press(page.locator(found))
          await watch.look()
          await watch.press(page.getByText('I knew it'))
          await watch.press(page.getByRole('button', { name: 'Keep it' }))
        } else if (found.includes('circle')) {
          await watch.press(page.getByRole('link', { name: 'Write it' }))
          await watch.look()
          await watch.press(page.getByLabel('mixed'))
          for (const key of 'A swim') await watch.key(key === ' ' ? 'Space' : key)
          await watch.press(page.getByRole('button', { name: 'Send it to Ben' }))
        } else await watch.press(page.locator(`${found} button`).first())
        await page.waitForLoadState()
      }
      const learns = day % 7 === 3 && day < 14
      // In the morning, after work, and in the evening, which is off on weekdays.
      for (const hours of [0, 8, 4]) {
        if (hours > 0) await home.pass({ minutes: hours * 60 - (hours === 8 && learns ? 50 : 0) })
        for (let found = await first(), tries = 0; found && tries < 5; found = await first(), tries++) {
          if (hours === 4 && (await page.getByText('You can close the laptop.').count())) expect(found).toBeUndefined()
          await answer(found)
        }
        if (hours !== 4) await watch.look('main h1')
        const open = page.getByRole('button', { name: 'Open the edition' })
        if (await open.count()) await open.click()
        if (hours === 0 && learns) {
          await page.goto(`${home.url}/sprint`)
          await watch.look()
          await watch.press(page.getByRole('button', { name: 'good' }))
          await home.pass({ minutes: 50 })
          await page.goto(`${home.url}/sprint`)
          await watch.press(page.getByRole('button', { name: 'low' }))
        }
      }
      // What one tends besides: a routine marked, and once a week a session, above.
      if (day % 2 === 1) {
        await page.goto(`${home.url}/routines`)
        await watch.look()
        await watch.press(page.getByRole('button', { name: 'a walk: today' }))
      }
      counts.push(asked)
      await home.pass({ hours: 12 })
      if (day % 7 === 6) laps.push(watch.lap() / 60)
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(2)
    expect(laps).toHaveLength(4)
    expect(Math.max(...laps)).toBeLessThan(10)
    // What is counted is there to be counted.
    expect(Math.min(...laps)).toBeGreaterThan(1)
    expect([...seen].join()).toMatch(/checkin/)
    expect([...seen].join()).toMatch(/shutdown/)
    expect([...seen].join()).toMatch(/circle/)
    expect([...seen].join()).toMatch(/sprint\/again/)
    expect([...seen].join()).not.toMatch(/offer/)
    expect(seen.size).toBeGreaterThanOrEqual(4)
  }, 400_000)

  it('with only reading is nothing but one offer a week, of a part not used yet, and each of them once', async () => {
    const home = await live({ welcomed: true })
    const page = await signedIn(home)
    const offers: string[] = []
    for (let day = 0; day < 28; day++) {
      await page.goto(`${home.url}/`)
      const open = page.getByRole('button', { name: 'Open the edition' })
      if (await open.count()) await open.click()
      await page.goto(`${home.url}/`)
      const found = await asksOn(page)
      expect(found.filter(selector => selector !== OFFER)).toEqual([])
      if (found.length > 0)
        offers.push(`${Math.floor(day / 7)} ${await page.locator(`${OFFER} p`).first().innerText()}`)
      await home.pass({ days: 1 })
    }
    expect(offers.length).toBeGreaterThanOrEqual(2)
    expect(new Set(offers.map(offer => offer.slice(0, 1))).size).toBe(offers.length)
    expect(new Set(offers.map(offer => offer.slice(2))).size).toBe(offers.length)
  })
})

/** A circle of two at a relay on loopback, of whom the other says nothing. */
async function beginCircle(circle: CircleTools): Promise<void> {
  const { url } = await liveRelay()
  const id = await begin(circle, { name: 'Thursday people', myName: 'Ana', relay: url, season: START.slice(0, 10) })
  const { author, seed } = newKeys()
  const member = { author, name: 'Ben', recipient: (await identityOf(seed)).recipient }
  say(circle, id, { kind: 'roster', body: { op: 'add', member } })
  await circle.tend()
}

/** Posts a form as the page would. */
async function post(
  home: Awaited<ReturnType<typeof live>>,
  path: string,
  fields: Record<string, string>,
): Promise<void> {
  const page = await signedIn(home)
  await page.request.post(`${home.url}${path}`, { form: fields, headers: { 'sec-fetch-site': 'same-origin' } })
}
