import { api } from './browser.ts'
import { siteOf } from './off.ts'

// Of a page that asks before it is left, once is enough: what it would load is refused anyway.
const AGAIN = 10 * 60_000
const swept = new Map<string, number>()

/**
 * Closes what is open already. A reload is answered by the closed rule and, unlike leading the tab elsewhere, leaves no
 * living page behind for Back; past the cache, since a page can answer for its own site without asking it.
 */
export async function sweep(closed: readonly string[], time: number): Promise<void> {
  const tabs = await api.tabs.query({})
  await Promise.all(
    tabs.map(async ({ id, url }) => {
      if (id === undefined) return
      if (!url || !siteOf(url, closed)) return sweepFrames(id, closed)
      const key = `${id} ${url}`
      const before = swept.get(key)
      if (before !== undefined && Math.abs(time - before) < AGAIN) return
      swept.set(key, time)
      await api.tabs.reload(id, { bypassCache: true }).catch(() => {})
    }),
  )
}

async function sweepFrames(tabId: number, closed: readonly string[]): Promise<void> {
  const frames = (await api.webNavigation.getAllFrames({ tabId }).catch(() => null)) ?? []
  for (const { frameId, url } of frames) if (frameId !== 0 && siteOf(url, closed)) await emptyFrame(tabId, frameId)
}

/** A closed site inside another page: only its frame is emptied. */
export async function emptyFrame(tabId: number, frameId: number): Promise<void> {
  await api.scripting
    .executeScript({ target: { tabId, frameIds: [frameId] }, func: () => location.replace('about:blank') })
    .catch(() => {})
}

/** Leads a tab to our page, the address behind its #. */
export async function leadAway(tabId: number, address: string): Promise<void> {
  await api.tabs.update(tabId, { url: `${api.runtime.getURL('blocked.html')}#${address}` }).catch(() => {})
}
