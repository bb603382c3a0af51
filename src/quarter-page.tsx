import type { Context } from 'hono'
import type { App } from './app.ts'
import { PARTS, type Part } from './parts.ts'
import { inWords } from './plan/budget.ts'
import { type Quarter, quarterOf } from './quarter.ts'
import type { Moved } from './signals/then-now.ts'
import { keptWords, OUTCOME_WORDS } from './sprints/words.ts'
import { keepSetting } from './store/setting.ts'
import { dayWords } from './time/weekly.ts'
import { localDay } from './time/window.ts'
import { readForm } from './web/form.ts'
import { Frame } from './web/frame.tsx'
import { get, post, type Route } from './web/route.ts'

const MOST_NAMED = 8

/** Thirteen weeks on one page, and what could be turned off. */
export function quarterRoutes(app: App): Route[] {
  return [
    get('/quarter', 'session', context => {
      const asked = Number(context.req.query('number'))
      const quarter = quarterOf(app, Number.isInteger(asked) && asked > 0 ? asked : undefined)
      return context.html(<QuarterPage context={context} app={app} quarter={quarter} />)
    }),
    post('/quarter/part', 'session', async context => {
      const form = await readForm(context)
      const part = PARTS.find(({ name }) => name === form.text('part'))
      const on = form.text('on') === 'yes'
      if (!part?.setting) return context.redirect('/quarter', 303)
      keepSetting(app.db, part.setting, on ? 'yes' : 'no')
      return context.redirect(on ? '/quarter' : `/quarter?${new URLSearchParams({ off: part.name })}`, 303)
    }),
  ]
}

function QuarterPage({ context, app, quarter }: { context: Context; app: App; quarter: Quarter | undefined }) {
  const { clock } = app.machine
  const today = localDay(clock.now(), clock.zone()).toString()
  const off = PARTS.find(({ name }) => name === context.req.query('off'))
  if (!quarter) {
    return (
      <Frame context={context} title="A quarter">
        <h1>There is nothing to look back on yet.</h1>
      </Frame>
    )
  }
  if (quarter.early) {
    return (
      <Frame context={context} title="A quarter">
        <h1>It is early to look back.</h1>
        <p>
          When thirteen weeks have gone by this page tells how they were: then and now, evenings, reading, and what was
          not work. Eight of them are enough for a first look.
        </p>
        <p>
          <a href="/week">The week</a>
        </p>
      </Frame>
    )
  }
  const { number, stretch, over, evenings, read, planned, shelved, faded, notWork, sprints } = quarter
  return (
    <Frame context={context} title="A quarter">
      <h1>
        {over
          ? `${dayWords(stretch.first, today)} to ${dayWords(stretch.last, today)}`
          : `Since ${dayWords(stretch.first, today)}, so far`}
      </h1>
      {off && (
        <form method="post" action="/quarter/part" class="row apart notice" role="status">
          <input type="hidden" name="part" value={off.name} />
          <span>It is off: {off.words}. What you said stays.</span>
          <button type="submit" name="on" value="yes" class="word" data-key="u">
            Undo
          </button>
        </form>
      )}
      <Signs quarter={quarter} />
      <h2>Evenings</h2>
      <p>{eveningWords(evenings)}</p>
      <h2>Reading</h2>
      <p>
        {inWords(read)} of editions, where your plan had room for {inWords(planned)}. What was not read is owed to
        nobody.
      </p>
      <h2>Let go</h2>
      <p>{shelved + faded.length === 0 ? 'Nothing was shelved.' : fadedWords(shelved, faded)}</p>
      {sprints.length > 0 && (
        <>
          <h2>Learned</h2>
          <ul class="quiet">
            {sprints.map(({ topic, outcome, ...told }) => (
              <li>
                {topic}
                <span class="soft">
                  {' '}
                  {outcome && OUTCOME_WORDS[outcome]}
                  {outcome ? `. ${keptWords(told)}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Not work</h2>
      {notWork.length === 0 ? (
        <p class="soft">
          Nothing was marked here, which says nothing of what there was. <a href="/routines">What is not work</a>
        </p>
      ) : (
        <ul class="quiet">
          {notWork.map(({ words, times }) => (
            <li>
              {words}, {times === 1 ? 'once' : `${times} times`}
            </li>
          ))}
        </ul>
      )}
      <TurnOff app={app} quarter={quarter} />
      <p class="row">
        {number > 1 && <a href={`/quarter?number=${number - 1}`}>The thirteen weeks before</a>}
        {over && <a href={`/quarter?number=${number + 1}`}>Those since</a>}
        <a href="/week">The week</a>
        <a href="/">First page</a>
      </p>
    </Frame>
  )
}

const SIGN_WORDS = { dread: 'Dread of starting', behind: 'Feeling behind' } as const

function Signs({ quarter: { signs } }: { quarter: Quarter }) {
  const told = signs.flatMap(({ sign, moved }) => (moved ? [{ sign, moved }] : []))
  return (
    <>
      <h2>Then and now</h2>
      {told.length === 0 && (
        <p class="soft">
          Can’t tell: it takes ten answers in the first four weeks and ten in the last. <a href="/signals">Your days</a>
        </p>
      )}
      {told.map(({ sign, moved }) => (
        <div class="signs">
          <p>
            {SIGN_WORDS[sign]}: {moved.then.toFixed(1)} then, {moved.now.toFixed(1)} now, of ten. {movedWords(moved)}
          </p>
          <ThenNow moved={moved} />
        </div>
      ))}
      {told.length > 0 && (
        <details>
          <summary>How do you know?</summary>
          <p class="soft">
            The middle of your answers in the first four weeks and in the last four. The bar is where the difference may
            lie, in 19 of 20 such quarters, since days differ by themselves and hang together. What brought it about it
            cannot say.
          </p>
        </details>
      )}
    </>
  )
}

/** "Lighter, by 0.9 to 3.3." */
function movedWords({ interval: [low, high] }: Moved): string {
  const said = (value: number) => Math.abs(value).toFixed(1)
  if (high < 0) return `Lighter, by ${said(high)} to ${said(low)}.`
  if (low > 0) return `Heavier, by ${said(low)} to ${said(high)}.`
  return `Can’t tell: between ${said(low)} lighter and ${said(high)} heavier.`
}

/** Where the mark was and where it is, on a line from 0 to 10, and how sure that is. */
function ThenNow({ moved: { then, now, interval } }: { moved: Moved }) {
  const at = (value: number) => Math.min(100, Math.max(0, value * 10))
  const [from, to] = [at(then + interval[0]), at(then + interval[1])]
  return (
    <svg
      class="then-now"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="img"
      aria-label={`From ${then.toFixed(1)} to ${now.toFixed(1)} of 10`}
    >
      <rect class="way" x="0" y="2.5" width="100" height="1" />
      <rect class="sure" x={from.toFixed(1)} y="1.5" width={(to - from).toFixed(1)} height="3" />
      <rect class="then" x={(at(then) - 0.3).toFixed(1)} y="0" width=".6" height="6" />
      <rect class="now" x={(at(now) - 0.5).toFixed(1)} y="0" width="1" height="6" />
    </svg>
  )
}

function eveningWords(evenings: Quarter['evenings']): string {
  if (evenings.length === 0) return 'No off time was set.'
  const told = evenings.filter(({ hands }) => hands === 'off' || hands === 'touched').length
  const kept = evenings.filter(({ hands }) => hands === 'off').length
  const all = evenings.length === 1 ? 'One evening off.' : `${evenings.length} evenings off.`
  return told === 0
    ? `${all} No sensor can say how they went.`
    : `${all} Of the ${told} that can be told, ${kept} were kept.`
}

function fadedWords(shelved: number, faded: readonly string[]): string {
  const [named, more] = [faded.slice(0, MOST_NAMED), faded.length - MOST_NAMED]
  const list = `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
  const let_ = shelved > 0 ? `${shelved} shelved. ` : ''
  return faded.length === 0 ? `${let_}None has faded yet.` : `${let_}Faded, and nobody had to learn them: ${list}.`
}

function TurnOff({ app, quarter: { least, editions } }: { app: App; quarter: Quarter }) {
  const others = PARTS.filter(part => part.setting && part.isOn(app) && part !== least?.part)
  return (
    <>
      <h2>What shall we turn off?</h2>
      {least ? (
        <form method="post" action="/quarter/part" class="row apart">
          <input type="hidden" name="part" value={least.part.name} />
          <span>Perhaps {least.part.words}: of all that is on you used it least.</span>
          <button type="submit" class="plain">
            Turn it off
          </button>
        </form>
      ) : (
        <p>Nothing need be{others.length > 0 && ': what is on is used'}.</p>
      )}
      {editions.of >= 6 && editions.done < editions.of / 2 && (
        <p class="soft">
          You opened {editions.done} of {editions.of} editions. Fewer days may do: <a href="/settings">the plan</a>.
        </p>
      )}
      {others.length > 0 && (
        <details>
          <summary>Something else</summary>
          {others.map(part => (
            <OffForm part={part} />
          ))}
        </details>
      )}
    </>
  )
}

function OffForm({ part }: { part: Part }) {
  return (
    <form method="post" action="/quarter/part" class="row apart">
      <input type="hidden" name="part" value={part.name} />
      <span>{part.words}</span>
      <button type="submit" class="word" aria-label={`Turn off ${part.words}`}>
        Turn it off
      </button>
    </form>
  )
}
