import type { NetAnswer } from '../../net/get.ts'
import type { Database } from '../../store/database.ts'
import { StoreProblem } from '../../store/problem.ts'
import { marksIn, marksOf } from '../asking.ts'
import { decode } from '../decode.ts'
import type { ParsedFeed } from '../feed.ts'
import { type NewItem, normalise } from '../item.ts'
import { kinds } from '../kinds/all.ts'
import type { Kind } from '../kinds/kind.ts'
import { confirm, isDue, nextPoll, type Source, type SourceState } from '../source.ts'
import { carries, keepItems } from '../store/items.ts'
import { addressTaken, changeSource, findSource, lastPolled, listSources, type SourceChange } from '../store/sources.ts'
import { pollCommons } from './commons.ts'
import { failureOf, nothing, type Outcome } from './outcome.ts'
import type { RadarTools } from './tools.ts'

export interface Polled {
  readonly source: Source
  readonly state: SourceState
  readonly added: number
}

/**
 * Polls every source that is due, several hosts at once and one connection a host; a failure stays with its source.
 * `asked`: the person wants it now, so the hourly pace does not hold, but what a server asked for does.
 */
export async function pollAll(
  tools: RadarTools,
  asked: boolean,
  onProgress: (done: number, total: number, last: Polled) => void,
): Promise<Polled[]> {
  const due = listSources(tools.db).filter(source => isDue(source, tools.clock.now(), asked))
  const waiting = [...due]
  const results: Polled[] = []
  const worker = async () => {
    for (let source = waiting.shift(); source && !tools.off(); source = waiting.shift()) {
      const polled = await pollSafely(tools, source)
      results.push(polled)
      onProgress(results.length, due.length, polled)
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return results
}

// The request did not reach the server, so asking again soon is no burden to it: the machine may just have woken up.
const UNREACHED: readonly SourceState[] = ['no-such-host', 'unreachable']

/** One source that cannot be read, by a mistake of ours, must not stop the others; a disk that is full stops all. */
async function pollSafely(tools: RadarTools, source: Source): Promise<Polled> {
  try {
    return await poll(tools, source)
  } catch (error) {
    if (error instanceof StoreProblem) throw error
    const [now, state] = [tools.clock.now(), 'unread' as const]
    changeSource(tools.db, source.id, {
      state,
      detail: '',
      polledAt: now,
      failures: source.failures + 1,
      nextPollAt: now + 24 * 3600_000,
    })
    return { source: { ...source, state }, state, added: 0 }
  }
}

/** Polls one source and keeps what came of it. */
export async function poll(tools: RadarTools, source: Source): Promise<Polled> {
  const kind = kinds[source.kind]
  const outcome =
    source.kind === 'commons'
      ? await pollCommons(tools, source)
      : kind.pages
        ? await pollPages(tools, source, kind)
        : await pollOnce(tools, source, kind)
  const now = tools.clock.now()
  const well = outcome.state === 'fine' || outcome.state === 'partial' || outcome.state === 'silent'
  const failures = well ? 0 : source.failures + 1
  const permanent = outcome.movedTo ? `moved ${outcome.movedTo}` : outcome.state === 'gone' ? 'gone' : null
  const confirmed = confirm(source, permanent, now)
  const change: SourceChange = {
    ...outcome.change,
    state: confirmed.believed && permanent === 'gone' ? 'ended' : outcome.state,
    detail: outcome.detail,
    polledAt: now,
    failures,
    nextPollAt: nextPoll(now, {
      failures,
      wait: outcome.wait,
      random: tools.random(),
      reached: !UNREACHED.includes(outcome.state),
    }),
    notBefore: outcome.wait > 0 ? now + outcome.wait : 0,
    answer: confirmed.answer,
    answerSince: confirmed.answerSince,
    answerPolls: confirmed.answerPolls,
    ...(confirmed.believed && outcome.movedTo ? rewritten(tools.db, source, outcome.movedTo) : {}),
  }
  changeSource(tools.db, source.id, change)
  return {
    source: findSource(tools.db, source.id) ?? source,
    state: change.state ?? outcome.state,
    added: outcome.added,
  }
}

function rewritten(db: Database, source: Source, movedTo: string): SourceChange {
  const plain = { answer: null, answerSince: null, answerPolls: 0 }
  // A renamed repository's feed names it anew; the address of an API is a setting, not the source's.
  const address =
    source.kind === 'feed' || source.kind === 'github' ? kinds[source.kind].readAddress(movedTo) : undefined
  if (!address || addressTaken(db, source.kind, address)) return plain
  return { ...plain, address, formerAddress: source.address }
}

async function pollOnce(tools: RadarTools, source: Source, kind: Kind): Promise<Outcome> {
  const answer = await tools.get({
    address: kind.request(source.address, tools.bases(), 0),
    headers: marksOf(source),
    gap: kind.gap,
  })
  const failed = failureOf(answer, tools.clock.now())
  if (failed) return failed
  const good = answer as NetAnswer
  if (good.status === 304) return { ...nothing('fine'), movedTo: good.movedTo }
  const parsed = kind.parse(decode(good.body, good.headers['content-type']))
  if ('failure' in parsed) return good.cut ? nothing('cut-off') : nothing(parsed.failure)
  const added = keepItems(tools.db, itemsOf(tools, source, kind, parsed, good.address), source.id, tools.clock.now())
  const whole = parsed.whole && !good.cut
  return {
    state: whole ? 'fine' : 'partial',
    detail: '',
    added,
    wait: 0,
    movedTo: good.movedTo,
    // A body that came incomplete must not be answered with "nothing new" next time.
    change: { ...(whole ? marksIn(good) : { etag: null, lastModified: null }), ...named(source, kind, parsed) },
  }
}

/**
 * Asks page by page, newest first, to the last item already known; the first time, as far back as the kind says. When
 * a poll breaks off between pages, the next goes back to where all was known, so that no gap stays.
 */
async function pollPages(tools: RadarTools, source: Source, kind: Kind): Promise<Outcome> {
  const { most, firstReach, size } = kind.pages ?? { most: 1, firstReach: 0, size: 0 }
  const began = tools.clock.now()
  // Not from a time to come: the clock may have been ahead.
  const floor = Math.min(source.completeTo ?? began - firstReach, began)
  let added = 0
  let newest = Math.min(source.completeTo ?? 0, began)
  let first: NetAnswer | undefined
  await keepPace(tools, source, kind)
  changeSource(tools.db, source.id, { polledAt: began })
  for (let page = 0; page < most; page++) {
    // Off time begins: the next poll goes on from here.
    if (page > 0 && tools.off())
      return { ...nothing('partial'), added, change: { brokeOff: true, etag: null, lastModified: null } }
    const address = kind.request(source.address, tools.bases(), page)
    const answer = await tools.get({
      address,
      headers: page === 0 && !source.brokeOff ? marksOf(source) : {},
      gap: kind.gap,
    })
    const failed = failureOf(answer, tools.clock.now())
    if (failed)
      return { ...failed, added, change: page === 0 ? {} : { brokeOff: true, etag: null, lastModified: null } }
    const good = answer as NetAnswer
    if (good.status === 304) return nothing('fine')
    first ??= good
    const parsed = kind.parse(decode(good.body, good.headers['content-type']))
    if ('failure' in parsed)
      return { ...nothing(good.cut ? 'cut-off' : parsed.failure), added, change: page === 0 ? {} : { brokeOff: true } }
    const items = itemsOf(tools, source, kind, parsed, good.address)
    const last = items.at(-1)
    const reached =
      last === undefined || last.publishedAt < floor || (!source.brokeOff && carries(tools.db, source.id, last.keys))
    tools.db.transaction(() => {
      added += keepItems(
        tools.db,
        items.filter(item => item.publishedAt >= floor || source.completeTo !== null),
        source.id,
        tools.clock.now(),
      )
      // Noted with the page itself: a process that ends here must not take the rest for known.
      changeSource(tools.db, source.id, { brokeOff: !reached })
    })
    newest = Math.max(newest, ...items.map(({ publishedAt }) => publishedAt))
    if (good.cut || !parsed.whole)
      return { ...nothing('partial'), added, change: { brokeOff: true, etag: null, lastModified: null } }
    if (reached || items.length < size) break
  }
  return {
    ...nothing('fine'),
    added,
    change: { ...(first ? marksIn(first) : {}), completeTo: newest || began, brokeOff: false },
  }
}

/** arXiv's pace is for all its queries together, and holds although the last one was another process's. */
async function keepPace(tools: RadarTools, source: Source, kind: Kind): Promise<void> {
  const since = tools.clock.now() - (lastPolled(tools.db, source.kind) ?? Number.NEGATIVE_INFINITY)
  if (since >= 0 && since < kind.gap) await new Promise(done => setTimeout(done, kind.gap - since))
}

function itemsOf(
  tools: RadarTools,
  source: Source,
  kind: Kind,
  parsed: Extract<ParsedFeed, { items: unknown }>,
  base: string,
): NewItem[] {
  return normalise(parsed.items, { sourceId: source.id, kind: kind.items, base, now: tools.clock.now() })
}

/** A feed's own title takes the place of the address that stood there until it was known. */
function named(source: Source, kind: Kind, parsed: { title: string }): SourceChange {
  const unnamed = source.title === source.address || source.title === kind.title(source.address)
  return kind.namesItself && unnamed && parsed.title.trim() ? { title: parsed.title.trim().slice(0, 120) } : {}
}
