import { startOfDay } from '../../time/weekly.ts'
import type { Said } from '../rounds.ts'
import { endCircle } from '../store/circles.ts'
import { dropDraft, dropUnsent } from '../store/entries.ts'
import { say } from './syncing.ts'
import type { Told } from './telling.ts'
import type { SyncTools } from './tools.ts'

/** Settles a wish for a call: one that has not gone yet is taken back instead, and nobody hears of it. */
export function settle(tools: SyncTools, told: Told, { hash, to }: Said): void {
  const draft = told.drafts.find(({ id }) => `draft ${id}` === hash)
  if (draft && dropDraft(tools.db, draft.id)) return
  if (!draft) say(tools, told.circle.id, { kind: 'note', to, body: { what: 'settled', call: hash } })
}

/** Leaves a circle: it is said as soon as the relay is reached; alone in it there is nobody to say it to. */
export function leave(tools: SyncTools, { circle, belongs, others }: Told): void {
  if (belongs && others.length > 0) {
    dropUnsent(tools.db, circle.id)
    say(tools, circle.id, { kind: 'roster', body: { op: 'remove', who: circle.author } })
  } else endCircle(tools.db, circle.id, tools.clock.now())
}

/** Tells the others that one is away until a day (YYYY-MM-DD), or back (empty); answers false for what is no day to come. */
export function tellAway(tools: SyncTools, { circle, today }: Told, until: string): boolean {
  const good = until === '' || (/^20/.test(until) && startOfDay(until, 'UTC') !== undefined && until >= today)
  if (good) say(tools, circle.id, { kind: 'note', body: { what: 'away', until } })
  return good
}
