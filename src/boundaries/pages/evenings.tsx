import type { Context } from 'hono'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { momentOf, startOfDay, timeOf } from '../../time/weekly.ts'
import { localDay } from '../../time/window.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import type { Evening } from '../evening.ts'
import { offLog, offZone } from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { eveningsIn, readGit } from '../machine/traces.ts'
import { countWords, coverageWords, handsWords } from '../report.ts'
import { eveningAsk } from '../settings.ts'
import { countAttempts } from '../store/extensions.ts'
import { keepMindOff, mindOffs } from '../store/sensors.ts'
import { MIND_ENDS, MIND_QUESTION, spanWords } from '../words.ts'
import { QuarterPicture, WeekPicture } from './picture.tsx'

const WEEKS = 13
const A_MINUTE = 60_000

/** How evenings went: two numbers, never one score, and counts only when asked for. */
export function eveningsRoutes(tools: BoundaryTools): Route[] {
  const { db, clock } = tools
  return [
    get('/evenings', 'session', context => {
      readGit(tools, A_MINUTE)
      return context.html(<WeekPage context={context} tools={tools} />)
    }),
    get('/evenings/quarter', 'session', context => {
      readGit(tools, A_MINUTE)
      return context.html(<QuarterPage context={context} tools={tools} />)
    }),
    get('/evenings/day/:day', 'session', context => {
      readGit(tools, A_MINUTE)
      const day = context.req.param('day') ?? ''
      const evening = startOfDay(day, 'UTC') === undefined ? undefined : eveningOn(tools, day)
      return context.html(<EveningPage context={context} tools={tools} day={day} evening={evening} />)
    }),
    post('/evenings/mind', 'session', async context => {
      const form = await readForm(context)
      const [evening, typed] = [form.text('evening'), form.text('value')]
      const value = typed === '' ? null : Number(typed)
      const good =
        startOfDay(evening, 'UTC') !== undefined &&
        (value === null || (Number.isInteger(value) && value >= 0 && value <= 10))
      if (good) keepMindOff(db, evening, value, clock.now())
      return context.redirect(form.text('back') === 'evening' ? `/evenings/day/${evening.slice(0, 10)}` : '/', 303)
    }),
    post('/evenings/ask', 'session', async context => {
      keepSetting(db, eveningAsk, (await readForm(context)).text('ask') === 'yes' ? 'yes' : 'no')
      return context.redirect('/evenings', 303)
    }),
  ]
}

/** The evening that began on a local day. */
function eveningOn(tools: BoundaryTools, day: string): Evening | undefined {
  const from = momentOf(day, '00:00', offZone(tools)) ?? 0
  const within = { from: from - 24 * 3600_000, to: from + 2 * 24 * 3600_000 }
  return eveningsIn(tools, within).find(evening => evening.day === day)
}

function noonOf(day: Temporal.PlainDate, zone: string): number {
  return day.toPlainDateTime({ hour: 12 }).toZonedDateTime(zone).epochMilliseconds
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 })
}

function WeekPage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const { clock } = tools
  const zone = offZone(tools)
  const asked = context.req.query('week') ?? ''
  const today = localDay(clock.now(), zone)
  const monday = mondayOf(startOfDay(asked, 'UTC') === undefined ? today : Temporal.PlainDate.from(asked))
  const days = Array.from({ length: 7 }, (_, at) => noonOf(monday.add({ days: at }), zone))
  const evenings = eveningsIn(tools, {
    from: noonOf(monday, zone) - 12 * 3600_000,
    to: noonOf(monday.add({ days: 7 }), zone) - 12 * 3600_000,
  })
  const counts = context.req.query('counts') !== undefined
  const present = Temporal.PlainDate.compare(monday, mondayOf(today)) >= 0
  const first = offLog(tools).rules[0]?.madeAt ?? clock.now()
  const link = (to: Temporal.PlainDate) => `/evenings?week=${to.toString()}${counts ? '&counts' : ''}`
  return (
    <Frame context={context} title="How evenings went">
      <h1>{headline(evenings.length, present)}</h1>
      <figure>
        <WeekPicture days={days} evenings={evenings} zone={zone} touches={counts} />
      </figure>
      <p class="row">
        {monday.toZonedDateTime(zone).epochMilliseconds > first && (
          <a href={link(monday.subtract({ days: 7 }))}>The week before</a>
        )}
        {!present && <a href={link(monday.add({ days: 7 }))}>The week after</a>}
        <a href="/evenings/quarter">The last three months</a>
      </p>
      {evenings.length > 0 && (
        <>
          <ul class="quiet">
            {evenings.map(({ day, span }) => (
              <li>
                <a href={`/evenings/day/${day}`}>{spanWords(span, clock.now(), zone)}</a>
              </li>
            ))}
          </ul>
          {counts ? (
            <p>
              {countWords(evenings)} <a href={`/evenings?week=${monday.toString()}`}>Hide</a>
            </p>
          ) : (
            <p>
              <a href={`/evenings?week=${monday.toString()}&counts`}>Show what touched them</a>
            </p>
          )}
        </>
      )}
      <MindSwitch tools={tools} />
      <p>
        <a href="/evenings/sensors">What can notice work</a> · <a href="/off">Off time</a>
      </p>
    </Frame>
  )
}

function headline(evenings: number, present: boolean): string {
  if (evenings > 0) return present ? 'Your evenings this week' : 'Your evenings that week'
  return present ? 'No evening of this week is over yet.' : 'No off time that week.'
}

function MindSwitch({ tools }: { tools: BoundaryTools }) {
  const on = readSetting(tools.db, eveningAsk)
  return (
    <form method="post" action="/evenings/ask" class="row apart">
      <span class="soft">
        {on
          ? 'The first page asks, the morning after, how far your mind was off.'
          : 'The first page could ask, the morning after, how far your mind was off.'}
      </span>
      <button type="submit" class="word" name="ask" value={on ? 'no' : 'yes'}>
        {on ? 'Stop asking' : 'Ask me'}
      </button>
    </form>
  )
}

function EveningPage({
  context,
  tools,
  day,
  evening,
}: {
  context: Context
  tools: BoundaryTools
  day: string
  evening: Evening | undefined
}) {
  const zone = offZone(tools)
  if (!evening) {
    return (
      <Frame context={context} title="An evening">
        <h1>No off time that is over began on that day.</h1>
        <p>
          <a href="/evenings">How evenings went</a>
        </p>
      </Frame>
    )
  }
  const { stopped, opened } = countAttempts(tools.db, evening.span.from, evening.span.to)
  const mind = mindOffs(tools.db).find(one => one.evening === day)
  return (
    <Frame context={context} title="An evening">
      <h1>{spanWords(evening.span, evening.span.from, zone)}</h1>
      <h2>Mind off</h2>
      <MindForm evening={day} value={mind?.value ?? null} back="evening" />
      <h2>Hands off</h2>
      <details>
        <summary>Show</summary>
        <p>{handsWords(evening)}</p>
        {evening.lastTouch !== undefined && <p>The last of it was at {timeOf(evening.lastTouch, zone)}.</p>}
        {evening.machineMinutes > 0 && <p class="soft">Likely a machine, not you: {evening.machineMinutes} minutes.</p>}
        {(stopped > 0 || opened > 0) && (
          <p>
            Closed sites visited: {stopped}. Opened for ten minutes: {opened}.
          </p>
        )}
        <p class="soft">{coverageWords(evening)}.</p>
      </details>
      <p>
        <a href={`/evenings?week=${day}`}>That week</a>
      </p>
    </Frame>
  )
}

/** One question, 0 to 10, and a way to leave it out. */
export function MindForm({
  evening,
  value,
  back,
}: {
  evening: string
  value: number | null
  back: 'evening' | 'today'
}) {
  return (
    <form method="post" action="/evenings/mind">
      <input type="hidden" name="evening" value={evening} />
      <input type="hidden" name="back" value={back} />
      <fieldset>
        <legend>{MIND_QUESTION}</legend>
        <div class="row scale">
          <span class="soft">{MIND_ENDS[0]}</span>
          {Array.from({ length: 11 }, (_, at) => (
            <label>
              <input type="radio" name="value" value={String(at)} checked={value === at} /> {at}
            </label>
          ))}
          <span class="soft">{MIND_ENDS[1]}</span>
        </div>
      </fieldset>
      <p class="row">
        <button type="submit" class="plain">
          Save
        </button>
        <button type="submit" class="word" name="value" value="">
          Leave it out
        </button>
      </p>
    </form>
  )
}

function QuarterPage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const { clock, db } = tools
  const zone = offZone(tools)
  const first = mondayOf(localDay(clock.now(), zone)).subtract({ days: (WEEKS - 1) * 7 })
  const evenings = eveningsIn(tools, { from: noonOf(first, zone) - 12 * 3600_000, to: clock.now() })
  const off = new Set(evenings.map(({ day }) => day))
  const weeks = Array.from({ length: WEEKS }, (_, week) =>
    Array.from({ length: 7 }, (_, at) => {
      const day = first.add({ days: week * 7 + at }).toString()
      return { day, off: off.has(day) }
    }),
  )
  const minds = mindOffs(db).filter(({ evening, value }) => value !== null && off.has(evening))
  const middle = minds.map(({ value }) => value ?? 0).sort((a, b) => a - b)[Math.floor(minds.length / 2)]
  return (
    <Frame context={context} title="Three months">
      <h1>{evenings.length === 1 ? 'One evening in three months' : `${evenings.length} evenings in three months`}</h1>
      <figure>
        <QuarterPicture weeks={weeks} />
      </figure>
      <details>
        <summary>Show how they went</summary>
        <p>Hands off: {countWords(evenings)}</p>
        <p>
          Mind off:{' '}
          {middle === undefined
            ? 'you have not said.'
            : `${middle} of 10 in the middle of ${minds.length === 1 ? 'one answer' : `${minds.length} answers`}.`}
        </p>
        <p class="soft">
          Two different things: hands can be still while the mind works on. Neither is a mark. Whether closed sites help
          anyone to let go was never shown; your own evenings are the only evidence for you.
        </p>
      </details>
      <p>
        <a href="/evenings">This week</a>
      </p>
    </Frame>
  )
}
