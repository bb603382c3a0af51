import { UsageError, type Verb } from '../../cli/command.ts'
import { ASKED, type CheckIn, readMark, SIGNS } from '../check-in.ts'
import { ask, checkIn, checkInOf, NOT_KEPT } from '../machine/checking-in.ts'
import { today } from '../machine/watching.ts'
import type { SignalRun } from './run.ts'

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
  const before = checkInOf(signals, day)
  const asked = typed.words.length === 0
  let marks = [...typed.words]
  let line = typed.option('line') ?? before?.line ?? ''
  if (asked) {
    const answers = await askAll(terminal, further, before)
    if (!answers) {
      terminal.err(`It asks six things: type it in a terminal, or give the marks.\n${typed.usage}`)
      return 1
    }
    marks = answers.marks
    line = answers.line || line
  }
  const most = SIGNS.length + (further ? 1 : 0)
  if (marks.length > most)
    throw new UsageError(`There are ${most} marks: ${SIGNS.join(', ')}${further ? ', mind off' : ''}.`)
  const sixth = further && marks.length > SIGNS.length ? readMark(marks[SIGNS.length] ?? '') : undefined
  if (further && marks.length > SIGNS.length && sixth === undefined) throw new UsageError(NOT_KEPT['no-mark'])
  // What is not said again stays as it was said.
  const said = SIGNS.map((sign, at) => marks[at] ?? String(before?.marks[sign] ?? ''))
  const trouble = checkIn(signals, day, said, line)
  if (trouble && !(trouble === 'empty' && typeof sixth === 'number')) throw new UsageError(NOT_KEPT[trouble])
  if (sixth !== undefined) further?.keep(sixth)
  terminal.out('It is kept.')
  return 0
}

async function askAll(
  terminal: Parameters<Verb<SignalRun>>[1],
  further: ReturnType<SignalRun['signals']['further']>,
  before: CheckIn | undefined,
): Promise<{ marks: string[]; line: string } | undefined> {
  const questions = [
    ...SIGNS.map(sign => ({ ...ASKED[sign], there: before?.marks[sign] ?? null })),
    ...(further ? [{ ...further, there: null }] : []),
  ]
  const marks: string[] = []
  for (const { question, ends, there } of questions) {
    const enter = there === null ? 'Enter leaves it out' : `Enter keeps ${there}, - leaves it out`
    for (;;) {
      const mark = await terminal.ask(`${question} (0 ${ends[0]}, 10 ${ends[1]}, ${enter}) `)
      if (mark === undefined) return undefined
      if (readMark(mark) === undefined) {
        terminal.err('A whole number from 0 to 10, please.')
        continue
      }
      marks.push(mark === '' && there !== null ? String(there) : mark)
      break
    }
  }
  return { marks, line: (await terminal.ask('A line, if you like: ')) ?? '' }
}
