import { readSetting } from '../../store/setting.ts'
import { unaskedEvening } from '../machine/mind.ts'
import { offZone, standing } from '../machine/standing.ts'
import { shutdownDue, thoughtsBack } from '../machine/thoughts.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { shutdownOn } from '../settings.ts'
import { momentWords } from '../words.ts'
import { MindForm } from './evenings.tsx'

/** What boundaries add to the first page: at most one thing, and often nothing; without `asks` no question. */
export function boundaryAside(tools: BoundaryTools, asks: boolean) {
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
  if (!asks) return undefined
  const evening = unaskedEvening(tools)
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
  return undefined
}
