import { parseFeed } from '../feed.ts'
import type { Kind } from './kind.ts'

/** Releases of a repository, through the Atom feed that needs no key and no quota. */
export const github: Kind = {
  example: 'owner/name (GitHub releases)',
  readAddress(text) {
    const found =
      /^(?:github:|(?:https?:\/\/)?(?:www\.)?github\.com\/)?([\w-]+)\/([\w.-]+?)(?:\.git|\/releases(?:\.atom)?)?\/?$/i.exec(
        text.trim(),
      )
    return found ? `${found[1]}/${found[2]}` : undefined
  },
  title: address => `${address} releases`,
  request: (address, { github: base }) => `${base}/${address}/releases.atom`,
  parse(text) {
    const found = parseFeed(text)
    if ('failure' in found) return found
    // A release is often called just "v1.2": its repository's name goes before.
    const name = /\/([\w.-]+)\/releases/.exec(found.items[0]?.link ?? '')?.[1] ?? ''
    const titled = (title: string) => (title.toLowerCase().includes(name.toLowerCase()) ? title : `${name} ${title}`)
    return { ...found, items: found.items.map(item => ({ ...item, title: titled(item.title) })) }
  },
  items: 'release',
  namesItself: false,
  gap: 0,
}
