import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page, type Worker } from 'playwright-core'
import { benchFolder } from '../house.ts'

export const OURS = join(process.cwd(), 'dist', 'extension-chromium')

/** A browser with one extension, in a profile that outlives it. */
export interface Running {
  readonly context: BrowserContext
  /** The extension's background, once it is there. */
  readonly background: () => Promise<Worker>
  readonly id: () => Promise<string>
  readonly close: () => Promise<void>
}

/** A copy of an extension that the bench can put a clock beside. */
export function copyOf(extension: string): {
  folder: string
  setClock: (clock: { offset: number; zone?: string }) => void
} {
  const folder = benchFolder()
  cpSync(extension, folder, { recursive: true })
  return { folder, setClock: clock => writeFileSync(join(folder, 'clock.json'), JSON.stringify(clock)) }
}

/** Starts Chromium, with the back-forward cache on and service workers allowed on the bench's own sites. */
export async function startBrowser(profile: string, extension: string, sitesPort: number): Promise<Running> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.EVENKEEL_CHROMIUM || '/usr/bin/chromium',
    headless: false,
    ignoreDefaultArgs: [
      '--disable-extensions',
      '--disable-back-forward-cache',
      '--disable-component-extensions-with-background-pages',
    ],
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      `--host-resolver-rules=MAP *.test 127.0.0.1:${sitesPort}`,
      '--unsafely-treat-insecure-origin-as-secure=http://work.test',
    ],
  })
  context.setDefaultTimeout(10_000)
  const background = async () => context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  let id: string | undefined
  return {
    context,
    background,
    id: async () => {
      id ??= new URL((await background()).url()).host
      return id
    },
    close: () => context.close(),
  }
}

/** Goes somewhere; a visit that is refused is no error here. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address, { timeout: 8000, waitUntil: 'commit' }).catch(() => {})
}

/** Whether a page shows the site: neither ours nor the browser's own page of refusal. */
export async function shows(page: Page): Promise<boolean> {
  try {
    return await page.evaluate(
      () => /work\.test\.?$/.test(location.hostname) && /work/.test(document.body?.innerText ?? ''),
    )
  } catch {
    return false
  }
}

/** Waits so many milliseconds. */
export function wait(ms: number): Promise<void> {
  return new Promise(done => setTimeout(done, ms))
}
