import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { dayAndTime } from '../../time/weekly.ts'
import { offZone } from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { editorKey, eveningsIn, isFolder, readGit, troubleWords } from '../machine/traces.ts'
import { countWords, coverageWords, handsWords } from '../report.ts'
import { countAttempts, pairedBrowsers } from '../store/extensions.ts'
import { dropKey, readKey } from '../store/keys.ts'
import { addFolder, lastLife, mindOffs, removeFolder, traceFolders } from '../store/sensors.ts'
import { spanWords } from '../words.ts'

const DAY = 24 * 3600_000

/** How evenings went. What touched them is told only with --traces, or of one evening that is named. */
export const evenings: Verb<BoundaryTools> = (typed, terminal, tools) => {
  readGit(tools)
  const weeks = Number(typed.option('weeks') ?? 1)
  if (!(weeks >= 1 && weeks <= 53)) throw new UsageError('Weeks are a number from 1 to 53.')
  const [now, zone, minds] = [tools.clock.now(), offZone(tools), mindOffs(tools.db)]
  const [day] = typed.words
  const all = eveningsIn(tools, { from: now - (day ? 370 : weeks * 7) * DAY, to: now })
  const chosen = day ? all.filter(evening => evening.day === day) : all
  if (day && chosen.length === 0) throw new UsageError(`No off time that is over began on ${day}.`)
  const told = chosen.map(evening => ({
    ...evening,
    ...countAttempts(tools.db, evening.span.from, evening.span.to),
    mindOff: minds.find(mind => mind.evening === evening.day)?.value ?? null,
  }))
  const asked = day !== undefined || typed.has('traces')
  const lines = told.flatMap(evening => [
    `${spanWords(evening.span, evening.span.from, zone)}${evening.mindOff === null ? '' : `, mind off ${evening.mindOff} of 10`}`,
    ...(asked
      ? [
          `    ${handsWords(evening)} (${coverageWords(evening)})`,
          ...(evening.stopped + evening.opened > 0
            ? [`    Closed sites visited: ${evening.stopped}, opened for ten minutes: ${evening.opened}.`]
            : []),
        ]
      : []),
  ])
  print(terminal, typed.has('json'), told, [
    ...(lines.length ? lines : ['No evening is over yet.']),
    ...(asked && told.length > 1 ? [countWords(chosen)] : []),
  ])
  return 0
}

/** The sensors: what is on, and what was last heard of each. */
export const traces: Verb<BoundaryTools> = (typed, terminal, tools) => {
  const { db, clock, port } = tools
  const [word, path] = typed.words
  if (word === 'add' && path) {
    if (!isFolder(path)) throw new UsageError(`${path} is no folder that can be read. Nothing was changed.`)
    addFolder(db, path, clock.now())
  } else if (word === 'remove' && path) {
    if (!removeFolder(db, path, clock.now())) throw new UsageError(`${path} is none of the folders that are read.`)
  } else if (word === 'editor' && path === 'off') dropKey(db, 'editor', clock.now())
  else if (word === 'editor')
    terminal.err(
      `In ~/.wakatime.cfg:\n[settings]\napi_url = http://127.0.0.1:${port}/api\napi_key = ${editorKey(tools)}`,
    )
  else if (word !== undefined) throw new UsageError(`Name a folder by its whole path.\n${typed.usage}`)
  readGit(tools)
  const folders = traceFolders(db)
  const sensors = [
    { sensor: 'git', on: folders.length > 0 },
    { sensor: 'editor', on: readKey(db, 'editor') !== undefined },
    { sensor: 'browser', on: pairedBrowsers(db).length > 0 },
  ].map(one => ({ ...one, lastHeard: lastLife(db, one.sensor as 'git') ?? null }))
  print(terminal, typed.has('json'), { folders, sensors }, [
    ...sensors.map(({ sensor, on, lastHeard }) => {
      const heard = lastHeard === null ? 'nothing heard yet' : `last heard ${dayAndTime(lastHeard, clock.zone())}`
      return `${sensor}: ${on ? heard : 'off'}`
    }),
    ...folders.map(({ path, trouble }) => `  ${path}${trouble ? `  ${troubleWords(trouble)}` : ''}`),
  ])
  return 0
}
