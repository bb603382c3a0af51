import type { Command } from '../../cli/command.ts'
import type { ReadingTools } from './reading.ts'
import type { SourceTools } from './sources.ts'

export const readingCommands: readonly Command<ReadingTools>[] = [
  {
    name: 'edition',
    usage: '[--usual]',
    meaning: 'opens the present edition (fetches and makes it first when it is due)',
    flags: ['json', 'usual'],
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
  {
    name: 'why',
    words: true,
    usage: 'ID',
    meaning: 'tells everything that speaks for an item and against it',
    flags: ['json'],
    load: async () => (await import('./evidence.ts')).why,
  },
  {
    name: 'evidence',
    usage: '[--early]',
    meaning: 'how much you miss, and how sure that is',
    flags: ['json', 'early'],
    load: async () => (await import('./evidence.ts')).evidence,
  },
  {
    name: 'check',
    usage: '',
    meaning: 'draws ten left-out things at random, to be judged',
    flags: ['json'],
    load: async () => (await import('./evidence.ts')).check,
  },
  {
    name: 'told',
    words: true,
    usage: 'LINK',
    meaning: 'counts something that mattered and reached you another way',
    load: async () => (await import('./evidence.ts')).told,
  },
  {
    name: 'shelve',
    words: true,
    usage: 'NAME [--until YYYY-MM-DD]',
    meaning: 'lets something go for two weeks, or until a day',
    options: ['until'],
    load: async () => (await import('./evidence.ts')).shelveIt,
  },
  {
    name: 'shelf',
    words: true,
    usage: '[take-back ID | again ID]',
    meaning: 'where loud things cool off',
    flags: ['json'],
    load: async () => (await import('./evidence.ts')).shelf,
  },
  {
    name: 'stories',
    usage: '--merges [--days N]',
    meaning: 'which things told the same and became one story',
    options: ['days'],
    flags: ['json', 'merges'],
    load: async () => (await import('./evidence.ts')).mergedStories,
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
