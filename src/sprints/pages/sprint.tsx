import type { Context } from 'hono'
import { inWords } from '../../plan/budget.ts'
import { findItem } from '../../radar/store/items.ts'
import { dayWords, isTime, startOfDay, weekdaysOf } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { begin, NO_SPRINT, restsUntil, takeBack, tooMuchWords, type Wish } from '../machine/beginning.ts'
import { getUp, NOT_SAT, note, putOff, recallDue, runningNow, sitDown, today } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { HORIZONS } from '../sprint.ts'
import { dropLater, markReading, presentSprint } from '../store/sprints.ts'
import { forgottenWords } from '../words.ts'
import { BeginForm, named } from './begin.tsx'
import { Present } from './present.tsx'
import { Waiting } from './waiting.tsx'

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
      const topic = takeBack(tools)
      if (!topic) return back(context, 'It has begun, so it is closed instead.')
      return context.redirect(`/sprint?${new URLSearchParams({ topic })}`, 303)
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
            ? forgottenWords(ended)
            : `That was ${inWords(Math.max(0, Math.round(((ended.endedAt ?? 0) - ended.begunAt) / 60_000)))}.`
      return back(context, note)
    }),
    post('/sprint/note', 'session', async context => {
      const words = (await readForm(context)).text('words').slice(0, 500)
      const runs = runningNow(tools) !== undefined
      if (words && !note(tools, words)) return back(context, 'There is no session yet that a note could go to.')
      return back(context, runs || !words ? '' : 'The session had ended; the note stands with it.')
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
      if (sprint?.id === Number(form.text('sprint')))
        markReading(db, sprint.id, Number(form.text('reading')), form.text('done') === 'yes')
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
    horizon: HORIZONS.find(days => String(days) === form.text('horizon')) ?? HORIZONS[0],
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
  const rest = restsUntil(tools)
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
          <p>A new one may begin after {dayWords(rest, today(tools))}. Until then nothing is to be learned.</p>
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
