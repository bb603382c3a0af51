import { api } from './browser.ts'
import { exchange } from './exchange.ts'
import { looked, nextEdge, offAt, siteOf, sitesAt, TOLERANCE } from './off.ts'
import { closeSites } from './rules.ts'
import { changeState, keepOpened, readOpened, readState } from './state.ts'
import { sweep } from './sweep.ts'
import { now } from './time.ts'

export const OPEN_FOR = 10 * 60_000
const FRESH = 60_000
// An alarm may ring a breath too early.
const EDGE = 50

/** Where the browser stands: off until when, which sites are closed, which are opened for a while. */
export interface Kept {
  /** The app's clock (ms). */
  readonly time: number
  readonly off: { readonly from: number; readonly to: number } | undefined
  readonly closed: readonly string[]
  readonly opened: Readonly<Record<string, number>>
  /** When it is to be found out anew, at the latest. */
  readonly next: number
}

let lately: Kept | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * Finds out anew what holds and lets the browser keep it. Every wake-up comes here; no alarm is believed to have rung. One
 * after the other: the second must not open what the first still asks about.
 */
export function keep(): Promise<Kept> {
  const next = last.then(keepNow)
  last = next.catch(() => {})
  return next
}

async function keepNow(): Promise<Kept> {
  let { known, time, off, ends } = await look()
  // Before anything opens, the app is asked: a clock that was set forward looks just like an end, and the app can tell.
  if (ends && (await exchange()) !== 'not-paired') ({ known, time, off } = await look())
  const opened = Object.fromEntries(
    Object.entries(off ? await readOpened() : {}).filter(
      ([, until]) => until > time && until <= time + OPEN_FOR + TOLERANCE,
    ),
  )
  await keepOpened(opened)
  const sites = known && off ? sitesAt(known.boundary, time) : []
  await closeSites(sites, Object.keys(opened))
  const closed = sites.filter(site => !opened[site])
  const edges = [known && nextEdge(known, time), ...Object.values(opened)].filter(edge => edge !== undefined)
  const next = Math.min(time + FRESH, ...edges)
  lately = { time, off, closed, opened, next }
  const ranOut = known !== undefined && time >= known.boundary.horizon
  await api.action.setTitle({ title: ranOut ? 'Evenkeel: nothing is closed any more, it did not answer' : 'Evenkeel' })
  if (closed.length > 0) await sweep(closed, time)
  if (edges.length > 0) await wakeIn(Math.min(...edges) - time + EDGE)
  return lately
}

/** Comes back when something begins or ends: by an alarm, and to the moment while the worker lives on till then. */
async function wakeIn(ms: number): Promise<void> {
  await api.alarms.create('edge', { delayInMinutes: ms / 60_000 })
  clearTimeout(timer)
  if (ms <= FRESH) timer = setTimeout(() => void keep(), ms)
}

let timer: ReturnType<typeof setTimeout> | undefined

/** What is known and holds by the clock; `ends` says that off time held when the clock was last looked at, and no more. */
async function look() {
  const clock = await now()
  const { known: before } = await readState()
  const known = before && looked(before, clock)
  if (before && known && (known.held !== before.held || clock - before.seen > FRESH))
    await changeState(({ known }) => (known ? { known: looked(known, clock) } : {}))
  const time = clock + (known?.skew ?? 0)
  const off = known && offAt(known, time)
  const ends = before !== undefined && !off && offAt(before, before.seen + before.skew) !== undefined
  return { known, time, off, ends }
}

/** The closed site an address belongs to; by what was found last, which a moment ago was right. */
export async function closedSite(address: string): Promise<string | undefined> {
  const { off, closed } = lately && lately.next > (await appTime()) ? lately : await keep()
  return off && siteOf(address, closed)
}

/** Opens one site for ten minutes, in every tab. */
export async function openSite(site: string): Promise<void> {
  const { time, opened } = await keep()
  await keepOpened({ ...opened, [site]: time + OPEN_FOR })
  await keep()
}

async function appTime(): Promise<number> {
  return (await now()) + ((await readState()).known?.skew ?? 0)
}
