import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { CommonsPlan } from '../hub/commons/running.ts'
import { moveHub, runHub } from '../hub/running.ts'
import { FILE as HUB_FILE } from '../hub/store/logs.ts'
import { agentOf } from './agent.ts'
import { type Typed, UsageError, type Verb } from './cli/command.ts'
import { makeGet } from './net/get.ts'
import { kinds, readSource } from './radar/kinds/all.ts'
import { type Listed, readOpml } from './radar/opml.ts'
import { allowHosts, arxivBase, githubBase, hackernewsBase } from './radar/settings.ts'
import type { Staying } from './serving.ts'
import { FILE_NAME } from './store/folder.ts'

const PORT = 4816
const TICK = 5_000
const EVERY = 3600_000

/** Runs a relay for circles, in a folder of its own or on a database, until it is told to end; or moves it from one to the other. */
export const hub: Verb<Staying> = (typed, terminal, { machine, ended }) => {
  const folder = resolve(typed.option('folder') ?? join(dirname(machine.folder), 'evenkeel-hub'))
  const port = Number(typed.option('port') ?? PORT)
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw new UsageError('--port is a number up to 65535.')
  if (folder === resolve(machine.folder) || existsSync(join(folder, FILE_NAME)))
    throw new UsageError(`${folder} is a person’s own folder. A relay has one for itself: --folder DIR`)
  const host = typed.option('host') ?? '127.0.0.1'
  const database = machine.env.DATABASE_URL
  const [word, ...more] = typed.words
  if (word !== undefined) {
    if (word !== 'move' || more.length > 0) throw new UsageError(typed.usage)
    if (!database) throw new UsageError('Say where to: DATABASE_URL=postgres://… evenkeel hub move --folder DIR')
    if (!existsSync(join(folder, HUB_FILE))) throw new UsageError(`There are no logs of a relay in ${folder}.`)
    return moveHub(folder, database, terminal)
  }
  const list = typed.option('commons')
  if (list === undefined && ['name', 'public', 'allow'].some(one => typed.option(one) !== undefined))
    throw new UsageError('--name, --public and --allow are of a commons: --commons LIST')
  return runHub(
    {
      clock: machine.clock,
      folder,
      host,
      port,
      ...(database ? { database } : {}),
      ...(list === undefined ? {} : { commons: planOf(typed, list, machine, port) }),
    },
    terminal,
    ended(),
  )
}

function planOf(typed: Typed, list: string, { clock, version }: Staying['machine'], port: number): CommonsPlan {
  const allowed = allowHosts.read(typed.option('allow') ?? '')
  if (!allowed)
    throw new UsageError('--allow names private servers that may be asked, as host:port, with commas between.')
  const name = (typed.option('name') ?? 'Commons').trim().slice(0, 80)
  return {
    name: name || 'Commons',
    sources: sourcesIn(list),
    folder: typed.option('public') === undefined ? undefined : resolve(typed.option('public') ?? ''),
    bases: { arxiv: arxivBase.fallback, github: githubBase.fallback, hackernews: hackernewsBase.fallback },
    get: makeGet({ agent: agentOf(version), allowed: () => allowed, never: () => [port], monotonic: clock.monotonic }),
    tick: TICK,
    every: EVERY,
  }
}

/** The sources in a file: an OPML list, or a source on each line. */
function sourcesIn(path: string): Listed[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`${path} cannot be read.`)
  }
  const opml = /<opml[\s>]/i.test(text.slice(0, 4096)) ? readOpml(text)?.sources : undefined
  const lines = text.split('\n').map(line => line.trim())
  const sources =
    opml ??
    lines
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(line => {
        const source = readSource(line)
        if (!source) throw new UsageError(`“${line.slice(0, 100)}” in ${path} is not a source.`)
        return { ...source, title: kinds[source.kind].title(source.address) }
      })
  if (sources.length === 0) throw new UsageError(`There are no sources in ${path}: an OPML list, or one on each line.`)
  if (sources.some(({ kind }) => kind === 'commons'))
    throw new UsageError('A commons is made of sources, not of another commons.')
  const unique = new Map(sources.map(source => [`${source.kind} ${source.address}`, source]))
  return [...unique.values()]
}
