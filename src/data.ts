import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { launcherOf, removeLauncher } from './install.ts'
import type { Machine } from './machine.ts'
import { asStoreProblem } from './store/problem.ts'

// What Evenkeel itself writes into its folder. Anything else there is the person's and stays.
const OWN =
  /^(evenkeel\.db(-wal|-shm|\.incoming)?|secret(-[0-9a-f]{12})?|running\.lock(-journal|-wal|-shm)?|backups|before-restore-\d+\.db)$/

/** The paths that delete would take away, launchers first. */
export function whatDeleteRemoves(machine: Machine): string[] {
  const launcher = launcherOf(machine)
  const own = existsSync(machine.folder) ? readdirSync(machine.folder).filter(name => OWN.test(name)) : []
  return [...(launcher.ours ? [launcher.path] : []), ...own.sort().map(name => join(machine.folder, name))]
}

/** Takes away everything Evenkeel put on this machine: hooks and launchers first, then the data, then an empty folder. */
export function deleteData(machine: Machine): void {
  const paths = whatDeleteRemoves(machine)
  try {
    removeLauncher(machine)
    for (const path of paths) rmSync(path, { recursive: true, force: true })
    if (existsSync(machine.folder) && readdirSync(machine.folder).length === 0) rmdirSync(machine.folder)
  } catch (error) {
    throw asStoreProblem(error, machine.folder)
  }
}
