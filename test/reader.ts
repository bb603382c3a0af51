import type { NewItem } from '../src/radar/item.ts'
import { open, presentEdition } from '../src/radar/machine/reading.ts'
import { auditOn } from '../src/radar/settings.ts'
import { decide } from '../src/radar/store/decisions.ts'
import { keepItems } from '../src/radar/store/items.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { keepSetting } from '../src/store/setting.ts'
import { cannedNet, house, made } from './house.ts'

const HOUR = 3600_000

/** A house with a person who keeps up with retrieval, five stories about it a day and thirty others. */
export function reader(checks = true) {
  const net = cannedNet()
  const home = house({ now: '2026-05-19T10:00:00Z', net })
  home.plan({
    area: 'retrieval evaluation',
    minutesAWeek: 35,
    welcomedAt: 0,
    editions: { days: [1, 2, 3, 4, 5, 6, 7], time: '09:00' },
  })
  keepSetting(home.db, auditOn, checks ? 'yes' : 'no')
  const { id } = addSource(home.db, { kind: 'feed', address: 'https://a.test/', title: 'A' }, 0)
  let count = 0
  const publish = (n: number, about: string, change: Partial<NewItem> = {}) => {
    const items = Array.from({ length: n }, (): NewItem => {
      count++
      return {
        kind: 'story',
        link: `https://a.test/${count}`,
        title: `${about} in the case of number ${count}`,
        text: `text${count}`,
        authors: '',
        publishedAt: home.clock.now() - HOUR,
        words: 10,
        keys: [`link:a.test/${count}`],
        ...change,
      }
    })
    keepItems(home.db, items, id, home.clock.now())
  }
  const day = () => {
    home.clock.pass({ days: 1 })
    publish(5, 'Retrieval evaluation')
    publish(30, 'Gardens and their flowers')
    made(home.radar)
    open(home.radar)
    return presentEdition(home.radar) as NonNullable<ReturnType<typeof presentEdition>>
  }
  return { ...home, publish, day, source: id }
}

/** Says the same of several stories. */
export const judge = (
  home: ReturnType<typeof reader>,
  items: readonly { item: { id: number } }[],
  verdict: 'keep' | 'not-for-me',
) => {
  for (const { item } of items) decide(home.db, item.id, verdict, home.clock.now())
}
