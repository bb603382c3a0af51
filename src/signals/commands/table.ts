import type { Command } from '../../cli/command.ts'
import type { SignalRun } from './run.ts'

export const signalCommands: readonly Command<SignalRun>[] = [
  {
    name: 'checkin',
    words: true,
    usage: '[SLEEP IRRITATION PULL DREAD BEHIND [MIND]] [--day YYYY-MM-DD] [--line TEXT] | on | off',
    meaning: 'five marks from 0 to 10 for today ("-" leaves one out), or asks for them; on and off: whether it asks',
    options: ['day', 'line'],
    always: true,
    load: async () => (await import('./check-in.ts')).checkin,
  },
  {
    name: 'days',
    words: true,
    usage: '[real ID yes|no]',
    meaning: 'where you are against your own usual, and whether a warning was real',
    flags: ['json'],
    load: async () => (await import('./days.ts')).days,
  },
  {
    name: 'sleep',
    words: true,
    usage: 'FILE | remove',
    meaning: 'takes your nights from Apple Health’s export.zip or a CSV file',
    load: async () => (await import('./days.ts')).sleep,
  },
  {
    name: 'trial',
    words: true,
    usage: '[yes | no | resume | end]',
    meaning: 'the trial that is under way: what today is for, and what it told so far',
    flags: ['json'],
    load: async () => (await import('./days.ts')).trial,
  },
]
