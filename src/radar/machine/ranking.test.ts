import { describe, expect, it } from 'vitest'
import { house } from '../../../test/house.ts'
import type { NewItem } from '../item.ts'
import { decide, undo } from '../store/decisions.ts'
import { keepItems } from '../store/items.ts'
import { keepReplay } from '../store/replay.ts'
import { addSource, bringBackSource, removeSource } from '../store/sources.ts'
import { orderNow } from './ranking.ts'

const HOUR = 3600_000

function pile() {
  const home = house({ now: '2026-05-19T10:00:00Z' })
  home.plan({ area: 'retrieval evaluation', welcomedAt: 0 })
  const { id } = addSource(home.db, { kind: 'feed', address: 'https://a.test/', title: 'A' }, 0)
  let count = 0
  const publish = (n: number, about: string, source = id) => {
    const items = Array.from({ length: n }, (): NewItem => {
      count++
      const words = ['gold', 'silver', 'tin', 'iron', 'lead', 'zinc'].map(
        (word, at) => `${word}${(count * (at + 3)) % 17}`,
      )
      return {
        kind: 'story',
        link: `https://a.test/${count}`,
        title: `${about} ${words[0]} ${words[1]}`,
        text: words.join(' '),
        authors: '',
        publishedAt: home.clock.now() - HOUR,
        words: 10,
        keys: [`k${count}`],
      }
    })
    keepItems(home.db, items, source, home.clock.now())
  }
  publish(300, 'Garden flowers')
  publish(8, 'Retrieval evaluation')
  const ranked = () => orderNow(home.radar, 20).ranking?.ranked ?? []
  const offered = () => orderNow(home.radar, 20).candidates.map(({ id }) => id)
  return { ...home, publish, ranked, offered }
}

describe('a ranking', () => {
  it('looks again only at what stood out, some drawn from all, and what is new', () => {
    const home = pile()
    expect(home.ranked()).toHaveLength(308)
    home.db.run("UPDATE ranked SET step = 50, sample = x''")
    home.clock.pass({ days: 1 })
    home.publish(60, 'Garden flowers')
    home.publish(2, 'Retrieval evaluation')
    const again = home.ranked()
    expect(again.length).toBeLessThan(90)
    expect(home.offered()).toHaveLength(10)
  })

  it('finds what is new and near however it came: newer, published later, or given back', () => {
    const home = pile()
    home.ranked()
    const near = home.offered()
    // Known already, and published while nobody looked.
    home.db.run('UPDATE item SET published_at = ? WHERE id = ?', home.clock.now() + HOUR, near[0] ?? 0)
    expect(home.offered()).not.toContain(near[0])
    home.clock.pass({ hours: 2 })
    expect(home.offered()).toContain(near[0])
    decide(home.db, near[1] ?? 0, 'not-for-me', home.clock.now())
    expect(home.offered()).not.toContain(near[1])
    home.clock.pass({ hours: 1 })
    undo(home.db, near[1] ?? 0, home.clock.now())
    expect(home.offered()).toContain(near[1])
  })

  it('sees the text that a bare link is given later', () => {
    const home = pile()
    home.db.run("UPDATE item SET title = 'Look at this', text = '' WHERE id = 5")
    expect(home.offered()).not.toContain(5)
    home.clock.pass({ hours: 1 })
    home.db.run("UPDATE item SET text = 'Retrieval evaluation, and more retrieval evaluation' WHERE id = 5")
    expect(home.offered()).toContain(5)
  })

  it('goes by the simpler order that a replay fell back to', () => {
    const home = pile()
    const usual = home.ranked().map(({ score }) => score)
    const liked = home.ranked().slice(-3)
    for (const { id } of liked) decide(home.db, id, 'keep', home.clock.now())
    keepReplay(home.db, { decisions: 60, editions: 9, fallback: 'words' }, 0)
    expect(
      home
        .ranked()
        .slice(0, 5)
        .map(({ score }) => score),
    ).toEqual(usual.slice(0, 5))
    keepReplay(home.db, { decisions: 60, editions: 9, fallback: 'newest' }, 0)
    expect(orderNow(home.radar, 20).ranking).toBeUndefined()
    expect(home.offered()).toHaveLength(200)
  })

  it('looks at everything again when the subject changes, and after a week', () => {
    const home = pile()
    home.ranked()
    home.db.run("UPDATE ranked SET near = x'', sample = x''")
    expect(home.ranked()).toHaveLength(0)
    home.plan({ words: ['garden'] })
    expect(home.ranked()).toHaveLength(308)
    home.db.run("UPDATE ranked SET near = x'', sample = x''")
    home.clock.pass({ days: 8 })
    expect(home.ranked()).toHaveLength(308)
  })

  it('leaves out what only removed sources carry', () => {
    const home = pile()
    const other = addSource(home.db, { kind: 'feed', address: 'https://b.test/', title: 'B' }, 0)
    home.publish(3, 'Retrieval evaluation', other.id)
    expect(home.offered()).toHaveLength(11)
    removeSource(home.db, other.id, home.clock.now())
    expect(home.offered()).toHaveLength(8)
    bringBackSource(home.db, other.id)
    expect(home.offered()).toHaveLength(11)
  })
})
