import { Weekdays } from '../../web/weekdays.tsx'
import { KIND_WORDS, KINDS, type Routine, type Typed } from '../routine.ts'

const LONGEST = 80

/** What a routine says: a new one, or one that is there; or what was typed and could not be taken. */
export function RoutineForm({ routine, typed }: { routine: Routine | undefined; typed?: Typed | undefined }) {
  const said = typed ?? routine
  const kind = said?.kind ?? 'body'
  const slot = said?.slot ?? { days: [], time: '' }
  return (
    <form method="post" action="/routines">
      <input type="hidden" name="id" value={String(routine?.id ?? 0)} />
      <div class="field">
        <label for="words">What</label>
        <input
          type="text"
          id="words"
          name="words"
          value={said?.words ?? ''}
          maxlength={LONGEST}
          placeholder="a walk without headphones"
          autocomplete="off"
          required
        />
      </div>
      <fieldset>
        <legend>Of the kind</legend>
        <div class="row">
          {KINDS.map(one => (
            <label class="check">
              <input type="radio" name="kind" value={one} checked={one === kind} />
              <span>{KIND_WORDS[one].toLowerCase()}</span>
            </label>
          ))}
        </div>
        <label class="check">
          <input type="checkbox" name="noProjects" value="yes" checked={said?.noProjects ?? false} />
          <span>With people: no projects talked about</span>
        </label>
      </fieldset>
      <div class="row field">
        <input
          type="number"
          id="times"
          name="times"
          value={String(said?.times ?? 2)}
          min="1"
          max="7"
          required
          aria-label="Times a week"
        />
        <span>times a week</span>
      </div>
      <div class="field">
        <label for="ifThen">When, and where, if you like</label>
        <input
          type="text"
          id="ifThen"
          name="ifThen"
          value={said?.ifThen ?? ''}
          maxlength={2 * LONGEST}
          placeholder="after lunch, round the park"
          autocomplete="off"
        />
      </div>
      <details open={slot.days.length > 0}>
        <summary>In your calendar, as free time</summary>
        <fieldset>
          <legend>An hour, on</legend>
          <Weekdays name="slot-day" chosen={slot.days} />
          <div class="row">
            <input type="time" name="slot-time" value={slot.time || '18:00'} aria-label="At" />
          </div>
        </fieldset>
      </details>
      <button type="submit">{routine ? 'Save' : 'Begin'}</button>
    </form>
  )
}
