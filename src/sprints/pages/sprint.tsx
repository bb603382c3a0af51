import type { Context } from 'hono'
import { inWords } from '../../plan/budget.ts'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { dayAndTime, dayWords, isTime } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import {
  getUp,
  minutesOf,
  NOT_BEGUN,
  nextSession,
  putOff,
  recallDue,
  runningNow,
  sitDown,
  today,
  waiting,
} from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { energyAsked, sprintsOn } from '../settings.ts'
import { isOver, MOST_QUESTIONS, MOST_READINGS, PROPOSED, type Sprint, stopOf, WEEKS } from '../sprint.ts'
import { beginSprint, dropLater, markReading, presentSprint, questionsOf, readingsOf } from '../store/sprints.ts'
import { BeginForm } from './begin.tsx'

const LONGEST = 200

/** The sprint that is under way, or the beginning of one. */
export function sprintRoutes(tools: SprintTools): Route[] {
  const { db, clock } = tools
  const back = (context: Context, note = '') =>
    context.redirect(note ? `/sprint?${new URLSearchParams({ note })}` : '/sprint', 303)
  return [
    get('/sprint', 'session', context => context.html(<SprintPage context={context} tools={tools} />)),
    post('/sprint', 'session', async context => {
      const read = readSprint(tools, await readForm(context))
      if (!read) return back(context, 'Say what it is about. Nothing was changed.')
      if (tools.resting()) return back(context, 'It is a rest just now: the next sprint waits for its end.')
      const { questions, readings, ...sprint } = read
      if (beginSprint(db, sprint, { questions, readings }, clock.now()) === undefined)
        return back(context, 'One sprint at a time. Nothing was changed.')
      keepSetting(db, sprintsOn, 'yes')
      return back(context)
    }),
    post('/sprint/start', 'session', async context => {
      const trouble = sitDown(tools, energyOf(await readForm(context)))
      return back(context, trouble ? NOT_BEGUN[trouble] : '')
    }),
    post('/sprint/stop', 'session', async context => {
      const ended = getUp(tools, energyOf(await readForm(context)))
      if (!ended) return back(context)
      const note =
        ended.endedBy === 'off-time'
          ? 'Off time had ended it.'
          : ended.endedBy === 'nobody'
            ? 'It had been forgotten, so it counts for nothing.'
            : `That was ${inWords(Math.round(((ended.endedAt ?? 0) - ended.begunAt) / 60_000))}.`
      return back(context, note)
    }),
    post('/sprint/later', 'session', async context => {
      putOff(tools, (await readForm(context)).text('words'))
      return back(context)
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

function readSprint(tools: SprintTools, form: Form) {
  const text = (name: string) => form.text(name).replace(/\s+/g, ' ').slice(0, LONGEST)
  const topic = text('topic')
  if (topic === '') return undefined
  const weeks = [1, 2, 3, 4].find(one => one === Number(form.text('weeks'))) ?? PROPOSED.weeks
  const hours = Number(form.text('hours').replace(',', '.'))
  const days = form
    .all('slot-day')
    .map(Number)
    .filter(day => day >= 1 && day <= 7)
  const time = form.text('slot-time')
  const first = today(tools)
  const lines = (name: string, most: number) =>
    form
      .text(name)
      .split('\n')
      .map(line => line.replace(/\s+/g, ' ').trim().slice(0, LONGEST))
      .filter(Boolean)
      .slice(0, most)
  return {
    topic,
    question: text('question'),
    why: text('why'),
    minutesAWeek: hours >= 0.25 && hours <= 20 ? Math.round(hours * 60) : PROPOSED.minutesAWeek,
    first,
    stop: stopOf(first, Math.min(WEEKS.most, Math.max(WEEKS.least, weeks))),
    slot: { days: isTime(time) ? days : [], time: isTime(time) ? time : '', place: text('slot-place') },
    restDays: weeks * 7,
    again: form.has('again'),
    questions: lines('questions', MOST_QUESTIONS),
    readings: form
      .all('reading')
      .slice(0, MOST_READINGS)
      .flatMap(value => {
        const [title = '', link = ''] = value.split('\t')
        return title && /^https?:/.test(link) ? [{ title: title.slice(0, 300), link }] : []
      }),
  }
}

function SprintPage({ context, tools }: { context: Context; tools: SprintTools }) {
  const sprint = presentSprint(tools.db)
  const note = context.req.query('note')?.slice(0, 200)
  const due = recallDue(tools)
  return (
    <Frame context={context} title="Sprint">
      <h1>{sprint ? sprint.topic : tools.resting() ? 'It is a rest.' : 'One thing to learn, and an end.'}</h1>
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
      ) : tools.resting() ? (
        <p>The next sprint begins after it. Until then nothing is to be learned.</p>
      ) : (
        <BeginForm context={context} db={tools.db} />
      )}
      <Waiting tools={tools} />
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
        Until {dayWords(sprint.stop, day)}. {inWords(minutes.week)} of {inWords(sprint.minutesAWeek)} in the last seven
        days
        {next === undefined
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
                {['low', 'so-so', 'good'][one - 1]}
              </button>
            ))}
          </div>
        ) : (
          <button type="submit">{running ? 'Stop' : 'Start a session'}</button>
        )}
      </form>
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
function Waiting({ tools }: { tools: SprintTools }) {
  const all = waiting(tools)
  return (
    <details>
      <summary>What else turned up{all.length > 0 ? ` (${all.length})` : ''}</summary>
      <form method="post" action="/sprint/later" class="field">
        <label for="later">For another time. It is no backlog: what waits long fades.</label>
        <input type="text" id="later" name="words" maxlength={LONGEST} autocomplete="off" required />
        <button type="submit" class="plain">
          Put it off
        </button>
      </form>
      <ul class="quiet">
        {all.map(({ id, words, faded }) => (
          <li>
            <form method="post" action="/sprint/later/drop" class="row apart">
              <input type="hidden" name="later" value={String(id)} />
              <span class={faded > 0.5 ? 'soft' : undefined}>{words}</span>
              <span>
                <a href={`/sprint?${new URLSearchParams({ topic: words })}`}>Begin</a>{' '}
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
