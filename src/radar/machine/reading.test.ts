import { describe, expect, it } from 'vitest'
import { house, made } from '../../../test/house.ts'
import type { NewItem } from '../item.ts'
import { decide, everyDecision, undo } from '../store/decisions.ts'
import { dropText, findItem, keepItems, keptItems, leftOut, matchQuery } from '../store/items.ts'
import { addSource } from '../store/sources.ts'
import { makeWhole, nextSlot, open, presentEdition, pull, skippedSome, unpull } from './reading.ts'

const HOUR = 3600_000

/** A house with a person who keeps up with retrieval, and `n` stories about it, an hour apart, of which each is a minute. */
function reader(now = '2026-05-19T10:00:00Z') {
  const home = house({ now })
  home.plan({ area: 'retrieval evaluation', minutesAWeek: 15, welcomedAt: 0 })
  const { id } = addSource(home.db, { kind: 'feed', address: 'https://a.test/', title: 'A' }, 0)
  let count = 0
  const publish = (n: number, about = 'Retrieval evaluation') => {
    const items: NewItem[] = Array.from({ length: n }, () => {
      count++
      return {
        kind: 'story',
        link: `https://a.test/${count}`,
        title: `${about} in the case of number ${count}`,
        text: `text${count}`,
        authors: '',
        publishedAt: home.clock.now() - (count % 20) * HOUR,
        words: 10,
        keys: [`k${count}`],
      }
    })
    keepItems(home.db, items, id, home.clock.now())
  }
  publish(6)
  publish(30, 'Gardens and their flowers')
  const titles = () => presentEdition(home.radar)?.stories.map(({ item }) => item.title) ?? []
  return { ...home, publish, titles }
}

describe('the edition of a time', () => {
  it('holds its share of the week, and counts what passed', () => {
    const { radar } = reader()
    const edition = made(radar)
    expect(edition.stories).toHaveLength(5)
    expect(edition).toMatchObject({ minutes: 5, passed: 31, whole: true, openedAt: null })
  })

  it('is the same when made again, whatever came meanwhile', () => {
    const { radar, publish, clock } = reader()
    const edition = made(radar)
    publish(5)
    clock.pass({ hours: 3 })
    expect(made(radar)).toEqual(edition)
  })

  it('gives way to a short one when a rest begins before it was opened, and not once it is, or the person put something in', async () => {
    for (const [before, minutes] of [
      ['nothing', 10],
      ['open', 20],
      ['pull', 20],
    ] as const) {
      const { radar, app, publish, plan, post, schedule } = reader()
      plan({ minutesAWeek: 60 })
      publish(30)
      const edition = made(radar)
      expect(edition).toMatchObject({ minutes: 20, stories: { length: 20 } })
      if (before === 'open') open(radar)
      if (before === 'pull')
        pull(radar, leftOut(app.db, { words: 'Gardens', older: true, now: 0, skip: 0, most: 1 })[0]?.id ?? 0)
      await post('/rest', { days: '7' })
      await schedule.tick()
      const present = presentEdition(radar)
      expect([before, present?.minutes]).toEqual([before, minutes])
      if (before !== 'nothing') continue
      expect(present).toMatchObject({ slot: edition.slot, shorter: true, stories: { length: 10 } })
      expect(made(radar)).toEqual(present)
    }
  })

  it('stays the same when the plan’s days change within it', () => {
    const { radar, plan, clock } = reader()
    const edition = made(radar)
    clock.pass({ hours: 1 })
    plan({ editions: { days: [1, 2, 3, 4, 5], time: '08:00' } })
    expect(made(radar)).toEqual(edition)
  })

  it('is replaced by the next when nobody opened it, and its stories may come again', () => {
    const { radar, clock, titles } = reader()
    made(radar)
    const first = titles()
    clock.pass({ days: 1 })
    expect(presentEdition(radar)).toBeUndefined()
    made(radar)
    expect(titles()).toEqual(first)
  })

  it('shows nothing again that an opened one showed', () => {
    const { radar, clock, publish, titles } = reader()
    made(radar)
    open(radar)
    const first = titles()
    clock.pass({ days: 1 })
    publish(4)
    made(radar)
    expect(titles().filter(title => first.includes(title))).toEqual([])
  })

  it('shows nothing that was judged while it was left out', () => {
    const { radar, clock, db, titles } = reader()
    const [first] = leftOut(db, { words: 'Retrieval', older: false, now: clock.now(), skip: 0, most: 10 })
    decide(db, first?.id ?? 0, 'not-for-me', clock.now())
    made(radar)
    expect(titles()).not.toContain(first?.title)
  })

  it.each([3, 21, 90])('is of usual size after %i days away, with only what is recent', days => {
    const { radar, clock, publish, titles } = reader()
    made(radar)
    open(radar)
    for (let day = 0; day < days; day++) {
      clock.pass({ days: 1 })
      publish(6)
    }
    const edition = made(radar)
    expect(edition.stories).toHaveLength(5)
    expect(edition.stories.every(({ item }) => clock.now() - item.publishedAt <= 15 * 24 * HOUR)).toBe(true)
    expect(skippedSome(radar, edition)).toBe(true)
    expect(titles()).toHaveLength(5)
  })

  it('says nothing of a gap when no edition time went by unopened', () => {
    const { radar, clock } = reader()
    made(radar)
    open(radar)
    clock.pass({ days: 1 })
    expect(skippedSome(radar, made(radar))).toBe(false)
  })

  it('begins short after welcome, and becomes whole when asked, keeping what was shown', () => {
    const { radar, publish } = reader()
    publish(10)
    const taste = made(radar, 'taste')
    expect(taste.stories).toHaveLength(3)
    open(radar)
    makeWhole(radar)
    const whole = presentEdition(radar)
    expect(whole?.stories.slice(0, 3).map(({ item }) => item.id)).toEqual(taste.stories.map(({ item }) => item.id))
    expect(whole?.stories).toHaveLength(5)
    expect(whole?.whole).toBe(true)
    expect(new Set(whole?.stories.map(({ item }) => item.id)).size).toBe(5)
  })

  it('for a plan without days comes only when asked for', () => {
    const { radar, plan } = reader()
    plan({ editions: { days: [], time: '09:00' } })
    expect(nextSlot(radar)).toBeUndefined()
    expect(made(radar).stories).toHaveLength(5)
  })

  it('lasts through a clock that is set back', () => {
    const { radar, clock } = reader()
    const edition = made(radar)
    clock.set('2026-05-12T10:00:00Z')
    expect(made(radar)).toEqual(edition)
  })
})

describe('what was left out', () => {
  it('can be found by its words, and browsed by theme', () => {
    const { radar, db, clock } = reader()
    made(radar)
    open(radar)
    const find = (words: string) => leftOut(db, { words, older: false, now: clock.now(), skip: 0, most: 100 })
    expect(find('')).toHaveLength(31)
    expect(find('flower')).toHaveLength(30)
    expect(find('nothing like it')).toEqual([])
  })

  it('can be pulled into the edition, and put back', () => {
    const { radar, db, clock } = reader()
    made(radar)
    open(radar)
    const [garden] = leftOut(db, { words: 'gardens', older: false, now: clock.now(), skip: 0, most: 1 })
    expect(pull(radar, garden?.id ?? 0)).toBe(true)
    expect(pull(radar, garden?.id ?? 0)).toBe(false)
    expect(presentEdition(radar)?.stories.at(-1)).toMatchObject({ item: { id: garden?.id }, why: { pulled: true } })
    expect(leftOut(db, { words: 'gardens', older: false, now: clock.now(), skip: 0, most: 100 })).toHaveLength(29)
    expect(unpull(radar, garden?.id ?? 0)).toBe(true)
    expect(leftOut(db, { words: 'gardens', older: false, now: clock.now(), skip: 0, most: 100 })).toHaveLength(30)
    expect(pull(radar, 99_999)).toBe(false)
  })

  it('leaves the list after 60 days, and is found when older ones are asked for', () => {
    const { db, clock } = reader()
    clock.pass({ days: 62 })
    const find = (older: boolean) =>
      leftOut(db, { words: 'gardens', older, now: clock.now(), skip: 0, most: 100 }).length
    expect([find(false), find(true)]).toEqual([0, 30])
  })

  it.each(['"', '"unclosed', 'NEAR(', 'a* OR b', '-', '^x', "'; DROP TABLE item; --", '🦊', 'a"b"c'])(
    'is searched safely for %j',
    words => {
      const { db, clock } = reader()
      expect(() => leftOut(db, { words, older: false, now: clock.now(), skip: 0, most: 5 })).not.toThrow()
      expect(matchQuery(words)).not.toMatch(/[*^]/)
    },
  )
})

describe('what the person says', () => {
  it('stands until it is taken back, and every word of it is kept', () => {
    const { db, clock } = reader()
    decide(db, 1, 'keep', clock.now())
    decide(db, 2, 'keep', clock.now())
    decide(db, 1, 'not-for-me', clock.now())
    decide(db, 1, 'not-for-me', clock.now())
    expect(findItem(db, 1)?.verdict).toBe('not-for-me')
    expect(undo(db, 1, clock.now())).toBe(true)
    expect(undo(db, 1, clock.now())).toBe(false)
    expect(findItem(db, 1)?.verdict).toBeNull()
    expect(keptItems(db).map(({ id }) => id)).toEqual([2])
    expect(everyDecision(db).map(({ verdict }) => verdict)).toEqual(['keep', 'keep', 'not-for-me', 'undone'])
    expect(decide(db, 4711, 'keep', clock.now())).toBe(false)
  })
})

describe('a size limit', () => {
  it('takes text from the oldest only, never from what was kept, judged or shown', () => {
    const { db, radar, clock } = reader()
    made(radar)
    open(radar)
    decide(db, 20, 'keep', clock.now())
    decide(db, 21, 'not-for-me', clock.now())
    expect(dropText(db, 1_000_000)).toBe(0)
    expect(dropText(db, 0)).toBe(36 - 5 - 2)
    const left = db.all<{ id: number }>("SELECT id FROM item WHERE text <> ''").map(({ id }) => id)
    expect(left).toHaveLength(7)
    expect(left).toEqual(expect.arrayContaining([20, 21]))
  })
})
