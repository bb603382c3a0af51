import type { Context } from 'hono'
import { dayWords } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { dayNumber } from '../check-in.ts'
import type { SignalTools } from '../machine/tools.ts'
import {
  adherence,
  check,
  end,
  isUnsettled,
  outcomeDays,
  progressOf,
  questionOf,
  start,
  type Wish,
} from '../machine/trying.ts'
import { today } from '../machine/watching.ts'
import { type KeptTrial, keepTrialDay, presentTrial, readTrials, resumeTrial, trialDays } from '../store/trials.ts'
import { OUTCOMES, type Outcome } from '../trial.ts'
import { adherenceWords, resultWords, todayWords } from '../words.ts'

const LONGEST = 120

/** Trials on oneself: asked, checked whether they can be answered, written down, answered or not. */
export function trialRoutes(tools: SignalTools): Route[] {
  const { db } = tools
  return [
    get('/trials', 'session', context => context.html(<TrialsPage context={context} tools={tools} />)),
    get('/trials/new', 'session', context => context.html(<NewPage context={context} tools={tools} />)),
    post('/trials', 'session', async context => {
      const form = await readForm(context)
      const wish = readWish(name => form.text(name))
      const begun = wish !== undefined && start(tools, wish)
      const note = begun
        ? 'It begins tomorrow. What is drawn is drawn.'
        : 'It could not be started. Nothing was changed.'
      return context.redirect(`/trials?${new URLSearchParams({ note })}`, 303)
    }),
    post('/trials/kept', 'session', async context => {
      const form = await readForm(context)
      const trial = presentTrial(db)
      if (trial && form.text('day') === today(tools) && progressOf(tools, trial).doIt !== undefined)
        keepTrialDay(db, trial.id, form.text('day'), form.text('kept') === 'yes')
      return context.redirect('/trials', 303)
    }),
    post('/trials/resume', 'session', context => {
      const trial = presentTrial(db)
      if (trial) resumeTrial(db, trial.id, today(tools))
      return context.redirect('/trials', 303)
    }),
    post('/trials/end', 'session', async context => {
      const why = (await readForm(context)).text('why')
      end(tools, why === 'early' || why === 'over' ? why : 'given-up')
      return context.redirect('/trials', 303)
    }),
  ]
}

/** Reads a wish from the fields of a form; undefined when it is none. */
function readWish(text: (name: string) => string): Wish | undefined {
  const doing = text('doing')
    .replace(/\s+/g, ' ')
    .replace(/[.?!]+$/, '')
    .replace(/^I /, '')
    .slice(0, LONGEST)
  const outcome = text('outcome')
  const matters = Number(text('matters').replace(',', '.'))
  if (doing === '' || !Object.hasOwn(OUTCOMES, outcome) || !(matters > 0 && matters <= 600)) return undefined
  return {
    doing,
    outcome: outcome as Outcome,
    lag: text('lag') === '0' ? 0 : 1,
    matters,
    most: [28, 56, 84].find(days => String(days) === text('most')) ?? 84,
    when: text('when') === 'one-weekday' ? 'one-weekday' : 'any-day',
  }
}

function TrialsPage({ context, tools }: { context: Context; tools: SignalTools }) {
  const trial = presentTrial(tools.db)
  const before = readTrials(tools.db).filter(({ endedOn }) => endedOn !== null)
  const note = context.req.query('note')?.slice(0, 200)
  return (
    <Frame context={context} title="Trials">
      <h1>{trial ? trial.question : 'Does it really help you?'}</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {trial ? (
        <Present tools={tools} trial={trial} />
      ) : (
        <>
          <p>
            A trial on yourself: a coin, thrown beforehand, says on which day of two you do a thing and on which you
            leave it. After some weeks the difference can be told from chance, or it can’t, and it says so.
          </p>
          <WishForm
            context={context}
            doings={tools.doings().flatMap(({ words, present }) => (present ? [words] : []))}
          />
        </>
      )}
      {before.length > 0 && (
        <>
          <h2>Before</h2>
          <ul class="quiet">
            {before.toReversed().map(one => (
              <li>
                {one.question}
                <br />
                <span class="soft">{resultWords(one, progressOf(tools, one))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Frame>
  )
}

function Present({ tools, trial }: { tools: SignalTools; trial: KeptTrial }) {
  const day = today(tools)
  const progress = progressOf(tools, trial)
  const said = trialDays(tools.db, trial.id).find(one => one.day === day)
  const over = progress.result.verdict === 'cannot-tell' || (progress.result.verdict === 'works' && progress.last < day)
  const wait = trial.first > dayNumber(day)
  return (
    <>
      <p>
        {progress.paused
          ? 'It stands still, since your days changed. It goes on when you say so.'
          : todayWords(trial, progress, day, wait)}
      </p>
      {progress.paused && (
        <form method="post" action="/trials/resume">
          <button type="submit" class="plain">
            Go on from tomorrow
          </button>
        </form>
      )}
      {progress.doIt !== undefined && (
        <form method="post" action="/trials/kept" class="row">
          <input type="hidden" name="day" value={day} />
          <span class="soft">Did it go so?{said ? ` You said ${said.kept ? 'yes' : 'no'}.` : ''}</span>
          <button type="submit" name="kept" value="yes" class="word">
            Yes
          </button>
          <button type="submit" name="kept" value="no" class="word">
            No
          </button>
        </form>
      )}
      <p>{resultWords(trial, progress)}</p>
      <details>
        <summary>What was written down before</summary>
        <p>
          {trial.pairs} pairs of days from{' '}
          {dayWords(new Date(trial.first * 86_400_000).toISOString().slice(0, 10), day)} to{' '}
          {dayWords(progress.last, day)}; seen {trial.lag === 1 ? 'the day after' : 'the same day'}; drawn with the seed{' '}
          <code>{trial.seed}</code>. A pair counts as it was drawn, whether or not it went so:{' '}
          {adherenceWords(adherence(tools, trial))}. It says “it helps” at the end when so large a difference comes by
          chance in at most one of forty; before the end only when the evidence passes 40 to 1.
        </p>
      </details>
      <form method="post" action="/trials/end" class="row">
        <button
          type="submit"
          name="why"
          value={over ? 'over' : progress.result.verdict === 'works' ? 'early' : 'given-up'}
          class="plain"
        >
          {over ? 'Put it away' : progress.result.verdict === 'works' ? 'End it here' : 'Give it up'}
        </button>
      </form>
    </>
  )
}

function WishForm({ context, doings }: { context: Context; doings: readonly string[] }) {
  const value = (name: string, fallback = '') => context.req.query(name)?.slice(0, LONGEST) ?? fallback
  return (
    <form method="get" action="/trials/new">
      <div class="field">
        <label for="doing">On days I …</label>
        <input
          type="text"
          id="doing"
          name="doing"
          value={value('doing')}
          maxlength={LONGEST}
          placeholder="stop at 18:30"
          required
          autocomplete="off"
          list="doings"
        />
        <datalist id="doings">
          {doings.map(words => (
            <option value={words} />
          ))}
        </datalist>
        {doings.length > 0 && (
          <p class="soft">
            Of your week:{' '}
            {doings.map((words, at) => (
              <>
                {at > 0 && ' · '}
                <a href={`/trials?${new URLSearchParams({ doing: words })}`}>{words}</a>
              </>
            ))}
          </p>
        )}
      </div>
      <div class="field">
        <label for="outcome">… do I</label>
        <select id="outcome" name="outcome">
          {Object.entries(OUTCOMES).map(([name, { asks }]) => (
            <option value={name} selected={value('outcome', 'sleep') === name}>
              {asks}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="lag">It would show</label>
        <select id="lag" name="lag">
          <option value="1">in what I say the day after</option>
          <option value="0" selected={value('lag') === '0'}>
            in what I say the same day
          </option>
        </select>
      </div>
      <div class="field">
        <label for="when">It can be done</label>
        <select id="when" name="when">
          <option value="any-day">on any day</option>
          <option value="one-weekday" selected={value('when') === 'one-weekday'}>
            on one weekday only
          </option>
        </select>
      </div>
      <div class="row field">
        <label for="matters">Less than</label>
        <input
          type="number"
          id="matters"
          name="matters"
          value={value('matters', '1')}
          min="0.1"
          max="600"
          step="0.1"
          required
        />
        <span>would not matter (points of ten, hours or minutes)</span>
      </div>
      <div class="field">
        <label for="most">I would give it</label>
        <select id="most" name="most">
          {[28, 56, 84].map(days => (
            <option value={String(days)} selected={value('most', '56') === String(days)}>
              {days / 7} weeks
            </option>
          ))}
        </select>
      </div>
      <button type="submit">Can it be answered?</button>
    </form>
  )
}

function NewPage({ context, tools }: { context: Context; tools: SignalTools }) {
  const wish = readWish(name => context.req.query(name)?.trim() ?? '')
  if (!wish || presentTrial(tools.db)) {
    return (
      <Frame context={context} title="A trial">
        <h1>{wish ? 'One trial at a time.' : 'Say what you would do, and what would be better.'}</h1>
        <p>
          <a href="/trials">Trials</a>
        </p>
      </Frame>
    )
  }
  const answer = check(tools, wish)
  const { unit } = OUTCOMES[wish.outcome]
  return (
    <Frame context={context} title="A trial">
      <h1>{questionOf(wish)}</h1>
      {'refused' in answer && <p>Evenkeel does not try that. {answer.refused}</p>}
      {'tooFew' in answer && (
        <p>
          Too little is known of your days yet: it takes 14 pairs of days in a row, and there are{' '}
          {outcomeDays(tools, wish.outcome).size} days.
        </p>
      )}
      {'feasible' in answer && (
        <>
          {isUnsettled(tools) ? (
            <p>
              Your days have changed lately, and a trial among such days would tell little. It can start when they
              settle.
            </p>
          ) : answer.feasible.cheapest && wish.when === 'any-day' ? (
            <form method="post" action="/trials">
              {Object.entries(wish).map(([name, value]) => (
                <input type="hidden" name={name} value={String(value)} />
              ))}
              <p>
                It can be answered in {answer.feasible.cheapest.days / 7} weeks: {answer.feasible.cheapest.pairs} pairs
                of days, a coin for each. If it makes a difference of {wish.matters}{' '}
                {wish.matters === 1 ? unit.slice(0, -1) : unit}, that would show with a chance of{' '}
                {Math.round(answer.feasible.cheapest.power * 100)} in 100.
              </p>
              <button type="submit">Start tomorrow</button>
            </form>
          ) : (
            <p>
              This cannot be answered in your time.{' '}
              {wish.when === 'one-weekday'
                ? 'One day a week gives too few days to tell it from chance. If it can be done on any day, that is worth a try.'
                : 'Your days vary too much beside such a difference. A larger one, or more weeks, could be told.'}
            </p>
          )}
          <details>
            <summary>How do you know?</summary>
            <ul class="quiet">
              {answer.feasible.designs.map(({ days, pairs, power }) => (
                <li>
                  {days / 7} weeks, {pairs} pairs: would show with a chance of {Math.round(power * 100)} in 100
                </li>
              ))}
            </ul>
            <p class="soft">
              From how much your own days differ: by {answer.feasible.spread.toFixed(1)} {unit} from one to the next.
            </p>
          </details>
        </>
      )}
      <p>
        <a href={`/trials?${new URLSearchParams(Object.entries(wish).map(([name, value]) => [name, String(value)]))}`}>
          Ask otherwise
        </a>
      </p>
    </Frame>
  )
}
