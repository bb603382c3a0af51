import type { Context } from 'hono'
import { LONGEST_NAME, readRelay } from '../../../protocol/said.ts'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { day } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { begin } from '../machine/inviting.ts'
import { shownCircles, tell } from '../machine/telling.ts'
import { LOOKED_AT } from '../machine/tending.ts'
import type { CircleTools } from '../machine/tools.ts'
import { circleOn } from '../settings.ts'
import { everyCircle } from '../store/circles.ts'
import { joinings } from '../store/invitations.ts'
import { nameFrom, namesOf } from '../words.ts'
import { at, Note, sent } from './page.tsx'

/** All circles: those there are, and the ways to one. */
export function circlesRoutes(tools: CircleTools): Route[] {
  const { db, clock } = tools
  const back = (context: Context, note = '') =>
    context.redirect(note ? `/circle?${new URLSearchParams({ note })}` : '/circle', 303)
  return [
    get('/circle', 'session', context => {
      tools.tendSoon(LOOKED_AT)
      const [only, more] = shownCircles(tools)
      const alone = only && !more && joinings(db).every(({ circleId }) => circleId !== null)
      if (alone && context.req.query('all') === undefined && context.req.query('note') === undefined)
        return context.redirect(at('week', only), 303)
      return context.html(<CirclesPage context={context} tools={tools} />)
    }),
    get('/circle/begin', 'session', context => context.html(<BeginPage context={context} />)),
    post('/circle/begin', 'session', async context => {
      const form = await readForm(context)
      const name = nameFrom(form.text('name'), LONGEST_NAME)
      const myName = nameFrom(form.text('myName'), LONGEST_NAME)
      const relay = readRelay(form.text('relay'))
      const fields = { name, myName, relay: form.text('relay') }
      const known = everyCircle(db).some(
        one => one.endedAt === null && tell(tools, one)?.roster.name.toLowerCase() === name.toLowerCase(),
      )
      if (known) return context.html(<BeginPage context={context} fields={fields} wrong="known" />)
      if (name === '' || myName === '')
        return context.html(<BeginPage context={context} fields={fields} wrong="name" />)
      if (!relay) return context.html(<BeginPage context={context} fields={fields} wrong="relay" />)
      const id = await begin(tools, { name, myName, relay, season: day(clock.now(), clock.zone()) })
      keepSetting(db, circleOn, 'yes')
      await sent(tools)
      return context.redirect(`/circle/invite?circle=${id}`, 303)
    }),
    post('/circle/find', 'session', async context => {
      const name = (await readForm(context)).text('name').toLowerCase()
      const found = everyCircle(db)
        .filter(circle => name !== '' && tell(tools, circle)?.roster.name.toLowerCase() === name)
        .toSorted((a, b) => Number(b.hidden) - Number(a.hidden))[0]
      return found ? context.redirect(at('people', found), 303) : back(context, 'No circle has this name.')
    }),
    post('/circle/on', 'session', async context => {
      const on = (await readForm(context)).text('on') !== 'no'
      keepSetting(db, circleOn, on ? 'yes' : 'no')
      return on ? back(context) : context.redirect('/settings?note=Saved.', 303)
    }),
  ]
}

function CirclesPage({ context, tools }: { context: Context; tools: CircleTools }) {
  const { db } = tools
  const all = everyCircle(db)
  const shown = shownCircles(tools)
  const ended = all.filter(({ endedAt, hidden }) => endedAt !== null && !hidden)
  const under = joinings(db).filter(({ circleId }) => circleId === null)
  return (
    <Frame context={context} title="Circle">
      <h1>{shown.length === 0 ? 'A few people beside you.' : 'Your circles'}</h1>
      <Note context={context} />
      {shown.length === 0 && (
        <p>
          Three to eight people who trust each other: a note of a minute a week, a call or a meal now and then, for
          twelve weeks. What you write is sealed to them alone; it leaves this machine only when you send it, and
          nothing else ever does.
        </p>
      )}
      <ul class="quiet">
        {[...shown, ...ended].map(circle => {
          const told = tell(tools, circle)
          return (
            <li>
              <a href={at('week', circle)}>{told?.roster.name ?? 'A circle that is opening'}</a>{' '}
              <span class="soft">
                {circle.endedAt !== null
                  ? 'over'
                  : told && told.others.length > 0
                    ? `with ${namesOf(told.others)}`
                    : ''}
              </span>
            </li>
          )
        })}
        {under.map(({ id }) => (
          <li>
            <a href={`/circle/joining?joining=${id}`}>An invitation that you answered</a>
          </li>
        ))}
      </ul>
      <p class="row">
        <a class="button" href="/circle/begin">
          Begin a circle
        </a>
        <a href="/circle/join">I have an invitation</a>
      </p>
      <p>
        <a href="/walk">Ask someone for a walk</a>{' '}
        <span class="soft">needs no circle: a message to send as you always do</span>
      </p>
      {/* Whether there is a hidden one does not show. */}
      <details>
        <summary>Open one by its name</summary>
        <form method="post" action="/circle/find" class="row">
          <input type="text" name="name" maxlength={LONGEST_NAME} aria-label="Its name" autocomplete="off" required />
          <button type="submit" class="plain">
            Open it
          </button>
        </form>
      </details>
      {readSetting(db, circleOn) && (
        <form method="post" action="/circle/on" class="row apart">
          <span class="soft">In the foot of pages, and asking once a week.</span>
          <button type="submit" name="on" value="no" class="word">
            Turn the circle off
          </button>
        </form>
      )}
    </Frame>
  )
}

const WRONG = {
  known: 'You belong to a circle of this name already. Give it another.',
  name: 'Give the circle a name, and say how the others know you.',
  relay: 'A relay’s address is like https://relay.example.org, or http://127.0.0.1:4816 for one on this machine.',
}

function BeginPage({
  context,
  fields,
  wrong,
}: {
  context: Context
  fields?: { name: string; myName: string; relay: string }
  wrong?: keyof typeof WRONG
}) {
  return (
    <Frame context={context} title="Begin a circle">
      <h1>Begin a circle</h1>
      {wrong && (
        <p class="notice" role="alert">
          {WRONG[wrong]} Nothing was begun.
        </p>
      )}
      <form method="post" action="/circle/begin">
        <div class="field">
          <label for="name">What do you call it?</label>
          <input
            type="text"
            id="name"
            name="name"
            value={fields?.name ?? ''}
            maxlength={LONGEST_NAME}
            placeholder="Thursday people"
            autocomplete="off"
            required
          />
        </div>
        <div class="field">
          <label for="myName">Your name in it</label>
          <input
            type="text"
            id="myName"
            name="myName"
            value={fields?.myName ?? ''}
            maxlength={LONGEST_NAME}
            autocomplete="off"
            required
          />
        </div>
        <div class="field">
          <label for="relay">The relay</label>
          <p class="soft">
            It carries sealed letters and cannot read them. One of you runs it, with the command “evenkeel hub” on any
            machine the others can reach.
          </p>
          <input
            type="url"
            id="relay"
            name="relay"
            value={fields?.relay ?? ''}
            maxlength={200}
            placeholder="https://relay.example.org"
            autocomplete="off"
            required
          />
        </div>
        <Rules />
        <button type="submit">Begin</button>
      </form>
      <p>
        <a href="/circle">Back</a>
      </p>
    </Frame>
  )
}

/** What holds in a circle: shown to whoever begins or joins one. */
export function Rules() {
  return (
    <p class="soft">
      What is said here stays here. Nobody gives advice unless asked. To pass is a whole answer. A circle is no help
      line; <a href="/help">there are people for that too</a>.
    </p>
  )
}
