import type { Context } from 'hono'
import { inWords } from '../../plan/budget.ts'
import { findItem, type Item, keptItems } from '../../radar/store/items.ts'
import { dayWords, weekdaysOf } from '../../time/weekly.ts'
import type { Form } from '../../web/form.ts'
import { Weekdays } from '../../web/weekdays.tsx'
import { editionBeside, justTakenBack, mostMinutes, restsUntil, roomWords } from '../machine/beginning.ts'
import { today } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { HORIZONS, MOST_QUESTIONS, MOST_READINGS, PROPOSED } from '../sprint.ts'
import { spanWords } from '../words.ts'

const KEPT = 15

/** What was named on another page, to learn about: a kept story or a few words; or what was taken back just now. */
export function named(tools: SprintTools, context: Context): { topic: string; item: Item | undefined } {
  const item = findItem(tools.db, Number(context.req.query('item')))
  const taken = justTakenBack(tools, Number(context.req.query('taken')))
  return { topic: (item?.title ?? context.req.query('topic') ?? taken ?? '').slice(0, 200), item }
}

/** Hours with two digits, never less: what the form proposes must not be more than it takes. */
function hoursOf(minutes: number): string {
  return String(Math.ceil((minutes / 60) * 100) / 100)
}

/** What, and until when: the rest is folded away. In a rest it is an exception, for a day that is chosen. `typed` is what could not be taken. */
export function BeginForm({
  context,
  tools,
  typed,
}: {
  context: Context
  tools: SprintTools
  typed?: Form | undefined
}) {
  const { topic, item } = named(tools, context)
  const said = (name: string, otherwise = '') => typed?.text(name) ?? otherwise
  const others = keptItems(tools.db, KEPT).filter(({ id }) => id !== item?.id)
  const kept = item ? [item, ...others] : others
  const rest = restsUntil(tools)
  const minutes = Math.min(PROPOSED.minutesAWeek, mostMinutes(tools))
  const edition = editionBeside(tools, minutes)
  const tomorrow = Temporal.PlainDate.from(today(tools)).add({ days: 1 }).toString()
  return (
    <form method="post" action="/sprint">
      <div class="field">
        <label for="topic">What is it about?</label>
        <input
          type="text"
          id="topic"
          name="topic"
          value={said('topic', topic)}
          maxlength={200}
          autocomplete="off"
          required
          autofocus={topic === ''}
        />
      </div>
      <div class="row field">
        <select id="weeks" name="weeks" aria-label="Weeks">
          {[1, 2, 3, 4].map(weeks => (
            <option value={String(weeks)} selected={String(weeks) === said('weeks', String(PROPOSED.weeks))}>
              {weeks === 1 ? 'one week' : `${weeks} weeks`}
            </option>
          ))}
        </select>
        <input
          type="number"
          id="hours"
          name="hours"
          value={said('hours', hoursOf(minutes))}
          min="0.25"
          max={hoursOf(mostMinutes(tools))}
          step="any"
          aria-label="Hours a week"
        />
        <span>hours a week, then it stops, and a rest as long follows</span>
      </div>
      <p class="soft">
        {roomWords(tools)}
        {edition === undefined ? '' : `: at ${inWords(minutes)} an edition is ${inWords(edition)} meanwhile`}.
      </p>
      {rest && (
        <div class="field">
          <label for="first">An exception to the rest, planned ahead: it begins on</label>
          <input type="date" id="first" name="first" value={said('first', tomorrow)} min={tomorrow} required />
          <p class="soft">
            The rest lasts until {dayWords(rest, today(tools))}
            {tools.restsUntil() ? '; editions stay as short till then.' : ', as agreed; its short editions were ended.'}
          </p>
        </div>
      )}
      <button type="submit" autofocus={topic !== ''}>
        {rest ? 'Plan it' : 'Begin'}
      </button>
      <details open={typed !== undefined}>
        <summary>More, if you like</summary>
        <div class="field">
          <label for="question">The question to answer, or the thing to make</label>
          <input
            type="text"
            id="question"
            name="question"
            value={said('question')}
            maxlength={200}
            autocomplete="off"
          />
        </div>
        <div class="field">
          <label for="why">Why now?</label>
          <input type="text" id="why" name="why" value={said('why')} maxlength={200} autocomplete="off" />
        </div>
        <fieldset>
          <legend>When and where you sit down</legend>
          <Weekdays name="slot-day" chosen={weekdaysOf(typed?.all('slot-day') ?? [])} />
          <div class="row">
            <span aria-hidden="true">at</span>
            <input type="time" name="slot-time" value={said('slot-time')} aria-label="At" />
            <span aria-hidden="true">where</span>
            <input
              type="text"
              name="slot-place"
              value={said('slot-place')}
              maxlength={80}
              aria-label="Where"
              placeholder="at the kitchen table"
            />
          </div>
        </fieldset>
        <div class="field">
          <label for="questions">
            Up to {MOST_QUESTIONS} questions you want to answer at the end without notes, a line each
          </label>
          <textarea id="questions" name="questions" rows={3}>
            {said('questions')}
          </textarea>
          <label class="check">
            <input type="checkbox" name="again" value="yes" checked={typed?.has('again') ?? true} />
            <span>Ask them again, after about a fifth of the time and at its end</span>
          </label>
          <label for="horizon">I would like to remember it for</label>
          <select id="horizon" name="horizon">
            {HORIZONS.map(days => (
              <option value={String(days)} selected={String(days) === said('horizon')}>
                {spanWords(days)}
              </option>
            ))}
          </select>
        </div>
        <fieldset>
          <legend>Readings, at most {MOST_READINGS}, and no more after</legend>
          {kept.map(({ id, title }) => (
            <label class="check">
              <input
                type="checkbox"
                name="reading"
                value={String(id)}
                checked={typed ? typed.all('reading').includes(String(id)) : id === item?.id}
              />
              <span>{title}</span>
            </label>
          ))}
          <label for="links">{kept.length > 0 ? 'Others, a' : 'A'} line each: a title, a link, or both</label>
          <textarea id="links" name="links" rows={2}>
            {said('links')}
          </textarea>
        </fieldset>
        <button type="submit" class="plain">
          {rest ? 'Plan it so' : 'Begin so'}
        </button>
      </details>
    </form>
  )
}
