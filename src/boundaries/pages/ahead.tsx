import { plannedAhead } from '../machine/ahead.ts'
import { offLog } from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { NOTICE, offSpans } from '../off.ts'
import { daysWords, spanWords } from '../words.ts'

const SOON = 14 * 24 * 3600_000

/** The off time of the next two weeks, each of which can be left open. */
export function Ahead({ tools, zone }: { tools: BoundaryTools; zone: string }) {
  const now = tools.clock.now()
  const ahead = offSpans(offLog(tools), { from: now, to: now + SOON }).filter(({ from }) => from > now)
  const { exceptions } = plannedAhead(tools)
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
                <button type="submit" class="word" aria-label={`Leave it open: ${spanWords(span, now, zone)}`}>
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
              <button type="submit" class="word" aria-label={`Close it again: ${spanWords(exception, now, zone)}`}>
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

/** Whole days off that are yet to come, and a form for more. */
export function Holidays({ tools }: { tools: BoundaryTools }) {
  return (
    <>
      {plannedAhead(tools).holidays.map(({ id, first, last, word }) => (
        <form method="post" action="/off/holiday/end" class="row apart">
          <input type="hidden" name="holiday" value={String(id)} />
          <span>
            {daysWords({ first, last })}
            {word && `: ${word}`}
          </span>
          <button type="submit" class="word" aria-label={`Take it back: ${daysWords({ first, last })}`}>
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
            Take these days off
          </button>
        </div>
      </form>
    </>
  )
}
