import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { house, temporaryFolder } from '../../test/house.ts'
import { takeSleep } from './machine/sleep.ts'
import { nightsOf, readCsv, readRecord } from './sleep.ts'
import { readStreamDays } from './store/watch.ts'

const record = (from: string, to: string, value = 'HKCategoryValueSleepAnalysisAsleepCore', zone = '+0200') =>
  `<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Ana’s &amp; Watch" startDate="${from} ${zone}" endDate="${to} ${zone}" value="${value}"/>`

const EXPORT = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [ <!ELEMENT HealthData (Record)> ]>
<HealthData locale="en_DE">
 <Record type="HKQuantityTypeIdentifierStepCount" startDate="2026-05-01 08:00:00 +0200" endDate="2026-05-01 08:10:00 +0200" value="412"/>
 ${record('2026-05-01 23:00:00', '2026-05-02 03:00:00')}
 ${record('2026-05-02 01:00:00', '2026-05-02 05:00:00', 'HKCategoryValueSleepAnalysisAsleepDeep')}
 ${record('2026-05-01 22:30:00', '2026-05-02 07:30:00', 'HKCategoryValueSleepAnalysisInBed')}
 ${record('2026-05-02 05:00:00', '2026-05-02 05:20:00', 'HKCategoryValueSleepAnalysisAwake')}
 ${record('2026-05-02 14:00:00', '2026-05-02 14:30:00', 'HKCategoryValueSleepAnalysisAsleepUnspecified')}
 ${record('2026-05-03 02:10:00', '2026-05-03 08:40:00', 'HKCategoryValueSleepAnalysisAsleep', '-0700')}
</HealthData>`

function zipped(name: string, text: string): string {
  const path = join(temporaryFolder(), 'export.zip')
  writeFileSync(path, zipSync({ [name]: new TextEncoder().encode(text), 'x/other.xml': new Uint8Array(3) }))
  return path
}

describe('nights from Apple Health', () => {
  it('are hours asleep by the day one wakes, by the wall slept under, each minute once', async () => {
    const { app, db } = house()
    const taken = await takeSleep(app.signals, zipped('apple_health_export/export.xml', EXPORT))
    expect(taken).toEqual({ nights: 2, changed: 2, skipped: 0, first: '2026-05-02', last: '2026-05-03' })
    expect(readStreamDays(db)).toMatchObject([
      { stream: 'sleep', day: '2026-05-02', value: 6.5 },
      { stream: 'sleep', day: '2026-05-03', value: 6.5 },
    ])
  })

  it('are kept once, with the label they were given first', async () => {
    const { app, db } = house()
    const path = zipped('export.xml', EXPORT)
    await takeSleep(app.signals, path)
    const before = readStreamDays(db)
    expect(await takeSleep(app.signals, path)).toMatchObject({ changed: 0 })
    expect(readStreamDays(db)).toEqual(before)
  })

  it('take time in bed only where a file knows no sleep', async () => {
    const { app, db } = house()
    const bed = record('2026-05-01 23:00:00', '2026-05-02 07:00:00', 'HKCategoryValueSleepAnalysisInBed')
    await takeSleep(app.signals, zipped('e/export.xml', `<HealthData>${bed}</HealthData>`))
    expect(readStreamDays(db)).toMatchObject([{ day: '2026-05-02', value: 8 }])
  })

  it('say what is wrong with a file, and take nothing', async () => {
    const { app, db } = house()
    const folder = temporaryFolder()
    const file = (name: string, body: string | Uint8Array) => {
      writeFileSync(join(folder, name), body)
      return join(folder, name)
    }
    const whole = zipSync({ 'export.xml': new TextEncoder().encode(EXPORT.repeat(50)) }, { level: 0 })
    expect(await takeSleep(app.signals, join(folder, 'none.zip'))).toBe('missing')
    expect(await takeSleep(app.signals, folder)).toBe('missing')
    expect(await takeSleep(app.signals, file('a.zip', 'no zip'))).toBe('unreadable')
    expect(await takeSleep(app.signals, file('b.zip', whole.slice(0, 4000)))).toBe('unreadable')
    expect(await takeSleep(app.signals, zipped('other.txt', 'x'))).toBe('no-export')
    expect(await takeSleep(app.signals, zipped('export.xml', '<HealthData/>'))).toBe('no-nights')
    expect(await takeSleep(app.signals, file('a.csv', 'a,b\n1,2'))).toBe('no-columns')
    expect(readStreamDays(db)).toEqual([])
  })

  it('read any attributes without failing', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            startDate: fc.oneof(fc.string(), fc.constant('2026-05-01 23:00:00 +0200')),
            endDate: fc.oneof(
              fc.string(),
              fc.constant('2026-05-02 06:00:00 +0200'),
              fc.constant('2026-99-99 06:00:00 +0200'),
            ),
            value: fc.constantFrom('', 'HKCategoryValueSleepAnalysisAsleep', 'x'),
          },
          { requiredKeys: [] },
        ),
        attributes => {
          const read = readRecord({ type: 'HKCategoryTypeIdentifierSleepAnalysis', ...attributes })
          expect(read === undefined || read.to > read.from).toBe(true)
        },
      ),
    )
  })
})

describe('nights of a CSV file', () => {
  it('are read with hours, minutes or a clock, whatever the comma', () => {
    const nights = [
      { day: '2026-05-02', value: 7.5 },
      { day: '2026-05-03', value: 6 },
    ]
    for (const text of [
      'date,hours\n2026-05-03,6\n2026-05-02,7.5\n',
      '\uFEFFDate;Sleep hours;note\n2026-05-02;7,5;"a;b"\n2026-05-03;6:00;x\n',
      'day\tsleep_minutes\n2026-05-02T07:00\t450\n2026-05-03\t360\n',
    ])
      expect(readCsv(text)).toEqual({ nights, skipped: 0 })
    expect(readCsv('date,hours\n2026-02-30,7\n2026-05-02,x\n2026-05-03,30\n2026-05-04,8\n')).toEqual({
      nights: [{ day: '2026-05-04', value: 8 }],
      skipped: 3,
    })
    expect(readCsv('date,hours\n')).toBe('no-nights')
  })

  it('never fail but with a word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), text => {
        for (const body of [text, `date,hours\n${text}`]) {
          const read = readCsv(body)
          if (typeof read === 'string') expect(['unreadable', 'no-columns', 'no-nights']).toContain(read)
          else expect(read.nights.length).toBeGreaterThan(0)
        }
      }),
    )
  })
})

describe('a night', () => {
  it('that is shorter than one hour or longer than eighteen is none', () => {
    const hours = (n: number) => ({ from: 0, to: n * 3600_000, offset: 0 })
    expect(nightsOf([hours(0.5)])).toEqual([])
    expect(nightsOf([hours(19)])).toEqual([])
    expect(nightsOf([hours(8)])).toEqual([{ day: '1970-01-01', value: 8 }])
  })
})

describe('the page of nights', () => {
  it('takes a file by its path, says what it found, and lets the nights go again', async () => {
    const { post, page, db } = house()
    await post('/signals/sleep', { path: zipped('export.xml', EXPORT) })
    expect(await page('/signals/sleep')).toContain('2 nights from 2 May to 3 May, 2 of them new.')
    await post('/signals/sleep', { path: '/nowhere/export.zip' })
    expect(await page('/signals/sleep')).toContain('There is no such file.')
    await post('/signals/sleep/remove')
    expect(readStreamDays(db)).toEqual([])
  })
})
