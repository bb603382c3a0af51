import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feedsOf } from './discover.ts'
import { kinds, readSource } from './kinds/all.ts'
import { readOpml, writeOpml } from './opml.ts'
import { confirm, isDue, nextPoll, retryAfter, type Source } from './source.ts'
import { propose, starters } from './starter.ts'

const HOUR = 3600_000
const bases = { arxiv: 'https://x.test/api', github: 'https://g.test', hackernews: 'https://h.test/v1' }
const source = (change: Partial<Source> = {}) =>
  ({ state: 'fine', commons: null, notBefore: 0, nextPollAt: 0, ...change }) as Source

describe('what a person types', () => {
  it.each([
    ['https://a.test/blog', 'feed', 'https://a.test/blog'],
    ['a.test', 'feed', 'https://a.test/'],
    ['feed://a.test/x.xml', 'feed', 'https://a.test/x.xml'],
    ['127.0.0.1:8088/feeds/x.xml', 'feed', 'https://127.0.0.1:8088/feeds/x.xml'],
    ['vllm-project/vllm', 'github', 'vllm-project/vllm'],
    ['https://github.com/vllm-project/vllm', 'github', 'vllm-project/vllm'],
    ['https://github.com/vllm-project/vllm/releases.atom', 'github', 'vllm-project/vllm'],
    ['arxiv:cs.IR cs.CL', 'arxiv', 'cs.CL cs.IR'],
    ['arxiv: cs.CL, retrieval "question answering"', 'arxiv', 'cs.CL retrieval "question answering"'],
    ['arxiv:quant-ph', 'arxiv', 'quant-ph'],
    ['hn:', 'hackernews', 'front page'],
    ['hn:language  models', 'hackernews', 'language models'],
  ])('%s is a source', (typed, kind, address) => {
    expect(readSource(typed)).toEqual({ kind, address })
  })

  it.each([
    '',
    'hello there',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'arxiv:',
    'arxiv:retrieval only',
    'ftp://a.test',
    'https://user:word@a.test/',
  ])('%j is none', typed => {
    expect(readSource(typed)).toBeUndefined()
  })

  it('once read, reads the same again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom('"', ';', ',', '(', ' ', 'cs.CL', 'rag', ':')).map(parts => parts.join('')),
        ),
        text => {
          const read = kinds.arxiv.readAddress(`arxiv:cs.CL ${text}`)
          expect(kinds.arxiv.readAddress(`arxiv:${read}`)).toBe(read)
        },
      ),
    )
  })
})

describe('a kind of source', () => {
  it('of arXiv asks for its categories and any of its words, newest first, a page at a time', () => {
    const url = new URL(kinds.arxiv.request('cs.CL cs.IR rag "question answering"', bases, 2))
    expect(url.origin + url.pathname).toBe('https://x.test/api/query')
    expect(url.searchParams.get('search_query')).toBe(
      '(cat:cs.CL OR cat:cs.IR) AND (all:"rag" OR all:"question answering")',
    )
    expect(url.searchParams.get('start')).toBe('800')
    expect(url.searchParams.get('sortBy')).toBe('submittedDate')
  })

  it('of GitHub asks for releases and names them after their repository', () => {
    expect(kinds.github.request('a/tool', bases, 0)).toBe('https://g.test/a/tool/releases.atom')
    const parsed = kinds.github.parse(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Releases</title>
      <entry><id>tag:github.com,2008:Repository/1/v2</id><title>v2.0</title><link href="https://github.com/a/tool/releases/tag/v2"/></entry>
      <entry><id>tag:github.com,2008:Repository/1/v1</id><title>Tool 1.0</title><link href="https://github.com/a/tool/releases/tag/v1"/></entry></feed>`)
    expect('items' in parsed && parsed.items.map(({ title }) => title)).toEqual(['tool v2.0', 'Tool 1.0'])
  })

  it('of Hacker News reads hits, leaves broken ones out, and links to the talk where there is no link', () => {
    const parsed = kinds.hackernews.parse(
      JSON.stringify({
        hits: [
          { objectID: '1', title: 'One', url: 'https://a.test', created_at: '2026-05-01T00:00:00Z' },
          { objectID: '2', title: 'Ask', url: null },
          { nonsense: true },
        ],
      }),
    )
    expect(parsed).toMatchObject({
      whole: false,
      items: [{ link: 'https://a.test' }, { link: 'https://news.ycombinator.com/item?id=2' }],
    })
    expect(kinds.hackernews.parse('<html>')).toEqual({ failure: 'not-a-feed' })
  })
})

describe('the pace of polls', () => {
  it('leaves at least an hour between two, and spreads them', () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.nat(30 * 24 * HOUR),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, wait, random) => {
          const gap = nextPoll(0, { failures, wait, random, reached: true })
          expect(gap).toBeGreaterThanOrEqual(HOUR)
          expect(gap).toBeLessThanOrEqual(Math.max(28.8 * HOUR, 7 * 24 * HOUR))
          expect(Number.isInteger(gap)).toBe(true)
        },
      ),
    )
  })

  it('is sooner only when the server was not reached', () => {
    const minutes = (failures: number) => nextPoll(0, { failures, wait: 0, random: 0, reached: false }) / 60_000
    expect([1, 2, 3, 20].map(minutes)).toEqual([5, 10, 20, 24 * 60])
  })

  it('holds until its time, and a server’s wish holds although the person asks', () => {
    expect(isDue(source({ nextPollAt: 5 * HOUR }), 4 * HOUR, false)).toBe(false)
    expect(isDue(source({ nextPollAt: 5 * HOUR }), 4 * HOUR, true)).toBe(true)
    expect(isDue(source({ notBefore: 5 * HOUR }), 4 * HOUR, true)).toBe(false)
    expect(isDue(source({ notBefore: 5 * HOUR }), 5 * HOUR, false)).toBe(true)
    expect(isDue(source({ commons: 3 }), 9 * HOUR, true)).toBe(false)
  })

  it('does not stand still because the clock was set back by a month', () => {
    expect(isDue(source({ nextPollAt: 31 * 24 * HOUR, notBefore: 31 * 24 * HOUR }), 0, false)).toBe(true)
  })

  it('ends with the source', () => {
    expect(isDue(source({ state: 'ended' }), 0, false)).toBe(false)
    expect(isDue(source({ state: 'ended' }), 0, true)).toBe(false)
  })

  it('reads Retry-After as seconds or as a date', () => {
    const now = Date.parse('2026-05-18T09:00:00Z')
    expect(retryAfter('120', now)).toBe(120_000)
    expect(retryAfter('Mon, 18 May 2026 10:00:00 GMT', now)).toBe(HOUR)
    expect(['soon', '-5', undefined, 'Mon, 18 May 2020 10:00:00 GMT'].map(header => retryAfter(header, now))).toEqual([
      0, 0, 0, 0,
    ])
    expect(retryAfter('99999999', now)).toBe(7 * 24 * HOUR)
  })
})

describe('a permanent answer', () => {
  const none = { answer: null, answerSince: null, answerPolls: 0 }
  const answered = (answers: [answer: string | null, hours: number][]) => {
    let state: ReturnType<typeof confirm> = { ...none, believed: false }
    for (const [answer, hours] of answers) state = confirm(state, answer, hours * HOUR)
    return state
  }

  it('is believed after the same on three polls over three days', () => {
    expect(
      answered([
        ['gone', 0],
        ['gone', 40],
        ['gone', 72],
      ]).believed,
    ).toBe(true)
  })

  it.each<[string, [string | null, number][]]>([
    [
      'after three polls in two days',
      [
        ['gone', 0],
        ['gone', 20],
        ['gone', 48],
      ],
    ],
    [
      'after two polls in a week',
      [
        ['gone', 0],
        ['gone', 168],
      ],
    ],
    [
      'when it changed its mind between',
      [
        ['moved a', 0],
        ['moved b', 40],
        ['moved a', 80],
        ['moved a', 120],
      ],
    ],
    [
      'when it was well between',
      [
        ['gone', 0],
        ['gone', 40],
        [null, 60],
        ['gone', 80],
        ['gone', 100],
      ],
    ],
    [
      'when the clock was set back',
      [
        ['gone', 200],
        ['gone', 0],
        ['gone', 1],
      ],
    ],
  ])('is not believed %s', (_name, answers) => {
    expect(answered(answers).believed).toBe(false)
  })

  it('is never believed before three equal polls in a row that span 72 hours', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('gone', 'moved x', null), fc.nat(60)), { maxLength: 12 }),
        steps => {
          let hours = 0
          const seen: [string | null, number][] = []
          let state: ReturnType<typeof confirm> = { ...none, believed: false }
          for (const [answer, wait] of steps) {
            hours += wait
            seen.push([answer, hours])
            state = confirm(state, answer, hours * HOUR)
            const run = seen.slice(seen.findLastIndex(([other]) => other !== answer) + 1)
            expect(state.believed).toBe(answer !== null && run.length >= 3 && hours - (run[0]?.[1] ?? 0) >= 72)
          }
        },
      ),
    )
  })
})

describe('the feeds of a page', () => {
  it('are those it names, comments last, then the usual places', () => {
    const page = `<html><head><base href="/blog/"><link rel="alternate" type="application/rss+xml" href="comments.xml">
      <link rel="alternate" type="application/atom+xml" href="posts.xml"><link rel="stylesheet" href="x.css"></head></html>`
    expect(feedsOf(page, 'https://a.test/').slice(0, 3)).toEqual([
      'https://a.test/blog/posts.xml',
      'https://a.test/blog/comments.xml',
      'https://a.test/feed',
    ])
  })

  it('are at most six, and never a script', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), parts => {
        const found = feedsOf(
          parts.map(part => `<link rel=alternate type=application/rss+xml href="${part}">`).join(''),
          'https://a.test/',
        )
        expect(found.length).toBeLessThanOrEqual(6)
        expect(found.every(link => /^https?:/.test(link))).toBe(true)
      }),
    )
  })
})

describe('an OPML list', () => {
  const feeds = (text: string) => readOpml(text)?.sources.map(({ address }) => address)

  it('is read however deep it nests, each source once', () => {
    const nested = `<opml version="2.0"><body><outline text="A"><outline text="B"><outline type="rss" text="x" xmlUrl="https://a.test/x"/></outline>
      <outline type="rss" text="x again" xmlUrl="https://a.test/x"/></outline><outline text="y" xmlUrl="https://a.test/y?a=1&amp;b=2"/><outline text="bad" xmlUrl="javascript:1"/></body></opml>`
    expect(feeds(nested)).toEqual(['https://a.test/x', 'https://a.test/y?a=1&b=2'])
    expect(readOpml(nested)?.skipped).toBe(1)
  })

  it('of thousands is read', () => {
    const many = Array.from({ length: 5000 }, (_, n) => `<outline text="${n}" xmlUrl="https://a.test/${n}"/>`).join('')
    expect(feeds(`<opml version="1.0"><body><outline text="all">${many}</outline></body></opml>`)).toHaveLength(5000)
  })

  it.each(['', '<html></html>', 'x', '<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>'])(
    'is told from what is none: %j',
    text => {
      expect(readOpml(text)).toBeUndefined()
    },
  )

  it('written and read again is the same', () => {
    const title = fc
      .string({ unit: fc.constantFrom(...'ab <>&"\'é漢'), minLength: 1 })
      .map(text => text.trim().replace(/\s+/g, ' '))
      .filter(Boolean)
    const listed = fc.record({
      typed: fc.oneof(
        fc.webUrl({ withQueryParameters: true }),
        fc.constantFrom('a/b', 'arxiv:cs.CL "two words"', 'hn:', 'hn:llm'),
      ),
      title,
    })
    fc.assert(
      fc.property(fc.uniqueArray(listed, { selector: ({ typed }) => readSource(typed)?.address }), list => {
        const sources = list.flatMap(({ typed, title }) => {
          const read = readSource(typed)
          return read ? [{ ...read, title }] : []
        })
        expect(readOpml(writeOpml(sources, 'Mine'))?.sources ?? []).toEqual(sources)
      }),
    )
  })
})

describe('the starter list', () => {
  it('holds about thirty sources, all of which can be read', () => {
    expect(starters.length).toBeGreaterThanOrEqual(30)
    expect(starters.filter(({ typed }) => !readSource(typed))).toEqual([])
  })

  it('proposes up to eight for an area, the closest first', () => {
    const proposed = propose('evaluation of retrieval-augmented generation').map(({ typed }) => typed)
    expect(proposed.length).toBeLessThanOrEqual(8)
    expect(proposed.slice(0, 5)).toEqual(expect.arrayContaining(['arxiv:cs.CL', 'arxiv:cs.IR']))
    expect(propose('robot manipulation').map(({ typed }) => typed)).toContain('arxiv:cs.RO')
  })

  it('proposes nothing for a field it does not know', () => {
    expect(propose('medieval Icelandic sagas')).toEqual([])
  })
})
