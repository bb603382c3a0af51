import type { Context } from 'hono'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { dayWords } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { ASKED, dayNumber, dayOf, SIGNS } from '../check-in.ts'
import { ask } from '../machine/checking-in.ts'
import type { SignalTools } from '../machine/tools.ts'
import { readKnown, today, watchNow, whereNow } from '../machine/watching.ts'
import { checkInDays, checkInInOffTime, checkInOn, checkInTime, stickyDays, warningYears } from '../settings.ts'
import { keepCard } from '../store/cards.ts'
import { readCheckIns } from '../store/check-ins.ts'
import { answerWarning, type GivenWarning, hideWarning, readWarnings } from '../store/watch.ts'
import { stands } from '../strain.ts'
import {
  ABOUT_HALF,
  delayWords,
  evidenceWords,
  ledgerWords,
  movedSigns,
  promiseWords,
  seenInWords,
  whereWords,
} from '../words.ts'
import { Gauge, SignPicture } from './picture.tsx'
import { AskingForm } from './settings-form.tsx'

const WEEKS = 12

/** Where the person is against their own usual. */
export function signalsRoutes(tools: SignalTools): Route[] {
  const { db, clock } = tools
  return [
    get('/signals', 'session', context => context.html(<DaysPage context={context} tools={tools} />)),
    post('/signals/asking', 'session', async context => {
      const form = await readForm(context)
      const on = form.text('on') === 'yes'
      ask(tools, on)
      return context.redirect(
        on ? '/signals?note=It+is+on.' : '/signals?note=It+no+longer+asks.+What+you+said+is+kept.',
        303,
      )
    }),
    post('/signals/settings', 'session', async context => {
      const form = await readForm(context)
      const kept = [
        form.all('day').length > 0 && keepSetting(db, checkInDays, form.all('day').join(' ')),
        keepSetting(db, checkInTime, form.text('time')),
        keepSetting(db, checkInInOffTime, form.has('offtime') ? 'yes' : 'no'),
        keepSetting(db, warningYears, form.text('years')),
        keepSetting(db, stickyDays, form.has('sticky') ? 'yes' : 'no'),
      ].every(Boolean)
      return context.redirect(
        `/signals?note=${kept ? 'Saved.' : 'Choose+a+day+at+least,+and+a+time+as+09:00.+The+rest+is+saved.'}`,
        303,
      )
    }),
    post('/signals/hide', 'session', async context => {
      hideWarning(db, Number((await readForm(context)).text('warning')), clock.now())
      return context.redirect('/', 303)
    }),
    post('/signals/real', 'session', async context => {
      const form = await readForm(context)
      const [id, word] = [Number(form.text('warning')), form.text('real')]
      const real = { yes: true, no: false }[word] ?? null
      answerWarning(db, id, real, today(tools), clock.now())
      const warning = readWarnings(db).find(one => one.id === id)
      if (warning && form.text('due'))
        keepCard(db, { kind: 'ledger', day: form.text('due').slice(0, 10), word: word || 'open', saidOn: today(tools) })
      return context.redirect(form.text('back') === 'today' ? '/' : '/signals', 303)
    }),
    post('/signals/card', 'session', async context => {
      const form = await readForm(context)
      const kind = form.text('kind') === 'heavy' ? 'heavy' : 'level'
      const day = form.text('due')
      if (/^\d{4}-\d\d-\d\d$/.test(day))
        keepCard(db, { kind, day, word: form.text('word').slice(0, 20), saidOn: today(tools) })
      return context.redirect('/', 303)
    }),
  ]
}

function DaysPage({ context, tools }: { context: Context; tools: SignalTools }) {
  const { db } = tools
  const checkIns = readCheckIns(db)
  const note = context.req.query('note')?.slice(0, 200)
  const on = readSetting(db, checkInOn)
  return (
    <Frame context={context} title="Your days">
      {checkIns.length === 0 ? (
        <h1>{on ? 'Nothing said yet.' : 'Twenty seconds a day, if you like.'}</h1>
      ) : (
        <Where tools={tools} />
      )}
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {!on && <TurnOn tools={tools} before={checkIns.length > 0} />}
      {on && (
        <p>
          <a href="/checkin">Check in</a>
        </p>
      )}
      {checkIns.length > 0 && <Pictures tools={tools} />}
      {checkIns.length > 0 && <HowKnown tools={tools} />}
      {on && <AskingForm tools={tools} />}
      <p>
        <a href="/signals/data">What you said</a> · <a href="/signals/sleep">Sleep from a file</a> ·{' '}
        <a href="/shorter">What it does to reading</a> · <a href="/help#lines">Help lines</a>
      </p>
      <p class="soft">
        This compares you with yourself, from what you say. It is no doctor and knows nothing of health. If you are not
        well, talk to someone you trust or to a professional.
      </p>
    </Frame>
  )
}

function TurnOn({ tools, before }: { tools: SignalTools; before: boolean }) {
  const years = readSetting(tools.db, warningYears)
  return (
    <>
      {!before && (
        <>
          <p>
            It often begins with small things: sleep, irritation, no pull towards what you love, dread of starting, the
            feeling of being behind. Five marks a day, and Evenkeel says when they have changed from your own usual:{' '}
            {promiseWords(years)}, and not before it knows your usual, which takes three weeks.
          </p>
          <p class="soft">Nobody else sees it. A missed day is simply missing.</p>
        </>
      )}
      <form method="post" action="/signals/asking">
        <button type="submit" name="on" value="yes" class={before ? 'plain' : undefined}>
          {before ? 'Ask me again' : 'Ask me for a check-in'}
        </button>
      </form>
    </>
  )
}

function Where({ tools }: { tools: SignalTools }) {
  const day = today(tools)
  const where = whereNow(tools)
  const heavy = where.strain === 'strained' || where.strain === 'changed'
  return (
    <>
      <h1>{whereWords(where, day)}</h1>
      {heavy && !tools.rests().has(day) && (
        <form method="post" action="/rest" class="row apart">
          <span class="soft">A rest is one short edition a week.</span>
          <button type="submit" name="days" value="7" class="plain">
            Rest for a week
          </button>
        </form>
      )}
    </>
  )
}

function Pictures({ tools }: { tools: SignalTools }) {
  const day = today(tools)
  const checkIns = readCheckIns(tools.db)
  const last = dayNumber(day)
  const first = Math.max(last - WEEKS * 7 + 1, Math.min(dayNumber(checkIns[0]?.day ?? day), last - 27))
  const change = lastChange(tools)
  return (
    <figure class="signs">
      {SIGNS.map(sign => (
        <div>
          <p>
            {ASKED[sign].name}{' '}
            <span class="soft">
              {sign === 'pull' ? `${ASKED[sign].ends[0]} at the top` : `${ASKED[sign].ends[1]} at the top`}
            </span>
          </p>
          <SignPicture sign={sign} checkIns={checkIns} first={first} last={last} change={change} />
        </div>
      ))}
      <figcaption class="soft">
        {dayWords(dayOf(first), day)} to {dayWords(day, day)}
        {change && change.to >= first ? `; shaded from ${dayWords(dayOf(change.from), day)}` : ''}
        {change && change.to >= first && change.to < last ? ` to ${dayWords(dayOf(change.to), day)}` : ''}
      </figcaption>
    </figure>
  )
}

/** The last change that a warning told of: from its likely start to the last day the warning stood. */
function lastChange(tools: SignalTools): { from: number; to: number } | undefined {
  const known = readKnown(tools)
  const warning = known.warnings.at(-1)
  if (!warning) return undefined
  const now = dayNumber(today(tools))
  let to = warning.day
  while (to < now && stands(known, warning, to + 1)) to++
  return { from: warning.start, to }
}

/** The evidence, the promise and the ledger: shown when asked. */
function HowKnown({ tools }: { tools: SignalTools }) {
  const { db } = tools
  const { evidence } = watchNow(tools)
  const now = evidence.at(-1)
  const warnings = readWarnings(db)
  const years = readSetting(db, warningYears)
  return (
    <details>
      <summary>How do you know?</summary>
      {now ? (
        <>
          <Gauge evidence={now.evidence} threshold={now.threshold} />
          <p>The evidence is {evidenceWords(now)}</p>
        </>
      ) : (
        <p>There is no evidence yet: first your usual is learned, for 21 answered days.</p>
      )}
      <p class="soft">
        Each answered day is ranked among all your days before it; only the order counts, so your own scale and your own
        usual are what it is measured with. The promise is {promiseWords(years)}. It is proved for days that come in no
        order; where a day is much like the one before it was measured, and gives way a little.{' '}
        {delayWords(years, readSetting(db, checkInDays).length)} {ABOUT_HALF}
      </p>
      <h3>{ledgerWords(warnings)}</h3>
      <ul class="quiet">
        {warnings.toReversed().map(warning => (
          <Told tools={tools} warning={warning} />
        ))}
      </ul>
    </details>
  )
}

function Told({ tools, warning }: { tools: SignalTools; warning: GivenWarning }) {
  const day = today(tools)
  return (
    <li>
      <p>
        On {dayWords(warning.day, day)}: changed since about {dayWords(warning.start, day)}.{' '}
        {seenInWords(
          warning.streams,
          warning.streams.includes('check-in')
            ? movedSigns(
                readCheckIns(tools.db).filter(one => one.day <= warning.day),
                warning.start,
              )
            : [],
        )}
      </p>
      <form method="post" action="/signals/real" class="row">
        <input type="hidden" name="warning" value={String(warning.id)} />
        <span class="soft">
          {warning.real === null
            ? 'Was something really different?'
            : warning.real
              ? 'You said: it was real.'
              : 'You said: it was not.'}
        </span>
        {warning.real === null ? (
          <>
            <button type="submit" name="real" value="yes" class="word">
              Yes
            </button>
            <button type="submit" name="real" value="no" class="word">
              No
            </button>
          </>
        ) : (
          <button type="submit" name="real" value="" class="word">
            Take it back
          </button>
        )}
      </form>
    </li>
  )
}
