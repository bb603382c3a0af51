import type { Command } from '../../cli/command.ts'
import type { ReadingTools } from './reading.ts'
import type { SourceTools } from './sources.ts'

export const readingCommands: readonly Command<ReadingTools>[] = [
  {
    name: 'edition',
    usage: '',
    meaning: 'opens the present edition (fetches and makes it first when it is due)',
    flags: ['json'],
    load: async () => (await import('./reading.ts')).edition,
  },
  {
    name: 'keep',
    words: true,
    usage: 'ID',
    meaning: 'keeps an item',
    load: async () => (await import('./reading.ts')).keep,
  },
  {
    name: 'not-for-me',
    words: true,
    usage: 'ID',
    meaning: 'says that an item is not for you',
    load: async () => (await import('./reading.ts')).notForMe,
  },
  {
    name: 'undo',
    words: true,
    usage: 'ID',
    meaning: 'takes back what you said of an item',
    load: async () => (await import('./reading.ts')).undoIt,
  },
  {
    name: 'pull',
    words: true,
    usage: 'ID',
    meaning: 'pulls a left-out item into the present edition',
    load: async () => (await import('./reading.ts')).pullIt,
  },
  {
    name: 'left-out',
    words: true,
    usage: '[WORDS] [--older] [--most N]',
    meaning: 'what no edition showed, or searches it',
    options: ['most'],
    flags: ['json', 'older'],
    load: async () => (await import('./reading.ts')).leftOutThings,
  },
  {
    name: 'kept',
    usage: '[--markdown]',
    meaning: 'what you kept',
    flags: ['json', 'markdown'],
    load: async () => (await import('./reading.ts')).kept,
  },
]

export const sourceCommands: readonly Command<SourceTools>[] = [
  {
    name: 'sources',
    words: true,
    usage: '[add SOURCE | remove ID | restore ID | import FILE | export [FILE]]',
    meaning: 'where items come from',
    flags: ['json'],
    load: async () => (await import('./sources.ts')).sources,
  },
  {
    name: 'fetch',
    usage: '',
    meaning: 'asks every source now',
    flags: ['json'],
    load: async () => (await import('./sources.ts')).fetchNow,
  },
]
