import { Parser } from 'htmlparser2'
import { readLink } from './link.ts'

// Where feeds usually lie when a page does not say.
const USUAL = ['/feed', '/rss.xml', '/atom.xml', '/feed.xml', '/index.xml']

// What names a feed stands in a page's head. The parser's cost grows with the square of tags left open.
const MOST_HTML = 100_000

/** The feeds a web page names, best first, and then the usual places: at most six addresses. */
export function feedsOf(html: string, address: string): string[] {
  const named: string[] = []
  let base = address
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'base' && attributes.href) base = readLink(attributes.href, address) ?? base
      if (name !== 'link' && name !== 'a') return
      const isFeed =
        name === 'link'
          ? /\balternate\b/i.test(attributes.rel ?? '') && /(rss|atom|rdf|feed\+json)/i.test(attributes.type ?? '')
          : /(\/(rss|atom|feed)\/?|\.(rss|atom)|(rss|atom|feed)\.(xml|json))$/i.test(attributes.href ?? '')
      const link = isFeed ? readLink(attributes.href, base) : undefined
      if (link) named.push(link)
    },
  })
  parser.end(html.slice(0, MOST_HTML))
  // A feed of comments is named after the one that is wanted.
  const order = (link: string) => (/comments/i.test(link) ? 1 : 0)
  const usual = USUAL.flatMap(path => readLink(path, address) ?? [])
  return [...new Set([...named.sort((a, b) => order(a) - order(b)).slice(0, 3), ...usual])].slice(0, 6)
}
