import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { house } from '../../test/house.ts'
import { seeded } from '../../test/random.ts'
import { dayOf } from './check-in.ts'
import { keepCheckIn } from './store/check-ins.ts'
import { pauseTrial, presentTrial, readPauses } from './store/trials.ts'
import { analyse, differences, eProcess, feasibility, flipShare, pairsOf, refusal, type Trial } from './trial.ts'

const TRIAL: Trial = { doing: 'x', outcome: 'sleep', lag: 1, pairs: 20, spread: 2, seed: 'abc', first: 100 }

describe('the pairs of a trial', () => {
  it('are drawn once, from the seed, one day of each with and one without', () => {
    const pairs = pairsOf(TRIAL, [])
    expect(pairs).toEqual(pairsOf({ ...TRIAL }, []))
    expect(pairs).toHaveLength(20)
    for (const [at, { done, left }] of pairs.entries())
      expect([done, left].sort()).toEqual([100 + 2 * at, 101 + 2 * at])
    expect(pairsOf({ ...TRIAL, seed: 'abd' }, [])).not.toEqual(pairs)
  })

  it('fall fairly', () => {
    const first = Array.from({ length: 2000 }, (_, at) => pairsOf({ ...TRIAL, seed: String(at), pairs: 1 }, [])[0])
    const share = first.filter(pair => pair?.done === 100).length / 2000
    expect(Math.abs(share - 0.5)).toBeLessThan(0.04)
  })

  it('that a pause touches do not count, and others come at the end', () => {
    const pairs = pairsOf(TRIAL, [{ first: 104, last: 107 }])
    expect(pairs).toHaveLength(20)
    // The outcome of day 103 shows on day 104, in the pause.
    expect(pairs.map(({ done, left }) => Math.min(done, left)).slice(0, 3)).toEqual([100, 108, 110])
  })
})

describe('the flips', () => {
  it('count exactly what going through all of them counts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 10 }), found => {
        const target = found.reduce((sum, one) => sum + one, 0)
        let [atLeast, above] = [0, 0]
        for (let flip = 0; flip < 2 ** found.length; flip++) {
          const sum = found.reduce((total, one, at) => total + (flip & (1 << at) ? -1 : 1) * Math.abs(one), 0)
          if (sum >= target) atLeast++
          if (sum > target) above++
        }
        const share = flipShare(found, 0, 1)
        expect(share.atLeast).toBeCloseTo(atLeast / 2 ** found.length, 12)
        expect(share.above).toBeCloseTo(above / 2 ** found.length, 12)
      }),
    )
  })

  it('need six pairs before they say anything', () => {
    expect(analyse(TRIAL, [3, 3, 3, 3, 3], true).verdict).toBe('cannot-tell')
    expect(analyse(TRIAL, [3, 3, 3, 3, 3, 3], true).verdict).toBe('works')
  })

  it('give an interval around what was found', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 6, maxLength: 30 }), found => {
        const { mean, interval } = analyse(TRIAL, found, true)
        expect(interval[0]).toBeLessThanOrEqual(mean + 0.5)
        expect(interval[1]).toBeGreaterThanOrEqual(mean - 0.5)
      }),
    )
  })
})

describe('the evidence before the end', () => {
  it('has an expectation of exactly one over all falls of the coins, whatever the sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1, maxLength: 9 }), sizes => {
        let sum = 0
        for (let flip = 0; flip < 2 ** sizes.length; flip++)
          sum += eProcess(
            sizes.map((size, at) => (flip & (1 << at) ? -size : size)),
            1.5,
          )
        expect(sum / 2 ** sizes.length).toBeCloseTo(1, 9)
      }),
    )
  })

  it('says "it helps" early only when it is very clear', () => {
    expect(analyse(TRIAL, Array(6).fill(3), false).verdict).toBe('running')
    expect(analyse(TRIAL, Array(14).fill(3), false).verdict).toBe('works')
  })
})

describe('what a person varies by', () => {
  const days = (count: number, spread: number) => {
    const random = seeded(3)
    return new Map(Array.from({ length: count }, (_, day) => [day, 4 + spread * (random() * 2 - 1)]))
  }

  it('decides which design is the cheapest, or that none can answer', () => {
    const ask = (matters: number, most = 84, when: 'any-day' | 'one-weekday' = 'any-day') =>
      feasibility(days(60, 2), { matters, most, when })?.cheapest?.days
    expect([ask(2), ask(1), ask(0.2)]).toEqual([28, 56, undefined])
    expect(ask(1, 28)).toBeUndefined()
    expect(ask(1, 84, 'one-weekday')).toBeUndefined()
    expect(feasibility(days(14, 2), { matters: 1, most: 84, when: 'any-day' })).toBeUndefined()
  })
})

describe('what is refused', () => {
  it.each([
    'take melatonin',
    'skip breakfast',
    'take my pills later',
    'stay up all night',
    'sleep less',
    'fast until noon',
    'microdose',
    'take my meds',
    'skip my meds',
    'take Prozac',
    'take ibuprofen',
    'drink a beer',
    'vape',
    'take cbd oil',
    'skip eating until noon',
    'eat once a day',
    'do not eat until 18:00',
    'sleep 4 hours',
    'sleep four hours',
  ])('%s', doing => {
    expect(refusal(doing)).toBeDefined()
  })
  it.each([
    'stop at 18:30',
    'walk before work',
    'walk faster home',
    'leave the phone in the hall',
    'go to bed at ten',
    'walk fast for ten minutes',
    'weed the garden',
    'leave my tablet outside the bedroom',
    'stay up no longer than 23:00',
    'drink no alcohol',
  ])('not %s', doing => {
    expect(refusal(doing)).toBeUndefined()
  })
})

describe('a trial in the app', () => {
  const WISH = { doing: 'stop at 18:30', outcome: 'sleep', lag: '1', when: 'any-day', matters: '2', most: '56' }

  function person() {
    const home = house({ now: '2026-05-18T09:00:00Z' })
    home.plan({ welcomedAt: 0 })
    const random = seeded(11)
    const today = Temporal.PlainDate.from('2026-05-18')
    const say = (day: string, sleep: number) =>
      keepCheckIn(home.db, {
        day,
        marks: { sleep, irritation: 3, pull: 6, dread: 3, behind: 4 },
        line: '',
        label: random(),
        answeredAt: 0,
      })
    for (let at = 40; at >= 1; at--) say(today.subtract({ days: at }).toString(), 3 + Math.round(random() * 3))
    return { ...home, say, random }
  }

  it('is checked before it starts, written down with its draw, and told at its end', async () => {
    const { post, page, db, clock, say, random } = person()
    const asked = await page(`/trials/new?${new URLSearchParams(WISH)}`)
    expect(asked).toContain('On days I stop at 18:30, do I sleep better?')
    expect(asked).toContain('Start tomorrow')
    await post('/trials', WISH)
    const trial = presentTrial(db)
    expect(trial?.seed).toMatch(/^[0-9a-f]{32}$/)
    expect(await page('/trials')).toContain('It begins tomorrow.')
    const pairs = pairsOf(trial as Trial, [])
    const done = new Set(pairs.map(pair => pair.done))
    // On the days with it the next morning is better by three.
    for (let day = trial?.first ?? 0; day <= (trial?.first ?? 0) + 2 * pairs.length; day++)
      say(dayOf(day), Math.round(5 + random() * 2 - (done.has(day - 1) ? 3 : 0)))
    clock.pass({ days: 1 })
    expect(await page('/trials')).toMatch(/Today with(out)? it/)
    clock.pass({ days: 2 * pairs.length + 1 })
    expect(await page('/trials')).toContain('It helps. By 2.9 points, and between')
    await post('/trials/end', { why: 'over' })
    expect(await page('/trials')).toContain('Before')
    expect(presentTrial(db)).toBeUndefined()
  })

  it('is refused, or called hopeless, in plain words', async () => {
    const { page, post, db } = person()
    const ask = (change: Partial<typeof WISH>) => page(`/trials/new?${new URLSearchParams({ ...WISH, ...change })}`)
    expect(await ask({ doing: 'take melatonin' })).toContain('a matter for you and a doctor')
    expect(await ask({ when: 'one-weekday' })).toContain('This cannot be answered in your time.')
    expect(await ask({ matters: '0.1' })).toContain('This cannot be answered in your time.')
    expect(await ask({ outcome: 'sleep-hours' })).toContain('Too little is known')
    await post('/trials', { ...WISH, doing: 'take melatonin' })
    await post('/trials', { ...WISH, matters: '0.1' })
    expect(presentTrial(db)).toBeUndefined()
  })

  it('stands still while its person wants it to, and is one at a time', async () => {
    const { page, post, db, clock } = person()
    await post('/trials', WISH)
    await post('/trials', { ...WISH, doing: 'walk' })
    const trial = presentTrial(db)
    expect(trial?.doing).toBe('stop at 18:30')
    clock.pass({ days: 3 })
    pauseTrial(db, trial?.id ?? 0, '2026-05-21')
    expect(await page('/trials')).toContain('It stands still')
    clock.pass({ days: 4 })
    await post('/trials/resume')
    expect(readPauses(db, trial?.id ?? 0)).toEqual([{ first: 20594, last: 20598 }])
    expect(await page('/trials')).not.toContain('It stands still')
  })
})

describe('differences', () => {
  it('count a pair as it was drawn, the better way up, and leave out what was not said', () => {
    const outcomes = new Map([
      [101, 2],
      [102, 5],
      [104, 1],
    ])
    const pairs = [
      { done: 100, left: 101 },
      { done: 102, left: 103 },
    ]
    expect(differences({ outcome: 'sleep', lag: 1 }, pairs, outcomes)).toEqual([3])
    expect(differences({ outcome: 'pull', lag: 1 }, pairs, outcomes)).toEqual([-3])
  })
})
