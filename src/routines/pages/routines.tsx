import type { Context } from 'hono'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { slotWords, weekdaysOf } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { shownShare, today } from '../machine/telling.ts'
import type { RoutineTools } from '../machine/tools.ts'
import {
  KIND_WORDS,
  MOST_ROUTINES,
  meantWords,
  type Routine,
  readRoutine,
  type Typed,
  timesInWeek,
  timesWords,
} from '../routine.ts'
import { routinesOn, shareShown } from '../settings.ts'
import {
  addRoutine,
  changeRoutine,
  endRoutine,
  everyRoutine,
  markRoutine,
  marksOf,
  presentRoutines,
  raiseRoutine,
  unmarkRoutine,
} from '../store/routines.ts'
import { NOT_READ } from '../words.ts'
import { RoutineForm } from './form.tsx'
import { AllFree, FreeForm, JustFreed } from './free.tsx'

/** What a week holds that is not work: open in off time too, since that is when it happens. */
export function routineRoutes(tools: RoutineTools): Route[] {
  const { db } = tools
  const back = (context: Context, note = '') =>
    context.redirect(note ? `/routines?${new URLSearchParams({ note })}` : '/routines', 303)
  return always(
    get('/routines', 'session', context => context.html(<RoutinesPage context={context} tools={tools} />)),
    get('/routines/edit', 'session', context =>
      context.html(<EditPage context={context} tools={tools} id={Number(context.req.query('routine'))} />),
    ),
    post('/routines', 'session', async context => {
      const form = await readForm(context)
      const id = Number(form.text('id'))
      const read = readRoutine(readTyped(form))
      const refused = (why: string) => {
        context.status(422)
        return context.html(<EditPage context={context} tools={tools} id={id} typed={form} note={why} />)
      }
      if (typeof read === 'string') return refused(NOT_READ[read])
      if (id > 0) {
        if (!changeRoutine(db, { id, ...read })) return back(context, 'There is no such routine. Nothing was changed.')
      } else if (!addRoutine(db, { ...read, begun: today(tools) })) return refused(ENOUGH)
      keepSetting(db, routinesOn, 'yes')
      return back(context)
    }),
    post('/routines/mark', 'session', async context => {
      const form = await readForm(context)
      const [id, day] = [Number(form.text('routine')), form.text('day')]
      // Today and yesterday can be marked, and what was marked in error taken back.
      if (![today(tools), yesterday(tools)].includes(day))
        return back(context, 'That page was of another day. Nothing was marked; today can be, here.')
      if (form.text('happened') === 'no') unmarkRoutine(db, id, day)
      else markRoutine(db, id, day)
      if (form.text('back') !== 'today') return back(context)
      return context.redirect(form.text('happened') === 'no' ? '/' : `/?marked=${id}`, 303)
    }),
    post('/routines/raise', 'session', async context => {
      raiseRoutine(db, Number((await readForm(context)).text('routine')))
      return back(context)
    }),
    post('/routines/end', 'session', async context => {
      const form = await readForm(context)
      const again = form.text('again') === 'yes'
      const id = Number(form.text('routine'))
      // An undo is of today: what was let go longer ago is begun anew, so that no day between counts as meant.
      const ended = everyRoutine(db).find(routine => routine.id === id)?.ended
      if (again && ended !== today(tools))
        return back(context, 'It was let go on another day. Begin it anew, if you like.')
      if (!endRoutine(db, id, again ? null : today(tools)) && again) return back(context, ENOUGH)
      return back(context)
    }),
    post('/routines/settings', 'session', async context => {
      const form = await readForm(context)
      if (form.has('share')) keepSetting(db, shareShown, form.text('share') === 'yes' ? 'yes' : 'no')
      if (form.has('on')) keepSetting(db, routinesOn, form.text('on') === 'yes' ? 'yes' : 'no')
      return back(context)
    }),
  )
}

const ENOUGH = `${MOST_ROUTINES} are enough. Let one go first; nothing was changed.`

function yesterday(tools: RoutineTools): string {
  return Temporal.PlainDate.from(today(tools)).subtract({ days: 1 }).toString()
}

function readTyped(form: Form): Typed {
  const days = weekdaysOf(form.all('slot-day'))
  return {
    words: form.text('words'),
    kind: form.text('kind'),
    times: form.text('times'),
    ifThen: form.text('ifThen'),
    // A time stands in the form from the beginning; without a day it says nothing.
    slot: { days, time: days.length > 0 ? form.text('slot-time') : '' },
    noProjects: form.has('noProjects'),
  }
}

function RoutinesPage({ context, tools }: { context: Context; tools: RoutineTools }) {
  const { db } = tools
  const all = presentRoutines(db)
  const note = context.req.query('note')?.slice(0, 200)
  const last = everyRoutine(db).findLast(({ ended }) => ended === today(tools))
  const freed = Number(context.req.query('freed'))
  return (
    <Frame context={context} title="Not work">
      <h1>{all.length === 0 ? 'What does your week hold that is not work?' : 'What is not work'}</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      <JustFreed tools={tools} id={freed} />
      {all.length === 0 && (
        <p>
          A walk, a meal with someone, an instrument. One is enough to begin with. Nothing here can be missed, broken or
          lost: the page says what happened, and no more.
        </p>
      )}
      <AllFree tools={tools} but={freed} />
      <ul class="quiet">
        {all.map((routine, at) => (
          <li>
            <OneRoutine tools={tools} routine={routine} place={at + 1} />
          </li>
        ))}
      </ul>
      {last && (
        <form method="post" action="/routines/end" class="row">
          <input type="hidden" name="routine" value={String(last.id)} />
          <span class="soft">You let “{last.words}” go.</span>
          <button type="submit" name="again" value="yes" class="word" data-key="u">
            Undo
          </button>
        </form>
      )}
      {all.length < MOST_ROUTINES && (
        <details open={all.length === 0}>
          <summary>{all.length === 0 ? 'The first' : 'One more'}</summary>
          <RoutineForm routine={undefined} />
        </details>
      )}
      {all.length > 0 && (
        <p>
          {!context.get('off') && (
            <>
              <a href="/week">The week as one picture</a> ·{' '}
            </>
          )}
          <a href="/walk">Ask someone for a walk</a>
        </p>
      )}
      {all.length > 0 && (
        <>
          <FreeForm tools={tools} />
          <ShareForm tools={tools} />
        </>
      )}
    </Frame>
  )
}

function OneRoutine({ tools, routine, place }: { tools: RoutineTools; routine: Routine; place: number }) {
  const { db } = tools
  const marks = marksOf(db, routine.id)
  const days = [
    ['today', today(tools)],
    ['yesterday', yesterday(tools)],
  ] as const
  const share = shownShare(tools, routine)
  return (
    <>
      <p>
        <strong>{routine.words}</strong>
        {routine.noProjects && <span class="soft"> no projects talked about</span>}
        <br />
        <span class="soft">
          {[
            KIND_WORDS[routine.kind],
            routine.ifThen,
            slotWords(routine.slot),
            timesWords(timesInWeek(marks, today(tools))),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {share !== undefined && <Share share={share} />}
      <form method="post" action="/routines/mark" class="row">
        <input type="hidden" name="routine" value={String(routine.id)} />
        {days
          .filter(([, day]) => day >= routine.begun)
          .map(([name, day]) =>
            marks.includes(day) ? (
              <span class="soft">{name} ✓</span>
            ) : (
              <button
                type="submit"
                name="day"
                value={day}
                class="plain"
                aria-label={`${routine.words}: ${name}`}
                data-key={name === 'today' ? String(place) : undefined}
              >
                {name}
              </button>
            ),
          )}
      </form>
      <details>
        <summary aria-label={`Change “${routine.words}”`}>Change</summary>
        <p class="soft">Meant {meantWords(routine.times)}.</p>
        <div class="row">
          <a href={`/routines/edit?routine=${routine.id}`}>Its words</a>
          {days
            .filter(([, day]) => marks.includes(day))
            .map(([name, day]) => (
              <form method="post" action="/routines/mark" class="inline">
                <input type="hidden" name="routine" value={String(routine.id)} />
                <input type="hidden" name="day" value={day} />
                <button type="submit" name="happened" value="no" class="word">
                  Not {name} after all
                </button>
              </form>
            ))}
          {place > 1 && <Small action="/routines/raise" id={routine.id} words="Further up" of={routine.words} />}
          <Small action="/routines/free" id={routine.id} words="Skip today" of={routine.words} />
          <Small action="/routines/end" id={routine.id} words="Let it go" of={routine.words} />
        </div>
      </details>
    </>
  )
}

function Small({ action, id, words, of }: { action: string; id: number; words: string; of: string }) {
  return (
    <form method="post" action={action} class="inline">
      <input type="hidden" name="routine" value={String(id)} />
      <button type="submit" class="word" aria-label={`${words}: ${of}`}>
        {words}
      </button>
    </form>
  )
}

function Share({ share }: { share: number }) {
  return (
    <svg
      class="gauge"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="img"
      aria-label={`How much of it happened lately: ${Math.round(share * 100)} percent`}
    >
      <rect class="way" x="0" y="2" width="100" height="2" />
      <rect class="come" x="0" y="2" width={(share * 100).toFixed(1)} height="2" />
    </svg>
  )
}

function ShareForm({ tools }: { tools: RoutineTools }) {
  const shown = readSetting(tools.db, shareShown)
  return (
    <details>
      <summary>How much of it happened</summary>
      <form method="post" action="/routines/settings" class="row apart">
        <span class="soft">
          {shown
            ? 'A bar shows how much of what you meant happened, long ago counting less. Free days never lower it.'
            : 'A bar could show how much of what you meant happened, long ago counting less.'}
        </span>
        <button type="submit" name="share" value={shown ? 'no' : 'yes'} class="word">
          {shown ? 'Hide it' : 'Show it'}
        </button>
      </form>
    </details>
  )
}

/** A routine to change; or what was typed of one, new or not, and why it is none. */
function EditPage(props: { context: Context; tools: RoutineTools; id: number; typed?: Form; note?: string }) {
  const { context, tools, id, typed, note } = props
  const routine = presentRoutines(tools.db).find(one => one.id === id)
  return (
    <Frame context={context} title="Not work">
      <h1>{routine ? routine.words : typed ? 'Not quite yet.' : 'There is no such routine.'}</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {(routine || typed) && <RoutineForm routine={routine} typed={typed && readTyped(typed)} />}
      <p>
        <a href="/routines">Back</a>
      </p>
    </Frame>
  )
}
