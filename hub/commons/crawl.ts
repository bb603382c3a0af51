import { LONGEST_KEY, LONGEST_LINK, LONGEST_TEXT } from '../../protocol/commons.ts'
import type { Get, NetAnswer } from '../../src/net/get.ts'
import { failureIn, marksIn, marksOf, titleFrom } from '../../src/radar/asking.ts'
import { decode } from '../../src/radar/decode.ts'
import { type NewItem, normalise } from '../../src/radar/item.ts'
import { kinds } from '../../src/radar/kinds/all.ts'
import type { Bases, Kind } from '../../src/radar/kinds/kind.ts'
import { confirm, nextPoll, type SourceState } from '../../src/radar/source.ts'
import { shorten, squeeze } from '../../src/radar/text.ts'
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

const HOUR = 3600_000
const DAY = 24 * HOUR
// Numbers that a person's own list of sources would give; here an origin is named beside its items.
const NO_SOURCE = 0
/** What is listed late, after others of its time (ms). */
const OVERLAP = 3 * DAY

/** Asks what is due, one server after the other, each by this crawler alone; answers how many origins were asked. Several may run at once. */
export async function crawl(tools: CrawlTools): Promise<number> {
  for (let asked = 0; ; ) {
    const [host] = tools.stopping() ? [] : await tools.store.takeHosts(tools.by, 1, tools.now())
    if (host === undefined) return asked
    asked += await crawlHost(tools, host)
  }
}

async function crawlHost(tools: CrawlTools, host: string): Promise<number> {
  const { store, by } = tools
  let [asked, gap] = [0, 0]
  for (;;) {
    const origin = tools.stopping() ? undefined : await store.nextOf(host, tools.now())
    if (!origin) break
    gap = Math.max(gap, kinds[origin.kind]?.gap ?? 0)
    const { change, items, wait } = await askOrigin(tools, host, origin)
    asked++
    if (change.failures > 0) tools.failed(originName(origin), change.state)
    if (!(await keep(tools, host, origin, change, items))) return asked
    // What a server asks of one it asks of all that are there.
    gap = Math.max(gap, Math.min(wait, DAY))
    if (wait > 0) break
  }
  await store.giveBack(by, host, tools.now() + gap)
  return asked
}

/** Keeps what came; what a database will not take stays with the origin it came from. */
async function keep(
  { store, by, now, failed }: CrawlTools,
  host: string,
  origin: Origin,
  change: OriginChange,
  items: readonly Found[],
): Promise<boolean> {
  try {
    return await store.keep({ by, host, origin, change, items }, now())
  } catch {
    failed(originName(origin), 'unread')
    // It is asked for all of it again.
    const { title, etag, lastModified, completeTo } = origin
    const kept = { title, etag, lastModified, completeTo }
    const unread = {
      ...change,
      ...kept,
      state: 'unread',
      failures: origin.failures + 1,
      nextPollAt: now() + DAY,
    } as const
    return store.keep({ by, host, origin, change: unread, items: [] }, now())
  }
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
): Promise<{ change: OriginChange; items: readonly Found[]; wait: number }> {
  const kind = kinds[origin.kind]
  const began = tools.now()
  // A mistake of ours stays with the origin it happened to.
  const { state, items, wait, answer, title } = await askPages(tools, host, origin, kind).catch(() => nothing('unread'))
  const now = tools.now()
  const failures = state === 'fine' || state === 'partial' ? 0 : origin.failures + 1
  const movedTo = answer?.movedTo
  const confirmed = confirm(origin, movedTo ? `moved ${movedTo}` : state === 'gone' ? 'gone' : null, now)
  // A body that came incomplete must not be answered with "nothing new" next time.
  const marks =
    state === 'partial'
      ? { etag: null, lastModified: null }
      : answer?.status === 200
        ? marksIn(answer)
        : { etag: origin.etag, lastModified: origin.lastModified }
  return {
    items,
    wait,
    change: {
      ...marks,
      title: titleFrom(
        kind.namesItself ? squeeze(title ?? '').toWellFormed() : '',
        origin,
        kind.title(origin.address),
      ).toWellFormed(),
      state: confirmed.believed && state === 'gone' ? 'ended' : state,
      failures,
      answer: confirmed.answer,
      answerSince: confirmed.answerSince,
      answerPolls: confirmed.answerPolls,
      movedTo: (confirmed.believed && origin.kind === 'feed' && movedTo) || origin.movedTo,
      completeTo: state === 'fine' ? began : origin.completeTo,
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

/** Asks for a page, and on to where all is known; `partial` where it broke off before. */
async function askPages(tools: CrawlTools, host: string, origin: Origin, kind: Kind): Promise<Outcome> {
  const { most = 1, size = Number.POSITIVE_INFINITY } = kind.pages ?? {}
  const floor = Math.max(tools.now() - REACH, (origin.completeTo ?? 0) - OVERLAP)
  const young = (items: readonly Found[]) => items.filter(({ publishedAt }) => publishedAt >= floor)
  const first = await askPage(tools, origin, kind, 0)
  let [items, last] = [first.items, first]
  let whole = first.state === 'fine'
  for (let page = 1; page < most && last.answer && young(last.items).length >= size; page++) {
    const goesOn = !tools.stopping() && (await tools.store.stay(tools.by, host, tools.now()))
    last = goesOn ? await askPage(tools, origin, kind, page) : nothing('partial')
    whole &&= last.state === 'fine'
    items = [...items, ...last.items]
    if (last.wait > 0) break
  }
  const state = first.state === 'fine' && !whole ? 'partial' : first.state
  return {
    ...first,
    state,
    wait: Math.max(first.wait, last.wait),
    items: items.filter(({ publishedAt }) => publishedAt > tools.now() - REACH),
  }
}

async function askPage(tools: CrawlTools, origin: Origin, kind: Kind, page: number): Promise<Outcome> {
  const result = await tools.get({
    address: origin.movedTo ?? kind.request(origin.address, tools.bases, page),
    headers: page === 0 ? marksOf(origin) : {},
    gap: kind.gap,
  })
  const failed = failureIn(result, tools.now())
  if (failed) return { ...nothing(failed.state), wait: failed.wait }
  const answer = result as NetAnswer
  if (answer.status === 304) return { ...nothing('fine'), answer }
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
  const keys = item.keys.filter(key => key.length <= LONGEST_KEY && isPlain(key))
  if (keys.length === 0 || item.link.length > LONGEST_LINK) return []
  const [title, authors] = [item.title.toWellFormed(), item.authors.toWellFormed()]
  return { ...item, title, authors, keys, text: shorten(text.toWellFormed(), LONGEST_TEXT) }
}

/** Whether a text is one that any database takes. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

function nothing(state: SourceState): Outcome {
  return { state, items: [], wait: 0 }
}
