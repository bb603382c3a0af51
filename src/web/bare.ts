import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Key, Route } from './route.ts'

export interface BareOptions {
  readonly routes: readonly Route[]
  /** Whether a request carries the key of a route. */
  readonly opens: (key: Key, context: Context) => boolean
  /** What is answered when a key is wrong, a body too large, or something failed that nobody expected. */
  readonly refuse: (context: Context, why: 'no-key' | 'too-large' | Error) => Response
  /** Called when a request was answered, with how long it took (ms). */
  readonly answered: (context: Context, ms: number) => void
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number
}

/** A server for programs, not for browsers: no pages, no cookies; each route is opened by its own key alone. */
export function makeBare({ routes, opens, refuse, answered, monotonic }: BareOptions): Hono {
  const app = new Hono()
  app.use(async (context, proceed) => {
    const began = monotonic()
    await proceed()
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store')
    context.header('x-content-type-options', 'nosniff')
    answered(context, monotonic() - began)
  })
  for (const { method, path, key, takes, handle } of routes) {
    if (takes !== undefined)
      app.use(path, bodyLimit({ maxSize: takes, onError: context => refuse(context, 'too-large') }))
    app.on(method, path, context => (opens(key, context) ? handle(context) : refuse(context, 'no-key')))
  }
  app.notFound(context => context.text('There is nothing here.', 404))
  app.onError((error, context) => refuse(context, error))
  return app
}
