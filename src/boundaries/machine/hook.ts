import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asStoreProblem } from '../../store/problem.ts'
import { HOOK_NAMES, type HookPlaces, hookScript } from '../hook.ts'

const FORMER = '.former'

/** Where the git hook stands: ours, another's, or none. */
export type HookState = 'installed' | 'another' | 'none' | 'no-git'

/** The folder of our hooks. */
export function hookFolder(data: string): string {
  return join(data, 'hooks')
}

/** What git is set to now, for this account. */
export function hookState(data: string): HookState {
  const path = hooksPath()
  if (path === undefined) return 'no-git'
  if (path === '') return 'none'
  return path === hookFolder(data) ? 'installed' : 'another'
}

/** Writes a hook of every name and tells git to use them; what git was set to before is kept. */
export function installHook({ node, program, data }: Omit<HookPlaces, 'former'>): HookState {
  const before = hooksPath()
  if (before === undefined) return 'no-git'
  const folder = hookFolder(data)
  // Git's own way with a tilde; ours already there is no former.
  const former = before === folder ? readFormer(folder) : before
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, FORMER), former)
    for (const name of HOOK_NAMES) {
      writeFileSync(join(folder, name), hookScript({ node, program, data, former }))
      chmodSync(join(folder, name), 0o755)
    }
  } catch (error) {
    throw asStoreProblem(error, folder)
  }
  git(['config', '--global', 'core.hooksPath', folder])
  return hookState(data)
}

/** Takes our hooks away and gives git back what it was set to; another's setting is left alone. Answers whether there were any. */
export function removeHook(data: string): boolean {
  const folder = hookFolder(data)
  if (!existsSync(join(folder, FORMER))) return false
  if (hooksPath() === folder) {
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

/** The folder of hooks git is set to, empty for none; undefined without git. */
function hooksPath(): string | undefined {
  const { status, stdout } = git(['config', '--global', '--type=path', '--get', 'core.hooksPath'])
  if (status === null) return undefined
  return status === 0 ? stdout.trim() : ''
}

/** Runs git; its status is null where there is none. */
export function git(args: string[], input = '') {
  return spawnSync('git', args, { encoding: 'utf8', maxBuffer: 256 << 20, input })
}
