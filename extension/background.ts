import { api } from './browser.ts'
import { exchange, noteAttempt, pair } from './exchange.ts'
import { closedSite, keep, openSite } from './keep.ts'
import type { Answer, Asked } from './messages.ts'
import { siteOf } from './off.ts'
import { readState, wait } from './state.ts'
import { emptyFrame, leadAway } from './sweep.ts'
import { now } from './time.ts'

const BEAT_MINUTES = 1
const MINUTE = 60_000
const MOST_APART = 15
// The browser ends a worker that is idle for 30 s; in off time it is kept awake, so that nothing comes late after a sleep.
const AWAKE = 20_000

/** Keeps what is known, then asks the app: each minute, and less often while it is away. */
async function beat(): Promise<void> {
  await keep()
  const { failures, askedAt } = await readState()
  const since = Math.abs((await now()) - askedAt)
  if (failures > 1 && since < Math.min(MOST_APART, failures) * MINUTE) return
  if ((await exchange()) !== 'away') await keep()
}

// That these are listened to is what wakes the worker when the browser starts.
api.runtime.onStartup.addListener(() => {})
api.runtime.onInstalled.addListener(() => {})
api.alarms.onAlarm.addListener(({ name }) => void (name === 'beat' ? beat() : keep()))
setInterval(() => void keep().then(({ off }) => off && api.runtime.getPlatformInfo()), AWAKE)
void api.alarms.create('beat', { periodInMinutes: BEAT_MINUTES })
void beat()

// What the closed rules do not see: a page that answers for itself, one that comes back from the back-forward cache, and an
// address that changes without a visit.
const onAddress = async ({ tabId, frameId, url }: { tabId: number; frameId: number; url: string }) => {
  if (!(await closedSite(url))) return
  if (frameId === 0) await leadAway(tabId, url)
  else await emptyFrame(tabId, frameId)
}
api.webNavigation.onCommitted.addListener(details => void onAddress(details))
api.webNavigation.onHistoryStateUpdated.addListener(details => void onAddress(details))
api.webNavigation.onReferenceFragmentUpdated.addListener(details => void onAddress(details))
api.tabs.onActivated.addListener(({ tabId }) => {
  void api.tabs
    .get(tabId)
    .then(({ url = '' }) => onAddress({ tabId, frameId: 0, url }))
    .catch(() => {})
})

api.runtime.onMessage.addListener((asked: Asked, _sender, respond: (answer: Answer) => void) => {
  // A page that waits for an answer must get one, whatever went wrong.
  void answer(asked).then(respond, () => respond(LOST))
  return true
})

const LOST: Answer = {
  exchanged: 'away',
  paired: undefined,
  isPaired: true,
  address: null,
  time: 0,
  off: null,
  horizon: null,
  answeredAt: 0,
  next: null,
  pastimes: [],
  zone: null,
  opened: {},
  site: null,
}

async function answer(asked: Asked): Promise<Answer> {
  switch (asked.ask) {
    case 'standing':
      return standing(await exchange())
    case 'pair':
      return { ...(await standing('not-paired')), paired: await pair(asked.code) }
    case 'attempt': {
      const { time, closed, opened } = await keep()
      const site = siteOf(asked.address, [...closed, ...Object.keys(opened)])
      if (site && asked.counts && !opened[site]) await noteAttempt(site, 'stopped', time)
      return { ...(await standing('not-paired')), site: site ?? null }
    }
    case 'open': {
      const { time } = await keep()
      await noteAttempt(asked.site, 'opened', time)
      await openSite(asked.site)
      return standing('not-paired')
    }
    case 'park': {
      const { time } = await keep()
      await wait({ thought: { words: asked.words, at: time } })
      await exchange()
      return standing('not-paired')
    }
  }
}

async function standing(exchanged: Answer['exchanged']): Promise<Answer> {
  const { time, off, opened } = await keep()
  const { pairing, known, answeredAt, refused } = await readState()
  return {
    exchanged,
    paired: undefined,
    isPaired: pairing !== undefined && !refused,
    address: pairing?.address ?? null,
    time,
    off: off ?? null,
    horizon: known?.boundary.horizon ?? null,
    answeredAt,
    next: known?.boundary.spans.find(({ from }) => from > time) ?? null,
    pastimes: known?.boundary.pastimes ?? [],
    zone: known?.boundary.zone ?? null,
    opened,
    site: null,
  }
}
