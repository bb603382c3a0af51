// What a relay may have done to what it was given: shown, never mended. Pure.

import { readRosterOp } from '../../protocol/said.ts'
import type { Held, Roster } from './roster.ts'

/** `missing`: something of theirs that another saw did not come. `forked`: others were given something else than we. */
export interface Fault {
  readonly fault: 'missing' | 'forked'
  readonly author: string
}

/**
 * Compares every chain with itself and with what others saw of it. What an author wrote before the first entry that could be opened
 * is not missed: before one belonged to the circle nothing was sealed to one.
 */
export function faultsOf(held: readonly Held[], { names, root }: Pick<Roster, 'names' | 'root'>, me: string): Fault[] {
  // Who was admitted anew may have been without the others for a while.
  const since = held.slice(held.findIndex(({ hash }) => hash === root))
  const anew = admittedAnew(since, root, me)
  const known = since.filter(({ entry }) => names.has(entry.author))
  const chains = new Map(
    [...Map.groupBy(known, ({ entry }) => `${entry.author} ${entry.to}`)].map(([name, chain]) => [
      name,
      chainOf(chain, anew),
    ]),
  )
  const faults = new Map<string, Fault>()
  // What one said oneself before a restore is not missed: the others have it.
  const add = (fault: Fault['fault'], author: string) =>
    (fault === 'forked' || author !== me) && faults.set(`${fault} ${author}`, { fault, author })
  for (const { bySeq, lowest } of chains.values())
    for (const [seq, same] of bySeq) {
      const [{ entry }] = same as [Held]
      const before = bySeq.get(seq - 1)
      if (same.length > 1) add('forked', entry.author)
      if (before && !before.some(({ hash }) => same.every(one => one.entry.prev === hash))) add('forked', entry.author)
      if (!before && seq > lowest) add('missing', entry.author)
    }
  for (const { entry } of known)
    for (const [author, seq, hash] of entry.heads) {
      const chain = chains.get(`${author} `)
      if (!chain || seq < chain.lowest) continue
      const seen = chain.bySeq.get(seq)
      if (!seen) add('missing', author)
      else if (!seen.some(one => one.hash === hash)) add('forked', author)
    }
  return [...faults.values()]
}

/** An author's chain, and the number from which on nothing of it may be missing. */
function chainOf(chain: readonly Held[], anew: (one: Held) => boolean) {
  const bySeq = Map.groupBy(chain, ({ entry }) => entry.seq)
  const after = chain.filter(anew)
  return { bySeq, lowest: Math.min(...(after.length > 0 ? after : chain).map(({ entry }) => entry.seq)) }
}

/**
 * Whether what someone said follows an admission of oneself after the first: in their eyes one was not there for a while, and what they
 * said then was not for one. They signed that themselves, so no relay can feign it.
 */
function admittedAnew(held: readonly Held[], root: string, me: string): (one: Held) => boolean {
  const isAgain = ({ hash, entry }: Held) => {
    const op =
      hash !== root && entry.kind === 'roster' && entry.body.includes(me) ? readRosterOp(entry.body) : undefined
    return op?.op === 'add' && op.member.author === me
  }
  const again = new Set(held.filter(isAgain).map(({ hash }) => hash))
  if (again.size === 0) return () => false
  const parents = new Map(held.flatMap(({ hash, entry }) => (entry.kind === 'roster' ? [[hash, entry.roster]] : [])))
  return one => {
    for (let at: string | undefined = again.has(one.hash) ? one.hash : one.entry.roster; at; at = parents.get(at))
      if (again.has(at)) return true
    return false
  }
}
