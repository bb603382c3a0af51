import type { Context } from 'hono'

/**
 * What opens a route. Each route declares exactly one, and no key opens another's routes:
 * session is the person's cookie; open is for what holds nothing private (sign-in, styles, health).
 */
export type Key = 'session' | 'open'

export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly key: Key
  /** Bytes a posted body may have, where a form's usual 256 KiB are too few. */
  readonly takes?: number
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
