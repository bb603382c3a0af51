import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, lengthOf, merge, type Span, spanAt, subtract } from './span.ts'
import { isWindow, localDay, occurrences, type Window, wholeDay, windowWords } from './window.ts'

const zones = Intl.supportedValuesOf('timeZone')
const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const HOUR = 3600_000

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
const windows: fc.Arbitrary<Window> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: time,
    to: time,
    later: fc.integer({ min: 0, max: 7 }),
  })
  .filter(isWindow)

/** The moments of several years at which a zone changes its offset. */
function changes(zone: string): number[] {
  const found: number[] = []
  let moment: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from(`2024-01-01T00:00[${zone}]`)
  for (moment = moment.getTimeZoneTransition('next'); moment && moment.year < 2030; ) {
    found.push(moment.epochMilliseconds)
    moment = moment.getTimeZoneTransition('next')
  }
  return found
}

describe('a weekly window', () => {
  it('is true to the wall at both changes of the clock', () => {
    const night: Window = { days: [6], from: '18:30', to: '08:00', later: 1 }
    const during = { from: at('2026-03-28T00:00Z'), to: at('2026-03-30T00:00Z') }
    expect(occurrences(night, 'Europe/Berlin', during)).toEqual([
      { from: at('2026-03-28T17:30Z'), to: at('2026-03-29T06:00Z') },
    ])
    const autumn = { from: at('2026-10-24T00:00Z'), to: at('2026-10-26T00:00Z') }
    expect(lengthOf(occurrences(night, 'Europe/Berlin', autumn))).toBe(14.5 * HOUR)
  })

  it('moves a skipped hour forward, and protects a repeated one twice', () => {
    const small: Window = { days: [7], from: '02:15', to: '02:45', later: 0 }
    const day = (text: string) => ({ from: at(`${text}T00:00Z`), to: at(`${text}T23:00Z`) })
    expect(occurrences(small, 'Europe/Berlin', day('2026-03-29'))).toEqual([
      { from: at('2026-03-29T01:15Z'), to: at('2026-03-29T01:45Z') },
    ])
    expect(occurrences(small, 'Europe/Berlin', day('2026-10-25'))).toEqual([
      { from: at('2026-10-25T00:15Z'), to: at('2026-10-25T01:45Z') },
    ])
  })

  it('covers every moment whose wall time lies in it, around each change of several years, in every zone', () => {
    for (const zone of zones) {
      const window: Window = { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '04:00', later: 1 }
      for (const change of changes(zone)) {
        const around = { from: change - 12 * HOUR, to: change + 12 * HOUR }
        const spans = merge(occurrences(window, zone, around))
        for (let moment = around.from; moment < around.to; moment += HOUR / 4) {
          const wall = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone)
          if (wall.hour >= 22 || wall.hour < 4) expect([zone, moment, spanAt(spans, moment)]).not.toContain(undefined)
        }
      }
    }
    expect(zones.length).toBeGreaterThan(400)
  })

  it('leaves no hole where one ends and the next begins, wherever the clock changes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, time, fc.nat(), (zone, from, to, pick) => {
        fc.pre(from < to)
        const turns = changes(zone)
        const centre = turns[pick % Math.max(1, turns.length)] ?? at('2026-05-18T09:00Z')
        const week = { from: centre - 3 * 24 * HOUR, to: centre + 3 * 24 * HOUR }
        const all = [1, 2, 3, 4, 5, 6, 7]
        const first = occurrences({ days: all, from, to, later: 0 }, zone, week)
        const second = occurrences({ days: all, from: to, to: from, later: 1 }, zone, week)
        expect(subtract([week], [...first, ...second])).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('is found from any part of it, however far it reaches', () => {
    fc.assert(
      fc.property(windows, fc.constantFrom(...zones), fc.integer({ min: 0, max: 2000 }), (window, zone, day) => {
        const start = at('2024-01-01T00:00Z') + day * 24 * HOUR
        const whole = occurrences(window, zone, { from: start, to: start + 14 * 24 * HOUR })
        expect(whole.length).toBeGreaterThan(0)
        for (const span of whole) {
          expect(span.to).toBeGreaterThan(span.from)
          const inside = span.from + Math.floor((span.to - span.from) / 2)
          expect(occurrences(window, zone, { from: inside, to: inside + 1 })).toContainEqual(span)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('is refused when it ends before it begins, or after a week', () => {
    const good: Window = { days: [4], from: '18:30', to: '08:00', later: 1 }
    expect(isWindow(good)).toBe(true)
    for (const bad of [
      { days: [] },
      { days: [0] },
      { later: 0 },
      { from: '9:00' },
      { to: '24:00' },
      { later: 8 },
      { later: -1 },
      { later: 7, to: '19:00' },
    ])
      expect([bad, isWindow({ ...good, ...bad })]).toEqual([bad, false])
  })

  it('is said in words', () => {
    expect(windowWords({ days: [2, 4], from: '18:30', to: '08:00', later: 1 })).toBe(
      'Tuesday and Thursday 18:30 to 08:00',
    )
    expect(windowWords({ days: [5], from: '18:00', to: '08:00', later: 3 })).toBe('Friday 18:00 to Monday 08:00')
    expect(windowWords({ days: [4], from: '18:00', to: '18:00', later: 1 })).toBe('Thursday 18:00 to Friday 18:00')
    expect(windowWords({ days: [6], from: '00:00', to: '00:00', later: 1 })).toBe('Saturday, all day')
  })

  it('of a whole day is as long as that day', () => {
    const hours = (day: string) => lengthOf([wholeDay(Temporal.PlainDate.from(day), 'Europe/Berlin')]) / HOUR
    expect([hours('2026-03-29'), hours('2026-05-18'), hours('2026-10-25')]).toEqual([23, 24, 25])
    expect(localDay(at('2026-05-18T23:00Z'), 'Europe/Berlin').toString()).toBe('2026-05-19')
  })
})

describe('spans', () => {
  const spans: fc.Arbitrary<Span[]> = fc.array(
    fc.tuple(fc.nat(60), fc.nat(20)).map(([from, length]) => ({ from, to: from + length })),
    { maxLength: 8 },
  )
  const holds = (list: readonly Span[], moment: number) => list.some(({ from, to }) => from <= moment && moment < to)

  it('hold after merging, subtracting and clipping just the moments they should', () => {
    fc.assert(
      fc.property(spans, spans, fc.nat(90), (some, holes, moment) => {
        expect(holds(merge(some), moment)).toBe(holds(some, moment))
        expect(holds(subtract(some, holes), moment)).toBe(holds(some, moment) && !holds(holes, moment))
        expect(holds(clip(some, { from: 20, to: 40 }), moment)).toBe(holds(some, moment) && moment >= 20 && moment < 40)
        expect(merge(some).every((span, at, all) => at === 0 || span.from > (all[at - 1]?.to ?? 0))).toBe(true)
      }),
    )
  })
})
