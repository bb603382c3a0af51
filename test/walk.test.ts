import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { walkCommands } from '../src/circle/commands/table.ts'
import { walk } from '../src/circle/commands/walk.ts'
import { messageOf, titleOf } from '../src/circle/walk.ts'
import { readTyped, UsageError } from '../src/cli/command.ts'
import { fixedClock } from '../src/time/clock.ts'
import { fakeTerminal, house, temporaryFolder } from './house.ts'

const ASKED = { who: 'Nadia', what: 'a walk', day: '2026-06-13', time: '10:00', where: 'at the fountain' }

async function type(...args: string[]) {
  const { terminal, out, err } = fakeTerminal()
  const [command] = walkCommands
  if (!command) throw new Error('there is no such command')
  const code = await walk(readTyped(command, args), terminal, {
    clock: fixedClock('2026-06-10T09:00:00Z', 'Europe/Berlin'),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('asking someone for a walk', () => {
  it('writes a message and a calendar file, and keeps nothing', async () => {
    const home = house({ now: '2026-06-10T09:00:00Z', zone: 'Europe/Berlin' })
    const before = home.db
      .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .map(({ name }) => home.db.all(`SELECT * FROM "${name}"`).length)
    const page = await (await home.post('/walk', { ...ASKED, noProjects: 'yes' })).text()
    expect(page).toContain(
      'Hi Nadia, would you like a walk on Saturday 13 June at 10:00, at the fountain? If another time is better, say so. No projects talked about.',
    )
    expect(page).toContain('mailto:?subject=Walk%20with%20Nadia')
    const answer = await home.post('/walk/evenkeel.ics', ASKED)
    expect(answer.headers.get('content-type')).toContain('text/calendar')
    const event = new ICAL.Event(
      new ICAL.Component(ICAL.parse(await answer.text())).getFirstSubcomponent('vevent') ?? undefined,
    )
    expect([event.summary, event.location]).toEqual(['Walk with Nadia', 'at the fountain'])
    expect(event.startDate.toString()).toBe('2026-06-13T10:00:00')
    expect(event.endDate.toString()).toBe('2026-06-13T11:00:00')
    const after = home.db
      .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .map(({ name }) => home.db.all(`SELECT * FROM "${name}"`).length)
    expect(after).toEqual(before)
  })

  it('goes on in off time, needs no day, and shows what was typed as text', async () => {
    const home = house({ now: '2026-05-21T17:00:00Z' })
    await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    home.clock.pass({ days: 7, hours: 2 })
    expect(await home.page('/walk')).toContain('Ask someone for a walk.')
    const page = await (await home.post('/walk', { who: '<script>', what: 'a call' })).text()
    expect(page).toContain('Hi &lt;script&gt;, would you like a call? Tell me when it suits you.')
    expect(page).not.toContain('calendar file')
    expect((await home.post('/walk/evenkeel.ics', { what: 'a call' })).status).toBe(303)
    // A day without a time is said all the same; half a character is none.
    expect(await (await home.post('/walk', { what: 'a call', day: '2026-06-13' })).text()).toContain(
      'on Saturday 13 June?',
    )
    expect((await home.post('/walk', { who: `${'a'.repeat(79)}😀`, what: 'a call' })).status).toBe(200)
  })

  it('is typed in a terminal, and writes over no file', async () => {
    const file = join(temporaryFolder(), 'walk.ics')
    const { out, err } = await type('Nadia', '--on', '2026-06-13', '--at', '10:00', '--file', file)
    expect(out).toBe('Hi Nadia, would you like a walk on Saturday 13 June at 10:00? If another time is better, say so.')
    expect(err).toContain(file)
    expect(readFileSync(file, 'utf8')).toContain('DTSTART;TZID=Europe/Berlin:20260613T100000')
    await expect(type('Nadia', '--on', '2026-06-13', '--at', '10:00', '--file', file)).rejects.toThrow()
    await expect(type('Nadia', '--on', '2026-06-32', '--at', '10:00')).rejects.toThrow(UsageError)
    await expect(type('--file', '/tmp/never.ics')).rejects.toThrow('needs a day')
    expect(existsSync('/tmp/never.ics')).toBe(false)
  })

  it('says everything that was said, whatever it was', () => {
    const text = fc.string({ maxLength: 30 })
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (who, what, where, noProjects) => {
        const asked = { who, what, where, noProjects, day: '', at: undefined, minutes: 60 }
        const message = messageOf(asked, 'UTC')
        for (const said of [who, what, where]) expect(message).toContain(said)
        expect(titleOf(asked)).toContain(who)
      }),
    )
  })
})
