import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, expect, it } from 'vitest'
import { keepWindow } from '../src/boundaries/machine/standing.ts'
import { addSite } from '../src/boundaries/store/sites.ts'
import { begin, invite, join } from '../src/circle/machine/inviting.ts'
import { say } from '../src/circle/machine/syncing.ts'
import type { CircleTools } from '../src/circle/machine/tools.ts'
import { circleOn } from '../src/circle/settings.ts'
import { forgetCircle } from '../src/circle/store/circles.ts'
import { invitationsOf } from '../src/circle/store/invitations.ts'
import { ask } from '../src/signals/machine/checking-in.ts'
import type { SignalTools } from '../src/signals/machine/tools.ts'
import { start } from '../src/signals/machine/trying.ts'
import { today } from '../src/signals/machine/watching.ts'
import { keepCheckIn } from '../src/signals/store/check-ins.ts'
import { keepWarning } from '../src/signals/store/watch.ts'
import { keepSetting } from '../src/store/setting.ts'
import { routeTable } from '../src/web/server.tsx'
import { diary } from '../test/diary.ts'
import { closeBrowser, journey, live, signedIn } from './journey.ts'

afterAll(closeBrowser)

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const DOCUMENTS = /\.(css|csv|gif|js|md|opml|json|ics)$|^\/health$/

/** A circle with a note, an invitation of one's own, and one that was answered; its relay is out of reach. */
async function beginCircle(circle: CircleTools) {
  const relay = 'http://127.0.0.1:9'
  const id = await begin(circle, { name: 'Thursday people', myName: 'Ana', relay, season: '2026-03-17' })
  const other = await begin(circle, { name: 'Others', myName: 'Ana', relay, season: '2026-03-17' })
  say(circle, id, { kind: 'note', body: { what: 'week', week: '2026-03-16', mood: 'light', good: 'A swim' } })
  await invite(circle, id, null)
  await invite(circle, other, null)
  const code = invitationsOf(circle.db, other)[0]?.code ?? ''
  forgetCircle(circle.db, other)
  await join(circle, code, 'Ana')
  keepSetting(circle.db, circleOn, 'yes')
  await circle.tend()
}

/** Forty days of check-ins, heavier at the end, with a warning and a trial under way. */
function turnDaysOn(signals: SignalTools) {
  ask(signals, true)
  const [says, now] = [diary(5), Temporal.PlainDate.from(today(signals))]
  for (let day = 0; day < 40; day++)
    keepCheckIn(signals.db, {
      day: now.subtract({ days: 39 - day }).toString(),
      marks: says(day, day > 30 ? 3 : 0),
      line: day === 39 ? 'a line of my own' : '',
      label: 0.5,
      answeredAt: 0,
    })
  keepWarning(
    signals.db,
    { day: now.toString(), start: now.subtract({ days: 9 }).toString(), streams: ['check-in'] },
    0,
  )
  start(signals, { doing: 'stop at 18:30', outcome: 'sleep', lag: 1, matters: 5, most: 84, when: 'any-day' })
}

journey('every page', () => {
  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'has nothing for axe to find, in %s at %i pixels, and never scrolls sideways',
    { timeout: 300_000 },
    async (colorScheme, width) => {
      const home = await live({ welcomed: true })
      await home.schedule.tick()
      // The policy forbids foreign scripts, and axe is one.
      const page = await signedIn(home, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true })
      const pages = routeTable(home.web)
        .filter(({ method, path, programs }) => method === 'GET' && !programs && !DOCUMENTS.test(path))
        .map(({ path }) => (path.startsWith('/circle/') ? `${path}?circle=1&joining=1&invitation=1` : path))
      expect(pages.length).toBeGreaterThan(9)
      // In off time most pages are one and the same, and many stay what they were as the person goes on.
      const seen = new Set<string>()
      const open = async () => {
        const found: string[] = []
        for (const path of pages) {
          await page.goto(home.url + path)
          const text = await page.evaluate(() => document.documentElement.outerHTML)
          if (seen.has(text)) continue
          seen.add(text)
          await page.evaluate(axe)
          const { violations } = await page.evaluate(() =>
            (
              globalThis as unknown as {
                axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
              }
            ).axe.run({ resultTypes: ['violations'] }),
          )
          found.push(...violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`))
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          if (wide > 0) found.push(`${path}: ${wide} pixels too wide`)
        }
        return found
      }
      // What is there before anything was done is looked at once: it is all there later too, and more.
      if (colorScheme === 'light') expect(await open()).toEqual([])
      await page.goto(`${home.url}/edition`)
      await page.getByRole('button', { name: 'Open the edition' }).click()
      await page.getByRole('button', { name: 'Keep' }).first().click()
      await page.getByText('Kept.').waitFor()
      home.app.radar.db.run("UPDATE source SET state = 'not-found', detail = 'HTTP 404' WHERE id = 1")
      const { boundaries } = home.app
      keepWindow(boundaries, { days: [2, 4], from: '18:30', to: '08:00', later: 1 })
      addSite(boundaries.db, 'work.test', home.clock.now())
      turnDaysOn(home.app.signals)
      await beginCircle(home.app.circle)
      await home.pass({ days: 1 })
      await page.goto(`${home.url}/evenings`)
      expect(await open()).toEqual([])
      await home.pass({ days: 1, hours: 9 })
      expect(await open()).toEqual([])
    },
  )
})
