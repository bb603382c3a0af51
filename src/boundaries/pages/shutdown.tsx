import type { Context } from 'hono'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { standing } from '../machine/standing.ts'
import { nextWorkStart, presentShutdown, thoughtsBack } from '../machine/thoughts.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import {
  beginShutdown,
  endShutdown,
  leftOpen,
  park,
  planThought,
  settleThought,
  type Thought,
  unsettleThought,
  waitAgain,
  waitingThoughts,
} from '../store/thoughts.ts'
import { CLOSED, momentWords } from '../words.ts'

/** The short end of a workday, and the thoughts that come back at the next one. */
export function shutdownRoutes(tools: BoundaryTools): Route[] {
  const { db, clock } = tools
  return [
    ...always(
      get('/shutdown', 'session', context => context.html(<ShutdownPage context={context} tools={tools} />)),
      post('/shutdown', 'session', async context => {
        const lines = (await readForm(context)).text('open').split('\n')
        db.transaction(() => {
          const id = presentShutdown(tools)?.id ?? beginShutdown(db, clock.now())
          for (const line of lines) park(db, line, clock.now(), id)
          if (leftOpen(db, id).length === 0) endShutdown(db, id, clock.now())
        })
        return context.redirect('/shutdown', 303)
      }),
      post('/shutdown/close', 'session', async context => {
        const form = await readForm(context)
        // By its own number: one that closed itself while the person thought keeps what they wrote.
        const id = Number(form.text('shutdown'))
        db.transaction(() => {
          for (const thought of leftOpen(db, id)) planThought(db, thought.id, form.text(`plan-${thought.id}`))
          endShutdown(db, id, clock.now())
        })
        return context.redirect('/shutdown?done', 303)
      }),
    ),
    get('/thoughts', 'session', context => context.html(<ThoughtsPage context={context} tools={tools} />)),
    post('/thoughts/settle', 'session', async context => {
      const id = Number((await readForm(context)).text('thought'))
      settleThought(db, id, clock.now())
      return context.redirect(`/thoughts?undo=${id}`, 303)
    }),
    post('/thoughts/unsettle', 'session', async context => {
      unsettleThought(db, Number((await readForm(context)).text('thought')))
      return context.redirect('/thoughts', 303)
    }),
    post('/thoughts/again', 'session', async context => {
      waitAgain(db, Number((await readForm(context)).text('thought')), clock.now())
      return context.redirect('/thoughts', 303)
    }),
  ]
}

function ShutdownPage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const { db, clock } = tools
  const shutdown = presentShutdown(tools)
  const done = context.req.query('done') !== undefined
  if (!shutdown && !done) return <WhatIsOpen context={context} />
  if (shutdown) return <WhatNext context={context} thoughts={leftOpen(db, shutdown.id)} />
  const { off } = standing(tools)
  const back = nextWorkStart(tools)
  return (
    <Frame context={context} title="The workday is closed">
      <h1>{off ? CLOSED : 'The workday is closed.'}</h1>
      <p>
        {waitingThoughts(db).length === 0
          ? 'Nothing waits.'
          : `What is open is kept, and comes back ${back === undefined ? 'at your next work start' : momentWords(back, clock.now(), clock.zone())}.`}
      </p>
    </Frame>
  )
}

function WhatIsOpen({ context }: { context: Context }) {
  return (
    <Frame context={context} title="Close the workday">
      <h1>What is still open?</h1>
      <form method="post" action="/shutdown" class="field">
        <label for="open">Only what is unfinished, a line each. Or nothing.</label>
        <textarea id="open" name="open" rows={5} autofocus />
        <p class="row">
          <button type="submit">Next</button>
          <a href="/">Not now</a>
        </p>
      </form>
    </Frame>
  )
}

function WhatNext({ context, thoughts }: { context: Context; thoughts: readonly Thought[] }) {
  return (
    <Frame context={context} title="Close the workday">
      <h1>When, where, and what is the next step?</h1>
      <form method="post" action="/shutdown/close">
        <input type="hidden" name="shutdown" value={String(thoughts[0]?.shutdownId ?? 0)} />
        {thoughts.map(({ id, words, plan }, at) => (
          <div class="field">
            <label for={`plan-${id}`}>{words}</label>
            <input
              type="text"
              id={`plan-${id}`}
              name={`plan-${id}`}
              value={plan}
              maxlength={1000}
              autocomplete="off"
              placeholder="tomorrow at nine, at my desk: run the failing test"
              autofocus={at === 0}
            />
          </div>
        ))}
        <p class="soft">Leave any of them empty.</p>
        <button type="submit">Close the workday</button>
      </form>
    </Frame>
  )
}

/** The thoughts that have come back, one at a time. */
function ThoughtsPage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const { clock, db } = tools
  const [thought, ...others] = thoughtsBack(tools)
  const undo = context.req.query('undo')
  const back = nextWorkStart(tools)
  const later = waitingThoughts(db).length - (thought ? others.length + 1 : 0)
  return (
    <Frame context={context} title="Parked thoughts">
      {thought ? (
        <>
          <h1>{thought.words}</h1>
          {thought.plan && <p>{thought.plan}</p>}
          <p class="soft">
            {thought.shutdownId === null ? 'You parked it' : 'You left it open'}{' '}
            {momentWords(thought.parkedAt, clock.now() - 6 * 24 * 3600_000, clock.zone())}.
          </p>
          <div class="row">
            <form method="post" action="/thoughts/settle">
              <input type="hidden" name="thought" value={String(thought.id)} />
              <button type="submit" autofocus>
                I have it
              </button>
            </form>
            <form method="post" action="/thoughts/again">
              <input type="hidden" name="thought" value={String(thought.id)} />
              <button type="submit" class="plain">
                Keep it for next time
              </button>
            </form>
          </div>
          <p class="soft">{others.length === 0 ? 'It is the last.' : `${others.length} more after it.`}</p>
        </>
      ) : (
        <>
          <h1>No thought waits for you now.</h1>
          {later > 0 && back !== undefined && (
            <p class="soft">
              {later === 1 ? 'One comes' : `${later} come`} back {momentWords(back, clock.now(), clock.zone())}.
            </p>
          )}
        </>
      )}
      {undo && (
        <form method="post" action="/thoughts/unsettle">
          <input type="hidden" name="thought" value={undo.slice(0, 20)} />
          <button type="submit" class="word" data-key="u">
            Undo the last
          </button>
        </form>
      )}
    </Frame>
  )
}
