import { describe, expect, it, onTestFinished } from 'vitest'
import { kinds } from '../../src/radar/kinds/all.ts'
import { cannedNet, rss, temporaryFolder } from '../../test/house.ts'
import { commonsStore } from '../store/commons.ts'
import { openSqlite } from '../store/sql.ts'
import { crawl } from './crawl.ts'

const HOUR = 3600_000
const START = Date.parse('2026-05-18T09:00:00Z')
const A = 'https://a.test/feed'
const story = (n: number, date = '2026-05-17') => ({
  title: `Story ${n}`,
  link: `https://a.test/${n}`,
  text: `Text ${n}`,
  date,
})

async function crawler(addresses: readonly string[], answers: Parameters<typeof cannedNet>[0]) {
  const sql = openSqlite(temporaryFolder())
  onTestFinished(() => sql.close())
  const store = commonsStore(sql)
  await store.begin('Lab', START)
  const hostOf = ({ address }: { address: string }) => URL.parse(address)?.host ?? 'arxiv.test'
  await store.follow(
    addresses.map(address => ({ kind: address.startsWith('http') ? 'feed' : 'arxiv', address, title: '' }) as const),
    hostOf,
  )
  const net = cannedNet(answers)
  let now = START
  let stopped = false
  const failed: string[] = []
  const tools = {
    store,
    get: net.get,
    bases: { arxiv: 'https://arxiv.test', github: 'https://github.test', hackernews: 'https://hn.test' },
    now: () => now,
    random: () => 0,
    by: 'me',
    stopping: () => stopped,
    failed: (origin: string, state: string) => failed.push(`${origin} ${state}`),
  }
  return {
    net,
    failed,
    sql,
    tools,
    crawl: () => crawl(tools),
    pass: (ms: number) => {
      now += ms
    },
    stop: () => {
      stopped = true
    },
    items: () => sql.ask<{ body: string }>('SELECT body FROM commons_item ORDER BY id'),
    origin: async (address: string) =>
      (
        await sql.ask<{ state: string; next: number; failures: number; title: string }>(
          "SELECT state, next_poll_at AS next, failures, title FROM commons_origin WHERE origin LIKE '%' || $1",
          [address],
        )
      )[0],
  }
}

describe('a crawler', () => {
  it('asks each origin once an hour, gives back its marks, and takes its name', async () => {
    const { net, crawl, pass, items, origin } = await crawler([A], {
      [A]: ({ headers = {} }) =>
        headers['if-none-match'] === 'W/"1"'
          ? { status: 304 }
          : { body: new TextEncoder().encode(rss([story(1), story(2)], 'The A Feed')), headers: { etag: 'W/"1"' } },
    })
    expect([await crawl(), await crawl()]).toEqual([1, 0])
    expect(await origin(A)).toMatchObject({ state: 'fine', title: 'The A Feed', next: START + HOUR })
    pass(HOUR)
    expect(await crawl()).toBe(1)
    expect(net.requests.map(({ headers }) => headers)).toEqual([{}, { 'if-none-match': 'W/"1"' }])
    expect(await items()).toHaveLength(2)
  })

  it('keeps to what a server asks for, and asks ever less where nothing comes', async () => {
    const slow = 'https://b.test/feed'
    const { crawl, pass, origin, failed } = await crawler([A, slow], {
      [A]: { status: 503, headers: { 'retry-after': '7200' } },
      [slow]: { status: 404 },
    })
    expect(await crawl()).toBe(2)
    expect(await origin(A)).toMatchObject({ state: 'server-error', next: START + 2 * HOUR })
    expect(await origin(slow)).toMatchObject({ state: 'not-found', failures: 1, next: START + HOUR })
    pass(HOUR)
    expect(await crawl()).toBe(1)
    expect(failed).toEqual([`feed ${A} server-error`, `feed ${slow} not-found`, `feed ${slow} not-found`])
    expect(await origin(slow)).toMatchObject({ failures: 2, next: START + 3 * HOUR })
  })

  it('believes that one is gone after three days of it, and asks no more', async () => {
    const { crawl, pass, origin } = await crawler([A], { [A]: { status: 410 } })
    await crawl()
    for (let n = 0; n < 5; n++) {
      pass(25 * HOUR)
      await crawl()
    }
    expect((await origin(A))?.state).toBe('ended')
    pass(900 * HOUR)
    expect(await crawl()).toBe(0)
  })

  it('keeps the whole items of what came cut off, and asks for all of it again', async () => {
    const { net, crawl, pass, items } = await crawler([A], {
      [A]: () => ({
        body: new TextEncoder().encode(rss([story(1), story(2)]).slice(0, -60)),
        cut: true,
        headers: { etag: '"x"' },
      }),
    })
    await crawl()
    expect((await items()).length).toBeGreaterThan(0)
    pass(HOUR)
    await crawl()
    expect(net.requests.at(-1)?.headers).toEqual({})
  })

  it('takes in nothing that is older than a commons reaches, nor more text than it ranks by', async () => {
    const { crawl, items } = await crawler([A], {
      [A]: rss([story(1, '2026-03-01'), { ...story(2), text: 'word '.repeat(1000) }]),
    })
    await crawl()
    const [one, more] = await items()
    expect(more).toBeUndefined()
    const kept = JSON.parse(one?.body ?? '{}') as { text: string; words: number }
    expect([kept.text.length <= 2000, kept.words]).toEqual([true, 1000])
  })

  it('lets one origin that fails in a way nobody foresaw keep no other from being asked', async () => {
    const B = 'https://b.test/feed'
    const { crawl, origin } = await crawler([A, B], {
      [A]: () => {
        throw new Error('not foreseen')
      },
      [B]: rss([story(1)]),
    })
    expect(await crawl()).toBe(2)
    expect([(await origin(A))?.state, (await origin(B))?.state]).toEqual(['unread', 'fine'])
  })

  it('stops when it is told to, in the midst of a server', async () => {
    const list = Array.from({ length: 5 }, (_, n) => `https://a.test/${n}`)
    let asked = 0
    const one = await crawler(list, {
      'https://a.test/*': () => {
        if (++asked === 2) one.stop()
        return rss([story(asked)])
      },
    })
    expect(await one.crawl()).toBe(2)
  })

  it('goes on where a publisher has moved to, once that was believed', async () => {
    const B = 'https://b.test/feed'
    const { net, crawl, pass } = await crawler([A], {
      [A]: () => ({ body: new TextEncoder().encode(rss([story(1)])), address: B, movedTo: B }),
      [B]: rss([story(1)]),
    })
    for (let n = 0; n < 6; n++) {
      await crawl()
      pass(25 * HOUR)
    }
    expect(net.requests.map(({ address }) => address).slice(-2)).toEqual([B, B])
  })

  it('leaves a whole server alone that asks to be', async () => {
    const list = Array.from({ length: 5 }, (_, n) => `https://a.test/${n}`)
    const { net, crawl, pass } = await crawler(list, {
      'https://a.test/*': { status: 429, headers: { 'retry-after': '7200' } },
    })
    expect(await crawl()).toBe(1)
    pass(HOUR)
    expect(await crawl()).toBe(0)
    pass(HOUR)
    expect(await crawl()).toBe(1)
    expect(net.requests).toHaveLength(2)
  })

  it('asks again for the pages that did not come', async () => {
    let broken = true
    const paper = (n: number) =>
      `<entry><id>http://arxiv.org/abs/2605.${10_000 + n}v1</id><title>Paper ${n}</title><published>2026-05-1${n % 7}T00:00:00Z</published><link href="https://arxiv.org/abs/2605.${10_000 + n}v1"/></entry>`
    const page = (from: number, to: number) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>${Array.from({ length: to - from }, (_, n) => paper(from + n)).join('')}</feed>`
    const size = kinds.arxiv.pages?.size ?? 0
    const { crawl, pass, items } = await crawler(['cs.CL'], {
      'https://arxiv.test*': ({ address }) => {
        const start = Number(/start=(\d+)/.exec(address)?.[1] ?? 0)
        return start > 0 && broken ? { status: 503 } : page(start, start === 0 ? size : start + 10)
      },
    })
    await crawl()
    expect(await items()).toHaveLength(size)
    broken = false
    pass(2 * HOUR)
    await crawl()
    expect(await items()).toHaveLength(size + 10)
  })

  it('takes no word that a database will not, and loses no other for it', async () => {
    const feed = (ids: string[]) =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'The \u0000 \ud800 feed',
        items: ids.map((id, n) => ({
          id,
          url: `https://a.test/${n}`,
          title: `T ${n} \ud800`,
          date_published: '2026-05-17',
        })),
      })
    const { crawl, items, failed, origin } = await crawler([A], {
      [A]: feed(['tag:a\u0000b', 'tag:\ud800', 'tag:fine']),
    })
    expect([await crawl(), failed]).toEqual([1, []])
    expect((await origin(A))?.title).not.toMatch(/\u0000|\ud800/)
    expect((await items()).map(({ body }) => (JSON.parse(body) as { keys: string[] }).keys)).toEqual([
      ['link:a.test/0'],
      ['link:a.test/1'],
      ['link:a.test/2', 'id:tag:fine'],
    ])
  })

  it('asks again for all that a database did not take', async () => {
    const one = await crawler([A], {
      [A]: ({ headers = {} }) =>
        headers['if-none-match']
          ? { status: 304 }
          : { body: new TextEncoder().encode(rss([story(1)])), headers: { etag: '"1"' } },
    })
    let full = true
    const store = {
      ...one.tools.store,
      keep: async (...kept: Parameters<typeof one.tools.store.keep>) => {
        if (full) {
          full = false
          throw new Error('no room')
        }
        return one.tools.store.keep(...kept)
      },
    }
    expect(await crawl({ ...one.tools, store })).toBe(1)
    expect([await one.items(), one.failed]).toEqual([[], [`feed ${A} unread`]])
    one.pass(25 * HOUR)
    await one.crawl()
    expect(await one.items()).toHaveLength(1)
  })
})
