import type { Clock } from '../../time/clock.ts'
import { date, isTime, startOfDay } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { post, type Route } from '../../web/route.ts'
import { Weekdays } from '../../web/weekdays.tsx'
import { editionMinutes, inWords } from '../budget.ts'
import { isPaused, MOST_WORDS, type Plan, readHours, readList } from '../plan.ts'
import { beginPause, changePlan, endPause, readPlan } from '../store/plan.ts'
import type { PlanTools } from '../tools.ts'

/** The plan's own addresses; its form stands on the settings page. */
export function planFormRoutes({ db, clock }: PlanTools): Route[] {
  return [
    post('/plan', 'session', async context => {
      const form = await readForm(context)
      const hours = readHours(form.text('hours'))
      if (hours === undefined)
        return context.redirect('/settings?note=Hours+are+a+number+between+0.25+and+20.+Nothing+was+changed.', 303)
      changePlan(db, {
        area: form.text('area').slice(0, 400),
        words: readList(form.text('words')),
        notMine: readList(form.text('notMine')),
        role: form.text('role').slice(0, 120),
        things: readList(form.text('things'), 40),
        minutesAWeek: hours,
        editions: weeklyOf(form, readPlan(db)),
      })
      const much = ['words', 'notMine'].some(name => readList(form.text(name), 1000).length > MOST_WORDS)
      const note = much ? `Saved, the first ${MOST_WORDS} words of each.` : 'Saved.'
      return context.redirect(`/settings?${new URLSearchParams({ note })}`, 303)
    }),
    post('/pause', 'session', async context => {
      const form = await readForm(context)
      const until = startOfDay(form.text('until'), clock.zone())
      if (until === undefined || until <= clock.now()) {
        return context.redirect('/settings?note=Choose+a+day+after+today.+Nothing+was+changed.', 303)
      }
      beginPause(db, until, clock)
      return context.redirect('/', 303)
    }),
    post('/resume', 'session', context => {
      endPause(db, clock.now())
      return context.redirect('/', 303)
    }),
  ]
}

/** The edition days and time of a form; what does not fit stays as it was. */
export function weeklyOf(form: Form, plan: Plan): Plan['editions'] {
  const days = form
    .all('day')
    .map(Number)
    .filter(day => day >= 1 && day <= 7)
  const time = form.text('time')
  return { days: [...new Set(days)].sort(), time: isTime(time) ? time : plan.editions.time }
}

/** Hours a week, and when: shared by welcome and the settings. */
export function TimeFields({ plan }: { plan: Plan }) {
  return (
    <>
      <div class="field">
        <label for="hours">Hours a week</label>
        <input
          type="number"
          id="hours"
          name="hours"
          value={String(plan.minutesAWeek / 60)}
          min="0.25"
          max="20"
          step="0.25"
          required
        />
      </div>
      <fieldset>
        <legend>Editions come on</legend>
        <Weekdays name="day" chosen={plan.editions.days} />
        <label for="time">at</label>
        <input type="time" id="time" name="time" value={plan.editions.time} required />
      </fieldset>
    </>
  )
}

/** The whole plan as a form; `learning` minutes a week are a sprint's. */
export function PlanForm({ plan, learning }: { plan: Plan; learning: number }) {
  const each = editionMinutes(plan, learning)
  return (
    <form method="post" action="/plan">
      <div class="field">
        <label for="area">Your core area, in a sentence</label>
        <input type="text" id="area" name="area" value={plan.area} maxlength={400} />
      </div>
      <div class="field">
        <label for="words">Words that matter</label>
        <input type="text" id="words" name="words" value={plan.words.join(', ')} aria-describedby="words-help" />
        <p class="soft" id="words-help">
          Up to twelve, separated by commas.
        </p>
      </div>
      <div class="field">
        <label for="notMine">Not mine</label>
        <input
          type="text"
          id="notMine"
          name="notMine"
          value={plan.notMine.join(', ')}
          aria-describedby="not-mine-help"
        />
        <p class="soft" id="not-mine-help">
          Up to twelve words you give yourself leave to ignore.
        </p>
      </div>
      <div class="field">
        <label for="role">Your role</label>
        <input type="text" id="role" name="role" value={plan.role} />
      </div>
      <div class="field">
        <label for="things">Things you run</label>
        <input type="text" id="things" name="things" value={plan.things.join(', ')} aria-describedby="things-help" />
        <p class="soft" id="things-help">
          Tools whose breaking changes and security news should always reach you.
        </p>
      </div>
      <TimeFields plan={plan} />
      {each > 0 && (
        <p class="soft">
          That is about {inWords(each)} an edition{learning > 0 ? ' beside your sprint' : ''}.
        </p>
      )}
      <button type="submit">Save</button>
    </form>
  )
}

/** Quiet until a day of one's choice. */
export function PauseForm({ plan, clock }: { plan: Plan; clock: Clock }) {
  if (isPaused(plan, clock.now())) {
    return (
      <form method="post" action="/resume">
        <p>All is quiet until {date(plan.pausedUntil ?? 0, clock.zone())}.</p>
        <button type="submit" class="plain">
          Start again now
        </button>
      </form>
    )
  }
  return (
    <form method="post" action="/pause">
      <div class="field">
        <label for="until">Keep everything quiet until</label>
        <input type="date" id="until" name="until" required />
      </div>
      <button type="submit" class="plain">
        Pause
      </button>
    </form>
  )
}
