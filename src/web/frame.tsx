import type { Context } from 'hono'
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'

declare module 'hono' {
  interface ContextVariableMap {
    /** A line that marks every page, as in the sample. */
    banner: string
    /** It is off time: only the pages that go on are led to. */
    off: boolean
    /** Pages of what the person turned on: they stand in the foot beside the others. */
    places: readonly (readonly [string, string])[]
  }
}

interface FrameProps {
  readonly context: Context
  readonly title: string
  readonly children?: Child
  /** Without the navigation. */
  readonly bare?: boolean
  /** With a way to help, although it is bare. */
  readonly help?: boolean
  /** Looks for news by itself where scripts run, although it is bare. */
  readonly live?: boolean
  /** Looks again every two seconds where scripts do not run. */
  readonly refresh?: boolean
}

/** The pages that stand in every page's foot; the order is the order on screen. */
const PLACES: readonly [string, string][] = [
  ['/', 'Today'],
  ['/edition', 'Edition'],
  ['/kept', 'Kept'],
  ['/left-out', 'Left out'],
  ['/sources', 'Sources'],
  ['/off', 'Off time'],
  ['/settings', 'Settings'],
  ['/help', 'Help'],
]
const PLACES_OFF: typeof PLACES = [
  ['/', 'Back to the evening'],
  ['/off', 'Off time'],
  ['/help', 'Help'],
]

/** The one page frame: a column, a title, a way to everywhere else. */
export function Frame({ context, title, children, bare, help, live, refresh }: FrameProps) {
  const banner = context.get('banner') as string | undefined
  const head = (
    <>
      {refresh && (
        <noscript>
          <meta http-equiv="refresh" content="2" />
        </noscript>
      )}
      {(!bare || live) && <script type="module" src="/keys.js" />}
    </>
  )
  return (
    <Shell title={`${title} · Evenkeel`} head={head}>
      {!bare && (
        <a class="skip" href="#main">
          Skip to the page
        </a>
      )}
      {banner && <p class="banner">{banner}</p>}
      <main id="main">{children}</main>
      {bare && help && (
        <nav aria-label="Pages">
          <a href="/help">Help</a>
        </nav>
      )}
      {!bare && (
        <nav aria-label="Pages">
          {placesOf(context).map(([path, name]) => (
            <a href={path} aria-current={context.req.path === path ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
      )}
    </Shell>
  )
}

function placesOf(context: Context): readonly (readonly [string, string])[] {
  if (context.get('off')) return PLACES_OFF
  const more = context.get('places') ?? []
  return PLACES.flatMap(place => (place[0] === '/off' ? [place, ...more] : [place]))
}

/** A page that says one thing, for when there is no other. */
export function Plain({ message, wayOn }: { message: string; wayOn: boolean }) {
  return (
    <Shell title="Evenkeel">
      <main>
        <h1>Evenkeel</h1>
        <p>{message}</p>
        {wayOn && (
          <p>
            <a href="/">First page</a>
          </p>
        )}
      </main>
    </Shell>
  )
}

function Shell({ title, head, children }: { title: string; head?: Child; children?: Child }) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{title}</title>
          <link rel="stylesheet" href="/style.css" />
          <link rel="icon" href="data:," />
          {head}
        </head>
        <body>{children}</body>
      </html>
    </>
  )
}
