import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keepCheckIn } from '../src/signals/store/check-ins.ts'
import { keepStreamDays } from '../src/signals/store/watch.ts'
import { openDatabase } from '../src/store/database.ts'
import { FILE_NAME } from '../src/store/folder.ts'
import { person } from './person.ts'

describe('the week in a terminal', () => {
  it('is a picture of what happened, and for programs without sleep', () => {
    const { evenkeel } = person()
    const at = (moment: string, ...line: string[]) => evenkeel(line, { EVENKEEL_NOW: moment })
    const noon = '2026-05-20T12:00:00Z'
    expect(at(noon, 'week').out).toBe('Nothing to draw of this week yet.\n')
    expect(at('2026-05-18T09:00:00Z', 'off', 'add', 'thu', '18:30-08:00').code).toBe(0)
    at('2026-05-18T09:00:00Z', 'routines', 'add', 'a walk', '--kind', 'outdoors')
    at(noon, 'routines', 'mark', '1')
    expect(at('2026-05-22T12:00:00Z', 'week').out).toBe(
      [
        '          Mon  Tue  Wed  Thu  Fri  Sat  Sun',
        'Outdoors            ████',
        'Off time                 ██   ██',
        '',
      ].join('\n'),
    )
    expect(at(noon, 'week').out).toContain('Off time                 ░░   ░░')
    const days = JSON.parse(at(noon, 'week', '--json').out)
    expect(days).toHaveLength(7)
    expect(days[2]).toEqual({
      day: '2026-05-20',
      work: null,
      learning: 0,
      off: 0,
      offAhead: 0,
      routines: [{ kind: 'outdoors', words: 'a walk' }],
    })
    expect(at(noon, 'week', '2026-13-40')).toMatchObject({ code: 2, err: expect.stringContaining('2026-06-12') })
    expect(at('2026-05-21T20:00:00Z', 'week')).toMatchObject({
      code: 1,
      out: expect.stringContaining('close the laptop'),
    })
  })

  it('has sleep only as a bar for the person, and no mark of a check-in anywhere', () => {
    const { evenkeel, data } = person()
    const at = (...line: string[]) => evenkeel(line, { EVENKEEL_NOW: '2026-05-20T12:00:00Z' })
    at('plan')
    const db = openDatabase(join(data, FILE_NAME))
    keepStreamDays(db, 'sleep', [{ day: '2026-05-19', value: 7.5 }], '2026-05-19', () => 0.5)
    const marks = { sleep: 4, irritation: 3, pull: 6, dread: 3, behind: 3 }
    keepCheckIn(db, { day: '2026-05-19', marks, line: 'my own line', label: 0.5, answeredAt: 0 })
    db.close()
    expect(at('week').out).toContain('\nSleep       ███\n')
    for (const command of ['week', 'today']) {
      const { code, out } = at(command, '--json')
      expect([command, code]).toEqual([command, 0])
      expect(out).not.toMatch(/sleep|irritation|pull|dread|behind|my own line|7\.5/i)
    }
  })

  it('is where one stands today: a rest, the sprint’s next session, one routine', () => {
    const { evenkeel } = person()
    const at = (moment: string, ...line: string[]) => evenkeel(line, { EVENKEEL_NOW: moment })
    const noon = '2026-05-20T12:00:00Z'
    at(noon, 'off', 'add', 'thu', '18:30-08:00')
    at(noon, 'routines', 'add', 'a walk', '--kind', 'outdoors')
    at(noon, 'rest', '7')
    at(noon, 'sprint', 'begin', 'a talk', '--from', '2026-06-02', '--on', 'tue', '--at', '12:00')
    expect(at(noon, 'week', '2026-01-07').out).toBe('There is nothing to draw of that week.\n')
    const { out } = at(noon, 'today')
    expect(out).toContain('You rest until 26 May 2026')
    expect(out).toContain('Tuesday 12:00, 2 June 2026: a talk')
    const value = JSON.parse(at(noon, 'today', '--json').out)
    expect(Object.keys(value)).toEqual(['says', 'edition', 'nextEdition', 'session', 'evening', 'routine'])
    expect(value).toMatchObject({ session: { topic: 'a talk', at: '2026-06-02T12:00:00.000Z' }, routine: 'a walk' })
    at(noon, 'routines', 'mark', '1')
    expect(JSON.parse(at(noon, 'today', '--json').out).routine).toBeNull()
  })
})
