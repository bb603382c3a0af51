import type { Context } from 'hono'
import type { App } from './app.ts'
import { budgetNow } from './day.ts'
import { inWords, plannedMinutes } from './plan/budget.ts'
import { HeavierForm } from './plan/pages/rest.tsx'
import { REST_MINUTES, restAhead, restOn } from './plan/rest.ts'
import { readBudget } from './plan/store/budget.ts'
import { editionsSince } from './radar/store/opened.ts'
import { strains, today } from './signals/machine/watching.ts'
import { learningMinutes } from './sprints/store/sprints.ts'
import { dayName } from './time/weekly.ts'
import { localDay } from './time/window.ts'
import { Frame } from './web/frame.tsx'
import { get, type Route } from './web/route.ts'

const MONTH = 28
const DAY = 24 * 3600_000
const WORDS = { steady: 'as usual', changed: 'changed', strained: 'heavier', unknown: 'not known' } as const

/** What the person's days do to their reading, told with their own last month. */
export function shorterRoutes(app: App): Route[] {
  return [get('/shorter', 'session', context => context.html(<ShorterPage context={context} app={app} />))]
}

function ShorterPage({ context, app }: { context: Context; app: App }) {
  const { db, machine } = app
  const { clock } = machine
  const now = clock.now()
  const zone = clock.zone()
  const budget = budgetNow(db, clock)
  const { plan, rests, choice, word } = readBudget(db, now)
  const strain = strains(app.signals, MONTH)
  const last = Temporal.PlainDate.from(today(app.signals))
  const days = strain.map((one, at) => ({ strain: one, date: last.subtract({ days: MONTH - 1 - at }) }))
  const editions = editionsSince(db, now - MONTH * DAY).map(edition => ({
    ...edition,
    date: localDay(edition.madeAt, zone).toString(),
  }))
  const learning = learningMinutes(db, localDay(now, zone).toString())
  const planned = plannedMinutes(plan, learning)
  return (
    <Frame context={context} title="What it does to reading">
      <h1>
        {budget.shorter
          ? `The next edition is ${inWords(budget.minutes)} instead of ${inWords(planned)}.`
          : `The next edition is ${inWords(budget.minutes)}, as planned.`}
      </h1>
      <p>
        When your days weigh more than your usual, editions can take half their time; when they have changed, three
        quarters. The best of what came stays; the rest passes as always, and nothing is saved up for later. When days
        are as usual again, the time comes back a quarter a week. Where nothing is known, nothing changes. A rest is one
        edition a week of {REST_MINUTES} minutes, whatever else.
      </p>
      <figure>
        <svg
          class="week"
          viewBox={`0 0 ${MONTH * 1.7} 11`}
          role="img"
          aria-label="The last four weeks: days and editions"
        >
          {days.map(({ strain, date }, at) => {
            const there = editions.find(edition => edition.date === date.toString())
            const height = there ? Math.min(6, (6 * there.minutes) / Math.max(1, planned)) : 0
            return (
              <>
                <rect
                  class={restOn(rests, date.toString()) ? 'rest' : strain}
                  x={(at * 1.7).toFixed(2)}
                  y="7"
                  width="1.5"
                  height="1.2"
                  rx="0.2"
                >
                  <title>{`${date.toString()}: ${restOn(rests, date.toString()) ? 'rest' : WORDS[strain]}`}</title>
                </rect>
                {there && (
                  <rect
                    class="off"
                    x={(at * 1.7).toFixed(2)}
                    y={(6.6 - height).toFixed(2)}
                    width="1.5"
                    height={height.toFixed(2)}
                    rx="0.2"
                  >
                    <title>{`${date.toString()}: an edition of ${inWords(there.minutes)}`}</title>
                  </rect>
                )}
                {date.dayOfWeek === 1 && (
                  <text class="hour" x={(at * 1.7).toFixed(2)} y="10">
                    {`${date.day}.${date.month}.`}
                  </text>
                )}
              </>
            )
          })}
        </svg>
        <figcaption class="soft">
          Your last four weeks: editions as bars, in minutes; below them the days.{' '}
          <span class="key steady">as usual</span> <span class="key changed">changed</span>{' '}
          <span class="key strained">heavier</span> <span class="key unknown">not known</span>{' '}
          <span class="key rest">rest</span>
        </figcaption>
      </figure>
      {editions.length > 0 && (
        <details>
          <summary>As a list</summary>
          <ul class="quiet">
            {editions.map(({ date, minutes, shorter }) => (
              <li>
                {dayName(Temporal.PlainDate.from(date).dayOfWeek)} {date}: {inWords(minutes)}
                {shorter ? ', shorter on purpose' : ''}
              </li>
            ))}
          </ul>
        </details>
      )}
      {(word === 'usual' || budget.shorter) && !restAhead(rests, last.toString()) && (
        <form method="post" action="/heavier/week" class="row apart">
          <input type="hidden" name="back" value="shorter" />
          <span class="soft">
            {word === 'usual'
              ? 'For a week editions have their usual length, since you said so.'
              : 'You may have the usual length for a week.'}
          </span>
          <button type="submit" name="word" value={word === 'usual' ? 'shorter' : 'usual'} class="word">
            {word === 'usual' ? 'Shorter after all' : 'The usual length'}
          </button>
        </form>
      )}
      <HeavierForm chosen={choice} back="settings" />
      <p>
        <a href="/signals">Your days</a> · <a href="/settings">Settings</a>
      </p>
    </Frame>
  )
}
