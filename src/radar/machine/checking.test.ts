import { describe, expect, it } from 'vitest'
import { judge, reader } from '../../../test/reader.ts'
import { keepSetting } from '../../store/setting.ts'
import { auditOn } from '../settings.ts'
import { decide } from '../store/decisions.ts'
import { countItems, findItem } from '../store/items.ts'
import { chanceWord, shownIn, whyWords } from '../words.ts'
import { askForAudits, evidenceOf } from './checking.ts'
import { open, presentEdition, pull } from './reading.ts'
import { tellElsewhere, untell } from './telling.ts'

const DAY = 24 * 3600_000

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
    expect(evidenceOf(home.radar)).toMatchObject({ since: undefined, leftOut: 0, checked: { checks: 0 } })
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
    expect(home.day().checks).toHaveLength(5)
    for (const { id } of asked) decide(home.db, id, 'not-for-me', home.clock.now())
    const more = askForAudits(home.radar)
    expect(more).toHaveLength(10)
    expect(more.map(({ id }) => id)).not.toEqual(asked.map(({ id }) => id))
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
    home.day()
    expect(evidenceOf(home.radar).leftOut).toBe(before + 30 - 1)
  })

  it('stand there with a reason and a chance like any other', () => {
    const home = reader()
    for (let day = 0; day < 4; day++) {
      const edition = home.day()
      judge(home, edition.stories.slice(0, 3), 'keep')
      judge(home, edition.stories.slice(3), 'not-for-me')
      judge(home, edition.checks, 'not-for-me')
    }
    const { stories, checks } = home.day()
    for (const { why, item } of [...stories, ...checks]) {
      expect(why.chance).toBeGreaterThan(0)
      expect(chanceWord({ why, item }, { checks })).toBe('')
      expect(chanceWord({ why, item }, { checks: [] })).not.toBe('')
      expect(whyWords(why, item.sources[0], undefined)).not.toContain('no core area')
    }
  })

  it('that wait when checks are turned off end their wait with the next edition', () => {
    const home = reader()
    home.day()
    keepSetting(home.db, auditOn, 'no')
    expect(home.day().checks).toEqual([])
    expect(evidenceOf(home.radar).checked).toEqual({ checks: 5, hits: 5, unjudged: 5, waiting: 0 })
  })

  it('take nothing over that was said under another area', () => {
    const home = reader()
    const { checks } = home.day()
    home.plan({ area: 'robot hands' })
    judge(home, checks, 'not-for-me')
    home.clock.pass({ hours: 1 })
    home.publish(20, 'Robot hands')
    home.day()
    const ids = home.db.all<{ item_id: number }>('SELECT item_id FROM audit WHERE pool_id = 2').map(row => row.item_id)
    expect(ids).toHaveLength(5)
    for (const { item } of checks) expect(ids).not.toContain(item.id)
  })

  it('are not owed by somebody who never keeps anything: the editions go on', () => {
    const home = reader(false)
    for (let day = 0; day < 12; day++) {
      const { stories } = home.day()
      expect(stories.length).toBeGreaterThan(2)
      judge(home, stories.slice(0, 4), 'not-for-me')
    }
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
