import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAndTime, isTime, latest, next, readDays, startOfDay, type Weekly } from './weekly.ts'

const zones = Intl.supportedValuesOf('timeZone')
const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const weeklies: fc.Arbitrary<Weekly> = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  time: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`),
})
const moments = fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2030-01-01T00:00Z') })

describe('a weekly time', () => {
  it('comes next on the next of its days', () => {
    const tuesday = next({ days: [2, 4], time: '09:00' }, at('2026-05-18T09:00Z'), 'UTC') ?? 0
    expect(dayAndTime(tuesday, 'UTC')).toBe('Tuesday 09:00')
  })

  it('was last on the last of its days, this very moment included', () => {
    expect(latest({ days: [1], time: '09:00' }, at('2026-05-18T09:00Z'), 'UTC')).toBe(at('2026-05-18T09:00Z'))
    expect(latest({ days: [1], time: '09:01' }, at('2026-05-18T09:00Z'), 'UTC')).toBe(at('2026-05-11T09:01Z'))
  })

  it('does not come without days', () => {
    expect(next({ days: [], time: '09:00' }, at('2026-05-18T09:00Z'), 'UTC')).toBeUndefined()
    expect(latest({ days: [], time: '09:00' }, at('2026-05-18T09:00Z'), 'UTC')).toBeUndefined()
  })

  it('moves forward when the clock skips it, and comes once when the clock repeats it', () => {
    const sunday: Weekly = { days: [7], time: '02:30' }
    expect(next(sunday, at('2026-03-28T12:00Z'), 'Europe/Berlin')).toBe(at('2026-03-29T01:30Z'))
    const repeated = next(sunday, at('2026-10-24T12:00Z'), 'Europe/Berlin') ?? 0
    expect(repeated).toBe(at('2026-10-25T00:30Z'))
    expect(next(sunday, repeated, 'Europe/Berlin')).toBe(at('2026-11-01T01:30Z'))
  })

  it('has a last before and a next after every moment, at most eight days apart, in every zone', () => {
    fc.assert(
      fc.property(weeklies, moments, fc.constantFrom(...zones), (weekly, now, zone) => {
        const before = latest(weekly, now, zone) ?? Number.NaN
        const after = next(weekly, now, zone) ?? Number.NaN
        expect(before).toBeLessThanOrEqual(now)
        expect(after).toBeGreaterThan(now)
        expect(after - before).toBeLessThanOrEqual(8 * 24 * 3600_000)
        expect(latest(weekly, after, zone)).toBe(after)
        expect(next(weekly, before, zone)).toBe(after)
      }),
      { numRuns: 300 },
    )
  })
})

describe('weekdays as typed', () => {
  it('are ranges too, and never a part of what was meant', () => {
    expect(['mon-fri', 'fri-mon', 'tues', 'thurs-fri, sunday'].map(readDays)).toEqual([
      [1, 2, 3, 4, 5],
      [1, 5, 6, 7],
      [2],
      [4, 5, 7],
    ])
    expect(['mon-', '-fri', 'mon-wed-fri', 'mondays', 'mon/fri', 'm-f'].map(readDays)).toEqual(Array(6).fill(undefined))
  })

  it('are days by name or number', () => {
    expect(readDays('tue, Thursday 5')).toEqual([2, 4, 5])
    expect(readDays('weekdays')).toEqual([1, 2, 3, 4, 5])
    expect(['', 'someday', '8', 't'].map(readDays)).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('a day as typed', () => {
  it('begins at its first moment in the zone', () => {
    expect(startOfDay('2026-06-01', 'America/New_York')).toBe(at('2026-06-01T04:00Z'))
  })

  it.each(['2026-02-30', 'soon', '2026-6-1', ''])('is refused when it is none: %s', text => {
    expect(startOfDay(text, 'UTC')).toBeUndefined()
  })

  it('has times of HH:MM only', () => {
    expect(['09:00', '23:59', '24:00', '9:00', '09:60'].map(isTime)).toEqual([true, true, false, false, false])
  })
})
