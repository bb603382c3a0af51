import { describe, expect, it } from 'vitest'
import { type Random, seeded } from '../../test/random.ts'
import { thenAndNow } from './then-now.ts'

/** Days that hang together by `r`, of mean 0 and spread 1. */
function autoregressive(random: Random, r: number, days: number): number[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  let last = normal()
  return Array.from({ length: days }, () => {
    last = r * last + Math.sqrt(1 - r * r) * normal()
    return last
  })
}

describe('a sign then and now', () => {
  it('is undefined with too few answers', () => {
    const days = Array.from({ length: 9 }, (_, day) => ({ day, value: 5 }))
    expect(thenAndNow(days, days)).toBeUndefined()
  })

  it('tells a plain change, and no change where the days say the same', () => {
    const of = (from: number, value: number) =>
      Array.from({ length: 28 }, (_, at) => ({ day: from + at, value: value + (at % 3) - 1 }))
    const lighter = thenAndNow(of(0, 7), of(63, 4))
    expect(lighter?.then).toBeCloseTo(7, 0)
    expect(lighter?.interval[1]).toBeLessThan(0)
    const same = thenAndNow(of(0, 5), of(63, 5))
    expect(same?.interval[0]).toBeLessThan(0)
    expect(same?.interval[1]).toBeGreaterThan(0)
  })

  it.each([0, 0.3, 0.5])(
    'holds the true change 19 times in 20 where days hang together by %s, gaps and whole marks included',
    r => {
      const random = seeded(11)
      let held = 0
      const lives = 1500
      for (let life = 0; life < lives; life++) {
        const noise = autoregressive(random, r, 91)
        const days = noise.flatMap((value, day) =>
          random() < 0.25
            ? []
            : [{ day, value: Math.round(Math.min(10, Math.max(0, 5 + 1.6 * value - (day >= 45 ? 1 : 0)))) }],
        )
        const found = thenAndNow(
          days.filter(({ day }) => day < 28),
          days.filter(({ day }) => day >= 63),
        )
        if (!found || (found.interval[0] <= -1 && found.interval[1] >= -1)) held++
      }
      expect(held / lives).toBeGreaterThan(0.92)
      expect(held / lives).toBeLessThan(0.99)
    },
  )
})
