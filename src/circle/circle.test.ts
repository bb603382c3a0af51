import { describe, expect, it } from 'vitest'
import { admit, beginFor, person, simulatedRelay } from '../../test/circle.ts'
import { faultsOf } from './faults.ts'
import { newKeys, open, seal } from './machine/sealing.ts'
import { say, sync } from './machine/syncing.ts'
import { saidIn } from './rounds.ts'
import { identitiesOf } from './store/circles.ts'

const world = async (...names: string[]) => {
  const relay = simulatedRelay()
  const people = names.map(name => person(name, relay, { seal, open }))
  return { relay, people }
}

describe('a circle', () => {
  it('is begun, joined by who was given a code, and written in', async () => {
    const { people } = await world('Ana', 'Ben', 'Cleo')
    const [ana, ben, cleo] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]]
    await beginFor(ana)
    expect(await admit(ana, ben)).toBe(true)
    expect(await admit(ben, cleo)).toBe(true)
    await ana.tend()
    for (const one of people) expect(one.now()?.roster?.members.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Cleo'])
    say(cleo.tools, cleo.circle()?.id ?? 0, {
      kind: 'note',
      body: { what: 'week', week: '2026-06-01', good: 'A swim' },
    })
    await cleo.tend()
    await ana.tend()
    const now = ana.now()
    expect(now?.roster && saidIn(now.held, now.roster).map(({ note }) => note)).toEqual([
      { what: 'week', week: '2026-06-01', good: 'A swim' },
    ])
    expect(newKeys().seed).not.toBe(newKeys().seed)
  })

  it('has a new recipient every month, which the others seal to, and lets old ones go', async () => {
    const { people } = await world('Ana', 'Ben')
    const [ana, ben] = people as [(typeof people)[0], (typeof people)[0]]
    await beginFor(ana)
    await admit(ana, ben)
    const recipient = (of: typeof ana, seenBy: typeof ana) =>
      seenBy.now()?.roster?.members.find(({ author }) => author === of.circle()?.author)?.recipient
    const seen = new Set<string | undefined>([recipient(ana, ben)])
    for (let month = 0; month < 5; month++) {
      for (const one of people) one.clock.pass({ hours: 31 * 24 })
      for (const one of [ana, ben, ana]) await one.tend()
      expect(recipient(ana, ben)).toBe(recipient(ana, ana))
      seen.add(recipient(ana, ben))
      say(ben.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good: `${month}` } })
      await ben.tend()
      await ana.tend()
    }
    expect(seen.size).toBe(6)
    expect(ana.now()?.held.filter(({ entry }) => entry.kind === 'note')).toHaveLength(5)
    // Nine weeks and the month of the one that was followed then.
    expect(identitiesOf(ana.tools.db, 1).length).toBeLessThanOrEqual(4)
  })

  it('goes on from a backup, however much was said, moved and renewed since', async () => {
    const { people } = await world('Ana', 'Ben', 'Cleo')
    const [ana, ben, cleo] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]]
    await beginFor(ana)
    await admit(ana, ben)
    await admit(ana, cleo)
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good: 'before' } })
    const backup = ana.backup()
    for (let month = 0; month < 2; month++) {
      for (const one of people) one.clock.pass({ hours: 31 * 24 })
      for (const one of [ana, ben, cleo, ana]) await one.tend()
    }
    say(ana.tools, 1, { kind: 'roster', body: { op: 'remove', who: cleo.circle()?.author } })
    await ana.tend()
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-08', good: 'since' } })
    await ana.tend()
    ana.restore(backup)
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-15', good: 'after' } })
    await ana.tend()
    await ben.tend()
    for (const one of [ana, ben]) {
      const now = one.now()
      expect(now?.roster && saidIn(now.held, now.roster).map(({ note }) => note.what === 'week' && note.good)).toEqual([
        'before',
        'since',
        'after',
      ])
      expect(now?.roster && faultsOf(now.held, now.roster, now.circle.author)).toEqual([])
      expect(now?.roster?.members.map(({ name }) => name)).toEqual(['Ana', 'Ben'])
    }
    expect(ana.circle()?.capability).toBe(ben.circle()?.capability)
  })

  it('says everything once, wherever a crash cuts its work off', async () => {
    const { people } = await world('Ana', 'Ben')
    const [ana, ben] = people as [(typeof people)[0], (typeof people)[0]]
    await beginFor(ana)
    await admit(ana, ben)
    let crashes = 0
    for (let cut = 1; cut <= 24; cut++) {
      say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good: `${cut}` } })
      let runs = 0
      const { db } = ana.tools
      const failing: typeof db = {
        ...db,
        run: (...args) => {
          runs++
          if (runs === cut) throw new Error('cut off')
          return db.run(...args)
        },
      }
      await sync({ ...ana.tools, db: failing }, 1).catch(() => crashes++)
    }
    await ana.tend()
    await ben.tend()
    const now = ben.now()
    const said = now?.roster ? saidIn(now.held, now.roster).map(({ note }) => note.what === 'week' && note.good) : []
    expect(said).toEqual(Array.from({ length: 24 }, (_, n) => String(n + 1)))
    expect(now?.roster && faultsOf(now.held, now.roster, now.circle.author)).toEqual([])
    expect(crashes).toBeGreaterThan(3)
  })

  it('is closed to who was removed, though they had all that the relay has, and to the relay', async () => {
    const { relay, people } = await world('Ana', 'Ben', 'Cleo')
    const [ana, ben, cleo] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]]
    await beginFor(ana)
    await admit(ana, ben)
    await admit(ana, cleo)
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good: 'CANARY before' } })
    for (const one of people) await one.tend()
    say(ben.tools, 1, { kind: 'roster', body: { op: 'remove', who: cleo.circle()?.author } })
    for (const one of [ben, ana]) await one.tend()
    for (const one of [ana, ben])
      say(one.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good: 'CANARY after' } })
    for (const one of [ana, ben, ana, cleo]) await one.tend()
    const theirs = identitiesOf(cleo.tools.db, 1).map(({ identity }) => identity)
    const blobs = [...relay.logs.values()].flatMap(({ blobs }) =>
      blobs.map(({ body }) => Buffer.from(body, 'base64url')),
    )
    const read = (await Promise.all(blobs.map(blob => open(blob, theirs)))).filter(entry => entry !== undefined)
    const said = read.map(({ kind, body }) => `${kind} ${body}`)
    expect(said.filter(text => text.includes('CANARY before'))).toHaveLength(1)
    expect(said.filter(text => /CANARY after|^move/.test(text))).toEqual([])
    // Nor does the relay hold a byte of what was said, or of who it is.
    const kept = Buffer.concat(blobs).toString('latin1')
    for (const secret of ['CANARY', ana.circle()?.author ?? '', ana.circle()?.circle ?? ''])
      expect(kept.includes(secret)).toBe(false)
    expect(cleo.circle()?.endedAt).not.toBeNull()
    expect(ana.now()?.held.filter(({ entry }) => entry.body.includes('CANARY after'))).toHaveLength(2)
  })
})

describe('a backup', () => {
  const DAY = 24 * 3600_000
  it.each([
    ['70', 70],
    ['100', 100],
    ['200', 200],
  ])(
    'of %s days ago brings one back where the relay keeps eight weeks, and no number is used twice',
    async (_, days) => {
      let now = 0
      const relay = simulatedRelay(() => now)
      const [ana, ben] = [person('Ana', relay, { seal, open }), person('Ben', relay, { seal, open })]
      const pass = async (more: number) => {
        now += more * DAY
        for (const one of [ana, ben]) one.clock.pass({ hours: 24 * more })
        for (const one of [ana, ben]) await one.tend()
      }
      const write = async (one: typeof ana, good: string) => {
        say(one.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good } })
        for (const each of [one, ana, ben]) await each.tend()
      }
      await beginFor(ana)
      await admit(ana, ben)
      const backup = ana.backup()
      for (let day = 0; day < days; day += 10) {
        await pass(10)
        // Ana says nothing of herself in the last eight weeks: only her recipients, and what Ben has seen of her.
        await write(day < days - 60 ? ana : ben, `day ${day}`)
      }
      ana.restore(backup)
      await ana.tend()
      await write(ana, 'I am back')
      await write(ben, 'Good')
      for (const one of [ana, ben]) {
        const here = one.now()
        const said = here?.roster
          ? saidIn(here.held, here.roster).map(({ note }) => note.what === 'week' && note.good)
          : []
        expect(said.slice(-2)).toEqual(['I am back', 'Good'])
        expect(here?.roster && faultsOf(here.held, here.roster, here.circle.author)).toEqual([])
      }
      const seqs = (ben.now()?.held ?? []).filter(({ entry }) => entry.author === ana.circle()?.author)
      expect(new Set(seqs.map(({ entry }) => entry.seq)).size).toBe(seqs.length)
    },
  )
})
