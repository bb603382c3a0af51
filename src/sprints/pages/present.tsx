import { inWords } from '../../plan/budget.ts'
import { readSetting } from '../../store/setting.ts'
import { dayAndTime, day as dayOf, dayWords, timeOf } from '../../time/weekly.ts'
import { isFresh } from '../machine/beginning.ts'
import { minutesOf, nextSession, runningNow, settledSessions, today, wasForgotten } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { energyAsked } from '../settings.ts'
import { isOver, isPlanned, type Sprint } from '../sprint.ts'
import { questionsOf, readingsOf } from '../store/sprints.ts'
import { ALL_OFF, FORGOTTEN_WORDS, lately } from '../words.ts'

/** The sprint that is under way: where it stands, a session, its list. */
export function Present({ tools, sprint }: { tools: SprintTools; sprint: Sprint }) {
  const { db, clock } = tools
  const day = today(tools)
  const running = runningNow(tools)
  const minutes = minutesOf(tools, sprint)
  const next = nextSession(tools, sprint)
  const energy = readSetting(db, energyAsked)
  const sat = running ? Math.floor((clock.now() - running.begunAt) / 60_000) : 0
  if (isPlanned(sprint, day)) {
    return (
      <form method="post" action="/sprint/take-back">
        <p>
          It begins on {dayWords(sprint.first, day)}, as you planned, and stops on {dayWords(sprint.stop, day)}.
        </p>
        <button type="submit" class="plain" data-key="u">
          Take it back
        </button>
      </form>
    )
  }
  if (isOver(sprint, day) && !running) {
    return (
      <>
        <p>It has reached its stop date, {dayWords(sprint.stop, day)}. That is enough.</p>
        <p>
          <a class="button" href="/sprint/close">
            Close it
          </a>
        </p>
      </>
    )
  }
  return (
    <>
      {sprint.question && <p>{sprint.question}</p>}
      {sprint.why && <p class="soft">Why now: {sprint.why}</p>}
      <p class="soft">
        Until {dayWords(sprint.stop, day)}. {lately(minutes, sprint.minutesAWeek)}
        {next === undefined || running
          ? ''
          : `; next ${dayAndTime(next, clock.zone(), clock.now())}${sprint.slot.place ? `, ${sprint.slot.place}` : ''}`}
        .
      </p>
      {sprint.slot.days.length > 0 && next === undefined && !running && <p class="soft">{ALL_OFF}</p>}
      {wasForgotten(tools, sprint) && <p class="soft">{FORGOTTEN_WORDS}</p>}
      <form method="post" action={running ? '/sprint/stop' : '/sprint/start'}>
        {running && (
          <>
            <p data-live="30000">
              You sit at it since {timeOf(running.begunAt, clock.zone())}
              {sat > 0 && `, ${inWords(sat)} now`}. It ends when you say so, or with off time.
            </p>
            <div class="field">
              <label for="words">A note, if you like</label>
              <input type="text" id="words" name="words" maxlength={500} autocomplete="off" />
              <button type="submit" formaction="/sprint/note" class="plain">
                Keep it
              </button>
              {running.note && <p class="soft lines">{running.note}</p>}
            </div>
          </>
        )}
        {energy && <p class="soft">{running ? 'Stop; energy now' : 'Start; energy now'}</p>}
        <div class="row">
          {energy &&
            [1, 2, 3].map(one => (
              <button type="submit" name="energy" value={String(one)} class="plain" data-key={String(one)}>
                {ENERGY[one]}
              </button>
            ))}
          <button type="submit" class={energy ? 'word' : undefined}>
            {energy ? 'without' : running ? 'Stop' : 'Start a session'}
          </button>
        </div>
      </form>
      <Sessions tools={tools} sprint={sprint} />
      <Readings tools={tools} sprint={sprint} />
      {questionsOf(db, sprint.id).length > 0 && (
        <details>
          <summary>What you want to know without notes</summary>
          <ul>
            {questionsOf(db, sprint.id).map(({ words }) => (
              <li>{words}</li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary>Energy before and after</summary>
        <form method="post" action="/sprint/settings" class="row apart">
          <span class="soft">
            {energy ? 'Each session asks for it, in one key.' : 'A session could ask for it, in one key.'}
          </span>
          <button type="submit" name="energy" value={energy ? 'no' : 'yes'} class="word">
            {energy ? 'Ask no more' : 'Ask me'}
          </button>
        </form>
      </details>
      {isFresh(tools, sprint) ? (
        <form method="post" action="/sprint/take-back">
          <button type="submit" class="word" data-key="u">
            Take it back
          </button>
        </form>
      ) : (
        <p>
          <a href="/sprint/close">{isOver(sprint, day) ? 'Close it' : 'End it early'}</a>
        </p>
      )}
    </>
  )
}

const ENERGY = ['', 'low', 'so-so', 'good']

/** What the sessions were: when, how long, how they felt, and what was noted. */
function Sessions({ tools, sprint }: { tools: SprintTools; sprint: Sprint }) {
  const { clock } = tools
  const ended = settledSessions(tools, sprint.id).filter(({ endedAt }) => endedAt !== null)
  if (ended.length === 0) return null
  return (
    <details>
      <summary>Your sessions</summary>
      <ul class="quiet">
        {ended.toReversed().map(({ begunAt, endedAt, endedBy, before, after, note }) => (
          <li>
            {dayWords(dayOf(begunAt, clock.zone()), today(tools))},{' '}
            {endedBy === 'nobody'
              ? `forgotten${(endedAt ?? 0) > begunAt ? ', counted to its last note' : ', so it counts for nothing'}`
              : inWords(Math.round(((endedAt ?? 0) - begunAt) / 60_000))}
            {endedBy === 'off-time' && <span class="soft">, ended by off time</span>}
            {endedBy === 'stop-date' && <span class="soft">, ended by its stop date</span>}
            {(before ?? after) !== null && (
              <span class="soft">
                , {[before && `${ENERGY[before]} before`, after && `${ENERGY[after]} after`].filter(Boolean).join(', ')}
              </span>
            )}
            {note && <div class="soft lines">{note}</div>}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Readings({ tools, sprint }: { tools: SprintTools; sprint: Sprint }) {
  const readings = readingsOf(tools.db, sprint.id)
  if (readings.length === 0) return null
  return (
    <>
      <h2>The list, and no more</h2>
      <ul class="quiet">
        {readings.map(({ position, title, link, done }) => (
          <li>
            <form method="post" action="/sprint/reading" class="row apart">
              <input type="hidden" name="sprint" value={String(sprint.id)} />
              <input type="hidden" name="reading" value={String(position)} />
              {link ? (
                <a href={link} rel="noreferrer">
                  {title}
                </a>
              ) : (
                <span>{title}</span>
              )}
              <button
                type="submit"
                name="done"
                value={done ? 'no' : 'yes'}
                class="word"
                aria-label={`${done ? 'Read' : 'I read it'}: ${title}`}
              >
                {done ? 'read ✓' : 'I read it'}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </>
  )
}
