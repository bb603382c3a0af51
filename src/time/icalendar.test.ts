import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { expand } from '../../test/icalendar.ts'
import { type Calendar, vtimezone, writeCalendar } from './icalendar.ts'
import { occurrences, type Window } from './window.ts'

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const SIX = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Santiago',
  'Asia/Tokyo',
]
const NIGHT: Window = { days: [6, 7], from: '18:30', to: '08:00', later: 1 }

function calendar(zone: string, change: Partial<Calendar> = {}): string {
  const series = [{ uid: 'off-1@evenkeel', title: 'Busy', window: NIGHT, since: at('2026-01-01T00:00Z'), without: [] }]
  return writeCalendar({
    zone,
    changedAt: at('2026-01-01T00:00Z'),
    changes: 3,
    series,
    singles: [],
    days: [],
    ...change,
  })
}

describe('a calendar', () => {
  it.each(SIX)('reads back right at both changes of the clock: %s', zone => {
    const year = { from: at('2026-01-03T00:00Z'), to: at('2027-01-01T00:00Z') }
    const read = expand(calendar(zone), year.to).map(({ from, to }) => ({ from, to }))
    expect(read).toEqual(occurrences(NIGHT, zone, year).slice(0, read.length))
    expect(read.length).toBeGreaterThan(100)
  })

  it('says what it should of each entry, and nothing of what it is about', () => {
    const text = calendar('Europe/Berlin')
    for (const line of [
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'DTSTART;TZID=Europe/Berlin:20260103T183000',
      'DTEND;TZID=Europe/Berlin:20260104T080000',
      'RRULE:FREQ=WEEKLY;BYDAY=SA,SU;WKST=MO',
      'UID:off-1@evenkeel',
      'SEQUENCE:3',
      'SUMMARY:Busy',
      'TRANSP:OPAQUE',
      'CLASS:PRIVATE',
      'X-MICROSOFT-CDO-BUSYSTATUS:OOF',
      'DTSTAMP:20260101T000000Z',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ])
      expect(text.split('\r\n')).toContain(line)
    expect(text.split('\r\n').every(line => new TextEncoder().encode(line).length <= 75)).toBe(true)
  })

  it('holds single entries in absolute time, whole days as days, and what is left out of a series', () => {
    const text = calendar('Europe/Berlin', {
      series: [
        { uid: 'a', title: 'Busy', window: NIGHT, since: at('2026-01-01T00:00Z'), without: [at('2026-01-03T17:30Z')] },
      ],
      singles: [{ uid: 'b', title: 'Busy', span: { from: at('2026-05-18T20:00Z'), to: at('2026-05-18T22:00Z') } }],
      days: [{ uid: 'c', title: 'Busy', first: '2026-07-01', last: '2026-07-03' }],
    })
    expect(text).toContain('EXDATE;TZID=Europe/Berlin:20260103T183000')
    expect(text).toContain('DTSTART:20260518T200000Z')
    expect(text).toContain('DTSTART;VALUE=DATE:20260701')
    expect(text).toContain('DTEND;VALUE=DATE:20260704')
    expect(expand(text, at('2026-01-10T00:00Z'))[0]?.from).toBe(at('2026-01-04T17:30Z'))
  })

  it('knows every zone’s offset for ten years, by a parser of its own', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.integer({ min: 0, max: 9 * 365 * 24 }),
        (zone, hour) => {
          const around = at('2026-01-01T00:00Z')
          const moment = Temporal.Instant.fromEpochMilliseconds(around + hour * 3600_000)
          const local = moment.toZonedDateTimeISO(zone)
          // An hour that comes twice has two answers.
          fc.pre(local.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds === local.epochMilliseconds)
          const parsed = ICAL.parse(`BEGIN:VCALENDAR\r\n${vtimezone(zone, around)}\r\nEND:VCALENDAR`)
          const found = new ICAL.Timezone(
            new ICAL.Component(parsed as never).getFirstSubcomponent('vtimezone') as never,
          )
          const { year, month, day, hour: h, minute, second } = local
          const time = new ICAL.Time({ year, month, day, hour: h, minute, second, isDate: false }, found)
          expect([zone, String(local), time.utcOffset()]).toEqual([
            zone,
            String(local),
            Math.trunc(local.offsetNanoseconds / 60e9) * 60,
          ])
        },
      ),
      { numRuns: 300 },
    )
  })
})
