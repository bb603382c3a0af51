import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../protocol/circle.ts'
import { LOG } from '../../protocol/relay.ts'
import { admit, beginFor, type Person, person, pretending, RELAY, simulatedRelay } from '../../test/circle.ts'
import { cannedNet } from '../../test/house.ts'
import { faultsOf } from './faults.ts'
import { type Door, makeDoor } from './machine/door.ts'
import { newKeys, open, seal } from './machine/sealing.ts'
import { say, sync } from './machine/syncing.ts'
import { tell } from './machine/telling.ts'
import type { CircleTools } from './machine/tools.ts'
import { circleExport, circleOf } from './store/circles.ts'
import { draftsOf, entriesOf } from './store/entries.ts'

const bytes = (n: number) => Buffer.alloc(32, n).toString('base64url')

async function two(sealing: typeof pretending = { seal, open }) {
  const relay = simulatedRelay()
  const [ana, ben] = [person('Ana', relay, sealing), person('Ben', relay, sealing)]
  await beginFor(ana)
  await admit(ana, ben)
  return { relay, ana, ben }
}

async function three() {
  const { relay, ana, ben } = await two()
  const cleo = person('Cleo', relay, { seal, open })
  await admit(ana, cleo)
  await ben.tend()
  return { ana, ben, cleo }
}

/** Appends something to a circle's log that a member signed by hand. */
async function plant(by: Person, entry: Partial<Entry>, to: Person): Promise<void> {
  const circle = by.circle()
  const now = by.now()
  if (!circle || !now?.roster) throw new Error('no circle')
  const whole: Entry = {
    circle: circle.circle,
    author: circle.author,
    to: '',
    seq: 100,
    prev: bytes(9),
    roster: now.roster.head,
    heads: [],
    kind: 'note',
    body: '{}',
    time: by.clock.now(),
    ...entry,
  }
  const recipients = now.roster.members.map(({ recipient }) => recipient)
  const sealed = await by.tools.seal(whole, circle.signing, recipients)
  await by.tools.door.append(
    circle,
    createHash('sha256').update(JSON.stringify(entry)).digest().subarray(0, 16).toString('base64url'),
    sealed,
  )
  await to.tend()
}

const notesOf = (one: Person) => (one.now()?.held ?? []).filter(({ entry }) => entry.kind === 'note').length

describe('a relay that lies', () => {
  const address = { relay: RELAY, capability: bytes(1) }
  const doorTo = (answer: unknown, status = 200) =>
    makeDoor(
      cannedNet({
        [`${RELAY}${LOG}*`]: {
          status,
          body: new TextEncoder().encode(typeof answer === 'string' ? answer : JSON.stringify(answer)),
        },
      }).get,
    )

  it('about the form of its answers is none', async () => {
    const one = (offset: number) => ({ offset, at: 0, body: 'AAAA' })
    for (const answer of [
      '',
      'null',
      '<html>',
      {},
      { entries: [], next: -1, first: 0 },
      { entries: 'x', next: 1, first: 0 },
      { entries: [one(5), one(5)], next: 9, first: 0 },
      { entries: [one(9)], next: 9, first: 0 },
      { entries: [one(2)], next: 9, first: 0 },
      { entries: [{ offset: 5, at: 0 }], next: 9, first: 0 },
      { entries: Array.from({ length: 2000 }, (_, n) => one(n + 3)), next: 5000, first: 0 },
    ])
      expect(await doorTo(answer).read(address, 3)).toEqual({ trouble: 'no-relay' })
    expect(await doorTo({ refused: 'circle-full' }, 507).append(address, 'x', new Uint8Array(1))).toBe('circle-full')
    expect(await doorTo({ refused: 'constructor' }, 500).append(address, 'x', new Uint8Array(1))).toBe('no-relay')
    expect(await doorTo('[', 404).read(address, 0)).toEqual({ trouble: 'no-relay' })
  })

  it('in whatever way makes no app throw, loop, or lose what it has', async () => {
    const { ana, ben } = await two(pretending)
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01' } })
    await ana.tend()
    await ben.tend()
    const before = ben.now()?.held.length ?? 0
    const body = fc.oneof(fc.constant('AAAA'), fc.base64String(), fc.constantFrom(...blobs(ana)))
    const answers = fc.record({
      entries: fc.array(fc.record({ offset: fc.nat(40), at: fc.nat(), body }), { maxLength: 5 }),
      next: fc.nat(60),
      first: fc.nat(60),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 12 }), async said => {
        let at = 0
        let reads = 0
        const door: Door = {
          read: async (_, from) => {
            reads++
            const answer = said[at++ % said.length]
            const raw = { ...answer, entries: answer?.entries.toSorted((a, b) => a.offset - b.offset) ?? [] }
            return makeDoor(cannedNet({ [`${RELAY}${LOG}?from=${from}`]: JSON.stringify(raw) }).get).read(address, from)
          },
          append: async () => undefined,
        }
        await sync({ ...ben.tools, db: ben.tools.db, seal: safely.seal, open: safely.open, door }, 1)
        expect(reads).toBeLessThan(1000)
        expect(ben.now()?.held.length).toBeGreaterThanOrEqual(before)
      }),
      { numRuns: 150 },
    )
    // The honest one is read on, and what was passed over is asked for once more.
    for (const week of ['2026-06-08', '2026-06-15']) {
      say(ana.tools, 1, { kind: 'note', body: { what: 'week', week } })
      await ana.tend()
    }
    for (let day = 0; day < 3; day++) {
      ben.clock.pass({ hours: 25 })
      await ben.tend()
    }
    expect(notesOf(ben)).toBe(notesOf(ana))
  })

  it('by taking what is written and giving nothing back is told of', async () => {
    const { ana, ben } = await two()
    const deaf: Door = {
      read: async (_, from) => ({ entries: [], next: from, first: 0 }),
      append: async () => undefined,
    }
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01' } })
    expect(await sync({ ...ana.tools, db: ana.tools.db, door: deaf }, 1)).toBe('withheld')
    expect(circleOf(ana.tools.db, 1)?.problem).toBe('withheld')
    expect(draftsOf(ana.tools.db, 1)).toHaveLength(1)
    await ana.tend()
    await ben.tend()
    expect([notesOf(ana), notesOf(ben), circleOf(ana.tools.db, 1)?.problem]).toEqual([1, 1, null])
  })

  it('by leaving out one’s own words once keeps them for no longer than a day', async () => {
    const { relay, ana, ben } = await two()
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01' } })
    const honest = relay.doorOf('Ana', () => 'ok')
    let left = false
    const once: Door = {
      ...honest,
      read: async (log, from) => {
        const answer = await honest.read(log, from)
        if ('trouble' in answer || left || answer.entries.length === 0) return answer
        left = true
        return { ...answer, entries: [] }
      },
    }
    const tools = { ...ana.tools, db: ana.tools.db, door: once }
    await sync(tools, 1)
    await sync(tools, 1)
    await ben.tend()
    expect([notesOf(ben), draftsOf(ana.tools.db, 1), circleOf(ana.tools.db, 1)?.problem]).toEqual([1, [], null])
  })

  it('by bringing what a removed person says goes unheard', async () => {
    const { ana, ben, cleo } = await three()
    const before = cleo.now()
    say(ana.tools, 1, { kind: 'roster', body: { op: 'remove', who: cleo.circle()?.author } })
    for (const one of [ana, ben]) await one.tend()
    const [circle, here] = [cleo.circle(), ana.circle()]
    if (!circle || !here || !before?.roster) throw new Error('no circle')
    const entry: Entry = {
      circle: circle.circle,
      author: circle.author,
      to: '',
      seq: 0,
      prev: '',
      roster: before.roster.head,
      heads: [],
      kind: 'note',
      body: '{"what":"call"}',
      time: cleo.clock.now(),
    }
    const sealed = await seal(
      entry,
      circle.signing,
      before.roster.members.map(({ recipient }) => recipient),
    )
    await ana.tools.door.append(here, 'brought', sealed)
    for (const one of [ana, ben]) await one.tend()
    expect([notesOf(ana), notesOf(ben)]).toEqual([0, 0])
    for (const one of [ana, ben]) expect(one.now()?.roster?.members).toHaveLength(2)
  })

  it('by beginning anew keeps nobody from going on', async () => {
    const { relay, ana, ben } = await two()
    for (let n = 0; n < 3; n++) {
      say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01' } })
      await ana.tend()
      await ben.tend()
    }
    relay.logs.clear()
    say(ben.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-08' } })
    for (const one of [ana, ben, ana]) await one.tend()
    expect([notesOf(ana), notesOf(ben)]).toEqual([4, 4])
    expect(ana.circle()?.lostAt).not.toBeNull()
  })
})

const safely: typeof pretending = {
  seal: pretending.seal,
  open: async (sealed, identities) => pretending.open(sealed, identities).catch(() => undefined),
}

function blobs(one: Person): string[] {
  const circle = one.circle()
  if (!circle) return []
  return entriesOf(one.tools.db, circle.id).map(({ entry }) =>
    Buffer.from(JSON.stringify([[], Buffer.from(JSON.stringify(entry)).toString('base64url')])).toString('base64url'),
  )
}

describe('a member who means ill', () => {
  const bodies = [
    '',
    'null',
    '[]',
    '"x"',
    `${'['.repeat(5000)}`,
    '{"what":"week","week":"2026-02-31"}',
    '{"what":"week","week":"9999-99-99"}',
    '{"what":"week","week":"2026-06-01","good":{"__proto__":1},"mood":"dead"}',
    '{"what":"week","week":"2026-06-01","evenings":1e308}',
    '{"what":"away","until":"2026-13-01"}',
    '{"what":"meet","kind":"a meal","times":[8.64e15],"minutes":60,"where":"","noProjects":true}',
    '{"what":"meet","kind":"a meal","times":[],"minutes":60,"where":"","noProjects":true}',
    '{"what":"meet","kind":"a meal","times":[1790000000000],"minutes":60,"where":"\\u001b[2J\\u202e","noProjects":true}',
    '{"what":"suits","meet":"x","times":[1]}',
    '{"what":"season","number":-1}',
    '{"op":"add"}',
    '{"op":"begin","name":"x","member":{},"season":"2026-06-01"}',
    '{"op":"remove","who":"x"}',
    '{"recipient":"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"}',
    '{"capability":"x","gone":["y"]}',
  ]

  it('breaks no page of the others, by any body of any kind, and keeps nobody from writing', async () => {
    const { ana, ben } = await two()
    let seq = 100
    for (const kind of ['note', 'roster', 'key', 'move', 'hello', 'welcome'] as const)
      for (const body of bodies) await plant(ben, { kind, body, seq: seq++, time: Date.UTC(2099, 0) }, ana)
    const circle = ana.circle()
    expect(circle && tell(ana.tools as CircleTools, circle)?.roster.members).toHaveLength(2)
    expect(JSON.stringify(circleExport(ana.tools.db))).toContain('"circles"')
    say(ana.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good: 'Still here' } })
    await ana.tend()
    expect(draftsOf(ana.tools.db, 1)).toEqual([])
    expect(circleOf(ana.tools.db, 1)?.problem).toBeNull()
  })

  it('takes nobody out of the others’ sight by admitting them once more', async () => {
    const { ana, ben, cleo } = await three()
    const me = cleo.now()?.roster?.members.find(({ name }) => name === 'Cleo')
    const base = { name: 'Ours', members: [], gone: [], moved: [9, ''], season: { number: 1, first: '2026-06-01' } }
    for (const victim of [cleo, ana])
      await plant(
        ben,
        { kind: 'roster', seq: victim === ana ? 101 : 100, body: JSON.stringify({ op: 'add', member: me, base }) },
        victim,
      )
    for (const one of [ana, cleo])
      expect(one.now()?.roster?.members.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Cleo'])
  })

  it('passes another’s words on to nobody they were not for, and says none in their name', async () => {
    const { ana, ben } = await two()
    const cleo = person('Cleo', simulatedRelay(), { seal, open })
    // For Ben’s eyes only; wrapped anew for Cleo it is not for her.
    const secret: Entry = {
      circle: bytes(1),
      author: ana.circle()?.author ?? '',
      to: ben.circle()?.author ?? '',
      seq: 0,
      prev: '',
      roster: bytes(2),
      heads: [],
      kind: 'note',
      body: '{"what":"call"}',
      time: 0,
    }
    await expect(seal({ ...secret, author: bytes(3) }, ben.circle()?.signing ?? '', [])).rejects.toThrow('signer')
    await plant(ana, { to: cleo.name === 'Cleo' ? newKeys().author : '', body: '{"what":"call"}' }, ben)
    expect(notesOf(ben)).toBe(0)
  })

  it('who says two things under one number is shown, and so is who leaves one out', async () => {
    const { ana, ben } = await two()
    const last = ben.now()?.held.findLast(({ entry }) => entry.author === ben.circle()?.author)
    const seq = (last?.entry.seq ?? -1) + 1
    const prev = last?.hash ?? ''
    await plant(ben, { seq, prev, body: '{"what":"call","n":1}' }, ana)
    await plant(ben, { seq, prev, body: '{"what":"call","n":2}' }, ana)
    await plant(ben, { seq: seq + 2, prev: bytes(5), body: '{"what":"call","n":3}' }, ana)
    const now = ana.now()
    expect(
      now?.roster &&
        faultsOf(now.held, now.roster, now.circle.author)
          .map(({ fault }) => fault)
          .toSorted(),
    ).toEqual(['forked', 'missing'])
  })
})
