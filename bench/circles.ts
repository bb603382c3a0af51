import type { Entry } from '../protocol/circle.ts'
import type { Member } from '../protocol/said.ts'
import { hashOf, identityOf, newKeys } from '../src/circle/machine/sealing.ts'
import { beginning, random32 } from '../src/circle/machine/signing.ts'
import { addCircle, addIdentity } from '../src/circle/store/circles.ts'
import { addEntry } from '../src/circle/store/entries.ts'
import type { Database } from '../src/store/database.ts'
import { mondayOf } from '../src/time/weekly.ts'

const NAMES = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gil', 'Hana']

/** A circle of eight as one of them has it after so many weeks: a note each a week, a recipient each a month. Answers its number. */
export async function longCircle(db: Database, weeks: number, last: string): Promise<number> {
  const people = await Promise.all(
    NAMES.map(async name => {
      const keys = newKeys()
      return { ...keys, name, recipient: (await identityOf(keys.seed)).recipient }
    }),
  )
  const [me] = people
  if (!me) throw new Error('nobody')
  const first = Temporal.PlainDate.from(last).subtract({ weeks })
  const at = (date: Temporal.PlainDate) => date.toZonedDateTime('UTC').epochMilliseconds
  const circle = random32()
  const season = Temporal.PlainDate.from(last).subtract({ weeks: 4 }).toString()
  const root = beginning(circle, 'Thursday people', memberOf(me), season, at(first))
  const place = { relay: 'https://relay.test', capability: random32(), rank: 0, moved: '' }
  const ends = new Map<string, { seq: number; hash: string }>([[me.author, { seq: 0, hash: root.hash }]])
  let head = root.hash
  return db.transaction(() => {
    const id = addCircle(db, { ...me, ...place, circle, root: root.hash, madeAt: at(first) })
    addIdentity(db, id, { identity: me.seed, recipient: me.recipient }, me.seed, at(Temporal.PlainDate.from(last)))
    addEntry(db, id, root, place, at(first))
    const write = (author: string, kind: Entry['kind'], body: object, time: number) => {
      const before = ends.get(author)
      const entry: Entry = {
        circle,
        author,
        to: '',
        seq: before ? before.seq + 1 : 0,
        prev: before?.hash ?? '',
        roster: head,
        heads: [...ends]
          .filter(([other]) => other !== author)
          .map(([other, { seq, hash }]) => [other, seq, hash] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        kind,
        body: JSON.stringify(body),
        time,
      }
      const hash = hashOf(entry)
      ends.set(author, { seq: entry.seq, hash })
      if (kind === 'roster') head = hash
      addEntry(db, id, { hash, entry }, place, time)
    }
    const members: Member[] = [memberOf(me)]
    for (const one of people.slice(1)) {
      const base = { name: 'Thursday people', members, gone: [], moved: [0, ''], season: { number: 1, first: season } }
      write(me.author, 'roster', { op: 'add', member: memberOf(one), base }, at(first))
      members.push(memberOf(one))
    }
    for (let week = 0; week < weeks; week++) {
      const day = first.add({ weeks: week })
      for (const { author, recipient } of people) {
        const good = 'Two walks by the river, and soup with my sister on Sunday.'
        write(
          author,
          'note',
          { what: 'week', week: mondayOf(day.toString()), mood: 'mixed', evenings: 4, good },
          at(day),
        )
        if (week % 4 === 0) write(author, 'key', { recipient }, at(day))
      }
    }
    return id
  })
}

function memberOf({ author, recipient, name }: Member): Member {
  return { author, recipient, name }
}
