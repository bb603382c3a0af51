import type { Context } from 'hono'
import { inWords } from '../../plan/budget.ts'
import { findItem } from '../../radar/store/items.ts'
import { readSetting } from '../../store/setting.ts'
import { dayAndTime, day as dayOf, dayWords, isTime, startOfDay, weekdaysOf } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { begin, NO_SPRINT, takeBackPlanned, tooMuchWords, type Wish } from '../machine/beginning.ts'
import {
  getUp,
  minutesOf,
  NOT_SAT,
  nextSession,
  putOff,
  recallDue,
  runningNow,
  sitDown,
  today,
  waiting,
} from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { energyAsked } from '../settings.ts'
import { goneBy, isOver, isPlanned, type Sprint } from '../sprint.ts'
import {
  dropLater,
  markReading,
  noteSession,
  presentSprint,
  questionsOf,
  readingsOf,
  sessionsOf,
} from '../store/sprints.ts'
import { lately } from '../words.ts'
import { BeginForm, named } from './begin.tsx'

const LONGEST = 200

/** The sprint that is under way, or the beginning of one. */
export function sprintRoutes(tools: SprintTools): Route[] {
  const { db } = tools
  const back = (context: Context, note = '') =>
    context.redirect(note ? `/sprint?${new URLSearchParams({ note })}` : '/sprint', 303)
  return [
    get('/sprint', 'session', context => context.html(<SprintPage context={context} tools={tools} />)),
    post('/sprint', 'session', async context => {
      const wish = readWish(tools, await readForm(context))
      const trouble = begin(tools, wish)
      return back(context, trouble ? NO_SPRINT[trouble] : tooMuchWords(tools, wish))
    }),
    post('/sprint/take-back', 'session', context => {
      const topic = takeBackPlanned(tools)
      return context.redirect(topic ? `/sprint?${new URLSearchParams({ topic })}` : '/sprint', 303)
    }),
    post('/sprint/start', 'session', async context => {
      const trouble = sitDown(tools, energyOf(await readForm(context)))
      return back(context, trouble ? NOT_SAT[trouble] : '')
    }),
    post('/sprint/stop', 'session', async context => {
      const ended = getUp(tools, energyOf(await readForm(context)))
      if (!ended) return back(context)
      const note =
        ended.endedBy === 'off-time'
          ? 'Off time had ended it.'
          : ended.endedBy === 'nobody'
            ? 'It had been forgotten, so it counts for nothing.'
            : `That was ${inWords(Math.max(0, Math.round(((ended.endedAt ?? 0) - ended.begunAt) / 60_000)))}.`
      return back(context, note)
    }),
    post('/sprint/note', 'session', async context => {
      const words = (await readForm(context)).text('words').slice(0, 500)
      const session = runningNow(tools)
      if (session && words) noteSession(db, session.id, words)
      return back(context, session ? '' : 'No session runs, so the note has no place.')
    }),
    post('/sprint/later', 'session', async context => {
      const gone = putOff(tools, (await readForm(context)).text('words'))
      return back(context, gone ? `“${gone}” made room for it: a dozen things can wait.` : '')
    }),
    post('/sprint/later/drop', 'session', async context => {
      dropLater(db, Number((await readForm(context)).text('later')), today(tools))
      return back(context)
    }),
    post('/sprint/reading', 'session', async context => {
      const form = await readForm(context)
      const sprint = presentSprint(db)
      if (sprint) markReading(db, sprint.id, Number(form.text('reading')), form.text('done') === 'yes')
      return back(context)
    }),
  ]
}

function energyOf(form: Form): number | null {
  const typed = Number(form.text('energy'))
  return [1, 2, 3].includes(typed) ? typed : null
}

function readWish({ db }: SprintTools, form: Form): Wish {
  const hours = Number(form.text('hours').replace(',', '.'))
  const time = form.text('slot-time')
  const days = weekdaysOf(form.all('slot-day'))
  const slot = isTime(time) && days.length > 0 ? { days, time } : { days: [], time: '' }
  const weeks = [1, 2, 3, 4].find(one => one === Number(form.text('weeks')))
  return {
    topic: form.text('topic'),
    question: form.text('question'),
    why: form.text('why'),
    ...(weeks ? { weeks } : {}),
    ...(hours >= 0.25 && hours <= 20 ? { minutesAWeek: Math.round(hours * 60) } : {}),
    slot: { ...slot, place: form.text('slot-place') },
    questions: form.text('questions').split('\n'),
    again: form.has('again'),
    readings: [...form.all('reading').flatMap(id => findItem(db, Number(id)) ?? []), ...readLinks(form.text('links'))],
    ...(startOfDay(form.text('first'), 'UTC') === undefined ? {} : { first: form.text('first') }),
  }
}

/** Links as people paste them, a line each, a title before or none. */
function readLinks(text: string): { title: string; link: string }[] {
  return text.split('\n').flatMap(line => {
    const [link] = /https?:\/\/\S+/.exec(line) ?? []
    if (!link || !URL.canParse(link)) return []
    const title = line.replace(link, '').replace(/\s+/g, ' ').trim().slice(0, 300)
    return [{ title: title || link.slice(0, 300), link: link.slice(0, 2000) }]
  })
}

function SprintPage({ context, tools }: { context: Context; tools: SprintTools }) {
  const sprint = presentSprint(tools.db)
  const note = context.req.query('note')?.slice(0, 200)
  const due = recallDue(tools)
  const rest = tools.restsUntil()
  const { topic } = named(tools, context)
  return (
    <Frame context={context} title="Sprint">
      <h1>{sprint ? sprint.topic : rest ? 'It is a rest.' : 'One thing to learn, and an end.'}</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {due && (
        <p>
          <a href={`/sprint/again?sprint=${due.sprint.id}`}>What is left of “{due.sprint.topic}”?</a>
        </p>
      )}
      {sprint ? (
        <Present tools={tools} sprint={sprint} />
      ) : rest ? (
        <>
          <p>The next sprint begins after {dayWords(rest, today(tools))}. Until then nothing is to be learned.</p>
          <details open={topic !== ''}>
            <summary>Something has a date of its own?</summary>
            <BeginForm context={context} tools={tools} />
          </details>
        </>
      ) : (
        <BeginForm context={context} tools={tools} />
      )}
      <Waiting tools={tools} topic={sprint ? topic : ''} />
      <p>
        <a href="/sprints">A year of them</a>
      </p>
    </Frame>
  )
}

function Present({ tools, sprint }: { tools: SprintTools; sprint: Sprint }) {
  const { db, clock } = tools
  const day = today(tools)
  const running = runningNow(tools)
  const minutes = minutesOf(tools, sprint)
  const next = nextSession(tools, sprint)
  const energy = readSetting(db, energyAsked)
  if (isPlanned(sprint, day)) {
    return (
      <form method="post" action="/sprint/take-back">
        <p>
          It begins on {dayWords(sprint.first, day)}, as you planned, and stops on {dayWords(sprint.stop, day)}.
        </p>
        <button type="submit" class="plain" data-key="u">
          Take it back
        </button>
      </form>
    )
  }
  if (isOver(sprint, day)) {
    return (
      <>
        <p>It has reached its stop date, {dayWords(sprint.stop, day)}. That is enough.</p>
        <p>
          <a class="button" href="/sprint/close">
            Close it
          </a>
        </p>
      </>
    )
  }
  return (
    <>
      {sprint.question && <p>{sprint.question}</p>}
      <p class="soft">
        Until {dayWords(sprint.stop, day)}. {lately(minutes, sprint.minutesAWeek)}
        {next === undefined || running
          ? ''
          : `; next ${dayAndTime(next, clock.zone())}${sprint.slot.place ? `, ${sprint.slot.place}` : ''}`}
        .
      </p>
      <form method="post" action={running ? '/sprint/stop' : '/sprint/start'}>
        {running && (
          <p>
            You sit at it since {dayAndTime(running.begunAt, clock.zone()).split(' ').at(-1)}. It ends when you say so,
            or with off time.
          </p>
        )}
        {energy ? (
          <div class="row">
            <span class="soft">{running ? 'Stop; energy now' : 'Start; energy now'}</span>
            {[1, 2, 3].map(one => (
              <button type="submit" name="energy" value={String(one)} class="plain">
                {ENERGY[one]}
              </button>
            ))}
          </div>
        ) : (
          <button type="submit">{running ? 'Stop' : 'Start a session'}</button>
        )}
      </form>
      {running && (
        <form method="post" action="/sprint/note" class="field">
          <label for="words">A note, if you like</label>
          <input type="text" id="words" name="words" maxlength={500} autocomplete="off" required />
          <button type="submit" class="plain">
            Keep it
          </button>
          {running.note && <p class="soft">{running.note}</p>}
        </form>
      )}
      <Sessions tools={tools} sprint={sprint} />
      <Readings tools={tools} sprint={sprint} />
      {questionsOf(db, sprint.id).length > 0 && (
        <details>
          <summary>What you want to know without notes</summary>
          <ul>
            {questionsOf(db, sprint.id).map(({ words }) => (
              <li>{words}</li>
            ))}
          </ul>
        </details>
      )}
      <p>
        <a href="/sprint/close">End it early</a>
      </p>
    </>
  )
}

const ENERGY = ['', 'low', 'so-so', 'good']

/** What the sessions were: when, how long, how they felt, and what was noted. */
function Sessions({ tools, sprint }: { tools: SprintTools; sprint: Sprint }) {
  const { db, clock } = tools
  const ended = sessionsOf(db, sprint.id).filter(({ endedAt }) => endedAt !== null)
  if (ended.length === 0) return null
  return (
    <details>
      <summary>Your sessions</summary>
      <ul class="quiet">
        {ended.toReversed().map(({ begunAt, endedAt, before, after, note }) => (
          <li>
            {dayWords(dayOf(begunAt, clock.zone()), today(tools))},{' '}
            {inWords(Math.round(((endedAt ?? 0) - begunAt) / 60_000))}
            {(before ?? after) !== null && (
              <span class="soft">
                {' '}
                {[before && `${ENERGY[before]} before`, after && `${ENERGY[after]} after`].filter(Boolean).join(', ')}
              </span>
            )}
            {note && <div class="soft">{note}</div>}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Readings({ tools, sprint }: { tools: SprintTools; sprint: Sprint }) {
  const readings = readingsOf(tools.db, sprint.id)
  if (readings.length === 0) return null
  return (
    <>
      <h2>The list, and no more</h2>
      <ul class="quiet">
        {readings.map(({ position, title, link, done }) => (
          <li>
            <form method="post" action="/sprint/reading" class="row apart">
              <input type="hidden" name="reading" value={String(position)} />
              <a href={link} rel="noreferrer">
                {title}
              </a>
              <button type="submit" name="done" value={done ? 'no' : 'yes'} class="word">
                {done ? 'read ✓' : 'I read it'}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What else turned up: capped, and fading. */
function Waiting({ tools, topic }: { tools: SprintTools; topic: string }) {
  const free = presentSprint(tools.db) === undefined
  const all = waiting(tools)
  const day = today(tools)
  return (
    <details open={topic !== ''}>
      <summary>What else turned up{all.length > 0 ? ` (${all.length})` : ''}</summary>
      <form method="post" action="/sprint/later" class="field">
        <label for="later">For another time. It is no backlog: what waits long fades.</label>
        <input type="text" id="later" name="words" value={topic} maxlength={LONGEST} autocomplete="off" required />
        <button type="submit" class="plain" autofocus={topic !== ''}>
          Put it off
        </button>
      </form>
      <ul class="quiet">
        {all.map(({ id, words, faded, addedOn }) => (
          <li>
            <form method="post" action="/sprint/later/drop" class="row apart">
              <input type="hidden" name="later" value={String(id)} />
              <span class={faded > 0.25 ? 'soft' : undefined}>
                {words}
                {faded > 0.5 && <em> fading; gone by {dayWords(goneBy(addedOn), day)}</em>}
              </span>
              <span>
                {free && <a href={`/sprint?${new URLSearchParams({ topic: words })}`}>Begin</a>}{' '}
                <button type="submit" class="word">
                  Let it go
                </button>
              </span>
            </form>
          </li>
        ))}
      </ul>
    </details>
  )
}
