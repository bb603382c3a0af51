import type { Context } from 'hono'
import type { App } from './app.ts'
import { OneThing } from './asides.tsx'
import { offZone, standing } from './boundaries/machine/standing.ts'
import { Aside } from './boundaries/pages/aside.tsx'
import { presentWindows } from './boundaries/store/rules.ts'
import { nextWords } from './boundaries/words.ts'
import { isPaused } from './plan/plan.ts'
import { nextSlot, presentEdition } from './radar/machine/reading.ts'
import { listSources } from './radar/store/sources.ts'
import { noEditionWords, SHORTER, sizeOf } from './radar/words.ts'
import type { Job, Schedule } from './schedule.ts'
import { date, dayAndTime } from './time/weekly.ts'
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
  const { clock } = tools
  const plan = tools.plan()
  const zone = clock.zone()
  const next = nextSlot(tools)
  const until = next === undefined ? '' : ` until ${dayAndTime(next, zone)}`
  const edition = presentEdition(tools)
  if (isPaused(plan, clock.now())) {
    return (
      <Frame context={context} title="Today">
        <h1>All is quiet until {date(plan.pausedUntil ?? 0, zone)}.</h1>
        <form method="post" action="/resume">
          <button type="submit" class="plain">
            Start again now
          </button>
        </form>
        <Aside tools={app.boundaries} />
      </Frame>
    )
  }
  if (!edition && job.running && plan.editions.days.length > 0) {
    return (
      <Frame context={context} title="Today" refresh>
        <div data-live aria-live="polite">
          <h1>Your edition is being made.</h1>
          <Progress job={job} />
        </div>
      </Frame>
    )
  }
  if (edition && edition.openedAt === null && edition.stories.length > 0) {
    return (
      <Frame context={context} title="Today">
        <h1>
          {sizeOf(edition)}, then you are done{until}.
        </h1>
        {edition.shorter && <p class="soft">{SHORTER}</p>}
        <form method="post" action="/edition/open">
          <button type="submit" autofocus>
            Open the edition
          </button>
        </form>
        <OneThing app={app} />
      </Frame>
    )
  }
  const where = standing(app.boundaries)
  const nextOff = nextWords(where, offZone(app.boundaries))
  const onlyEvenings = next === undefined && where.next !== undefined && listSources(tools.db).length === 0
  return (
    <Frame context={context} title="Today">
      <h1>{edition ? `You are done${until}.` : onlyEvenings ? nextOff : `Nothing to read${until}.`}</h1>
      {edition && edition.stories.length > 0 && (
        <p>
          <a href="/edition">Look at the last edition again</a>
        </p>
      )}
      {edition?.stories.length === 0 && <p>Nothing today was close enough to your area.</p>}
      {!edition && !onlyEvenings && (
        <p class="soft">
          {noEditionWords(listSources(tools.db).length)} <a href="/sources">Sources</a>
        </p>
      )}
      {onlyEvenings ? (
        <p class="soft">Nothing else is due. You have no sources, which is fine.</p>
      ) : (
        <p class="soft">{nextOff}</p>
      )}
      <OneThing app={app} />
    </Frame>
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
