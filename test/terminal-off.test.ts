import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../src/commands.ts'
import { temporaryFolder } from './house.ts'
import { person, program } from './person.ts'

describe('off time in the terminal', () => {
  it('closes every command but those that go on, in one line', () => {
    const { evenkeel, home } = person()
    const at = (moment: string, line: string[]) => evenkeel(line, { EVENKEEL_NOW: moment })
    expect(at('2026-05-18T09:00:00Z', ['off', 'add', 'thu', '18:30-08:00']).code).toBe(0)
    const evening = '2026-05-21T20:00:00Z'
    expect(at(evening, ['edition'])).toEqual({
      code: 1,
      out: 'You can close the laptop. Evening off until 08:00.\n',
      err: '',
    })
    expect(at(evening, ['demo'])).toMatchObject({ code: 1, out: expect.stringContaining('close the laptop') })
    expect(JSON.parse(at(evening, ['kept', '--json']).out)).toEqual({ offUntil: '2026-05-22T08:00:00.000Z' })
    expect(at(evening, ['park', 'a thought'])).toMatchObject({ code: 0 })
    // What turned up waits, and nothing is shown of what there is to learn.
    expect(at(evening, ['sprint', 'later', 'rerankers'])).toMatchObject({ code: 0, out: '' })
    expect(at(evening, ['sprint'])).toMatchObject({ code: 1, out: expect.stringContaining('close the laptop') })
    expect(at(evening, ['off', 'add', 'sat', '00:00-00:00'])).toMatchObject({ code: 0 })
    expect(at(evening, ['backup', join(home, 'copy.db')])).toMatchObject({ code: 0 })
    expect(at(evening, ['export', join(home, 'out')])).toMatchObject({ code: 0 })
    expect(at(evening, ['doctor']).out).toContain('All is well.')
    expect(at(evening, ['shutdown'])).toMatchObject({ code: 1, err: expect.stringContaining('in a terminal') })
    expect(at('2026-05-22T08:00:00Z', ['plan'])).toMatchObject({ code: 0 })
    const on = commands.filter(({ always }) => always).map(({ name }) => name)
    for (const name of [
      'serve',
      'open',
      'park',
      'shutdown',
      'backup',
      'restore',
      'doctor',
      'export',
      'delete',
      'install',
    ])
      expect(on).toContain(name)
    for (const name of ['edition', 'fetch', 'sources', 'settings', 'check', 'thoughts']) expect(on).not.toContain(name)
  })
})

describe('a shutdown in the terminal', () => {
  it('keeps every line, those too that are pasted at once, and asks what comes next of each', () => {
    const { env, evenkeel } = person()
    const { stdout, status } = spawnSync(
      'script',
      ['-qec', `'${process.execPath}' '${program}' shutdown`, '/dev/null'],
      {
        env: env as NodeJS.ProcessEnv,
        encoding: 'utf8',
        input: 'one\ntwo\nthree\n\ntomorrow at nine\n\n\n',
      },
    )
    expect([status, stdout]).toEqual([0, expect.stringContaining('The workday is closed.')])
    const { thoughts } = exported(evenkeel)
    expect(thoughts.map(({ words, plan }) => [words, plan])).toEqual([
      ['one', 'tomorrow at nine'],
      ['two', ''],
      ['three', ''],
    ])
  })
})

function exported(evenkeel: (line: string[]) => unknown) {
  const folder = join(temporaryFolder(), 'out')
  evenkeel(['export', folder])
  return JSON.parse(readFileSync(join(folder, 'evenkeel.json'), 'utf8')) as {
    thoughts: { words: string; plan: string }[]
  }
}
