import type { Command } from '../../cli/command.ts'
import type { CircleTools } from '../tools.ts'

export const circleCommands: readonly Command<CircleTools>[] = [
  {
    name: 'walk',
    words: true,
    usage: '[NAME] [--what "a call"] [--on YYYY-MM-DD --at HH:MM] [--where TEXT] [--no-projects] [--file FILE]',
    meaning: 'writes a message that asks someone for a walk, and the hour as a calendar file',
    options: ['what', 'on', 'at', 'where', 'minutes', 'file'],
    flags: ['json', 'no-projects'],
    always: true,
    load: async () => (await import('./walk.ts')).walk,
  },
]
