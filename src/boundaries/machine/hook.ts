import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asStoreProblem } from '../../store/problem.ts'
import { HOOK_NAMES, type HookPlaces, hookScript } from '../hook.ts'

const FORMER = '.former'

/** Where the git hook stands: ours, another's, or none. */
export type HookState = 'installed' | 'another' | 'none' | 'no-git'

/** The folder of our hooks: not with the data, so that taking that away leaves each repository its own hooks. */
export function hookFolder(home: string): string {
  return join(home, '.config', 'evenkeel', 'hooks')
}

/** What git is set to now, for this account. */
export function hookState(home: string): HookState {
  const path = ask('--global')
  if (path === undefined) return 'no-git'
  if (path === '') return 'none'
  return path === hookFolder(home) ? 'installed' : 'another'
}

/** Writes a hook of every name and tells git to use them; what git was set to before is kept, as it was written. */
export function installHook(home: string, { node, program, data }: Omit<HookPlaces, 'former'>): HookState {
  const before = ask('--global')
  if (before === undefined) return 'no-git'
  const folder = hookFolder(home)
  const former = before === folder ? readFormer(folder) : before
  // What the system's administrator set is hidden by ours, and goes on running too.
  const running = former ? pathOf(former, home) : (ask('--system', '--type=path') ?? '')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, FORMER), former)
    for (const name of HOOK_NAMES) {
      writeFileSync(join(folder, name), hookScript({ node, program, data, former: running }))
      chmodSync(join(folder, name), 0o755)
    }
  } catch (error) {
    throw asStoreProblem(error, folder)
  }
  git(['config', '--global', 'core.hooksPath', folder])
  return hookState(home)
}

/** Takes our hooks away and gives git back what it was set to; another's setting is left alone. Answers whether there were any. */
export function removeHook(home: string): boolean {
  const folder = hookFolder(home)
  if (!existsSync(join(folder, FORMER))) return false
  if (ask('--global') === folder) {
    const former = readFormer(folder)
    if (former) git(['config', '--global', 'core.hooksPath', former])
    else git(['config', '--global', '--unset-all', 'core.hooksPath'])
  }
  rmSync(folder, { recursive: true, force: true })
  return true
}

/** The e-mail addresses git is set to, for this account and in one repository. */
export function gitEmail(repository?: string): string | undefined {
  const { status, stdout } = git([...(repository ? ['-C', repository] : []), 'config', '--get', 'user.email'])
  return status === 0 && stdout.trim() ? stdout.trim().toLowerCase() : undefined
}

function readFormer(folder: string): string {
  const path = join(folder, FORMER)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** What git's core.hooksPath is at a level, empty for none; undefined without git. */
function ask(...where: string[]): string | undefined {
  const { status, stdout } = git(['config', ...where, '--get', 'core.hooksPath'])
  if (status === null) return undefined
  return status === 0 ? stdout.trim() : ''
}

function pathOf(written: string, home: string): string {
  return written.startsWith('~/') ? join(home, written.slice(2)) : written
}

/** Runs git; its status is null where there is none. */
export function git(args: string[], input = '') {
  return spawnSync('git', args, { encoding: 'utf8', maxBuffer: 256 << 20, input })
}
