import type { Context } from 'hono'

/**
 * What opens a route. Each route declares exactly one, and no key opens another's routes: session is the person's cookie;
 * pairing a browser extension's token; heartbeat an editor's key; calendar a token in the path; circle a circle's capability, at a relay; open is for what holds
 * nothing private (sign-in, pairing by a code, styles, health).
 */
export type Key = 'session' | 'open' | 'pairing' | 'heartbeat' | 'calendar' | 'circle'

export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly key: Key
  /** Bytes a posted body may have, where a form's usual 256 KiB are too few. */
  readonly takes?: number
  /** Goes on in off time, where every other page of a session is closed. */
  readonly always?: true
  /** Called by another program of this machine, an extension or an editor, as well as by our own pages. */
  readonly programs?: true
  readonly handle: (context: Context) => Response | Promise<Response>
}

/** A page or file that is read. */
export function get(path: string, key: Key, handle: Route['handle']): Route {
  return { method: 'GET', path, key, handle }
}

/** An address that changes something. */
export function post(path: string, key: Key, handle: Route['handle'], takes?: number): Route {
  return { method: 'POST', path, key, handle, ...(takes === undefined ? {} : { takes }) }
}

/** Routes that go on in off time. */
export function always(...routes: Route[]): Route[] {
  return routes.map(route => ({ ...route, always: true }))
}

/** Routes that other programs of this machine call. They carry their own key, or none that opens anything. */
export function forPrograms(...routes: Route[]): Route[] {
  return routes.map(route => ({ ...route, programs: true, always: true }))
}
