import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readSetting } from '../../store/setting.ts'
import type { Span } from '../../time/span.ts'
import { type Evening, evenings } from '../evening.ts'
import { type Act, isMachine, readReflog } from '../git.ts'
import { readHeartbeats } from '../heartbeat.ts'
import { gitEmails } from '../settings.ts'
import { keepKey, readKey } from '../store/keys.ts'
import { keepTraces, noteLife, noteReading, sensorLives, traceFolders, tracesIn } from '../store/sensors.ts'
import { sameText } from './calendar.ts'
import { git, gitEmail } from './hook.ts'
import { offLog } from './standing.ts'
import type { BoundaryTools } from './tools.ts'

const DAY = 24 * 3600_000
// Git keeps its reflogs for so long by default.
const FIRST_REACH = 90 * DAY
const DEPTH = 3
const MOST_FOLDERS = 5000

/** What can be wrong with a folder of git history: then its evenings read "can't tell". */
export const FOLDER_TROUBLE: Record<string, string> = {
  missing: 'It is not there, or cannot be read.',
  'no-repositories': 'It holds no git repository, within three folders down.',
  'no-reflog': 'A repository in it keeps no reflog (core.logAllRefUpdates).',
  'no-git': 'There is no git on this machine to ask who wrote a commit.',
}

/** Reads the git history of the folders the person named: their own acts, to the minute, and nothing of what they say. */
export function readGit(tools: BoundaryTools): void {
  const { db, clock } = tools
  const folders = traceFolders(db)
  for (const { path, readAt } of folders) {
    const since = readAt === null ? clock.now() - FIRST_REACH : readAt - 2 * DAY
    noteReading(db, path, clock.now(), readFolder(tools, path, since))
  }
  if (folders.length > 0 && traceFolders(db).every(({ trouble }) => trouble === '')) noteLife(db, 'git', clock.now())
}

/** Answers what is wrong, or an empty text. */
function readFolder(tools: BoundaryTools, path: string, since: number): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return 'missing'
  const repositories = repositoriesIn(path)
  if (repositories.length === 0) return 'no-repositories'
  const set = readSetting(tools.db, gitEmails)
  for (const repository of repositories) {
    const logs = reflogsOf(repository, since)
    if (logs === undefined) return 'no-reflog'
    const lately = logs.flatMap(readReflog).filter(({ at }) => at >= since)
    if (lately.length === 0) continue
    const emails = set.length > 0 ? set : [gitEmail(), gitEmail(repository)]
    const acts = lately.filter(({ email }) => emails.includes(email))
    const authors = coAuthors(repository, acts)
    if (authors === undefined) return 'no-git'
    const project = hashOf(repository)
    keepTraces(
      tools.db,
      'git',
      acts.map(act => ({
        at: act.at,
        offset: act.offset,
        project,
        machine: isMachine(act, authors.get(act.commit) ?? []),
      })),
    )
  }
  return ''
}

/** The repositories in a folder: itself, or those a few folders down. */
function repositoriesIn(path: string): string[] {
  const found: string[] = []
  let looked = 0
  const look = (folder: string, depth: number) => {
    if (looked++ > MOST_FOLDERS) return
    if (existsSync(join(folder, '.git'))) found.push(folder)
    if (depth === 0) return
    for (const entry of entriesOf(folder)) look(join(folder, entry), depth - 1)
  }
  look(resolve(path), DEPTH)
  return found
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

/** The reflogs of a repository and its worktrees that were written since a moment; undefined when it keeps none though it has commits. */
function reflogsOf(repository: string, since: number): string[] | undefined {
  const folder = gitFolder(repository)
  if (!folder) return undefined
  const places = [folder, ...entriesOf(join(folder, 'worktrees')).map(name => join(folder, 'worktrees', name))]
  const logs = places.map(place => join(place, 'logs', 'HEAD')).filter(path => existsSync(path))
  if (logs.length === 0) return hasCommits(folder) ? undefined : []
  // A day's grace: what a file system says of the time may be coarse, or of another clock.
  return logs.filter(path => statSync(path).mtimeMs > since - DAY).map(path => readFileSync(path, 'utf8'))
}

/** A repository without a commit has had nothing to note. */
function hasCommits(folder: string): boolean {
  const heads = join(folder, 'refs', 'heads')
  return existsSync(join(folder, 'packed-refs')) || (existsSync(heads) && readdirSync(heads).length > 0)
}

/** The folder of git's own: .git, or where a file of that name points (a worktree, a submodule). */
function gitFolder(repository: string): string | undefined {
  const path = join(repository, '.git')
  if (statSync(path).isDirectory()) return path
  const pointed = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]
  const folder = pointed && resolve(repository, pointed.trim())
  return folder && existsSync(folder) ? folder : undefined
}

/** Who is named as co-author of the commits that acts led to: of their messages the trailers alone are asked for. */
function coAuthors(repository: string, acts: readonly Act[]): Map<string, string[]> | undefined {
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

/** Takes an editor's heartbeats: minutes and hashed projects. Answers which of them were taken. */
export function takeHeartbeats({ db, clock }: BoundaryTools, body: unknown): boolean[] {
  const beats = readHeartbeats(body, clock.now())
  const good = beats.filter(beat => beat !== undefined)
  keepTraces(
    db,
    'editor',
    good.map(({ at, project, machine }) => ({ at, machine, project: hashOf(project), offset: null })),
  )
  for (const { at } of good) noteLife(db, 'editor', at)
  if (good.length > 0) noteLife(db, 'editor', clock.now())
  return beats.map(beat => beat !== undefined)
}

/** The key that editors come in with; made at first use. Plugins want it in the shape of a UUID. */
export function editorKey({ db, clock }: BoundaryTools): string {
  const there = readKey(db, 'editor')
  if (there) return there
  const key = randomUUID()
  keepKey(db, 'editor', key, clock.now())
  return key
}

/** Whether a request's Authorization is the editors' key: Basic, with or without a colon behind it. */
export function isEditor({ db }: BoundaryTools, authorization = ''): boolean {
  const there = readKey(db, 'editor')
  const given = /^Basic (\S+)$/i.exec(authorization)?.[1]
  return there !== undefined && given !== undefined && sameText(there, atob64(given).replace(/:.*$/, ''))
}

/** The evenings that began within a span and are over, by all that is known of them. */
export function eveningsIn(tools: BoundaryTools, within: Span): Evening[] {
  const { db, clock } = tools
  return evenings(offLog(tools), within, {
    traces: tracesIn(db, within.from - 2 * DAY, within.to + 9 * DAY),
    sensors: sensorLives(db, within.from - 9 * DAY),
    now: clock.now(),
  })
}

function atob64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8')
}

function hashOf(text: string): string {
  return text === '' ? '' : createHash('sha256').update(text).digest('base64url').slice(0, 12)
}
