import { describe, expect, it } from 'vitest'
import { cannedNet, house, rss } from '../../../test/house.ts'
import { countItems } from '../store/items.ts'
import { addSource, findSource, listSources, restoreSource } from '../store/sources.ts'
import { findFeed } from './find.ts'
import { poll, pollAll } from './poll.ts'

const A = 'https://a.test/feed'
const story = (n: number, date = '2026-05-17') => ({
  title: `Story number ${n}`,
  link: `https://a.test/${n}`,
  text: `Text ${n}`,
  date,
})

function withFeed(answers: Parameters<typeof cannedNet>[0]) {
  const home = house({ net: cannedNet(answers) })
  const { id } = addSource(home.db, { kind: 'feed', address: A, title: '' }, 0)
  return { ...home, id, source: () => findSource(home.db, id) as NonNullable<ReturnType<typeof findSource>> }
}

describe('polling a feed', () => {
  it('keeps its items once, and takes its name', async () => {
    const { radar, db, source } = withFeed({ [A]: rss([story(1), story(2)], 'The A Feed') })
    expect(await poll(radar, source())).toMatchObject({ state: 'fine', added: 2 })
    expect(await poll(radar, source())).toMatchObject({ state: 'fine', added: 0 })
    expect([countItems(db), source().title]).toEqual([2, 'The A Feed'])
  })

  it('keeps a thing once that two sources carry, and names both', async () => {
    const B = 'https://b.test/feed'
    const { radar, db } = withFeed({
      [A]: rss([story(1)], 'A'),
      [B]: rss([{ ...story(1), link: 'http://www.a.test/1/?utm_source=b' }], 'B'),
    })
    addSource(db, { kind: 'feed', address: B, title: '' }, 0)
    await pollAll(radar, false, () => {})
    expect(countItems(db)).toBe(1)
    expect(db.all('SELECT * FROM item_source')).toHaveLength(2)
  })

  it('gives back the server’s own marks, and takes "nothing new" for well', async () => {
    let answers = 0
    const { radar, net, source } = withFeed({
      [A]: ({ headers = {} }) => {
        answers++
        if (headers['if-none-match'] === 'W/"1"' && headers['if-modified-since'] === 'Sun, 17 May 2026 00:00:00 GMT')
          return { status: 304 }
        return {
          body: new TextEncoder().encode(rss([story(1)])),
          headers: { etag: 'W/"1"', 'last-modified': 'Sun, 17 May 2026 00:00:00 GMT' },
        }
      },
    })
    await poll(radar, source())
    expect(await poll(radar, source())).toMatchObject({ state: 'fine', added: 0 })
    expect([answers, net.requests[1]?.headers]).toEqual([
      2,
      { 'if-none-match': 'W/"1"', 'if-modified-since': 'Sun, 17 May 2026 00:00:00 GMT' },
    ])
  })

  it('that came incomplete yields what was whole, and asks anew next time', async () => {
    const cut = rss([story(1), story(2)]).slice(0, -70)
    const { radar, source } = withFeed({ [A]: { body: new TextEncoder().encode(cut), headers: { etag: '"1"' } } })
    expect(await poll(radar, source())).toMatchObject({ state: 'partial', added: 1 })
    expect(source().etag).toBeNull()
  })

  it.each<[string, Parameters<typeof cannedNet>[0], string]>([
    ['404', { [A]: { status: 404 } }, 'not-found'],
    ['410', { [A]: { status: 410 } }, 'gone'],
    ['401', { [A]: { status: 401 } }, 'forbidden'],
    ['429', { [A]: { status: 429 } }, 'asked-to-wait'],
    ['500', { [A]: { status: 500 } }, 'server-error'],
    ['418', { [A]: { status: 418 } }, 'refused'],
    ['a page', { [A]: '<!doctype html><title>x</title>' }, 'not-a-feed'],
    ['entities', { [A]: '<!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"/>' }, 'unsafe'],
    ['silence', { [A]: { failure: 'timed-out', detail: '' } }, 'timed-out'],
    ['a broken connection', { [A]: { failure: 'cut-off', detail: '' } }, 'cut-off'],
  ])('that answers %s is in a named state, and never stops another', async (_name, answers, state) => {
    const B = 'https://b.test/feed'
    const { radar, db, source } = withFeed({ ...answers, [B]: rss([story(1)]) })
    addSource(db, { kind: 'feed', address: B, title: '' }, 0)
    await pollAll(radar, false, () => {})
    expect([source().state, source().failures, countItems(db)]).toEqual([state, 1, 1])
  })

  it('waits an hour at least, longer after failures, and is not asked again because the app starts again', async () => {
    const { radar, clock, net, source } = withFeed({ [A]: { status: 500 } })
    await pollAll(radar, false, () => {})
    await pollAll(radar, false, () => {})
    expect(net.requests).toHaveLength(1)
    clock.pass({ minutes: 59 })
    await pollAll(radar, false, () => {})
    expect(net.requests).toHaveLength(1)
    clock.pass({ hours: 1 })
    await pollAll(radar, false, () => {})
    expect(source().failures).toBe(2)
    expect(source().nextPollAt - clock.now()).toBeGreaterThan(1.9 * 3600_000)
  })

  it('does what Retry-After says, although the person asks', async () => {
    const { radar, clock, net } = withFeed({ [A]: { status: 429, headers: { 'retry-after': '7200' } } })
    await pollAll(radar, true, () => {})
    clock.pass({ minutes: 119 })
    await pollAll(radar, true, () => {})
    expect(net.requests).toHaveLength(1)
    clock.pass({ minutes: 2 })
    await pollAll(radar, true, () => {})
    expect(net.requests).toHaveLength(2)
  })

  it('that is gone ends after three days of saying so, and can be tried again', async () => {
    const { radar, clock, db, id, source } = withFeed({ [A]: { status: 410 } })
    for (const hours of [0, 36, 37]) {
      clock.pass({ hours })
      await pollAll(radar, true, () => {})
    }
    expect(source().state).toBe('ended')
    expect(await pollAll(radar, false, () => {})).toEqual([])
    restoreSource(db, id)
    expect(source()).toMatchObject({ state: 'new', answer: null })
  })

  it('that moved is read at its new place at once, and followed there after three days, and can be brought back', async () => {
    const moved = 'https://new.test/feed'
    const { radar, clock, db, id, source } = withFeed({
      [A]: { body: new TextEncoder().encode(rss([story(1)])), address: moved, movedTo: moved },
    })
    expect(await poll(radar, source())).toMatchObject({ added: 1, state: 'fine' })
    expect(source().address).toBe(A)
    clock.pass({ hours: 40 })
    await poll(radar, source())
    clock.pass({ hours: 40 })
    await poll(radar, source())
    expect(source()).toMatchObject({ address: moved, formerAddress: A })
    restoreSource(db, id)
    expect(source()).toMatchObject({ address: A, formerAddress: null })
  })

  it('that says it moved to a page does not move', async () => {
    const { radar, clock, source } = withFeed({
      [A]: { body: new TextEncoder().encode('<html>'), movedTo: 'https://new.test/' },
    })
    for (const hours of [0, 40, 40]) {
      clock.pass({ hours })
      await poll(radar, source())
    }
    expect(source()).toMatchObject({ address: A, state: 'not-a-feed', answer: null })
  })
})

describe('polling arXiv', () => {
  const day = 24 * 3600_000
  const entry = (
    n: number,
    published: number,
  ) => `<entry><id>http://arxiv.org/abs/2605.${String(10000 + n)}v1</id><title>Paper ${n}</title>
    <published>${new Date(published).toISOString()}</published><summary>S</summary><link href="https://arxiv.org/abs/2605.${String(10000 + n)}v1"/></entry>`
  const atom = (entries: string[]) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>q</title>${entries.join('')}</feed>`

  /** arXiv with papers every half hour back from `newest`; `fails` at a page. */
  function arxivHouse(newest: () => number, options: { failsAt?: number; total?: number } = {}) {
    const state = { failsAt: options.failsAt }
    const net = cannedNet({
      'https://arxiv.test/query*': ({ address }) => {
        const { searchParams } = new URL(address)
        const [start, size] = [Number(searchParams.get('start')), Number(searchParams.get('max_results'))]
        if (state.failsAt !== undefined && start / size >= state.failsAt) return { status: 503 }
        const slots = Array.from({ length: size }, (_, at) => start + at).filter(n => n < (options.total ?? 2000))
        return atom(
          slots.map(n => entry((Math.floor(newest() / 1800_000) % 80000) - n + 10000, newest() - n * 1800_000)),
        )
      },
    })
    const home = house({ net })
    const { id } = addSource(home.db, { kind: 'arxiv', address: 'cs.CL', title: 'arXiv' }, 0)
    const source = () => listSources(home.db).find(one => one.id === id) as NonNullable<ReturnType<typeof findSource>>
    const pages = () =>
      net.requests.splice(0).map(({ address, gap }) => [new URL(address).searchParams.get('start'), gap])
    return { ...home, net, source, state, pages }
  }

  it('goes back four weeks the first time, page by page, three seconds apart', async () => {
    const home = arxivHouse(() => home.clock.now())
    expect(await poll(home.radar, home.source())).toMatchObject({ state: 'fine', added: 28 * 48 + 1 })
    expect(home.pages()).toEqual([
      ['0', 3000],
      ['400', 3000],
      ['800', 3000],
      ['1200', 3000],
    ])
  })

  it('then only to the last paper it knows', async () => {
    const home = arxivHouse(() => home.clock.now())
    await poll(home.radar, home.source())
    home.pages()
    home.clock.pass({ hours: 30 })
    expect(await poll(home.radar, home.source())).toMatchObject({ added: 60 })
    expect(home.pages()).toEqual([['0', 3000]])
  })

  it('goes on past a paper that it knows from elsewhere', async () => {
    const home = arxivHouse(() => home.clock.now())
    const last = home.clock.now() - 399 * 1800_000
    const link = `https://arxiv.org/abs/2605.${String(10000 + (Math.floor(home.clock.now() / 1800_000) % 80000) - 399 + 10000)}v1`
    home.net.answers[A] = rss([{ title: 'The same paper, told by a feed', link, date: new Date(last).toISOString() }])
    addSource(home.db, { kind: 'feed', address: A, title: '' }, 0)
    await pollAll(home.radar, false, () => {})
    expect(countItems(home.db)).toBe(28 * 48 + 1)
  })

  it('that breaks off between pages goes all the way back next time, so that no gap stays', async () => {
    const home = arxivHouse(() => home.clock.now(), { failsAt: 1 })
    expect(await poll(home.radar, home.source())).toMatchObject({ state: 'server-error', added: 400 })
    home.state.failsAt = undefined
    home.clock.pass({ hours: 2 })
    await poll(home.radar, home.source())
    expect(countItems(home.db)).toBe(28 * 48 + 1)
  })

  it('ends where there is no more', async () => {
    const home = arxivHouse(() => home.clock.now() - day, { total: 10 })
    expect(await poll(home.radar, home.source())).toMatchObject({ state: 'fine', added: 10 })
    expect(home.pages()).toHaveLength(1)
  })
})

describe('polling GitHub', () => {
  it('follows a renamed repository by its new name', async () => {
    const home = house({
      net: cannedNet({
        'https://github.test/old/tool/releases.atom': {
          body: new TextEncoder().encode('<feed xmlns="http://www.w3.org/2005/Atom"><title>R</title></feed>'),
          movedTo: 'https://github.com/new/tool/releases.atom',
        },
      }),
    })
    const { id } = addSource(home.db, { kind: 'github', address: 'old/tool', title: '' }, 0)
    for (const hours of [0, 40, 40]) {
      home.clock.pass({ hours })
      await poll(home.radar, findSource(home.db, id) as NonNullable<ReturnType<typeof findSource>>)
    }
    expect(findSource(home.db, id)).toMatchObject({ address: 'new/tool', formerAddress: 'old/tool' })
  })
})

describe('finding a source', () => {
  const page = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.rss"></head></html>'

  it('takes a feed, and looks for the feed of a page', async () => {
    const { get } = cannedNet({ 'https://a.test/': page, 'https://a.test/feed.rss': rss([story(1)], 'Found') })
    expect(await findFeed('a.test', get)).toEqual({
      source: { kind: 'feed', address: 'https://a.test/feed.rss', title: 'Found' },
    })
    expect(await findFeed('https://a.test/feed.rss', get)).toMatchObject({ source: { title: 'Found' } })
  })

  it('says what to do when a page has none', async () => {
    const { get } = cannedNet({ 'https://a.test/': '<html></html>' })
    expect(await findFeed('https://a.test/', get)).toEqual({ problem: expect.stringContaining('no feed was found') })
  })

  it('takes what does not answer just now, and says so', async () => {
    expect(await findFeed('https://a.test/feed', cannedNet().get)).toMatchObject({
      source: { address: 'https://a.test/feed' },
      state: 'unreachable',
    })
  })

  it('shows what a source can be when it is none', async () => {
    expect(await findFeed('what is this', cannedNet().get)).toEqual({ problem: expect.stringContaining('arxiv:cs.CL') })
  })
})
