import { boundaryCommands } from './boundaries/commands/table.ts'
import { circleCommands, walkCommands } from './circle/commands/table.ts'
import type { Command } from './cli/command.ts'
import type { Handed, Run } from './handing.ts'
import type { Machine } from './machine.ts'
import { planCommands } from './plan/commands/table.ts'
import type { SourceTools } from './radar/commands/sources.ts'
import { readingCommands, sourceCommands } from './radar/commands/table.ts'
import { routineCommands } from './routines/commands/table.ts'
import type { Staying } from './serving.ts'
import { signalCommands } from './signals/commands/table.ts'
import { sprintCommands } from './sprints/commands/table.ts'

const servingCommands: readonly Command<Staying>[] = [
  {
    name: 'serve',
    always: true,
    usage: '[--open]',
    meaning: 'runs Evenkeel and prints a link to sign in with',
    flags: ['open'],
    load: async () => (await import('./serving.ts')).serve,
  },
  {
    name: 'open',
    always: true,
    usage: '',
    meaning: 'prints another sign-in link, and opens it where there is a browser',
    load: async () => (await import('./serving.ts')).openLink,
  },
  {
    name: 'hub',
    always: true,
    words: true,
    usage:
      '[move] [--folder DIR] [--host ADDRESS] [--port N] [--commons LIST [--name NAME] [--public DIR] [--allow HOST:PORT,…]]',
    meaning:
      'runs a relay for circles, which learns nothing of them, and crawls for everybody; by itself on this machine only',
    options: ['folder', 'host', 'port', 'commons', 'name', 'public', 'allow'],
    load: async () => (await import('./relaying.ts')).hub,
  },
  {
    name: 'demo',
    usage: '',
    meaning: 'a made-up month to look around in; leaves nothing behind',
    load: async () => (await import('./serving.ts')).demo,
  },
]

const settingsCommand: Command<Pick<SourceTools, 'radar'>> = {
  name: 'settings',
  words: true,
  usage: '[NAME [VALUE]]',
  meaning: 'shows the settings, or changes one (an empty VALUE goes back to the default)',
  flags: ['json'],
  load: async () => (await import('./config.ts')).settingsVerb,
}

/** They open the data themselves, since some must work without it. */
const keepingCommands: readonly Command<Machine>[] = [
  {
    name: 'doctor',
    always: true,
    usage: '',
    meaning: 'what is configured, what is wrong, what to do',
    flags: ['json'],
    load: async () => (await import('./keeping.ts')).doctor,
  },
  {
    name: 'backup',
    always: true,
    words: true,
    usage: 'FILE',
    meaning: 'copies everything into one new file',
    load: async () => (await import('./keeping.ts')).backup,
  },
  {
    name: 'restore',
    always: true,
    words: true,
    usage: 'FILE',
    meaning: 'puts a backup in place; the present data is kept beside it',
    load: async () => (await import('./keeping.ts')).restoreBackup,
  },
  {
    name: 'export',
    always: true,
    words: true,
    usage: 'DIR',
    meaning: 'writes everything into a new folder, as JSON, OPML and Markdown',
    load: async () => (await import('./keeping.ts')).exportAll,
  },
  {
    name: 'install',
    always: true,
    usage: '[--remove]',
    meaning: 'makes "evenkeel" a command of this account, or undoes that',
    flags: ['remove'],
    load: async () => (await import('./keeping.ts')).install,
  },
  {
    name: 'service',
    words: true,
    always: true,
    usage: 'install | remove | status',
    flags: ['json'],
    meaning: 'lets the system run Evenkeel while you are signed in, without a terminal',
    load: async () => (await import('./keeping.ts')).service,
  },
  {
    name: 'hook',
    words: true,
    always: true,
    usage: 'install | remove | status',
    flags: ['json'],
    meaning: 'stops a commit or push typed in off time, with one line',
    load: async () => (await import('./hooking.ts')).hook,
  },
  {
    name: 'delete',
    always: true,
    usage: '[--yes]',
    meaning: 'takes everything of Evenkeel’s from this machine, after asking',
    flags: ['yes'],
    load: async () => (await import('./keeping.ts')).deleteAll,
  },
]

/** They are put together from every feature. */
const showingCommands: readonly Command<Run>[] = [
  {
    name: 'today',
    usage: '',
    meaning: 'where you stand: the edition, the evening, a session, one thing that is not work',
    flags: ['json'],
    always: true,
    load: async () => (await import('./showing.ts')).today,
  },
  {
    name: 'week',
    words: true,
    usage: '[DAY]',
    meaning: 'the week as one picture: what is not work, off time, sleep, learning, work',
    flags: ['json'],
    load: async () => (await import('./showing.ts')).week,
  },
]

/** The table of commands: each feature's, joined. */
export const commands: readonly Command<Run>[] = [
  ...servingCommands,
  ...showingCommands,
  ...readingCommands.map(withApp),
  ...sourceCommands.map(withApp),
  ...planCommands.map(command =>
    withApp({
      ...command,
      load: async () => {
        const verb = await command.load()
        return (typed, terminal, { radar }) => verb(typed, terminal, radar)
      },
    }),
  ),
  ...boundaryCommands.map(command =>
    withApp({
      ...command,
      load: async () => {
        const verb = await command.load()
        return (typed, terminal, { boundaries }) => verb(typed, terminal, boundaries)
      },
    }),
  ),
  ...signalCommands.map(withApp),
  ...sprintCommands.map(command =>
    withApp({
      ...command,
      load: async () => {
        const verb = await command.load()
        return (typed, terminal, { sprints }) => verb(typed, terminal, sprints)
      },
    }),
  ),
  ...routineCommands.map(command =>
    withApp({
      ...command,
      load: async () => {
        const verb = await command.load()
        return (typed, terminal, { routines }) => verb(typed, terminal, routines)
      },
    }),
  ),
  ...circleCommands.map(command =>
    withApp({
      ...command,
      load: async () => {
        const verb = await command.load()
        return (typed, terminal, { circle }) => verb(typed, terminal, circle)
      },
    }),
  ),
  ...walkCommands.map(onMachine),
  withApp(settingsCommand),
  ...keepingCommands.map(onMachine),
]

/** A command that needs nothing of the person's data, or opens it itself. */
function onMachine(command: Command<Machine>): Command<Run> {
  return {
    ...command,
    load: async () => {
      const verb = await command.load()
      return (typed, terminal, { machine }) => verb(typed, terminal, machine)
    },
  }
}

/** Opens the person's data for a command and closes it after. */
function withApp(command: Command<Handed>): Command<Run> {
  return {
    ...command,
    load: async () => {
      const [verb, { handOver }] = await Promise.all([command.load(), import('./handing.ts')])
      return handOver(verb, command.always)
    },
  }
}
