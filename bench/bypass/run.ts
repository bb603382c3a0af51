import { readFileSync } from 'node:fs'
import type { App } from '../../src/app.ts'
import { newPairingCode } from '../../src/boundaries/machine/pairing.ts'
import { keepWindow } from '../../src/boundaries/machine/standing.ts'
import { addSite } from '../../src/boundaries/store/sites.ts'
import { webOf } from '../../src/site.ts'
import { machineClock } from '../../src/time/clock.ts'
import type { Window } from '../../src/time/window.ts'
import { listen, makeWeb } from '../../src/web/server.tsx'
import { benchFolder, openBench } from '../house.ts'
import { copyOf, OURS, type Running, startBrowser } from './browser.ts'
import type { Sites } from './sites.ts'

export { openSites } from './sites.ts'

export interface Result {
  readonly open: boolean
  readonly requests: number
}

/** What a scenario works with. */
export interface Bench {
  readonly sites: Sites
  /** Starts the browser again and again in one profile. */
  readonly browser: () => Promise<Running>
  /** Makes it off time: of ours by pairing with a running app, of a peer by its storage. */
  readonly setUp: (running: Running) => Promise<void>
  readonly setClock: (clock: { offset: number; zone?: string }) => void
  readonly app: () => Promise<LiveApp>
}

export interface Scenario {
  readonly name: string
  /** The app's clock when the scenario begins, and the window that is off. */
  readonly now?: string
  readonly window?: Window
  readonly zone?: string
  /** Answers whether the site was to be seen. Requests count from when it calls sites.count. */
  readonly run: (bench: Bench) => Promise<boolean>
}

export interface LiveApp {
  readonly app: App
  readonly port: number
  readonly stop: () => Promise<void>
}

const EVERY_EVENING: Window = { days: [1, 2, 3, 4, 5, 6, 7], from: '18:30', to: '08:00', later: 1 }

export async function runScenario(
  { run, now = '2026-05-21T20:00:00Z', window = EVERY_EVENING, zone = 'UTC' }: Scenario,
  sites: Sites,
  { peer, storage }: { peer?: string | undefined; storage?: string | undefined },
): Promise<Result> {
  const { folder, setClock } = copyOf(peer ?? OURS)
  const profile = benchFolder()
  const running: Running[] = []
  let live: Promise<LiveApp> | undefined
  const app = () => {
    live ??= startApp(now, zone, window)
    return live
  }
  const bench: Bench = {
    sites,
    app,
    setClock,
    browser: async () => {
      const started = await startBrowser(profile, folder, sites.port)
      running.push(started)
      return started
    },
    setUp: started => (peer ? fillStorage(started, storage) : pair(started, app)),
  }
  try {
    const open = await run(bench)
    return { open, requests: sites.requests().length }
  } finally {
    for (const one of running) await one.close().catch(() => {})
    await (await live)?.stop()
  }
}

async function startApp(now: string, zone: string, window: Window): Promise<LiveApp> {
  const port = 30_000 + Math.floor(Math.random() * 20_000)
  const app = openBench({ ...machineClock(Date.parse(now)), zone: () => zone }, { port })
  keepWindow(app.boundaries, window)
  addSite(app.db, 'work.test', app.machine.clock.now())
  const { options, schedule } = webOf(app, { deleted: () => {} })
  const web = await listen(makeWeb(options), port)
  let stopped: Promise<void> | undefined
  return {
    app,
    port,
    stop: () => {
      stopped ??= (async () => {
        schedule.stop()
        await web.close()
        app.close()
      })()
      return stopped
    },
  }
}

/** As a person pairs: the code the app shows, typed into the extension's window. */
async function pair(running: Running, app: () => Promise<LiveApp>): Promise<void> {
  const code = newPairingCode((await app()).app.boundaries)
  const page = await running.context.newPage()
  await page.goto(`chrome-extension://${await running.id()}/popup.html`)
  await page.getByLabel('The code that Evenkeel shows').fill(code)
  await page.getByRole('button', { name: 'Pair' }).click()
  await page.getByText(/Off until|The next off time begins/).waitFor()
  await page.close()
}

async function fillStorage(running: Running, file: string | undefined): Promise<void> {
  if (!file) return
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const background = await running.background()
  await background.evaluate(async kept => {
    await (globalThis as unknown as { chrome: typeof chrome }).chrome.storage.local.set(kept)
    ;(globalThis as unknown as { chrome: typeof chrome }).chrome.runtime.reload()
  }, kept)
  await new Promise(done => setTimeout(done, 3000))
}
