import { readSetting } from '../../store/setting.ts'
import { offZone, standing } from '../machine/standing.ts'
import { shutdownDue, thoughtsBack } from '../machine/thoughts.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { eveningsIn } from '../machine/traces.ts'
import { eveningAsk, shutdownOn } from '../settings.ts'
import { mindOffs } from '../store/sensors.ts'
import { momentWords } from '../words.ts'
import { MindForm } from './evenings.tsx'

/** What boundaries add to the first page: at most one thing, and often nothing. */
export function Aside({ tools }: { tools: BoundaryTools }) {
  const { opening, now } = standing(tools, 1)
  if (opening) {
    return (
      <form method="post" action="/emergency/end" class="row apart end">
        <span class="soft">Open until {momentWords(opening.until, now, offZone(tools))}.</span>
        <button type="submit" class="word">
          Close it again
        </button>
      </form>
    )
  }
  const thoughts = thoughtsBack(tools).length
  if (thoughts > 0) {
    return (
      <p class="end">
        <a href="/thoughts">
          {thoughts === 1 ? 'A thought you parked is back.' : `${thoughts} thoughts you parked are back.`}
        </a>
      </p>
    )
  }
  const evening = readSetting(tools.db, eveningAsk) ? unanswered(tools) : undefined
  if (evening) {
    return (
      <section class="end" aria-label="Last evening">
        <MindForm evening={evening} value={null} back="today" />
      </section>
    )
  }
  if (readSetting(tools.db, shutdownOn) && shutdownDue(tools)) {
    return (
      <p class="end">
        <a href="/shutdown">Close the workday</a>
      </p>
    )
  }
  return null
}

const MORNING = 12 * 3600_000

/** The evening that ended this morning, if nothing was said of it: asked once, and gone by the afternoon. */
function unanswered(tools: BoundaryTools): string | undefined {
  const now = tools.clock.now()
  const last = eveningsIn(tools, { from: now - 4 * 24 * 3600_000, to: now }).at(-1)
  if (!last || now - last.span.to > MORNING) return undefined
  return mindOffs(tools.db).some(({ evening }) => evening === last.day) ? undefined : last.day
}
