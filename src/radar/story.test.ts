import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stories, type Telling } from './story.ts'

interface Labelled {
  readonly same: boolean
  readonly kind: string
  readonly a: Record<string, string>
  readonly b: Record<string, string>
}

const pairs = readFileSync(join(import.meta.dirname, '../../test/fixtures/story-pairs.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Labelled)

const telling = (item: Record<string, string>, id: number): Telling => ({
  id,
  kind: item.kind as Telling['kind'],
  link: item.link ?? '',
  title: item.title ?? '',
  text: item.text ?? '',
  publishedAt: Date.parse(item.published ?? ''),
  sources: [item.source ?? ''],
})
const items = pairs.flatMap(({ a, b }, at) => [telling(a, 2 * at), telling(b, 2 * at + 1)])

/** How well groups agree with the labels of some pairs. */
function judged(which: (at: number) => boolean) {
  const groupOf = new Map(stories(items).flatMap((group, at) => group.map(({ id }) => [id, at] as const)))
  const asked = pairs.map((pair, at) => ({ ...pair, at })).filter(({ at }) => which(at))
  const merged = asked.filter(({ at }) => groupOf.get(2 * at) === groupOf.get(2 * at + 1))
  const right = merged.filter(({ same }) => same).length
  return { precision: right / merged.length, recall: right / asked.filter(({ same }) => same).length, groupOf }
}

const story = (id: number, title: string, change: Partial<Telling> = {}): Telling => ({
  id,
  kind: 'story',
  link: `https://site${id}.test/story`,
  title,
  text: '',
  publishedAt: Date.parse('2026-05-18T09:00:00Z'),
  sources: [`Site ${id}`],
  ...change,
})
const groups = (...list: Telling[]) => stories(list).map(group => group.map(({ id }) => id))

describe('stories, on labelled pairs of which half are near misses', () => {
  it('are precise to .98 and find .85, on all pairs', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(300)
    const { precision, recall } = judged(() => true)
    expect(precision).toBeGreaterThanOrEqual(0.98)
    expect(recall).toBeGreaterThanOrEqual(0.85)
  })

  it('are so too on the half that nothing was fitted on', () => {
    const { precision, recall } = judged(at => at % 2 === 1)
    expect(precision).toBeGreaterThanOrEqual(0.98)
    expect(recall).toBeGreaterThanOrEqual(0.85)
  })

  it('join little across pairs, and that mostly rightly, since some speak of one event', () => {
    const { groupOf } = judged(() => true)
    const inGroup = new Map<number, Set<number>>()
    for (const [id, group] of groupOf) inGroup.set(group, (inGroup.get(group) ?? new Set()).add(Math.floor(id / 2)))
    expect([...inGroup.values()].filter(some => some.size > 1).length).toBeLessThanOrEqual(12)
  })
})

describe('stories', () => {
  it('join the same long title of different sites, and not a short one', () => {
    expect(
      groups(
        story(1, 'A Long Title of Many Words!'),
        story(2, 'a long title of many words'),
        story(3, 'Weekly update', { text: 'Bread and butter.' }),
        story(4, 'Weekly update', { text: 'A new railway line was opened.' }),
      ),
    ).toEqual([[1, 2], [3], [4]])
  })

  it('join one page however its address is spelled', () => {
    expect(
      groups(
        story(1, 'Here', { link: 'https://www.a.test/x?utm_source=feed' }),
        story(2, 'There', { link: 'http://a.test/x/' }),
      ),
    ).toEqual([[1, 2]])
  })

  it('keep versions, sizes, numbers and parts apart, even by way of a third', () => {
    const text = 'Streaming tool calls and session replay, and a new command to run recorded sessions again.'
    const one = (id: number, title: string) => story(id, title, { text })
    expect(groups(one(1, 'Skein 2.4.0 is out today'), one(2, 'Skein 2.4.1 is out today'))).toEqual([[1], [2]])
    expect(groups(one(1, 'Skein 7B is out today'), one(2, 'Skein 70B is out today'))).toEqual([[1], [2]])
    expect(groups(one(1, 'Notes on replay, part 1'), one(2, 'Notes on replay, part 2'))).toEqual([[1], [2]])
    expect(
      groups(one(1, 'Skein 2.4.0 is out'), one(2, 'Skein is out'), one(3, 'Skein 2.4.1 is out')).filter(
        group => group.includes(1) && group.includes(3),
      ),
    ).toEqual([])
  })

  it('hold every item exactly once, and are the same when grouped again', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(items.slice(0, 120)), some => {
        const found = stories(some)
        expect(
          found
            .flat()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(some.map(({ id }) => id).sort())
        expect(stories(some)).toEqual(found)
      }),
      { numRuns: 30 },
    )
  })

  it('are found whatever the titles and texts are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), { maxLength: 20 }), texts => {
        const list = texts.map(([title, text], id) => story(id, title, { text }))
        expect(stories(list).flat()).toHaveLength(list.length)
      }),
    )
  })
})
