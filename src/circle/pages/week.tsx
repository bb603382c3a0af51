import type { Context } from 'hono'
import { LONGEST_WORDS, MOODS, type Note as SaidNote } from '../../../protocol/said.ts'
import { dayAndTime } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { get, post, type Route } from '../../web/route.ts'
import { settle } from '../machine/acting.ts'
import { say } from '../machine/syncing.ts'
import { type Told, tell } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { type Said, SEASON_WEEKS } from '../rounds.ts'
import type { Circle } from '../store/circles.ts'
import { dropDraft } from '../store/entries.ts'
import { addPutOff } from '../store/put-off.ts'
import { dayWords } from '../walk.ts'
import { MOOD_WORDS, noteLines, promptOf, wordsFrom } from '../words.ts'
import { Meetings } from './meet.tsx'
import { at, CirclePage, circleNamed, Departed, page, sent } from './page.tsx'

/** A circle's week: one's note, the others', wishes for a call, meetings. */
export function weekRoutes(tools: CircleTools): Route[] {
  const { db, clock } = tools
  /** Does something in the circle that a form names, and shows a page of it again. */
  const change = (path: string, work: (circle: Circle, told: Told, form: Form) => string | undefined, to = 'week') =>
    post(path, 'session', async context => {
      const form = await readForm(context)
      const circle = circleNamed(tools, form.text('circle'))
      const told = circle && tell(tools, circle)
      if (!circle || !told?.belongs) return context.redirect('/circle', 303)
      const note = work(circle, told, form)
      await sent(tools)
      return context.redirect(form.text('back') === 'today' ? '/' : at(to, circle, note), 303)
    })
  return [
    get(
      '/circle/week',
      'session',
      page(tools, (context, told) => <WeekPage context={context} told={told} tools={tools} />),
    ),
    change('/circle/note', (circle, told, form) => {
      if (!told.running) return 'The season is over. Begin another to go on writing.'
      const body = readNote(form, told.week)
      if (Object.keys(body).length === 2 && form.text('pass') !== 'yes')
        return 'There was nothing to send. Write something, or pass this week.'
      say(tools, circle.id, { kind: 'note', body })
      return undefined
    }),
    change('/circle/unsay', (_circle, told, form) => {
      const draft = told.drafts.find(({ id }) => id === Number(form.text('draft')))
      return draft && dropDraft(db, draft.id) ? 'Taken back.' : 'It has gone already.'
    }),
    change('/circle/call', (circle, told, form) => {
      const to = told.others.find(({ author }) => author === form.text('to'))
      if (form.text('to') !== '' && !to) return 'They do not belong to the circle any more.'
      say(tools, circle.id, { kind: 'note', to: to?.author ?? '', body: { what: 'call' } })
      return undefined
    }),
    change('/circle/settled', (circle, told, form) => {
      const call = told.calls.find(({ hash, author }) => hash === form.text('call') && author === circle.author)
      if (call) settle(tools, told, call)
      return undefined
    }),
    change('/circle/season', (circle, told, form) => {
      if (form.text('more') === 'yes' && !told.wantsMore && told.ending)
        say(tools, circle.id, { kind: 'note', body: { what: 'season', number: told.season.number + 1 } })
      return undefined
    }),
    post('/circle/put-off', 'session', async context => {
      const form = await readForm(context)
      const circle = circleNamed(tools, form.text('circle'))
      const what = (['call', 'note', 'nudge', 'season'] as const).find(one => one === form.text('what'))
      const told = circle && tell(tools, circle)
      if (circle && told && what)
        addPutOff(db, circle.id, what, what === 'call' ? form.text('which').slice(0, 50) : told.week, clock.now())
      return context.redirect('/', 303)
    }),
  ]
}

function readNote(form: Form, week: string): SaidNote {
  const pass = form.text('pass') === 'yes'
  const mood = MOODS.find(one => one === form.text('mood'))
  const evenings = form.text('evenings') === '' ? Number.NaN : Number(form.text('evenings'))
  const good = wordsFrom(form.text('good'), LONGEST_WORDS)
  return {
    what: 'week',
    week,
    ...(pass
      ? {}
      : {
          ...(mood ? { mood } : {}),
          ...(Number.isInteger(evenings) && evenings >= 0 && evenings <= 7 ? { evenings } : {}),
          ...(good ? { good } : {}),
        }),
  }
}

function WeekPage({ context, told, tools }: { context: Context; told: Told; tools: CircleTools }) {
  const { circle, roster, others, belongs, running } = told
  const anew = context.req.query('write') === 'again'
  const theirs = told.notes.filter(({ author }) => author !== circle.author)
  return (
    <CirclePage context={context} told={told} title={roster.name}>
      {belongs && others.length === 0 && (
        <p>
          You are the first. <a href={at('invite', circle)}>Invite someone</a>
        </p>
      )}
      <Departed told={told} />
      {belongs && <Calls told={told} tools={tools} />}
      {belongs && told.ending && <SeasonForm told={told} />}
      {!belongs && told.mine && <NoteOf told={told} said={told.mine} />}
      {belongs && running && (told.mine && !anew ? <Mine told={told} /> : <NoteForm told={told} tools={tools} />)}
      {theirs.map(one => (
        <NoteOf told={told} said={one} />
      ))}
      {belongs && others.length > 0 && <WishForm told={told} />}
      {belongs && others.length > 0 && <Meetings told={told} zone={tools.clock.zone()} />}
    </CirclePage>
  )
}

function Hidden({ told: { circle } }: { told: Told }) {
  return <input type="hidden" name="circle" value={String(circle.id)} />
}

function NoteForm({ told, tools }: { told: Told; tools: CircleTools }) {
  const evenings = tools.evenings(told.weekSpan)
  const before = told.mine?.note.what === 'week' ? told.mine.note : undefined
  return (
    <form method="post" action="/circle/note">
      <Hidden told={told} />
      <h2>Your week, in a minute</h2>
      <fieldset>
        <legend>How was it?</legend>
        <div class="row">
          {MOODS.map(mood => (
            <label class="check">
              <input type="radio" name="mood" value={mood} checked={before?.mood === mood} />
              <span>{MOOD_WORDS[mood]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="field">
        <label for="evenings">Evenings kept</label>
        <input type="number" id="evenings" name="evenings" min="0" max="7" value={before?.evenings} />
        {evenings !== undefined && evenings > 0 && <span class="soft"> Evenkeel saw {evenings}.</span>}
      </div>
      <div class="field">
        <label for="good">{promptOf(told.week)}</label>
        <textarea id="good" name="good" rows={2} maxlength={LONGEST_WORDS}>
          {before?.good ?? ''}
        </textarea>
      </div>
      <p class="soft">Leave out what you like. Only what stands here is sent.</p>
      <div class="row">
        <button type="submit">Send it to {told.others.length === 1 ? told.others[0]?.name : 'the circle'}</button>
        <button type="submit" name="pass" value="yes" class="word" formnovalidate>
          Pass this week
        </button>
        {before && <a href={at('week', told.circle)}>Leave it as it is</a>}
      </div>
    </form>
  )
}

function Mine({ told }: { told: Told }) {
  const { mine, circle, waiting, drafts } = told
  if (!mine) return null
  const draft = drafts.find(({ id, sent }) => `draft ${id}` === mine.hash && !sent)
  return (
    <>
      <NoteOf told={told} said={mine} />
      <div class="row after">
        {waiting.has(mine.hash) && <span class="soft">On its way.</span>}
        {draft ? (
          <form method="post" action="/circle/unsay" class="inline">
            <Hidden told={told} />
            <button type="submit" name="draft" value={String(draft.id)} class="word" data-key="u">
              Take it back
            </button>
          </form>
        ) : (
          <a class="soft" href={`/circle/week?circle=${circle.id}&write=again`}>
            Write it anew
          </a>
        )}
      </div>
    </>
  )
}

/** What someone wrote of a week. */
export function NoteOf({ told: { roster, circle }, said }: { told: Told; said: Said }) {
  if (said.note.what !== 'week') return null
  return (
    <section class="told">
      <h2>{said.author === circle.author ? 'You' : (roster.names.get(said.author) ?? '')}</h2>
      {noteLines(said.note).map(line => (
        <p>{line}</p>
      ))}
    </section>
  )
}

function Calls({ told, tools }: { told: Told; tools: CircleTools }) {
  const { calls, circle, roster, others, waiting } = told
  const zone = tools.clock.zone()
  return (
    <>
      {calls.map(({ hash, author, to, time }) =>
        author === circle.author ? (
          <form method="post" action="/circle/settled" class="row apart notice">
            <Hidden told={told} />
            <span>
              You could use a call.{' '}
              {waiting.has(hash)
                ? 'It is on its way.'
                : to === ''
                  ? 'All of them know.'
                  : `${nameIn(others, to)} knows.`}
            </span>
            <button type="submit" name="call" value={hash} class="word">
              It is settled
            </button>
          </form>
        ) : (
          <p class="notice">
            {roster.names.get(author)} could use a call{to === '' ? '' : ', from you'}. Ring them, as you always do.{' '}
            <span class="soft">{dayAndTime(time, zone)}</span>
          </p>
        ),
      )}
    </>
  )
}

function nameIn(members: readonly { author: string; name: string }[], author: string): string {
  return members.find(one => one.author === author)?.name ?? 'Someone'
}

function WishForm({ told }: { told: Told }) {
  const mine = told.calls.some(({ author }) => author === told.circle.author)
  if (mine) return null
  return (
    <form method="post" action="/circle/call" class="row wish">
      <Hidden told={told} />
      <button type="submit" name="to" value="" class="plain">
        I could use a call
      </button>
      {told.others.length > 1 && (
        <details>
          <summary>from one of them</summary>
          <div class="row">
            {told.others.map(({ author, name }) => (
              <button type="submit" name="to" value={author} class="word">
                {name}
              </button>
            ))}
          </div>
        </details>
      )}
      <a class="soft" href="/help">
        Someone to talk to, any time
      </a>
    </form>
  )
}

function SeasonForm({ told }: { told: Told }) {
  const { running, season, wantsMore, circle, today } = told
  return (
    <form method="post" action="/circle/season" class="notice">
      <Hidden told={told} />
      <p>
        {running
          ? `This season of ${SEASON_WEEKS} weeks ends on ${dayWords(season.last, today)}.`
          : `The season of ${SEASON_WEEKS} weeks is over.`}{' '}
        {wantsMore
          ? 'You would go on; it goes on when one other would too.'
          : 'Another one begins when two of you want it.'}
      </p>
      <div class="row">
        {!wantsMore && (
          <button type="submit" name="more" value="yes">
            Another season
          </button>
        )}
        <a href={at('leave', circle)}>Leave it at that</a>
      </div>
    </form>
  )
}
