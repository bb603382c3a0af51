import type { Get } from '../../net/get.ts'
import { decode } from '../decode.ts'
import { feedsOf } from '../discover.ts'
import { kinds, readSource } from '../kinds/all.ts'
import type { Listed } from '../opml.ts'
import { type Source, type SourceState, STATE_WORDS, stateOfStatus } from '../source.ts'
import { addSource, changeSource, findSource } from '../store/sources.ts'
import { poll } from './poll.ts'
import type { RadarTools } from './tools.ts'

/** A source found for what a person typed, or what to tell them. `state`: it was taken although it did not answer. */
export type Found = { readonly source: Listed; readonly state?: SourceState } | { readonly problem: string }

/** Adds what a person typed as a source and asks it once; answers it as it is then, or what to tell them. */
export async function addTyped(
  tools: RadarTools,
  typed: string,
): Promise<{ source: Source; added: boolean } | { problem: string }> {
  const found = await findFeed(typed, tools.get)
  if ('problem' in found) return found
  const { id, added } = addSource(tools.db, found.source, tools.clock.now())
  const source = findSource(tools.db, id)
  if (!source) return { problem: 'It was removed meanwhile.' }
  if (!added) return { source, added }
  if (found.state === undefined) return { source: (await poll(tools, source)).source, added }
  changeSource(tools.db, id, { state: found.state })
  return { source: { ...source, state: found.state }, added }
}

/** Makes a source of what a person typed; for a web page's address it looks for the page's feed. */
export async function findFeed(typed: string, get: Get): Promise<Found> {
  const read = readSource(typed)
  if (!read) {
    const examples = Object.values(kinds).map(({ example }) => `  ${example}`)
    return { problem: `“${typed.slice(0, 100)}” is not a source. A source can be:\n${examples.join('\n')}` }
  }
  const listed = { ...read, title: kinds[read.kind].title(read.address) }
  if (read.kind !== 'feed') return { source: listed }
  return feedAt(read.address, get)
}

async function feedAt(address: string, get: Get): Promise<Found> {
  const title = kinds.feed.title(address)
  const answer = await get({ address })
  if ('failure' in answer) return { source: { kind: 'feed', address, title }, state: answer.failure }
  if (answer.status !== 200) return { source: { kind: 'feed', address, title }, state: stateOfStatus(answer.status) }
  const text = decode(answer.body, answer.headers['content-type'])
  const parsed = kinds.feed.parse(text)
  if (!('failure' in parsed)) return { source: { kind: 'feed', address, title: parsed.title || title } }
  if (parsed.failure === 'unsafe') return { problem: `${address}: ${STATE_WORDS.unsafe.says}.` }
  for (const candidate of feedsOf(text, answer.address)) {
    const tried = await get({ address: candidate })
    if ('failure' in tried || tried.status !== 200) continue
    const found = kinds.feed.parse(decode(tried.body, tried.headers['content-type']))
    if (!('failure' in found)) return { source: { kind: 'feed', address: candidate, title: found.title || title } }
  }
  return { problem: `${address} is a page, and no feed was found on it. Look for a link called “RSS” or “Atom” there.` }
}
