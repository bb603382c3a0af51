import { describe, expect, it } from 'vitest'
import { COUNTRIES, countryOf, isOld, oldEntries } from '../src/help-lines.ts'
import { routeTable } from '../src/web/server.tsx'
import { house } from './house.ts'

describe('someone to talk to', () => {
  it('is found by the country one speaks of, or chooses, each number with where and when it was read', async () => {
    const { ask } = house({ now: '2026-05-18T09:00:00Z' })
    const german = await (await ask('/help', { headers: { 'accept-language': 'de-DE,de;q=0.9' } })).text()
    expect(german).toContain('<strong>0800 111 0 111</strong>')
    expect(german).toContain('a page of 2024-09-10; that is over six months ago, so it may have changed')
    expect(german).toMatch(/emergency: <strong>112<\/strong> <span class="soft">\(read at <a href="https:/)
    const french = await (await ask('/help?country=FR', { headers: { 'accept-language': 'de-DE' } })).text()
    expect(french).toContain('<strong>3114</strong>')
  })

  it('names the emergency number and a directory where no line could be vouched for', async () => {
    const { page } = house()
    const text = await page('/help?country=TR')
    expect(text).toContain('Turkey, emergency: <strong>112</strong>')
    expect(text).toContain('No line of this country could be vouched for.')
    expect(text).toContain('https://findahelpline.com')
    expect(await page('/help')).not.toContain('emergency: <strong>')
  })

  it('has for every number a page that was read and its date', () => {
    for (const { emergency, line } of COUNTRIES)
      for (const stated of [emergency, ...(line ? [line] : [])]) {
        expect(stated.number).toMatch(/\d/)
        expect(URL.canParse(stated.source)).toBe(true)
        expect(stated.date).toMatch(/^\d{4}(-\d\d(-\d\d)?)?$/)
      }
  })

  it('calls a page old after six months, and no sooner than it can be known to be', () => {
    expect([isOld('2026-05-18', '2026-11-18'), isOld('2026-05-18', '2026-11-19')]).toEqual([false, true])
    expect([isOld('2026', '2027-06-30'), isOld('2026', '2027-07-01')]).toEqual([false, true])
    expect([isOld('2026-02', '2026-08-28'), isOld('2026-02', '2026-08-29')]).toEqual([false, true])
    expect(oldEntries('2008-01-01')).toEqual([])
    expect(oldEntries('2026-11-25').length).toBeGreaterThan(0)
  })

  it('knows a country by its region alone', () => {
    expect(countryOf('xx-XX,en-GB;q=0.8')?.country).toBe('GB')
    expect([countryOf('de'), countryOf(''), countryOf('zz-zz')]).toEqual([undefined, undefined, undefined])
  })

  it('is one tap away on every page, in off time too', async () => {
    const home = house({ now: '2026-05-21T19:00:00Z' })
    home.plan({ welcomedAt: 0 })
    const pages = routeTable(home.webOptions).filter(
      ({ method, key, path, programs }) =>
        method === 'GET' && key === 'session' && !programs && !/\.(json|csv|md|opml|ics)$/.test(path),
    )
    const without = async () => {
      const found: string[] = []
      for (const { path } of pages) {
        const answer = await home.ask(path)
        if (answer.status === 200 && !(await answer.text()).includes('href="/help')) found.push(path)
      }
      return found
    }
    expect(await without()).toEqual([])
    await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    home.clock.pass({ days: 7 })
    expect(await home.page('/')).toContain('You can close the laptop.')
    expect(await without()).toEqual([])
  })
})
