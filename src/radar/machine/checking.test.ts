import { describe, expect, it } from 'vitest'
import { cannedNet, house, made } from '../../../test/house.ts'
import { keepSetting } from '../../store/setting.ts'
import type { NewItem } from '../item.ts'
import { auditOn } from '../settings.ts'
import { decide } from '../store/decisions.ts'
import { countOpened } from '../store/editions.ts'
import { countItems, findItem, keepItems } from '../store/items.ts'
import { asleep } from '../store/shelf.ts'
import { addSource } from '../store/sources.ts'
import { shownIn } from '../words.ts'
import { askForAudits, evidenceOf } from './checking.ts'
import { explain } from './explaining.ts'
import { open, presentEdition, pull } from './reading.ts'
import { shelveByHand, sleepAgain, tendShelf } from './shelving.ts'
import { tellElsewhere, untell } from './telling.ts'

const HOUR = 3600_000
const DAY = 24 * HOUR

/** A house with a person who keeps up with retrieval, five stories about it a day and thirty others. */
function reader(checks = true) {
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

const judge = (
  home: ReturnType<typeof reader>,
  items: readonly { item: { id: number } }[],
  verdict: 'keep' | 'not-for-me',
) => {
  for (const { item } of items) decide(home.db, item.id, verdict, home.clock.now())
}

describe('random checks in an edition', () => {
  it('are off until turned on', () => {
    expect(reader(false).day().checks).toEqual([])
  })

  it('are five of what was left out, among the stories, and drawn once', () => {
    const home = reader()
    const edition = home.day()
    expect(edition.checks).toHaveLength(5)
    const stories = new Set(edition.stories.map(({ item }) => item.id))
    expect(edition.checks.some(({ item }) => stories.has(item.id))).toBe(false)
    expect(shownIn(edition)).toHaveLength(10)
    expect(shownIn(edition)).toEqual(shownIn(presentEdition(home.radar) ?? edition))
    open(home.radar)
    expect(presentEdition(home.radar)?.checks).toEqual(edition.checks)
    expect(home.db.all('SELECT DISTINCT chance FROM audit')).toEqual([{ chance: 5 / 30 }])
  })

  it('are offered once more when nobody judged them, and then count as if they had mattered', () => {
    const home = reader()
    const first = home.day()
    expect(evidenceOf(home.radar).checked).toEqual({ checks: 0, hits: 0, unjudged: 0, waiting: 5 })
    const second = home.day()
    expect(second.checks.map(({ item }) => item.id)).toEqual(first.checks.map(({ item }) => item.id))
    judge(home, second.checks.slice(0, 3), 'not-for-me')
    expect(evidenceOf(home.radar).checked).toMatchObject({ checks: 0, waiting: 5 })
    const third = home.day()
    expect(third.checks.map(({ item }) => item.id)).not.toEqual(
      expect.arrayContaining(first.checks.map(({ item }) => item.id)),
    )
    expect(evidenceOf(home.radar).checked).toEqual({ checks: 5, hits: 2, unjudged: 2, waiting: 5 })
  })

  it('are not chosen as stories later', () => {
    const home = reader()
    const { checks } = home.day()
    const later = [home.day(), home.day()].flatMap(({ stories }) => stories.map(({ item }) => item.id))
    for (const { item } of checks) expect(later).not.toContain(item.id)
  })

  it('say how much is missed after thirty, not before unless asked, and the floor beside it', () => {
    const home = reader()
    for (let day = 0; day < 6; day++) {
      const edition = home.day()
      judge(home, edition.stories, 'keep')
      judge(home, edition.checks, 'not-for-me')
      const evidence = evidenceOf(home.radar)
      expect(evidence.share === undefined).toBe(day < 5)
    }
    const { share = 1, floor = 0, leftOut, caught } = evidenceOf(home.radar)
    expect(share).toBeCloseTo(0.1164, 3)
    expect([leftOut, caught]).toEqual([6 * 30, 30])
    expect(floor).toBeCloseTo(30 / (30 + Math.floor(share * leftOut)), 6)
    expect(evidenceOf(reader().radar, true).share).toBeUndefined()
  })

  it('begin anew when the core area changes, and say so', () => {
    const home = reader()
    judge(home, home.day().checks, 'not-for-me')
    expect(evidenceOf(home.radar).checked.checks).toBe(5)
    home.plan({ area: 'robot hands' })
    expect(evidenceOf(home.radar)).toMatchObject({ again: true, leftOut: 0, checked: { checks: 0 } })
    home.publish(20, 'Robot hands')
    home.day()
    expect(evidenceOf(home.radar)).toMatchObject({ again: true, checked: { checks: 0, waiting: 5 } })
  })

  it('can be asked for: ten, which stay until they are judged', () => {
    const home = reader()
    expect(askForAudits(home.radar)).toEqual([])
    home.day()
    const asked = askForAudits(home.radar)
    expect(asked).toHaveLength(10)
    expect(askForAudits(home.radar)).toEqual(asked)
    for (const { id } of asked) decide(home.db, id, 'not-for-me', home.clock.now())
    expect(askForAudits(home.radar)).toHaveLength(10)
  })

  it('leave out what the person pulled in, and what was published before the pool could have had it', () => {
    const home = reader()
    home.publish(4, 'Old letters', { publishedAt: home.clock.now() - 40 * DAY })
    const { checks } = home.day()
    const before = evidenceOf(home.radar).leftOut
    expect(before).toBe(30)
    const out = home.db.get<{ id: number }>(
      `SELECT id FROM item WHERE shown_in IS NULL AND published_at > 0 AND id NOT IN (${checks.map(({ item }) => item.id)}) ORDER BY id DESC`,
    )
    pull(home.radar, out?.id ?? 0)
    expect(evidenceOf(home.radar).leftOut).toBe(before - 1)
  })

  it('are offered at the foot of the second edition', () => {
    const home = reader(false)
    expect(countOpened(home.db, home.day().slot)).toBe(1)
    expect(countOpened(home.db, home.day().slot)).toBe(2)
  })
})

describe('what was told elsewhere', () => {
  it('counts as caught when an edition had it, and as missed when it was left out', async () => {
    const home = reader(false)
    const { stories } = home.day()
    const shown = stories[0]?.item
    expect(await tellElsewhere(home.radar, `${shown?.link}?utm_source=friend`)).toMatchObject({
      outcome: 'caught',
      item: { id: shown?.id, verdict: 'keep' },
      added: true,
    })
    const out = home.db.get<{ id: number; link: string }>('SELECT id, link FROM item WHERE shown_in IS NULL')
    expect(await tellElsewhere(home.radar, out?.link ?? '')).toMatchObject({ outcome: 'left-out', added: true })
    expect(await tellElsewhere(home.radar, out?.link ?? '')).toMatchObject({ added: false })
    expect(evidenceOf(home.radar).told).toEqual({ caught: 1, all: 2 })
    untell(home.radar, out?.id ?? 0)
    expect(evidenceOf(home.radar).told).toEqual({ caught: 1, all: 1 })
    expect(findItem(home.db, out?.id ?? 0)?.verdict).toBeNull()
  })

  it('waits with what came after the last edition', async () => {
    const home = reader(false)
    home.day()
    home.clock.pass({ hours: 1 })
    home.publish(1, 'Retrieval evaluation')
    const last = home.db.get<{ link: string }>('SELECT link FROM item ORDER BY id DESC')
    expect(await tellElsewhere(home.radar, last?.link ?? '')).toMatchObject({ outcome: 'early', added: false })
    expect(evidenceOf(home.radar).told.all).toBe(0)
  })

  it('looks up what no source carries, and learns from it', async () => {
    const home = reader(false)
    home.day()
    home.net.answers['https://b.test/post'] =
      '<html><head><title>Judging &amp; ranking</title></head><body>Of answers</body></html>'
    const before = countItems(home.db)
    expect(await tellElsewhere(home.radar, 'https://b.test/post')).toMatchObject({
      outcome: 'not-carried',
      item: { title: 'Judging & ranking', text: 'Of answers', verdict: 'keep', sources: [] },
    })
    expect(countItems(home.db)).toBe(before + 1)
    expect(await tellElsewhere(home.radar, 'https://gone.test/')).toMatchObject({
      item: { title: 'https://gone.test/' },
    })
    expect(evidenceOf(home.radar).told).toEqual({ caught: 0, all: 2 })
  })

  it.each(['', 'something', 'ftp://a.test/x'])('is refused when it is no link: %s', async typed => {
    expect(await tellElsewhere(reader(false).radar, typed)).toHaveProperty('problem')
  })
})

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
    expect(sleepAgain(home.radar, loud?.id ?? 0)).toBe(true)
    expect(sleepAgain(home.radar, entry?.id ?? 0)).toBe(false)
    expect(asleep(home.db)[0]?.wakesAt).toBe(home.clock.now() + 14 * DAY)
  })

  it('is not troubled by an empty name or one that sleeps already', () => {
    const home = reader(false)
    expect(shelveByHand(home.radar, '   ')).toBeUndefined()
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
