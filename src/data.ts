import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hookFolder, removeHook } from './boundaries/machine/hook.ts'
import { launcherOf } from './install.ts'
import type { Machine } from './machine.ts'
import { removeService, serviceOf } from './service.ts'
import { asStoreProblem } from './store/problem.ts'

// What Evenkeel itself writes into its folder. Anything else there is the person's and stays.
const OWN =
  /^(evenkeel\.db(-wal|-shm|-journal)?|secret(-[0-9a-f]{12})?|running\.lock(-journal|-wal|-shm)?|before-restore-\d+\.db(-wal|-shm)?)$/

const COPY = /^before-\d+-\d+\.db(\.evenkeel-partial)?$/

function within(folder: string, names: RegExp): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => names.test(name))
    .sort()
    .map(name => join(folder, name))
}

/** The paths that delete would take away, launchers first. */
export function whatDeleteRemoves(machine: Machine): string[] {
  const launcher = launcherOf(machine)
  const own = within(machine.folder, OWN)
  const copies = within(join(machine.folder, 'backups'), COPY)
  const service = serviceOf(machine)
  return [
    ...[service.path].filter(existsSync),
    ...[hookFolder(machine.home)].filter(existsSync),
    ...(launcher.current ? [launcher.path] : []),
    ...own,
    ...copies,
  ]
}

/** Takes away everything Evenkeel put on this machine: hooks and launchers first, then the data, then an empty folder. */
export function deleteData(machine: Machine): void {
  const service = serviceOf(machine)
  const paths = whatDeleteRemoves(machine).filter(path => path !== service.path)
  removeHook(machine.home)
  try {
    for (const path of paths) rmSync(path, { force: true, recursive: true })
    for (const folder of [join(machine.folder, 'backups'), machine.folder]) {
      if (existsSync(folder) && !lstatSync(folder).isSymbolicLink() && readdirSync(folder).length === 0)
        rmdirSync(folder)
    }
    // Last, since it may be what runs this.
    removeService(service)
  } catch (error) {
    throw asStoreProblem(error, machine.folder)
  }
}
