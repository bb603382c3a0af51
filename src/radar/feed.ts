import { parseFeed as readAny } from 'feedsmith'
import type { RawItem } from './item.ts'

/** What a body turned out to be. A feed that was cut off or broken yields its whole items. */
export type ParsedFeed =
  | { readonly title: string; readonly items: RawItem[]; readonly whole: boolean }
  | { readonly failure: 'not-a-feed' | 'unsafe' }

type Any = ReturnType<typeof readAny<string>>
type Entry<Format extends Any['format'], List extends string> = Extract<Any, { format: Format }>['feed'] extends {
  [Name in List]?: (infer One)[]
}
  ? One
  : never

const MOST_ITEMS = 5000

/** Reads RSS 0.9x, 1.0, 2.0, Atom or JSON Feed. Never throws, whatever the text. */
export function parseFeed(text: string): ParsedFeed {
  if (/^\s*\{/.test(text)) return parsed(text)
  const start = rootAt(text)
  if (start < 0) return { failure: 'not-a-feed' }
  // Entities of a document's own can grow without bound or name files; no feed needs them.
  if (declaresEntities(text)) return { failure: 'unsafe' }
  // The document type has said all it could.
  return parsed(text.slice(start))
}

function parsed(plain: string): ParsedFeed {
  const ended = /(<\/([\w-]+:)?(rss|feed|rdf)\s*>|\})\s*(<!--[\s\S]{0,2000}-->\s*)?$/i.test(plain.slice(-3000))
  const found = (ended && read(plain)) || read(mend(plain))
  if (!found || (!ended && found.items.length === 0)) return { failure: 'not-a-feed' }
  return { ...found, whole: ended }
}

const MOST_PROLOG = 64 << 10

/** Where a document's first element begins; -1 when there is none in its first 64 KiB. */
function rootAt(text: string): number {
  return text.slice(0, MOST_PROLOG).search(/<[A-Za-z]/)
}

/** Whether a document declares entities of its own, which stands before its first element or nowhere. */
export function declaresEntities(text: string): boolean {
  const prolog = text.slice(0, Math.max(0, rootAt(text)))
  const type = prolog.search(/<!DOCTYPE/i)
  return /<!ENTITY/i.test(prolog) || (type >= 0 && prolog.indexOf('[', type) >= 0)
}

function read(text: string): { title: string; items: RawItem[] } | undefined {
  try {
    const { format, feed } = readAny(text)
    if (format === 'atom') {
      return { title: feed.title?.value ?? '', items: (feed.entries ?? []).slice(0, MOST_ITEMS).map(fromAtom) }
    }
    if (format === 'json')
      return { title: feed.title ?? '', items: (feed.items ?? []).slice(0, MOST_ITEMS).map(fromJson) }
    if (format === 'rdf')
      return { title: feed.title ?? '', items: (feed.items ?? []).slice(0, MOST_ITEMS).map(fromRdf) }
    return { title: feed.title ?? '', items: (feed.items ?? []).slice(0, MOST_ITEMS).map(fromRss) }
  } catch {
    return undefined
  }
}

/** Cuts a broken document after its last whole item and closes what is open. */
function mend(text: string): string {
  if (/^\s*\{/.test(text)) return mendJson(text)
  const root = /<((?:[\w-]+:)?(?:rss|feed|RDF))[\s>]/i.exec(text)?.[1]
  if (!root) return ''
  const end = /<\/(?:[\w-]+:)?(?:item|entry)\s*>/gi
  let last = 0
  while (end.exec(text)) last = end.lastIndex
  return `${text.slice(0, last)}${root.toLowerCase() === 'rss' ? '</channel>' : ''}</${root}>`
}

function mendJson(text: string): string {
  const items = /"items"\s*:\s*\[/.exec(text)
  if (!items) return ''
  let depth = 0
  let inString = false
  let last = items.index + items[0].length
  for (let at = last; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) last = at + 1
    else if (character === ']' && depth === 0) break
  }
  return `${text.slice(0, last)}]}`
}

function fromAtom(entry: Entry<'atom', 'entries'>): RawItem {
  const links = entry.links ?? []
  const link = links.find(({ rel }) => !rel || rel === 'alternate') ?? links[0]
  const isText = !entry.title?.type || entry.title.type === 'text'
  return {
    id: entry.id,
    link: link?.href,
    title: isText ? escapeHtml(entry.title?.value ?? '') : (entry.title?.value ?? ''),
    html: longest(entry.summary?.value, entry.content?.value, entry.media?.description?.value),
    authors: (entry.authors ?? []).map(({ name }) => name ?? ''),
    published: entry.published ?? entry.updated,
  }
}

function fromJson(item: Entry<'json', 'items'>): RawItem {
  return {
    id: item.id,
    link: item.url ?? item.external_url,
    title: escapeHtml(item.title ?? ''),
    html: longest(item.content_html, escapeHtml(item.content_text ?? ''), escapeHtml(item.summary ?? '')),
    authors: (item.authors ?? []).map(({ name }) => name ?? ''),
    published: item.date_published ?? item.date_modified,
  }
}

function fromRdf(item: Entry<'rdf', 'items'>): RawItem {
  return {
    id: item.rdf?.about,
    link: item.link ?? item.rdf?.about,
    title: item.title ?? '',
    html: longest(item.description, item.content?.encoded),
    authors: item.dc?.creators ?? [],
    published: item.dc?.dates?.[0] ?? item.dcterms?.created?.[0],
  }
}

function fromRss(item: Entry<'rss', 'items'>): RawItem {
  const permalink = item.guid?.isPermaLink !== false ? item.guid?.value : undefined
  return {
    id: item.guid?.value,
    link: item.link ?? (permalink && /^https?:/.test(permalink) ? permalink : item.enclosures?.[0]?.url),
    title: item.title ?? '',
    html: longest(item.description, item.content?.encoded, item.itunes?.summary),
    authors:
      item.dc?.creators ??
      (item.authors ?? []).map(author => (typeof author === 'string' ? author : (author.name ?? ''))),
    published: item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published ?? item.atom?.updated,
  }
}

function longest(...texts: (string | undefined)[]): string {
  return texts.reduce<string>((best, text) => ((text?.length ?? 0) > best.length ? (text ?? '') : best), '')
}

/** Text that is not HTML, as HTML, so that everything is read one way. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character)
}
