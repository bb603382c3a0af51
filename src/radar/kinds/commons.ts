import { HEAD } from '../../../protocol/commons.ts'
import { readLink } from '../link.ts'
import type { Kind } from './kind.ts'

/** What someone else crawled for many: packs that are the same for everyone (docs/scale.md). */
export const commons: Kind = {
  example: 'commons:https://hub.example.org/commons (what a hub crawls for many)',
  readAddress(text) {
    const [, typed = '', key = ''] =
      /^commons:\s*(https?:\/\/[^\s#]+?|[\w.-]+\.[a-z]{2,}(?::\d+)?(?:\/[^\s#]*?)?)\/?(?:#([\w-]{43}))?$/i.exec(
        text.trim(),
      ) ?? []
    const link = readLink(/^https?:/i.test(typed) || typed === '' ? typed : `https://${typed}`)?.replace(/\/$/, '')
    if (!link) return undefined
    const named = link.replace(new RegExp(`/${HEAD}$`), '')
    // At a hub it is there.
    const plain = URL.parse(named)?.pathname === '/' ? `${named}/commons` : named
    return key ? `${plain}#${key}` : plain
  },
  title: address => URL.parse(address)?.host ?? address,
  request: address => `${address.replace(/#.*$/, '')}/${HEAD}`,
  // A head holds no items: machine/commons.ts reads it, and the packs it names.
  parse: () => ({ failure: 'not-a-feed' }),
  items: 'story',
  namesItself: true,
  gap: 0,
}
