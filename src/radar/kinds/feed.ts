import { parseFeed } from '../feed.ts'
import { readLink } from '../link.ts'
import type { Kind } from './kind.ts'

/** RSS, Atom or JSON Feed at an address. */
export const feed: Kind = {
  example: 'https://example.org (a page or a feed)',
  readAddress(text) {
    const typed = text.trim().replace(/^feed:(\/\/)?/i, '')
    if (/\s/.test(typed)) return undefined
    return readLink(
      /^https?:/i.test(typed) ? typed : /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(typed) ? `https://${typed}` : '',
    )
  },
  title: address => URL.parse(address)?.host.replace(/^www\./, '') ?? address,
  request: address => address,
  parse: parseFeed,
  items: 'story',
  namesItself: true,
  gap: 0,
}
