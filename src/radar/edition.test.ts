import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, compose, composeTaste, type Order, reasons } from './edition.ts'
import { learn } from './ranking/language.ts'
import { type Interest, rank } from './ranking/rank.ts'
import { suggest } from './suggest.ts'
import { countTerms } from './terms.ts'
import { themesOf } from './theme.ts'

const now = Date.parse('2026-05-18T09:00:00Z')
const item = (id: number, title: string, change: Partial<Candidate> = {}): Candidate => ({
  id,
  kind: 'story',
  link: `https://a.test/${id}`,
  title,
  text: '',
  words: 100,
  publishedAt: now,
  sources: ['A'],
  ...change,
})
const nobody: Interest = { area: '', words: [], notMine: [], liked: [], disliked: [] }
const retrieval: Interest = { ...nobody, area: 'evaluation of retrieval-augmented generation' }
const read = ({ id, title, text }: Candidate) => ({
  id,
  terms: countTerms({ title, text, authors: '', sources: [] }),
  at: now,
})
const ranked = (items: readonly Candidate[], interest: Interest) => {
  const documents = items.map(read)
  return rank(learn(documents.map(({ terms }) => terms)), documents, interest, now)
}
const order = (candidates: Candidate[], change: Partial<Order> & { interest?: Interest } = {}): Order => ({
  candidates,
  ranking: change.interest === nobody ? undefined : ranked(candidates, change.interest ?? retrieval),
  lately: candidates,
  things: [],
  asleep: [],
  minutes: 20,
  now,
  ...change,
})
const pool = [
  item(1, 'Evaluating retrieval-augmented generation without gold answers'),
  item(2, 'A robot that folds towels'),
  item(3, 'Retrieval-augmented generation for legal text'),
  item(4, 'Image segmentation at night'),
  item(5, 'Speech recognition for children'),
  item(6, 'Cheaper batch scheduling'),
  item(7, 'Gardens of the northern coast'),
]
const ids = ({ stories }: { stories: readonly { id: number }[] }) => stories.map(({ id }) => id)

describe('the ranker', () => {
  it('puts what speaks of the area first and offers nothing else', () => {
    const ranking = ranked(pool, retrieval)
    expect(ranking.ranked.slice(0, 2).map(({ id }) => id)).toEqual([1, 3])
    expect(ranking.ranked.filter(({ score }) => ranking.offers(score)).map(({ id }) => id)).toEqual([1, 3])
  })

  it('moves towards what was kept and away from what was not for the person', () => {
    const more = [...pool, item(8, 'Legal text and its long clauses'), item(9, 'Gold answers in school tests')]
    const scores = (interest: Interest) => new Map(ranked(more, interest).ranked.map(({ id, score }) => [id, score]))
    const ahead = (interest: Interest, id: number, of: number) =>
      (scores(interest).get(id) ?? 0) - (scores(interest).get(of) ?? 0)
    const liked = [read(item(50, 'Long clauses of legal text'))]
    expect(ahead({ ...retrieval, liked }, 8, 9)).toBeGreaterThan(ahead(retrieval, 8, 9))
    const disliked = [read(item(51, 'Gold answers'))]
    expect(ahead({ ...retrieval, disliked }, 8, 9)).toBeGreaterThan(ahead(retrieval, 8, 9))
  })

  it('takes words that are not mine against an item', () => {
    const score = (notMine: string[], id: number) =>
      ranked(pool, { ...retrieval, notMine }).ranked.find(one => one.id === id)?.score ?? 0
    expect(score(['legal'], 3)).toBeLessThan(score([], 3))
    expect(score(['legal'], 1)).toBeGreaterThanOrEqual(score([], 1))
  })

  it('says why in the item’s own words, and names the kept item it resembles', () => {
    const { shares } = ranked(pool, retrieval).why(1)
    expect(reasons(shares, pool[0] as Candidate).join(' ')).toMatch(/evaluating retrieval.*augmented generation/)
    const liked = [read(item(60, 'Towels folded by a robot'))]
    expect(ranked(pool, { ...retrieval, liked }).why(2).like).toBe(60)
  })

  it.each([
    ['переводы древних рукописей', 'Новые переводы рукописей севера'],
    ['古代手稿的翻译', '北方手稿的新翻译'],
    ['C++ for 3D graphics', 'Faster 3D graphics in C++'],
  ])('knows the area %s too', (area, title) => {
    const ranking = ranked([...pool, item(90, title)], { ...nobody, area })
    expect(ranking.ranked[0]?.id).toBe(90)
    expect(ranking.offers(ranking.ranked[0]?.score ?? 0)).toBe(true)
  })

  it('is the same at every run, and whatever order the items come in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(pool, { minLength: pool.length }), shuffled => {
        expect(ranked(shuffled, retrieval).ranked).toEqual(ranked(pool, retrieval).ranked)
      }),
    )
  })

  it('stands still for nobody, for nothing, and for words of no meaning', () => {
    expect(ranked([], retrieval).ranked).toEqual([])
    expect(ranked(pool, nobody).ranked.every(({ score }) => score === 0)).toBe(true)
    expect(ranked(pool, { ...nobody, area: 'of the and' }).ranked.every(({ score }) => score === 0)).toBe(true)
  })
})

describe('an edition', () => {
  const words = [
    'retrieval',
    'generation',
    'evaluation',
    'robot',
    'towel',
    'night',
    'augmented',
    'legal',
    'image',
    'speech',
  ]
  const candidates = fc
    .array(
      fc.record({
        title: fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 8 }).map(list => list.join(' ')),
        kind: fc.constantFrom('story', 'paper', 'release'),
        words: fc.nat(3000),
        age: fc.nat(14 * 24 * 3600_000),
        source: fc.constantFrom('A', 'B', 'C'),
      }),
      { maxLength: 40 },
    )
    .map(list =>
      list.map(({ title, kind, words, age, source }, at) =>
        item(at + 1, title, { kind: kind as 'story', words, publishedAt: now - age, sources: [source] }),
      ),
    )

  it('never takes more than its minutes, never tells a thing twice, and is the same when made again', () => {
    fc.assert(
      fc.property(candidates, fc.nat(90), (list, minutes) => {
        const composed = compose(order(list, { minutes }))
        expect(composed.minutes).toBeLessThanOrEqual(minutes)
        expect(composed.minutes).toBe(composed.stories.reduce((sum, story) => sum + story.minutes, 0))
        const shown = composed.stories.flatMap(({ id, also }) => [id, ...also])
        expect(new Set(shown).size).toBe(shown.length)
        expect(compose(order([...list].reverse(), { minutes }))).toEqual(
          compose(order([...list].reverse(), { minutes })),
        )
      }),
    )
  })

  it('holds only what is close to the area, and says so when that is little', () => {
    const composed = compose(order(pool))
    expect(ids(composed)).toEqual([1, 3])
    expect(composed.thin).toBe(true)
  })

  it('fills its minutes with the best, and skips what does not fit for what does', () => {
    const list = [
      item(1, 'Retrieval-augmented generation evaluation', { kind: 'paper' }),
      item(2, 'Retrieval-augmented generation', { kind: 'paper' }),
      item(3, 'Augmented generation, retrieval', { words: 10 }),
      ...pool.slice(3),
    ]
    expect(compose(order(list, { minutes: 5 })).stories.map(({ minutes }) => minutes)).toEqual([4, 1])
  })

  it('does not let one source have it all when another is nearly as good', () => {
    const same = 'Retrieval-augmented generation evaluation of system number'
    const list = Array.from({ length: 20 }, (_, at) =>
      item(at + 1, `${same} ${at + 1}`, { words: 300, sources: [at < 17 ? 'Loud' : 'Quiet'] }),
    )
    const chosen = compose(
      order([...list, ...pool.slice(3).map(one => ({ ...one, id: one.id + 100 }))], { minutes: 12 }),
    )
    expect(ids(chosen).some(id => id > 17 && id <= 20)).toBe(true)
  })

  it('brings breaking news of what the person runs first, whatever their area', () => {
    const list = [
      ...pool,
      item(20, 'vLLM 0.9: breaking change in the server', { kind: 'release' }),
      item(21, 'vLLM 0.8.1', { kind: 'release' }),
      item(22, 'An evllm of breaking things'),
    ]
    const composed = compose(order(list, { things: ['vLLM'] }))
    expect(composed.stories[0]).toMatchObject({ id: 20, why: { thing: 'vLLM' } })
    expect(ids(composed)).not.toContain(21)
    expect(ids(composed)).not.toContain(22)
  })

  it('for someone without a core area is the newest of every source', () => {
    const list = pool.map((one, at) => ({ ...one, publishedAt: now - at * 3600_000, sources: [at % 2 ? 'A' : 'B'] }))
    expect(ids(compose(order(list, { interest: nobody, minutes: 2 })))).toEqual([1, 2])
  })

  it('is empty, and not an error, when nothing came', () => {
    expect(compose(order([]))).toEqual({ stories: [], minutes: 0, thin: true, themes: [] })
  })

  it('to begin with is three stories in about five minutes, where there are such', () => {
    const list = [
      ...Array.from({ length: 6 }, (_, at) =>
        item(at + 1, `Retrieval-augmented generation evaluation of kind ${at}`, { kind: 'paper' }),
      ),
      ...Array.from({ length: 4 }, (_, at) =>
        item(
          at + 10,
          `Retrieval-augmented generation evaluation in the trade of ${['bread', 'fish', 'wine', 'tea'][at]}`,
          {
            words: 20,
          },
        ),
      ),
      ...pool.slice(3).map(one => ({ ...one, id: one.id + 100 })),
    ]
    const taste = composeTaste(order(list))
    expect(taste.stories).toHaveLength(3)
    expect(taste.minutes).toBeLessThanOrEqual(5)
    expect(composeTaste(order(list.slice(0, 6)))).toMatchObject({ minutes: 12, stories: [{}, {}, {}] })
    // One short story among papers is taken, although papers are closer.
    expect(composeTaste(order([...list.slice(0, 6), ...list.slice(6, 7)])).minutes).toBe(9)
    expect(composeTaste(order(list.slice(0, 2))).stories).toHaveLength(2)
  })
})

describe('themes', () => {
  it('are the neighbouring words that cover most of a pile, each item counted once', () => {
    const titles = [
      ...Array.from({ length: 5 }, (_, n) => `Reinforcement learning for game ${n}`),
      ...Array.from({ length: 3 }, (_, n) => `Diffusion models and art ${n}`),
      'Alone',
    ]
    expect(themesOf(titles)).toEqual([
      { theme: 'reinforcement learning', items: 5 },
      { theme: 'diffusion models', items: 3 },
    ])
  })
})

describe('words suggested from use', () => {
  it('are those that decisions speak for and against, once there are five', () => {
    const liked = [1, 2, 3].map(id => item(id, `Reranking of passages ${id}`))
    const disliked = [4, 5, 6].map(id => item(id, `Quantum chemistry ${id}`))
    const found = suggest({ said: [retrieval.area], liked, disliked })
    expect(found.words).toContain('reranking')
    expect(found.notMine).toContain('quantum')
    expect(suggest({ said: [retrieval.area], liked, disliked: [] })).toEqual({ words: [], notMine: [] })
  })
})
