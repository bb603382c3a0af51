import { UsageError, type Verb } from '../../cli/command.ts'
import { ASKED, readMark, SIGNS } from '../check-in.ts'
import { ask, checkIn, NOT_KEPT } from '../machine/checking-in.ts'
import { today } from '../machine/watching.ts'
import type { SignalRun } from './table.ts'

/** Keeps the marks that were typed, or asks for each; one that is not understood is asked again. */
export const checkin: Verb<SignalRun> = async (typed, terminal, { signals }) => {
  const [word] = typed.words
  if (word === 'on' || word === 'off') {
    ask(signals, word === 'on')
    terminal.out(word === 'on' ? 'The first page asks for a check-in.' : 'It no longer asks. What you said is kept.')
    return 0
  }
  const further = signals.further()
  const day = typed.option('day') ?? today(signals)
  const asked = typed.words.length === 0
  let marks = [...typed.words]
  let line = typed.option('line') ?? ''
  if (asked) {
    const answers = await askAll(terminal, further)
    if (!answers) {
      terminal.err(`It asks six things: type it in a terminal, or give the marks.\n${typed.usage}`)
      return 1
    }
    marks = answers.marks
    line ||= answers.line
  }
  const most = SIGNS.length + (further ? 1 : 0)
  if (marks.length > most)
    throw new UsageError(`There are ${most} marks: ${SIGNS.join(', ')}${further ? ', mind off' : ''}.`)
  const sixth = further && marks.length > SIGNS.length ? readMark(marks[SIGNS.length] ?? '') : undefined
  if (further && marks.length > SIGNS.length && sixth === undefined) throw new UsageError(NOT_KEPT['no-mark'])
  const trouble = checkIn(signals, day, marks.slice(0, SIGNS.length), line)
  if (trouble && !(trouble === 'empty' && typeof sixth === 'number')) throw new UsageError(NOT_KEPT[trouble])
  if (sixth !== undefined) further?.keep(sixth)
  terminal.out('It is kept.')
  return 0
}

async function askAll(
  terminal: Parameters<Verb<SignalRun>>[1],
  further: ReturnType<SignalRun['signals']['further']>,
): Promise<{ marks: string[]; line: string } | undefined> {
  const questions = [...SIGNS.map(sign => ASKED[sign]), ...(further ? [further] : [])]
  const marks: string[] = []
  for (const { question, ends } of questions) {
    for (;;) {
      const mark = await terminal.ask(`${question} (0 ${ends[0]}, 10 ${ends[1]}, Enter leaves it out) `)
      if (mark === undefined) return undefined
      if (readMark(mark) === undefined) {
        terminal.err('A whole number from 0 to 10, please.')
        continue
      }
      marks.push(mark)
      break
    }
  }
  return { marks, line: (await terminal.ask('A line, if you like: ')) ?? '' }
}
