import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { askEmergency, endEmergency, offZone, standing } from '../machine/standing.ts'
import { nextWorkStart } from '../machine/thoughts.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { undoable, undoLast } from '../store/rules.ts'
import { park, readPastimes } from '../store/thoughts.ts'
import { CLOSED, minutesWords, momentWords, secondsWords, UNDONE_WORDS, untilWords } from '../words.ts'

/** The evening page, and what can be done from it. */
export function eveningRoutes(tools: BoundaryTools): Route[] {
  const { db, clock } = tools
  return always(
    post('/park', 'session', async context => {
      const kept = park(db, (await readForm(context)).text('thought'), clock.now())
      return context.redirect(kept ? '/parked' : '/', 303)
    }),
    get('/parked', 'session', context => {
      const back = nextWorkStart(tools)
      return context.html(
        <Frame context={context} title="Parked">
          <h1>It is kept.</h1>
          <p>
            {back === undefined
              ? 'It comes back at your next work start.'
              : `It comes back ${momentWords(back, clock.now(), clock.zone())}, and not before.`}
          </p>
          {!context.get('off') && (
            <p>
              <a href="/" autofocus>
                Back
              </a>
            </p>
          )}
        </Frame>,
      )
    }),
    post('/emergency', 'session', context => {
      askEmergency(tools)
      return context.redirect('/', 303)
    }),
    post('/emergency/end', 'session', context => {
      endEmergency(tools)
      return context.redirect('/', 303)
    }),
    post('/off/undo', 'session', context => {
      const undone = undoLast(db, clock)
      const note = undone ? UNDONE_WORDS[undone] : 'That can no longer be undone. Nothing was changed.'
      return context.redirect(`/off?${new URLSearchParams({ note })}`, 303)
    }),
  )
}

/** What stands in every page's place while it is off time; `aside` is what another feature was asked to say there. */
export function eveningPage(tools: BoundaryTools, context: Context, aside?: Child): Response | Promise<Response> {
  const { db, clock } = tools
  const { off, opening } = standing(tools)
  const zone = offZone(tools)
  const now = clock.now()
  const undo = undoable(db, clock)
  const marked = tools.pastimes()
  const pastimes = [...new Set(readPastimes(db))].filter(words => !marked.some(one => one.words === words))
  const waiting = opening?.state === 'waiting' ? opening : undefined
  return context.html(
    <Frame context={context} title="Off" bare live={waiting !== undefined} refresh={waiting !== undefined}>
      {waiting ? (
        <form method="post" action="/emergency/end" data-live>
          <h1 role="status">It opens in {secondsWords(waiting.from - now)}.</h1>
          <p>It stays open until {momentWords(waiting.until, now, zone)}.</p>
          <button type="submit" class="plain">
            I need it no longer
          </button>
        </form>
      ) : (
        <>
          <h1>{CLOSED}</h1>
          <p>{off ? untilWords(off, now, zone) : ''}</p>
        </>
      )}
      {off && !waiting && context.req.path !== '/' && <p class="soft">The page you asked for opens again then.</p>}
      {pastimes.length + marked.length > 0 && (
        <ul class="quiet pastimes">
          {pastimes.map(words => (
            <li>{words}</li>
          ))}
          {marked.map(({ words, page }) => (
            <li>
              <a href={page}>{words}</a>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/park" class="field">
        <label for="thought">Something on your mind? Park it here.</label>
        <input type="text" id="thought" name="thought" maxlength={1000} autocomplete="off" required />
        <button type="submit" class="plain">
          Park it
        </button>
      </form>
      {aside}
      {undo && (
        <form method="post" action="/off/undo">
          <p class="soft">You changed your off time just now. You can undo it for {minutesWords(undo.left)}.</p>
          <button type="submit" class="plain">
            Undo the change
          </button>
        </form>
      )}
      {!waiting && (
        <details>
          <summary>It is an emergency</summary>
          <form method="post" action="/emergency">
            <p class="soft">
              After 30 seconds the rest of tonight is open. You need no reason, and the next off time comes as usual.
            </p>
            <button type="submit" class="plain">
              Open the rest of tonight
            </button>
          </form>
        </details>
      )}
      <nav aria-label="Pages">
        <a href="/off">Off time</a>
        <a href="/shutdown">Close the workday</a>
        <a href="/export.json" download="evenkeel.json">
          Take your data
        </a>
        <a href="/delete">Delete it</a>
        <a href="/help">Help</a>
      </nav>
    </Frame>,
  )
}
