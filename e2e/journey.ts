import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { makeRelay } from '../hub/relay.ts'
import { openLogs } from '../hub/store/logs.ts'
import { type App, openApp } from '../src/app.ts'
import { type Demo, openDemo } from '../src/demo.ts'
import type { Machine } from '../src/machine.ts'
import { changePlan } from '../src/plan/store/plan.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { serveSample } from '../src/sample/machine.ts'
import { webOf } from '../src/site.ts'
import { fixedClock, machineClock } from '../src/time/clock.ts'
import { listen, makeWeb } from '../src/web/server.tsx'
import { CHROMIUM, QUIET } from '../test/chromium.ts'
import { suiteUnless, temporaryFolder } from '../test/house.ts'
import { freePort } from '../test/port.ts'

/** A suite in a real browser; skipped, and it says why, where there is none. On a busy machine a key may come before its page: once more then. */
export const journey = suiteUnless(process.env.EVENKEEL_NO_CHROMIUM ?? '', 1)

let browser: Promise<Browser> | undefined

/** One browser for all journeys of a file. */
export function openBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: CHROMIUM,
    args: QUIET,
  })
  return browser
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

export const START = '2026-03-17T10:00:00Z'

/**
 * The real app on real HTTP and a real file, its sources the sample month's on loopback, its clock in the test's hand.
 * `welcomed`: a person who has a plan and the sources already.
 */
export async function live(options: { welcomed?: boolean } = {}) {
  const clock = fixedClock(START)
  const sample = await serveSample(Date.parse('2026-03-01T00:00:00Z'))
  sample.moveTo(clock.now())
  const port = await freePort()
  const folder = temporaryFolder()
  const reported: unknown[] = []
  const machine: Machine = {
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
    allowed: [sample.host],
  }
  const app = openApp(machine)
  if (options.welcomed) welcome(app, sample)
  let demo: Demo | undefined
  const openSample = async () => {
    demo ??= await openDemo(machine)
    return demo.link()
  }
  const { options: web, schedule } = webOf(app, { deleted: () => {}, openSample })
  const server = await listen(makeWeb(web), port)
  onTestFinished(async () => {
    schedule.stop()
    await demo?.close()
    await server.close()
    sample.close()
    app.close()
  })
  return {
    app,
    clock,
    sample,
    schedule,
    web,
    reported,
    url: `http://127.0.0.1:${port}`,
    link: () => `http://127.0.0.1:${port}/sign-in?code=${app.session.newCode()}`,
    /** Lets days pass, for the world and for the app, which was asleep meanwhile. */
    async pass(duration: Temporal.DurationLike) {
      clock.pass(duration)
      sample.moveTo(clock.now())
      await schedule.tick()
    },
  }
}

/** A relay of its own on loopback, which can be stopped and started again. */
export async function liveRelay() {
  const folder = temporaryFolder()
  const port = await freePort()
  let stop = async () => {}
  const start = async () => {
    const store = openLogs(folder)
    const web = await listen(makeRelay({ store, clock: machineClock(), note: () => {} }), port)
    stop = async () => {
      await web.close()
      await store.close()
    }
  }
  await start()
  onTestFinished(() => stop())
  return { url: `http://127.0.0.1:${port}`, folder, start, stop: () => stop() }
}

function welcome(app: App, sample: Awaited<ReturnType<typeof serveSample>>): void {
  changePlan(app.db, {
    area: 'evaluation of retrieval-augmented generation',
    minutesAWeek: 30,
    welcomedAt: app.machine.clock.now(),
  })
  for (const { title, address } of sample.sources)
    addSource(app.db, { kind: 'feed', address, title }, app.machine.clock.now())
}

/** A page of a fresh browser profile, signed in as a person would. */
export async function signedIn(
  home: { readonly link: () => string },
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await (await openBrowser()).newContext(options)
  onTestFinished(() => context.close())
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  await page.goto(home.link())
  await page.getByRole('button', { name: 'Open Evenkeel' }).click()
  await page.getByRole('link', { name: 'Go to the first page' }).click()
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'))
  await page.waitForLoadState()
  return page
}

/** With EVENKEEL_LOOK=DIR every step's page is kept as pictures, light and dark, at desktop and phone width. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.EVENKEEL_LOOK
  if (!folder) return
  const before = page.viewportSize()
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  if (before) await page.setViewportSize(before)
}
