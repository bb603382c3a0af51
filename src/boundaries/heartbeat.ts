// Heartbeats in the shape of WakaTime's plugins: https://wakatime.com/developers#heartbeats

import * as v from 'valibot'

const Heartbeat = v.object({
  time: v.number(),
  project: v.nullish(v.string()),
  category: v.nullish(v.string()),
  ai_line_changes: v.nullish(v.number()),
  human_line_changes: v.nullish(v.number()),
})

/** A sign of life of an editor. */
export interface Beat {
  readonly at: number
  readonly project: string
  readonly machine: boolean
}

const OLDEST = 90 * 24 * 3600_000
const FUTURE = 3600_000

/** The heartbeats of a request: an object or a list of them. Undefined stands for what is none, or of another time. */
export function readHeartbeats(body: unknown, now: number): (Beat | undefined)[] {
  return [body].flat().map(one => {
    const read = v.safeParse(Heartbeat, one)
    if (!read.success) return undefined
    const { time, project, category, ai_line_changes, human_line_changes } = read.output
    const at = Math.round(time * 1000)
    if (!(at > now - OLDEST && at < now + FUTURE)) return undefined
    const machine = (category === 'ai coding' || (ai_line_changes ?? 0) > 0) && (human_line_changes ?? 0) === 0
    return { at, project: project ?? '', machine }
  })
}
