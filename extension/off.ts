// What is off by the spans the app handed over. Pure.

import type { Boundary } from '../protocol/boundary.ts'

/** What a change of the clock may be without a word: a time server's doing (ms). */
export const TOLERANCE = 120_000

/** All that is known without asking the app. */
export interface Known {
  readonly boundary: Boundary
  /** The app's clock minus the browser's when they last spoke (ms). */
  readonly skew: number
  /** The browser's clock when it was last looked at (ms). */
  readonly seen: number
  /** A stretch that a clock set back must not open, by the app's clock. */
  readonly held: { readonly from: number; readonly to: number } | undefined
}

/** The off time that holds at `time` (ms, by the app's clock); undefined when none does, or none is known any more. */
export function offAt({ boundary, held }: Known, time: number): { from: number; to: number } | undefined {
  if (time >= boundary.horizon) return undefined
  return [...(held ? [held] : []), ...boundary.spans].find(({ from, to }) => from <= time && time < to)
}

/**
 * A clock that was set back opens nothing: what was left of the off time is kept. `clock` is the browser's (ms). What leaps
 * forward may be a sleep, which only the app can tell from a clock that was set.
 */
export function looked(known: Known, clock: number): Known {
  if (clock >= known.seen - TOLERANCE) return { ...known, seen: clock }
  const before = known.seen + known.skew
  const off = offAt(known, before)
  const from = clock + known.skew
  return { ...known, seen: clock, held: off ? { from, to: from + off.to - before } : undefined }
}

/** The next moment (ms, by the app's clock) at which something begins or ends. */
export function nextEdge({ boundary, held }: Known, time: number): number | undefined {
  const edges = [...boundary.spans, ...(held ? [held] : [])].flatMap(({ from, to }) => [from, to])
  return [...edges, ...boundary.held.map(({ until }) => until)].filter(edge => edge > time).sort((a, b) => a - b)[0]
}

/** The sites that are closed in off time at `time`. */
export function sitesAt({ sites, held }: Boundary, time: number): string[] {
  const all = [...new Set([...sites, ...held.filter(({ until }) => until > time).map(({ site }) => site)])]
  // One below another is closed, and opened, with it.
  return all.filter(site => !all.some(other => site.endsWith(`.${other}`)))
}

/** The site of the list that an address belongs to, its subdomains too; undefined when it is none. */
export function siteOf(address: string, sites: readonly string[]): string | undefined {
  const host = hostOf(address)
  return sites.find(site => host === site || host.endsWith(`.${site}`))
}

function hostOf(address: string): string {
  const url = URL.parse(address.startsWith('blob:') ? address.slice(5) : address)
  return url && /^(https?|wss?):$/.test(url.protocol) ? url.hostname.replace(/\.$/, '').toLowerCase() : ''
}
