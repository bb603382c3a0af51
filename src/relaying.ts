import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { moveHub, runHub } from '../hub/running.ts'
import { FILE as HUB_FILE } from '../hub/store.ts'
import { UsageError, type Verb } from './cli/command.ts'
import type { Staying } from './serving.ts'
import { FILE_NAME } from './store/folder.ts'

const PORT = 4816

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
  return runHub({ clock: machine.clock, folder, host, port, ...(database ? { database } : {}) }, terminal, ended())
}
