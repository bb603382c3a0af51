import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { editionMinutes, inWords, minutesFor } from './budget.ts'
import { DEFAULT_PLAN, isPaused, readHours, readList } from './plan.ts'
import { readPlan } from './store/plan.ts'

describe('what an item costs', () => {
  it('is what the one table says', () => {
    expect([
      minutesFor('paper', 9999),
      minutesFor('release', 0),
      minutesFor('story', 0),
      minutesFor('story', 460),
      minutesFor('story', 99_999),
    ]).toEqual([4, 2, 1, 3, 8])
  })

  it('is for a story always from 1 to 8 minutes', () => {
    fc.assert(
      fc.property(fc.nat(), words => {
        expect(minutesFor('story', words)).toBeGreaterThanOrEqual(1)
        expect(minutesFor('story', words)).toBeLessThanOrEqual(8)
      }),
    )
  })
})

describe('the budget of an edition', () => {
  it('is its share of the week', () => {
    expect(editionMinutes(DEFAULT_PLAN)).toBe(40)
    expect(editionMinutes({ ...DEFAULT_PLAN, editions: { days: [], time: '09:00' } })).toBe(0)
  })

  it('is said in words', () => {
    expect([0, 1, 24, 60, 61, 150].map(inWords)).toEqual([
      '0 minutes',
      '1 minute',
      '24 minutes',
      '1 hour',
      '1 hour 1 minute',
      '2 hours 30 minutes',
    ])
  })
})

describe('what a person types into the plan', () => {
  it('are hours from a quarter to twenty', () => {
    expect(['2', '1.5', '1,5', '0.25', '0', '21', 'two', ''].map(readHours)).toEqual([
      120,
      90,
      90,
      15,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('is a list of at most twelve words, each once', () => {
    expect(readList('RAG, rag;  retrieval  augmented \n, ,x')).toEqual(['RAG', 'retrieval augmented', 'x'])
    fc.assert(
      fc.property(fc.string(), text => {
        expect(readList(text).length).toBeLessThanOrEqual(12)
        expect(readList(readList(text).join(','))).toEqual(readList(text))
      }),
    )
  })
})

describe('the plan', () => {
  it('is the default until one is made, and keeps what a change does not name', () => {
    const { db, plan } = house()
    expect(readPlan(db)).toEqual(DEFAULT_PLAN)
    plan({ area: 'RAG', notMine: ['robots'] })
    plan({ minutesAWeek: 60 })
    expect(readPlan(db)).toEqual({ ...DEFAULT_PLAN, area: 'RAG', notMine: ['robots'], minutesAWeek: 60 })
  })

  it('is quiet until a day, and not a moment longer', () => {
    const plan = { ...DEFAULT_PLAN, pausedUntil: 1000 }
    expect([isPaused(plan, 999), isPaused(plan, 1000), isPaused(DEFAULT_PLAN, 0)]).toEqual([true, false, false])
  })
})

describe('in the terminal', () => {
  it('the plan is made and shown', async () => {
    const { run } = house()
    expect((await run(['plan'])).out).toContain('No core area yet, which is fine')
    const made = await run([
      'plan',
      '--area',
      'RAG',
      '--hours',
      '1,5',
      '--days',
      'tue thu',
      '--time',
      '08:30',
      '--not-mine',
      'robots, music',
    ])
    expect(made.out).toContain('Core area: RAG')
    expect(made.out).toContain('Editions: Tuesday, Thursday at 08:30, about 45 minutes each')
    expect(JSON.parse((await run(['plan', '--json'])).out)).toMatchObject({
      area: 'RAG',
      minutesAWeek: 90,
      notMine: ['robots', 'music'],
    })
  })

  it.each([
    [['plan', '--hours', 'many']],
    [['plan', '--days', 'never']],
    [['plan', '--time', '25:00']],
    [['plan', '--colour', 'red']],
    [['pause', 'yesterday']],
    [['pause', '2020-01-01']],
    [['pause']],
  ])('%j is wrong use, and changes nothing', async line => {
    const { run, db } = house()
    await expect(run(line)).rejects.toMatchObject({ name: 'UsageError' })
    expect(readPlan(db)).toEqual(DEFAULT_PLAN)
  })

  it('a pause begins and ends', async () => {
    const { run } = house()
    expect((await run(['pause', '2026-06-10'])).out).toContain('All is quiet until 10 June 2026')
    expect((await run(['plan'])).out).toContain('Quiet until 10 June 2026')
    expect((await run(['edition'])).out).toContain('quiet')
    expect((await run(['pause', 'off'])).out).toContain('Editions come again')
  })
})
