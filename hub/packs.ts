import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  type Head,
  MOST_PACK_BYTES,
  MOST_UNPACKED_BYTES,
  type Pack,
  type PackItem,
  readPack,
  SIGNED,
} from '../protocol/commons.ts'
import type { Range } from './ranges.ts'

const zipped = promisify(gzip)

/** What a crawl found; which origin it is from stands beside it. */
export type Found = Omit<PackItem, 'origin'>

/** An item as it is kept: its origin's name and title, and JSON of a Found. */
export interface Row {
  readonly origin: string
  readonly title: string
  readonly body: string
}

/** The bytes of the pack of some items, and what they are named by. */
export async function packed(
  { after, last }: Range,
  rows: readonly Row[],
): Promise<{ readonly bytes: Uint8Array; readonly hash: string }> {
  const titles = new Map(rows.map(({ origin, title }) => [origin, title]))
  const at = new Map([...titles.keys()].toSorted().map((name, index) => [name, index]))
  const pack: Pack = {
    from: after,
    to: last,
    origins: [...at.keys()].map(name => {
      const space = name.indexOf(' ')
      return { kind: name.slice(0, space), address: name.slice(space + 1), title: titles.get(name) ?? '' }
    }),
    items: rows.map(({ origin, body }): PackItem => ({ origin: at.get(origin) ?? 0, ...(JSON.parse(body) as Found) })),
  }
  const text = JSON.stringify(pack)
  const bytes = await zipped(text, { level: 9 })
  const name = { from: after, to: last, bytes: bytes.length, hash: '' }
  // What no app would take is published nowhere.
  if (bytes.length > MOST_PACK_BYTES || Buffer.byteLength(text) > MOST_UNPACKED_BYTES || !readPack(text, name))
    throw new RangeError('a pack is more than an app takes')
  return { bytes, hash: createHash('sha256').update(bytes).digest('base64url') }
}

/** The public half of a key as it is kept: Ed25519, PKCS 8, base64. */
export function publicKeyOf(kept: string): string {
  return createPublicKey(keyOf(kept)).export({ format: 'jwk' }).x ?? ''
}

function keyOf(kept: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' })
}

/** The file that a head is, signed with a key as it is kept. */
export function signedHead(head: Head, kept: string): string {
  const text = JSON.stringify(head)
  return JSON.stringify({
    head: text,
    key: publicKeyOf(kept),
    signature: sign(null, Buffer.from(SIGNED + text), keyOf(kept)).toString('base64url'),
  })
}
