import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Day } from './rank.ts'
import { type Known, levelHolds, looks, middle, moved, percentile, strainOn } from './strain.ts'

function known(values: readonly number[], more: Partial<Known> = {}): Known {
  const answers = values.map((value, day): Day => ({ day, value, label: 0.5 }))
  return { answers, rests: new Set(), warnings: [], stillHeavy: undefined, ...more }
}

// Sixty usual days around three, then heavier ones.
const usual = Array.from({ length: 60 }, (_, at) => 2 + ((at * 7) % 3))
const heavier = Array.from({ length: 20 }, () => 4)
const warning = { day: 70, start: 60, real: null, answered: null }

describe('strain', () => {
  it('is unknown until the usual was learned, and when little was said lately', () => {
    expect(strainOn(known(usual.slice(0, 20)), 19)).toBe('unknown')
    expect(strainOn(known(usual.slice(0, 21)), 20)).toBe('steady')
    expect(strainOn(known(usual), 64)).toBe('unknown')
    expect(strainOn(known([]), 0)).toBe('unknown')
  })

  it('does not learn the usual in a rest', () => {
    expect(strainOn(known(usual.slice(0, 25), { rests: new Set([3, 4, 5, 6, 7]) }), 24)).toBe('unknown')
  })

  it('is changed while a warning stands, and strained while the days are among the heaviest there were', () => {
    const both = { warnings: [warning] }
    expect(strainOn(known([...usual, ...heavier.map(() => 3.5)], both), 75)).toBe('changed')
    expect(strainOn(known([...usual, ...heavier.map(() => 5)], both), 75)).toBe('strained')
    expect(strainOn(known([...usual, ...heavier.map(() => 5)], both), 69)).toBe('steady')
  })

  it('is steady again after seven answered days on which the week is under its line, or when it was not real', () => {
    const better = Array.from({ length: 30 }, () => 1)
    const answers = [...usual, ...heavier, ...better]
    const days = Array.from({ length: 30 }, (_, at) => strainOn(known(answers, { warnings: [warning] }), 80 + at))
    // Four light days turn the middle of seven; with seven of those in a row it stands no more.
    expect(days.indexOf('steady')).toBe(9)
    expect(days.slice(9).every(strain => strain === 'steady')).toBe(true)
    const denied = known(answers, { warnings: [{ ...warning, real: false, answered: 75 }] })
    expect([strainOn(denied, 74), strainOn(denied, 75)]).toEqual(['changed', 'steady'])
  })

  it('once it no longer stands, never stands again (for all lives)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 40, maxLength: 80 }), values => {
        const life = known([...usual, ...values.map(value => value / 2)], { warnings: [warning] })
        const strains = Array.from({ length: values.length - 10 }, (_, at) => strainOn(life, 70 + at))
        const over = strains.indexOf('steady')
        if (over >= 0) expect(strains.slice(over)).not.toContain('changed')
      }),
      { numRuns: 50 },
    )
  })
})

describe('the level', () => {
  it('holds when ten of the last fourteen answers lie in the worse third, from the first day on', () => {
    const heavy = [...Array.from({ length: 10 }, () => 7), 3, 3, 3, 3]
    expect(levelHolds(known(heavy), 13)).toBe(true)
    expect(levelHolds(known(heavy.with(0, 6)), 13)).toBe(false)
    expect(levelHolds(known(heavy.slice(0, 13)), 12)).toBe(false)
    expect(strainOn(known(heavy), 13)).toBe('strained')
    // Who fell silent is not called anything.
    expect(levelHolds(known(heavy), 21)).toBe(false)
  })

  it('is looked at with the fourteenth answer, and then a month after each look', () => {
    expect(looks(known(Array.from({ length: 90 }, () => 8))).map(({ day }) => day)).toEqual([13, 43, 73])
  })

  it('is believed for a month to who said twice that it is heavy, until fourteen answers can tell', () => {
    expect(levelHolds(known([], { stillHeavy: 7 }), 20)).toBe(true)
    expect(levelHolds(known([], { stillHeavy: 7 }), 37)).toBe(false)
    expect(
      levelHolds(
        known(
          Array.from({ length: 21 }, () => 2),
          { stillHeavy: 7 },
        ),
        20,
      ),
    ).toBe(false)
  })
})

describe('small measures', () => {
  it('take the middle, a percentile, and how surely something moved', () => {
    expect([middle([{ value: 3 }, { value: 1 }, { value: 2 }]), middle([{ value: 1 }, { value: 2 }])]).toEqual([2, 1.5])
    expect([percentile([1, 2, 3, 4], 0.75), percentile([], 0.9)]).toEqual([4, Number.POSITIVE_INFINITY])
    expect([moved([1, 2], [3]), moved([1], [1]), moved([], [1])]).toEqual([1, 0.5, undefined])
  })
})
