import type { Context } from 'hono'
import { keepSetting } from '../../store/setting.ts'
import { date } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { AUDITS_AN_EDITION } from '../audit.ts'
import { type Evidence, evidenceOf, lastAsked } from '../machine/checking.ts'
import { tellElsewhere, untell } from '../machine/telling.ts'
import type { RadarTools } from '../machine/tools.ts'
import { auditOn } from '../settings.ts'
import { findItem } from '../store/items.ts'
import { allTold, type Outcome } from '../store/told.ts'
import { evidenceWords, OUTCOME_WORDS, replayWords, toldWords } from '../words.ts'
import { Act, Origin, Title, Verdict } from './story.tsx'

/** What is known of what was left out: random checks, what was told elsewhere, and the ranking replayed. */
export function evidenceRoutes(tools: RadarTools): Route[] {
  const { db } = tools
  const back = (context: Context, said: Record<string, string> = {}) =>
    context.redirect(`/evidence${Object.keys(said).length > 0 ? `?${new URLSearchParams(said)}` : ''}`, 303)
  return [
    get('/evidence', 'session', context => context.html(<EvidencePage context={context} tools={tools} />)),
    post('/evidence/switch', 'session', async context => {
      keepSetting(db, auditOn, (await readForm(context)).text('on') === 'yes' ? 'yes' : 'no')
      return back(context)
    }),
    post('/evidence/check', 'session', async context => {
      await tools.apart('check')
      return context.redirect('/evidence/check', 303)
    }),
    get('/evidence/check', 'session', context => context.html(<CheckPage context={context} tools={tools} />)),
    post('/told', 'session', async context => {
      const told = await tellElsewhere(tools, (await readForm(context)).text('link'))
      if ('problem' in told) return back(context, { note: told.problem })
      return back(context, { told: String(told.item.id), ...(told.outcome === 'early' ? { early: 'yes' } : {}) })
    }),
    post('/told/undo', 'session', async context => {
      untell(tools, Number((await readForm(context)).text('item')))
      return back(context)
    }),
  ]
}

interface ViewProps {
  readonly context: Context
  readonly tools: RadarTools
}

function EvidencePage({ context, tools }: ViewProps) {
  const zone = tools.clock.zone()
  const early = context.req.query('how') === 'early'
  const evidence = evidenceOf(tools, early)
  const note = context.req.query('note')?.slice(0, 500)
  return (
    <Frame context={context} title="What was missed">
      <h1>How much do you miss?</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      <JustTold context={context} tools={tools} />
      {evidenceWords(evidence, tools.clock.now(), zone).map(line => (
        <p>{line}</p>
      ))}
      <Floor evidence={evidence} />
      <Checking evidence={evidence} early={early} />
      <h2>Told elsewhere</h2>
      <form method="post" action="/told" class="field">
        <label for="link">A link that reached you another way, and mattered</label>
        <input type="url" id="link" name="link" autocomplete="off" placeholder="https://" required />
        <p class="soft">Evenkeel looks whether an edition had it, counts it, and learns from it.</p>
        <button type="submit" class="plain">
          Count it
        </button>
      </form>
      <p>{toldWords(evidence.told)}</p>
      {evidence.told.all > 0 && <ToldList tools={tools} zone={zone} />}
      <h2>Does the ranking help?</h2>
      {replayWords(evidence.replay).map(line => (
        <p>{line}</p>
      ))}
      <section class="end" aria-label="The end">
        <p>
          That is all. <a href="/left-out">What was left out</a>
        </p>
      </section>
    </Frame>
  )
}

/** What was just said, with a way to take it back. */
function JustTold({ context, tools }: ViewProps) {
  const item = findItem(tools.db, Number(context.req.query('told')))
  if (!item) return null
  const told = allTold(tools.db).find(one => one.item === item.id)
  const early = context.req.query('early') === 'yes'
  if (!told && !early) return null
  return (
    <div class="notice row" role="status">
      <span>
        “{item.title}”: {OUTCOME_WORDS[(told?.outcome ?? 'early') as Outcome | 'early']}
      </span>
      {told && <Act to="/told/undo" item={item.id} label="Undo" name="u" back="/evidence" style="word" />}
    </div>
  )
}

/** The share that was surely caught, and what nobody can tell, as one bar. */
function Floor({ evidence: { floor, caught } }: { evidence: Evidence }) {
  if (floor === undefined || caught === 0) return null
  const width = 100 * floor
  return (
    <figure class="floor">
      <svg
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Caught at least ${Math.floor(width)} of 100`}
      >
        <rect class="unknown" x="0" y="0" width="100" height="6" rx="1" />
        <rect class="sure" x="0" y="0" width={width.toFixed(1)} height="6" rx="1" />
      </svg>
      <figcaption class="row apart soft">
        <span>surely caught</span>
        <span>can’t tell yet</span>
      </figcaption>
    </figure>
  )
}

function Checking({ evidence, early }: { evidence: Evidence; early: boolean }) {
  const { on, checked, share, leftOut } = evidence
  return (
    <>
      <div class="row">
        <form method="post" action="/evidence/switch" class="inline">
          <input type="hidden" name="on" value={on ? 'no' : 'yes'} />
          <button type="submit" class={on ? 'word' : 'plain'}>
            {on ? 'No more random checks in editions' : 'Put a few random checks into editions'}
          </button>
        </form>
        {leftOut > 0 && (
          <form method="post" action="/evidence/check" class="inline">
            <button type="submit" class={on ? 'plain' : 'word'}>
              Check ten now, three minutes
            </button>
          </form>
        )}
      </div>
      <details open={early}>
        <summary>How do you know?</summary>
        <p>
          Each edition may hold up to {AUDITS_AN_EDITION} titles drawn at random from everything that was left out,
          unmarked, each as likely as any other. What you say of them is counted; one you did not judge is offered once
          more and then counts as if it had mattered.
        </p>
        <p>
          Nineteen times in twenty no more was missed than this says, however often you look. It is about what was left
          out while the checks were drawn. Caught at least: what you kept, divided by that and the most you can have
          missed together.
        </p>
        {share === undefined && checked.checks > 0 && (
          <p>
            <a href="/evidence?how=early">State the bound already</a>
          </p>
        )}
      </details>
    </>
  )
}

function ToldList({ tools, zone }: { tools: RadarTools; zone: string }) {
  return (
    <details>
      <summary>All of it</summary>
      <ul class="quiet">
        {allTold(tools.db).map(({ item, outcome, at }) => (
          <li>
            <div class="row apart">
              <span>{findItem(tools.db, item)?.title}</span>
              <Act to="/told/undo" item={item} label="Take back" back="/evidence" style="word" />
            </div>
            <div class="soft">
              {OUTCOME_WORDS[outcome]} {date(at, zone)}
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}

function CheckPage({ context, tools }: ViewProps) {
  const asked = lastAsked(tools)
  const open = asked.filter(({ verdict }) => verdict === null)
  const heading =
    open.length > 0
      ? 'Would you have wanted these?'
      : asked.length > 0
        ? 'That is all checked.'
        : 'Nothing was left out yet that could be checked.'
  return (
    <Frame context={context} title="A random check">
      <h1>{heading}</h1>
      {open.length > 0 && <p class="soft">Drawn at random from what was left out. The title is enough.</p>}
      {asked.map(item => (
        <article class="story" id={`story-${item.id}`} data-story>
          <Title item={item} />
          <p class="soft">
            <Origin item={item} zone={tools.clock.zone()} />
          </p>
          <Verdict item={item} back={`/evidence/check#story-${item.id}`} quiet />
        </article>
      ))}
      <section class="end" aria-label="The end">
        <p>
          <a href="/evidence">What it shows</a>
        </p>
      </section>
    </Frame>
  )
}
