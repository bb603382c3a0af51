import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { house, PORT, temporaryFolder } from '../../test/house.ts'
import { eveningsIn, readGit } from './machine/traces.ts'

const HOST = { host: `127.0.0.1:${PORT}` }

/** A repository of real git, in which things are done at moments. */
function repository(folder = temporaryFolder()) {
  const git = (args: string[], at: string, who = 'me@example.test') =>
    execFileSync('git', ['-C', folder, '-c', `user.name=Me`, '-c', `user.email=${who}`, ...args], {
      env: { PATH: process.env.PATH, HOME: folder, GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at },
      stdio: 'pipe',
    })
  mkdirSync(folder, { recursive: true })
  git(['init', '-q', '-b', 'main'], '2026-05-01T10:00:00+00:00')
  const commit = (at: string, message = 'work', who?: string) =>
    git(['commit', '-q', '--allow-empty', '-m', message], at, who)
  return { folder, git, commit }
}

/** A person with Thursday evenings off since early May, and one repository that is read. */
async function person() {
  const home = house({ now: '2026-05-04T09:00:00Z' })
  home.plan({ welcomedAt: 0 })
  await home.post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
  await home.post('/settings', { 'git.emails': 'me@example.test' })
  const made = repository()
  made.commit('2026-05-04T08:00:00+00:00')
  await home.post('/evenings/sensors/folder', { path: made.folder })
  const thursday = () => {
    home.clock.pass({ milliseconds: Date.parse('2026-05-22T09:00:00Z') - home.clock.now() })
    readGit(home.boundaries)
    return eveningsIn(home.boundaries, {
      from: Date.parse('2026-05-21T00:00Z'),
      to: Date.parse('2026-05-22T00:00Z'),
    })[0]
  }
  return { ...home, ...made, thursday }
}

describe('an evening, by git', () => {
  it('is hands off when nothing was done in it', async () => {
    const { commit, thursday } = await person()
    commit('2026-05-21T17:00:00+00:00')
    expect(thursday()).toMatchObject({ day: '2026-05-21', hands: 'off', minutes: 0 })
  })

  it('is touched by one’s own acts, the small hours too, and each minute counts once', async () => {
    const { commit, thursday } = await person()
    commit('2026-05-21T21:30:10+00:00')
    commit('2026-05-21T21:30:40+00:00')
    commit('2026-05-22T02:15:00+00:00')
    expect(thursday()).toMatchObject({
      hands: 'touched',
      minutes: 2,
      lastTouch: Date.parse('2026-05-22T02:15:00Z'),
    })
  })

  it('is not touched by others, bots and tools, and says so of the machine', async () => {
    const { commit, thursday } = await person()
    commit('2026-05-21T21:00:00+00:00', 'x', 'other@example.test')
    commit('2026-05-21T22:00:00+00:00', 'x\n\nCo-authored-by: Claude <noreply@anthropic.com>')
    expect(thursday()).toMatchObject({ hands: 'off', minutes: 0, machineMinutes: 1 })
  })

  it('counts what a tool wrote while someone typed', async () => {
    const { commit, thursday, web, post, page, boundaries } = await person()
    await post('/evenings/sensors/editor')
    const key = /api_key = ([\w-]+)/.exec(await page('/evenings/sensors'))?.[1] ?? ''
    commit('2026-05-21T22:00:00+00:00', 'x\n\nCo-authored-by: Claude <noreply@anthropic.com>')
    expect(thursday()).toMatchObject({ minutes: 0, machineMinutes: 1 })
    const time = Date.parse('2026-05-21T21:58:00Z') / 1000
    const answer = await web.request('/api/users/current/heartbeats.bulk', {
      method: 'POST',
      body: JSON.stringify([{ time, entity: '/x', type: 'file' }]),
      headers: { ...HOST, authorization: `Basic ${btoa(key)}`, 'content-type': 'application/json' },
    })
    expect([answer.status, await answer.json()]).toEqual([201, { responses: [[{ data: {} }, 201]] }])
    const day = { from: Date.parse('2026-05-21T00:00Z'), to: Date.parse('2026-05-22T00:00Z') }
    expect(eveningsIn(boundaries, day)[0]).toMatchObject({ minutes: 2, machineMinutes: 0 })
  })

  it('goes by the wall where one was, though the app learned of the journey later', async () => {
    const { commit, thursday } = await person()
    // Half past nine in the evening in New York is half past one at night in UTC, and half past five in the afternoon is not off.
    commit('2026-05-21T17:30:00-04:00')
    expect(thursday()).toMatchObject({ hands: 'off' })
    commit('2026-05-21T21:30:00-04:00')
    expect(thursday()).toMatchObject({ hands: 'touched', minutes: 1 })
  })

  it.each([
    ['its folder is gone', (folder: string) => rmSync(folder, { recursive: true })],
    ['it keeps no reflog', (folder: string) => rmSync(join(folder, '.git', 'logs'), { recursive: true })],
  ])('cannot be told when %s', async (_words, lose) => {
    const { folder, thursday, page } = await person()
    lose(folder)
    expect(thursday()).toMatchObject({ hands: 'cannot-tell', sensors: [{ sensor: 'git', alive: false }] })
    expect(await page('/evenings/day/2026-05-21')).toContain('Can’t tell: nothing was heard of git.')
  })

  it('is an evening without any sensor, too', async () => {
    const { boundaries, post, clock } = house({ now: '2026-05-04T09:00:00Z' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    clock.pass({ days: 5 })
    expect(eveningsIn(boundaries, { from: 0, to: clock.now() })).toMatchObject([{ hands: 'no-sensor', sensors: [] }])
  })

  it('is found in worktrees and folders below, and keeps no word of any message', async () => {
    const { boundaries, db, post, clock } = await person()
    const top = temporaryFolder()
    const { git, commit, folder } = repository(join(top, 'a', 'b'))
    commit('2026-05-04T08:00:00+00:00')
    git(['worktree', 'add', '-q', join(top, 'tree')], '2026-05-04T08:00:00+00:00')
    await post('/evenings/sensors/folder', { path: top })
    execFileSync(
      'git',
      [
        '-C',
        join(top, 'tree'),
        '-c',
        'user.name=Me',
        '-c',
        'user.email=me@example.test',
        'commit',
        '-q',
        '--allow-empty',
        '-m',
        'a secret word',
      ],
      {
        env: { PATH: process.env.PATH, HOME: folder, GIT_COMMITTER_DATE: '2026-05-07T20:00:00+00:00' },
      },
    )
    clock.pass({ days: 5 })
    readGit(boundaries)
    expect(eveningsIn(boundaries, { from: 0, to: clock.now() })[0]).toMatchObject({ hands: 'touched', minutes: 1 })
    const everything = JSON.stringify([db.all('SELECT * FROM trace'), db.all('SELECT * FROM trace_folder')])
    expect(everything).not.toContain('secret')
  })
})

describe('an evening in parts', () => {
  it('is one evening, told when the last part is over, in the week in which it began', async () => {
    const { boundaries, post, clock } = house({ now: '2026-05-18T09:00:00Z' })
    await post('/off/keep', { day: '7', from: '18:30', to: '08:00', nights: '0' })
    await post('/off/exception', { day: '2026-05-24', begin: '22:00', end: '01:00' })
    const week = (from: string) => {
      const start = Date.parse(`${from}T00:00:00Z`)
      return eveningsIn(boundaries, { from: start, to: start + 7 * 24 * 3600_000 })
    }
    clock.pass({ milliseconds: Date.parse('2026-05-25T00:30:00Z') - clock.now() })
    expect(week('2026-05-18')).toEqual([])
    clock.pass({ hours: 8 })
    expect(week('2026-05-18')).toMatchObject([{ day: '2026-05-24', parts: [{}, {}] }])
    expect(week('2026-05-25')).toEqual([])
  })
})

describe('heartbeats', () => {
  it('need their key, are kept as minutes with a hash, and open nothing else', async () => {
    const { web, post, page, db } = house({ now: '2026-05-21T20:00:00Z' })
    await post('/evenings/sensors/editor')
    const key = /api_key = ([\w-]+)/.exec(await page('/evenings/sensors'))?.[1] ?? ''
    const send = (
      path: string,
      authorization: string,
      body: unknown = { time: 1779393500, project: 'secret project' },
    ) => web.request(path, { method: 'POST', body: JSON.stringify(body), headers: { ...HOST, authorization } })
    for (const path of [
      '/api/users/current/heartbeats',
      '/api/v1/users/current/heartbeats.bulk',
      '/api/compat/wakatime/v1/users/current/heartbeats',
      '/api/heartbeat',
    ]) {
      expect((await send(path, `Basic ${btoa(key)}`)).status).toBe(201)
      expect((await send(path, `Basic ${btoa(`${key}:`)}`)).status).toBe(201)
      expect((await send(path, `Basic ${btoa('guess')}`)).status).toBe(401)
      expect((await send(path, '')).status).toBe(401)
    }
    expect(db.all('SELECT sensor, minute FROM trace')).toEqual([{ sensor: 'editor', minute: 1779393480000 }])
    expect(JSON.stringify(db.all('SELECT * FROM trace'))).not.toContain('secret')
    const ask = (path: string) => web.request(path, { headers: { ...HOST, authorization: `Basic ${btoa(key)}` } })
    expect((await ask('/api/users/current/statusbar/today')).status).toBe(200)
    expect((await ask('/')).status).toBe(401)
    expect(await (await send('/api/heartbeats', `Basic ${btoa(key)}`, 'nonsense')).json()).toEqual({
      responses: [[{ error: 'not a heartbeat' }, 400]],
    })
  })

  it('near each other are one stretch; an editor that falls silent cannot speak for the evening', async () => {
    const { boundaries, post, web, page, clock } = house({ now: '2026-05-04T09:00:00Z' })
    await post('/off/keep', { day: '4', from: '18:30', to: '08:00', nights: '0' })
    await post('/evenings/sensors/editor')
    const key = /api_key = ([\w-]+)/.exec(await page('/evenings/sensors'))?.[1] ?? ''
    const beat = (...at: string[]) =>
      web.request('/api/heartbeats', {
        method: 'POST',
        body: JSON.stringify(at.map(time => ({ time: Date.parse(time) / 1000 }))),
        headers: { ...HOST, authorization: `Basic ${btoa(key)}` },
      })
    clock.pass({ days: 2 })
    await beat('2026-05-06T08:00:00Z')
    clock.pass({ days: 1, hours: 11, minutes: 31 })
    await beat('2026-05-07T20:00:00Z', '2026-05-07T20:02:00Z', '2026-05-07T20:04:00Z', '2026-05-07T20:30:00Z')
    const first = () => eveningsIn(boundaries, { from: 0, to: clock.now() })[0]
    clock.pass({ hours: 12, minutes: 29 })
    expect(first()).toMatchObject({ hands: 'cannot-tell', minutes: 6 })
    await beat('2026-05-08T08:30:00Z')
    expect(first()).toMatchObject({ hands: 'touched', minutes: 6 })
    clock.pass({ days: 14 })
    expect(eveningsIn(boundaries, { from: 0, to: clock.now() }).at(-1)).toMatchObject({ hands: 'cannot-tell' })
  })
})

describe('what is said of evenings', () => {
  it('is the same picture for every one, and counts only when asked', async () => {
    const { commit, page, thursday } = await person()
    commit('2026-05-21T21:30:00+00:00')
    thursday()
    const week = await page('/evenings')
    expect(week).toContain('Thursday 18:30 to Friday 08:00')
    expect(week).not.toMatch(/Of 1|minute|class="touch"/)
    expect(await page('/evenings?counts')).toContain('Of 1: 1 touched.')
    const quarter = await page('/evenings/quarter')
    expect(quarter.match(/class="off"/g)).toHaveLength(3)
    expect(quarter).toContain('Of 3: 2 hands off, 1 touched.')
    expect(await page('/')).not.toMatch(/touched|evening went/)
  })

  it('holds one own question, the morning after, when one wants it; it can be left out, and is not repeated', async () => {
    const { page, post, clock, thursday } = await person()
    thursday()
    expect(await page('/')).not.toContain('in your mind')
    await post('/evenings/ask', { ask: 'yes' })
    expect(await page('/')).toContain('How far away was work in your mind')
    await post('/evenings/mind', { evening: '2026-05-21', value: '' })
    expect(await page('/')).not.toContain('in your mind')
    await post('/evenings/mind', { evening: '2026-05-21', value: '8', back: 'evening' })
    expect(await page('/evenings/quarter')).toContain('8 of 10 in the middle of one answer')
    clock.pass({ days: 6, hours: 23, minutes: 30 })
    expect(await page('/')).toContain('in your mind')
    clock.pass({ hours: 13 })
    expect(await page('/')).not.toContain('in your mind')
  })

  it('is told in the terminal, what touched it only when asked', async () => {
    const { run, commit, thursday, folder } = await person()
    commit('2026-05-21T21:30:00+00:00')
    thursday()
    expect((await run(['evenings', '--weeks', '3'])).out).not.toContain('minute')
    expect((await run(['evenings', '--weeks', '3', '--traces'])).out).toContain(
      '1 minute of work. (1 of 1 sensors alive)',
    )
    expect((await run(['evenings', '2026-05-21'])).out).toContain('1 minute of work.')
    expect(JSON.parse((await run(['evenings', '--json'])).out)).toMatchObject([{ day: '2026-05-21', hands: 'touched' }])
    expect((await run(['traces'])).out).toContain('git: last heard')
    expect((await run(['traces', 'remove', folder])).out).toContain('git: off')
    expect((await run(['traces', 'editor'])).err).toContain('api_key')
    await expect(run(['traces', 'remove', '/none'])).rejects.toThrow('none of the folders')
    await expect(run(['evenings', '2020-01-01'])).rejects.toThrow('No off time')
  })

  it('is nothing at a day that is none', async () => {
    const { page } = await person()
    for (const day of ['2026-05-20', 'nonsense', '%00'])
      expect(await page(`/evenings/day/${day}`)).toContain('No off time that is over')
  })
})
