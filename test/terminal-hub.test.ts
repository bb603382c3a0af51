import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './house.ts'
import { person } from './person.ts'
import { freePort } from './port.ts'

describe('evenkeel hub', () => {
  it('says what is wrong with what was typed, and begins nothing', () => {
    const { evenkeel } = person()
    const folder = temporaryFolder()
    let lists = 0
    const list = (text: string) => {
      const path = join(folder, `list-${lists++}.txt`)
      writeFileSync(path, text)
      return path
    }
    const hub = (line: string[], change = {}) => evenkeel(['hub', '--folder', join(folder, 'hub'), ...line], change)
    const wrong: [string[], string, Record<string, string>?][] = [
      [['--port', 'x'], '--port is a number'],
      [['walk'], '[move]'],
      [['move'], 'Say where to: DATABASE_URL'],
      [['move'], 'There are no logs of a relay', { DATABASE_URL: 'postgres://127.0.0.1:1/x' }],
      [['--name', 'Lab'], '--commons LIST'],
      [['--commons', join(folder, 'none')], 'cannot be read'],
      [['--commons', list('# nothing\n\n')], 'There are no sources in'],
      [['--commons', list('not a source at all')], '“not a source at all”'],
      [['--commons', list('commons:https://hub.example.org/commons')], 'not of another commons'],
      [['--commons', list('https://a.example/feed'), '--allow', 'everything'], '--allow names private servers'],
    ]
    for (const [line, says, change] of wrong)
      expect([line, hub(line, change)]).toEqual([line, { code: 2, out: '', err: expect.stringContaining(says) }])
    const none = hub([], { DATABASE_URL: 'postgres://hub:secret@127.0.0.1:1/x' })
    expect(none).toEqual({ code: 1, out: '', err: expect.stringContaining('The database cannot be used') })
    expect(none.err).not.toContain('secret')
  })

  it('runs on a folder alone, crawls what a list names, and ends when it is told to', async () => {
    const { start, evenkeel } = person()
    const folder = temporaryFolder()
    const list = join(folder, 'list.txt')
    writeFileSync(list, 'http://127.0.0.1:1/feed\n')
    const port = String(await freePort())
    const line = ['hub', '--folder', join(folder, 'hub'), '--port', port, '--commons', list, '--name', 'Lab']
    const { said, end } = start(line)
    expect(await said).toContain(`A relay runs at http://127.0.0.1:${port}`)
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
    expect((await fetch(`http://127.0.0.1:${port}/commons/head.json`)).status).toBe(404)
    expect(evenkeel(line)).toMatchObject({ code: 1, err: expect.stringContaining('A relay runs on') })
    expect(evenkeel([...line.slice(0, 2), join(folder, 'other'), '--port', port])).toMatchObject({
      code: 1,
      err: expect.stringContaining('the port is taken'),
    })
    expect(await end('SIGTERM')).toBe(0)
  })
})
