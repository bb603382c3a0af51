import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Counts } from '../terms.ts'
import { countTerms, queryTerms } from '../terms.ts'
import { cholesky, dense, eigen, gram, orthonormalise, solve, times } from './algebra.ts'
import { chanceOf, oddsOf, type Shown, scaleOf, shiftOf } from './chance.ts'
import { learn, rowsOf } from './language.ts'
import { train } from './model.ts'
import { examplesOf, type Interest, type Judged, rank } from './rank.ts'
import { type Block, replay } from './replay.ts'
import { TermTable } from './vector.ts'

const matrices = (rows: number, columns: number) =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: rows * columns, maxLength: rows * columns })
    .map(values => ({ rows, columns, values: Float64Array.from(values) }))

describe('the algebra', () => {
  it('solves what it is asked', () => {
    fc.assert(
      fc.property(
        matrices(8, 5),
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (x, right) => {
          const a = gram(x)
          for (let at = 0; at < 5; at++) a.values[at * 6] = (a.values[at * 6] ?? 0) + 0.1
          const found = solve(cholesky(a), Float64Array.from(right))
          for (let row = 0; row < 5; row++) {
            const got = found.reduce((sum, each, at) => sum + each * (a.values[row * 5 + at] ?? 0), 0)
            expect(got).toBeCloseTo(right[row] ?? 0, 6)
          }
        },
      ),
    )
  })

  it('makes columns orthonormal, and finds eigenvalues largest first', () => {
    fc.assert(
      fc.property(matrices(12, 4), x => {
        for (let at = 0; at < 4; at++) x.values[at * 4 + at] = (x.values[at * 4 + at] ?? 0) + 3
        const { strengths } = eigen(gram(x))
        expect([...strengths]).toEqual([...strengths].sort((a, b) => b - a))
        orthonormalise(x)
        const unit = gram(x)
        for (let row = 0; row < 4; row++)
          for (let column = 0; column < 4; column++)
            expect(unit.values[row * 4 + column]).toBeCloseTo(row === column ? 1 : 0, 6)
      }),
      { numRuns: 50 },
    )
  })

  it('multiplies', () => {
    const one = { rows: 2, columns: 2, values: Float64Array.from([1, 2, 3, 4]) }
    expect([...times(one, one).values]).toEqual([7, 10, 15, 22])
    expect(dense(1, 2).values).toEqual(new Float64Array(2))
  })
})

describe('a table of terms', () => {
  it('numbers each term once, in the order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xfffffff })), terms => {
        const table = new TermTable(2)
        const numbers = new Map<number, number>()
        for (const term of terms) {
          if (!numbers.has(term)) numbers.set(term, numbers.size)
          expect(table.add(term)).toBe(numbers.get(term))
        }
        for (const [term, number] of numbers) expect(table.find(term)).toBe(number)
        expect(table.size).toBe(numbers.size)
      }),
    )
  })
})

const topics = [
  'retrieval augmented generation evaluation grounded answers passages reranking',
  'robot manipulation grasping demonstrations policy torque gripper',
  'speech recognition acoustic phoneme streaming transcription latency',
  'diffusion image synthesis guidance denoising sampler resolution',
].map(words => words.split(' '))

/** A document about a topic: `n` draws its words. */
function about(topic: number, n: number): Counts {
  const words = topics[topic] ?? []
  const draw = (k: number) => words[(n * 7 + k * 3 + ((n * k) % 5)) % words.length]
  const common = ['model', 'system', 'data', 'task'][n % 4]
  return countTerms({
    title: `${draw(0)} ${draw(1)} ${common}`,
    text: `The ${common} of ${draw(2)} and ${draw(3)} with ${draw(4)} ${draw(5)}`,
    authors: '',
    sources: [topic],
  })
}

const many = Array.from({ length: 400 }, (_, n) => about(n % 4, n))
const language = learn(many)

describe('a language', () => {
  it('knows its terms by how many have them, and as many factors as the root of its documents', () => {
    expect(language.rank).toBe(20)
    expect([...language.frequency]).toEqual([...language.frequency].sort((a, b) => b - a))
    expect(learn(many)).toEqual(language)
    expect(learn(many.slice(0, 50)).rank).toBe(0)
    expect(learn([]).terms).toHaveLength(0)
  })

  it('makes rows of length one, whatever it knows', () => {
    const rows = rowsOf(language, [...many.slice(0, 5), queryTerms(['utterly unknown']), new Uint32Array()])
    for (let row = 0; row < 6; row++) {
      const values = rows.values.subarray(rows.starts[row], rows.starts[row + 1])
      expect(values.reduce((sum, each) => sum + each * each, 0)).toBeCloseTo(1, 5)
    }
    expect(rows.starts[7]).toBe(rows.starts[6])
  })
})

const read = (n: number): Judged => ({ id: n, terms: many[n] as Counts, at: 0 })
const nobody: Interest = { area: '', words: [], notMine: [], liked: [], disliked: [] }

describe('the model', () => {
  it('puts what is like the liked before all else, from one like on, and shares add up to what scores differ by', () => {
    const documents = Array.from({ length: 200 }, (_, n) => read(n + 100))
    for (const likes of [1, 3, 12]) {
      const liked = Array.from({ length: likes }, (_, n) => read(4 * n))
      const { ranked, why } = rank(language, documents, { ...nobody, liked }, 0)
      expect(ranked.slice(0, 50).filter(({ id }) => id % 4 === 0).length).toBeGreaterThanOrEqual(45)
      const sum = (id: number) => why(id).shares.reduce((total, { share }) => total + share, 0)
      const [first, last] = [ranked[0], ranked[40]]
      const constant = (first?.score ?? 0) - sum(first?.id ?? 0)
      expect((last?.score ?? 0) - sum(last?.id ?? 0)).toBeCloseTo(constant, 6)
    }
  })

  it('moves away from what was not for the person, and less from what is long ago', () => {
    const year = 365 * 24 * 3600_000
    const score = (disliked: Judged[]) => {
      const liked = [0, 1].map(n => ({ ...read(n), at: year }))
      const { ranked } = rank(language, [read(101), read(104)], { ...nobody, liked, disliked }, year)
      const of = (id: number) => ranked.find(one => one.id === id)?.score ?? 0
      return of(104) - of(101)
    }
    const lately = score([5, 9].map(n => ({ ...read(n), at: year })))
    expect(lately).toBeGreaterThan(score([]))
    expect(score([read(5), read(9)])).toBeLessThan(lately)
  })

  it('is the same at every run', () => {
    const rows = rowsOf(language, many)
    const examples = examplesOf([0, 4, 8], [1, 2])
    const [one, other] = [train(language, rows, examples), train(language, rows, examples)]
    for (let row = 0; row < many.length; row++) expect(one.score(row)).toBe(other.score(row))
  })
})

describe('the chance to be kept', () => {
  it('grows with the height and with the likes behind it, and stays a chance', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 40, noNaN: true }), fc.integer({ min: 0, max: 300 }), (height, likes) => {
        expect(chanceOf(oddsOf(height + 1, likes))).toBeGreaterThan(chanceOf(oddsOf(height, likes)))
        expect(chanceOf(oddsOf(height, likes + 1))).toBeGreaterThanOrEqual(chanceOf(oddsOf(height, likes)))
        expect(chanceOf(oddsOf(height, likes))).toBeLessThan(1)
      }),
    )
  })

  it('is shifted to what this person keeps, once ten stories were judged', () => {
    const shown = (n: number, kept: number): Shown[] =>
      Array.from({ length: n }, (_, at) => ({ odds: -2, kept: at < kept }))
    expect(shiftOf(shown(9, 5))).toBeUndefined()
    expect(chanceOf(-2 + (shiftOf(shown(200, 100)) ?? 0))).toBeCloseTo(0.5, 1)
    expect(chanceOf(-2 + (shiftOf(shown(200, 2)) ?? 0))).toBeLessThan(0.03)
    expect(Number.isFinite(shiftOf(shown(10, 0)) ?? Number.NaN)).toBe(true)
    expect(Number.isFinite(shiftOf(shown(300, 300)) ?? Number.NaN)).toBe(true)
  })

  it('has a scale also where there is next to nothing', () => {
    expect(scaleOf([])).toEqual({ middle: 0, spread: 0.03 })
    expect(scaleOf(Array.from({ length: 500 }, () => 1)).spread).toBeGreaterThan(0)
  })
})

describe('a replay', () => {
  const day = 24 * 3600_000
  /** Editions in which the person keeps one topic and nothing else, or, `contrary`, what the ranker puts last. */
  const blocks = (n: number, kept: (id: number, edition: number) => boolean): Block[] =>
    Array.from({ length: n }, (_, edition) => ({
      at: edition * day,
      items: Array.from({ length: 8 }, (_, k) => {
        const id = (edition * 8 + k) % 400
        return { ...read(id), at: edition * day, publishedAt: id, kept: kept(id, edition) }
      }),
    }))

  it('says nothing before fifty decisions, nor of too few editions', () => {
    expect(
      replay(
        language,
        blocks(6, id => id % 4 === 0),
        nobody,
      ),
    ).toEqual({ decisions: 48, editions: 0 })
    const { overNewest, editions } = replay(
      language,
      blocks(7, (id, edition) => edition < 3 && id % 4 === 0),
      nobody,
    )
    expect([overNewest, editions]).toEqual([undefined, 2])
  })

  it('shows that the ranking helps where it does', () => {
    const found = replay(
      language,
      blocks(12, id => id % 4 === 0),
      { ...nobody, area: 'latency of robots' },
    )
    expect(found.overNewest?.low).toBeGreaterThan(0)
    expect(found.overWords?.low).toBeGreaterThan(0)
    expect(found.fallback).toBeUndefined()
  })

  it('falls back when it is worse beyond doubt, to the simpler order that does better by more', () => {
    // Somebody who always keeps what the ranker puts last, and what is oldest.
    const known: (Judged & { kept: boolean })[] = []
    const contrary = Array.from({ length: 14 }, (_, edition): Block => {
      const items = Array.from({ length: 8 }, (_, k) => ({ ...read(edition * 8 + k), at: edition * day }))
      const said = { liked: known.filter(({ kept }) => kept), disliked: known.filter(({ kept }) => !kept) }
      const { ranked } = rank(language, items, { ...nobody, area: 'model', ...said }, edition * day)
      const last = new Set(ranked.slice(4).map(({ id }) => id))
      const judged = items.map(item => ({ ...item, kept: last.has(item.id), publishedAt: last.has(item.id) ? 0 : 1 }))
      known.push(...judged)
      return { at: edition * day, items: judged }
    })
    const found = replay(language, contrary, { ...nobody, area: 'model' })
    expect(found.overWords?.high).toBeLessThan(0)
    expect(found.overNewest?.mean).toBeCloseTo(0)
    expect(found.fallback).toBe('words')
    const newestRight = contrary.map(block => ({
      ...block,
      items: block.items.map(item => ({ ...item, publishedAt: 1 - item.publishedAt })),
    }))
    expect(replay(language, newestRight, { ...nobody, area: 'model' }).fallback).toBe('newest')
  })

  it('falls back to nothing where it cannot be told', () => {
    // What is kept turns to another topic at each edition.
    const turning = (id: number, edition: number) => id % 4 === edition % 4
    const found = replay(language, blocks(9, turning), { ...nobody, area: 'model' })
    expect(found.overNewest).toBeDefined()
    expect(found.fallback).toBeUndefined()
  })
})
