import type { Context } from 'hono'
import { MOST_MEMBERS } from '../../../protocol/said.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { leave, tellAway } from '../machine/acting.ts'
import { say } from '../machine/syncing.ts'
import { type Told, tell } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { forgetCircle, hideCircle } from '../store/circles.ts'
import { dayWords } from '../walk.ts'
import { undoneWords } from '../words.ts'
import { at, CirclePage, circleNamed, Departed, page, sent } from './page.tsx'

/** Who belongs to a circle, and how one takes part oneself: being away, nudges, hiding, leaving. */
export function peopleRoutes(tools: CircleTools): Route[] {
  const { db } = tools
  const change = (path: string, work: (told: Told, form: Awaited<ReturnType<typeof readForm>>) => string | undefined) =>
    post(path, 'session', async context => {
      const form = await readForm(context)
      const circle = circleNamed(tools, form.text('circle'))
      const told = circle && tell(tools, circle)
      if (!circle || !told) return context.redirect('/circle', 303)
      const note = work(told, form)
      await sent(tools)
      const hides = circleNamed(tools, form.text('circle'))?.hidden && !circle.hidden
      return context.redirect(hides ? '/circle' : at('people', circle, note), 303)
    })
  return [
    get(
      '/circle/people',
      'session',
      page(tools, (context, told) => <PeoplePage context={context} told={told} />),
    ),
    get(
      '/circle/remove',
      'session',
      page(tools, (context, told) => <RemovePage context={context} told={told} />),
    ),
    get(
      '/circle/leave',
      'session',
      page(tools, (context, told) => <LeavePage context={context} told={told} />),
    ),
    get(
      '/circle/forget',
      'session',
      page(tools, (context, told) => <ForgetPage context={context} told={told} />),
    ),
    change('/circle/remove', (told, form) => {
      const who = told.others.find(({ author }) => author === form.text('who'))
      if (!who || !told.belongs) return 'They do not belong to the circle any more.'
      say(tools, told.circle.id, { kind: 'roster', body: { op: 'remove', who: who.author } })
      return `Nothing more is sealed to ${who.name}, from the moment the relay is reached.`
    }),
    change('/circle/admit', (told, form) => {
      const fallen = told.roster.fallen.find(
        ({ by, member }) => (by === undefined || by === told.circle.author) && member.author === form.text('who'),
      )
      if (fallen && told.belongs)
        say(tools, told.circle.id, { kind: 'roster', body: { op: 'add', member: fallen.member } })
      return undefined
    }),
    change('/circle/away', (told, form) => {
      return tellAway(tools, told, form.text('until')) ? undefined : 'Name a day to come. Nothing was changed.'
    }),
    change('/circle/nudges', (told, form) => {
      say(tools, told.circle.id, { kind: 'note', body: { what: 'nudges', on: form.text('on') === 'yes' } })
      return undefined
    }),
    change('/circle/hide', (told, form) => {
      hideCircle(db, told.circle.id, form.text('hidden') === 'yes')
      return undefined
    }),
    post('/circle/leave', 'session', async context => {
      const form = await readForm(context)
      const circle = circleNamed(tools, form.text('circle'))
      const told = circle && tell(tools, circle)
      if (!circle || !told) return context.redirect('/circle', 303)
      leave(tools, told)
      await sent(tools)
      const note = 'You leave. What was read stays here until you take it away.'
      return context.redirect(`/circle?${new URLSearchParams({ note })}`, 303)
    }),
    post('/circle/forget', 'session', async context => {
      const form = await readForm(context)
      const circle = circleNamed(tools, form.text('circle'))
      if (circle && circle.endedAt !== null && form.text('sure') === 'yes') forgetCircle(db, circle.id)
      return context.redirect('/circle', 303)
    }),
  ]
}

function Hidden({ told }: { told: Told }) {
  return <input type="hidden" name="circle" value={String(told.circle.id)} />
}

function PeoplePage({ context, told }: { context: Context; told: Told }) {
  const { roster, circle, belongs, season, running, awayUntil, today } = told
  const full = roster.members.length >= MOST_MEMBERS
  const fallen = belongs ? roster.fallen.filter(({ by }) => by === undefined || by === circle.author) : []
  return (
    <CirclePage context={context} told={told} title={`The people of ${roster.name}`}>
      <ul class="quiet">
        {roster.members.map(({ author, name }) => (
          <li>
            <strong>{name}</strong>
            {author === circle.author && <span class="soft"> you</span>}
            {awayUntil.has(author) && (
              <span class="soft"> away until {dayWords(awayUntil.get(author) ?? today, today)}</span>
            )}
            {roster.again.has(author) && (
              <span class="soft">
                {' '}
                on a new machine, as {roster.names.get(roster.again.get(author) ?? '')} confirmed
              </span>
            )}
            {told.removing.includes(author) && <span class="soft"> leaves as soon as the relay is reached</span>}
            {author !== circle.author && belongs && !told.removing.includes(author) && (
              <details>
                <summary>Change</summary>
                <div class="row">
                  <a href={`${at('invite', circle)}&again=${author}`}>They lost their machine</a>
                  <a href={`${at('remove', circle)}&who=${author}`}>Remove them</a>
                </div>
              </details>
            )}
          </li>
        ))}
      </ul>
      <Departed told={told} />
      {belongs && told.undone.map(one => <p class="notice">{undoneWords(one)}</p>)}
      {fallen.map(({ member }) => (
        <form method="post" action="/circle/admit" class="row apart notice">
          <Hidden told={told} />
          <span>{member.name} was let in while someone else changed the circle too, and that went first.</span>
          {!full && (
            <button type="submit" name="who" value={member.author} class="word">
              Let them in once more
            </button>
          )}
        </form>
      ))}
      {belongs && !full && (
        <p>
          <a href={at('invite', circle)}>Invite someone</a>
        </p>
      )}
      {full && <p class="soft">Eight are as many as a circle takes.</p>}
      {belongs && <Mine told={told} />}
      <p class="soft">
        {running ? `This season runs until ${dayWords(season.last, today)}.` : 'Its season is over.'} The relay is{' '}
        {circle.relay}.{' '}
        {circle.lostAt !== null &&
          'Some of what was written is not here: the relay had let go of it before this machine asked.'}
      </p>
    </CirclePage>
  )
}

function Mine({ told }: { told: Told }) {
  const { away, nudges, today, circle } = told
  return (
    <>
      <h2>How you take part</h2>
      <form method="post" action="/circle/nudges" class="row apart">
        <Hidden told={told} />
        <span class="soft">
          {nudges
            ? 'When someone who wants this too has been quiet for some weeks, one friend is told, in turn. It may be you, or about you.'
            : 'When someone has been quiet for some weeks, one friend, in turn, could be told to write to them. It holds for those who turn it on, both ways.'}
        </span>
        <button type="submit" name="on" value={nudges ? 'no' : 'yes'} class="word">
          {nudges ? 'Turn it off' : 'Turn it on'}
        </button>
      </form>
      <form method="post" action="/circle/away" class="row apart">
        <Hidden told={told} />
        <label for="until" class="soft">
          {away >= today ? 'Away until' : 'You are away, and want to be asked nothing, until'}
        </label>
        <span class="row">
          <input type="date" id="until" name="until" min={today} value={away >= today ? away : ''} />
          <button type="submit" class="word">
            Tell them
          </button>
        </span>
      </form>
      <form method="post" action="/circle/hide" class="row apart">
        <Hidden told={told} />
        <span class="soft">
          {circle.hidden
            ? 'It is hidden: it stands nowhere and asks nothing, and opens by its name.'
            : 'Hidden, it stands nowhere and asks nothing; it opens by its name.'}
        </span>
        <button type="submit" name="hidden" value={circle.hidden ? 'no' : 'yes'} class="word">
          {circle.hidden ? 'Show it again' : 'Hide it'}
        </button>
      </form>
      <p>
        <a href={at('leave', circle)}>Leave the circle</a> · <a href="/circle?all=yes">All circles</a>
      </p>
    </>
  )
}

function RemovePage({ context, told }: { context: Context; told: Told }) {
  const who = told.others.find(({ author }) => author === context.req.query('who'))
  return (
    <CirclePage context={context} told={told} title={who ? `Remove ${who.name}?` : 'They are not in it any more.'}>
      {who && (
        <>
          <p>
            {who.name} keeps what was written until now; nobody can take that back. Nothing that is written later can be
            opened by them. The circle moves to a new address, which they do not learn. They and the others see that it
            was you.
          </p>
          <form method="post" action="/circle/remove" class="row">
            <Hidden told={told} />
            <button type="submit" name="who" value={who.author}>
              Remove {who.name}
            </button>
            <a href={at('people', told.circle)}>Rather not</a>
          </form>
        </>
      )}
    </CirclePage>
  )
}

function LeavePage({ context, told }: { context: Context; told: Told }) {
  return (
    <CirclePage context={context} told={told} title={`Leave ${told.roster.name}?`}>
      <p>
        Leaving is a normal thing, and needs no reason. The others keep what you wrote, you keep what they wrote, and
        nothing more is sealed to you. Coming back takes an invitation.
      </p>
      <form method="post" action="/circle/leave" class="row">
        <Hidden told={told} />
        <button type="submit">Leave</button>
        <a href={at('people', told.circle)}>Rather not</a>
      </form>
    </CirclePage>
  )
}

function ForgetPage({ context, told }: { context: Context; told: Told }) {
  const { circle, roster } = told
  return (
    <Frame context={context} title={`Take ${roster.name} away`}>
      <h1>{circle.endedAt === null ? 'You belong to it still.' : `Take ${roster.name} from this machine?`}</h1>
      {circle.endedAt !== null && (
        <>
          <p>Everything that was read of it goes from here, and does not come back. The others keep theirs.</p>
          <form method="post" action="/circle/forget" class="row">
            <Hidden told={told} />
            <button type="submit" name="sure" value="yes">
              Take it away
            </button>
            <a href={at('past', circle)}>Rather not</a>
          </form>
        </>
      )}
      <p>
        <a href="/circle">Back</a>
      </p>
    </Frame>
  )
}
