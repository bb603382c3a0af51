import type { Context } from 'hono'
import { dayWords } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { ASKED, fillable, MOST_LINE, readMark, SIGNS } from '../check-in.ts'
import { checkIn, checkInOf, NOT_KEPT } from '../machine/checking-in.ts'
import type { SignalTools } from '../machine/tools.ts'
import { today } from '../machine/watching.ts'

/** The check-in: five keys and enter. Whoever opens it in off time asked for it. */
export function checkInRoutes(tools: SignalTools): Route[] {
  return always(
    get('/checkin', 'session', context => context.html(<CheckInPage context={context} tools={tools} note="" />)),
    get('/checkin/kept', 'session', context =>
      context.html(
        <Frame context={context} title="Kept">
          <h1>It is kept.</h1>
          <p>
            <a href="/" autofocus>
              Back
            </a>
          </p>
          {!context.get('off') && (
            <p class="soft">
              <a href="/signals">Your days</a>
            </p>
          )}
        </Frame>,
      ),
    ),
    post('/checkin', 'session', async context => {
      const form = await readForm(context)
      const further = tools.further()
      const day = form.text('day') || today(tools)
      const trouble = checkIn(
        tools,
        day,
        SIGNS.map(sign => form.text(sign)),
        form.text('line'),
      )
      // With the sixth key alone the form has said something too.
      const sixth = form.has('further') ? readMark(form.text('further')) : undefined
      if (sixth !== undefined && (trouble === undefined || sixth !== null)) further?.keep(sixth)
      if (trouble === undefined || (trouble === 'empty' && typeof sixth === 'number'))
        return context.redirect('/checkin/kept', 303)
      const typed = Object.fromEntries(SIGNS.map(sign => [sign, form.text(sign)]))
      return context.html(
        <CheckInPage
          context={context}
          tools={tools}
          note={NOT_KEPT[trouble]}
          typed={{ day, line: form.text('line'), marks: typed }}
        />,
      )
    }),
  )
}

/** What was typed and not kept: it stays in the form. */
interface Typed {
  readonly day: string
  readonly line: string
  readonly marks: Readonly<Record<string, string>>
}

function CheckInPage({
  context,
  tools,
  note,
  typed,
}: {
  context: Context
  tools: SignalTools
  note: string
  typed?: Typed
}) {
  const now = today(tools)
  const days = fillable(now)
  const asked = typed?.day ?? context.req.query('day') ?? now
  const day = days.includes(asked) ? asked : now
  const there = checkInOf(tools, day)
  const further = day === now ? tools.further() : undefined
  return (
    <Frame context={context} title="Check-in">
      <h1>{day === now ? 'How is today?' : `How was ${dayWords(day, now)}?`}</h1>
      {note && (
        <p class="notice" role="alert">
          {note}
        </p>
      )}
      <form method="post" action="/checkin" data-marks>
        <input type="hidden" name="day" value={day} />
        {SIGNS.map(sign => (
          <Marks
            name={sign}
            question={ASKED[sign].question}
            ends={ASKED[sign].ends}
            value={typed ? (readMark(typed.marks[sign] ?? '') ?? null) : (there?.marks[sign] ?? null)}
          />
        ))}
        {further && <Marks name="further" question={further.question} ends={further.ends} value={null} />}
        <Line line={typed?.line ?? there?.line ?? ''} />
        <p class="row">
          <button type="submit">Keep it</button>
          <a href="/">Not now</a>
        </p>
        <p class="soft keys">
          Keys: 0 to 9 mark and go on, x is ten, – leaves one out, backspace goes back, enter keeps it.
        </p>
      </form>
      <details>
        <summary>Another day</summary>
        <ul class="quiet">
          {days
            .filter(one => one !== day)
            .map(one => (
              <li>
                <a href={one === now ? '/checkin' : `/checkin?day=${one}`}>
                  {one === now ? 'Today' : dayWords(one, now)}
                </a>
              </li>
            ))}
        </ul>
      </details>
    </Frame>
  )
}

function Line({ line }: { line: string }) {
  return (
    <div class="field">
      <label for="line">A line, if you like</label>
      <input
        type="text"
        id="line"
        name="line"
        value={line}
        maxlength={MOST_LINE}
        autocomplete="off"
        aria-describedby="line-help"
      />
      <p class="soft" id="line-help">
        It stays here and is never read by anything.
      </p>
    </div>
  )
}

/** One sign: eleven marks, and a way to leave it out. */
function Marks({
  name,
  question,
  ends,
  value,
}: {
  name: string
  question: string
  ends: readonly [string, string]
  value: number | null
}) {
  return (
    <fieldset class="marks">
      <legend>{question}</legend>
      <div class="cells">
        {[null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(mark => (
          <label>
            <input
              type="radio"
              name={name}
              value={mark === null ? '' : String(mark)}
              checked={mark === value}
              aria-label={mark === null ? 'leave it out' : undefined}
            />
            <span aria-hidden={mark === null ? 'true' : undefined}>{mark === null ? '–' : mark}</span>
          </label>
        ))}
      </div>
      <p class="ends soft">
        <span>0 {ends[0]}</span>
        <span>{ends[1]} 10</span>
      </p>
    </fieldset>
  )
}
