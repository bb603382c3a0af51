import { LONGEST_KEY, LONGEST_LINK } from '../../protocol/commons.ts'
import type { Get, NetAnswer, NetResult } from '../../src/net/get.ts'
import { decode } from '../../src/radar/decode.ts'
import { type NewItem, normalise } from '../../src/radar/item.ts'
import { kinds } from '../../src/radar/kinds/all.ts'
import type { Bases, Kind } from '../../src/radar/kinds/kind.ts'
import { confirm, nextPoll, retryAfter, type SourceState, stateOfStatus } from '../../src/radar/source.ts'
import { shorten } from '../../src/radar/text.ts'
import type { Found } from '../packs.ts'
import { REACH } from '../ranges.ts'
import { type CommonsStore, type Origin, type OriginChange, originName } from '../store/commons.ts'

/** What a crawler is handed to work with. */
export interface CrawlTools {
  readonly store: Pick<CommonsStore, 'takeHosts' | 'nextOf' | 'stay' | 'keep' | 'giveBack'>
  readonly get: Get
  readonly bases: Bases
  readonly now: () => number
  /** In [0, 1): spreads the next requests. */
  readonly random: () => number
  /** A name for this crawler that no other has. */
  readonly by: string
  /** Told of each origin that failed. */
  readonly failed: (origin: string, state: SourceState) => void
  /** Whether it is to stop. */
  readonly stopping: () => boolean
}

const SERVERS = 8
const HOUR = 3600_000
const MOST_TEXT = 2000
// Numbers that a person's own list of sources would give; here an origin is named beside its items.
const NO_SOURCE = 0

/** Asks every origin that is due, several servers at once and each by this crawler alone; answers how many were asked. */
export async function crawl(tools: CrawlTools): Promise<number> {
  let asked = 0
  for (;;) {
    const hosts = tools.stopping() ? [] : await tools.store.takeHosts(tools.by, SERVERS, tools.now())
    if (hosts.length === 0) return asked
    const counts = await Promise.all(hosts.map(host => crawlHost(tools, host)))
    asked += counts.reduce((sum, n) => sum + n, 0)
  }
}

async function crawlHost(tools: CrawlTools, host: string): Promise<number> {
  const { store, by } = tools
  let asked = 0
  let gap = 0
  for (;;) {
    const origin = tools.stopping() ? undefined : await store.nextOf(host, tools.now())
    if (!origin) break
    gap = Math.max(gap, kinds[origin.kind]?.gap ?? 0)
    const { change, items } = await askOrigin(tools, host, origin)
    asked++
    if (change.failures > 0) tools.failed(originName(origin), change.state)
    if (!(await store.keep({ by, host, origin, change, items }, tools.now()))) return asked
  }
  await store.giveBack(by, host, tools.now() + gap)
  return asked
}

interface Outcome {
  readonly state: SourceState
  readonly items: readonly Found[]
  /** Milliseconds the server asked us to wait. */
  readonly wait: number
  readonly answer?: NetAnswer
  readonly title?: string
}

async function askOrigin(
  tools: CrawlTools,
  host: string,
  origin: Origin,
): Promise<{ change: OriginChange; items: readonly Found[] }> {
  const kind = kinds[origin.kind]
  // A mistake of ours stays with the origin it happened to.
  const outcome = await askPages(tools, host, origin, kind).catch(() => nothing('unread'))
  const { state, items, wait, answer } = outcome
  const now = tools.now()
  const well = state === 'fine' || state === 'partial'
  const failures = well ? 0 : origin.failures + 1
  const confirmed = confirm(origin, state === 'gone' ? 'gone' : null, now)
  // A body that came incomplete must not be answered with "nothing new" next time.
  const marks =
    state === 'partial'
      ? { etag: null, lastModified: null }
      : answer?.status === 200
        ? { etag: answer.headers.etag ?? null, lastModified: answer.headers['last-modified'] ?? null }
        : { etag: origin.etag, lastModified: origin.lastModified }
  const unnamed = origin.title === '' || origin.title === origin.address || origin.title === kind.title(origin.address)
  const title = kind.namesItself && unnamed && outcome.title?.trim() ? outcome.title.trim() : origin.title
  return {
    items,
    change: {
      ...marks,
      title: (title || kind.title(origin.address)).slice(0, 120),
      state: confirmed.believed ? 'ended' : state,
      failures,
      answer: confirmed.answer,
      answerSince: confirmed.answerSince,
      answerPolls: confirmed.answerPolls,
      nextPollAt: nextPoll(now, {
        failures,
        wait,
        random: tools.random(),
        reached: state !== 'no-such-host' && state !== 'unreachable',
        usual: HOUR,
      }),
    },
  }
}

/** Asks for a page, and on until one brings nothing that is of the last weeks. */
async function askPages(tools: CrawlTools, host: string, origin: Origin, kind: Kind): Promise<Outcome> {
  const { most = 1, size = 0 } = kind.pages ?? {}
  const floor = Math.max(tools.now() - REACH, origin.polledAt === null ? 0 : origin.polledAt - OVERLAP)
  let items: readonly Found[] = []
  let first: Outcome | undefined
  for (let page = 0; page < most; page++) {
    if (page > 0 && (tools.stopping() || !(await tools.store.stay(tools.by, host, tools.now())))) break
    const outcome = await askPage(tools, origin, kind, page)
    first ??= outcome
    items = [...items, ...outcome.items]
    const young = outcome.items.filter(({ publishedAt }) => publishedAt >= floor)
    if (!outcome.answer || young.length < size || size === 0) break
  }
  return {
    ...(first ?? nothing('unread')),
    items: items.filter(({ publishedAt }) => publishedAt > tools.now() - REACH),
  }
}

/** What is listed late, after others of its time (ms). */
const OVERLAP = 3 * 24 * HOUR

async function askPage(tools: CrawlTools, origin: Origin, kind: Kind, page: number): Promise<Outcome> {
  const result = await tools.get({
    address: kind.request(origin.address, tools.bases, page),
    headers: page === 0 ? marksOf(origin) : {},
    gap: kind.gap,
  })
  const failed = failureOf(result, tools.now())
  if (failed) return failed
  const answer = result as NetAnswer
  if (answer.status === 304) return nothing('fine')
  const parsed = kind.parse(decode(answer.body, answer.headers['content-type']))
  if ('failure' in parsed) return nothing(answer.cut ? 'cut-off' : parsed.failure)
  const items = normalise(parsed.items, {
    sourceId: NO_SOURCE,
    kind: kind.items,
    base: answer.address,
    now: tools.now(),
  }).flatMap(found)
  const state = parsed.whole && !answer.cut ? 'fine' : 'partial'
  return { state, items, wait: 0, answer, title: parsed.title }
}

/** What of an item goes into a pack: of its text the beginning, which is enough to rank it by. */
function found({ text, ...item }: NewItem): Found | [] {
  const keys = item.keys.filter(key => key.length <= LONGEST_KEY)
  return keys.length === 0 || item.link.length > LONGEST_LINK ? [] : { ...item, keys, text: shorten(text, MOST_TEXT) }
}

function marksOf({ etag, lastModified }: Origin): Record<string, string> {
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  }
}

function failureOf(answer: NetResult, now: number): Outcome | undefined {
  if ('failure' in answer) return nothing(answer.failure)
  if (answer.status === 200 || answer.status === 304) return undefined
  return { ...nothing(stateOfStatus(answer.status)), wait: retryAfter(answer.headers['retry-after'], now) }
}

function nothing(state: SourceState): Outcome {
  return { state, items: [], wait: 0 }
}
