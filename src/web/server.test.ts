import { describe, expect, it } from 'vitest'
import { house, PORT } from '../../test/house.ts'
import { routeTable } from './server.tsx'

const HOST = `127.0.0.1:${PORT}`

describe('every route', () => {
  it('refuses a foreign host, a foreign origin and another site, whoever holds the cookie', async () => {
    const { ask, webOptions } = house()
    const routes = routeTable(webOptions)
    expect(routes.length).toBeGreaterThan(25)
    const wrong: Record<string, string>[] = [
      { host: 'evil.test' },
      { host: `evil.test:${PORT}` },
      { host: '127.0.0.1' },
      { host: `0.0.0.0:${PORT}` },
      { host: `127.0.0.1.evil.test:${PORT}` },
      { origin: 'https://evil.test' },
      { origin: `http://127.0.0.1:${PORT + 1}` },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    const let_in: string[] = []
    for (const { method, path } of routes) {
      for (const headers of wrong) {
        const signsIn = method === 'GET' && path === '/sign-in' && 'sec-fetch-site' in headers
        const { status } = await ask(path, { method, headers })
        if (![403, 421].includes(status) && !signsIn)
          let_in.push(`${method} ${path} ${JSON.stringify(headers)} ${status}`)
      }
    }
    expect(let_in).toEqual([])
  })

  it('of the person refuses who is not signed in, and changes nothing for them', async () => {
    const { web, webOptions } = house()
    const open: string[] = []
    for (const { method, path, key } of routeTable(webOptions)) {
      const headers = { host: HOST, 'sec-fetch-site': 'same-origin', cookie: `evenkeel-${PORT}=made.up` }
      const { status } = await web.request(path, { method, headers })
      if (key === 'open') open.push(`${method} ${path}`)
      else expect([`${method} ${path}`, status]).toEqual([`${method} ${path}`, 401])
    }
    expect(open).toEqual([
      'GET /sign-in',
      'POST /sign-in',
      'GET /style.css',
      'GET /keys.js',
      'GET /health',
      'POST /pair',
    ])
  })

  it('that changes something refuses a request that says nothing of where it comes from', async () => {
    const { ask, webOptions } = house()
    const ours = routeTable(webOptions).filter(({ method, programs }) => method === 'POST' && !programs)
    for (const { method, path } of ours) {
      expect((await ask(path, { method, headers: { 'sec-fetch-site': '' } })).status).toBe(403)
    }
  })

  it('changes nothing when it is only read', async () => {
    const { ask, db, webOptions } = house()
    const before = db.get('SELECT total_changes() AS n')
    for (const { path } of routeTable(webOptions).filter(({ method }) => method === 'GET')) await ask(path)
    expect(db.get('SELECT total_changes() AS n')).toEqual(before)
  })

  it('carries a strict policy, and nothing of ours is written into a page as script', async () => {
    const { ask, webOptions } = house()
    for (const { path } of routeTable(webOptions).filter(({ method }) => method === 'GET')) {
      const response = await ask(path)
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      if (!/css|js$/.test(path)) expect(await response.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/i)
    }
  })
})

describe('a form', () => {
  it('that is far too large is refused before it is read', async () => {
    const { ask, radar } = house()
    const body = new URLSearchParams({ area: 'x'.repeat(400_000), hours: '2' })
    const response = await ask('/plan', {
      method: 'POST',
      body,
      headers: { 'content-length': String(String(body).length) },
    })
    expect([response.status, radar.plan().area]).toEqual([413, ''])
  })
})

describe('a body that is no form', () => {
  it('is refused in words, on every route, and nothing is reported', async () => {
    const { ask, webOptions, reported } = house()
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    for (const { path } of routeTable(webOptions).filter(({ method, key }) => method === 'POST' && key === 'session'))
      expect([path, (await ask(path, { method: 'POST', body: 'broken', headers })).status]).not.toContain(500)
    expect(reported).toEqual([])
  })
})

describe('signing in', () => {
  const signIn = (web: ReturnType<typeof house>['web'], code: string) =>
    web.request('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ code }),
      headers: { host: HOST, origin: `http://${HOST}` },
    })

  it('takes a button: the link alone changes nothing', async () => {
    const { web, session } = house()
    const code = session.newCode()
    const page = await web.request(`/sign-in?code=${code}`, { headers: { host: HOST, 'sec-fetch-site': 'none' } })
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(await page.text()).toContain('<button')
    const entered = await signIn(web, code)
    expect(entered.headers.get('set-cookie')).toMatch(/^evenkeel-4815=.+; Path=\/; HttpOnly; SameSite=Strict/)
  })

  it('works once with a link', async () => {
    const { web, session } = house()
    const code = session.newCode()
    expect([(await signIn(web, code)).status, (await signIn(web, code)).status]).toEqual([200, 401])
  })

  it('works for ten minutes', async () => {
    const { web, session, clock } = house()
    const [early, late] = [session.newCode(), session.newCode()]
    clock.pass({ minutes: 9, seconds: 59 })
    expect((await signIn(web, early)).status).toBe(200)
    clock.pass({ seconds: 2 })
    expect((await signIn(web, late)).status).toBe(401)
  })

  it('does not last longer because the wall clock was set back', async () => {
    const { web, session, clock } = house()
    const code = session.newCode()
    clock.pass({ minutes: 11 })
    clock.set('2026-05-18T08:00:00Z')
    expect((await signIn(web, code)).status).toBe(401)
  })

  it.each(['', 'x', '9999999999.abc.def', '..'])('is refused with a made-up code: %j', async code => {
    expect((await signIn(house().web, code)).status).toBe(401)
  })

  it('is refused with a code whose time was changed', async () => {
    const { web, session } = house()
    const [, nonce, signature] = session.newCode().split('.')
    expect((await signIn(web, `1300000.${nonce}.${signature}`)).status).toBe(401)
  })
})

describe('when something goes wrong', () => {
  it('says that there is no such page', async () => {
    const response = await house().ask('/nowhere')
    expect([response.status, (await response.text()).includes('no such page')]).toEqual([404, true])
  })

  it('tells the unexpected to one place, without a word of it on the page', async () => {
    const { ask, db, reported } = house()
    db.close()
    const response = await ask('/settings')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('database')
    expect(reported).toHaveLength(1)
  })
})
