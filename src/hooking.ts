import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from './app.ts'
import { IN_OFF_TIME } from './boundaries/hook.ts'
import { hookFolder, hookState, installHook, removeHook } from './boundaries/machine/hook.ts'
import { offZone, standing } from './boundaries/machine/standing.ts'
import { untilWords } from './boundaries/words.ts'
import { UsageError, type Verb } from './cli/command.ts'
import { print } from './cli/print.ts'
import type { Machine } from './machine.ts'
import { FILE_NAME } from './store/folder.ts'

const STATE_WORDS = {
  installed: 'Installed: a commit or push typed in off time is stopped with one line. --no-verify passes it.',
  another: 'Not installed. Git uses other hooks of this account, which would go on running.',
  none: 'Not installed. To install it: evenkeel hook install',
  'no-git': 'There is no git on this machine.',
} as const

/** The git hook: installs it, removes it, says how it stands; "check" is what the hook itself asks. */
export const hook: Verb<Machine> = (typed, terminal, machine) => {
  const [word = 'status', ...rest] = typed.words
  if (rest.length > 0 && word !== 'check') throw new UsageError(typed.usage)
  switch (word) {
    case 'check':
      return check(machine, rest[0] === 'pre-push' ? 'Not pushed' : 'Not committed', line => terminal.out(line))
    case 'install': {
      const state = installHook(machine.home, { node: machine.node, program: machine.program, data: machine.folder })
      terminal.out(STATE_WORDS[state])
      if (state !== 'installed') return 1
      terminal.out(
        `It lies in ${hookFolder(machine.home)}, as core.hooksPath of your account; each repository's own hooks run as before.\n` +
          'A repository with a core.hooksPath of its own is left alone. To undo it: evenkeel hook remove',
      )
      return 0
    }
    case 'remove':
      terminal.out(removeHook(machine.home) ? 'Removed; git is set as before.' : 'There was nothing to remove.')
      return 0
    case 'status': {
      const state = hookState(machine.home)
      print(terminal, typed.has('json'), { state }, [STATE_WORDS[state]])
      return 0
    }
    default:
      throw new UsageError(typed.usage)
  }
}

function check(machine: Machine, what: string, say: (line: string) => void): number {
  // Data that was taken away must not begin anew because someone commits.
  if (!existsSync(join(machine.folder, FILE_NAME))) return 0
  const app = openApp(machine)
  try {
    const { off, now } = standing(app.boundaries)
    if (!off) return 0
    const until = untilWords(off, now, offZone(app.boundaries)).replace(/^(Evening )?[Oo]ff/, first =>
      first.toLowerCase(),
    )
    say(`${what}: ${until} To keep the thought: evenkeel park "...". To go on all the same: --no-verify`)
    return IN_OFF_TIME
  } finally {
    app.close()
  }
}
