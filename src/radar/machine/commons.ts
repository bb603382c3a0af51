import { createHash, createPublicKey, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import {
  type Head,
  MOST_HEAD_BYTES,
  MOST_UNPACKED_BYTES,
  type Pack,
  type PackName,
  packPath,
  readHead,
  readPack,
  readSignedHead,
  SIGNED,
} from '../../../protocol/commons.ts'
import type { NetAnswer } from '../../net/get.ts'
import { marksIn, marksOf } from '../asking.ts'
import { itemOfPack, listedOf, packsFrom } from '../commons.ts'
import type { NewItem } from '../item.ts'
import { commons } from '../kinds/commons.ts'
import type { Source, SourceState } from '../source.ts'
import { commonsOf, keepCommons, sourceOfCommons } from '../store/commons.ts'
import { keepItems } from '../store/items.ts'
import { failureOf, nothing, type Outcome } from './outcome.ts'
import type { RadarTools } from './tools.ts'

const unpacked = promisify(gunzip)
// Kept at once, so that pages stay quick meanwhile.
const AT_ONCE = 200
// Packs taken at once: a month of thousands of sources. More comes the next time, so that nobody's disk is filled in one go.
const MOST_PACKS = 8
// A commons that has not said anything for so long is worth a look (ms).
const SILENT = 7 * 24 * 3600_000

/**
 * Asks a commons for its head and fetches the packs that are new. Nothing is told to it of what the person follows: everyone who was here
 * last at the same time fetches the same. A pack that is not what the head says is refused whole, and what was here stays.
 */
export async function pollCommons(tools: RadarTools, source: Source): Promise<Outcome> {
  const [base = '', pinned] = source.address.split('#')
  const known = commonsOf(tools.db, source.id)
  const answer = await tools.get({
    address: commons.request(source.address, tools.bases(), 0),
    headers: marksOf(source),
  })
  const failed = failureOf(answer, tools.clock.now())
  if (failed) return failed
  const good = answer as NetAnswer
  if (good.status === 304) return nothing(isSilent(known?.made, tools) ? 'silent' : 'fine')
  const read = headOf(good, pinned ?? known?.key)
  if (typeof read === 'string') return nothing(read)
  const { head, key } = read
  if (known && head.number < known.number) return nothing('replayed')
  const { number, made } = head
  const end = Math.max(0, ...head.packs.map(({ to }) => to))
  // Numbers that went back are those of a hub that was restored: what is known already is found to be.
  let position = known && known.position <= end ? known.position : 0
  const keep = () => keepCommons(tools.db, source.id, { key, number, made, position })
  keep()
  let added = 0
  // The head is read again next time, to go on where this ended.
  const broken = (outcome: Outcome): Outcome => ({ ...outcome, added, change: { etag: null, lastModified: null } })
  const packs = packsFrom(position, head.packs)
  for (const [at, name] of packs.entries()) {
    if (tools.off() || at === MOST_PACKS) return broken(nothing('partial'))
    const fetched = await tools.get({ address: `${base}/${packPath(name.hash)}` })
    const lost = failureOf(fetched, tools.clock.now())
    if (lost) return broken(lost)
    const pack = await opened(fetched as NetAnswer, name)
    if (typeof pack === 'string') return broken({ ...nothing('bad-pack'), detail: `${name.hash.slice(0, 8)}: ${pack}` })
    added += await keepPack(tools, source, pack)
    position = name.to
    keep()
  }
  const title = source.title === commons.title(source.address) && head.name.trim() ? { title: head.name.trim() } : {}
  return { ...nothing(isSilent(made, tools) ? 'silent' : 'fine'), added, change: { ...marksIn(good), ...title } }
}

function isSilent(made: number | undefined, { clock }: RadarTools): boolean {
  return made !== undefined && clock.now() - made > SILENT
}

/** The head in an answer, signed by the key that is expected, or by its own where none is yet. */
function headOf({ body }: NetAnswer, expected: string | undefined): { head: Head; key: string } | SourceState {
  if (body.length > MOST_HEAD_BYTES) return 'not-a-commons'
  const signed = readSignedHead(new TextDecoder().decode(body))
  const head = signed && readHead(signed.head)
  if (!signed || !head) return 'not-a-commons'
  if (expected !== undefined && signed.key !== expected) return 'other-key'
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: signed.key } })
  const good = verify(null, Buffer.from(SIGNED + signed.head), key, Buffer.from(signed.signature, 'base64url'))
  return good ? { head, key: signed.key } : 'other-key'
}

/** A pack as its name in the head says, or what is wrong with it. */
async function opened({ body, cut }: NetAnswer, name: PackName): Promise<Pack | string> {
  if (cut || body.length < name.bytes) return 'it came cut off'
  if (body.length > name.bytes) return 'it is larger than it should be'
  if (createHash('sha256').update(body).digest('base64url') !== name.hash) return 'it is not the one that was signed'
  try {
    const text = (await unpacked(body, { maxOutputLength: MOST_UNPACKED_BYTES })).toString('utf8')
    return readPack(text, name) ?? 'it does not hold what it should'
  } catch {
    return 'it cannot be unpacked, or is too large'
  }
}

/** Keeps what a pack brings of the origins that the person has not removed; answers how many items were new. */
async function keepPack({ db, clock }: RadarTools, source: Source, pack: Pack): Promise<number> {
  const now = clock.now()
  const sources = new Map<number, number | undefined>()
  const sourceOf = (origin: number) => {
    if (!sources.has(origin)) {
      const listed = pack.origins[origin] && listedOf(pack.origins[origin])
      sources.set(origin, listed && sourceOfCommons(db, source.id, listed, now))
    }
    return sources.get(origin)
  }
  let added = 0
  for (let from = 0; from < pack.items.length; from += AT_ONCE) {
    db.transaction(() => {
      const bySource = new Map<number, NewItem[]>()
      for (const one of pack.items.slice(from, from + AT_ONCE)) {
        const id = sourceOf(one.origin)
        const item = id === undefined ? undefined : itemOfPack(one, id, now)
        if (id !== undefined && item) bySource.set(id, [...(bySource.get(id) ?? []), item])
      }
      for (const [id, items] of bySource) added += keepItems(db, items, id, now)
    })
    await new Promise(next => setImmediate(next))
  }
  return added
}
