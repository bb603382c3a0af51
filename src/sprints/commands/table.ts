import type { Command } from '../../cli/command.ts'
import type { SprintTools } from '../machine/tools.ts'

export const sprintCommands: readonly Command<SprintTools>[] = [
  {
    name: 'sprint',
    words: true,
    usage:
      '[begin TOPIC | start | stop | later WORDS | note WORDS | close answered|partly|dropped] [--weeks N] [--hours N]',
    meaning: 'the learning sprint that is under way; start and stop are its sessions',
    options: ['weeks', 'hours'],
    flags: ['json'],
    load: async () => (await import('./sprint.ts')).sprint,
  },
]
