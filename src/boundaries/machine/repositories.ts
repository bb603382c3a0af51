import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Act } from '../git.ts'
import { git } from './hook.ts'

const DEPTH = 3
const MOST_FOLDERS = 20_000
const DAY = 24 * 3600_000

/** The repositories in a folder, itself included, the nearest first; undefined when there is too much in it to look through. */
export function repositoriesIn(path: string): string[] | undefined {
  const found: string[] = []
  let level = [resolve(path)]
  let looked = 0
  for (let depth = 0; depth <= DEPTH; depth++) {
    looked += level.length
    if (looked > MOST_FOLDERS) return undefined
    found.push(...level.filter(folder => gitFolder(folder) !== undefined))
    if (depth < DEPTH) level = level.flatMap(folder => entriesOf(folder).map(name => join(folder, name)))
  }
  return found
}

/**
 * The reflogs of a repository and its worktrees that were written since a moment (ms). Undefined when it keeps none though
 * it has commits, or when they cannot be read.
 */
export function reflogsOf(repository: string, since: number): string[] | undefined {
  const folder = gitFolder(repository)
  if (!folder) return []
  try {
    const worktrees = entriesOf(join(folder, 'worktrees')).map(name => join(folder, 'worktrees', name))
    const logs = [folder, ...worktrees].map(place => join(place, 'logs', 'HEAD')).filter(path => existsSync(path))
    if (logs.length === 0) return hasCommits(folder) ? undefined : []
    // A day's grace: what a file system says of the time may be coarse, or of another clock.
    return logs.filter(path => statSync(path).mtimeMs > since - DAY).map(path => readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Who is named as co-author of the commits that acts led to: of their messages the trailers alone are asked for. */
export function coAuthors(repository: string, acts: readonly Act[]): Map<string, string[]> | undefined {
  const commits = [...new Set(acts.map(({ commit }) => commit))]
  if (commits.length === 0) return new Map()
  const format = '--format=%H%x1f%(trailers:key=Co-authored-by,valueonly,separator=%x1e)'
  const { status, stdout } = git(
    ['-C', repository, 'log', '--no-walk=unsorted', '--ignore-missing', format, '--stdin'],
    commits.join('\n'),
  )
  if (status === null) return undefined
  return new Map(
    stdout
      .split('\n')
      .filter(Boolean)
      .map(line => {
        const [commit = '', authors = ''] = line.split('\u001f')
        return [commit, authors.split('\u001e').filter(Boolean)]
      }),
  )
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(({ name }) => name)
  } catch {
    return []
  }
}

/** A repository without a commit has had nothing to note. */
function hasCommits(folder: string): boolean {
  const heads = join(folder, 'refs', 'heads')
  return existsSync(join(folder, 'packed-refs')) || (existsSync(heads) && readdirSync(heads).length > 0)
}

/** The folder of git's own: .git, or where a file of that name points (a worktree, a submodule), if that is still there. */
function gitFolder(repository: string): string | undefined {
  const path = join(repository, '.git')
  try {
    if (statSync(path).isDirectory()) return path
    const pointed = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]
    const folder = pointed && resolve(repository, pointed.trim())
    return folder && existsSync(folder) ? folder : undefined
  } catch {
    return undefined
  }
}
