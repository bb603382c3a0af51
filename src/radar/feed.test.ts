import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rss } from '../../test/house.ts'
import { decode } from './decode.ts'
import { parseFeed } from './feed.ts'
import { normalise } from './item.ts'

const three = rss([1, 2, 3].map(n => ({ title: `Story ${n}`, link: `https://a.test/${n}`, text: `Text of ${n}` })))
const items = (text: string) => {
  const parsed = parseFeed(text)
  return 'items' in parsed ? parsed.items : parsed.failure
}
const titles = (text: string) => {
  const found = items(text)
  return typeof found === 'string' ? found : found.map(({ title }) => title)
}

describe('a feed', () => {
  it('of RSS 2.0 gives its items', () => {
    expect(parseFeed(three)).toMatchObject({ title: 'A feed', whole: true })
    expect(items(three)).toHaveLength(3)
  })

  it('of RSS 0.91 with its old document type gives its items', () => {
    const old = `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
      <rss version="0.91"><channel><title>Old</title><item><title>One</title><link>https://a.test/1</link></item></channel></rss>`
    expect(titles(old)).toEqual(['One'])
  })

  it('of RSS 1.0 gives its items', () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://a.test"><title>R</title></channel>
      <item rdf:about="https://a.test/1"><title>One</title><link>https://a.test/1</link><dc:date>2026-05-01T00:00:00Z</dc:date><dc:creator>Me</dc:creator></item></rdf:RDF>`
    expect(items(rdf)).toMatchObject([
      { title: 'One', link: 'https://a.test/1', published: '2026-05-01T00:00:00Z', authors: ['Me'] },
    ])
  })

  it('of Atom gives its items, with text titles kept as text', () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>tag:a,1</id><title>a &lt; b &amp; c</title>
      <link rel="related" href="https://a.test/pdf"/><link href="https://a.test/1"/><updated>2026-05-01T00:00:00Z</updated>
      <summary>short</summary><content type="html">&lt;p&gt;the longer text&lt;/p&gt;</content><author><name>Me</name></author></entry></feed>`
    expect(items(atom)).toMatchObject([
      { id: 'tag:a,1', link: 'https://a.test/1', title: 'a &lt; b &amp; c', html: '<p>the longer text</p>' },
    ])
  })

  it('of JSON Feed gives its items', () => {
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      items: [
        {
          id: '1',
          url: 'https://a.test/1',
          title: 'One',
          content_text: 'a < b',
          date_published: '2026-05-01T00:00:00Z',
          authors: [{ name: 'Me' }],
        },
      ],
    })
    expect(items(json)).toMatchObject([{ title: 'One', html: 'a &lt; b', authors: ['Me'] }])
  })

  it('of JSON Feed with HTML in its items is read whole', () => {
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      items: [1, 2].map(n => ({
        id: `${n}`,
        title: `Number ${n}`,
        content_html: `<p>Of <b>${n}</b> <!DOCTYPE x [</p>`,
      })),
    })
    expect(parseFeed(json)).toMatchObject({
      title: 'J',
      whole: true,
      items: [{ html: '<p>Of <b>1</b> <!DOCTYPE x [</p>' }, {}],
    })
    expect(titles(json.slice(0, -9))).toEqual(['Number 1'])
  })

  it('that was cut off yields its whole items and says that it is not whole', () => {
    const cut = three.slice(0, three.indexOf('Text of 3') + 4)
    expect(titles(cut)).toEqual(['Story 1', 'Story 2'])
    expect(parseFeed(cut)).toMatchObject({ whole: false })
  })

  it('of JSON that was cut off yields its whole items', () => {
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: [1, 2, 3].map(n => ({ id: `${n}`, title: `It "is" {${n}}` })),
    })
    expect(titles(json.slice(0, -12))).toEqual(['It "is" {1}', 'It "is" {2}'])
  })

  it('yields no more when cut anywhere, never less than it had whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: three.length }), at => {
        const found = items(three.slice(0, at))
        const whole = three.slice(0, at).split('</item>').length - 1
        expect(typeof found === 'string' ? 0 : found.length).toBe(whole)
      }),
    )
  })

  it('with bare ampersands and open tags in its text is read all the same', () => {
    expect(
      titles(
        '<rss version="2.0"><channel><title>x</title><item><title>Q & A</title><description>a<br>b</description></item></channel></rss>',
      ),
    ).toEqual(['Q & A'])
  })

  it.each([
    [
      'entities',
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
    ],
    ['an inner document type', '<!DOCTYPE rss [ <!ELEMENT x ANY> ]><rss version="2.0"><channel/></rss>'],
  ])('with %s is refused', (_name, text) => {
    expect(items(text)).toBe('unsafe')
  })

  it('that only tells of entities in its text is read', () => {
    const told =
      '<rss version="2.0"><channel><title>x</title><item><title>XXE</title><description><![CDATA[<!DOCTYPE a [<!ENTITY b "c">]>]]></description></item></channel></rss>'
    expect(titles(told)).toEqual(['XXE'])
  })

  it.each(['', '<!doctype html><title>Page</title>', 'hello', '{"items":', '[1,2]', 'null', '<rss', '\u0000\u0001'])(
    'is told from what is none: %j',
    text => {
      expect(items(text)).toBe('not-a-feed')
    },
  )

  it('never throws and never takes long, whatever is done to it', () => {
    const bits = [
      '<',
      '>',
      '</item>',
      '<item>',
      '<![CDATA[',
      ']]>',
      '&#x0;',
      '&amp;',
      '"',
      '</',
      '{',
      '}',
      '[',
      '\\',
      '<!--',
      '\ud800',
      '<a>'.repeat(3000),
    ]
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at: fc.nat(three.length),
            cut: fc.nat(40),
            put: fc.oneof(fc.constantFrom(...bits), fc.string()),
          }),
          { maxLength: 6 },
        ),
        changes => {
          const text = changes.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), three)
          const parsed = parseFeed(text)
          expect('failure' in parsed || Array.isArray(parsed.items)).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })

  it.each([
    ['document types', '<!DOCTYPE '.repeat(100_000)],
    ['slashes in a link', rss([{ title: 'x', link: `http://a.test${'/'.repeat(300_000)}x` }])],
    [
      'open tags',
      rss([
        { title: 'x', link: 'https://a.test/1', text: `<![CDATA[${'<b>'.repeat(200_000)}${'</c>'.repeat(200_000)}]]>` },
      ]),
    ],
    ['paragraphs', rss([{ title: 'x', link: 'https://a.test/1', text: `<![CDATA[${'<p><b>'.repeat(200_000)}]]>` }])],
    ['half a comment', `<rss version="2.0"><channel>${'<!--'.repeat(200_000)}`],
    ['ends of items', '<rss></item'.repeat(100_000)],
  ])('made of %s alone is read in time', (_name, text) => {
    // Squares of these lengths take minutes, and the test would not end in time.
    const parsed = parseFeed(text)
    if ('items' in parsed) normalise(parsed.items, { sourceId: 1, kind: 'story', base: 'https://a.test/', now: 0 })
    expect('failure' in parsed || parsed.items.length === 1).toBe(true)
  })

  it('is read when nested a hundred thousand deep, or refused, but does not fall over', () => {
    const deep = `<rss version="2.0"><channel>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</channel></rss>`
    expect(() => parseFeed(deep)).not.toThrow()
  })
})

describe('the encoding of a body', () => {
  const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding))

  it('is UTF-8 when it can be, whatever the label says', () => {
    expect(decode(bytes('<?xml version="1.0" encoding="iso-8859-1"?><t>Grün – “so”</t>'))).toContain('Grün – “so”')
    expect(decode(bytes('naïve'), 'text/xml; charset=windows-1252')).toBe('naïve')
  })

  it('is not UTF-16 or Chinese because a readable label says so', () => {
    for (const label of ['utf-16', 'UTF-16LE', 'gb2312', 'shift_jis']) {
      expect(decode(bytes(`<?xml version="1.0" encoding="${label}"?><t>Grün – “so”</t>`))).toContain('Grün – “so”')
      expect(decode(bytes('<t>Grün</t>'), `text/xml; charset=${label}`)).toContain('Grün')
    }
    expect(decode(new Uint8Array([0xd6, 0xd0, 0xce, 0xc4]), 'text/xml; charset=gb2312')).toBe('中文')
  })

  it('is the label’s when it is not UTF-8', () => {
    expect(decode(bytes('<?xml version="1.0" encoding="iso-8859-1"?><t>Grün</t>', 'latin1'))).toContain('Grün')
  })

  it('is Latin when a label claims UTF-8 wrongly, or is missing, or is nonsense', () => {
    expect(decode(bytes('Grün', 'latin1'), 'text/xml; charset=utf-8')).toBe('Grün')
    expect(decode(bytes('Grün', 'latin1'))).toBe('Grün')
    expect(decode(bytes('Grün', 'latin1'), 'text/xml; charset=klingon')).toBe('Grün')
  })

  it('is UTF-16 by its mark or label', () => {
    expect(decode(new Uint8Array([0xff, 0xfe, ...Buffer.from('hé', 'utf16le')]))).toBe('hé')
  })

  it('survives a cut within a character', () => {
    const cut = bytes('Grün über alles ü').slice(0, -1)
    expect(decode(cut)).toBe('Grün über alles ')
  })
})
