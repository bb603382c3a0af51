import type { Context } from 'hono'
import type { App } from './app.ts'
import { EveningProposal, keepProposed } from './boundaries/pages/proposal.tsx'
import { TimeFields, weeklyOf } from './plan/pages/plan.tsx'
import { DEFAULT_PLAN, readHours } from './plan/plan.ts'
import { changePlan } from './plan/store/plan.ts'
import { readSource } from './radar/kinds/all.ts'
import { presentEdition } from './radar/machine/reading.ts'
import type { RadarTools } from './radar/machine/tools.ts'
import { propose, starters } from './radar/starter.ts'
import { addSource, listSources } from './radar/store/sources.ts'
import type { Schedule } from './schedule.ts'
import { Progress } from './today.tsx'
import { readForm } from './web/form.ts'
import { Frame } from './web/frame.tsx'
import { get, post, type Route } from './web/route.ts'

const EXAMPLES = [
  'evaluation of retrieval-augmented generation',
  'robot manipulation from demonstrations',
  'language model inference and serving',
]

/** The first three minutes: what you work on, how much of the week, where from, and three stories to see it work. */
export function welcomeRoutes(app: App, schedule: Schedule, openSample: (() => Promise<string>) | undefined): Route[] {
  const tools = app.radar
  const { db, clock } = tools
  return [
    get('/welcome', 'session', context =>
      context.html(<About context={context} tools={tools} sample={openSample !== undefined} />),
    ),
    post('/welcome', 'session', async context => {
      const form = await readForm(context)
      const feeling = form.text('feeling')
      const example = form.text('example')
      changePlan(db, {
        // An example chosen later stands against a sentence that was only there from before.
        area: (example && form.text('area') === tools.plan().area ? example : form.text('area') || example).slice(
          0,
          400,
        ),
        feeling: feeling === 'heavy' || feeling === 'fine' ? feeling : '',
        // Half the hours are proposed to someone for whom it is heavy, and said no word about.
        ...(tools.plan().welcomedAt === null && {
          minutesAWeek: feeling === 'heavy' ? DEFAULT_PLAN.minutesAWeek / 2 : DEFAULT_PLAN.minutesAWeek,
        }),
      })
      return context.redirect(form.has('only') ? '/welcome/plan?only' : '/welcome/plan', 303)
    }),
    get('/welcome/plan', 'session', context => context.html(<Proposal context={context} app={app} />)),
    post('/welcome/plan', 'session', async context => {
      const form = await readForm(context)
      const chosen = form.all('source').flatMap(typed => {
        const read = readSource(typed)
        return read ? [{ ...read, title: starters.find(starter => starter.typed === typed)?.title ?? '' }] : []
      })
      db.transaction(() => {
        for (const source of chosen) addSource(db, source, clock.now())
        keepProposed(app.boundaries, form)
        changePlan(db, {
          minutesAWeek: readHours(form.text('hours')) ?? tools.plan().minutesAWeek,
          editions: form.has('only') ? { ...tools.plan().editions, days: [] } : weeklyOf(form, tools.plan()),
          // Weeks are counted from the first time, also where this page comes up again.
          welcomedAt: tools.plan().welcomedAt ?? clock.now(),
        })
      })
      if (listSources(db).length === 0) return context.redirect('/', 303)
      schedule.firstFetch(() => tools.apart('taste'))
      return context.redirect('/welcome/first', 303)
    }),
    ...(openSample
      ? [
          post('/demo', 'session', async context =>
            context.html(<SampleReady context={context} link={await openSample()} />),
          ),
        ]
      : []),
    get('/welcome/first', 'session', context => {
      const job = schedule.job()
      if (presentEdition(tools)) return context.redirect('/edition', 303)
      if (!job.running) return context.redirect('/', 303)
      return context.html(
        <Frame context={context} title="A first look" bare help live refresh>
          <div data-live aria-live="polite">
            <h1>Looking around for you.</h1>
            <Progress job={job} />
            <p class="soft">Three stories, then that is it for today.</p>
          </div>
        </Frame>,
      )
    }),
  ]
}

/** A link, since the policy lets no form lead to another address, and the sample has its own. */
function SampleReady({ context, link }: { context: Context; link: string }) {
  return (
    <Frame context={context} title="A made-up month" bare help>
      <h1>A made-up month is ready.</h1>
      <p>It runs beside Evenkeel, at an address of its own, and goes when Evenkeel stops.</p>
      <p class="row">
        <a class="button" href={link} autofocus>
          Look around
        </a>
        <a href="/welcome">Back</a>
      </p>
    </Frame>
  )
}

function About({ context, tools, sample }: { context: Context; tools: RadarTools; sample: boolean }) {
  const { area } = tools.plan()
  return (
    <Frame context={context} title="Welcome" bare help>
      <h1>Stay current in one corner. Let the rest go by.</h1>
      <form method="post" action="/welcome">
        <div class="field">
          <label for="area">What do you work on?</label>
          <input
            type="text"
            id="area"
            name="area"
            value={area}
            maxlength={400}
            autofocus
            aria-describedby="area-help"
            autocomplete="off"
          />
          <p class="soft" id="area-help">
            One sentence, any field. Or leave it, or take one of these:
          </p>
          {EXAMPLES.map(example => (
            <label class="check">
              <input type="radio" name="example" value={example} />
              <span>{example}</span>
            </label>
          ))}
        </div>
        <fieldset>
          <legend>How does opening the laptop feel just now?</legend>
          <div class="row">
            {[
              ['fine', 'fine'],
              ['heavy', 'heavy'],
              ['', 'skip this'],
            ].map(([value, words]) => (
              <label class="check">
                <input type="radio" name="feeling" value={value} checked={value === tools.plan().feeling} />
                <span>{words}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <p class="row">
          <button type="submit">Next</button>
          <button type="submit" name="only" value="evenings" class="word">
            Only my evenings, nothing to read
          </button>
        </p>
      </form>
      {sample && (
        <form method="post" action="/demo" class="end">
          <p class="soft">Just looking? A made-up month is ready to look around in. It leaves nothing behind.</p>
          <button type="submit" class="plain">
            Look around first
          </button>
        </form>
      )}
    </Frame>
  )
}

function Proposal({ context, app }: { context: Context; app: App }) {
  const tools = app.radar
  const plan = tools.plan()
  const proposed = propose(plan.area)
  const mine = listSources(tools.db).length
  if (context.req.query('only') !== undefined) {
    return (
      <Frame context={context} title="Welcome" bare help>
        <h1>An evening that is yours.</h1>
        <form method="post" action="/welcome/plan">
          <input type="hidden" name="only" value="evenings" />
          <EveningProposal tools={app.boundaries} />
          <GoodOrBack />
        </form>
      </Frame>
    )
  }
  return (
    <Frame context={context} title="Welcome" bare help>
      <h1>This is enough to stay current.</h1>
      <form method="post" action="/welcome/plan">
        <TimeFields plan={plan} />
        {proposed.length > 0 && (
          <fieldset>
            <legend>Sources for it</legend>
            {proposed.map(starter => (
              <label class="check">
                <input type="checkbox" name="source" value={starter.typed} checked />
                <span>{starter.title}</span>
              </label>
            ))}
          </fieldset>
        )}
        {proposed.length === 0 && (
          <p class="soft">There is no list of sources for this ready. You can add your own on the sources page.</p>
        )}
        <EveningProposal tools={app.boundaries} />
        {mine > 0 && <p class="soft">The {mine} sources you have come along.</p>}
        <GoodOrBack />
      </form>
    </Frame>
  )
}

function GoodOrBack() {
  return (
    <p class="row">
      <button type="submit" autofocus>
        That is good
      </button>
      <a href="/welcome">Back</a>
    </p>
  )
}
