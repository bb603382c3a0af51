import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Boundary } from '../protocol/boundary.ts'
import { type Known, looked, nextEdge, offAt, siteOf, sitesAt } from './off.ts'

const HOUR = 3600_000
const boundary: Boundary = {
  now: 0,
  spans: [
    { from: 10 * HOUR, to: 20 * HOUR },
    { from: 34 * HOUR, to: 44 * HOUR },
  ],
  horizon: 100 * HOUR,
  sites: ['github.com', 'arxiv.org'],
  held: [{ site: 'x.com', until: 20 * HOUR }],
  pastimes: [],
  zone: 'UTC',
  unpaired: false,
}
const known = (change: Partial<Known> = {}): Known => ({ boundary, skew: 0, seen: 0, held: undefined, ...change })

describe('what the browser keeps by itself', () => {
  it('is off within the spans, to the millisecond, until they have run out', () => {
    const off = [10 * HOUR - 1, 10 * HOUR, 20 * HOUR - 1, 20 * HOUR, 40 * HOUR].map(
      time => offAt(known(), time) !== undefined,
    )
    expect(off).toEqual([false, true, true, false, true])
    expect(offAt(known({ boundary: { ...boundary, horizon: 40 * HOUR } }), 40 * HOUR)).toBeUndefined()
  })

  it('keeps what was left when the clock is set back, and no longer', () => {
    const back = looked(known({ seen: 15 * HOUR }), 2 * HOUR)
    expect(offAt(back, 2 * HOUR)).toEqual({ from: 2 * HOUR, to: 7 * HOUR })
    expect(offAt(back, 7 * HOUR)).toBeUndefined()
    const again = looked({ ...back, seen: 3 * HOUR }, 1 * HOUR)
    expect(offAt(again, 1 * HOUR)).toEqual({ from: 1 * HOUR, to: 5 * HOUR })
  })

  it('never opens by a clock set back, however far and often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 3 * 60_000, max: 300 * HOUR }), { minLength: 1 }), steps => {
        let state = known({ seen: 15 * HOUR })
        let clock = 15 * HOUR
        for (const step of steps) {
          clock -= step
          state = looked(state, clock)
          expect(offAt(state, clock)).toBeDefined()
        }
      }),
    )
  })

  it('is not moved by what a time server does', () => {
    expect(looked(known({ seen: 15 * HOUR }), 15 * HOUR - 60_000).held).toBeUndefined()
  })

  it('knows the next moment at which something changes', () => {
    expect(nextEdge(known(), 0)).toBe(10 * HOUR)
    expect(nextEdge(known(), 10 * HOUR)).toBe(20 * HOUR)
    expect(nextEdge(known(), 50 * HOUR)).toBeUndefined()
  })
})

describe('a closed site', () => {
  it.each([
    ['https://github.com/', 'github.com'],
    ['https://gist.github.com/x?y#z', 'github.com'],
    ['https://user:word@github.com/', 'github.com'],
    ['https://github.com.:8443/', 'github.com'],
    ['blob:https://github.com/1234', 'github.com'],
    ['HTTP://GITHUB.COM', 'github.com'],
    ['https://notgithub.com/', undefined],
    ['https://github.com.evil.test/', undefined],
    ['https://evil.test/github.com', undefined],
    ['chrome-extension://abc/blocked.html#https://github.com/', undefined],
    ['nonsense', undefined],
  ])('%s is one of %s', (address, site) => {
    expect(siteOf(address, boundary.sites)).toBe(site)
  })

  it('below another is closed with it', () => {
    expect(sitesAt({ ...boundary, sites: ['mail.work.test', 'work.test', 'network.test'], held: [] }, 0)).toEqual([
      'work.test',
      'network.test',
    ])
  })

  it('that was taken off the list stays closed as long as was said', () => {
    expect(sitesAt(boundary, 15 * HOUR)).toContain('x.com')
    expect(sitesAt(boundary, 20 * HOUR)).not.toContain('x.com')
  })
})
