import { readCode } from '../code.ts'
import { everyCircle } from '../store/circles.ts'
import { invitationsOf, joinings } from '../store/invitations.ts'
import { tendInvitations } from './inviting.ts'
import { sync } from './syncing.ts'
import type { CircleTools, SyncTools } from './tools.ts'

const MINUTE = 60_000
/** How often a relay is asked while a person looks at a page of the circle, and while nobody does (ms). */
export const LOOKED_AT = 3_000
export const UNSEEN = 2 * MINUTE

/** Reads and says what there is in every circle, and looks after invitations. In off time it does nothing. What was not expected in one keeps no other from it. */
export async function tendCircles(tools: SyncTools, report: (error: unknown) => void): Promise<void> {
  const { db } = tools
  await tendInvitations(tools, report)
  for (const { id, endedAt } of everyCircle(db)) if (endedAt === null) await sync(tools, id).catch(report)
  // Who was just admitted is told at once.
  if (invitationsOf(db).some(({ state, told }) => state === 'accepted' && told === null))
    await tendInvitations(tools, report)
}

/** Puts tending into tools: one run at a time, whoever asks for it. `report` is told what was not expected. */
export function withTending(tools: SyncTools, report: (error: unknown) => void): CircleTools {
  let current: Promise<void> | undefined
  let following: Promise<void> | undefined
  let ended = Number.NEGATIVE_INFINITY
  const run = () => {
    following = undefined
    current = tendCircles(tools, report).finally(() => {
      current = undefined
      ended = tools.clock.monotonic()
    })
    return current
  }
  // What is under way may have passed what was just said.
  const tend = () => {
    if (!current) return run()
    following ??= current.then(run, run)
    return following
  }
  return Object.assign(Object.create(tools) as SyncTools, {
    tend,
    tendSoon: (apart: number) => {
      if (!current && tools.clock.monotonic() - ended >= apart) void tend().catch(report)
    },
  })
}

/** The hosts and ports of relays that the person pasted: they may be asked wherever they are. */
export function relayHosts({ db }: Pick<SyncTools, 'db'>): string[] {
  const relays = [
    ...everyCircle(db).map(({ relay }) => relay),
    ...joinings(db).flatMap(({ code }) => readCode(code)?.relay ?? []),
  ]
  return [...new Set(relays)].flatMap(relay => {
    const url = URL.parse(relay)
    return url ? [`${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`] : []
  })
}
