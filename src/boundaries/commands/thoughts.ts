import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { standing } from '../machine/standing.ts'
import { nextWorkStart, presentShutdown, thoughtsBack } from '../machine/thoughts.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import {
  beginShutdown,
  endShutdown,
  everyThought,
  leftOpen,
  park,
  planThought,
  settleThought,
  unsettleThought,
  waitAgain,
  waitingThoughts,
} from '../store/thoughts.ts'
import { CLOSED, momentWords } from '../words.ts'

/** Keeps a thought until the next work start. */
export const parkIt: Verb<BoundaryTools> = (typed, terminal, tools) => {
  if (!park(tools.db, typed.words.join(' '), tools.clock.now()))
    throw new UsageError('Say what to keep: evenkeel park "try the smaller batch first"')
  terminal.out(`It is kept, and comes back ${backWords(tools)}.`)
  return 0
}

/** The thoughts that have come back: one at a time, as on the page. */
export const thoughts: Verb<BoundaryTools> = (typed, terminal, tools) => {
  const { db, clock } = tools
  const [word, typedId] = typed.words
  if (word !== undefined) {
    const thought = everyThought(db).find(
      ({ id, settledAt }) => id === Number(typedId) && (settledAt !== null) === (word === 'undo'),
    )
    if (!['done', 'again', 'undo'].includes(word)) throw new UsageError(typed.usage)
    if (!thought) throw new UsageError(`There is no thought ${typedId ?? ''} to do that with.`)
    if (word === 'done') settleThought(db, thought.id, clock.now())
    else if (word === 'again') waitAgain(db, thought.id, clock.now())
    else unsettleThought(db, thought.id)
    const said = { done: 'Let go', again: 'Kept for next time', undo: 'Back again' }[word]
    terminal.err(
      `${said}: ${thought.words}${word === 'done' ? ` (to take that back: evenkeel thoughts undo ${thought.id})` : ''}`,
    )
  }
  const back = thoughtsBack(tools)
  const [first] = back
  print(
    terminal,
    typed.has('json'),
    back,
    first
      ? [
          first.words,
          ...(first.plan ? [`  ${first.plan}`] : []),
          `  To let go of it: evenkeel thoughts done ${first.id}. To keep it for next time: evenkeel thoughts again ${first.id}`,
          back.length === 1 ? 'It is the last.' : `${back.length - 1} more after it.`,
        ]
      : ['No thought waits for you now.'],
  )
  return 0
}

/** Closes the workday: what is open, when and where it goes on, and an end. Each question can be left by Enter. */
export const shutdown: Verb<BoundaryTools> = async (_typed, terminal, tools) => {
  const { db, clock } = tools
  terminal.err('What is still open? A line each; Enter ends it.')
  const first = await terminal.ask('  ')
  if (first === undefined) {
    terminal.err('It asks a few questions: type it in a terminal, or open /shutdown in the browser.')
    return 1
  }
  const id = presentShutdown(tools)?.id ?? beginShutdown(db, clock.now())
  for (let line: string | undefined = first; line; line = await terminal.ask('  ')) park(db, line, clock.now(), id)
  for (const thought of leftOpen(db, id)) {
    const plan = await terminal.ask(`When, where, what next: ${thought.words}\n  `)
    if (plan) planThought(db, thought.id, plan)
  }
  endShutdown(db, id, clock.now())
  const { off } = standing(tools)
  const closed = off ? CLOSED : 'The workday is closed.'
  terminal.out(waitingThoughts(db).length === 0 ? closed : `${closed} What is open comes back ${backWords(tools)}.`)
  return 0
}

function backWords(tools: BoundaryTools): string {
  const back = nextWorkStart(tools)
  return back === undefined ? 'at your next work start' : momentWords(back, tools.clock.now(), tools.clock.zone())
}
