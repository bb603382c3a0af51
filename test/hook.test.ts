import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HOOK_NAMES } from '../src/boundaries/hook.ts'
import { temporaryFolder } from './house.ts'

// What npm test has built just before.
const program = join(import.meta.dirname, '../dist/main.js')
const EVENING = '2026-05-21T20:00:00Z'
const WORK = '2026-05-21T10:00:00Z'

/** A person with git and a repository, and Thursday evenings off. */
function person({ former }: { former?: string } = {}) {
  const home = temporaryFolder()
  const repository = join(home, 'repository')
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    EVENKEEL_DATA: join(home, 'data with space'),
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
  }
  const run = (command: string, args: string[], change: Record<string, string> = {}, input = '') =>
    spawnSync(command, args, {
      env: { ...env, ...change },
      encoding: 'utf8',
      input,
      cwd: existsSync(repository) ? repository : home,
    })
  const evenkeel = (...line: string[]) => run(process.execPath, [program, ...line], { EVENKEEL_NOW: WORK })
  for (const line of [
    ['config', '--global', 'user.email', 'me@example.test'],
    ['config', '--global', 'user.name', 'Me'],
    ['config', '--global', 'init.defaultBranch', 'main'],
    ...(former ? [['config', '--global', 'core.hooksPath', former]] : []),
    ['init', '-q', repository],
  ])
    run('git', line)
  evenkeel('off', 'add', 'thu', '18:30-08:00')
  /** As typed at a terminal, at a moment. */
  const typed = (line: string, moment: string, change: Record<string, string> = {}) => {
    const { status, stdout } = run('script', ['-qec', line, '/dev/null'], { EVENKEEL_NOW: moment, ...change })
    return { code: status, said: stdout }
  }
  const own = (name: string, text: string) => {
    const path = join(repository, '.git', 'hooks', name)
    mkdirSync(join(repository, '.git', 'hooks'), { recursive: true })
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o755)
  }
  /** Lets the hook wait longer than the 0.3 s after which it lets pass, for machines that have other work. */
  const patient = () => {
    for (const name of ['pre-commit', 'pre-push']) {
      const path = join(home, '.config', 'evenkeel', 'hooks', name)
      writeFileSync(path, readFileSync(path, 'utf8').replace('sleep 0.3', 'sleep 30'))
    }
  }
  return { home, repository, run, evenkeel, patient, typed, own, git: (...line: string[]) => run('git', line) }
}

const COMMIT = 'git commit -q --allow-empty -m work'

describe('the git hook', () => {
  it('meets a commit typed in off time with one line, and lets --no-verify and the day pass', () => {
    const { evenkeel, patient, typed, git } = person()
    expect(evenkeel('hook', 'install').stdout).toContain('Installed')
    patient()
    const met = typed(COMMIT, EVENING)
    expect(met.code).toBe(1)
    expect(met.said.trim()).toBe(
      'Not committed: evening off until 08:00. To keep the thought: evenkeel park "...". To go on all the same: --no-verify',
    )
    expect(typed(COMMIT, WORK)).toEqual({ code: 0, said: '' })
    expect(typed(`${COMMIT} --no-verify`, EVENING)).toEqual({ code: 0, said: '' })
    expect(git('rev-list', '--count', 'HEAD').stdout.trim()).toBe('2')
  })

  it('meets a push, with the refs still there for the repository’s own hook', () => {
    const { evenkeel, patient, typed, git, home, own } = person()
    git('init', '-q', '--bare', join(home, 'remote'))
    typed(COMMIT, WORK)
    own('pre-push', `cat > "${home}/refs"`)
    evenkeel('hook', 'install')
    patient()
    expect(typed(`git push -q ${home}/remote main`, EVENING)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Not pushed: evening off until 08:00.'),
    })
    expect(existsSync(join(home, 'refs'))).toBe(false)
    expect(typed(`git push -q ${home}/remote main`, WORK).code).toBe(0)
    expect(readFileSync(join(home, 'refs'), 'utf8')).toMatch(
      /^refs\/heads\/main [0-9a-f]{40} refs\/heads\/main 0{40}\n$/,
    )
  })

  it('passes without a word without a terminal, in CI, and during a rebase, merge or cherry-pick', () => {
    const { evenkeel, typed, run, repository } = person()
    evenkeel('hook', 'install')
    const still = run('git', ['commit', '-q', '--allow-empty', '-m', 'x'], { EVENKEEL_NOW: EVENING })
    expect([still.status, still.stdout, still.stderr]).toEqual([0, '', ''])
    expect(typed(COMMIT, EVENING, { CI: 'true' })).toEqual({ code: 0, said: '' })
    for (const sign of ['rebase-merge', 'rebase-apply']) {
      mkdirSync(join(repository, '.git', sign))
      expect([sign, typed(COMMIT, EVENING).code]).toEqual([sign, 0])
      run('rm', ['-r', join(repository, '.git', sign)])
    }
    const head = run('git', ['rev-parse', 'HEAD']).stdout
    for (const sign of ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD']) {
      writeFileSync(join(repository, '.git', sign), head)
      expect([sign, typed(COMMIT, EVENING).code]).toEqual([sign, 0])
    }
  })

  it('passes when Evenkeel is gone, broken or slow, and the repository’s own hook runs all the same', () => {
    const { evenkeel, typed, own, home } = person()
    own('pre-commit', `echo own ran >> "${home}/ran"`)
    evenkeel('hook', 'install')
    const hook = join(home, '.config', 'evenkeel', 'hooks', 'pre-commit')
    const text = readFileSync(hook, 'utf8')
    const fake = join(home, 'fake.js')
    for (const [words, code] of [
      ['gone', undefined],
      ['broken', 'process.exit(3)'],
      ['slow', 'setTimeout(() => process.exit(75), 20_000)'],
      ['loud', 'throw new Error("x")'],
    ]) {
      if (code) writeFileSync(fake, code)
      writeFileSync(hook, text.replace(/^program=.*$/m, `program='${fake}'`))
      const began = performance.now()
      expect([words, typed(COMMIT, EVENING)]).toEqual([words, { code: 0, said: '' }])
      expect(performance.now() - began).toBeLessThan(10_000)
    }
    expect(readFileSync(join(home, 'ran'), 'utf8')).toBe('own ran\n'.repeat(4))
  })

  it('runs the repository’s own hook of every name, with its arguments, stdin and exit code', () => {
    const { evenkeel, run, own, home, repository } = person()
    evenkeel('hook', 'install')
    for (const name of HOOK_NAMES) {
      own(name, `printf '%s|' "$@" > "${home}/${name}"; cat >> "${home}/${name}"; exit 7`)
      const hook = join(home, '.config', 'evenkeel', 'hooks', name)
      const { status } = run(hook, ['one', 'two words'], { GIT_DIR: join(repository, '.git') }, 'by stdin')
      expect([name, status, readFileSync(join(home, name), 'utf8')]).toEqual([name, 7, 'one|two words|by stdin'])
    }
  })

  it('changes nothing where a repository has no hooks, pushing to a checked-out branch included', () => {
    const { evenkeel, typed, git, repository, home } = person()
    typed(COMMIT, WORK)
    git('clone', '-q', repository, join(home, 'clone'))
    git('config', 'receive.denyCurrentBranch', 'updateInstead')
    evenkeel('hook', 'install')
    writeFileSync(join(home, 'clone', 'file'), 'text')
    git('-C', join(home, 'clone'), 'add', 'file')
    git('-C', join(home, 'clone'), 'commit', '-q', '-m', 'file')
    expect(git('-C', join(home, 'clone'), 'push', '-q', 'origin', 'main').status).toBe(0)
    expect(readFileSync(join(repository, 'file'), 'utf8')).toBe('text')
    writeFileSync(join(repository, 'file'), 'not yet committed')
    git('-C', join(home, 'clone'), 'commit', '-q', '--allow-empty', '-m', 'more')
    expect(git('-C', join(home, 'clone'), 'push', '-q', 'origin', 'main').stderr).toContain('unstaged changes')
  })

  it('leaves each repository its own hooks when the data is taken away by hand, and begins none anew', () => {
    const { evenkeel, typed, own, home } = person()
    own('pre-commit', `echo own ran > "${home}/ran"`)
    evenkeel('hook', 'install')
    rmSync(join(home, 'data with space'), { recursive: true })
    expect(typed(COMMIT, EVENING)).toEqual({ code: 0, said: '' })
    expect(readFileSync(join(home, 'ran'), 'utf8')).toBe('own ran\n')
    expect(existsSync(join(home, 'data with space'))).toBe(false)
  })

  it('runs a repository’s own hooks from its worktrees too', () => {
    const { evenkeel, typed, git, own, home } = person()
    typed(COMMIT, WORK)
    own('pre-commit', `echo own ran > "${home}/ran"`)
    evenkeel('hook', 'install')
    git('worktree', 'add', '-q', join(home, 'tree'))
    expect(git('-C', join(home, 'tree'), 'commit', '-q', '--allow-empty', '-m', 'x').status).toBe(0)
    expect(readFileSync(join(home, 'ran'), 'utf8')).toBe('own ran\n')
  })

  it('is undone by remove, install --remove and delete, and gives back what git was set to', () => {
    for (const line of [
      ['hook', 'remove'],
      ['install', '--remove'],
      ['delete', '--yes'],
    ]) {
      const { evenkeel, git, home } = person({ former: '~/former hooks' })
      evenkeel('hook', 'install')
      evenkeel('hook', 'install')
      expect(git('config', '--global', 'core.hooksPath').stdout.trim()).toBe(join(home, '.config', 'evenkeel', 'hooks'))
      expect([line, evenkeel(...line).status]).toEqual([line, 0])
      expect(git('config', '--global', 'core.hooksPath').stdout.trim()).toBe('~/former hooks')
      expect(existsSync(join(home, '.config', 'evenkeel', 'hooks'))).toBe(false)
    }
    const { evenkeel, git } = person()
    evenkeel('hook', 'install')
    evenkeel('hook', 'remove')
    expect(git('config', '--global', '--get', 'core.hooksPath').status).toBe(1)
  })

  it('runs the hooks of the folder git was set to before', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'commit-msg'), `#!/bin/sh\necho former ran > "${folder}/ran"\n`)
    chmodSync(join(folder, 'commit-msg'), 0o755)
    const { evenkeel, typed } = person({ former: folder })
    evenkeel('hook', 'install')
    expect(typed(COMMIT, WORK).code).toBe(0)
    expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('former ran\n')
  })
})
