// What a relay may have done to what it was given: shown, never mended. Pure.

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
  const known = since.filter(({ entry }) => names.has(entry.author))
  const chains = new Map(
    [...Map.groupBy(known, ({ entry }) => `${entry.author} ${entry.to}`)].map(([name, chain]) => [
      name,
      chainOf(chain),
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

function chainOf(chain: readonly Held[]) {
  const bySeq = Map.groupBy(chain, ({ entry }) => entry.seq)
  return { bySeq, lowest: [...bySeq.keys()].reduce((least, seq) => Math.min(least, seq)) }
}
