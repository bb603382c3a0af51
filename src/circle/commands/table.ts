import type { Command } from '../../cli/command.ts'
import type { CircleTools, WalkTools } from '../machine/tools.ts'

/** Asking someone for a walk: it needs no circle and none of the person's data. */
export const walkCommands: readonly Command<WalkTools>[] = [
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

export const circleCommands: readonly Command<CircleTools>[] = [
  {
    name: 'circle',
    words: true,
    usage:
      '[begin NAME | invite | join CODE | words same|differ [WORD] | note [TEXT] | pass | call [NAME] | settled | meet [N] | suits N | people | past | away DAY|back | nudges yes|no | season | remove NAME | leave | hide | show] [--circle NAME]',
    meaning: 'the people beside you: this week, and everything the pages of the circle do',
    options: ['circle', 'as', 'relay', 'again', 'mood', 'evenings', 'what', 'times', 'where', 'file'],
    flags: ['json', 'no-projects', 'yes'],
    load: async () => (await import('./circle.ts')).circle,
  },
]
