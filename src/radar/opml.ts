import { generateOpml, parseOpml } from 'feedsmith'
import { declaresEntities } from './feed.ts'
import { readSource } from './kinds/all.ts'
import type { SourceKind } from './source.ts'

export interface Listed {
  readonly kind: SourceKind
  readonly address: string
  readonly title: string
}

const MOST_SOURCES = 20_000

interface Outline {
  readonly text?: string
  readonly title?: string
  readonly type?: string
  readonly xmlUrl?: string
  readonly outlines?: readonly Outline[]
}

/** The sources of an OPML list, nested or not, each once; undefined when it is not OPML. Never throws. */
export function readOpml(text: string): { sources: Listed[]; skipped: number } | undefined {
  if (declaresEntities(text)) return undefined
  const found = new Map<string, Listed>()
  let skipped = 0
  try {
    const waiting: Outline[] = [
      ...((parseOpml(text) as { body?: { outlines?: Outline[] } }).body?.outlines ?? []),
    ].reverse()
    for (let outline = waiting.pop(); outline && found.size < MOST_SOURCES; outline = waiting.pop()) {
      for (const inner of [...(outline.outlines ?? [])].reverse()) waiting.push(inner)
      if (!outline.xmlUrl) continue
      const source = readSource(outline.xmlUrl)
      if (!source) skipped++
      else if (!found.has(`${source.kind} ${source.address}`)) {
        found.set(`${source.kind} ${source.address}`, { ...source, title: outline.title ?? outline.text ?? '' })
      }
    }
  } catch {
    return undefined
  }
  return { sources: [...found.values()], skipped }
}

/** An OPML 2.0 list of sources. What other readers can read is a plain feed; our own kinds come back to us as they are. */
export function writeOpml(sources: readonly Listed[], title: string): string {
  // The library takes a list without sources for a mistake.
  if (sources.length === 0) return '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0"><head/><body/></opml>\n'
  return generateOpml({
    head: { title },
    body: {
      outlines: sources.map(({ kind, address, title }) => ({
        type: 'rss',
        text: title || address,
        title: title || address,
        xmlUrl: exported(kind, address),
      })),
    },
  })
}

function exported(kind: SourceKind, address: string): string {
  if (kind === 'github') return `https://github.com/${address}/releases.atom`
  if (kind === 'arxiv' || kind === 'commons') return `${kind}:${address}`
  return kind === 'hackernews' ? `hn:${address}` : address
}
