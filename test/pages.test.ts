import { describe, expect, it } from 'vitest'
import { presentEdition } from '../src/radar/machine/reading.ts'
import { keptItems } from '../src/radar/store/items.ts'
import { addSource, findSource, listSources } from '../src/radar/store/sources.ts'
import { cannedNet, house, rss } from './house.ts'

const FEED = 'https://a.test/feed'
const script = '&lt;script&gt;alert(1)&lt;/script&gt;'
const hostile = '&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;'
const stories = [
  ...Array.from({ length: 6 }, (_, n) => ({
    title: `Evaluating retrieval in practice ${script}, part ${n}`,
    link: `https://a.test/${n}`,
    text: `${hostile} part ${n}`,
    date: '2026-05-17',
  })),
  ...Array.from({ length: 20 }, (_, n) => ({
    title: `Garden flowers of May, walk ${n}`,
    link: `https://a.test/g${n}`,
    date: '2026-05-16',
  })),
]

async function reader() {
  const home = house({ net: cannedNet({ [FEED]: rss(stories, 'A Feed') }) })
  home.plan({ area: 'retrieval evaluation', minutesAWeek: 12, welcomedAt: 0 })
  addSource(home.db, { kind: 'feed', address: FEED, title: '' }, 0)
  await home.schedule.tick()
  return home
}

describe('the first page', () => {
  it('leads to welcome before anything', async () => {
    const response = await house().ask('/')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/welcome'])
  })

  it('says where the person stands, in one sentence, and how long it ends', async () => {
    const { page, post } = await reader()
    expect(await page('/')).toContain('4 stories, about 4 minutes, then you are done until Tuesday 09:00.')
    await post('/edition/open')
    expect(await page('/')).toContain('You are done until Tuesday 09:00.')
  })

  it('is content without sources', async () => {
    const { plan, page } = house()
    plan({ welcomedAt: 0 })
    const text = await page('/')
    expect(text).toContain('Nothing to read until Tuesday 09:00.')
    expect(text).toContain('You have no sources, which is fine.')
  })

  it('is quiet in a pause, and starts again when asked', async () => {
    const { page, post, ask } = await reader()
    await post('/pause', { until: '2026-06-10' })
    expect(await page('/')).toContain('All is quiet until 10 June 2026.')
    expect((await ask('/edition')).headers.get('location')).toBe('/')
    await post('/resume')
    expect(await page('/')).toContain('4 stories')
  })
})

describe('the edition', () => {
  it('opens by a button, tells its stories, and ends', async () => {
    const { page, post, radar } = await reader()
    expect(await page('/edition')).not.toContain('part 0')
    await post('/edition/open')
    const text = await page('/edition')
    expect(text.match(/<article/g)).toHaveLength(4)
    expect(text).toContain('Here because it speaks of')
    expect(text).toContain('That is all. 22 others passed; none is waiting for you.')
    expect(presentEdition(radar)?.openedAt).not.toBeNull()
  })

  it('renders nothing of a feed as HTML', async () => {
    const { page, post } = await reader()
    await post('/edition/open')
    const text = await page('/edition')
    expect(text).not.toMatch(/<script>|<img|onerror=/)
  })

  it('takes a word on a story, and takes it back', async () => {
    const { page, post, radar, db } = await reader()
    await post('/edition/open')
    const item = String(presentEdition(radar)?.stories[0]?.item.id)
    const kept = await post('/decide/keep', { item, back: `/edition#story-${item}` })
    expect(kept.headers.get('location')).toBe(`/edition#story-${item}`)
    expect(await page('/edition')).toContain('Kept.')
    expect(await page('/kept')).toContain('Evaluating retrieval')
    expect(await page('/kept.md')).toMatch(/^# Kept\n\n- \[Evaluating retrieval/)
    await post('/decide/undo', { item, back: '/kept' })
    expect(keptItems(db)).toEqual([])
    await post('/decide/not-for-me', { item, back: '/edition' })
    expect(await page('/edition')).toContain('Not for you; noted.')
  })

  it.each(['//evil.test', '/\t/evil.test', '/\n/evil.test', 'https://evil.test', '/\\evil.test', 'javascript:1', ''])(
    'never leads back to a foreign place: %j',
    async back => {
      const { post } = await reader()
      expect((await post('/decide/keep', { item: '1', back })).headers.get('location')).toBe('/edition')
    },
  )
})

describe('what was left out', () => {
  it('is listed by theme, searched, and pulled in', async () => {
    const { page, post, radar } = await reader()
    await post('/edition/open')
    expect(await page('/left-out')).toContain('garden flowers')
    const found = await page('/left-out?words=flowers')
    const item = /name="item" value="(\d+)"/.exec(found)?.[1] ?? ''
    await post('/edition/pull', { item, back: '/left-out' })
    expect(presentEdition(radar)?.stories.at(-1)?.item.id).toBe(Number(item))
    expect(await page('/edition')).toContain('Here because you pulled it in.')
    await post('/edition/put-back', { item, back: '/left-out' })
    expect(presentEdition(radar)?.stories).toHaveLength(4)
    expect(await page('/left-out?words=zebra')).toContain('Nothing left out speaks of zebra.')
    expect(await page('/left-out?page=-3&words=%22')).toContain('Left out')
  })
})

describe('the sources page', () => {
  it('adds, removes and brings back', async () => {
    const { page, post, db } = await reader()
    expect(await page('/sources')).toContain('A Feed')
    const [source] = listSources(db)
    const removed = await post('/sources/remove', { source: String(source?.id) })
    const text = await page(removed.headers.get('location') ?? '')
    expect(text).toContain('was removed.')
    expect(listSources(db)).toEqual([])
    await post('/sources/bring-back', { source: String(source?.id) })
    expect(listSources(db)).toHaveLength(1)
    const added = await post('/sources/add', { source: 'nonsense here' })
    expect(decodeURIComponent(added.headers.get('location') ?? '')).toContain('is+not+a+source')
  })

  it('takes an OPML list and gives one back', async () => {
    const { ask, page, db } = await reader()
    const body = new FormData()
    body.set(
      'list',
      new File(
        ['<opml version="2.0"><body><outline text="B" xmlUrl="https://b.test/feed"/></body></opml>'],
        'list.opml',
      ),
    )
    const response = await ask('/sources/import', { method: 'POST', body })
    expect(response.headers.get('location')).toContain('1+added')
    expect(listSources(db)).toHaveLength(2)
    expect(await page('/sources.opml')).toContain('xmlUrl="https://b.test/feed"')
    const bad = new FormData()
    bad.set('list', new File(['hello'], 'x'))
    expect((await ask('/sources/import', { method: 'POST', body: bad })).headers.get('location')).toContain(
      'not+an+OPML',
    )
  })

  it('says what is wrong with a source, and what to do', async () => {
    const home = await reader()
    home.net.answers[FEED] = { status: 404 }
    home.clock.pass({ hours: 9 })
    await home.schedule.tick()
    expect(await home.page('/sources')).toMatch(/there is nothing at this address.*Look for its new address/s)
  })
})

describe('settings', () => {
  it('keep the plan, and say when something does not fit', async () => {
    const { page, post, radar } = await reader()
    await post('/plan', {
      area: 'Gardens',
      words: 'rose, tulip',
      notMine: '',
      role: '',
      things: 'vLLM',
      hours: '1',
      day: ['1', '3'],
      time: '07:45',
    })
    expect(radar.plan()).toMatchObject({
      area: 'Gardens',
      words: ['rose', 'tulip'],
      things: ['vLLM'],
      minutesAWeek: 60,
      editions: { days: [1, 3], time: '07:45' },
    })
    expect((await post('/plan', { area: 'X', hours: 'lots' })).headers.get('location')).toContain('Nothing+was+changed')
    expect(radar.plan().area).toBe('Gardens')
    expect(await page('/settings')).toContain('value="Gardens"')
  })

  it('name the technical ones that do not fit, and keep the others', async () => {
    const { post, page } = await reader()
    const answer = await post('/settings', { 'fetch.allowHosts': '127.0.0.1:8088', 'arxiv.base': 'nonsense' })
    expect(answer.headers.get('location')).toContain('arxiv.base')
    await post('/settings', { 'github.base': 'https://mirror.test' })
    expect(await page('/settings')).toContain('value="127.0.0.1:8088"')
  })

  it('give everything away as one document, without a key', async () => {
    const { page, db } = await reader()
    const all = JSON.parse(await page('/export.json'))
    expect(all.items).toHaveLength(26)
    expect(all.editions).toHaveLength(1)
    expect(all).toHaveProperty('plan.area', 'retrieval evaluation')
    expect(JSON.stringify(all)).not.toMatch(/secret|cookie|used_code/)
    expect(findSource(db, all.sources[0].id)?.address).toBe(FEED)
  })

  it('delete only after the word was typed', async () => {
    const { post, page } = await reader()
    expect(await page('/delete')).toContain('This would go')
    expect((await post('/delete', { sure: 'yes' })).headers.get('location')).toBe('/delete')
    expect(await page('/')).toContain('4 stories')
    expect(await (await post('/delete', { sure: 'delete' })).text()).toContain('Your data is gone')
  })
})

describe('welcome', () => {
  it('asks, proposes, fetches, and ends on three stories', async () => {
    const home = house({
      net: cannedNet({
        'https://arxiv.test/query*': '<feed xmlns="http://www.w3.org/2005/Atom"><title>q</title></feed>',
        '*': rss(stories, 'Any'),
      }),
    })
    expect(await home.page('/welcome')).toContain('What do you work on?')
    await home.post('/welcome', { area: 'retrieval evaluation', feeling: 'fine' })
    const proposal = await home.page('/welcome/plan')
    const ticked = [...proposal.matchAll(/name="source" value="([^"]+)" checked/g)].map(([, typed]) =>
      (typed ?? '').replaceAll('&amp;', '&'),
    )
    expect(ticked.length).toBeGreaterThan(3)
    expect(ticked.length).toBeLessThanOrEqual(8)
    await home.post('/welcome/plan', { hours: '2', day: ['2', '3', '4'], time: '09:00', source: ticked })
    // Weeks are counted from the first time.
    home.plan({ welcomedAt: 5 })
    await home.post('/welcome/plan', { hours: '2', day: ['2', '3', '4'], time: '09:00' })
    expect(home.radar.plan().welcomedAt).toBe(5)
    await home.schedule.tick()
    const text = await home.page('/edition')
    expect(text.match(/<article/g)).toHaveLength(3)
    expect(text).toContain('That is enough for today. The next edition is Tuesday 09:00.')
    await home.post('/edition/whole')
    expect(await home.page('/edition')).toContain('That is all.')
  })

  it('proposes half the hours when the laptop feels heavy, and does not say why', async () => {
    const { post, page } = house()
    await post('/welcome', { area: 'robots', feeling: 'heavy' })
    const text = await page('/welcome/plan')
    expect(text).toContain('name="hours" value="1"')
    expect(text).not.toMatch(/heavy|burn/i)
  })

  it('lets someone in without an area and without sources', async () => {
    const { post, page } = house()
    await post('/welcome', { area: '', feeling: '' })
    expect(await page('/welcome/plan')).toContain('no list of sources')
    expect((await post('/welcome/plan', { hours: '2', day: ['2'], time: '09:00' })).headers.get('location')).toBe('/')
    expect(await page('/')).toContain('which is fine')
  })

  it('opens the sample', async () => {
    expect(await (await house().post('/demo')).text()).toContain('href="http://127.0.0.1:1/sign-in"')
  })
})
