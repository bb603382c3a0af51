import { keepSetting, readSetting } from '../../store/setting.ts'
import { readForm } from '../../web/form.ts'
import { always, post, type Route } from '../../web/route.ts'
import { Weekdays } from '../../web/weekdays.tsx'
import type { BoundaryTools } from '../machine/tools.ts'
import { shutdownOn, workDays, workEnd, workStart } from '../settings.ts'

/** When the person works: thoughts come back at its start, the shutdown is offered at its end. */
export function workdayRoutes({ db }: BoundaryTools): Route[] {
  return always(
    post('/off/workday', 'session', async context => {
      const form = await readForm(context)
      const kept = [
        form.all('work-day').length === 0 || keepSetting(db, workDays, form.all('work-day').join(' ')),
        keepSetting(db, workStart, form.text('work-start')),
        keepSetting(db, workEnd, form.text('work-end')),
        keepSetting(db, shutdownOn, form.has('offer') ? 'yes' : 'no'),
      ].every(Boolean)
      const note = kept ? 'Saved.' : 'A time is written as 09:00. The rest is saved.'
      return context.redirect(`/off?${new URLSearchParams({ note })}`, 303)
    }),
  )
}

export function WorkdayForm({ tools: { db } }: { tools: BoundaryTools }) {
  const days = readSetting(db, workDays)
  return (
    <>
      <p>
        <a href="/shutdown">Close the workday</a> · <a href="/thoughts">Parked thoughts</a>
      </p>
      <details>
        <summary>When you work</summary>
        <form method="post" action="/off/workday">
          <fieldset>
            <legend>Days</legend>
            <Weekdays name="work-day" chosen={days} />
          </fieldset>
          <div class="row field">
            <label for="work-start">from</label>
            <input type="time" id="work-start" name="work-start" value={readSetting(db, workStart)} required />
            <label for="work-end">to</label>
            <input type="time" id="work-end" name="work-end" value={readSetting(db, workEnd)} required />
          </div>
          <label class="check">
            <input type="checkbox" name="offer" value="yes" checked={readSetting(db, shutdownOn)} />
            <span>Offer to close the workday on the first page then</span>
          </label>
          <button type="submit" class="plain">
            Save
          </button>
          <p class="soft">Parked thoughts come back when work begins.</p>
        </form>
      </details>
    </>
  )
}
