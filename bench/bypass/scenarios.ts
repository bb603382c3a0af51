import { createServer } from 'node:http'
import type { Page } from 'playwright-core'
import { addSite } from '../../src/boundaries/store/sites.ts'
import { shows, visit, wait } from './browser.ts'
import type { Bench, Scenario } from './run.ts'

const HOUR = 3600_000
const SITE = 'http://work.test/'

async function offTime(bench: Bench) {
  const running = await bench.browser()
  await bench.setUp(running)
  const page = await running.context.newPage()
  return { running, page }
}

/** Visits the site with counting on, and says whether it is to be seen within a while. */
async function tries(bench: Bench, page: Page, address = SITE): Promise<boolean> {
  bench.sites.count()
  await visit(page, address)
  await wait(1500)
  return shows(page)
}

/** The seven of which the facts tell how others fare. */
export const withoutClock: readonly Scenario[] = [
  {
    name: 'S1 a tab that is open when off time begins',
    run: async bench => {
      const running = await bench.browser()
      const page = await running.context.newPage()
      await visit(page, SITE)
      await wait(500)
      await bench.setUp(running)
      await wait(1000)
      bench.sites.count()
      await wait(3000)
      return shows(page)
    },
  },
  {
    name: 'S2 a new visit',
    run: async bench => tries(bench, (await offTime(bench)).page),
  },
  {
    name: 'S3 a subdomain, seen for the first time',
    run: async bench => tries(bench, (await offTime(bench)).page, 'http://mail.work.test/'),
  },
  {
    name: 'S4 a page that its own service worker answers',
    run: async bench => {
      const running = await bench.browser()
      const page = await running.context.newPage()
      await visit(page, `${SITE}worker`)
      await page.evaluate(async () => void (await navigator.serviceWorker.ready))
      await visit(page, `${SITE}worker`)
      await page.getByText('by its worker').waitFor()
      await visit(page, 'http://other.test/')
      await bench.setUp(running)
      return tries(bench, page, `${SITE}worker`)
    },
  },
  {
    name: 'S5 back to a closed page',
    run: async bench => {
      const running = await bench.browser()
      const page = await running.context.newPage()
      await visit(page, SITE)
      await visit(page, 'http://other.test/')
      await wait(500)
      await bench.setUp(running)
      bench.sites.count()
      await page.goBack({ timeout: 5000, waitUntil: 'commit' }).catch(() => {})
      await wait(1500)
      return shows(page)
    },
  },
  {
    name: 'S6 the site in a frame of another',
    run: async bench => {
      const { page } = await offTime(bench)
      bench.sites.count()
      await visit(page, 'http://other.test/framed')
      await wait(1500)
      const seen = await Promise.all(
        page
          .frames()
          .map(frame =>
            frame
              .evaluate(() => location.host === 'work.test' && /work/.test(document.body?.innerText ?? ''))
              .catch(() => false),
          ),
      )
      return seen.includes(true)
    },
  },
  {
    name: 'S7 the first visit right after the browser starts again',
    run: async bench => {
      const { running } = await offTime(bench)
      await running.close()
      const again = await bench.browser()
      const page = again.context.pages()[0] ?? (await again.context.newPage())
      bench.sites.count()
      await visit(page, SITE)
      await wait(300)
      const early = await shows(page)
      await wait(2500)
      return early || (await shows(page))
    },
  },
]

/** What needs the app, or the clock. */
export const withClock: readonly Scenario[] = [
  {
    name: 'a frame that is open when off time begins',
    run: async bench => {
      const running = await bench.browser()
      const page = await running.context.newPage()
      await visit(page, 'http://other.test/framed')
      await wait(500)
      await bench.setUp(running)
      await wait(1000)
      bench.sites.count()
      await wait(2000)
      return page.frames().some(frame => frame.url().includes('work.test')) && bench.sites.requests().length > 0
    },
  },
  {
    name: 'a dot behind the host, which is the same host',
    run: async bench => {
      const { page } = await offTime(bench)
      const dotted = await tries(bench, page, 'http://work.test./')
      return dotted || bench.sites.requests().length > 0
    },
  },
  {
    name: 'off time that begins by itself, with a tab open',
    now: '2026-05-21T18:29:52Z',
    run: async bench => {
      const running = await bench.browser()
      await bench.setUp(running)
      const page = await running.context.newPage()
      await visit(page, SITE)
      const { app } = await bench.app()
      await wait(Date.parse('2026-05-21T18:30:00Z') - app.machine.clock.now())
      await wait(1000)
      bench.sites.count()
      await wait(2000)
      return shows(page)
    },
  },
  {
    name: 'the app down',
    run: async bench => {
      const { page } = await offTime(bench)
      await (await bench.app()).stop()
      await wait(500)
      return tries(bench, page)
    },
  },
  {
    name: 'another program on the app’s port, which answers 401',
    run: async bench => {
      const { page } = await offTime(bench)
      const live = await bench.app()
      await live.stop()
      const other = createServer((_request, response) => response.writeHead(401).end()).listen(live.port, '127.0.0.1')
      await wait(500)
      const soon = await tries(bench, page)
      await wait(3000)
      const later = await tries(bench, page)
      other.closeAllConnections()
      other.close()
      return soon || later
    },
  },
  {
    name: 'a site with a very long name on the list too',
    run: async bench => {
      const { app } = await bench.app()
      addSite(app.db, `${'long.'.repeat(45)}test`, app.machine.clock.now())
      return tries(bench, (await offTime(bench)).page)
    },
  },
  {
    name: 'the app down, and the browser starts again',
    run: async bench => {
      const { running } = await offTime(bench)
      await (await bench.app()).stop()
      await running.close()
      const again = await bench.browser()
      const page = again.context.pages()[0] ?? (await again.context.newPage())
      return tries(bench, page)
    },
  },
  ...(
    [
      ['forward past the end', 14 * HOUR],
      ['back before the begin', -6 * HOUR],
    ] as const
  ).map(
    ([words, offset]): Scenario => ({
      name: `the clock set ${words}`,
      run: async bench => {
        bench.setClock({ offset: 0 })
        const { page } = await offTime(bench)
        bench.setClock({ offset })
        await wait(500)
        const soon = await tries(bench, page)
        const requests = bench.sites.requests().length
        // Beyond the next time it wakes by itself, too.
        await wait(25_000)
        const later = await tries(bench, page)
        return soon || later || requests > 0
      },
    }),
  ),
  {
    name: 'the clock set back, with the app down',
    run: async bench => {
      bench.setClock({ offset: 0 })
      const { page } = await offTime(bench)
      await (await bench.app()).stop()
      bench.setClock({ offset: -6 * HOUR })
      await wait(25_000)
      return tries(bench, page)
    },
  },
  {
    name: 'a private window, once it is let in',
    run: async bench => {
      const { running } = await offTime(bench)
      const settings = await running.context.newPage()
      await settings.goto('chrome://extensions')
      await settings.evaluate(
        async extensionId => {
          const { developerPrivate } = chrome as unknown as {
            developerPrivate: Record<
              'updateExtensionConfiguration' | 'updateProfileConfiguration',
              (change: object) => Promise<void>
            >
          }
          // Without it the browser turns an unpacked extension off as it starts it anew.
          await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })
          await developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true })
        },
        await running.id(),
      )
      await wait(3000)
      bench.sites.count()
      // From a page of the extension's: being let in has started it anew.
      await settings.goto(`chrome-extension://${await running.id()}/popup.html`)
      await settings.evaluate(async site => void (await chrome.windows.create({ incognito: true, url: site })), SITE)
      await wait(2500)
      const session = await running.context.browser()?.newBrowserCDPSession()
      const { targetInfos } = (await session?.send('Target.getTargets')) ?? { targetInfos: [] }
      const pages = targetInfos.filter(
        ({ type, browserContextId }) => type === 'page' && browserContextId !== undefined,
      )
      return (
        !pages.some(({ url }) => url.endsWith(`/blocked.html#${SITE}`)) || pages.some(({ url }) => url.startsWith(SITE))
      )
    },
  },
  {
    name: 'the night in which an hour comes twice (Berlin, 2026-10-25, 02:30 for the second time)',
    now: '2026-10-25T01:29:50Z',
    zone: 'Europe/Berlin',
    window: { days: [6], from: '18:30', to: '02:45', later: 1 },
    run: async bench => {
      bench.setClock({ offset: 0, zone: 'Europe/Berlin' })
      return tries(bench, (await offTime(bench)).page)
    },
  },
  {
    name: 'the night that lacks an hour (Berlin, 2026-03-29, just before 08:00)',
    now: '2026-03-29T05:58:00Z',
    zone: 'Europe/Berlin',
    run: async bench => {
      bench.setClock({ offset: 0, zone: 'Europe/Berlin' })
      return tries(bench, (await offTime(bench)).page)
    },
  },
  {
    name: 'a sleep over the begin of off time',
    now: '2026-05-21T18:29:50Z',
    run: async bench => {
      const running = await bench.browser()
      await bench.setUp(running)
      const page = await running.context.newPage()
      await visit(page, SITE)
      const pids = await browserProcesses(running)
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
      await wait(20_000)
      for (const pid of pids) process.kill(pid, 'SIGCONT')
      await wait(1500)
      bench.sites.count()
      await wait(2000)
      const left = await shows(page)
      const kept = bench.sites.requests().length
      return left || kept > 0 || (await tries(bench, page))
    },
  },
]

/** All processes of a browser, children too: a sleep stops every one. */
async function browserProcesses(running: { context: import('playwright-core').BrowserContext }): Promise<number[]> {
  const session = await running.context.browser()?.newBrowserCDPSession()
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
  return processInfo.map(({ id }) => id)
}
