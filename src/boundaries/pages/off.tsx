import type { Context } from 'hono'
import { type Window, windowWords } from '../../time/window.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { endDaysOff, LEFT_OPEN, leaveOpen, stretchOf, takeDaysOff } from '../machine/ahead.ts'
import { keepWindow, keepZone, offZone, removeWindow, standing, stillHeld } from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { clockChanges } from '../store/clock.ts'
import { endException, presentRule, presentWindows, undoable } from '../store/rules.ts'
import { keepPastimes, MOST_PASTIMES, readPastimes } from '../store/thoughts.ts'
import { heldWords, minutesWords, momentWords, NOTICE_WORDS, nextWords, untilWords } from '../words.ts'
import { Ahead, Holidays } from './ahead.tsx'
import { readWindow, WindowFields } from './window-form.tsx'
import { WorkdayForm } from './workday.tsx'

const DAY = 24 * 3600_000
const SOON = 14 * DAY
const EVENING: Window = { days: [4], from: '18:30', to: '08:00', later: 1 }

/** Off time: when it is, what stays open, whole days off. Open in off time too, since more of it counts at once. */
export function offRoutes(tools: BoundaryTools): Route[] {
  const { db, clock } = tools
  const back = (context: Context, note: string) => context.redirect(`/off?${new URLSearchParams({ note })}`, 303)
  return always(
    get('/off', 'session', context => context.html(<OffPage context={context} tools={tools} />)),
    post('/off/keep', 'session', async context => {
      const form = await readForm(context)
      const window = readWindow(form)
      const answer = keepWindow(tools, window, form.has('window') ? { id: Number(form.text('window')) } : {})
      if (answer === 'kept') return back(context, `Saved. ${heldWords(stillHeld(tools), clock.now(), offZone(tools))}`)
      const note =
        answer === 'there'
          ? 'That is off already; nothing was changed.'
          : window.days.length === 0
            ? 'Choose at least one day; nothing was changed.'
            : 'It must end after it begins; nothing was changed.'
      context.status(422)
      return context.html(<OffPage context={context} tools={tools} note={note} draft={window} />)
    }),
    post('/off/remove', 'session', async context => {
      removeWindow(tools, Number((await readForm(context)).text('window')))
      return back(context, `Removed. ${heldWords(stillHeld(tools), clock.now(), offZone(tools))}`)
    }),
    post('/off/exception', 'session', async context => {
      const form = await readForm(context)
      const span = form.has('from')
        ? { from: Number(form.text('from')), to: Number(form.text('to')) }
        : stretchOf(tools, form.text('day'), form.text('begin'), form.text('end'))
      const answer = span ? leaveOpen(tools, span, form.text('word')) : 'no-time'
      return back(context, answer === 'open' ? 'Saved. It stays open then, and costs nothing.' : LEFT_OPEN[answer])
    }),
    post('/off/exception/end', 'session', async context => {
      endException(db, Number((await readForm(context)).text('exception')), clock.now())
      return back(context, 'Taken back: it is off time again.')
    }),
    post('/off/holiday', 'session', async context => {
      const form = await readForm(context)
      const first = form.text('first')
      return takeDaysOff(tools, first, form.text('last') || first)
        ? back(context, 'Saved. Those days are off, whole.')
        : back(context, 'Choose a first and a last day, today or later, at most a year. Nothing was changed.')
    }),
    post('/off/holiday/end', 'session', async context => {
      endDaysOff(tools, Number((await readForm(context)).text('holiday')))
      return back(context, 'Taken back. A day that runs or begins within four hours stays off.')
    }),
    post('/off/zone', 'session', async context => {
      keepZone(tools, (await readForm(context)).text('zone') === 'home')
      return back(context, `Saved. ${heldWords(stillHeld(tools), clock.now(), offZone(tools))}`)
    }),
    post('/off/pastimes', 'session', async context => {
      keepPastimes(db, (await readForm(context)).text('pastimes'))
      return back(context, 'Saved.')
    }),
  )
}

interface OffProps {
  readonly context: Context
  readonly tools: BoundaryTools
  readonly note?: string
  /** What was typed for a window and could not be kept. */
  readonly draft?: Window
}

function OffPage({ context, tools, note: said, draft }: OffProps) {
  const { db, clock } = tools
  const now = clock.now()
  const zone = offZone(tools)
  const where = standing(tools)
  const windows = presentWindows(db)
  const undo = undoable(db, clock)
  const note = said ?? context.req.query('note')?.slice(0, 300)
  return (
    <Frame context={context} title="Off time">
      <h1>{where.off ? untilWords(where.off, now, zone) : nextWords(where, zone)}</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {where.opening && (
        <form method="post" action="/emergency/end" class="row apart">
          <span>Open until {momentWords(where.opening.until, now, zone)}, for an emergency.</span>
          <button type="submit" class="word">
            Close it again
          </button>
        </form>
      )}
      {undo && (
        <form method="post" action="/off/undo" class="row apart">
          <span class="soft">The last change can be undone for {minutesWords(undo.left)}.</span>
          <button type="submit" class="word" data-key="u">
            Undo it
          </button>
        </form>
      )}
      <h2>Every week</h2>
      {windows.length === 0 && <p class="soft">Nothing yet. One evening is a good beginning.</p>}
      <ul class="quiet">
        {windows.map(window => (
          <li>
            <div class="row apart">
              <span>{windowWords(window)}</span>
              <form method="post" action="/off/remove" class="inline">
                <input type="hidden" name="window" value={String(window.id)} />
                <button type="submit" class="word" aria-label={`Remove ${windowWords(window)}`}>
                  Remove
                </button>
              </form>
            </div>
            <details>
              <summary aria-label={`Change ${windowWords(window)}`}>Change</summary>
              <form method="post" action="/off/keep">
                <input type="hidden" name="window" value={String(window.id)} />
                <WindowFields window={window} id={`window-${window.id}`} />
                <button type="submit" class="plain">
                  Save
                </button>
              </form>
            </details>
          </li>
        ))}
      </ul>
      <details open={windows.length === 0 || draft !== undefined}>
        <summary>Add an evening, a day, a weekend</summary>
        <form method="post" action="/off/keep">
          <WindowFields window={draft ?? EVENING} id="new" />
          <button type="submit">Add</button>
          <p class="soft">A whole day is 00:00 to 00:00. A weekend begins on Friday and ends three days later.</p>
        </form>
      </details>
      <Ahead tools={tools} zone={zone} />
      <h2>Whole days off</h2>
      <Holidays tools={tools} />
      <h2>What evenings are for</h2>
      <form method="post" action="/off/pastimes" class="field">
        <label for="pastimes">Up to {MOST_PASTIMES} things you like, a line each. The evening page shows them.</label>
        <textarea id="pastimes" name="pastimes" rows={5} maxlength={500}>
          {readPastimes(db).join('\n')}
        </textarea>
        <button type="submit" class="plain">
          Save
        </button>
      </form>
      <h2>The end of the workday</h2>
      <WorkdayForm tools={tools} />
      <h2>Where it holds</h2>
      <p>
        <a href="/off/browser">In your browser</a> · <a href="/off/terminal">In the terminal</a> ·{' '}
        <a href="/off/calendar">In your calendar</a> · <a href="/off/phone">On your phone</a> ·{' '}
        <a href="/evenings">How evenings went</a>
      </p>
      <Zone zone={zone} here={clock.zone()} chosen={presentRule(db)?.chosen ?? false} />
      <ClockNote tools={tools} zone={zone} />
      <p class="soft">{NOTICE_WORDS} The machine is yours: nothing here is a lock, and an emergency always opens it.</p>
    </Frame>
  )
}

function Zone({ zone, here, chosen }: { zone: string; here: string; chosen: boolean }) {
  return (
    <form method="post" action="/off/zone" class="row">
      <span>{chosen ? `By the clock of ${zone}, wherever you are.` : `By the clock where you are: ${here}.`}</span>
      <button type="submit" class="word" name="zone" value={chosen ? 'here' : 'home'}>
        {chosen ? 'Go by where I am' : `Keep to ${here} when I travel`}
      </button>
    </form>
  )
}

function ClockNote({ tools, zone }: { tools: BoundaryTools; zone: string }) {
  const now = tools.clock.now()
  const last = clockChanges(tools.db, now - SOON).at(-1)
  if (!last) return null
  return (
    <p class="soft">
      This machine’s clock was set {last.by > 0 ? 'forward' : 'back'} by {minutesWords(Math.abs(last.by))} on{' '}
      {momentWords(last.at, now - 8 * DAY, zone)}. Off time kept its length.
    </p>
  )
}
