import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { benchFolder } from '../house.ts'

/** What is true of an evening: whether the person worked in it, and whether a sensor was dead. */
export interface Label {
  /** The day on which it began. */
  readonly day: string
  readonly touched: boolean
  readonly dead: boolean
  /** What happened in it, for the list of mistakes. */
  readonly what: string
}

/** Moments at which an editor told of itself (ms), by the person's hand or a tool's. */
export interface EditorBeat {
  readonly at: number
  readonly tool: boolean
}

/** Two months of someone: repositories made with real git, an editor, and the truth. */
export interface Person {
  readonly folder: string
  readonly repositories: readonly string[]
  readonly email: string
  readonly zone: (moment: number) => string
  readonly home: string
  readonly beats: readonly EditorBeat[]
  readonly labels: readonly Label[]
  readonly from: number
  readonly to: number
  /** What dies when (ms): the app finds it so from then on. */
  readonly deaths: readonly { readonly at: number; readonly kill: () => void }[]
}

const HOMES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'Europe/London',
]
const AWAY = ['America/Los_Angeles', 'Asia/Tokyo', 'Europe/Lisbon', 'America/Chicago']
const MAIL = 'me@example.test'
const MINUTE = 60_000

type Zoned = Temporal.ZonedDateTime

/** What an evening may hold. Weights are of how often; `touched` is what is true of it. */
const KINDS = [
  ['quiet', 10, false],
  ['a commit', 4, true],
  ['a commit in the small hours', 2, true],
  ['an amend of a commit of the day', 2, true],
  ['a rebase of commits of last week', 2, true],
  ['a merge', 1, true],
  ['a commit whose author date is of the morning', 1, true],
  ['editing, and no commit', 3, true],
  ['a tool at work, alone', 3, false],
  ['a bot at work', 2, false],
  ['a colleague’s commits fetched', 2, false],
  ['looking around: checkout, reset, pull', 2, false],
  ['a tool’s commit while the person types', 1, true],
] as const

/** Makes one person's two months, both changes of the clock of a year among the people. */
export function makePerson(random: () => number): Person {
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value
  const home = pick(HOMES)
  const start = Temporal.PlainDate.from(random() < 0.5 ? '2026-02-23' : '2026-10-05')
  // From a Monday to a Monday: nobody is in two zones in one night.
  const trip = { from: start.add({ days: 21 }), to: start.add({ days: 35 }), zone: pick(AWAY) }
  const zoneOn = (day: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(day, trip.from) >= 0 && Temporal.PlainDate.compare(day, trip.to) < 0 ? trip.zone : home
  const folder = benchFolder()
  const repositories = ['alpha', 'deep/beta'].map(name => join(folder, name))
  const beats: EditorBeat[] = []
  const labels: Label[] = []
  const deaths: { at: number; kill: () => void }[] = []
  for (const repository of repositories) {
    mkdirSync(repository, { recursive: true })
    const first = start.toZonedDateTime({ timeZone: home, plainTime: '08:00' })
    run(repository, first, ['init', '-q', '-b', 'main'])
    for (let at = 0; at < 3; at++) commit(repository, first.add({ minutes: at }))
  }
  const END = 60
  const never = start.add({ days: END + 30 })
  const dies = start.add({ days: 38 + Math.floor(random() * 10) })
  const [editorDies, gitDies] = random() < 0.5 ? [dies, never] : [never, dies]
  for (let at = 0; at < END; at++) {
    const day = start.add({ days: at })
    const zone = zoneOn(day)
    const time = (text: string, later = 0) =>
      day.add({ days: later }).toZonedDateTime({ timeZone: zone, plainTime: text })
    const repository = pick(repositories)
    const editorAlive = Temporal.PlainDate.compare(day, editorDies) < 0
    const gitAlive = Temporal.PlainDate.compare(day, gitDies) < 0
    const type = (from: Zoned, minutes: number, tool = false) => {
      if (!editorAlive) return
      for (let minute = 0; minute <= minutes; minute += 2)
        beats.push({ at: from.epochMilliseconds + minute * MINUTE, tool })
    }
    // Every day has work in it, so that a plugin that lives is heard.
    type(time('10:00'), 40)
    if (gitAlive) commit(repository, time('11:00'))
    if (day.dayOfWeek !== 2 && day.dayOfWeek !== 4 && day.dayOfWeek !== 6) continue
    const kind = gitAlive ? weighted(KINDS, random) : KINDS[0]
    const hour = time(
      `${String(19 + Math.floor(random() * 4)).padStart(2, '0')}:${String(Math.floor(random() * 60)).padStart(2, '0')}`,
    )
    const done = act(kind[0], { repository, hour, small: time('02:20', 1), morning: time('11:00'), type, random })
    // An editor that was heard in the morning and never again may have died before the evening.
    labels.push({
      day: day.toString(),
      touched: kind[2] && done,
      dead: !editorAlive || !gitAlive || day.add({ days: 1 }).equals(editorDies),
      what: `${kind[0]}, ${zone}`,
    })
  }
  const [one = ''] = repositories
  const moved = random() < 0.5
  if (gitDies !== never) {
    deaths.push({
      at: gitDies.toZonedDateTime({ timeZone: home, plainTime: '12:00' }).epochMilliseconds,
      // Either its reflog is gone, or the whole folder is.
      kill: () =>
        moved ? renameSync(folder, `${folder}-moved`) : rmSync(join(one, '.git', 'logs'), { recursive: true }),
    })
  }
  // They were written just now and tell of other days; our reading passes over what was not written lately.
  for (const repository of repositories) utimesSync(join(repository, '.git', 'logs', 'HEAD'), 5e9, 5e9)
  const moment = (day: Temporal.PlainDate) =>
    day.toZonedDateTime({ timeZone: home, plainTime: '06:00' }).epochMilliseconds
  return {
    folder,
    repositories,
    email: MAIL,
    home,
    zone: at => zoneOn(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(home).toPlainDate()),
    beats,
    labels,
    from: moment(start),
    to: moment(start.add({ days: END + 6 })),
    deaths,
  }
}

/** Does what an evening holds; answers whether it was done. */
function act(
  kind: (typeof KINDS)[number][0],
  {
    repository,
    hour,
    small,
    morning,
    type,
    random,
  }: {
    repository: string
    hour: Zoned
    small: Zoned
    morning: Zoned
    type: (from: Zoned, minutes: number, tool?: boolean) => void
    random: () => number
  },
): boolean {
  switch (kind) {
    case 'quiet':
      return false
    case 'a commit':
      type(hour.subtract({ minutes: 10 }), 10)
      commit(repository, hour)
      return true
    case 'a commit in the small hours':
      commit(repository, small)
      return true
    case 'an amend of a commit of the day':
      run(repository, hour, ['commit', '-q', '--amend', '--allow-empty', '--no-edit', `--date=${stamp(morning)}`])
      return true
    case 'a rebase of commits of last week':
      run(repository, hour, ['rebase', '-q', '--force-rebase', 'HEAD~2'])
      return true
    case 'a merge':
      run(repository, morning, ['branch', '-f', 'topic', 'HEAD~1'])
      run(repository, morning, ['checkout', '-q', 'topic'])
      commit(repository, morning.add({ minutes: 5 }))
      run(repository, morning.add({ minutes: 6 }), ['checkout', '-q', 'main'])
      run(repository, hour, ['merge', '-q', '--no-ff', '--no-edit', 'topic'])
      return true
    case 'a commit whose author date is of the morning':
      commit(repository, hour, { date: morning })
      return true
    case 'editing, and no commit':
      type(hour, 20)
      return true
    case 'a tool at work, alone':
      for (let at = 0; at < 4; at++)
        commit(repository, hour.add({ minutes: at * 3 }), {
          message: 'work\n\nCo-authored-by: Claude <noreply@anthropic.com>',
        })
      if (random() < 0.5) type(hour, 10, true)
      return false
    case 'a bot at work':
      commit(repository, hour, { who: ['renovate[bot]', 'bot@renovate.test'] })
      return false
    case 'a colleague’s commits fetched':
      // As a mirror that is fetched at night: commits with an evening's dates arrive, and nothing is done here.
      run(repository, morning, ['branch', '-f', 'theirs', 'HEAD'])
      plumbing(repository, hour, 'Kim', 'kim@example.test')
      plumbing(repository, hour.add({ minutes: 5 }), 'Me', MAIL, 'GitHub')
      return false
    case 'looking around: checkout, reset, pull':
      run(repository, hour, ['checkout', '-q', '--detach', 'HEAD~1'])
      run(repository, hour.add({ minutes: 1 }), ['checkout', '-q', 'main'])
      run(repository, hour.add({ minutes: 2 }), ['reset', '-q', '--hard', 'HEAD'])
      return false
    case 'a tool’s commit while the person types':
      type(hour.subtract({ minutes: 6 }), 6)
      commit(repository, hour, { message: 'work\n\nCo-authored-by: Copilot <copilot@github.com>' })
      return true
  }
}

interface CommitOptions {
  readonly message?: string
  readonly date?: Zoned
  readonly who?: readonly [string, string]
}

function commit(repository: string, at: Zoned, { message = 'work', date = at, who }: CommitOptions = {}): void {
  run(repository, at, ['commit', '-q', '--allow-empty', '-m', message, `--date=${stamp(date)}`], who)
}

/** A commit that came from elsewhere: it is in the history under another ref, and no reflog of this machine's HEAD tells of it. */
function plumbing(repository: string, at: Zoned, name: string, email: string, committer = name): void {
  const tree = run(repository, at, ['rev-parse', 'HEAD^{tree}']).trim()
  const made = run(
    repository,
    at,
    ['commit-tree', tree, '-p', 'theirs', '-m', 'theirs'],
    [name, email],
    committer,
  ).trim()
  run(repository, at, ['update-ref', 'refs/heads/theirs', made])
}

function run(
  repository: string,
  at: Zoned,
  args: readonly string[],
  [name, email]: readonly [string, string] = ['Me', MAIL],
  committer = name,
): string {
  return execFileSync('git', ['-C', repository, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: repository,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: committer,
      GIT_COMMITTER_EMAIL: committer === 'GitHub' ? 'noreply@github.com' : email,
      GIT_AUTHOR_DATE: stamp(at),
      GIT_COMMITTER_DATE: stamp(at),
    },
  })
}

function stamp(at: Zoned): string {
  return `${Math.floor(at.epochMilliseconds / 1000)} ${at.offset.replace(':', '')}`
}

function weighted<Kind extends readonly [string, number, boolean]>(kinds: readonly Kind[], random: () => number): Kind {
  let left = random() * kinds.reduce((sum, [, weight]) => sum + weight, 0)
  for (const kind of kinds) {
    left -= kind[1]
    if (left < 0) return kind
  }
  return kinds[0] as Kind
}
