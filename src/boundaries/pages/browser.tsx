import type { Context } from 'hono'
import * as v from 'valibot'
import { PairRequest, Report } from '../../../protocol/boundary.ts'
import { dayAndTime } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, forPrograms, get, post, type Route } from '../../web/route.ts'
import { dropSite, exchangeBoundary, newPairingCode, pairBrowser } from '../machine/pairing.ts'
import { noticeFrom } from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { MOST_SITES, PROPOSED, readSite } from '../site.ts'
import { pairedBrowsers, removeExtension } from '../store/extensions.ts'
import { addSite, heldSites, readSites } from '../store/sites.ts'

/** The browser: its extension, and the sites it closes. */
export function browserRoutes(tools: BoundaryTools): Route[] {
  const { db, clock } = tools
  const back = (context: Context, note: string) =>
    context.redirect(`/off/browser?${new URLSearchParams({ note })}`, 303)
  return [
    ...always(
      get('/off/browser', 'session', context => context.html(<BrowserPage context={context} tools={tools} />)),
      post('/off/browser/pair', 'session', context =>
        context.html(<BrowserPage context={context} tools={tools} code={newPairingCode(tools)} />),
      ),
      post('/off/browser/remove', 'session', async context => {
        removeExtension(db, Number((await readForm(context)).text('extension')), noticeFrom(tools))
        return back(
          context,
          'That browser is no longer paired. Off time that runs or begins within four hours still closes its sites.',
        )
      }),
      post('/off/sites', 'session', async context => {
        const form = await readForm(context)
        const typed = [...form.all('site'), ...form.text('more').split(/[\s,]+/)].filter(Boolean)
        const sites = typed.map(readSite)
        if (sites.includes(undefined))
          return back(
            context,
            `“${typed[sites.indexOf(undefined)]?.slice(0, 80)}” is no site, like github.com. Nothing was changed.`,
          )
        if (new Set([...readSites(db), ...sites]).size > MOST_SITES)
          return back(context, `The list takes ${MOST_SITES} sites. Nothing was changed.`)
        db.transaction(() => {
          for (const site of sites) if (site) addSite(db, site, clock.now())
        })
        const count = new Set(sites).size
        return back(
          context,
          `Saved: ${count === 1 ? 'one site is' : `${count} sites are`} closed in off time from now on.`,
        )
      }),
      post('/off/sites/remove', 'session', async context => {
        const held = dropSite(tools, (await readForm(context)).text('site'))
        return back(
          context,
          held ? 'Removed. Off time that runs or begins within four hours still closes it.' : 'Removed.',
        )
      }),
    ),
    ...forPrograms(
      post('/pair', 'open', async context => {
        const request = v.safeParse(PairRequest, await context.req.json().catch(() => undefined))
        const token = request.success ? pairBrowser(tools, request.output) : undefined
        return token ? context.json({ token }) : context.json({ refused: true }, 401)
      }),
      post('/boundary', 'pairing', async context => {
        const report = v.safeParse(Report, await context.req.json().catch(() => undefined))
        if (!report.success) return context.json({ refused: true }, 400)
        return context.json(exchangeBoundary(tools, context.req.header('authorization'), report.output))
      }),
    ),
  ]
}

function BrowserPage({ context, tools, code }: { context: Context; tools: BoundaryTools; code?: string }) {
  const { db, clock } = tools
  const note = context.req.query('note')?.slice(0, 200)
  const paired = pairedBrowsers(db)
  return (
    <Frame context={context} title="In your browser">
      <h1>In your browser</h1>
      <p>
        A small extension of ours closes work sites in off time, also while Evenkeel is not running. It talks to this
        machine and to nobody else.
      </p>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {code && (
        <p class="notice" role="status">
          Type this in the extension, within ten minutes. It is shown once: <code class="code">{code}</code>
        </p>
      )}
      {paired.map(({ id, browser, version, seenAt, privateWindows }) => (
        <form method="post" action="/off/browser/remove" class="row apart">
          <input type="hidden" name="extension" value={String(id)} />
          <span>
            {browser}, {version}: heard from {dayAndTime(seenAt, clock.zone())}
            {privateWindows === false && '; not let into private windows'}
          </span>
          <button type="submit" class="word" aria-label={`Unpair ${browser}`}>
            Unpair
          </button>
        </form>
      ))}
      <form method="post" action="/off/browser/pair">
        <button type="submit" class={paired.length > 0 ? 'plain' : ''}>
          {paired.length > 0 ? 'Pair another browser' : 'Show a code to pair with'}
        </button>
      </form>
      <details open={paired.length === 0}>
        <summary>How to install it</summary>
        <ol>
          <li>
            In Evenkeel’s folder, type <code>npm run extension</code>. It says where the extension lies.
          </li>
          <li>
            Chromium, Chrome, Edge: open <code>chrome://extensions</code>, turn on developer mode, “Load unpacked”, and
            choose that folder. Allow it in private windows under its details.
          </li>
          <li>
            Firefox: open <code>about:debugging</code>, “This Firefox”, “Load Temporary Add-on”, and choose its
            manifest.json. It lasts until Firefox ends; a signed one needs an account at Mozilla.
          </li>
          <li>Show a code here, and type it into the extension’s window.</li>
        </ol>
        <p class="soft">
          It asks to see all sites because the list is yours to change; it looks only at whether an address is on the
          list.
        </p>
      </details>
      <Sites tools={tools} />
      <p>
        <a href="/off">Off time</a>
      </p>
    </Frame>
  )
}

function Sites({ tools }: { tools: BoundaryTools }) {
  const sites = readSites(tools.db)
  const held = heldSites(tools.db, tools.clock.now())
  const proposed = PROPOSED.map(({ kind, sites: all }) => ({ kind, sites: all.filter(site => !sites.includes(site)) }))
  return (
    <>
      <h2>Closed in off time</h2>
      {sites.length === 0 && <p class="soft">Nothing yet.</p>}
      <ul class="quiet">
        {sites.map(site => (
          <li>
            <form method="post" action="/off/sites/remove" class="row apart">
              <input type="hidden" name="site" value={site} />
              <span>{site}</span>
              <button type="submit" class="word" aria-label={`Remove ${site}`}>
                Remove
              </button>
            </form>
          </li>
        ))}
      </ul>
      {held.length > 0 && (
        <p class="soft">Removed, and closed for this once still: {held.map(({ site }) => site).join(', ')}.</p>
      )}
      <details open={sites.length === 0}>
        <summary>Add sites</summary>
        <form method="post" action="/off/sites">
          {proposed
            .filter(({ sites }) => sites.length > 0)
            .map(({ kind, sites: some }) => (
              <fieldset>
                <legend>{kind}</legend>
                <div class="row">
                  {some.map(site => (
                    <label class="check">
                      <input type="checkbox" name="site" value={site} />
                      <span>{site}</span>
                    </label>
                  ))}
                </div>
              </fieldset>
            ))}
          <div class="field">
            <label for="more">Others</label>
            <input type="text" id="more" name="more" autocomplete="off" aria-describedby="more-help" />
            <p class="soft" id="more-help">
              Separated by spaces. A site closes what is below it too: example.org closes mail.example.org.
            </p>
          </div>
          <button type="submit" class="plain">
            Close these in off time
          </button>
        </form>
      </details>
    </>
  )
}
