import { join as joinPath } from 'node:path'
import { describe, expect, it } from 'vitest'
import { admit, beginFor, person, simulatedRelay } from '../../test/circle.ts'
import { temporaryFolder } from '../../test/house.ts'
import { openDatabase } from '../store/database.ts'
import { migrate } from '../store/migrations.ts'
import { faultsOf } from './faults.ts'
import type { Door } from './machine/door.ts'
import { open, seal } from './machine/sealing.ts'
import { say, sync } from './machine/syncing.ts'
import { draftsOf, dropUnsent, entriesOf } from './store/entries.ts'

describe('leaving', () => {
  it('with a word under way uses no number twice', async () => {
    const relay = simulatedRelay()
    const [ana, ben] = [person('Ana', relay, { seal, open }), person('Ben', relay, { seal, open })]
    await beginFor(ana)
    await admit(ana, ben)
    say(ben.tools, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01' } })
    // The relay takes it, and the answer is lost on its way.
    const honest = relay.doorOf('Ben', () => 'ok')
    const lossy: Door = {
      ...honest,
      append: async (log, once, sealed) => {
        await honest.append(log, once, sealed)
        return 'timed-out'
      },
    }
    await sync({ ...ben.tools, db: ben.tools.db, door: lossy }, 1)
    dropUnsent(ben.tools.db, 1)
    expect(draftsOf(ben.tools.db, 1)).toHaveLength(1)
    say(ben.tools, 1, { kind: 'roster', body: { op: 'remove', who: ben.circle()?.author } })
    for (const one of [ben, ana]) await one.tend()
    const now = ana.now()
    expect(now?.roster && faultsOf(now.held, now.roster, now.circle.author)).toEqual([])
    const notes = now?.held.filter(({ entry }) => entry.kind === 'note').length
    expect([notes, ben.circle()?.endedAt !== null]).toEqual([1, true])
  })
})

describe('two processes on one file', () => {
  it('say each thing once, whoever is first', async () => {
    const relay = simulatedRelay()
    const ana = person('Ana', relay, { seal, open })
    const file = joinPath(temporaryFolder(), 'evenkeel.db')
    const [one, other] = [openDatabase(file), openDatabase(file)]
    migrate(one, () => {})
    ana.file.db = one
    await beginFor(ana)
    const ben = person('Ben', relay, { seal, open })
    await admit(ana, ben)
    const second = { ...ana.tools, db: other, door: relay.doorOf('Ana again', () => 'ok') }
    const first = { ...ana.tools, db: one }
    for (let n = 0; n < 12; n++) {
      say(n % 2 === 0 ? first : second, 1, { kind: 'note', body: { what: 'week', week: '2026-06-01', good: `${n}` } })
      if (n % 3 === 2) await Promise.all([sync(first, 1), sync(second, 1), sync(first, 1)])
    }
    await Promise.all([sync(first, 1), sync(second, 1)])
    await sync(first, 1)
    await ben.tend()
    const said = entriesOf(ben.tools.db, 1).filter(({ entry }) => entry.kind === 'note')
    expect(said.map(({ entry }) => JSON.parse(entry.body).good)).toEqual(
      Array.from({ length: 12 }, (_, n) => String(n)),
    )
    expect(new Set(said.map(({ entry }) => entry.seq)).size).toBe(12)
    const now = ben.now()
    expect(now?.roster && faultsOf(now.held, now.roster, now.circle.author)).toEqual([])
    expect([draftsOf(one, 1), draftsOf(other, 1)]).toEqual([[], []])
    other.close()
  })
})
