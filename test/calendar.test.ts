import { spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { calendarText } from '../src/boundaries/machine/calendar.ts'
import { house, suiteUnless, temporaryFolder } from './house.ts'

const PYTHON = '/usr/bin/python3'
const RADICALE = '/usr/bin/radicale'
const PARSER = '/usr/lib/python3/dist-packages/icalendar'
const parser = suiteUnless(existsSync(PARSER) ? '' : `there is no ${PARSER}`)
const server = suiteUnless(existsSync(RADICALE) ? '' : `there is no ${RADICALE}`)

const SIX = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'Asia/Tokyo',
]

async function calendar(zone: string) {
  const { boundaries, post, clock } = house({ now: '2026-03-02T12:00:00Z', zone })
  await post('/off/keep', { day: ['2', '7'], from: '18:30', to: '08:00', nights: '0' })
  await post('/off/keep', { day: '5', from: '18:00', to: '08:00', nights: '3' })
  await post('/off/holiday', { first: '2026-04-06', last: '2026-04-10' })
  await post('/off/exception', { day: '2026-03-10', begin: '18:30', end: '22:00' })
  clock.pass({ minutes: 20 })
  return calendarText(boundaries)
}

// Every entry as UTC seconds: of a series the first, with what it leaves out.
const READ = `
import sys, json
from icalendar import Calendar
calendar = Calendar.from_ical(open(sys.argv[1], 'rb').read())
found = []
for event in calendar.walk('VEVENT'):
    assert event['UID'] and event['SEQUENCE'] is not None and event['DTSTAMP'].dt.utcoffset().total_seconds() == 0
    start, end = event['DTSTART'].dt, event['DTEND'].dt
    stamp = lambda moment: moment.timestamp() if hasattr(moment, 'hour') else str(moment)
    found.append([str(event['UID']), stamp(start), stamp(end)])
zones = [str(zone['TZID']) for zone in calendar.walk('VTIMEZONE')]
print(json.dumps({'errors': [str(error) for part in calendar.walk() for error in part.errors], 'zones': zones, 'found': found}))
`

parser('the calendar, read by another strict parser (Python’s icalendar)', () => {
  it.each(SIX)('has no error and means the same moments: %s', async zone => {
    const folder = temporaryFolder()
    const text = await calendar(zone)
    writeFileSync(join(folder, 'calendar.ics'), text)
    writeFileSync(join(folder, 'read.py'), READ)
    const { stdout, stderr, status } = spawnSync(PYTHON, [join(folder, 'read.py'), join(folder, 'calendar.ics')], {
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
    const read = JSON.parse(stdout) as {
      errors: string[]
      zones: string[]
      found: [string, number | string, number | string][]
    }
    expect([read.errors, read.zones]).toEqual([[], [zone]])
    const { expand } = await import('./icalendar.ts')
    const ours = expand(text, Date.parse('2027-01-01T00:00:00Z'))
    for (const [uid, from, to] of read.found) {
      const first = ours.find(entry => entry.uid === uid)
      if (typeof from === 'number') expect([uid, first?.from, first?.to]).toEqual([uid, from * 1000, Number(to) * 1000])
      else expect([uid, from, to]).toEqual([uid, '2026-04-06', '2026-04-11'])
    }
    expect(read.found.length).toBeGreaterThan(3)
  })
})

server('the calendar, put on a real CalDAV server (radicale)', () => {
  it('is taken, every entry of it, and given back', async () => {
    const folder = temporaryFolder()
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    const config = `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = none\n[rights]\ntype = authenticated\n[storage]\nfilesystem_folder = ${folder}/collections\n[logging]\nlevel = error\n`
    writeFileSync(join(folder, 'config'), config)
    const child = spawn(RADICALE, ['--config', join(folder, 'config')], { stdio: 'ignore' })
    onTestFinished(() => void child.kill())
    const url = `http://127.0.0.1:${port}/me/evenkeel/`
    const headers = { authorization: `Basic ${btoa('me:x')}`, 'content-type': 'text/calendar' }
    for (let tries = 0; tries < 100; tries++) {
      if (
        await fetch(`http://127.0.0.1:${port}/.web/`).then(
          () => true,
          () => false,
        )
      )
        break
      await new Promise(done => setTimeout(done, 100))
    }
    const text = await calendar('Europe/Berlin')
    const put = await fetch(url, { method: 'PUT', headers, body: text })
    expect(put.status).toBe(201)
    const back = await (await fetch(url, { headers })).text()
    const uids = (from: string) => [...from.matchAll(/^UID:(.+)$/gm)].map(([, uid]) => uid?.trim()).sort()
    expect(uids(back)).toEqual(uids(text))
    expect(back).toContain('TZID:Europe/Berlin')
  })
})
