import { keepSetting } from '../../store/setting.ts'
import type { Clock } from '../../time/clock.ts'
import { localDay } from '../../time/window.ts'
import { readForm } from '../../web/form.ts'
import { post, type Route } from '../../web/route.ts'
import { WORD_HOLDS } from '../budget.ts'
import { REST_DAYS, REST_MINUTES, restAhead } from '../rest.ts'
import { onHeavierWeeks } from '../settings.ts'
import { keepWord } from '../store/budget.ts'
import { addRest, endRest, readRests } from '../store/rest.ts'
import type { PlanTools } from '../tools.ts'
import { restWords } from '../words.ts'

/** A rest, and what heavier weeks do to editions. */
export function restRoutes({ db, clock, said }: PlanTools): Route[] {
  return [
    post('/rest', 'session', async context => {
      const form = await readForm(context)
      const days = Number(form.text('days'))
      if (!(Number.isInteger(days) && days >= 1 && days <= REST_DAYS.most))
        return context.redirect(`/settings?note=A+rest+has+1+to+${REST_DAYS.most}+days.+Nothing+was+changed.`, 303)
      const today = localDay(clock.now(), clock.zone())
      // A page from before a rest that lasts makes it no shorter: only who ends it does.
      addRest(db, today.toString(), today.add({ days: days - 1 }).toString(), clock.now())
      if (form.text('due')) said('level', form.text('due'), 'rest')
      return context.redirect('/', 303)
    }),
    post('/rest/end', 'session', context => {
      endRest(db, localDay(clock.now(), clock.zone()).toString())
      return context.redirect('/', 303)
    }),
    post('/heavier', 'session', async context => {
      const form = await readForm(context)
      keepSetting(db, onHeavierWeeks, form.text('choice'))
      said('editions', localDay(clock.now(), clock.zone()).toString(), form.text('choice'))
      return context.redirect(form.text('back') === 'settings' ? '/settings?note=Saved.' : '/', 303)
    }),
    post('/heavier/week', 'session', async context => {
      const form = await readForm(context)
      const word = form.text('word') === 'shorter' ? 'shorter' : 'usual'
      // A page from before a rest does not end it, nor one that begins tomorrow.
      if (restAhead(readRests(db), localDay(clock.now(), clock.zone()).toString())) return context.redirect('/', 303)
      keepWord(db, { word, until: clock.now() + WORD_HOLDS }, clock.now())
      said('editions', localDay(clock.now(), clock.zone()).toString(), word)
      return context.redirect(form.text('back') === 'shorter' ? '/shorter' : '/', 303)
    }),
  ]
}

/** A rest of so many days, or the one that lasts or begins tomorrow, with a way out. */
export function RestForm({ db, clock }: Pick<PlanTools, 'db'> & { clock: Clock }) {
  const zone = clock.zone()
  const rest = restAhead(readRests(db), localDay(clock.now(), zone).toString())
  if (rest) {
    return (
      <form method="post" action="/rest/end">
        <p>{restWords(rest, clock)}</p>
        <button type="submit" class="plain">
          End the rest
        </button>
      </form>
    )
  }
  return (
    <form method="post" action="/rest">
      <div class="row field">
        <label for="days">Rest for</label>
        <input
          type="number"
          id="days"
          name="days"
          value={String(REST_DAYS.offered)}
          min="1"
          max={String(REST_DAYS.most)}
          required
        />
        <span>days: one edition a week, {REST_MINUTES} minutes</span>
      </div>
      <button type="submit" class="plain">
        Rest
      </button>
    </form>
  )
}

/** What is asked once, when it first comes up: what heavier weeks do to editions. */
export function HeavierForm({ chosen, back }: { chosen: string; back: 'today' | 'settings' }) {
  return (
    <form method="post" action="/heavier" class={back === 'today' ? 'end' : undefined}>
      <input type="hidden" name="back" value={back} />
      <p>
        {back === 'today'
          ? 'Your days have changed from your usual. On weeks like this:'
          : 'On weeks heavier than my usual:'}
      </p>
      <p class="row">
        {[
          ['shorter', 'shorter editions by themselves'],
          ['ask', 'ask me'],
          ['leave', 'leave them'],
        ].map(([choice, words]) => (
          <button
            type="submit"
            name="choice"
            value={choice}
            class="plain"
            aria-pressed={back === 'settings' ? String(chosen === choice) : undefined}
          >
            {words}
          </button>
        ))}
      </p>
    </form>
  )
}

/** Asked in a heavier week by who wants to be asked. */
export function WeekForm() {
  return (
    <form method="post" action="/heavier/week" class="end">
      <p>Your days have changed from your usual. Shorter editions for a week?</p>
      <p class="row">
        <button type="submit" name="word" value="shorter" class="plain">
          Shorter
        </button>
        <button type="submit" name="word" value="usual" class="word">
          As planned
        </button>
      </p>
    </form>
  )
}
