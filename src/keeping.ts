import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { openApp } from './app.ts'
import { removeHook } from './boundaries/machine/hook.ts'
import { UsageError, type Verb } from './cli/command.ts'
import { print } from './cli/print.ts'
import { deleteData, whatDeleteRemoves } from './data.ts'
import { examine } from './doctor.ts'
import { exportTo } from './export.ts'
import { launcherOf, removeLauncher, writeLauncher } from './install.ts'
import type { Machine } from './machine.ts'
import { installService, removeService, serviceOf, serviceRuns } from './service.ts'
import { backUp } from './store/backup.ts'
import { isHeld } from './store/folder.ts'
import { type RestoreAnswer, restore } from './store/restore.ts'

const RESTORE_WORDS: Record<Exclude<RestoreAnswer, 'restored'>, string> = {
  'no-such-file': 'There is no such file.',
  'not-evenkeel': 'That file is not a backup of Evenkeel. Nothing was changed.',
  newer: 'A newer Evenkeel made that backup. Update this one first; nothing was changed.',
  damaged: 'That backup is damaged. Nothing was changed.',
  'in-use': 'Evenkeel is running. Stop it first, then restore; nothing was changed.',
}

/** What is configured, what is wrong, what to do. */
export const doctor: Verb<Machine> = (typed, terminal, machine) => {
  const app = openApp(machine)
  try {
    const findings = examine(app)
    const lines = findings.map(
      ({ about, says, todo }) => `${todo ? '!' : ' '} ${about}: ${says}${todo ? `\n    ${todo}` : ''}`,
    )
    const wrong = findings.filter(({ todo }) => todo).length
    print(terminal, typed.has('json'), findings, [...lines, '', wrong ? `${wrong} to look at.` : 'All is well.'])
    return wrong ? 1 : 0
  } finally {
    app.close()
  }
}

/** Copies everything into one new file. */
export const backup: Verb<Machine> = (typed, terminal, machine) => {
  const file = oneWord(typed.words, 'Name a file: evenkeel backup FILE')
  if (existsSync(file)) {
    terminal.err(`${file} is there already. A backup never overwrites; name another file.`)
    return 1
  }
  const app = openApp(machine)
  try {
    backUp(app.db, file)
  } finally {
    app.close()
  }
  terminal.out(`Written: ${resolve(file)}`)
  terminal.out('It holds everything, keys of yours included: keep it where only you can read it.')
  return 0
}

/** Puts a backup in place; the present data is kept beside it. */
export const restoreBackup: Verb<Machine> = async (typed, terminal, machine) => {
  const file = oneWord(typed.words, 'Name a backup: evenkeel restore FILE')
  const { answer, kept } = await restore(file, machine.folder, Date.now())
  if (answer !== 'restored') {
    terminal.err(RESTORE_WORDS[answer])
    return 1
  }
  openApp(machine).close()
  terminal.out(`Restored from ${resolve(file)}.`)
  if (kept) terminal.out(`What was there before is kept as ${kept}`)
  return 0
}

/** Writes everything into a new folder, as JSON, OPML and Markdown. */
export const exportAll: Verb<Machine> = (typed, terminal, machine) => {
  const folder = oneWord(typed.words, 'Name a new folder: evenkeel export DIR')
  const app = openApp(machine)
  try {
    const written = exportTo(app, folder)
    if (written === 'not-empty') {
      terminal.err(`${folder} is not empty. Name a new folder.`)
      return 1
    }
    terminal.out(written.map(name => `Written: ${resolve(folder, name)}`).join('\n'))
    return 0
  } finally {
    app.close()
  }
}

/** Makes "evenkeel" a command of this account, or undoes that. */
export const install: Verb<Machine> = (typed, terminal, machine) => {
  const { path, text } = launcherOf(machine)
  if (typed.has('remove')) {
    const removed = [removeLauncher(machine) && path, removeHook(machine.home) && 'the git hook; git is set as before']
    const said = removed.filter(Boolean).map(what => `Removed: ${what}`)
    terminal.out(said.length > 0 ? said.join('\n') : 'There was nothing to remove.')
    return 0
  }
  terminal.out(`${path}\n\n${text.trimEnd().replace(/^/gm, '    ')}\n`)
  if (!writeLauncher(machine)) {
    terminal.err(`${path} belongs to another program and was left alone.`)
    return 1
  }
  terminal.out('Written. To undo it: evenkeel install --remove')
  return 0
}

/** Lets the system run Evenkeel while the person is signed in, or ends that. */
export const service: Verb<Machine> = (typed, terminal, machine) => {
  const service = serviceOf(machine)
  switch (typed.words[0]) {
    case 'install': {
      terminal.out(`${service.path}\n\n${service.text.trimEnd().replace(/^/gm, '    ')}\n`)
      if (!service.checked) terminal.err('This was never tried on a machine of this kind. If it fails, please tell us.')
      const refused = installService(service)
      if (refused) {
        terminal.err(`Written, and the system did not take it: ${refused.command}\n  ${refused.said}`)
        return 1
      }
      terminal.out('Written and started. For a link to it: evenkeel open. To undo it: evenkeel service remove')
      return 0
    }
    case 'remove':
      terminal.out(removeService(service) ? `Removed: ${service.path}` : 'There was nothing to remove.')
      return 0
    case 'status':
    case undefined: {
      const runs = serviceRuns(service)
      const words = runs
        ? 'The system runs Evenkeel.'
        : 'Not installed, or not running. To have it: evenkeel service install'
      print(terminal, typed.has('json'), { runs, path: service.path }, [words])
      return 0
    }
    default:
      throw new UsageError(typed.usage)
  }
}

/** Takes everything of Evenkeel’s from this machine, after asking. */
export const deleteAll: Verb<Machine> = async (typed, terminal, machine) => {
  const paths = whatDeleteRemoves(machine)
  if (paths.length === 0) {
    terminal.out('There is nothing to delete.')
    return 0
  }
  if (isHeld(machine.folder)) {
    terminal.err('Evenkeel is running. Stop it first, or delete on its settings page.')
    return 1
  }
  terminal.out(`This would go, for good:\n${paths.map(path => `  ${path}`).join('\n')}`)
  const answer = typed.has('yes') ? 'delete' : await terminal.ask('Type "delete" to go on: ')
  const sure = answer === 'delete'
  if (!sure) {
    terminal.err(answer === undefined ? 'Nothing was deleted. Without a terminal, add --yes.' : 'Nothing was deleted.')
    return 1
  }
  deleteData(machine)
  terminal.out('Deleted.')
  return 0
}

function oneWord(words: readonly string[], otherwise: string): string {
  const [word] = words
  if (!word || words.length > 1) throw new UsageError(otherwise)
  return word
}
