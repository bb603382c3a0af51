import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { house } from '../../../test/house.ts'
import { seeded } from '../../../test/random.ts'
import { keepItems } from '../store/items.ts'
import { addSource } from '../store/sources.ts'
import { judgedTerms } from '../store/terms.ts'
import { wasShown } from '../store/told.ts'
import { type Afar, wanderTo } from '../wander.ts'
import { presentEdition } from './reading.ts'
import { isDue } from './wandering.ts'

const SUBJECTS = {
  decoding: 'speculative decoding draft model tokens latency throughput cache quantization inference kernels batch',
  robots: 'robot gripper grasp arm demonstration policy manipulation tactile object motion planning controller',
  medicine: 'tumour scan radiology patient lesion segmentation clinical hospital imaging diagnosis tissue contrast',
} as const
type Subject = keyof typeof SUBJECTS

/** A person who keeps up with decoding, and two sources that carry things of three subjects; some both carry. */
async function person() {
  const home = house({ now: '2026-05-21T08:00:00Z' })
  home.plan({ area: SUBJECTS.decoding, editions: { days: [2, 4], time: '09:00' }, welcomedAt: 1 })
  const random = seeded(3)
  const sources = ['a', 'b'].map(
    name =>
      addSource(home.db, { kind: 'feed', address: `https://${name}.test/feed`, title: name }, home.clock.now()).id,
  )
  const subjects = Object.keys(SUBJECTS) as Subject[]
  for (let at = 0; at < 300; at++) {
    const subject = subjects[at % 3] as Subject
    const words = SUBJECTS[subject].split(' ')
    const draw = (many: number) =>
      Array.from({ length: many }, () => words[Math.floor(random() * words.length)]).join(' ')
    const item = {
      kind: 'paper' as const,
      link: `https://x.test/${at}`,
      title: `${subject} ${at}: ${draw(5)}`,
      text: draw(80),
      authors: '',
      publishedAt: home.clock.now() - at * 60_000,
      words: 80,
      keys: [`k${at}`],
    }
    keepItems(home.db, [item], sources[0] ?? 0, home.clock.now())
    // The same thing in a second source, for a few of all subjects.
    if (at % 10 < 3) keepItems(home.db, [item], sources[1] ?? 0, home.clock.now())
  }
  return home
}

describe('the one to wander to', () => {
  const pile = fc.array(
    fc.record({ near: fc.float({ min: -1, max: 1, noNaN: true }), voices: fc.integer({ min: 1, max: 9 }) }),
    {
      minLength: 60,
      maxLength: 200,
    },
  )

  it('always lies among the farthest third, and no other of that third is carried by more', () => {
    fc.assert(
      fc.property(pile, list => {
        const all: Afar[] = list.map((one, id) => ({ id, ...one }))
        const chosen = wanderTo(all)
        expect(chosen).toBeDefined()
        if (!chosen) return
        const nearer = all.filter(({ near }) => near < chosen.near)
        expect(nearer.length).toBeLessThan(all.length / 3)
        const far = all.toSorted((a, b) => a.near - b.near).slice(0, Math.floor(all.length / 3))
        expect(Math.max(...far.map(({ voices }) => voices))).toBe(chosen.voices)
      }),
    )
  })

  it('is none where there is too little to tell far from near', () => {
    expect(wanderTo([{ id: 1, near: 0, voices: 9 }])).toBeUndefined()
  })
})

describe('the wander hour', () => {
  it('gives the edition before it one story from far outside, beside its stories and their minutes', async () => {
    const { app, page, post, clock, run } = await person()
    await post('/wander', { day: '5', time: '16:00' })
    await app.radar.apart('edition')
    // It is Thursday before nine: this edition ends before Friday.
    expect(presentEdition(app.radar)?.wander).toBeUndefined()
    clock.pass({ hours: 2 })
    await app.radar.apart('edition')
    const edition = presentEdition(app.radar)
    expect(edition?.wander?.item.title).toMatch(/^(robots|medicine)/)
    expect(edition?.wander?.item.sources).toHaveLength(2)
    expect(edition?.stories.every(({ item }) => item.title.startsWith('decoding'))).toBe(true)
    await post('/edition/open')
    expect(await page('/edition')).toContain('And to wander, if you like')
    expect(await page('/settings')).toContain('Your hour to wander: Friday 16:00')
    expect(JSON.parse((await run(['edition', '--json'])).out).wander.title).toBe(edition?.wander?.item.title)
    expect((await run(['edition'])).out).toContain('And to wander, if you like')
  })

  it('changes nothing of what comes after: what is said of it is no word on the area', async () => {
    const { app, post, clock, db } = await person()
    clock.pass({ hours: 2 })
    await app.radar.apart('edition')
    await post('/edition/open')
    await post('/wander', { day: '5', time: '16:00' })
    const item = presentEdition(app.radar)?.wander?.item
    expect(item).toBeDefined()
    await post('/decide/keep', { item: String(item?.id) })
    await app.radar.apart('edition')
    expect(judgedTerms(db, 'keep', 10)).toEqual([])
    // Taken away, what was said of stays.
    await post('/wander', { no: 'yes' })
    expect(presentEdition(app.radar)?.wander?.item.id).toBe(item?.id)
  })

  it('goes elsewhere the week after, and nowhere in a rest', async () => {
    const { app, post, clock } = await person()
    await post('/wander', { day: '5', time: '16:00' })
    clock.pass({ hours: 2 })
    await app.radar.apart('edition')
    await post('/edition/open')
    const first = presentEdition(app.radar)?.wander?.item.title.split(' ')[0]
    clock.pass({ days: 7 })
    await app.radar.apart('edition')
    const second = presentEdition(app.radar)?.wander?.item.title.split(' ')[0]
    expect([first, second].toSorted()).toEqual(['medicine', 'robots'])
    await post('/rest', { days: '14' })
    clock.pass({ days: 7 })
    await app.radar.apart('edition')
    expect(presentEdition(app.radar)?.wander).toBeUndefined()
  })

  it('taken away leaves no trace, and is never counted as caught', async () => {
    const { app, post, clock, db } = await person()
    clock.pass({ hours: 2 })
    await app.radar.apart('edition')
    await post('/edition/open')
    await post('/wander', { day: '5', time: '16:00' })
    const item = presentEdition(app.radar)?.wander?.item.id ?? 0
    const shown = () => db.get<{ at: number | null }>('SELECT shown_in AS at FROM item WHERE id = ?', item)?.at
    expect(shown()).not.toBeNull()
    expect(wasShown(db, item)).toBe(false)
    await post('/wander', { no: 'yes' })
    expect(presentEdition(app.radar)?.wander).toBeUndefined()
    expect(shown()).toBeNull()
  })

  it('comes not twice in a week though the hour was moved', async () => {
    const { app, post, clock } = await person()
    await post('/wander', { day: '5', time: '16:00' })
    clock.pass({ hours: 2 })
    await app.radar.apart('edition')
    await post('/edition/open')
    expect(presentEdition(app.radar)?.wander).toBeDefined()
    await post('/wander', { day: '3', time: '16:00' })
    clock.pass({ days: 5 })
    // Tuesday's edition would be before the hour that is Wednesday's now.
    await app.radar.apart('edition')
    expect(presentEdition(app.radar)?.wander).toBeUndefined()
    clock.pass({ days: 7 })
    await app.radar.apart('edition')
    expect(presentEdition(app.radar)?.wander).toBeDefined()
  })

  it('is in no edition that was made shorter on purpose, nor in one from just before a rest', async () => {
    const { app, post, clock, db } = await person()
    clock.pass({ hours: 2 })
    await app.radar.apart('edition')
    const wanders = async () => {
      await app.radar.apart('wander')
      return presentEdition(app.radar)?.wander !== undefined
    }
    db.run('UPDATE edition SET shorter = 1')
    await post('/wander', { day: '5', time: '16:00' })
    expect(await wanders()).toBe(false)
    db.run('UPDATE edition SET shorter = 0')
    await post('/rest', { days: '7' })
    expect(await wanders()).toBe(false)
    await post('/rest/end')
    expect(await wanders()).toBe(true)
  })

  it('leads to nothing that was shelved or is not the person’s', async () => {
    const first = async (change: Parameters<Awaited<ReturnType<typeof person>>['plan']>[0], shelved?: string) => {
      const { app, post, clock, plan } = await person()
      plan(change)
      if (shelved) await post('/shelf', { name: shelved })
      await post('/wander', { day: '5', time: '16:00' })
      clock.pass({ hours: 2 })
      await app.radar.apart('edition')
      return presentEdition(app.radar)?.wander?.item.title.split(' ')[0]
    }
    const free = await first({})
    expect(['robots', 'medicine']).toContain(free)
    const other = free === 'robots' ? 'medicine' : 'robots'
    expect(await first({}, free)).toBe(other)
    expect(await first({ notMine: [free ?? ''] })).toBe(other)
  })

  it('falls into the day of an edition that was asked for, also where the clock changes', async () => {
    for (const [now, hour, due] of [
      ['2026-10-25T00:00:00+02:00', { day: '7', time: '23:30' }, true],
      ['2026-03-29T00:00:00+01:00', { day: '1', time: '00:30' }, false],
    ] as const) {
      const { app, post, plan, clock } = house({ now, zone: 'Europe/Berlin' })
      plan({ editions: { days: [], time: '09:00' } })
      await post('/wander', hour)
      expect(isDue(app.radar, { slot: clock.now() })).toBe(due)
    }
  })

  it('is a day and a time, and anything else changes nothing', async () => {
    const { post, page } = await person()
    expect((await post('/wander', { day: '9', time: '16:00' })).headers.get('location')).toContain('Choose+a+day')
    expect(await (await post('/settings', { 'wander.hour': 'sat sun 10:00' })).headers.get('location')).toContain(
      'does+not+fit',
    )
    await post('/settings', { 'wander.hour': 'sat 10:00' })
    expect(await page('/settings')).toContain('Saturday 10:00')
  })
})
