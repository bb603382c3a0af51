import type { Context } from 'hono'
import { COUNTRIES, type Country, countryOf, DIRECTORIES, isOld, type Stated } from './help-lines.ts'
import { Frame } from './web/frame.tsx'
import { always, get, type Route } from './web/route.ts'

export function helpRoutes(today: () => string): Route[] {
  return always(
    get('/help', 'session', context =>
      context.html(
        <Frame context={context} title="Help">
          <h1>Help</h1>
          <p>
            Evenkeel reads your sources so that you need not. A few times a week it hands you an edition: what was
            closest to your area, in the minutes you gave it. Then it ends. What it left out is never owed.
          </p>
          <p>
            Is it more than reading? <a href="#lines">Someone to talk to, now.</a>
          </p>
          <h2>Keys</h2>
          <p>
            <code>j</code> and <code>k</code> walk the stories, <code>enter</code> opens one, <code>s</code> keeps it,{' '}
            <code>n</code> says it is not for you, <code>u</code> takes that back, <code>b</code> begins a sprint on
            what you kept, where sprints are on, <code>x</code> removes a source that is too much, <code>?</code> shows
            this list.
          </p>
          <h2>When it shows the wrong things</h2>
          <p>
            Say what is not for you; it learns from each. Or change your area and its words in the{' '}
            <a href="/settings">settings</a>.
          </p>
          <h2>When you wonder what you miss</h2>
          <p>
            <a href="/evidence">How much do you miss?</a> tells how sure one can be. What is loud and not yours may go
            to <a href="/shelf">the shelf</a>. What was left out can be <a href="/left-out">searched</a>.
          </p>
          <h2>When it is off time</h2>
          <p>
            Evenkeel is closed then, and so is what you let it close. <a href="/off">Off time</a> shows when that is. A
            change can be undone for fifteen minutes. In an emergency the evening page opens the rest of tonight after
            half a minute, without a reason.
          </p>
          <h2>When it seems ill</h2>
          <p>
            Type <code>evenkeel doctor</code> in a terminal (or <code>npm run evenkeel -- doctor</code> in its folder):
            it says what is wrong and what to do.
          </p>
          <h2>When you want to leave</h2>
          <p>
            <a href="/export.json">Take everything with you</a>, or <a href="/delete">delete everything</a>. Nothing of
            yours is anywhere but on this machine.
          </p>
          <Lines context={context} today={today()} />
        </Frame>,
      ),
    ),
  )
}

/** Someone to talk to, offline: an emergency number and a line by country, each with where it was read and when. */
function Lines({ context, today }: { context: Context; today: string }) {
  const asked = context.req.query('country') ?? ''
  const chosen =
    COUNTRIES.find(({ country }) => country === asked) ?? countryOf(context.req.header('accept-language') ?? '')
  return (
    <section id="lines" aria-label="Someone to talk to">
      <h2>When it is more than reading</h2>
      <p>
        Evenkeel is no doctor and no help in an emergency. Please talk to someone you trust, to a professional, or to
        one of these. In danger, call the emergency number.
      </p>
      {chosen && <CountryLines country={chosen} today={today} />}
      <form method="get" action="/help#lines" class="row">
        <label for="country">{chosen ? 'Another country' : 'Your country'}</label>
        <select id="country" name="country">
          {COUNTRIES.map(({ country, name }) => (
            <option value={country} selected={country === chosen?.country}>
              {name}
            </option>
          ))}
        </select>
        <button type="submit" class="plain">
          Show
        </button>
      </form>
      <p>
        Every other country:{' '}
        {DIRECTORIES.map(({ name, address }, at) => (
          <>
            {at > 0 && ', '}
            <a href={address} rel="noreferrer">
              {name}
            </a>
          </>
        ))}
        .
      </p>
    </section>
  )
}

function CountryLines({ country: { name, emergency, line }, today }: { country: Country; today: string }) {
  return (
    <div class="notice">
      <p>
        {name}, emergency: <strong>{emergency.number}</strong> <ReadIn stated={emergency} today={today} />
      </p>
      {line ? (
        <p>
          {line.name}: <strong>{line.number}</strong>
          {line.hours && `, ${line.hours}`} <ReadIn stated={line} today={today} />
        </p>
      ) : (
        <p>No line of this country could be vouched for. A directory has them: see below.</p>
      )}
    </div>
  )
}

function ReadIn({ stated: { source, date }, today }: { stated: Stated; today: string }) {
  return (
    <span class="soft">
      (read at{' '}
      <a href={source} rel="noreferrer">
        {new URL(source).hostname.replace(/^www\./, '')}
      </a>
      , a page of {date}
      {isOld(date, today) && '; that is over six months ago, so it may have changed'})
    </span>
  )
}
