import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../protocol/circle.ts'
import type { RosterOp } from '../../protocol/said.ts'
import { hashOf, newKeys } from './machine/sealing.ts'
import { moveBody } from './machine/signing.ts'
import { type Held, type Place, rosterOf } from './roster.ts'

const CIRCLE = Buffer.alloc(32, 1).toString('base64url')
const START: Place = { relay: 'https://relay.test', capability: CIRCLE, rank: 0, moved: '' }
const capability = (n: number) => Buffer.alloc(32, n).toString('base64url')

/** People by name, each with a key of their own. */
function cast(...names: string[]) {
  const members = names.map(name => ({
    author: newKeys().author,
    recipient: `age1${name.toLowerCase().padEnd(58, 'q')}`,
    name,
  }))
  return (name: string) => members.find(one => one.name === name) as (typeof members)[number]
}

/** Writes roster entries by hand, with any parent. */
function scribe(who: ReturnType<typeof cast>) {
  const seqs = new Map<string, number>()
  const entry = (kind: Entry['kind'], author: string, parent: string, body: object, time = 0): Held => {
    const seq = seqs.get(author) ?? 0
    seqs.set(author, seq + 1)
    const one: Entry = {
      circle: CIRCLE,
      author: who(author).author,
      to: '',
      seq,
      prev: seq === 0 ? '' : CIRCLE,
      roster: parent,
      heads: [],
      kind,
      body: JSON.stringify(body),
      time,
    }
    return { hash: hashOf(one), entry: one }
  }
  const op = (author: string, parent: Held | undefined, body: object, time?: number) =>
    entry('roster', author, parent?.hash ?? '', body, time)
  return {
    begin: (author: string) =>
      op(author, undefined, {
        op: 'begin',
        name: 'Ours',
        member: who(author),
        season: '2026-06-01',
      } satisfies RosterOp),
    add: (author: string, parent: Held, name: string, time?: number) =>
      op(author, parent, { op: 'add', member: who(name), base: BASE }, time),
    remove: (author: string, parent: Held, name: string) => op(author, parent, { op: 'remove', who: who(name).author }),
    entry,
    any: (author: string, parent: Held, body: object) => op(author, parent, body),
    move: (author: string, parent: Held, to: string, ...gone: string[]) =>
      entry('move', author, parent.hash, { capability: to, gone: gone.map(name => who(name).author) }),
  }
}
const BASE = { name: 'Ours', members: [], gone: [], moved: [0, ''], season: { number: 1, first: '2026-06-01' } }

const names = (held: readonly Held[], root: Held) => rosterOf(held, root.hash, START)?.members.map(({ name }) => name)

/** A circle of four, one after the other. */
function four() {
  const who = cast('Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Sly')
  const write = scribe(who)
  const root = write.begin('Ana')
  const ben = write.add('Ana', root, 'Ben')
  const cleo = write.add('Ben', ben, 'Cleo')
  const dan = write.add('Cleo', cleo, 'Dan')
  return { who, write, root, ben, cleo, dan, all: [root, ben, cleo, dan] }
}

/** An entry like another, whose hash is the lower one: what someone who wants to win would grind for. */
function ground(make: (time: number) => Held, below: Held): Held {
  for (let time = 1; ; time++) {
    const one = make(time)
    if (one.hash < below.hash) return one
  }
}

describe('a roster', () => {
  it('is told from its entries in any order', () => {
    const { root, all, write, dan } = four()
    const more = [...all, write.remove('Ana', dan, 'Ben')]
    fc.assert(
      fc.property(fc.shuffledSubarray(more, { minLength: more.length, maxLength: more.length }), order => {
        expect(names(order, root)).toEqual(['Ana', 'Cleo', 'Dan'])
      }),
    )
    expect(names(all, root)).toEqual(['Ana', 'Ben', 'Cleo', 'Dan'])
    expect(rosterOf([], root.hash, START)).toBeUndefined()
  })

  it('lets a removal go before an admission that has the same parent, which its author is asked to repeat', () => {
    const { root, all, write, dan, who } = four()
    const admission = write.add('Ana', dan, 'Eva')
    const held = [...all, admission, write.remove('Ben', dan, 'Cleo')]
    expect(names(held, root)).toEqual(['Ana', 'Ben', 'Dan'])
    expect(rosterOf(held, root.hash, START)?.fallen).toEqual([{ by: who('Ana').author, member: who('Eva') }])
    const repeated = write.add('Ana', held.at(-1) as Held, 'Eva')
    expect(names([...held, repeated], root)).toEqual(['Ana', 'Ben', 'Dan', 'Eva'])
    expect(rosterOf([...held, repeated], root.hash, START)?.fallen).toEqual([])
  })

  it('lets two removals that have the same parent both hold', () => {
    const { root, all, write, dan } = four()
    const held = [...all, write.remove('Ana', dan, 'Ben'), write.remove('Cleo', dan, 'Dan')]
    expect(names(held, root)).toEqual(['Ana', 'Cleo'])
    const mutual = [...all, write.remove('Ana', dan, 'Ben'), write.remove('Ben', dan, 'Ana')]
    expect(names(mutual, root)).toEqual(['Cleo', 'Dan'])
  })

  it('lets both removals hold when two remove each other on branches that each has lengthened', () => {
    const { root, all, write, dan } = four()
    const one = write.remove('Ana', dan, 'Ben')
    const other = write.remove('Ben', dan, 'Ana')
    const held = [...all, one, write.add('Cleo', one, 'Eva'), other, write.add('Dan', other, 'Sly')]
    const members = names(held, root) ?? []
    expect(members).not.toContain('Ana')
    expect(members).not.toContain('Ben')
    expect(members).toEqual(expect.arrayContaining(['Cleo', 'Dan']))
    // Of the two admissions one goes on, and the author of the other is asked to repeat it.
    expect(members).toHaveLength(3)
    expect(rosterOf(held, root.hash, START)?.fallen).toHaveLength(1)
  })

  it('lets the lower hash go on of two admissions with the same parent', () => {
    const { root, all, write, dan, who } = four()
    const [one, other] = [write.add('Ana', dan, 'Eva'), write.add('Ben', dan, 'Sly')]
    const wins = one.hash < other.hash ? 'Eva' : 'Sly'
    const held = [...all, one, other]
    expect(names(held, root)).toContain(wins)
    expect(rosterOf(held, root.hash, START)?.fallen.map(({ member }) => member)).toEqual([
      who(wins === 'Eva' ? 'Sly' : 'Eva'),
    ])
  })

  it('admits nobody by what a removed person signs on an older entry, however they grind for it', () => {
    const { root, all, write, cleo, dan, ben } = four()
    const removal = write.remove('Ana', dan, 'Ben')
    for (const parent of [ben, cleo, dan]) {
      const sneaked = ground(time => write.add('Ben', parent, 'Sly', time), parent === ben ? cleo : dan)
      const further = write.add('Sly', sneaked, 'Eva')
      // Not even by letting the sneaked-in one remove them, as if all had been seen.
      const feigned = write.remove('Sly', sneaked, 'Ben')
      const held = [...all, removal, sneaked, further, feigned]
      const members = names(held, root) ?? []
      for (const out of ['Ben', 'Sly', 'Eva']) expect(members).not.toContain(out)
      // Nor is anyone asked to let them in; that someone did is told.
      expect(rosterOf(held, root.hash, START)?.undone.map(({ name }) => name)).toContain('Sly')
      expect(rosterOf(held, root.hash, START)?.fallen.map(({ member }) => member.name)).not.toContain('Sly')
    }
  })

  it('keeps who was removed out, also when someone who had not heard of it admits them anew', () => {
    const { root, all, write, dan, who } = four()
    const removal = write.remove('Ana', dan, 'Ben')
    const again = write.add('Cleo', removal, 'Ben')
    const held = [...all, removal, again]
    expect(names(held, root)).toEqual(['Ana', 'Cleo', 'Dan'])
    expect(rosterOf(held, root.hash, START)?.gone.has(who('Ben').author)).toBe(true)
  })

  it('takes nothing from who does not belong to it, and never more than eight', () => {
    const { root, all, write, dan } = four()
    expect(names([...all, write.add('Sly', dan, 'Eva'), write.remove('Sly', dan, 'Ana')], root)).toHaveLength(4)
    const many = cast('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
    const pen = scribe(many)
    const begun = pen.begin('0')
    const held = [begun]
    for (let n = 1; n < 10; n++) held.push(pen.add('0', held.at(-1) as Held, String(n)))
    expect(names(held, begun)).toHaveLength(8)
  })

  it('is read in a moment, however deep and wide a member makes it', () => {
    const { root, all, write, dan, who } = four()
    const guests = Array.from({ length: 1000 }, (_, n) => ({
      ...who('Eva'),
      author: Buffer.alloc(32, `guest ${n}`).toString('base64url'),
    }))
    const held = [...all]
    let last = dan
    for (const member of guests) {
      last = write.any('Ana', last, { op: 'add', member, base: BASE })
      const out = write.any('Ana', last, { op: 'remove', who: member.author })
      held.push(last, out)
      last = out
    }
    const [deep] = [held.length]
    for (let n = 0; n < 1000; n++) held.push(write.any('Ben', dan, { op: 'remove', who: who('Cleo').author, n }))
    for (let n = 0; n < 1000; n++) held.push(write.any('Cleo', dan, { op: 'add', member: guests[n], base: BASE }))
    const roster = rosterOf(held, root.hash, START)
    expect(roster?.members.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Dan'])
    expect(rosterOf(held.slice(0, deep), root.hash, START)?.head).toBe(last.hash)
    expect(roster?.gone.size).toBe(1001)
  })

  it('lets what one had admitted stand when one leaves, though one leaves on an older entry', () => {
    const { root, all, write, ben } = four()
    // Ben admitted Cleo, and leaves as if he had not.
    const held = [...all, write.remove('Ben', ben, 'Ben')]
    const roster = rosterOf(held, root.hash, START)
    expect(roster?.gone.size).toBe(1)
    // What was built on it has fallen, and is asked to be repeated: nobody is out without a word.
    expect(
      [...(roster?.members ?? []), ...(roster?.fallen ?? []).map(({ member }) => member)]
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Ana', 'Cleo', 'Dan'])
  })
})

describe('a circle’s address', () => {
  it('is stale while someone who is gone knows it, and the one that keeps out most holds', () => {
    const { root, all, write, dan } = four()
    const removal = write.remove('Ana', dan, 'Ben')
    const held = [...all, removal]
    expect(rosterOf(held, root.hash, START)).toMatchObject({ stale: true, place: { capability: CIRCLE } })
    const moved = [...held, write.move('Ana', removal, capability(2), 'Ben')]
    expect(rosterOf(moved, root.hash, START)).toMatchObject({
      stale: false,
      place: { capability: capability(2), rank: 1 },
    })
    const second = write.remove('Cleo', removal, 'Dan')
    const later = [...moved, second]
    expect(rosterOf(later, root.hash, START)?.stale).toBe(true)
    const last = [...later, write.move('Cleo', second, capability(3), 'Ben', 'Dan')]
    expect(rosterOf(last, root.hash, START)).toMatchObject({
      stale: false,
      place: { capability: capability(3), rank: 2 },
    })
  })

  it('is moved neither by who is gone, nor by strangers, nor without a reason', () => {
    const { root, all, write, dan } = four()
    const removal = write.remove('Ana', dan, 'Ben')
    const sneaked = write.add('Ben', dan, 'Sly')
    const held = [...all, removal, sneaked]
    for (const move of [
      write.move('Ben', removal, capability(7), 'Ben'),
      write.move('Sly', sneaked, capability(7), 'Ben'),
      write.move('Eva', removal, capability(7), 'Ben'),
      write.move('Cleo', removal, capability(7)),
    ])
      expect(rosterOf([...held, move], root.hash, START)?.place.capability).toBe(CIRCLE)
  })

  it('comes to rest however many were let in and out, and whatever names a member makes up', () => {
    const { root, all, write, dan, who } = four()
    const held = [...all]
    let last = dan
    for (let n = 0; n < 260; n++) {
      const member = { ...who('Eva'), author: Buffer.alloc(32, `sybil ${n}`).toString('base64url') }
      last = write.any('Ana', last, { op: 'add', member, base: BASE })
      held.push(last)
      last = write.any('Ana', last, { op: 'remove', who: member.author })
      held.push(last)
    }
    const made = Array.from({ length: 200 }, (_, n) => Buffer.alloc(32, `made up ${n}`).toString('base64url'))
    held.push(write.entry('move', 'Cleo', last.hash, { capability: capability(5), gone: made }))
    const roster = rosterOf(held, root.hash, START)
    expect([roster?.gone.size, roster?.stale]).toEqual([260, true])
    if (!roster) throw new Error('no roster')
    const moved = write.entry('move', 'Ana', last.hash, JSON.parse(moveBody(roster)))
    expect(rosterOf([...held, moved], root.hash, START)?.stale).toBe(false)
  })
})
