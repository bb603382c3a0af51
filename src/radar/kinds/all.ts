import type { SourceKind } from '../source.ts'
import { arxiv } from './arxiv.ts'
import { commons } from './commons.ts'
import { feed } from './feed.ts'
import { github } from './github.ts'
import { hackernews } from './hackernews.ts'
import type { Kind } from './kind.ts'

/** Every kind of source, in the order in which what a person typed is tried. */
export const kinds: Readonly<Record<SourceKind, Kind>> = { arxiv, hackernews, github, commons, feed }

/** The kind and address of what a person typed; undefined when it is none of them. */
export function readSource(text: string): { kind: SourceKind; address: string } | undefined {
  for (const [kind, { readAddress }] of Object.entries(kinds) as [SourceKind, Kind][]) {
    const address = readAddress(text)
    if (address) return { kind, address }
  }
  return undefined
}
