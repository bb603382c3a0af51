import * as v from 'valibot'
import type { Database } from '../../store/database.ts'
import type { Replay } from '../ranking/replay.ts'

const Gain = v.object({ mean: v.number(), low: v.number(), high: v.number() })
const Row = v.object({
  decisions: v.number(),
  editions: v.number(),
  overNewest: v.optional(Gain),
  overWords: v.optional(Gain),
  fallback: v.optional(v.picklist(['newest', 'words'])),
})

/** How the ranker did in its last replay. */
export function findReplay(db: Database): Replay | undefined {
  const row = db.get<{ found: string }>('SELECT found FROM replay')
  return row && (v.parse(Row, JSON.parse(row.found)) as Replay)
}

export function keepReplay(db: Database, replay: Replay, now: number): void {
  db.run('INSERT OR REPLACE INTO replay (id, made_at, found) VALUES (1, ?, ?)', now, JSON.stringify(replay))
}
