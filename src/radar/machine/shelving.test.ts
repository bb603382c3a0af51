import { describe, expect, it } from 'vitest'
import { made } from '../../../test/house.ts'
import { judge, reader } from '../../../test/reader.ts'
import { isAbout } from '../shelf.ts'
import { decide } from '../store/decisions.ts'
import { asleep } from '../store/shelf.ts'
import { explain } from './explaining.ts'
import { open, presentEdition } from './reading.ts'
import { shelveByHand, sleepAgain, tendShelf } from './shelving.ts'

const DAY = 24 * 3600_000
const idOf = (entry: object) => ('id' in entry ? Number(entry.id) : 0)

describe('the shelf', () => {
  it('keeps what is mainly about a name out of editions until it wakes, and the search finds it', () => {
    const home = reader(false)
    home.clock.pass({ days: 1 })
    home.publish(3, 'Retrieval evaluation with Atlas Three')
    home.publish(3, 'Retrieval evaluation')
    home.publish(30, 'Gardens and their flowers')
    const entry = shelveByHand(home.radar, '  Atlas   three ')
    expect(entry).toMatchObject({ name: 'Atlas three', byHand: true, state: 'asleep' })
    made(home.radar)
    const titles = presentEdition(home.radar)?.stories.map(({ item }) => item.title) ?? []
    expect(titles).toHaveLength(3)
    expect(titles.some(title => title.includes('Atlas'))).toBe(false)
    expect(explain(home.radar, 1)).toMatchObject({ asleepAs: 'Atlas three', offered: true })
  })

  it('lets breaking news of what one runs through', () => {
    const home = reader(false)
    home.plan({ things: ['Atlas'] })
    shelveByHand(home.radar, 'Atlas')
    home.clock.pass({ days: 1 })
    home.publish(1, 'Atlas 3.0.1: security release')
    home.publish(30, 'Gardens and their flowers')
    made(home.radar)
    expect(presentEdition(home.radar)?.stories[0]?.item.title).toContain('Atlas')
  })

  it('fades what nobody speaks of any more, and wakes what is still there', () => {
    const home = reader(false)
    const entry = shelveByHand(home.radar, 'Atlas')
    const loud = shelveByHand(home.radar, 'Zephyr')
    expect(asleep(home.db)).toHaveLength(2)
    for (let week = 0; week < 2; week++) {
      home.clock.pass({ days: 6, hours: 20 })
      for (const author of ['Ann', 'Bo', 'Cy', 'Di', 'Ed'])
        home.publish(1, `Zephyr after week ${week} by ${author}`, { kind: 'paper', authors: author })
    }
    home.clock.pass({ days: 1 })
    tendShelf(home.radar, undefined)
    expect(asleep(home.db)).toEqual([])
    expect(home.db.all('SELECT name, state, signs FROM shelf ORDER BY id')).toEqual([
      { name: 'Atlas', state: 'faded', signs: '[]' },
      { name: 'Zephyr', state: 'awake', signs: '["still-discussed"]' },
    ])
    expect(sleepAgain(home.radar, idOf(loud))).toBe(true)
    expect(sleepAgain(home.radar, idOf(entry))).toBe(false)
    expect(asleep(home.db)[0]?.wakesAt).toBe(home.clock.now() + 14 * DAY)
  })

  it.each(['   ', 'the', 'of the and', '🚀', '"', '---', 'retrieval', 'Retrieval evaluation'])(
    'refuses what tells nothing, and the core area itself: %s',
    name => {
      const home = reader(false)
      expect(shelveByHand(home.radar, name)).toHaveProperty('problem')
      home.clock.pass({ days: 15 })
      home.publish(1, 'Retrieval evaluation')
      expect(made(home.radar).stories).toHaveLength(1)
    },
  )

  it('takes a version for what it is', () => {
    const home = reader(false)
    for (const name of ['GPT-5', 'Llama 3', 'R']) expect(shelveByHand(home.radar, name)).toHaveProperty('id')
    const about = (title: string, name: string) => isAbout({ title, text: '' }, name)
    expect(about('GPT-5 is out', 'GPT-5')).toBe(true)
    expect(about('GPT-4 retired', 'GPT-5')).toBe(false)
    expect(about('Llama recipes', 'Llama 3')).toBe(false)
    expect(about('Nice day out', 'Day One')).toBe(false)
    expect(about('New agent framework', 'agent frameworks')).toBe(true)
  })

  it('takes by itself what bursts outside the area, never what the person keeps', () => {
    const home = reader(false)
    for (let day = 0; day < 30; day++) {
      home.clock.pass({ days: 1 })
      for (const [at, author] of ['Ann', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gus', 'Hal'].entries()) {
        const burst = day >= 27
        home.publish(1, burst ? `Solar sails ${author} ${at}` : `Moss ${author} ${at}`, {
          kind: 'paper',
          authors: `${author} ${day}`,
        })
        home.publish(1, burst ? `Retrieval evaluation of colour lakes ${author}` : `Stones ${author}`, {
          kind: 'paper',
          authors: `${author} ${day}, Other`,
        })
      }
      const edition = made(home.radar)
      open(home.radar)
      judge(home, edition.stories, 'keep')
    }
    const names = asleep(home.db).map(({ name }) => name)
    expect(names.some(name => /solar sails/i.test(name))).toBe(true)
    expect(names.some(name => /colour lakes|retrieval/i.test(name))).toBe(false)
  })

  it('is not troubled by one that sleeps already', () => {
    const home = reader(false)
    const first = shelveByHand(home.radar, 'Atlas')
    expect(shelveByHand(home.radar, 'ATLAS')).toEqual(first)
  })
})

describe('why', () => {
  it('tells an item’s place, what speaks for it and what it is like', () => {
    const home = reader(false)
    const { stories } = home.day()
    const kept = stories[0]?.item.id ?? 0
    decide(home.db, kept, 'keep', home.clock.now())
    home.day()
    const next = home.db.get<{ id: number }>("SELECT max(id) AS id FROM item WHERE title LIKE 'Retrieval%'")
    const found = explain(home.radar, next?.id ?? 0)
    expect(found?.shares[0]?.word).toMatch(/retrieval|evaluation/)
    expect(found?.like?.title).toMatch(/Retrieval/)
    expect(explain(home.radar, 99_999)).toBeUndefined()
  })
})
