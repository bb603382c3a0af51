import { readSetting } from '../../store/setting.ts'
import { eveningAsk } from '../settings.ts'
import { mindOffs } from '../store/sensors.ts'
import type { BoundaryTools } from './tools.ts'
import { eveningsIn } from './traces.ts'

const MORNING = 12 * 3600_000

/** The evening that ended this morning, if its question is on and unanswered: asked once, and gone by the afternoon. */
export function unaskedEvening(tools: BoundaryTools): string | undefined {
  if (!readSetting(tools.db, eveningAsk)) return undefined
  const now = tools.clock.now()
  const last = eveningsIn(tools, { from: now - 4 * 24 * 3600_000, to: now }).at(-1)
  if (!last || now - last.span.to > MORNING) return undefined
  return mindOffs(tools.db).some(({ evening }) => evening === last.day) ? undefined : last.day
}
