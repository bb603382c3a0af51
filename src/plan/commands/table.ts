import type { Command } from '../../cli/command.ts'
import type { PlanRun } from './plan.ts'

export const planCommands: readonly Command<PlanRun>[] = [
  {
    name: 'plan',
    usage: '[--area TEXT] [--hours N] [--days "tue thu"] [--time 09:00] [...]',
    meaning: 'shows your core area and hours, or changes them (also --words, --not-mine, --things, --role)',
    options: ['area', 'words', 'not-mine', 'role', 'things', 'hours', 'days', 'time'],
    flags: ['json'],
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'pause',
    words: true,
    usage: 'YYYY-MM-DD | off',
    meaning: 'keeps everything quiet until a day',
    load: async () => (await import('./plan.ts')).pause,
  },
  {
    name: 'rest',
    words: true,
    usage: '[DAYS | end]',
    meaning: 'days of little reading: one edition a week, ten minutes',
    flags: ['json'],
    load: async () => (await import('./rest.ts')).rest,
  },
]
