import { createHash, randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { readSetting } from '../../store/setting.ts'
import type { Span } from '../../time/span.ts'
import { afterHours } from '../after-hours.ts'
import { type Evening, evenings } from '../evening.ts'
import { isMachine, readReflog } from '../git.ts'
import { readHeartbeats } from '../heartbeat.ts'
import { gitEmails, workDays, workEnd, workStart } from '../settings.ts'
import { keepKey, readKey } from '../store/keys.ts'
import { keepTraces, noteLife, noteReading, sensorLives, traceFolders, tracesIn } from '../store/sensors.ts'
import { sameText } from './calendar.ts'
import { gitEmail } from './hook.ts'
import { coAuthors, reflogsOf, repositoriesIn } from './repositories.ts'
import { offLog } from './standing.ts'
import type { BoundaryTools } from './tools.ts'

const DAY = 24 * 3600_000
// Git keeps its reflogs for so long by default.
const FIRST_REACH = 90 * DAY

const TROUBLE: Record<string, string> = {
  missing: 'It is not there, or cannot be read.',
  'too-much': 'There is too much in it to look through. Name the folders nearer to your repositories.',
  'no-repositories': 'It holds no git repository, within three folders down.',
  'no-reflog': 'A repository keeps no reflog that can be read (core.logAllRefUpdates):',
  'no-git': 'There is no git on this machine to ask who wrote a commit.',
}

/** What is wrong with a folder of git history, in words: then its evenings read "can't tell". */
export function troubleWords(trouble: string): string {
  const [kind = '', ...where] = trouble.split(' ')
  return [TROUBLE[kind] ?? kind, ...where].join(' ')
}

/**
 * Reads the git history of the folders the person named: their own acts, to the minute, and nothing of what they say.
 * `unless` is how lately (ms) it may have been tried to leave it.
 */
export function readGit(tools: BoundaryTools, unless = 0): void {
  const { db, clock } = tools
  const folders = traceFolders(db)
  const emails = readSetting(db, gitEmails)
  const now = clock.now()
  for (const { path, readAt, emails: before, triedAt } of folders) {
    if (triedAt !== null && now - triedAt < unless) continue
    // Other addresses mean other acts, also of the days that were read.
    const since = readAt === null || before !== emails.join(' ') ? now - FIRST_REACH : readAt - 2 * DAY
    noteReading(db, path, now, emails.join(' '), readFolder(tools, path, since, emails))
  }
  if (folders.length > 0 && traceFolders(db).every(({ trouble }) => trouble === '')) noteLife(db, 'git', now)
}

/** Whether a whole path names a folder that is there. */
export function isFolder(path: string): boolean {
  return isAbsolute(path) && existsSync(path) && statSync(path).isDirectory()
}

/** Answers what is wrong, or an empty text. One repository that cannot be read does not stop the others. */
function readFolder(tools: BoundaryTools, path: string, since: number, set: readonly string[]): string {
  if (!isFolder(path)) return 'missing'
  const repositories = repositoriesIn(path)
  if (repositories === undefined) return 'too-much'
  if (repositories.length === 0) return 'no-repositories'
  const mine = set.length > 0 ? undefined : gitEmail()
  let trouble = ''
  for (const repository of repositories) {
    const lately = reflogsOf(repository, since)
      ?.flatMap(readReflog)
      .filter(({ at }) => at >= since)
    if (!lately) trouble = `no-reflog ${repository}`
    if (!lately?.length) continue
    const emails = set.length > 0 ? set : [mine, gitEmail(repository)]
    const acts = lately.filter(({ email }) => emails.includes(email))
    const authors = coAuthors(repository, acts)
    if (authors === undefined) return 'no-git'
    const project = hashOf(repository)
    const traces = acts.map(act => ({
      at: act.at,
      offset: act.offset,
      project,
      machine: isMachine(act, authors.get(act.commit) ?? []),
    }))
    keepTraces(tools.db, 'git', traces)
  }
  return trouble
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

// Half a year is enough to see a change in; what was seen before is kept by whoever was handed it.
const AFTER_HOURS_REACH = 180 * DAY

/** Minutes of work after hours by day, of the last half year. */
export function afterHoursDays({ db, clock }: BoundaryTools): { day: string; value: number }[] {
  const now = clock.now()
  const within = { from: now - AFTER_HOURS_REACH, to: now }
  const workday = {
    days: readSetting(db, workDays),
    start: readSetting(db, workStart),
    end: readSetting(db, workEnd),
  }
  return afterHours(within, workday, {
    traces: tracesIn(db, within.from, within.to),
    sensors: sensorLives(db, within.from - 9 * DAY),
    now,
    zone: clock.zone(),
  })
}

function atob64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8')
}

function hashOf(text: string): string {
  return text === '' ? '' : createHash('sha256').update(text).digest('base64url').slice(0, 12)
}
