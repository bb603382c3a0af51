import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page, Worker } from 'playwright-core'
import { chromiumWith } from '../../test/chromium.ts'
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

/** Starts Chromium with an extension, and service workers allowed on the bench's own sites. */
export async function startBrowser(profile: string, extension: string, sitesPort: number): Promise<Running> {
  const context = await chromiumWith(extension, {
    profile,
    sites: sitesPort,
    more: ['--unsafely-treat-insecure-origin-as-secure=http://work.test'],
  })
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
