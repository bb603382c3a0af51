import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seeded } from '../../test/random.ts'
import { bets, type Day, normalQuantile, Reference, SHIFTS } from './rank.ts'
import { APART, LEARNING, type Stream, type Warning, watch } from './warning.ts'

const YEAR = { daysPerWarning: 365 }

function stream(values: readonly number[], labels: readonly number[] = [], name = 'check-in'): Stream {
  return { name, weight: 1, days: values.map((value, day) => ({ day, value, label: labels[day] ?? 0.5 })) }
}

function orders<Value>(list: readonly Value[]): Value[][] {
  if (list.length < 2) return [[...list]]
  return list.flatMap((one, at) => orders(list.toSpliced(at, 1)).map(rest => [one, ...rest]))
}

describe('a bet on a rank', () => {
  it('has an expectation of one over all ranks, and less when it is tempered', () => {
    for (const n of [1, 2, 7, 30, 400]) {
      for (const at of SHIFTS.keys()) {
        const mean = (phi: number) =>
          Array.from({ length: n }, (_, rank) => bets(rank + 1, n, phi)[at] ?? 0).reduce((a, b) => a + b, 0) / n
        expect(mean(0)).toBeCloseTo(1, 12)
        expect(mean(0.3)).toBeLessThanOrEqual(1 + 1e-12)
      }
    }
  })

  it('grows with the rank', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), (n, pick) => {
        const rank = (pick % (n - 1)) + 1
        const [lower, upper] = [bets(rank, n, 0.3), bets(rank + 1, n, 0.3)]
        for (const at of SHIFTS.keys()) expect(upper[at]).toBeGreaterThan(lower[at] ?? 0)
      }),
    )
  })

  it('uses the normal quantile', () => {
    expect([0.5, 0.975, 0.01, 0.999].map(p => normalQuantile(p).toFixed(6))).toEqual([
      '0.000000',
      '1.959964',
      '-2.326348',
      '3.090232',
    ])
  })
})

describe('the rank of a day', () => {
  it('is among itself and all before it, ties in the order of their labels', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.double({ min: 0, max: 1, noNaN: true }))),
        list => {
          const reference = new Reference()
          list.forEach(([value, label], day) => {
            const before = list.slice(0, day).filter(([v, l]) => v < value || (v === value && l < label)).length
            expect(reference.add({ day, value, label })).toBe(before + 1)
          })
          expect(reference.size).toBe(list.length)
        },
      ),
    )
  })
})

describe('the evidence', () => {
  it('is on average, over every order of a handful of days, exactly the number of days that are watched', () => {
    // Of six days the first two are learned from.
    const values = [3, 5, 1, 4, 4, 8]
    const labels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    const evidenceOf = (order: readonly number[], phi: number) => {
      const reference = new Reference()
      let sums = SHIFTS.map(() => 0)
      order.forEach((index, day) => {
        const rank = reference.add({ day, value: values[index] ?? 0, label: labels[index] ?? 0 })
        if (day < 2) return
        const won = bets(rank, reference.size, phi)
        sums = sums.map((before, at) => (1 + before) * (won[at] ?? 1))
      })
      return sums.reduce((a, b) => a + b, 0) / sums.length
    }
    const all = orders([0, 1, 2, 3, 4, 5])
    const average = (phi: number) => all.reduce((sum, order) => sum + evidenceOf(order, phi), 0) / all.length
    expect(all).toHaveLength(720)
    expect(average(0)).toBeCloseTo(4, 9)
    expect(average(0.3)).toBeLessThan(4)
    expect(average(0.3)).toBeGreaterThan(3.5)
  })

  it('is the same to the bit when it is replayed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 60,
          maxLength: 120,
        }),
        list => {
          const one = stream(
            list.map(([value]) => value),
            list.map(([, label]) => label),
          )
          expect(watch([one], YEAR)).toEqual(watch([structuredClone(one)], YEAR))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('of more days begins with that of fewer', () => {
    const values = Array.from({ length: 90 }, (_, at) => (at * 7) % 11)
    const few = watch([stream(values.slice(0, 60))], YEAR).evidence
    expect(watch([stream(values)], YEAR).evidence.slice(0, few.length)).toEqual(few)
  })

  it('learns for twenty-one days', () => {
    const { evidence } = watch([stream(Array.from({ length: LEARNING + 1 }, () => 5))], YEAR)
    expect(evidence.map(({ day }) => day)).toEqual([LEARNING])
  })
})

describe('a warning', () => {
  const quiet = Array.from({ length: 60 }, (_, at) => 3 + ((at * 7) % 3))
  const worse = Array.from({ length: 40 }, (_, at) => 7 + ((at * 7) % 3))

  it('comes after a lasting change, dates it, and begins anew from the days before it', () => {
    const { warnings, evidence } = watch([stream([...quiet, ...worse])], YEAR)
    const [first] = warnings
    expect(first?.day).toBeGreaterThan(60)
    expect(first?.day).toBeLessThan(75)
    expect(Math.abs((first?.start ?? 0) - 60)).toBeLessThanOrEqual(2)
    const after = evidence.find(({ day }) => day === (first?.day ?? 0) + 1)
    expect(after?.evidence).toBeLessThan(20)
  })

  it('does not come when things get better', () => {
    expect(watch([stream([...worse, ...quiet])], YEAR).warnings).toEqual([])
  })

  it('asks for more evidence the rarer a false one may be', () => {
    const day = (daysPerWarning: number) =>
      watch([stream([...quiet, ...worse])], { daysPerWarning }).warnings[0]?.day ?? 0
    expect(day(1825)).toBeGreaterThan(day(365))
  })

  it('comes from another stream too, which joins only at a reset', () => {
    const still: Stream = stream(Array.from({ length: 140 }, (_, at) => 3 + ((at * 7) % 3)))
    const sleep = (from: number): Stream => ({
      name: 'sleep',
      weight: 0.5,
      days: Array.from(
        { length: 140 - from },
        (_, at): Day => ({ day: from + at, value: from + at < 80 ? 3 + (at % 3) : 8, label: 0.5 }),
      ),
    })
    expect(watch([still, sleep(0)], YEAR).warnings[0]).toMatchObject({ by: ['sleep'] })
    // It had not the days when the watch began, and nothing was reset since.
    expect(watch([still, sleep(30)], YEAR).warnings).toEqual([])
  })
})

describe('a warning that was given', () => {
  const life = (seed: number, days = 260) => {
    const random = seeded(seed)
    return stream(
      Array.from({ length: days }, (_, at) => Math.round(3 + 3 * random() + (at > 80 ? 2 : 0) + (at > 170 ? 2 : 0))),
      Array.from({ length: days }, () => random()),
    )
  }

  it('stays as it was given: the same log with it gives the same evidence to the bit, and no other warning', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 90, max: 259 }), (seed, until) => {
        const all = life(seed)
        const lived = { ...all, days: all.days.filter(({ day }) => day <= until) }
        const first = watch([lived], YEAR)
        const again = watch([lived], { ...YEAR, given: first.warnings, judged: until })
        expect(again.evidence).toEqual(first.evidence)
        expect(again.warnings).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('is judged day by day as it is all at once', () => {
    const all = life(5)
    const given: Warning[] = []
    let judged = -1
    for (const { day } of all.days) {
      const lived = { ...all, days: all.days.filter(one => one.day <= day) }
      given.push(...watch([lived], { ...YEAR, given, judged }).warnings)
      judged = day
    }
    expect(given.length).toBeGreaterThan(0)
    expect(given).toEqual(watch([all], YEAR).warnings)
  })

  it('is not followed by another within thirty days, nor while it stands', () => {
    const worse = stream([
      ...Array.from({ length: 60 }, (_, at) => 3 + (at % 3)),
      ...Array.from({ length: 90 }, (_, at) => 7 + (at % 3)),
    ])
    const days = watch([worse], YEAR).warnings.map(({ day }) => day)
    for (const [at, day] of days.entries()) if (at > 0) expect(day - (days[at - 1] ?? 0)).toBeGreaterThanOrEqual(APART)
    const [first] = watch([worse], YEAR).warnings
    const standing = watch([worse], {
      ...YEAR,
      given: first ? [first] : [],
      judged: first?.day ?? 0,
      stands: () => true,
    })
    expect(standing.warnings).toEqual([])
  })

  it('is raised by no day that was filled in later', () => {
    const all = life(5)
    expect(watch([all], { ...YEAR, judged: 259 }).warnings).toEqual([])
  })
})

describe('streams together', () => {
  it('wait for the check-in to have learned, whoever was there before', () => {
    const checkIn: Stream = {
      ...stream([]),
      days: Array.from({ length: 60 }, (_, at): Day => ({ day: 40 + at, value: 3 + (at % 3), label: 0.5 })),
    }
    const work: Stream = {
      name: 'after-hours',
      weight: 0.25,
      days: Array.from({ length: 100 }, (_, day): Day => ({ day, value: day % 3, label: 0.5 })),
    }
    const { evidence } = watch([checkIn, work], YEAR)
    expect(evidence[0]?.day).toBe(40 + LEARNING)
    expect(evidence[0]?.by.map(({ name }) => name)).toEqual(['check-in', 'after-hours'])
  })

  it('are compared within a kind of day: free weekends say nothing of a weekday', () => {
    const weeks = Array.from(
      { length: 200 },
      (_, day): Day => ({
        day,
        value: day % 7 > 4 ? 9 : 2 + (day % 2),
        label: (day * 0.37) % 1,
        kind: Number(day % 7 > 4),
      }),
    )
    expect(watch([{ name: 'x', weight: 1, days: weeks }], YEAR).warnings).toEqual([])
  })
})
