import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { newPairingCode } from '../src/boundaries/machine/pairing.ts'
import { chromiumWith } from '../test/chromium.ts'
import { temporaryFolder } from '../test/house.ts'
import type { live } from './journey.ts'

const EXTENSION = join(import.meta.dirname, '../dist/extension-chromium')

/** A browser with the extension in it, for which work.test is a site on loopback. */
export async function browserWithExtension(sitePort: number): Promise<{ context: BrowserContext; id: string }> {
  const context = await chromiumWith(EXTENSION, { profile: temporaryFolder(), sites: sitePort })
  onTestFinished(() => context.close())
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  return { context, id: new URL(worker.url()).host }
}

/** Pairs as a person does: the code the app shows, typed into the extension's window. */
export async function pair(home: Awaited<ReturnType<typeof live>>, context: BrowserContext, id: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`chrome-extension://${id}/popup.html`)
  await page.getByLabel('The code that Evenkeel shows').fill(newPairingCode(home.app.boundaries))
  await page.getByRole('button', { name: 'Pair' }).click()
  await page.getByText(/Off until|The next off time begins|No off time/).waitFor()
  return page
}
