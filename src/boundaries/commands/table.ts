import type { Command } from '../../cli/command.ts'
import type { BoundaryTools } from '../machine/tools.ts'

export const boundaryCommands: readonly Command<BoundaryTools>[] = [
  {
    name: 'off',
    words: true,
    usage:
      '[add DAYS FROM-TO | remove N | open DAY FROM-TO | holiday FIRST [LAST] | take-back N | undo | emergency | end | zone here|home]',
    meaning: 'shows your off time, or changes it (open: planned ahead; emergency: opens the rest of tonight)',
    options: ['nights', 'word'],
    flags: ['json'],
    always: true,
    load: async () => (await import('./off.ts')).off,
  },
  {
    name: 'park',
    words: true,
    usage: 'THOUGHT',
    meaning: 'keeps a thought until your next work start',
    always: true,
    load: async () => (await import('./thoughts.ts')).parkIt,
  },
  {
    name: 'thoughts',
    words: true,
    usage: '[done ID | again ID | undo ID]',
    meaning: 'the thoughts that have come back',
    flags: ['json'],
    load: async () => (await import('./thoughts.ts')).thoughts,
  },
  {
    name: 'shutdown',
    usage: '',
    meaning: 'closes the workday in under three minutes',
    always: true,
    load: async () => (await import('./thoughts.ts')).shutdown,
  },
  {
    name: 'evenings',
    words: true,
    usage: '[DAY] [--weeks N] [--traces]',
    meaning: 'how evenings went: hands off by the traces, mind off by your own word',
    options: ['weeks'],
    flags: ['json', 'traces'],
    load: async () => (await import('./evenings.ts')).evenings,
  },
  {
    name: 'traces',
    words: true,
    usage: '[add FOLDER | remove FOLDER | editor [off]]',
    meaning: 'what can notice work, each with its last sign of life',
    flags: ['json'],
    load: async () => (await import('./evenings.ts')).traces,
  },
  {
    name: 'calendar',
    words: true,
    usage: '[FILE]',
    meaning: 'prints your off time as an iCalendar file, or writes it',
    always: true,
    load: async () => (await import('./calendar.ts')).calendar,
  },
]
