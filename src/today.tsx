import type { Context } from 'hono'
import type { App } from './app.ts'
import { OneThing } from './asides.tsx'
import { boundaryAside } from './boundaries/pages/aside.tsx'
import { presentWindows } from './boundaries/store/rules.ts'
import { shownRoutines } from './joined.ts'
import { restAhead } from './plan/rest.ts'
import { restWords } from './plan/words.ts'
import { listSources } from './radar/store/sources.ts'
import { noEditionWords, SHORTER } from './radar/words.ts'
import { marksOf } from './routines/store/routines.ts'
import type { Job, Schedule } from './schedule.ts'
import { WarningLine } from './signals/pages/aside.tsx'
import { type Stand, stand } from './stand.ts'
import { day, dayAndTime, timeOf } from './time/weekly.ts'
import { Frame } from './web/frame.tsx'
import { get, type Route } from './web/route.ts'

/** The first page: where I stand, in one sentence, and the one thing there is to do. */
export function todayRoutes(app: App, schedule: Schedule): Route[] {
  return [
    get('/', 'session', context => {
      // Who set off time in the terminal has begun already.
      if (app.radar.plan().welcomedAt === null && presentWindows(app.radar.db).length === 0)
        return context.redirect('/welcome', 303)
      return context.html(<Today context={context} app={app} job={schedule.job()} />)
    }),
  ]
}

interface TodayProps {
  readonly context: Context
  readonly app: App
  readonly job: Job
}

function Today({ context, app, job }: TodayProps) {
  const tools = app.radar
  const here = stand(app)
  const { edition, state } = here
  if (state === 'paused') {
    return (
      <Frame context={context} title="Today">
        <h1>{here.says}</h1>
        <form method="post" action="/resume">
          <button type="submit" class="plain">
            Start again now
          </button>
        </form>
        {boundaryAside(app.boundaries, false)}
      </Frame>
    )
  }
  if (!edition && job.running && tools.plan().editions.days.length > 0) {
    return (
      <Frame context={context} title="Today" refresh>
        <div data-live aria-live="polite">
          <h1>Your edition is being made.</h1>
          <Progress job={job} />
        </div>
      </Frame>
    )
  }
  if (state === 'waits') {
    return (
      <Frame context={context} title="Today">
        <h1>{here.says}</h1>
        {edition?.shorter && <p class="soft">{SHORTER}</p>}
        <form method="post" action="/edition/open">
          <button type="submit" autofocus>
            Open the edition
          </button>
        </form>
        <Besides context={context} app={app} here={here} />
        <OneThing app={app} />
      </Frame>
    )
  }
  return (
    <Frame context={context} title="Today">
      <h1>{here.says}</h1>
      {edition && edition.stories.length > 0 && (
        <p>
          <a href="/edition">Look at the last edition again</a>
        </p>
      )}
      {edition?.stories.length === 0 && <p>Nothing today was close enough to your area.</p>}
      {state === 'nothing' && (
        <p class="soft">
          {noEditionWords(listSources(tools.db).length)} <a href="/sources">Sources</a>
        </p>
      )}
      {state === 'evenings-only' ? (
        <p class="soft">Nothing else is due. You have no sources, which is fine.</p>
      ) : (
        <p class="soft">{here.evening}</p>
      )}
      <Besides context={context} app={app} here={here} />
      <OneThing app={app} />
    </Frame>
  )
}

/** What there is besides reading: a rest, a warning's line, the next session of a sprint, one routine. */
function Besides({ context, app, here: { session, routine } }: { context: Context; app: App; here: Stand }) {
  const { clock } = app.machine
  const just = Number(context.req.query('marked'))
  const marked = shownRoutines(app.db).find(
    ({ id }) => id === just && marksOf(app.db, id).includes(day(clock.now(), clock.zone())),
  )
  const rest = restAhead(app.radar.rests(), day(clock.now(), clock.zone()))
  return (
    <>
      {rest && (
        <p class="soft">
          {restWords(rest, clock)} <a href="/settings">Change it</a>
        </p>
      )}
      <WarningLine tools={app.signals} />
      {session && (
        <p class="soft">
          {session.since !== undefined ? (
            <>
              Since {timeOf(session.since, clock.zone())}: <a href="/sprint">{session.topic}</a>
            </>
          ) : session.at === undefined ? (
            <>
              <a href="/sprint">{session.topic}</a> has reached its stop date. That is enough.
            </>
          ) : (
            <>
              {dayAndTime(session.at, clock.zone(), clock.now())}: <a href="/sprint">{session.topic}</a>
            </>
          )}
        </p>
      )}
      {marked && (
        <form method="post" action="/routines/mark" class="row" role="status">
          <input type="hidden" name="routine" value={String(marked.id)} />
          <input type="hidden" name="back" value="today" />
          <input type="hidden" name="happened" value="no" />
          <span>{marked.words} ✓</span>
          <button type="submit" name="day" value={day(clock.now(), clock.zone())} class="word" data-key="u">
            Undo
          </button>
        </form>
      )}
      {routine && (
        <form method="post" action="/routines/mark" class="row">
          <input type="hidden" name="routine" value={String(routine.id)} />
          <input type="hidden" name="back" value="today" />
          <span>{routine.words}</span>
          <button type="submit" name="day" value={day(clock.now(), clock.zone())} class="word">
            it happened
          </button>
        </form>
      )}
    </>
  )
}

/** How far a fetch has come, in a bar and a line. */
export function Progress({ job }: { job: Job }) {
  return (
    <>
      <progress value={String(job.done)} max={String(Math.max(1, job.total))} aria-label="Sources asked" />
      <p class="soft">
        {job.done} of {job.total} sources asked, {job.found} new things found.
      </p>
    </>
  )
}
