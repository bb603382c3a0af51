import { dayWords } from '../../time/weekly.ts'
import { today, waiting } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { goneBy } from '../sprint.ts'
import { presentSprint } from '../store/sprints.ts'

const LONGEST = 200

/** What else turned up: capped, and fading. */
export function Waiting({ tools, topic }: { tools: SprintTools; topic: string }) {
  const free = presentSprint(tools.db) === undefined
  const all = waiting(tools)
  const day = today(tools)
  return (
    <details open={topic !== ''}>
      <summary>What else turned up{all.length > 0 ? ` (${all.length})` : ''}</summary>
      <form method="post" action="/sprint/later" class="field">
        <label for="later">For another time. It is no backlog: what waits long fades.</label>
        <input type="text" id="later" name="words" value={topic} maxlength={LONGEST} autocomplete="off" required />
        <button type="submit" class="plain" autofocus={topic !== ''}>
          Let it wait
        </button>
      </form>
      <ul class="quiet">
        {all.map(({ id, words, faded, addedOn }) => (
          <li>
            <form method="post" action="/sprint/later/drop" class="row apart">
              <input type="hidden" name="later" value={String(id)} />
              <span class={faded > 0.25 ? 'soft' : undefined}>
                {words}
                {faded > 0.5 && <em> fading; gone by {dayWords(goneBy(addedOn), day)}</em>}
              </span>
              <span>
                {free && <a href={`/sprint?${new URLSearchParams({ topic: words })}`}>Begin</a>}{' '}
                <button type="submit" class="word">
                  Let it go
                </button>
              </span>
            </form>
          </li>
        ))}
      </ul>
    </details>
  )
}
