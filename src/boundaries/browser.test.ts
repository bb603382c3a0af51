import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Boundary } from '../../protocol/boundary.ts'
import { house, PORT } from '../../test/house.ts'
import { readSite } from './site.ts'
import { countAttempts, pairedBrowsers } from './store/extensions.ts'
import { heldSites, readSites } from './store/sites.ts'
import { everyThought } from './store/thoughts.ts'

const HOST = { host: `127.0.0.1:${PORT}`, 'content-type': 'application/json' }
const REPORT = { browser: 'Chromium', version: '0.1.0', privateWindows: false, batch: '', attempts: [], thoughts: [] }

/** A browser's extension, as it talks to the app. */
async function browser(options: Parameters<typeof house>[0] = {}) {
  const home = house({ now: '2026-05-21T20:00:00Z', ...options })
  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    home.web.request(path, { method: 'POST', body: JSON.stringify(body), headers: { ...HOST, ...headers } })
  const code = async () =>
    /(\d+)-(\w{4})-(\w{4})<\/code>/.exec(await (await home.post('/off/browser/pair')).text()) ?? []
  const pair = async () => {
    const [, port, first, second] = await code()
    expect(port).toBe(String(PORT))
    const answer = await send('/pair', { code: `${first}${second}`, browser: 'Chromium', version: '0.1.0' })
    return ((await answer.json()) as { token: string }).token
  }
  return { ...home, send, code, pair }
}

describe('pairing', () => {
  it('takes the code that was shown, once, within ten minutes', async () => {
    const { send, code, clock, db } = await browser()
    const [, , first, second] = await code()
    const ask = () => send('/pair', { code: `${first}${second}`, browser: 'Firefox', version: '1' })
    expect((await ask()).status).toBe(200)
    expect((await ask()).status).toBe(401)
    const [, , late, later] = await code()
    clock.pass({ minutes: 11 })
    expect((await send('/pair', { code: `${late}${later}`, browser: 'x', version: '1' })).status).toBe(401)
    expect(pairedBrowsers(db).map(({ browser }) => browser)).toEqual(['Firefox'])
  })

  it('gives whoever guesses one try', async () => {
    const { send, code } = await browser()
    const [, , first, second] = await code()
    expect((await send('/pair', { code: 'AAAABBBB', browser: 'x', version: '1' })).status).toBe(401)
    expect((await send('/pair', { code: `${first}${second}`, browser: 'x', version: '1' })).status).toBe(401)
  })

  it.each([undefined, 7, {}, { code: 'x'.repeat(1000) }])('refuses what is no request: %j', async body => {
    const { send } = await browser()
    expect((await send('/pair', body)).status).toBe(401)
  })

  it('keeps only the token’s hash, and the token opens nothing else', async () => {
    const { pair, db, web } = await browser()
    const token = await pair()
    expect(JSON.stringify(db.all('SELECT * FROM extension'))).not.toContain(token)
    for (const path of ['/', '/export.json', '/settings', '/off'])
      expect((await web.request(path, { headers: { ...HOST, authorization: `Bearer ${token}` } })).status).toBe(401)
  })

  it('ends when the person says so, and loosens nothing that runs or is near', async () => {
    const { pair, send, post, clock } = await browser()
    await post('/off/keep', { day: ['4', '6'], from: '18:30', to: '08:00', nights: '0' })
    const authorization = `Bearer ${await pair()}`
    const told = async () => v.parse(Boundary, await (await send('/boundary', REPORT, { authorization })).json())
    expect(await told()).toMatchObject({ unpaired: false })
    await post('/off/browser/remove', { extension: '1' })
    const end = Date.parse('2026-05-22T08:00:00Z')
    expect(await told()).toMatchObject({ unpaired: true, spans: [{ to: end }], horizon: end })
    clock.pass({ hours: 4, minutes: 1 })
    expect(await told()).toMatchObject({ spans: [{ to: end }], horizon: end })
    clock.pass({ hours: 9 })
    const after = await told()
    expect([after.spans, after.horizon]).toEqual([[], clock.now()])
    expect((await send('/boundary', REPORT, { authorization: 'Bearer guess' })).status).toBe(401)
  })
})

describe('what the extension is told', () => {
  it('is off time as absolute spans, with exceptions applied, and the sites', async () => {
    const { pair, send, post, clock } = await browser()
    await post('/off/keep', { day: '5', from: '18:30', to: '08:00', nights: '0' })
    await post('/off/sites', { site: ['github.com'], more: 'https://www.arxiv.org/list news.ycombinator.com' })
    await post('/off/exception', { day: '2026-05-22', begin: '18:30', end: '21:00' })
    const answer = await send('/boundary', REPORT, { authorization: `Bearer ${await pair()}` })
    const told = v.parse(Boundary, await answer.json())
    expect(told.spans[0]).toEqual({ from: Date.parse('2026-05-22T21:00Z'), to: Date.parse('2026-05-23T08:00Z') })
    expect(told.spans).toHaveLength(9)
    expect(told.sites).toEqual(['arxiv.org', 'github.com', 'news.ycombinator.com'])
    expect(told.horizon - clock.now()).toBe(60 * 24 * 3600_000)
  })

  it('and what it tells is kept: host and minute, thoughts, and that it lives', async () => {
    const { pair, send, db, page, clock } = await browser()
    const minute = clock.now()
    const report = {
      ...REPORT,
      batch: 'one',
      attempts: [
        { host: 'github.com', minute, outcome: 'stopped' },
        { host: 'github.com', minute, outcome: 'stopped' },
        { host: 'github.com', minute, outcome: 'opened' },
      ],
      thoughts: [{ words: 'from the closed page', at: minute }],
    }
    const authorization = `Bearer ${await pair()}`
    await send('/boundary', report, { authorization })
    await send('/boundary', REPORT, { authorization })
    await send('/boundary', report, { authorization })
    expect(countAttempts(db, minute, minute + 60_000)).toEqual({ stopped: 2, opened: 1 })
    expect(everyThought(db).map(({ words }) => words)).toEqual(['from the closed page'])
    expect(await page('/off/browser')).toContain('not let into private windows')
  })

  it.each([undefined, {}, { ...REPORT, attempts: [{ host: 7 }] }, { ...REPORT, thoughts: 'x' }])(
    'what is no report is refused, and nothing kept: %j',
    async body => {
      const { pair, send, db } = await browser()
      expect((await send('/boundary', body, { authorization: `Bearer ${await pair()}` })).status).toBe(400)
      expect(everyThought(db)).toEqual([])
    },
  )

  it('goes on in off time', async () => {
    const { pair, send, post } = await browser()
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    expect((await send('/boundary', REPORT, { authorization: `Bearer ${await pair()}` })).status).toBe(200)
  })
})

describe('the list of sites', () => {
  it.each([
    ['github.com', 'github.com'],
    ['https://www.GitHub.com/evenkeel', 'github.com'],
    ['*.example.org', 'example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['127.0.0.1:4815', undefined],
    ['localhost', undefined],
    ['not a site', undefined],
    ['ftp://example.org', undefined],
    ['', undefined],
  ])('reads %j as %j', (typed, site) => {
    expect(readSite(typed)).toBe(site)
  })

  it('loses a site at once, but for off time that runs or is near', async () => {
    const { post, db, clock } = await browser()
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    await post('/off/sites', { site: ['github.com', 'typo.test'] })
    await post('/off/sites/remove', { site: 'typo.test' })
    expect(heldSites(db, clock.now())).toEqual([])
    clock.pass({ minutes: 20 })
    await post('/off/sites/remove', { site: 'github.com' })
    // To and fro opens nothing either.
    await post('/off/sites', { site: ['github.com'] })
    await post('/off/sites/remove', { site: 'github.com' })
    expect(readSites(db)).toEqual([])
    expect(heldSites(db, clock.now())).toEqual([{ site: 'github.com', until: Date.parse('2026-05-22T08:00Z') }])
    clock.pass({ hours: 13 })
    await post('/off/sites', { site: ['arxiv.org'] })
    clock.pass({ minutes: 20 })
    await post('/off/sites/remove', { site: 'arxiv.org' })
    expect(heldSites(db, clock.now())).toEqual([])
  })

  it('refuses what is no site, and keeps the rest as it was', async () => {
    const { post, db } = await browser()
    const answer = await post('/off/sites', { site: ['github.com'], more: 'nonsense' })
    expect(answer.headers.get('location')).toContain('Nothing+was+changed')
    expect(readSites(db)).toEqual([])
  })
})
