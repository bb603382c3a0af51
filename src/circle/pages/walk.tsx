import type { Context } from 'hono'
import { writeEvent } from '../../time/icalendar.ts'
import { day, momentOf, startOfDay } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import type { WalkTools } from '../machine/tools.ts'
import { type Invitation, KINDS, messageOf, shortened, titleOf } from '../walk.ts'

const LONGEST = 80

/** Asking someone for a walk: it needs no circle, and keeps nothing. Open in off time, since that is when one walks. */
export function walkRoutes({ clock }: WalkTools): Route[] {
  return always(
    get('/walk', 'session', context => context.html(<AskPage context={context} tools={{ clock }} />)),
    post('/walk', 'session', async context => {
      const form = await readForm(context)
      return context.html(
        <MessagePage context={context} asked={readInvitation(form, clock.zone())} form={form} zone={clock.zone()} />,
      )
    }),
    post('/walk/evenkeel.ics', 'session', async context => {
      const asked = readInvitation(await readForm(context), clock.zone())
      if (asked.at === undefined) return context.redirect('/walk', 303)
      const span = { from: asked.at, to: asked.at + asked.minutes * 60_000 }
      const event = { uid: `walk-${asked.at}-${clock.now()}@evenkeel`, title: titleOf(asked), place: asked.where, span }
      return context.body(writeEvent(event, clock.zone(), clock.now()), 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'attachment; filename="evenkeel.ics"',
      })
    }),
  )
}

const FIELDS = ['who', 'what', 'day', 'time', 'minutes', 'where', 'noProjects'] as const

function readInvitation(form: Form, zone: string): Invitation {
  const line = (name: string) => shortened(form.text(name).toWellFormed().replace(/\s+/g, ' ').trim(), LONGEST)
  const what = line('what') || KINDS[0].what
  const minutes = Number(form.text('minutes'))
  return {
    who: line('who'),
    what,
    day: startOfDay(form.text('day'), 'UTC') === undefined ? '' : form.text('day'),
    at: momentOf(form.text('day'), form.text('time'), zone),
    minutes:
      Number.isInteger(minutes) && minutes >= 5 && minutes <= 24 * 60
        ? minutes
        : (KINDS.find(kind => kind.what === what)?.minutes ?? KINDS[0].minutes),
    where: line('where'),
    noProjects: form.has('noProjects'),
  }
}

function AskPage({ context, tools: { clock } }: { context: Context; tools: WalkTools }) {
  const today = day(clock.now(), clock.zone())
  return (
    <Frame context={context} title="Ask someone">
      <h1>Ask someone for a walk.</h1>
      <p class="soft">
        A hello that nobody expected lands better than one thinks. This writes it; you send it as you always write to
        them. Nothing is kept.
      </p>
      <form method="post" action="/walk">
        <div class="field">
          <label for="who">Whom?</label>
          <input type="text" id="who" name="who" maxlength={LONGEST} autocomplete="off" autofocus />
        </div>
        <div class="field">
          <label for="what">For what?</label>
          <input
            type="text"
            id="what"
            name="what"
            value={KINDS[0].what}
            maxlength={LONGEST}
            list="kinds"
            autocomplete="off"
            required
          />
          <datalist id="kinds">
            {KINDS.map(({ what }) => (
              <option value={what} />
            ))}
          </datalist>
        </div>
        <fieldset>
          <legend>When and where, if you know</legend>
          <div class="row">
            <input type="date" name="day" min={today} aria-label="Day" />
            <input type="time" name="time" aria-label="At" />
          </div>
          <div class="row">
            <input type="text" name="where" maxlength={LONGEST} aria-label="Where" placeholder="at the fountain" />
          </div>
          <label class="check">
            <input type="checkbox" name="noProjects" value="yes" />
            <span>No projects talked about</span>
          </label>
        </fieldset>
        <button type="submit">Write it</button>
      </form>
    </Frame>
  )
}

function MessagePage({
  context,
  asked,
  form,
  zone,
}: {
  context: Context
  asked: Invitation
  form: Form
  zone: string
}) {
  const message = messageOf(asked, zone)
  return (
    <Frame context={context} title="Ask someone">
      <h1>{titleOf(asked)}</h1>
      <div class="field">
        <label for="message">Take it along, in your own words if you like</label>
        <textarea id="message" rows={4} autofocus>
          {message}
        </textarea>
      </div>
      <div class="row">
        <button type="button" class="plain" data-copy="message" hidden>
          Copy it
        </button>
        <a href={`mailto:?${mailOf(titleOf(asked), message)}`}>Send it by mail</a>
        {asked.at !== undefined && (
          <form method="post" action="/walk/evenkeel.ics" class="inline">
            {FIELDS.filter(name => form.has(name)).map(name => (
              <input type="hidden" name={name} value={form.text(name)} />
            ))}
            <button type="submit" class="word">
              The hour as a calendar file
            </button>
          </form>
        )}
      </div>
      <p>
        <a href="/walk">Ask otherwise</a> · <a href="/">First page</a>
      </p>
    </Frame>
  )
}

/** Mail programs want spaces as %20, where a form would have a plus. */
function mailOf(subject: string, body: string): string {
  return `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}
