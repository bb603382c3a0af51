import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterHours } from './after-hours.ts'
import type { SensorLife, Trace } from './evening.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const WORKDAY = { days: [1, 2, 3, 4, 5], start: '09:00', end: '17:30' }
const at = (text: string) => Date.parse(text)
const trace = (text: string, more: Partial<Trace> = {}): Trace => ({
  sensor: 'git',
  minute: at(text),
  machine: false,
  offset: null,
  ...more,
})
const git: SensorLife = { sensor: 'git', from: 0, to: Number.POSITIVE_INFINITY, lives: [at('2026-06-01T08:00:00Z')] }
const week = (traces: Trace[], sensors = [git], zone = 'UTC') =>
  afterHours({ from: at('2026-05-18T00:00:00Z'), to: at('2026-05-25T12:00:00Z') }, WORKDAY, {
    traces,
    sensors,
    now: at('2026-06-01T09:00:00Z'),
    zone,
  })

describe('work after hours', () => {
  it('is counted by day, from four to four, outside the workday alone', () => {
    const days = week([
      trace('2026-05-18T08:59:00Z'),
      trace('2026-05-18T12:00:00Z'),
      trace('2026-05-18T17:30:00Z'),
      trace('2026-05-19T01:00:00Z'),
      trace('2026-05-23T11:00:00Z'),
    ])
    expect(days).toEqual([
      { day: '2026-05-18', value: 3 },
      { day: '2026-05-19', value: 0 },
      { day: '2026-05-20', value: 0 },
      { day: '2026-05-21', value: 0 },
      { day: '2026-05-22', value: 0 },
      { day: '2026-05-23', value: 1 },
      { day: '2026-05-24', value: 0 },
    ])
  })

  it('does not count what a machine did alone, nor a day for which a sensor cannot tell', () => {
    expect(week([trace('2026-05-18T20:00:00Z', { machine: true })])[0]?.value).toBe(0)
    const dead: SensorLife = { sensor: 'editor', from: 0, to: Number.POSITIVE_INFINITY, lives: [] }
    expect(week([trace('2026-05-18T20:00:00Z')], [git, dead])).toEqual([])
    expect(week([trace('2026-05-18T20:00:00Z')], [])).toEqual([])
  })

  it('follows the wall in every zone, and a night shift over midnight', () => {
    expect(week([trace('2026-05-18T09:30:00Z')], [git], 'Pacific/Auckland')[0]).toEqual({ day: '2026-05-18', value: 1 })
    const night = afterHours(
      { from: at('2026-05-18T00:00:00Z'), to: at('2026-05-20T12:00:00Z') },
      { days: [1], start: '22:00', end: '06:00' },
      {
        traces: [trace('2026-05-18T23:00:00Z'), trace('2026-05-19T03:00:00Z'), trace('2026-05-18T20:00:00Z')],
        sensors: [git],
        now: at('2026-06-01T09:00:00Z'),
        zone: 'UTC',
      },
    )
    expect(night[0]).toEqual({ day: '2026-05-18', value: 1 })
  })

  it('is never more than there is of a day', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 7 * 24 * 60 }), { maxLength: 60 }),
        fc.constantFrom('UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata'),
        (minutes, zone) => {
          const traces = minutes.map(minute => ({
            ...trace('2026-05-18T00:00:00Z'),
            sensor: 'editor' as const,
            minute: at('2026-05-18T00:00:00Z') + minute * MINUTE,
          }))
          for (const { value } of week(traces, [git], zone)) {
            expect(value).toBeGreaterThanOrEqual(0)
            expect(value).toBeLessThanOrEqual((25 * HOUR) / MINUTE)
          }
          expect(week(traces, [git], zone).length).toBeGreaterThanOrEqual(6)
        },
      ),
      { numRuns: 40 },
    )
  })
})
