// Which packs of a commons to fetch, and what their items are here. Pure.

import type { PackItem, PackName, PackOrigin } from '../../protocol/commons.ts'
import type { NewItem } from './item.ts'
import { kinds } from './kinds/all.ts'
import { canonical, readLink } from './link.ts'
import type { Listed } from './opml.ts'
import type { SourceKind } from './source.ts'
import { shorten, squeeze } from './text.ts'

// What a request costs beside its bytes.
const REQUEST = 16 << 10
const MOST_WORDS = 200_000

/**
 * The packs that bring everything after a number, in order: as few bytes as there can be, a request counting as 16 KiB. Who has
 * nothing yet, or was away for longer than the commons reaches, begins with its oldest.
 */
export function packsFrom(position: number, packs: readonly PackName[]): PackName[] {
  const oldest = Math.min(...packs.map(({ from }) => from))
  const start = packs.length === 0 ? position : Math.max(position, oldest)
  const best = new Map<number, { readonly cost: number; readonly way: readonly PackName[] }>([
    [start, { cost: 0, way: [] }],
  ])
  // Packs only lead forward, so that a place is final when all before it were looked at.
  const places = [...new Set([start, ...packs.map(({ to }) => to)])].filter(at => at >= start).toSorted((a, b) => a - b)
  for (const at of places) {
    const here = best.get(at)
    if (!here) continue
    for (const pack of packs) {
      if (pack.from > at || pack.to <= at) continue
      const cost = here.cost + pack.bytes + REQUEST
      if (cost < (best.get(pack.to)?.cost ?? Number.POSITIVE_INFINITY))
        best.set(pack.to, { cost, way: [...here.way, pack] })
    }
  }
  const furthest = places.findLast(at => best.has(at)) ?? start
  return [...(best.get(furthest)?.way ?? [])]
}

/** An origin of a pack as a source here; undefined for none that could be asked. */
export function listedOf({ kind, address, title }: PackOrigin): Listed | undefined {
  const known = (Object.keys(kinds) as SourceKind[]).find(one => one === kind && one !== 'commons')
  if (!known || address === '' || (known === 'feed' && readLink(address) === undefined)) return undefined
  return { kind: known, address, title: squeeze(title) || kinds[known].title(address) }
}

/** An item of a pack as one of a source here; undefined for what no source here could have brought. */
export function itemOfPack({ origin: _, ...item }: PackItem, sourceId: number, now: number): NewItem | undefined {
  const link = readLink(item.link) ?? ''
  const title = shorten(squeeze(item.title), 240)
  const keys = item.keys.flatMap(key => keyHere(key, sourceId, link))
  if (!link || !title || keys.length === 0) return undefined
  const publishedAt = Math.min(item.publishedAt, now)
  const [text, authors] = [squeeze(item.text), squeeze(item.authors)]
  return { ...item, link, title, text, authors, keys, publishedAt, words: Math.min(item.words, MOST_WORDS) }
}

/** A name that holds within its origin alone is one within the source here; one that is another source's or another link's is none. */
function keyHere(key: string, sourceId: number, link: string): string[] {
  const [, what, number, rest = ''] = /^(id|title):(\d+):([\s\S]*)$/.exec(key) ?? []
  if (what) return number === '0' ? [`${what}:${sourceId}:${rest}`] : []
  if (key.startsWith('link:')) return key === `link:${canonical(link)}` ? [key] : []
  return key.startsWith('id:') ? [key] : []
}
