import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise, type RawItem } from './item.ts'
import { canonical, readLink } from './link.ts'
import { plainText, shorten } from './text.ts'

const now = Date.parse('2026-05-18T09:00:00Z')
const origin = { sourceId: 7, kind: 'story' as const, base: 'https://a.test/feed.xml', now }
const raw = (change: Partial<RawItem>): RawItem => ({
  title: 'A title',
  html: '',
  authors: [],
  link: 'https://a.test/1',
  ...change,
})
const one = (change: Partial<RawItem>) => normalise([raw(change)], origin)[0]

describe('the canonical form of a link', () => {
  it.each([
    ['https://www.a.test/x/', 'http://a.test/x'],
    ['https://a.test/x?utm_source=feed&b=2&a=1#top', 'https://a.test/x?a=1&b=2'],
    ['https://a.test/index.html', 'https://a.test/'],
    ['http://arxiv.org/abs/2605.15236v2', 'https://arxiv.org/pdf/2605.15236v1.pdf'],
    ['https://export.arxiv.org/abs/cs/0112017', 'https://arxiv.org/abs/cs/0112017v1'],
  ])('is the same for %s and %s', (a, b) => {
    expect(canonical(a)).toBe(canonical(b))
  })

  it.each([
    ['https://a.test/x', 'https://a.test/y'],
    ['https://a.test/x?id=1', 'https://a.test/x?id=2'],
    ['https://arxiv.org/abs/2605.15236', 'https://arxiv.org/abs/2605.15237'],
    ['https://a.test/X', 'https://a.test/x'],
  ])('differs for %s and %s', (a, b) => {
    expect(canonical(a)).not.toBe(canonical(b))
  })

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), link => {
        expect(canonical(`https://${canonical(link)}`)).toBe(canonical(link))
      }),
    )
  })

  it('is never a script or a file', () => {
    expect(
      ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'ftp://a.test'].map(text => readLink(text)),
    ).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('plain text', () => {
  it('has no markup, scripts or styles, and single spaces', () => {
    expect(
      plainText(
        '<p>One</p><p>two&nbsp;<b>three</b></p><script>bad()</script><style>p{}</style><img src=x onerror=bad()>',
      ),
    ).toBe('One two three')
  })

  it('keeps what only looks like markup', () => {
    expect(plainText('On List<String> and a < b')).toBe('On List<string> and a < b')
  })

  it('never holds a tag of HTML, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('<script>', '<p', '<!--', '<b>', '</b>', '<svg/onload=x>', '<![CDATA['),
          ),
        ),
        parts => {
          expect(plainText(parts.join(''))).not.toMatch(/<(script|p|b|svg|img|iframe)[\s>/]/i)
        },
      ),
    )
  })

  it('is shortened at a word, never within a character', () => {
    expect(shorten('one two three four', 16)).toBe('one two three…')
    expect(shorten('𝒳'.repeat(20), 10)).not.toMatch(/[\ud800-\udbff]…$/)
  })
})

describe('an item', () => {
  it('is known by its canonical link and its id', () => {
    expect(one({ id: '123' })?.keys).toEqual(['link:a.test/1', 'id:7:123'])
    expect(one({ id: 'tag:a.test,2026:1' })?.keys).toEqual(['link:a.test/1', 'id:tag:a.test,2026:1'])
  })

  it('of arXiv is a paper, known by its number', () => {
    expect(one({ link: 'http://arxiv.org/abs/2605.15236v1', id: 'http://arxiv.org/abs/2605.15236v1' })).toMatchObject({
      kind: 'paper',
      keys: ['link:arxiv:2605.15236', 'link:arxiv:2605.15236'],
    })
  })

  it('is not known by a link that its whole feed shares', () => {
    const two = normalise(
      [raw({ id: '1', link: 'https://a.test/news' }), raw({ id: '2', link: 'https://a.test/news' })],
      origin,
    )
    expect(two.map(({ keys }) => keys)).toEqual([['id:7:1'], ['id:7:2']])
  })

  it('is not known by an id that its whole feed shares', () => {
    const three = [1, 2, 3].map(n => raw({ id: 'https://a.test/', link: 'https://a.test/', title: `Number ${n}` }))
    expect(new Set(normalise(three, origin).flatMap(({ keys }) => keys)).size).toBe(3)
  })

  it('has its relative link made whole', () => {
    expect(one({ link: '/posts/1' })?.link).toBe('https://a.test/posts/1')
  })

  it('is dropped without a link or any words', () => {
    expect(
      normalise([raw({ link: undefined }), raw({ title: '', html: '' }), raw({ link: 'javascript:1' })], origin),
    ).toEqual([])
  })

  it('of the future is of now, and undated ones follow each other by days', () => {
    expect(one({ published: '2030-01-01' })?.publishedAt).toBe(now)
    const undated = normalise(
      [raw({ id: '1', link: 'https://a.test/1' }), raw({ id: '2', link: 'https://a.test/2' })],
      origin,
    )
    expect(undated.map(({ publishedAt }) => (now - publishedAt) / 86_400_000)).toEqual([0, 1])
  })

  it('of a hundred authors names three', () => {
    expect(one({ authors: ['A', 'B', 'C', 'D', 'E'] })?.authors).toBe('A, B, C and 2 others')
  })

  it('is made of whatever a feed holds without ever throwing', () => {
    const anything = fc.record({
      id: fc.option(fc.string(), { nil: undefined }),
      link: fc.option(fc.oneof(fc.webUrl(), fc.string()), { nil: undefined }),
      title: fc.string(),
      html: fc.string(),
      authors: fc.array(fc.string()),
      published: fc.option(fc.string(), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(anything), list => {
        for (const item of normalise(list, origin)) {
          expect(item.keys.length).toBeGreaterThan(0)
          expect(item.link).toMatch(/^https?:/)
          expect(item.publishedAt).toBeLessThanOrEqual(now)
        }
        expect(normalise(list, origin).length).toBeLessThanOrEqual(list.length)
      }),
    )
  })
})
