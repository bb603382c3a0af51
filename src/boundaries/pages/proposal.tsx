import { dayName, startOfDay } from '../../time/weekly.ts'
import { laterOf, localDay, windowWords } from '../../time/window.ts'
import type { Form } from '../../web/form.ts'
import { keepWindow } from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { proposeEvening } from '../off.ts'
import { presentWindows } from '../store/rules.ts'

/** One evening a week, as welcome proposes it; what there is where off time is set already. */
export function EveningProposal({ tools }: { tools: BoundaryTools }) {
  const windows = presentWindows(tools.db)
  if (windows.length > 0) {
    return (
      <p>
        Your off time: {windows.map(windowWords).join('; ')}. <a href="/off">Change it</a>
      </p>
    )
  }
  const proposed = proposeEvening(tools.clock.now(), tools.clock.zone())
  return (
    <fieldset>
      <legend>One evening off</legend>
      <label class="check">
        <input type="checkbox" name="evening" value="yes" checked />
        <span>No papers, no code, no Evenkeel</span>
      </label>
      <div class="row">
        <label for="evening-day">on</label>
        <select id="evening-day" name="evening-day">
          {[1, 2, 3, 4, 5, 6, 7].map(day => (
            <option value={String(day)} selected={proposed.days.includes(day)}>
              {dayName(day)}
            </option>
          ))}
        </select>
        <label for="evening-from">from</label>
        <input type="time" id="evening-from" name="evening-from" value={proposed.from} required />
        <label for="evening-to">to</label>
        <input type="time" id="evening-to" name="evening-to" value={proposed.to} required />
      </div>
      <p class="soft">From tomorrow on. You can change it at any time.</p>
    </fieldset>
  )
}

/** Keeps the evening that welcome proposed, from tomorrow at the earliest. */
export function keepProposed(tools: BoundaryTools, form: Form): void {
  const { clock, db } = tools
  if (!form.has('evening') || presentWindows(db).length > 0) return
  const [from, to] = [form.text('evening-from'), form.text('evening-to')]
  const tomorrow = localDay(clock.now(), clock.zone()).add({ days: 1 }).toString()
  keepWindow(
    tools,
    { days: [Number(form.text('evening-day'))], from, to, later: laterOf(from, to) },
    { since: startOfDay(tomorrow, clock.zone()) ?? clock.now() },
  )
}
