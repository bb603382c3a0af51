import { createHash } from 'node:crypto'
import type { ServerType } from '@hono/node-server'
import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { BadForm } from './form.ts'
import { Frame, Plain } from './frame.tsx'
import { KEYS } from './keys.ts'
import { get, type Key, post, type Route } from './route.ts'
import type { Session } from './session.ts'
import { STYLE } from './style.ts'

export interface WebOptions {
  readonly routes: readonly Route[]
  readonly session: Session
  readonly port: number
  /** What to tell the person about an expected failure; undefined for the unexpected. */
  readonly explain: (error: unknown) => string | undefined
  /** Where the unexpected is noted; never given a private word. */
  readonly report: (error: unknown) => void
  /** A line that marks every page, as in the sample. */
  readonly banner?: string
  /** Whether a request carries the key of another program. */
  readonly unlocks: (key: Exclude<Key, 'session' | 'open'>, context: Context) => boolean
  /** Pages of what the person turned on, by path and name. */
  readonly places: () => readonly (readonly [string, string])[]
  /** Off time: whether it is, and the page that stands in every page's place. */
  readonly offTime: { is: () => boolean; page: (context: Context) => Response | Promise<Response> }
}

const NEW_LINK = 'For a new link, type in a terminal: evenkeel open  (or, in its folder: npm run evenkeel -- open)'
const FORM_BYTES = 256 << 10
const EXTENSION = /^(chrome|moz|safari-web)-extension:\/\//

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'"

/** The whole route table of a server, its own routes included: what a test walks. */
export function routeTable(options: WebOptions): Route[] {
  return [...ownRoutes(options), ...options.routes]
}

/** The web application, without a socket. */
export function makeWeb(options: WebOptions): Hono {
  const app = new Hono()
  const hosts = new Set(['127.0.0.1', 'localhost'].map(name => `${name}:${options.port}`))

  app.use(async (context, proceed) => {
    await proceed()
    context.header('content-security-policy', POLICY)
    context.header('x-content-type-options', 'nosniff')
    // Nothing goes to other sites; with no-referrer a browser would also send "Origin: null" to us and be refused.
    context.header('referrer-policy', 'same-origin')
    context.header('cross-origin-opener-policy', 'same-origin')
    context.header('cross-origin-resource-policy', 'same-origin')
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store')
  })

  app.use(async (context, proceed) => {
    const host = context.req.header('host')?.toLowerCase() ?? ''
    if (!hosts.has(host)) {
      return refuse(context, 421, `Evenkeel answers only at http://127.0.0.1:${options.port}. Open that address.`)
    }
    return await proceed()
  })

  for (const route of routeTable(options)) {
    if (route.method === 'POST') {
      const onError = (context: Context) =>
        refuse(context, 413, 'That is more than Evenkeel takes at once. Nothing was changed.')
      app.use(route.path, bodyLimit({ maxSize: route.takes ?? FORM_BYTES, onError }))
    }
    app.on(route.method, route.path, context => {
      const why = foreign(context, route)
      if (why) return refuse(context, 403, why)
      if (!mayEnter(options, route.key, context)) {
        return refuse(context, 401, route.key === 'session' ? `You are not signed in here. ${NEW_LINK}` : 'Refused.')
      }
      if (options.banner) context.set('banner', options.banner)
      if (route.key === 'session' && options.offTime.is()) {
        if (!route.always) return route.method === 'GET' ? options.offTime.page(context) : context.redirect('/', 303)
        context.set('off', true)
      }
      if (route.key === 'session') context.set('places', options.places())
      return route.handle(context)
    })
  }

  app.notFound(context => {
    const why = foreign(context)
    return why
      ? refuse(context, 403, why)
      : refuse(context, 404, 'There is no such page. The first page has everything.')
  })
  app.onError((error, context) => {
    if (error instanceof BadForm)
      return refuse(context, 400, 'That could not be read. Nothing was changed; go back and try again.')
    const known = options.explain(error)
    if (known) return refuse(context, 503, known)
    options.report(error)
    return refuse(
      context,
      500,
      'Something went wrong that Evenkeel did not expect. Nothing you saved is lost. Try again.',
    )
  })
  return app
}

/** Listens on loopback, which is the only place it ever does. Throws the system's error when the port is taken. */
export function listen(
  app: Hono,
  port: number,
  hostname = '127.0.0.1',
): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname, port }, info =>
      resolve({ port: info.port, close: () => closeServer(server) }),
    )
    server.on('error', reject)
  })
}

/** Cookies know no ports, so each port's has a name of its own. */
export function cookieName(port: number): string {
  return `evenkeel-${port}`
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise(done => {
    server.close(() => done())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}

function mayEnter({ session, port, unlocks }: WebOptions, key: Key, context: Context): boolean {
  if (key === 'open') return true
  if (key === 'session') return session.holds(getCookie(context, cookieName(port)) ?? '')
  return unlocks(key, context)
}

/** Why a request comes from elsewhere, by Sec-Fetch-Site and Origin; undefined when it is the person's own. */
function foreign(context: Context, route?: Route): string | undefined {
  const host = context.req.header('host')?.toLowerCase() ?? ''
  const site = context.req.header('sec-fetch-site')
  // The sign-in page changes nothing by being looked at, and its link is followed from a terminal or the sample.
  const signsIn = context.req.method === 'GET' && context.req.path === '/sign-in'
  if (site && site !== 'same-origin' && site !== 'none' && !signsIn) return 'Another site asked for this; refused.'
  const origin = context.req.header('origin')
  if (route?.programs) {
    // No site can say it is an extension, and what is no browser sends no Origin at all.
    return origin && !EXTENSION.test(origin) ? 'Another site asked for this; refused.' : undefined
  }
  if (origin && origin !== `http://${host}`) return 'Another site asked for this; refused.'
  if (context.req.method !== 'GET' && context.req.method !== 'HEAD' && !site && !origin) {
    return 'A change must come from Evenkeel’s own pages; refused.'
  }
  return undefined
}

function refuse(
  context: Context,
  status: 400 | 401 | 403 | 404 | 413 | 421 | 500 | 503,
  message: string,
): Response | Promise<Response> {
  context.status(status)
  return context.html(<Plain message={message} wayOn={status !== 401} />)
}

function ownRoutes({ session, port }: WebOptions): Route[] {
  return [
    get('/sign-in', 'open', context => {
      const code = context.req.query('code') ?? ''
      return context.html(
        <Frame context={context} title="Sign in" bare>
          <h1>Evenkeel</h1>
          <p>This opens Evenkeel in this browser, on this machine.</p>
          <form method="post" action="/sign-in">
            <input type="hidden" name="code" value={code} />
            <button type="submit" autofocus>
              Open Evenkeel
            </button>
          </form>
        </Frame>,
      )
    }),
    post('/sign-in', 'open', async context => {
      const { code } = await context.req.parseBody()
      const cookie = session.signIn(typeof code === 'string' ? code : '')
      if (!cookie) {
        return refuse(context, 401, `This link was used or is over ten minutes old. ${NEW_LINK}`)
      }
      setCookie(context, cookieName(port), cookie, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: 400 * 24 * 3600,
      })
      // A redirect would still count as coming from where the link was opened, and a strict cookie would stay behind.
      return context.html(
        <Frame context={context} title="Signed in" bare>
          <h1>You are in.</h1>
          <p>
            <a href="/" autofocus>
              Go to the first page
            </a>
          </p>
        </Frame>,
      )
    }),
    file('/style.css', 'text/css; charset=utf-8', STYLE),
    file('/keys.js', 'text/javascript; charset=utf-8', KEYS),
    get('/health', 'open', context => context.text('ok')),
  ]
}

function file(path: string, type: string, body: string): Route {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`
  return get(path, 'open', context => {
    const headers = { etag, 'cache-control': 'no-cache', 'content-type': type }
    if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers)
    return context.body(body, 200, headers)
  })
}
