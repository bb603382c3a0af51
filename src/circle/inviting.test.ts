import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit, beginFor, person, simulatedRelay } from '../../test/circle.ts'
import { type Code, readCode, writeCode } from './code.ts'
import { accept, invite, join, tendInvitations, wordsOf } from './machine/inviting.ts'
import { identityOf, nextSeed, open, seal } from './machine/sealing.ts'
import { invitationsOf, joinings, keepJoining } from './store/invitations.ts'

const bytes = (n: number, length = 32) => Buffer.alloc(length, n).toString('base64url')
const DAY = 24

const CODE: Code = {
  relay: 'https://relay.example.org',
  capability: bytes(2),
  recipient: 'age1qyfftm6ypd7jyddd7nk9ktj3fkvlumekdkc5emetsalvzunclensnkjarn',
  circle: bytes(1),
  author: '6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw',
  token: bytes(3, 16),
  until: 1_780_604_800_000,
}

function two() {
  const relay = simulatedRelay()
  return { relay, ana: person('Ana', relay, { seal, open }), ben: person('Ben', relay, { seal, open }) }
}

/** Ana has invited, and Ben has answered. */
async function answered() {
  const { relay, ana, ben } = two()
  await beginFor(ana)
  const id = await invite(ana.tools, 1, null)
  const invitation = () => invitationsOf(ana.tools.db)[0]
  await join(ben.tools, invitation()?.code ?? '', 'Ben')
  await ben.tend()
  await ana.tend()
  const joining = () => joinings(ben.tools.db)[0]
  const match = () => {
    const one = joining()
    if (one) keepJoining(ben.tools.db, { ...one, matched: true })
  }
  return { relay, ana, ben, id, invitation, joining, match }
}

describe('a code', () => {
  it('is read out of whatever stands around it, broken into lines, and in no other way', () => {
    const text = writeCode(CODE)
    expect(readCode(text)).toEqual(CODE)
    expect(readCode(`Hi Ben,\n\n  ${text.slice(0, 70)}\n  ${text.slice(70)}\n`)).toEqual(CODE)
    for (const broken of [
      '',
      'evenkeel-circle:',
      text.slice(0, -30),
      text.replace('~age1', '~age2'),
      text.replace(':1~', ':2~'),
    ])
      expect(readCode(broken)).toBeUndefined()
    expect(readCode(writeCode({ ...CODE, relay: 'https://relay.example.org/path' }))).toBeUndefined()
    expect(readCode(writeCode({ ...CODE, relay: 'file:///etc/passwd' }))).toBeUndefined()
  })

  it('of nonsense is none, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
        expect([readCode(text), readCode(`evenkeel-circle:${text}`)]).toEqual([undefined, undefined])
      }),
    )
  })

  it('is this, with these words and keys, for whoever writes another app (a test vector)', async () => {
    const seed = bytes(7)
    const member = { author: bytes(4), recipient: (await identityOf(seed)).recipient }
    expect([
      writeCode(CODE),
      member.recipient,
      (await identityOf(nextSeed(seed))).recipient,
      await wordsOf(CODE, member),
    ]).toMatchInlineSnapshot(`
      [
        "evenkeel-circle:1~https%3A%2F%2Frelay.example.org~AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI~age1qyfftm6ypd7jyddd7nk9ktj3fkvlumekdkc5emetsalvzunclensnkjarn~AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE~6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw~AwMDAwMDAwMDAwMDAwMDAw~mpzy4gsg~",
        "age1e87lfsm3k8yeqyt48fmhmyy0g5p8ev0aqak8w77gqdt4rp0u49rs59007v",
        "age1nd0d0k56glelxevcsd4zfsf3rlxd9v02dnvcjkvru8pf098c5f0qlkhukf",
        "urge swim permit holiday current city",
      ]
    `)
    // Any other key, on either side, has other words.
    expect(await wordsOf(CODE, { ...member, author: bytes(5) })).not.toBe(await wordsOf(CODE, member))
    expect(await wordsOf({ ...CODE, author: bytes(0) }, member)).not.toBe(await wordsOf(CODE, member))
  })
})

describe('an invitation', () => {
  it('lets in who answered it only when both have said that the words are the same', async () => {
    const { ana, ben, id, invitation, joining, match } = await answered()
    expect(invitation()).toMatchObject({ state: 'answered', member: { name: 'Ben' } })
    expect(invitation()?.words).toBe(joining()?.words)
    expect(invitation()?.words?.split(' ')).toHaveLength(6)
    expect(ana.now()?.roster?.members).toHaveLength(1)
    accept(ana.tools, id)
    await ana.tend()
    await ben.tend()
    expect(ben.circle()).toBeUndefined()
    match()
    await ben.tend()
    expect(ben.now()?.roster?.members.map(({ name }) => name)).toEqual(['Ana', 'Ben'])
  })

  it('is for one: with two answers it is worth nothing, and who comes later is not seen', async () => {
    const { relay, ana, id, invitation } = await answered()
    const sly = person('Sly', relay, { seal, open })
    await join(sly.tools, invitation()?.code ?? '', 'Ben')
    await sly.tend()
    await ana.tend()
    expect(invitation()?.state).toBe('twice')
    expect(accept(ana.tools, id)).toBe('over')

    const next = await answered()
    accept(next.ana.tools, next.id)
    await next.ana.tend()
    const late = person('Late', next.relay, { seal, open })
    await join(late.tools, next.invitation()?.code ?? '', 'Late')
    const waiting = joinings(late.tools.db)[0]
    if (waiting) keepJoining(late.tools.db, { ...waiting, matched: true })
    await late.tend()
    await next.ana.tend()
    await late.tend()
    expect(late.circle()).toBeUndefined()
    expect(next.ana.now()?.roster?.members.map(({ name }) => name)).toEqual(['Ana', 'Ben'])
  })

  it('shows other words to each side when someone in between puts their own keys', async () => {
    const { relay, ana, ben } = two()
    await beginFor(ana)
    await invite(ana.tools, 1, null)
    const real = readCode(invitationsOf(ana.tools.db)[0]?.code ?? '')
    // Mallory hands Ben a code with her own keys and log in it, and answers Ana's herself, under his name.
    const mallory = person('Mallory', relay, { seal, open })
    await beginFor(mallory)
    await invite(mallory.tools, 1, null)
    const false_ = readCode(invitationsOf(mallory.tools.db)[0]?.code ?? '')
    if (!real || !false_) throw new Error('no code')
    await join(ben.tools, writeCode({ ...false_, circle: real.circle, author: real.author, token: real.token }), 'Ben')
    await join(mallory.tools, writeCode(real), 'Ben')
    await mallory.tend()
    await ana.tend()
    const shown = invitationsOf(ana.tools.db)[0]
    expect(shown).toMatchObject({ state: 'answered', member: { name: 'Ben' } })
    expect(shown?.words).not.toBe(joinings(ben.tools.db)[0]?.words)
  })

  it('holds for seven days', async () => {
    const { ana, ben } = two()
    await beginFor(ana)
    await invite(ana.tools, 1, null)
    const code = invitationsOf(ana.tools.db)[0]?.code ?? ''
    ben.clock.pass({ hours: 7 * DAY + 1 })
    expect(await join(ben.tools, code, 'Ben')).toBe('expired')
    const late = await answered()
    late.ana.clock.pass({ hours: 7 * DAY + 1 })
    await tendInvitations(late.ana.tools, error => expect.unreachable(String(error)))
    expect(accept(late.ana.tools, late.id)).toBe('over')
  })

  it('is told what it is not for', async () => {
    const { ana, ben } = two()
    await beginFor(ana)
    await admit(ana, ben)
    await invite(ana.tools, 1, null)
    const code = invitationsOf(ana.tools.db)[1]?.code ?? ''
    expect(await join(ana.tools, code, 'Ana')).toBe('own')
    expect(await join(ben.tools, code, 'Ben')).toBe('member')
    expect(await join(ben.tools, 'hello', 'Ben')).toBe('no-code')
  })

  it('still leads in who was let in while the circle moved', async () => {
    const { ana, ben, relay, id, match } = await answered()
    const cleo = person('Cleo', relay, { seal, open })
    await admit(ana, cleo)
    match()
    accept(ana.tools, id)
    await ana.tend()
    // Cleo leaves before Ben has read anything: the circle moves.
    const { say } = await import('./machine/syncing.ts')
    await cleo.tend()
    say(cleo.tools, 1, { kind: 'roster', body: { op: 'remove', who: cleo.circle()?.author } })
    await cleo.tend()
    await ana.tend()
    await ben.tend()
    await ana.tend()
    await ben.tend()
    expect(ben.now()?.roster?.members.map(({ name }) => name)).toEqual(['Ana', 'Ben'])
    expect(ben.circle()?.capability).toBe(ana.circle()?.capability)
  })
})
