import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeGet } from '../src/net/get.ts'
import { pollAll } from '../src/radar/machine/poll.ts'
import { open, presentEdition } from '../src/radar/machine/reading.ts'
import { readOpml } from '../src/radar/opml.ts'
import { decide } from '../src/radar/store/decisions.ts'
import { countItems } from '../src/radar/store/items.ts'
import { addSource, listSources } from '../src/radar/store/sources.ts'
import { house, made, suiteUnless, temporaryFolder } from './house.ts'
import { lackingMonth, realMonth } from './publishing.ts'

const suite = suiteUnless(lackingMonth)

async function firehose() {
  const { base, host, date } = await realMonth('2026-05-18')
  const home = house({ now: '2026-05-18T09:00:00Z' })
  const get = makeGet({
    agent: 'Evenkeel/test (+https://github.com/evenkeel/evenkeel)',
    allowed: () => [host],
    never: () => [],
    monotonic: () => performance.now(),
  })
  // arXiv's three seconds between pages are kept in the app and would only make this test slow.
  const radar = {
    ...home.radar,
    get: (request: Parameters<typeof get>[0]) => get({ ...request, gap: 0 }),
    bases: () => ({ arxiv: `${base}/arxiv`, github: base, hackernews: base }),
  }
  const add = (address: string) => addSource(home.db, { kind: 'feed', address: base + address, title: '' }, 0)
  return {
    ...home,
    base,
    radar,
    add,
    fetch: () => pollAll(radar, true, () => {}),
    date,
  }
}

async function subscribed() {
  const home = await firehose()
  const list = readOpml(await (await fetch(`${home.base}/opml`)).text())
  for (const source of list?.sources ?? []) addSource(home.db, source, 0)
  addSource(home.db, { kind: 'arxiv', address: 'cs.AI cs.CL cs.IR', title: 'arXiv' }, 0)
  home.plan({ area: 'evaluation of retrieval-augmented generation', welcomedAt: 0 })
  return home
}

const onTopic = ({ title, text }: { title: string; text: string }) =>
  /retriev|\bRAG\b/i.test(title) ||
  /retrieval[- ]augmented|\bRAG\b/i.test(text) ||
  (text.match(/retriev/gi)?.length ?? 0) >= 2

suite('a real month', () => {
  it('is fetched whole, then found unchanged, and a week later only what is new is added', async () => {
    const home = await subscribed()
    const first = await home.fetch()
    expect(first).toHaveLength(30)
    expect(first.filter(({ state }) => state !== 'fine')).toEqual([])
    const kept = countItems(home.db)
    expect(kept).toBeGreaterThan(2000)
    const log = async () =>
      (await (await fetch(`${home.base}/log`)).text())
        .split('\n')
        .map(line => JSON.parse(line) as { url: string; ifNoneMatch?: string })
    const asked = (await log()).length
    const again = await home.fetch()
    expect(again.every(({ added, state }) => added === 0 && state === 'fine')).toBe(true)
    expect(countItems(home.db)).toBe(kept)
    const second = (await log()).slice(asked).filter(({ url }) => url !== '/log')
    expect([second.length, second.every(({ ifNoneMatch }) => ifNoneMatch)]).toEqual([30, true])
    await home.date('2026-05-25')
    home.clock.pass({ days: 7 })
    const later = await home.fetch()
    const added = later.reduce((sum, one) => sum + one.added, 0)
    expect(added).toBeGreaterThan(300)
    expect(countItems(home.db)).toBe(kept + added)
    const titles = home.db.all<{ link: string; n: number }>(
      'SELECT link, count(*) AS n FROM item GROUP BY link HAVING n > 1',
    )
    expect(titles).toEqual([])
  })

  it('gives an edition about the core area, and decisions leave the next one at least as close', async () => {
    const week = async (decideOn: boolean) => {
      const home = await subscribed()
      await home.fetch()
      const edition = made(home.radar)
      open(home.radar)
      const minutes = edition.stories.reduce((sum, story) => sum + story.minutes, 0)
      if (decideOn) {
        // The rule: keep the first five that name evaluation or a benchmark, or else retrieval; of the rest the last five are not for me.
        const items = edition.stories.map(({ item }) => item)
        const keep = [...items]
          .sort((a, b) => Number(/evaluat|benchmark/i.test(b.title)) - Number(/evaluat|benchmark/i.test(a.title)))
          .slice(0, 5)
        for (const item of items)
          decide(home.db, item.id, keep.includes(item) ? 'keep' : 'not-for-me', home.clock.now())
      }
      await home.date('2026-05-25')
      home.clock.pass({ days: 7 })
      await home.fetch()
      made(home.radar)
      const ten =
        presentEdition(home.radar)
          ?.stories.slice(0, 10)
          .map(({ item }) => item) ?? []
      return {
        minutes,
        first: share(edition.stories.map(({ item }) => item)),
        next: share(ten),
        why: edition.stories.every(({ why }) => why.words.length > 0),
      }
    }
    const share = (items: { title: string; text: string }[]) => items.filter(onTopic).length / items.length
    const [without, withDecisions] = [await week(false), await week(true)]
    expect(without.minutes).toBeGreaterThanOrEqual(20)
    expect(without.minutes).toBeLessThanOrEqual(40)
    expect(without.first).toBeGreaterThanOrEqual(0.8)
    expect(without.why).toBe(true)
    expect(withDecisions.next).toBeGreaterThanOrEqual(Math.max(0.8, without.next))
  }, 400_000)

  it('with every fault a server can have ends each in its named state, in bounded time and memory', async () => {
    const home = await firehose()
    const kinds = [
      'slow',
      'hang',
      'reset',
      '404',
      '410',
      '429',
      '500',
      '503',
      'moved',
      'loop',
      'html',
      'cut',
      'big',
      'bomb',
      'gzipbomb',
      'latin1',
      'badtype',
    ]
    for (const kind of kinds) home.add(`/fault/${kind}/the_batch.xml`)
    const began = performance.now()
    const states = Object.fromEntries(
      (await home.fetch()).map(({ source, state }) => [source.address.split('/')[4], state]),
    )
    expect(states).toEqual({
      slow: 'fine',
      hang: 'timed-out',
      reset: 'cut-off',
      404: 'not-found',
      410: 'gone',
      429: 'asked-to-wait',
      500: 'server-error',
      503: 'server-error',
      moved: 'fine',
      loop: 'too-many-redirects',
      html: 'not-a-feed',
      cut: 'partial',
      big: 'too-large',
      bomb: 'unsafe',
      gzipbomb: 'too-large',
      latin1: 'fine',
      badtype: 'fine',
    })
    expect(performance.now() - began).toBeLessThan(60_000)
    expect(listSources(home.db).find(({ address }) => address.includes('429'))?.notBefore).toBeGreaterThan(
      home.clock.now(),
    )
  })

  it('bigger than it may be, bombs and silence together, takes under 300 MB', async () => {
    const home = await firehose()
    const data = temporaryFolder()
    const program = join(import.meta.dirname, '../dist/main.js')
    const env = { PATH: process.env.PATH, EVENKEEL_DATA: data }
    const evenkeel = (...line: string[]) => spawnSync(process.execPath, [program, ...line], { env, encoding: 'utf8' })
    evenkeel('settings', 'fetch.allowHosts', new URL(home.base).host)
    const list = join(data, '../faults.opml')
    const outlines = ['big', 'bomb', 'gzipbomb', 'hang'].map(
      kind => `<outline text="${kind}" xmlUrl="${home.base}/fault/${kind}/the_batch.xml"/>`,
    )
    writeFileSync(list, `<opml version="2.0"><body>${outlines.join('')}</body></opml>`)
    evenkeel('sources', 'import', list)
    const child = spawn(process.execPath, [program, 'fetch'], { env, stdio: 'ignore' })
    let peak = 0
    const watch = setInterval(() => {
      const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : ''
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0))
    }, 100)
    await new Promise(done => child.once('close', done))
    clearInterval(watch)
    expect(peak).toBeGreaterThan(30_000)
    expect(peak).toBeLessThan(300_000)
  })
})
