import type { Context } from 'hono'
import { momentOf } from '../../time/weekly.ts'
import { windowWords } from '../../time/window.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { endDaysOff, leaveOpen, stretchOf, takeDaysOff } from '../machine/ahead.ts'
import { keepWindow, keepZone, offLog, offZone, removeWindow, standing } from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { NOTICE, offSpans } from '../off.ts'
import { clockChanges } from '../store/clock.ts'
import { endException, presentRule, presentWindows, undoable } from '../store/rules.ts'
import { keepPastimes, MOST_PASTIMES, readPastimes } from '../store/thoughts.ts'
import { daysWords, minutesWords, momentWords, NOTICE_WORDS, nextWords, spanWords, untilWords } from '../words.ts'
import { readWindow, WindowFields } from './window-form.tsx'

const DAY = 24 * 3600_000
const SOON = 14 * DAY

/** Off time: when it is, what stays open, whole days off. Open in off time too, since more of it counts at once. */
export function offRoutes(tools: BoundaryTools): Route[] {
  const { db, clock } = tools
  const back = (context: Context, note: string) => context.redirect(`/off?${new URLSearchParams({ note })}`, 303)
  return always(
    get('/off', 'session', context => context.html(<OffPage context={context} tools={tools} />)),
    post('/off/keep', 'session', async context => {
      const form = await readForm(context)
      const place = form.has('window') ? { id: Number(form.text('window')) } : {}
      return keepWindow(tools, readWindow(form), place)
        ? back(context, `Saved. ${NOTICE_WORDS}`)
        : back(context, 'Choose at least one day, and an end after the begin. Nothing was changed.')
    }),
    post('/off/remove', 'session', async context => {
      removeWindow(tools, Number((await readForm(context)).text('window')))
      return back(context, `Removed. ${NOTICE_WORDS}`)
    }),
    post('/off/exception', 'session', async context => {
      const form = await readForm(context)
      const span = form.has('from')
        ? { from: Number(form.text('from')), to: Number(form.text('to')) }
        : stretchOf(tools, form.text('day'), form.text('begin'), form.text('end'))
      if (!span || !leaveOpen(tools, span, form.text('word')))
        return back(context, 'Choose a day and times that are yet to come. Nothing was changed.')
      return back(
        context,
        span.from < clock.now() + NOTICE
          ? 'Saved. Off time that runs or begins within four hours keeps its hours; what begins later is open then.'
          : 'Saved. It stays open then, and costs nothing.',
      )
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
      return back(context, `Saved. ${NOTICE_WORDS}`)
    }),
    post('/off/pastimes', 'session', async context => {
      keepPastimes(db, (await readForm(context)).text('pastimes'))
      return back(context, 'Saved.')
    }),
  )
}

function OffPage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const { db, clock } = tools
  const now = clock.now()
  const zone = offZone(tools)
  const where = standing(tools)
  const windows = presentWindows(db)
  const undo = undoable(db, clock)
  const note = context.req.query('note')?.slice(0, 300)
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
      <details open={windows.length === 0}>
        <summary>Add an evening, a day, a weekend</summary>
        <form method="post" action="/off/keep">
          <WindowFields window={{ days: [4], from: '18:30', to: '08:00', later: 1 }} id="new" />
          <button type="submit">Add</button>
          <p class="soft">A whole day is 00:00 to 00:00. A weekend begins on Friday and ends three days later.</p>
        </form>
      </details>
      <Ahead tools={tools} zone={zone} />
      <h2>Whole days off</h2>
      <Holidays tools={tools} zone={zone} />
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

/** The off time of the next two weeks, each of which can be left open. */
function Ahead({ tools, zone }: { tools: BoundaryTools; zone: string }) {
  const now = tools.clock.now()
  const log = offLog(tools)
  const ahead = offSpans(log, { from: now, to: now + SOON }).filter(({ from }) => from > now)
  const exceptions = log.exceptions.filter(({ to, endedAt }) => to > now && endedAt === null)
  return (
    <>
      <h2>The next two weeks</h2>
      {ahead.length === 0 && <p class="soft">Nothing is off.</p>}
      <ul class="quiet">
        {ahead.map(span => (
          <li class="row apart">
            <span>{spanWords(span, now, zone)}</span>
            {span.from >= now + NOTICE && (
              <form method="post" action="/off/exception" class="inline">
                <input type="hidden" name="from" value={String(span.from)} />
                <input type="hidden" name="to" value={String(span.to)} />
                <button type="submit" class="word" aria-label={`Leave ${spanWords(span, now, zone)} open`}>
                  Leave it open
                </button>
              </form>
            )}
          </li>
        ))}
        {exceptions.map(exception => (
          <li class="row apart">
            <span>
              Open {spanWords(exception, now, zone)}
              {exception.word && `: ${exception.word}`}
            </span>
            <form method="post" action="/off/exception/end" class="inline">
              <input type="hidden" name="exception" value={String(exception.id)} />
              <button type="submit" class="word" aria-label={`Close ${spanWords(exception, now, zone)} again`}>
                Close it again
              </button>
            </form>
          </li>
        ))}
      </ul>
      <details>
        <summary>Leave some hours open, as on a release night</summary>
        <form method="post" action="/off/exception">
          <div class="row field">
            <label for="day">On</label>
            <input type="date" id="day" name="day" required />
            <label for="begin">from</label>
            <input type="time" id="begin" name="begin" value="18:30" required />
            <label for="end">to</label>
            <input type="time" id="end" name="end" value="22:00" required />
          </div>
          <div class="field">
            <label for="exception-word">A word for it, if you like</label>
            <input type="text" id="exception-word" name="word" maxlength={80} autocomplete="off" />
          </div>
          <button type="submit" class="plain">
            Leave it open
          </button>
        </form>
      </details>
    </>
  )
}

function Holidays({ tools, zone }: { tools: BoundaryTools; zone: string }) {
  const now = tools.clock.now()
  const { holidays } = offLog(tools)
  const mine = holidays.filter(({ last, endedAt }) => endedAt === null && (momentOf(last, '23:59', zone) ?? 0) > now)
  return (
    <>
      {mine.map(({ id, first, last, word }) => (
        <form method="post" action="/off/holiday/end" class="row apart">
          <input type="hidden" name="holiday" value={String(id)} />
          <span>
            {daysWords({ first, last })}
            {word && `: ${word}`}
          </span>
          <button type="submit" class="word" aria-label={`Take back ${daysWords({ first, last })}`}>
            Take it back
          </button>
        </form>
      ))}
      <form method="post" action="/off/holiday">
        <div class="row field">
          <label for="first">From</label>
          <input type="date" id="first" name="first" required />
          <label for="last">to</label>
          <input type="date" id="last" name="last" />
          <button type="submit" class="plain">
            All of it off
          </button>
        </div>
      </form>
    </>
  )
}

function Zone({ zone, here, chosen }: { zone: string; here: string; chosen: boolean }) {
  return (
    <form method="post" action="/off/zone" class="row apart">
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
