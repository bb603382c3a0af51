import { dayName } from '../../time/weekly.ts'
import { laterOf, type Window } from '../../time/window.ts'
import type { Form } from '../../web/form.ts'

const DAYS = [1, 2, 3, 4, 5, 6, 7]

/** A weekly window as a form posts it; whether it is one, who keeps it looks. */
export function readWindow(form: Form): Window {
  const [from, to] = [form.text('from'), form.text('to')]
  return {
    days: [...new Set(form.all('day').map(Number))].sort(),
    from,
    to,
    later: laterOf(from, to, Number(form.text('nights'))),
  }
}

/** Days, and from when to when. `id` keeps the fields of several forms on a page apart. */
export function WindowFields({ window, id }: { window: Window; id: string }) {
  return (
    <>
      <fieldset>
        <legend>Begins on</legend>
        <div class="row">
          {DAYS.map(day => (
            <label class="check">
              <input type="checkbox" name="day" value={String(day)} checked={window.days.includes(day)} />
              <span>{dayName(day).slice(0, 3)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="row field">
        <label for={`${id}-from`}>from</label>
        <input type="time" id={`${id}-from`} name="from" value={window.from} required />
        <label for={`${id}-to`}>to</label>
        <input type="time" id={`${id}-to`} name="to" value={window.to} required />
        <label for={`${id}-nights`}>of</label>
        <select id={`${id}-nights`} name="nights">
          {[
            [0, 'that day, or the next morning'],
            [2, 'two days later'],
            [3, 'three days later'],
            [4, 'four days later'],
          ].map(([nights, words]) => (
            <option value={String(nights)} selected={nights === (window.later > 1 ? window.later : 0)}>
              {words}
            </option>
          ))}
        </select>
      </div>
    </>
  )
}
