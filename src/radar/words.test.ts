import { describe, expect, it } from 'vitest'
import type { Evidence } from './machine/checking.ts'
import type { Item } from './store/items.ts'
import { chanceWord, evidenceWords, replayWords, shelfWords, toldWords, tooMuch, whyWords } from './words.ts'

const now = Date.parse('2026-05-31T09:00:00Z')
const since = Date.parse('2026-03-08T09:00:00Z')
const evidence = (change: Partial<Evidence>): Evidence => ({
  on: true,
  since,
  again: false,
  leftOut: 4812,
  checked: { checks: 0, hits: 0, unjudged: 0, waiting: 0 },
  caught: 60,
  told: { caught: 0, all: 0 },
  replay: undefined,
  ...change,
})
const said = (change: Partial<Evidence>) =>
  evidenceWords(evidence(change), now, 'UTC').join(' ').replaceAll('\u00a0', ' ')

describe('what is said of what was missed', () => {
  it('is nothing without checks, and the plain count while there are few', () => {
    expect(said({})).toBe(
      'Since 8 March 2026, 4812 things were left out. None of them was checked yet, so nothing can be said of them.',
    )
    expect(said({ checked: { checks: 9, hits: 0, unjudged: 0, waiting: 0 } })).toContain(
      '9 checked at random, none mattered; too early for more.',
    )
  })

  it('is a bound and the floor beside it, each rounded to the side that promises less', () => {
    const text = said({ checked: { checks: 120, hits: 0, unjudged: 0, waiting: 0 }, share: 0.03026, floor: 0.29268 })
    expect(text).toContain(
      '120 checked at random, none mattered. So at most 3.1 % of what was left out did: up to 145.',
    )
    expect(text).toContain(
      'You kept 60 of what was shown. So your editions caught at least 29 % of all that mattered; each check can make this clearer.',
    )
  })

  it('says how many were not judged, and makes no claim where nothing was kept', () => {
    const checked = { checks: 40, hits: 3, unjudged: 2, waiting: 5 }
    const text = said({ checked, caught: 0, share: 0.2, floor: 0 })
    expect(text).toContain('38 checked at random, 1 mattered; 2 that you passed over count as if they had, to be safe.')
    expect(text).toContain('5 more were drawn')
    expect(text).toContain('no saying which share of it all was caught')
    expect(text).not.toContain('at least')
  })

  it('says that counting began anew with another area', () => {
    expect(said({ again: true, since: now })).toMatch(/^Your area changed, so counting began anew\./)
    expect(said({ again: true })).not.toContain('anew')
    expect(said({ since: undefined })).toContain('nothing to say')
  })
})

describe('what is said of the rest', () => {
  it('tells what was told elsewhere, and how the ranking does', () => {
    expect(toldWords({ caught: 26, all: 28 })).toBe(
      '26 of 28 things that reached you another way had been in an edition.',
    )
    expect(replayWords(undefined)[0]).toContain('fifty')
    const gain = { mean: 0.12, low: 0.03, high: 0.21 }
    const worse = { mean: -0.1, low: -0.2, high: -0.01 }
    expect(replayWords({ decisions: 80, editions: 9, overNewest: gain, overWords: worse, fallback: 'words' })).toEqual([
      'Your ranking is better than newest first: of 100 pairs it puts 12 more right (95\u00a0%: 3 more to 21 more).',
      'Your ranking is worse than the words of your area alone: of 100 pairs it puts 10 fewer right (95\u00a0%: 20 fewer to 1 fewer).',
      'So your editions go by the words of your area alone for now.',
      'This judges the order of what you were shown, not what was missed.',
    ])
    const wide = { mean: 0.13, low: -0.16, high: 0.42 }
    const narrow = { mean: 0, low: -0.02, high: 0.02 }
    const unsure = replayWords({ decisions: 80, editions: 9, overNewest: wide, overWords: narrow })
    expect(unsure[0]).toMatch(/^It can’t be told yet whether/)
    expect(unsure[1]).toMatch(/about as good as the words/)
  })

  it('has a word for a chance, and none while it cannot be told', () => {
    const word = (chance?: number) =>
      chanceWord(
        { why: { words: [], ...(chance === undefined ? {} : { chance }) }, item: { verdict: null } as Item },
        { checks: [] },
      )
    expect([0.8, 0.3, 0.1, undefined].map(word)).toEqual(['likely yours', 'perhaps yours', 'a try', ''])
  })

  it('says why a story is here, also when no word of it spoke for it', () => {
    expect(whyWords({ words: ['ranking'] }, 'A', undefined)).toBe('Here because it speaks of ranking.')
    expect(whyWords({ words: [], odds: -3 }, 'A', undefined)).toBe('Here because it is from A.')
    expect(whyWords({ words: [] }, 'A', 'An older one')).toContain('it is like “An older one”')
  })

  it('tells what sleeps, what faded and what woke', () => {
    const entry = {
      id: 1,
      name: 'Atlas',
      byHand: true,
      why: '',
      shelvedAt: now,
      wakesAt: now + 14 * 24 * 3600_000,
      settledAt: null,
      signs: [],
    }
    expect(shelfWords({ ...entry, state: 'asleep' }, 'UTC')).toBe('You may let this go until 14 June 2026.')
    expect(shelfWords({ ...entry, state: 'faded' }, 'UTC')).toBe('It faded by 14 June 2026.')
    expect(shelfWords({ ...entry, state: 'awake', signs: ['released-again'] }, 'UTC')).toContain('a second release')
  })

  it('names sources of which nearly nothing was kept, the loudest first', () => {
    const of = (source: number, published: number, kept: number) => ({ source, published, shown: 5, kept })
    expect(tooMuch([of(1, 30, 0), of(2, 900, 40), of(3, 500, 1), of(4, 10, 0)]).map(({ source }) => source)).toEqual([
      3, 1,
    ])
  })
})
