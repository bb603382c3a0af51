import * as v from 'valibot'
import type { ParsedFeed } from '../feed.ts'
import type { Kind } from './kind.ts'

const FRONT = 'front page'

const Hits = v.object({ hits: v.array(v.unknown()) })
const Hit = v.object({
  objectID: v.string(),
  title: v.string(),
  url: v.nullish(v.string()),
  author: v.nullish(v.string()),
  story_text: v.nullish(v.string()),
  created_at: v.nullish(v.string()),
})

/** Hacker News' front page, or new stories with some words, through its public search API. */
export const hackernews: Kind = {
  example: 'hn: (front page) or hn:language models',
  readAddress(text) {
    const found = /^(?:hn|hackernews):\s*(.*)$/i.exec(text.trim())
    if (!found) return undefined
    const words = (found[1] ?? '').trim().replace(/\s+/g, ' ')
    return words === '' || /^front( page)?$/i.test(words) ? FRONT : words
  },
  title: address => (address === FRONT ? 'Hacker News front page' : `Hacker News: ${address}`),
  request(address, { hackernews: base }) {
    if (address === FRONT) return `${base}/search?tags=front_page&hitsPerPage=50`
    return `${base}/search_by_date?${new URLSearchParams({ tags: 'story', query: address, hitsPerPage: '100' })}`
  },
  parse(text): ParsedFeed {
    try {
      const { hits } = v.parse(Hits, JSON.parse(text))
      const good = hits.flatMap(hit => {
        const read = v.safeParse(Hit, hit)
        return read.success ? [read.output] : []
      })
      const items = good.map(hit => ({
        id: `hn:${hit.objectID}`,
        link: hit.url || `https://news.ycombinator.com/item?id=${hit.objectID}`,
        title: hit.title,
        html: hit.story_text ?? '',
        authors: hit.author ? [hit.author] : [],
        published: hit.created_at ?? undefined,
      }))
      return { title: '', items, whole: good.length === hits.length }
    } catch {
      return { failure: 'not-a-feed' }
    }
  },
  items: 'story',
  namesItself: false,
  gap: 1000,
}
