import { describe, expect, it } from 'vitest'
import { admit, beginFor, person, simulatedRelay } from '../../test/circle.ts'
import { newKeys, open, seal } from './machine/sealing.ts'
import { say } from './machine/syncing.ts'
import { saidIn } from './rounds.ts'

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
})
