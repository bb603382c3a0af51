import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { commands } from '../src/commands.ts'
import { rss } from './house.ts'
import { person, program } from './person.ts'

describe('a command', () => {
  it('that is not there, or is used wrongly, ends with 2 and says how to use it', () => {
    const { evenkeel, data } = person()
    for (const line of [
      ['nonsense'],
      ['keep'],
      ['keep', 'x'],
      ['edition', '--loud'],
      ['backup'],
      ['sources', 'paint', 'red'],
      ['settings', 'no.such'],
      ['settings', 'arxiv.base', 'x'],
    ]) {
      const { code, out, err } = evenkeel(line)
      expect([line, code, out]).toEqual([line, 2, ''])
      expect(err).toMatch(/evenkeel|fit/)
      expect(err).not.toMatch(/\n\s+at /)
    }
    expect(existsSync(join(data, 'nothing'))).toBe(false)
  })

  it('run by an older Node says which one to use', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'data:text/javascript,delete globalThis.Temporal', program, 'help'],
      { encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([1, expect.stringContaining('Evenkeel brings the Node it needs')])
  })

  it('that fails ends with 1', () => {
    const { evenkeel } = person()
    expect(evenkeel(['keep', '4711'])).toMatchObject({ code: 1, err: 'There is no item 4711.\n' })
    expect(evenkeel(['sources', 'remove', '9'])).toMatchObject({ code: 1 })
    expect(evenkeel(['open'])).toMatchObject({ code: 1 })
    expect(evenkeel(['restore', '/nowhere.db'])).toMatchObject({ code: 1, err: 'There is no such file.\n' })
  })

  it('prints its help and version', () => {
    const { evenkeel } = person()
    const { code, out } = evenkeel(['--help'])
    expect(code).toBe(0)
    for (const { name } of commands) expect(out).toContain(`  ${name}`)
    expect(evenkeel(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('that reads prints one JSON document, and nothing else, with --json', () => {
    const { evenkeel } = person()
    const reading = commands.filter(({ flags }) => flags?.includes('json')).map(({ name }) => name)
    expect(reading).toEqual(
      expect.arrayContaining(['edition', 'left-out', 'kept', 'sources', 'plan', 'doctor', 'settings', 'fetch']),
    )
    // These say nothing without a word more; "why" is asked of an item below.
    const more: Record<string, string[]> = { stories: ['--merges'] }
    for (const name of reading.filter(name => name !== 'why')) {
      const { out, code } = evenkeel([name, '--json', ...(more[name] ?? [])])
      expect([name, code]).toEqual([name, 0])
      expect(() => JSON.parse(out)).not.toThrow()
    }
  })
})

describe('the environment', () => {
  it('may move the clock only away from the person’s own data', () => {
    const { evenkeel, home } = person()
    const refused = evenkeel(['plan'], { EVENKEEL_DATA: undefined, EVENKEEL_NOW: '2026-05-18T09:00:00Z' })
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.err).toContain('EVENKEEL_DATA')
    expect(existsSync(join(home, '.local'))).toBe(false)
    expect(evenkeel(['pause', '2026-05-19'], { EVENKEEL_NOW: '2026-05-18T09:00:00+02:00' }).out).toContain(
      '19 May 2026',
    )
  })

  it.each([
    ['EVENKEEL_NOW', 'yesterday'],
    ['EVENKEEL_NOW', '2026-05-18'],
    ['EVENKEEL_PORT', 'many'],
    ['EVENKEEL_PORT', '70000'],
  ])('is refused when %s is %s', (name, value) => {
    expect(person().evenkeel(['plan'], { [name]: value })).toMatchObject({ code: 2, out: '' })
  })

  it('that points to a file, or to what cannot be written, gets a clear message', () => {
    const { evenkeel, home } = person()
    writeFileSync(join(home, 'file'), '')
    const { code, err } = evenkeel(['plan'], { EVENKEEL_DATA: join(home, 'file') })
    expect(code).toBe(1)
    expect(err).toContain('cannot be opened')
    expect(err).not.toMatch(/\n\s+at /)
  })
})

describe('serving', () => {
  it('tells no link to what is no terminal, is found by others, and ends when asked', async () => {
    const { start, evenkeel, env, data } = person()
    const app = start(['serve'])
    const said = await app.said
    expect(said).toContain(`http://127.0.0.1:${env.EVENKEEL_PORT}`)
    expect(said).not.toContain('code=')
    expect((await fetch(`http://127.0.0.1:${env.EVENKEEL_PORT}/health`)).status).toBe(200)
    expect(evenkeel(['open']).out).not.toContain('code=')
    expect(evenkeel(['serve'])).toMatchObject({ code: 1, err: expect.stringContaining('already running') })
    expect(evenkeel(['plan', '--area', 'written beside it']).code).toBe(0)
    expect(evenkeel(['backup', join(data, '../while-running.db')]).code).toBe(0)
    expect(evenkeel(['restore', join(data, '../while-running.db')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('running'),
    })
    expect(evenkeel(['delete', '--yes'])).toMatchObject({ code: 1 })
    expect(await app.end('SIGTERM')).toBe(0)
    expect(evenkeel(['plan', '--json']).out).toContain('written beside it')
  })

  it('is heard on loopback alone', async () => {
    const { start, env } = person()
    await start(['serve']).said
    const others = Object.values(networkInterfaces()).flatMap(list =>
      (list ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
    )
    expect((await fetch(`http://127.0.0.1:${env.EVENKEEL_PORT}/health`)).status).toBe(200)
    for (const address of [...others, '127.0.0.2'])
      await expect(fetch(`http://${address}:${env.EVENKEEL_PORT}/health`)).rejects.toThrow()
  })

  it('on a port that is taken says which to choose', async () => {
    const { evenkeel, env } = person()
    const other = createServer().listen(Number(env.EVENKEEL_PORT), '127.0.0.1')
    onTestFinished(() => void other.close())
    await new Promise(done => other.once('listening', done))
    const { code, err } = evenkeel(['serve'])
    expect([code, err]).toEqual([1, expect.stringContaining(`Port ${env.EVENKEEL_PORT} is taken`)])
  })

  it('the sample leaves nothing behind, however it ends', async () => {
    const { start, home } = person()
    const left = () => readdirSync(tmpdir()).filter(name => name.startsWith('evenkeel-sample-'))
    const before = left()
    const demo = start(['demo'])
    expect(await demo.said).toContain('/sign-in?code=')
    expect(left().filter(name => !before.includes(name))).toHaveLength(1)
    expect(await demo.end('SIGINT')).toBe(0)
    expect(left().filter(name => !before.includes(name))).toEqual([])
    const killed = start(['demo'])
    await killed.said
    await killed.end('SIGKILL')
    const next = start(['demo'])
    await next.said
    expect(left().filter(name => !before.includes(name))).toHaveLength(1)
    await next.end('SIGTERM')
    expect(readdirSync(home)).toEqual([])
  })
})

describe('the main job in the terminal', () => {
  it('goes from a source to an edition to a kept thing', async () => {
    const { evenkeel, data } = person()
    const feed = rss(
      Array.from({ length: 12 }, (_, n) => ({
        title: `Evaluating retrieval, part ${n}`,
        link: `https://a.test/${n}`,
        date: new Date(Date.now() - n * 3600_000).toISOString(),
      })),
      'Local',
    )
    const server = createServer((_request, response) => response.end(feed)).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise(done => server.once('listening', done))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    // The server answers from this process, so the commands must not block it.
    const run = (line: string[]) =>
      new Promise<{ code: number | null; out: string; err: string }>(done => {
        const child = spawn(process.execPath, [program, ...line], {
          env: { PATH: process.env.PATH, EVENKEEL_DATA: data, TZ: 'UTC' },
        })
        const said = { out: '', err: '' }
        child.stdout.on('data', piece => {
          said.out += piece
        })
        child.stderr.on('data', piece => {
          said.err += piece
        })
        child.on('close', code => done({ code, ...said }))
      })
    evenkeel(['plan', '--area', 'retrieval evaluation', '--hours', '0.25'])
    expect((await run(['sources', 'add', `http://${host}/`])).err).toContain('private network')
    evenkeel(['settings', 'fetch.allowHosts', host])
    expect((await run(['fetch'])).out).toContain('12 new things found')
    const edition = await run(['edition', '--json'])
    const { stories } = JSON.parse(edition.out) as { stories: { item: { id: number; title: string } }[] }
    expect(stories).toHaveLength(5)
    expect((await run(['edition'])).out).toContain('That is all. 7 others passed; none is waiting for you.')
    const id = String(stories[0]?.item.id)
    const why = await run(['why', id])
    expect(why.out).toMatch(/It would be number \d+ of 8 now/)
    expect(why.out).toMatch(/\d+ % {2}retrieval/)
    expect(JSON.parse((await run(['why', id, '--json'])).out)).toMatchObject({
      item: { id: Number(id) },
      offered: true,
    })
    expect((await run(['keep', id])).out).toContain('Kept: Evaluating retrieval')
    expect((await run(['kept'])).out).toContain(stories[0]?.item.title)
    expect((await run(['undo', id])).out).toContain('Taken back')
    expect((await run(['kept'])).out).toContain('Nothing kept yet.')
    expect((await run(['left-out', 'retrieval'])).out).toContain('Evaluating retrieval')
    expect((await run(['sources', 'export'])).out).toContain(`http://${host}/`)
  })
})

describe('caring for the data', () => {
  it('backs up, never over a file, and comes back from it', () => {
    const { evenkeel, home } = person()
    const file = join(home, 'copy.db')
    evenkeel(['plan', '--area', 'before'])
    expect(evenkeel(['backup', file]).out).toContain('keys of yours included')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(evenkeel(['backup', file])).toMatchObject({ code: 1, err: expect.stringContaining('never overwrites') })
    evenkeel(['plan', '--area', 'after'])
    expect(evenkeel(['restore', file]).out).toContain('is kept as')
    expect(evenkeel(['plan']).out).toContain('before')
  })

  it('exports everything into a new folder, and no key', () => {
    const { evenkeel, home, data } = person()
    evenkeel(['plan', '--area', 'mine'])
    const folder = join(home, 'out')
    expect(evenkeel(['export', folder]).code).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['evenkeel.json', 'kept.md', 'sources.opml'])
    expect(JSON.parse(readFileSync(join(folder, 'evenkeel.json'), 'utf8'))).toHaveProperty('plan.area', 'mine')
    const secret = existsSync(join(data, 'secret')) ? readFileSync(join(data, 'secret'), 'utf8') : 'none'
    expect(readFileSync(join(folder, 'evenkeel.json'), 'utf8')).not.toContain(secret)
    expect(evenkeel(['export', folder])).toMatchObject({ code: 1, err: expect.stringContaining('not empty') })
  })

  it('installs a launcher that runs this very checkout, and takes it away again', () => {
    const { evenkeel, home } = person()
    const path = join(home, '.local/bin/evenkeel')
    expect(evenkeel(['install']).out).toContain(process.execPath)
    expect(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^\d/)
    expect(evenkeel(['doctor']).out).toContain(path)
    expect(evenkeel(['install', '--remove']).out).toContain('Removed')
    expect(existsSync(path)).toBe(false)
    writeFileSync(path, '#!/bin/sh\n# of somebody else\n')
    expect(evenkeel(['install'])).toMatchObject({ code: 1, err: expect.stringContaining('left alone') })
    expect(readFileSync(path, 'utf8')).toContain('somebody else')
    evenkeel(['install', '--remove'])
    expect(existsSync(path)).toBe(true)
  })

  it('deletes after asking, the launcher too, and leaves what is not its own', () => {
    const { evenkeel, data, home } = person()
    evenkeel(['plan', '--area', 'mine'])
    evenkeel(['install'])
    mkdirSync(join(data, 'photos'))
    writeFileSync(join(data, 'photos', 'a.jpg'), 'x')
    const asked = evenkeel(['delete'])
    expect(asked).toMatchObject({
      code: 1,
      out: expect.stringContaining('evenkeel.db'),
      err: expect.stringContaining('Nothing was deleted'),
    })
    expect(existsSync(join(data, 'evenkeel.db'))).toBe(true)
    expect(evenkeel(['delete', '--yes']).code).toBe(0)
    expect(readdirSync(data)).toEqual(['photos'])
    expect(existsSync(join(home, '.local/bin/evenkeel'))).toBe(false)
  })

  it('says that no core area and no sources is fine', () => {
    const { evenkeel } = person()
    const { code, out } = evenkeel(['doctor'])
    expect([code, out.match(/which is fine/g)?.length]).toEqual([0, 3])
  })
})
