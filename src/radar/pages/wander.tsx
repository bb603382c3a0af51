import { readSetting } from '../../store/setting.ts'
import { dayAndTime, dayName, next } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { post, type Route } from '../../web/route.ts'
import type { RadarTools } from '../machine/tools.ts'
import { markWanderHour } from '../machine/wandering.ts'
import { PROPOSED_HOUR, wanderHour } from '../settings.ts'
import type { Story } from '../store/editions.ts'
import { StoryView } from './story.tsx'

/** The wander hour: marked, or taken away. */
export function wanderRoutes(tools: RadarTools): Route[] {
  return [
    post('/wander', 'session', async context => {
      const form = await readForm(context)
      const hour = form.has('no') ? '' : `${dayName(Number(form.text('day')))} ${form.text('time')}`
      if (!(await markWanderHour(tools, hour)))
        return context.redirect('/settings?note=Choose+a+day+and+a+time.+Nothing+was+changed.', 303)
      return context.redirect('/settings?note=Saved.', 303)
    }),
  ]
}

/** One hour a week, or the one that is marked, with a way out. */
export function WanderForm({ tools }: { tools: RadarTools }) {
  const { db, clock } = tools
  const hour = readSetting(db, wanderHour)
  const at = next(hour, clock.now(), clock.zone())
  if (at !== undefined) {
    return (
      <form method="post" action="/wander" class="row apart">
        <span>Your hour to wander: {dayAndTime(at, clock.zone(), clock.now())}.</span>
        <button type="submit" name="no" value="yes" class="word">
          Leave it be
        </button>
      </form>
    )
  }
  return (
    <form method="post" action="/wander">
      <p class="soft">
        One hour a week for curiosity: the edition before it has one story more, from far outside your area. Nothing is
        asked of it, and your editions do not change by it.
      </p>
      <div class="row field">
        <select name="day" aria-label="Day">
          {[1, 2, 3, 4, 5, 6, 7].map(day => (
            <option value={String(day)} selected={PROPOSED_HOUR.days.includes(day)}>
              {dayName(day)}
            </option>
          ))}
        </select>
        <input type="time" name="time" value={PROPOSED_HOUR.time} aria-label="At" required />
        <button type="submit" class="plain">
          Mark the hour
        </button>
      </div>
    </form>
  )
}

/** The story from far outside, after the end: one may as well leave it. */
export function Wander({ story, tools }: { story: Story; tools: RadarTools }) {
  return (
    <section aria-label="To wander">
      <h2>And to wander, if you like</h2>
      <StoryView story={story} word="" zone={tools.clock.zone()} back="/edition" learns={tools.learns()} />
    </section>
  )
}
