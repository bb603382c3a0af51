import type { Context } from 'hono'
import type { Key } from '../../web/route.ts'
import { opensCalendar } from '../machine/calendar.ts'
import { isPaired } from '../machine/pairing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { isEditor } from '../machine/traces.ts'

/** Whether a request carries another program's key: a browser's token, an editor's key, the calendar's path. */
export function unlocks(tools: BoundaryTools, key: Exclude<Key, 'session' | 'open'>, context: Context): boolean {
  if (key === 'pairing') return isPaired(tools, context.req.header('authorization'))
  if (key === 'heartbeat') return isEditor(tools, context.req.header('authorization'))
  if (key === 'calendar') return opensCalendar(tools, context.req.param('key') ?? '')
  return false
}
