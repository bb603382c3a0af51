import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seeded } from '../../test/random.ts'
import { type Audit, countChecks, drawUniformly } from './audit.ts'
import { leastCaught, mostThatMattered } from './bound.ts'

/** The share of runs in which a bound, looked at after each of `checks`, was ever below the share so far. */
function everWrong(bound: (checks: number, hits: number) => number, shareAt: (check: number) => number, runs = 1000) {
  let wrong = 0
  for (let run = 0; run < runs; run++) {
    const random = seeded(run + 1)
    let hits = 0
    let sum = 0
    for (let check = 1; check <= 300; check++) {
      const share = shareAt(check)
      sum += share
      if (random() < share) hits++
      if (bound(check, hits) < sum / check) {
        wrong++
        break
      }
    }
  }
  return wrong / runs
}

describe('the bound on what was missed', () => {
  const cached = new Map<number, number>()
  const ours = (checks: number, hits: number) => {
    const key = checks * 1000 + hits
    const found = cached.get(key) ?? mostThatMattered(checks, hits)
    cached.set(key, found)
    return found
  }

  it('is as narrow as promised, and honest about little', () => {
    expect(mostThatMattered(120, 0)).toBeLessThanOrEqual(0.035)
    expect(mostThatMattered(0, 0)).toBe(1)
    expect(mostThatMattered(10, 0)).toBeGreaterThan(0.25)
  })

  it.each([0.005, 0.02, 0.05, 0.15, 0.4])(
    'is wrong in one of twenty at most, looked at after every check: %d',
    share => {
      expect(everWrong(ours, () => share)).toBeLessThanOrEqual(0.05)
    },
  )

  it('holds for the mean so far when the share moves', () => {
    expect(everWrong(ours, check => (check < 100 ? 0.01 : 0.08))).toBeLessThanOrEqual(0.05)
    expect(everWrong(ours, check => (check % 2 ? 0.02 : 0.1))).toBeLessThanOrEqual(0.05)
  })

  it('does what the usual one does not: three in a hundred, without a hit, is wrong too often when looked at often', () => {
    const usual = (checks: number, hits: number) => (hits === 0 ? 1 - 0.05 ** (1 / checks) : 1)
    expect(everWrong(usual, () => 0.03)).toBeGreaterThan(0.01)
    expect(
      everWrong(
        (checks, hits) => (hits === 0 ? usual(checks, 0) : ours(checks, hits)),
        () => 0.02,
      ),
    ).toBeGreaterThan(everWrong(ours, () => 0.02))
  })

  it('grows with hits, shrinks with checks, and stays a share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(2000), (checks, some) => {
        const hits = Math.min(some, checks)
        const bound = mostThatMattered(checks, hits)
        expect(bound).toBeGreaterThanOrEqual(hits / checks - 1e-9)
        expect(bound).toBeLessThanOrEqual(1)
        expect(mostThatMattered(checks + 1, hits)).toBeLessThanOrEqual(bound + 1e-9)
        if (hits < checks) expect(mostThatMattered(checks, hits + 1)).toBeGreaterThanOrEqual(bound - 1e-9)
      }),
      { numRuns: 200 },
    )
  })

  it('turns into the least that was caught', () => {
    expect(leastCaught(60, 4812, 157.5 / 4812)).toBeCloseTo(60 / 217)
    expect(leastCaught(0, 100, 0.1)).toBe(0)
    expect(leastCaught(5, 0, 0)).toBe(1)
  })
})

describe('random checks', () => {
  const audit = (item: number, draw: number, verdict: Audit['verdict'], waits = false): Audit => ({
    item,
    draw,
    verdict,
    waits,
  })

  it('count what was judged, and what was left unjudged twice as if it had mattered', () => {
    const audits = [audit(1, 1, 'not-for-me'), audit(2, 1, null), audit(3, 2, 'keep'), audit(4, 2, 'not-for-me')]
    expect(countChecks(audits)).toEqual({ checks: 4, hits: 2, unjudged: 1, waiting: 0 })
  })

  it('stop before the first draw in which one waits, so that quick judgements have no say of their own', () => {
    const audits = [audit(1, 1, 'not-for-me'), audit(2, 2, null, true), audit(3, 2, 'not-for-me'), audit(4, 3, 'keep')]
    expect(countChecks(audits)).toEqual({ checks: 1, hits: 0, unjudged: 0, waiting: 3 })
  })

  it('are drawn without doubles, all of a small pile, and each as likely as any other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.nat(20), fc.integer(), (items, most, seed) => {
        const drawn = drawUniformly(items, most, seeded(seed))
        expect(new Set(drawn).size).toBe(Math.min(most, items.length))
        expect(drawn.every(item => items.includes(item))).toBe(true)
      }),
    )
    const counts = [0, 0, 0, 0, 0, 0, 0, 0]
    for (let seed = 0; seed < 8000; seed++)
      for (const item of drawUniformly([0, 1, 2, 3, 4, 5, 6, 7], 2, seeded(seed)))
        counts[item] = (counts[item] ?? 0) + 1
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200)
  })
})
