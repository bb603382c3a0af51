import type { Context } from 'hono'
import { keptItems } from '../../radar/store/items.ts'
import type { Database } from '../../store/database.ts'
import { dayName } from '../../time/weekly.ts'
import { MOST_QUESTIONS, MOST_READINGS, PROPOSED } from '../sprint.ts'

const KEPT = 15

/** What, and until when: the rest is folded away. */
export function BeginForm({ context, db }: { context: Context; db: Database }) {
  const topic = context.req.query('topic')?.slice(0, 200) ?? ''
  const kept = keptItems(db, KEPT)
  return (
    <form method="post" action="/sprint">
      <div class="field">
        <label for="topic">What is it about?</label>
        <input
          type="text"
          id="topic"
          name="topic"
          value={topic}
          maxlength={200}
          autocomplete="off"
          required
          autofocus
        />
      </div>
      <div class="row field">
        <select id="weeks" name="weeks" aria-label="Weeks">
          {[1, 2, 3, 4].map(weeks => (
            <option value={String(weeks)} selected={weeks === PROPOSED.weeks}>
              {weeks === 1 ? 'one week' : `${weeks} weeks`}
            </option>
          ))}
        </select>
        <input
          type="number"
          id="hours"
          name="hours"
          value={String(PROPOSED.minutesAWeek / 60)}
          min="0.25"
          max="20"
          step="0.25"
          aria-label="Hours a week"
        />
        <span>hours a week, then it stops, and a rest as long follows</span>
      </div>
      <details>
        <summary>More, if you like</summary>
        <div class="field">
          <label for="question">The question to answer, or the thing to make</label>
          <input type="text" id="question" name="question" maxlength={200} autocomplete="off" />
        </div>
        <div class="field">
          <label for="why">Why now?</label>
          <input type="text" id="why" name="why" maxlength={200} autocomplete="off" />
        </div>
        <fieldset>
          <legend>When and where you sit down</legend>
          <div class="row">
            {[1, 2, 3, 4, 5, 6, 7].map(day => (
              <label class="check">
                <input type="checkbox" name="slot-day" value={String(day)} />
                <span>{dayName(day).slice(0, 3)}</span>
              </label>
            ))}
          </div>
          <div class="row">
            <input type="time" name="slot-time" aria-label="At" />
            <input type="text" name="slot-place" maxlength={80} aria-label="Where" placeholder="at the kitchen table" />
          </div>
        </fieldset>
        <div class="field">
          <label for="questions">
            Up to {MOST_QUESTIONS} questions you want to answer at the end without notes, a line each
          </label>
          <textarea id="questions" name="questions" rows={3} />
          <label class="check">
            <input type="checkbox" name="again" value="yes" checked />
            <span>Ask them again after a week and a month</span>
          </label>
        </div>
        {kept.length > 0 && (
          <fieldset>
            <legend>Readings, at most {MOST_READINGS}, and no more after</legend>
            {kept.map(({ title, link }) => (
              <label class="check">
                <input type="checkbox" name="reading" value={`${title}\t${link}`} />
                <span>{title}</span>
              </label>
            ))}
          </fieldset>
        )}
      </details>
      <button type="submit">Begin</button>
    </form>
  )
}
