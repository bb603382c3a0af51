import { api } from './browser.ts'
import { siteOf } from './off.ts'

/**
 * Closes what is open already. A reload is answered by the closed rule and, unlike leading the tab elsewhere, leaves no
 * living page behind for Back; past the cache, since a page can answer for its own site without asking it.
 */
export async function sweep(closed: readonly string[]): Promise<void> {
  const tabs = await api.tabs.query({})
  await Promise.all(
    tabs.map(async ({ id, url }) => {
      if (id === undefined) return
      if (url && siteOf(url, closed)) await api.tabs.reload(id, { bypassCache: true }).catch(() => {})
      else await sweepFrames(id, closed)
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
