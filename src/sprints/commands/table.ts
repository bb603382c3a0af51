import type { Command } from '../../cli/command.ts'
import type { SprintTools } from '../machine/tools.ts'

export const sprintCommands: readonly Command<SprintTools>[] = [
  {
    name: 'sprint',
    words: true,
    usage:
      '[begin TOPIC | start | stop | later WORDS | note WORDS | read N | close answered|partly|dropped | again | undo] [--weeks N] [--hours N] [--on DAYS --at HH:MM] [--place TEXT] [--ask QUESTIONS] [--question TEXT] [--why TEXT] [--read IDS] [--remember DAYS] [--from DAY] [--energy 1-3] [--line TEXT]',
    meaning:
      'the learning sprint that is under way; start and stop are its sessions, again asks what is left of the last',
    options: [
      'weeks',
      'hours',
      'question',
      'why',
      'on',
      'at',
      'place',
      'ask',
      'remember',
      'read',
      'from',
      'energy',
      'line',
    ],
    flags: ['json'],
    // What ends, and what was thought of, is taken in off time too.
    always: ([word = '']) => ['stop', 'note', 'later'].includes(word),
    load: async () => (await import('./sprint.ts')).sprint,
  },
  {
    name: 'sprints',
    usage: '',
    meaning: 'a year of sprints, as Markdown',
    flags: ['json'],
    load: async () => (await import('./sprints.ts')).sprints,
  },
]
