import type { Command } from '../../cli/command.ts'
import type { RoutineTools } from '../machine/tools.ts'

export const routineCommands: readonly Command<RoutineTools>[] = [
  {
    name: 'routines',
    words: true,
    usage:
      '[add WHAT | mark ID | unmark ID | skip ID | end ID | free DAYS|end|undo] [--kind KIND] [--times N] [--when TEXT] [--on DAYS --at HH:MM] [--no-projects] [--yesterday] [--from DAY]',
    meaning: 'what your week holds that is not work, and what happened of it',
    options: ['kind', 'times', 'when', 'on', 'at', 'from'],
    flags: ['json', 'yesterday', 'no-projects'],
    always: true,
    load: async () => (await import('./routines.ts')).routines,
  },
]
