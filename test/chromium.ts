import { type BrowserContext, chromium } from 'playwright-core'

export const CHROMIUM = process.env.EVENKEEL_CHROMIUM || '/usr/bin/chromium'

/** Quiet, and with no thought of the network: without them it looks for its maker's hosts at every start. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts Chromium with an unpacked extension; *.test is a port on loopback. The back-forward cache is on, as for a person. */
export async function chromiumWith(
  extension: string,
  { profile, sites, more = [] }: { profile: string; sites: number; more?: readonly string[] },
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: false,
    ignoreDefaultArgs: ['--disable-extensions', '--disable-back-forward-cache'],
    args: [
      '--headless=new',
      ...QUIET,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      `--host-resolver-rules=MAP *.test 127.0.0.1:${sites}`,
      ...more,
    ],
  })
  context.setDefaultTimeout(60_000)
  return context
}
