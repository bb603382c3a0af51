import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { runHub } from '../hub/running.ts'
import { UsageError, type Verb } from './cli/command.ts'
import type { Staying } from './serving.ts'
import { FILE_NAME } from './store/folder.ts'

const PORT = 4816

/** Runs a relay for circles, in a folder of its own, until it is told to end. */
export const hub: Verb<Staying> = (typed, terminal, { machine, ended }) => {
  const folder = resolve(typed.option('folder') ?? join(dirname(machine.folder), 'evenkeel-hub'))
  const port = Number(typed.option('port') ?? PORT)
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw new UsageError('--port is a number up to 65535.')
  if (folder === resolve(machine.folder) || existsSync(join(folder, FILE_NAME)))
    throw new UsageError(`${folder} is a person’s own folder. A relay has one for itself: --folder DIR`)
  const host = typed.option('host') ?? '127.0.0.1'
  return runHub({ clock: machine.clock, folder, host, port }, terminal, ended())
}
