import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthOf, type Span, spanAt, subtract } from '../time/span.ts'
import type { Window } from '../time/window.ts'
import {
  endOfTonight,
  eveningOf,
  NOTHING_SET,
  NOTICE,
  type OffLog,
  offSpans,
  proposeEvening,
  type Rule,
  spansAhead,
  standingAt,
  WAIT,
} from './off.ts'

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const HOUR = 3600_000
const zones = Intl.supportedValuesOf('timeZone')
const THURSDAY: Window = { days: [4], from: '18:30', to: '08:00', later: 1 }
const evening = { from: at('2026-05-21T18:30Z'), to: at('2026-05-22T08:00Z') }
const week = { from: at('2026-05-18T00:00Z'), to: at('2026-05-25T00:00Z') }

function rule(madeAt: string, ...windows: Window[]): Rule {
  const made = at(madeAt)
  const set = windows.map((window, id) => ({ ...window, id, since: 0 }))
  return { madeAt: made, noticeFrom: made, windows: set, zone: 'UTC', chosen: false }
}
const log = (change: Partial<OffLog>): OffLog => ({ ...NOTHING_SET, ...change })
const set = rule('2026-05-01T00:00Z', THURSDAY)

describe('a change of hours', () => {
  it('that tightens works at once, also for a window that has begun', () => {
    const now = '2026-05-21T20:00Z'
    expect(offSpans(log({ rules: [rule(now, THURSDAY)] }), week)).toEqual([{ from: at(now), to: evening.to }])
  })

  it('that loosens leaves a running or nearer window its old hours', () => {
    const later: Window = { ...THURSDAY, from: '21:00', to: '06:00' }
    const near = log({ rules: [set, rule('2026-05-21T15:00Z', later)] })
    expect(offSpans(near, week)).toEqual([evening])
    const early = log({ rules: [set, rule('2026-05-21T14:00Z', later)] })
    expect(offSpans(early, week)).toEqual([{ from: at('2026-05-21T21:00Z'), to: at('2026-05-22T06:00Z') }])
  })

  it('that takes a window away leaves the next one only when it is near', () => {
    const gone = (when: string) => offSpans(log({ rules: [set, rule(when)] }), week)
    expect(gone('2026-05-21T14:30:00.001Z')).toEqual([evening])
    expect(gone('2026-05-21T14:30Z')).toEqual([])
    expect(gone('2026-05-22T03:00Z')).toEqual([evening])
  })

  it('never opens what an earlier rule promised within the notice, in any order of changes', () => {
    const window = fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
      from: fc.constantFrom('06:00', '17:00', '18:30', '21:00'),
      to: fc.constantFrom('05:00', '08:00', '12:00'),
      later: fc.constantFrom(1, 2),
    })
    const changes = fc.array(fc.tuple(fc.nat(6 * 24 * 60), fc.array(window, { maxLength: 2 })), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(changes, fc.constantFrom(...zones), (list, zone) => {
        const rules = list
          .sort(([a], [b]) => a - b)
          .map(
            ([minute, windows]): Rule => ({
              madeAt: week.from + minute * 60_000,
              noticeFrom: week.from + minute * 60_000,
              chosen: false,
              windows: windows.map((window, id) => ({ ...window, id, since: 0 })),
              zone,
            }),
          )
        const far = { from: week.from, to: week.to + 9 * 24 * HOUR }
        const all = offSpans(log({ rules }), far)
        for (const [index, { madeAt }] of rules.entries()) {
          const before = offSpans(log({ rules: rules.slice(0, index) }), far)
          const promised = before.filter(({ from, to }) => from < madeAt + NOTICE && to > madeAt)
          const tightened = offSpans(log({ rules: rules.slice(index, index + 1) }), {
            from: madeAt,
            to: madeAt + NOTICE,
          })
          const soon: Span[] = [...promised, ...tightened].map(({ from, to }) => ({
            from: Math.max(from, madeAt),
            to: Math.min(to, madeAt + NOTICE),
          }))
          expect(subtract(soon, all)).toEqual([])
        }
      }),
      { numRuns: 150 },
    )
  })

  it('of the zone, as in travelling, keeps what runs and takes the new wall from then on', () => {
    const landed = '2026-05-21T20:00Z'
    const rules = [
      { ...set, zone: 'Europe/Berlin' },
      { ...set, madeAt: at(landed), noticeFrom: at(landed), zone: 'America/New_York' },
    ]
    expect(offSpans(log({ rules }), week)).toEqual([{ from: at('2026-05-21T16:30Z'), to: at('2026-05-22T12:00Z') }])
    const next = { from: at('2026-05-28T00:00Z'), to: at('2026-05-30T00:00Z') }
    expect(offSpans(log({ rules }), next)).toEqual([{ from: at('2026-05-28T22:30Z'), to: at('2026-05-29T12:00Z') }])
  })
})

describe('an exception planned ahead', () => {
  const exception = (madeAt: string, endedAt: string | null = null) => ({
    id: 1,
    from: at('2026-05-21T18:30Z'),
    to: at('2026-05-21T21:00Z'),
    word: 'release night',
    madeAt: at(madeAt),
    endedAt: endedAt === null ? null : at(endedAt),
  })

  it('opens its hours and no more, when it was made four hours before', () => {
    expect(offSpans(log({ rules: [set], exceptions: [exception('2026-05-21T14:30Z')] }), week)).toEqual([
      { from: at('2026-05-21T21:00Z'), to: evening.to },
    ])
  })

  it('made later opens nothing', () => {
    expect(offSpans(log({ rules: [set], exceptions: [exception('2026-05-21T14:31Z')] }), week)).toEqual([evening])
  })

  it('taken back closes at once', () => {
    const spans = offSpans(
      log({ rules: [set], exceptions: [exception('2026-05-20T00:00Z', '2026-05-21T19:00Z')] }),
      week,
    )
    expect(spans).toEqual([{ from: at('2026-05-21T19:00Z'), to: evening.to }])
  })
})

describe('days off', () => {
  const days = (change: object = {}) => ({
    id: 1,
    first: '2026-05-19',
    last: '2026-05-23',
    zone: 'UTC',
    word: '',
    madeAt: at('2026-05-18T09:00Z'),
    endedAt: null,
    ...change,
  })

  it('are whole days, from the moment they were set', () => {
    expect(offSpans(log({ rules: [set], holidays: [days()] }), week)).toEqual([
      { from: at('2026-05-19T00:00Z'), to: at('2026-05-24T00:00Z') },
    ])
    const now = at('2026-05-19T10:00Z')
    expect(offSpans(log({ rules: [set], holidays: [days({ madeAt: now })] }), week)[0]?.from).toBe(now)
  })

  it('follow the wall where one is', () => {
    const home = { ...set, zone: 'Europe/Berlin' }
    const there = {
      ...set,
      madeAt: at('2026-05-20T12:00Z'),
      noticeFrom: at('2026-05-20T12:00Z'),
      zone: 'America/Los_Angeles',
    }
    const spans = offSpans(
      log({
        rules: [home, there],
        holidays: [days({ first: '2026-05-22', last: '2026-05-22', zone: 'Europe/Berlin' })],
      }),
      week,
    )
    expect(spans).toContainEqual({ from: at('2026-05-22T01:30Z'), to: at('2026-05-23T07:00Z') })
  })

  it('taken back stay for the day that runs or begins soon', () => {
    const ended = (when: string) => log({ rules: [set], holidays: [days({ endedAt: at(when) })] })
    expect(spanAt(offSpans(ended('2026-05-20T10:00Z'), week), at('2026-05-20T23:00Z'))?.to).toBe(
      at('2026-05-21T00:00Z'),
    )
    expect(spanAt(offSpans(ended('2026-05-20T21:00Z'), week), at('2026-05-21T12:00Z'))).toBeDefined()
  })
})

describe('an emergency', () => {
  const asked = at('2026-05-21T22:00Z')
  const opened = log({ rules: [set], openings: [{ askedAt: asked, until: evening.to, closedAt: null }] })

  it('opens after its wait, for the rest of the night and no more', () => {
    expect(standingAt(opened, asked + WAIT - 1).off).toBeDefined()
    expect(standingAt(opened, asked + WAIT - 1).opening?.state).toBe('waiting')
    expect(standingAt(opened, asked + WAIT)).toMatchObject({ off: undefined, opening: { state: 'open' } })
    expect(standingAt(opened, at('2026-05-28T20:00Z')).off).toBeDefined()
  })

  it('ends tomorrow morning where off time goes on for days', () => {
    const weekend = { from: at('2026-05-22T18:00Z'), to: at('2026-05-25T08:00Z') }
    expect(endOfTonight(weekend, at('2026-05-23T22:00Z'), 'UTC')).toBe(at('2026-05-24T08:00Z'))
    expect(endOfTonight(weekend, at('2026-05-24T02:00Z'), 'UTC')).toBe(at('2026-05-24T08:00Z'))
    expect(endOfTonight(weekend, at('2026-05-24T05:00Z'), 'UTC')).toBe(at('2026-05-24T08:00Z'))
    expect(endOfTonight(weekend, at('2026-05-24T06:00Z'), 'UTC')).toBe(at('2026-05-25T08:00Z'))
    expect(endOfTonight(evening, at('2026-05-21T22:00Z'), 'UTC')).toBe(evening.to)
  })

  it('opens also what a change of the clock would keep', () => {
    const held = log({ ...opened, held: [{ from: asked - HOUR, to: evening.to + HOUR }] })
    expect(standingAt(held, asked + WAIT).off).toBeUndefined()
  })

  it('closed again lets the evening go on', () => {
    const closed = log({ ...opened, openings: [{ askedAt: asked, until: evening.to, closedAt: asked + HOUR }] })
    expect(standingAt(closed, asked + HOUR).off?.to).toBe(evening.to)
  })
})

describe('the evening proposed at the start', () => {
  it('is one, never today', () => {
    fc.assert(
      fc.property(fc.integer({ min: week.from, max: week.to }), fc.constantFrom(...zones), (now, zone) => {
        const proposed = proposeEvening(now, zone)
        const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).dayOfWeek
        expect(proposed.days).toHaveLength(1)
        expect(proposed.days).not.toContain(today)
      }),
    )
  })
})

it('the small hours belong to the evening before', () => {
  expect(eveningOf(at('2026-05-22T03:59Z'), 'UTC')).toBe('2026-05-21')
  expect(eveningOf(at('2026-05-22T04:00Z'), 'UTC')).toBe('2026-05-22')
})

it('the next sixty days are told as absolute spans', () => {
  const spans = spansAhead(log({ rules: [set] }), week.from)
  expect(spans).toHaveLength(9)
  expect(lengthOf(spans)).toBe((8 * 13.5 + 5.5) * HOUR)
})
