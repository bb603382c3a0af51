import type { Context } from 'hono'
import { inWords } from '../../plan/budget.ts'
import { findItem } from '../../radar/store/items.ts'
import { keepSetting } from '../../store/setting.ts'
import { dayWords, weekdaysOf } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import {
  begin,
  bringBack,
  justTakenBack,
  notBegunWords,
  restsUntil,
  takeBack,
  type Wish,
} from '../machine/beginning.ts'
import { getUp, NOT_SAT, note, putOff, recallDue, runningNow, sitDown, today } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { energyAsked } from '../settings.ts'
import { HORIZONS } from '../sprint.ts'
import { dropLater, markReading, presentSprint } from '../store/sprints.ts'
import { endedWords } from '../words.ts'
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
      const form = await readForm(context)
      const trouble = begin(tools, readWish(tools, form))
      // A form that came twice has begun what it says.
      const twice = trouble === 'one-at-a-time' && presentSprint(db)?.topic === form.text('topic').trim()
      if (!trouble || twice) return back(context)
      context.status(422)
      return context.html(
        <SprintPage context={context} tools={tools} note={notBegunWords(tools, trouble)} typed={form} />,
      )
    }),
    post('/sprint/take-back', 'session', context => {
      const taken = takeBack(tools)
      if (!taken) return back(context, 'It has begun, so it is closed instead.')
      return context.redirect(`/sprint?taken=${taken.id}`, 303)
    }),
    post('/sprint/bring-back', 'session', async context => {
      bringBack(tools, Number((await readForm(context)).text('sprint')))
      return back(context)
    }),
    post('/sprint/start', 'session', async context => {
      const trouble = sitDown(tools, energyOf(await readForm(context)))
      return back(context, trouble ? NOT_SAT[trouble] : '')
    }),
    // Pages that were open when off time began: what ends, and what was written, is taken all the same.
    ...always(
      post('/sprint/stop', 'session', async context => {
        const form = await readForm(context)
        // What stands in the note's field belongs to the session, kept or not.
        if (form.text('words')) note(tools, form.text('words'))
        const ended = getUp(tools, energyOf(form))
        if (!ended) return back(context)
        const minutes = Math.round(((ended.endedAt ?? 0) - ended.begunAt) / 60_000)
        return back(context, endedWords(ended) ?? `That was ${minutes > 0 ? inWords(minutes) : 'less than a minute'}.`)
      }),
      post('/sprint/note', 'session', async context => {
        const words = (await readForm(context)).text('words')
        const runs = runningNow(tools) !== undefined
        if (words && !note(tools, words)) return back(context, 'There is no session yet that a note could go to.')
        return back(context, runs || !words ? '' : 'The session had ended; the note stands with it.')
      }),
      post('/sprint/later', 'session', async context => {
        const gone = putOff(tools, (await readForm(context)).text('words'))
        return back(context, gone ? `“${gone}” made room for it: a dozen things can wait.` : '')
      }),
      post('/sprint/reading', 'session', async context => {
        const form = await readForm(context)
        const sprint = presentSprint(db)
        if (sprint?.id === Number(form.text('sprint')))
          markReading(db, sprint.id, Number(form.text('reading')), form.text('done') === 'yes')
        return back(context)
      }),
    ),
    post('/sprint/settings', 'session', async context => {
      keepSetting(db, energyAsked, (await readForm(context)).text('energy') === 'yes' ? 'yes' : 'no')
      return back(context)
    }),
    post('/sprint/later/drop', 'session', async context => {
      dropLater(db, Number((await readForm(context)).text('later')), today(tools))
      return back(context)
    }),
  ]
}

function energyOf(form: Form): number | null {
  const typed = Number(form.text('energy'))
  return [1, 2, 3].includes(typed) ? typed : null
}

function readWish({ db }: SprintTools, form: Form): Wish {
  const [weeks, hours] = [form.text('weeks'), form.text('hours').replace(',', '.')]
  return {
    topic: form.text('topic'),
    question: form.text('question'),
    why: form.text('why'),
    ...(weeks === '' ? {} : { weeks: Number(weeks) }),
    ...(hours === '' ? {} : { minutesAWeek: Math.round(Number(hours) * 60) }),
    slot: { days: weekdaysOf(form.all('slot-day')), time: form.text('slot-time'), place: form.text('slot-place') },
    questions: form.text('questions').split('\n'),
    again: form.has('again'),
    horizon: HORIZONS.find(days => String(days) === form.text('horizon')) ?? HORIZONS[0],
    readings: [...form.all('reading').flatMap(id => findItem(db, Number(id)) ?? []), ...readLinks(form.text('links'))],
    ...(form.text('first') === '' ? {} : { first: form.text('first') }),
  }
}

/** Readings as people type them, a line each: a title, a link, or both. */
function readLinks(text: string): { title: string; link: string }[] {
  return text.split('\n').flatMap(line => {
    const [found] = /https?:\/\/\S+/.exec(line) ?? []
    const link = found && URL.canParse(found) ? found : ''
    const title = line.replace(link, '').replace(/\s+/g, ' ').trim() || link
    return title === '' ? [] : [{ title, link }]
  })
}

/** The page; with what was typed where that could not be taken, and why. */
function SprintPage(props: { context: Context; tools: SprintTools; note?: string; typed?: Form }) {
  const { context, tools, typed } = props
  const sprint = presentSprint(tools.db)
  const note = props.note ?? context.req.query('note')?.slice(0, 200)
  const due = recallDue(tools)
  const rest = restsUntil(tools)
  const taken = justTakenBack(tools, Number(context.req.query('taken')))
  const topic = typed?.text('topic') ?? named(tools, context).topic
  const form = <BeginForm context={context} tools={tools} typed={typed} />
  return (
    <Frame context={context} title="Sprint">
      <h1>
        {sprint
          ? sprint.topic
          : rest
            ? tools.restsUntil()
              ? 'It is a rest.'
              : 'No sprint just now.'
            : 'One thing to learn, and an end.'}
      </h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {taken !== undefined && !sprint && (
        <form method="post" action="/sprint/bring-back" class="notice row apart" role="status">
          <span>“{taken}” is taken back.</span>
          <button type="submit" name="sprint" value={context.req.query('taken')} class="word" data-key="u">
            Undo
          </button>
        </form>
      )}
      {due && (
        <p>
          <a href="/sprint/again">What is left of “{due.sprint.topic}”?</a>
        </p>
      )}
      {sprint && topic && !typed && (
        <p class="notice">
          One at a time. “{topic}” can wait: <a href="#later">below</a>.
        </p>
      )}
      {sprint ? (
        <>
          <Present tools={tools} sprint={sprint} />
          {typed && (
            <details open>
              <summary>What you typed, for after it</summary>
              {form}
            </details>
          )}
        </>
      ) : rest ? (
        <>
          <p>A new one may begin after {dayWords(rest, today(tools))}. Until then nothing needs to be learned.</p>
          <details open={topic !== ''}>
            <summary>Something has a date of its own?</summary>
            {form}
          </details>
        </>
      ) : (
        form
      )}
      <Waiting tools={tools} topic={sprint ? topic : ''} />
      <p>
        <a href="/sprints">A year of them</a>
      </p>
    </Frame>
  )
}
