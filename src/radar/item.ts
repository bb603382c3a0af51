import type { ItemKind } from '../plan/budget.ts'
import { canonical, readLink } from './link.ts'
import { countWords, plainText, shorten } from './text.ts'

export type { ItemKind }

/** An item as a source gave it: nothing checked, HTML unread. */
export interface RawItem {
  readonly id?: string | undefined
  readonly link?: string | undefined
  readonly title: string
  readonly html: string
  readonly authors: readonly string[]
  readonly published?: string | undefined
}

/** One published thing, normalised. */
export interface NewItem {
  readonly kind: ItemKind
  readonly link: string
  readonly title: string
  /** Plain text. */
  readonly text: string
  readonly authors: string
  /** Milliseconds; never after `now`. */
  readonly publishedAt: number
  /** Words of the text, for the minutes it takes. */
  readonly words: number
  /** What it is known by; two items that share one are the same. */
  readonly keys: readonly string[]
}

const DAY = 24 * 3600_000

interface Origin {
  readonly sourceId: number
  readonly kind: ItemKind
  /** The address the items came from, for relative links. */
  readonly base: string
  readonly now: number
}

/** Normalises what a source gave; items without a title and text, or without a link, are dropped. */
export function normalise(raw: readonly RawItem[], origin: Origin): NewItem[] {
  const shared = sharedLinks(raw, origin.base)
  const sharedIds = repeated(raw.map(({ id, title }) => [id?.trim() ?? '', title]))
  return raw
    .flatMap((item, position) => {
      const link = readLink(item.link, origin.base)
      const text = plainText(item.html)
      const title = shorten(plainText(item.title) || text, 240)
      if (!link || !title) return []
      const key = canonical(link)
      return {
        kind: key.startsWith('arxiv:') ? 'paper' : origin.kind,
        link,
        title,
        text,
        authors: authorList(item.authors),
        publishedAt: publishedAt(item.published, position, origin.now),
        words: countWords(text),
        keys: [
          ...(shared.has(key) ? [] : [`link:${key}`]),
          ...(sharedIds.has(item.id?.trim() ?? '') ? [] : idKeys(item.id, origin.sourceId)),
        ],
      }
    })
    .map(item => (item.keys.length > 0 ? item : { ...item, keys: [`title:${origin.sourceId}:${item.title}`] }))
}

/** Links that several items of one feed carry, such as its home page: they identify none of them. */
function sharedLinks(raw: readonly RawItem[], base: string): Set<string> {
  const keys = raw.flatMap(item => {
    const link = readLink(item.link, base)
    return link ? [[canonical(link), `${item.id} ${item.title}`] as const] : []
  })
  const homePages = keys.map(([key]) => key).filter(key => !key.includes('/') && !key.includes(':'))
  return new Set([...repeated(keys), ...homePages])
}

/** The names that stand for more than one thing. */
function repeated(pairs: readonly (readonly [name: string, thing: string])[]): Set<string> {
  const first = new Map<string, string>()
  const found = new Set<string>()
  for (const [name, thing] of pairs) {
    if ((first.get(name) ?? thing) !== thing) found.add(name)
    first.set(name, thing)
  }
  return found
}

function idKeys(id: string | undefined, sourceId: number): string[] {
  const trimmed = id?.trim()
  if (!trimmed || trimmed.length > 500) return []
  const link = readLink(trimmed)
  if (link) return canonical(link).startsWith('arxiv:') ? [`link:${canonical(link)}`] : [`id:${trimmed}`]
  // A tag: or urn: is unique in the world; "123" is only within its feed.
  return [/^(tag|urn|doi|oai|hn):/i.test(trimmed) ? `id:${trimmed}` : `id:${sourceId}:${trimmed}`]
}

function authorList(authors: readonly string[]): string {
  const names = authors.map(name => plainText(name)).filter(Boolean)
  return shorten(
    names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} others` : names.join(', '),
    300,
  )
}

/** An undated item is taken to be as many days old as it stands below the first; a future one is of now. */
function publishedAt(text: string | undefined, position: number, now: number): number {
  const parsed = text ? Date.parse(text) : Number.NaN
  if (Number.isNaN(parsed)) return now - position * DAY
  return Math.max(0, Math.min(parsed, now))
}
