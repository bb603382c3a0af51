import { type Terminal, type Typed, UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { readDays } from '../../time/weekly.ts'
import { laterOf, type Window, windowWords } from '../../time/window.ts'
import { endDaysOff, LEFT_OPEN, leaveOpen, plannedAhead, stretchOf, takeDaysOff } from '../machine/ahead.ts'
import {
  askEmergency,
  endEmergency,
  keepWindow,
  keepZone,
  offLog,
  offZone,
  removeWindow,
  standing,
  stillHeld,
} from '../machine/standing.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { offSpans, WAIT } from '../off.ts'
import { endException, presentRule, presentWindows, undoable, undoLast } from '../store/rules.ts'
import {
  daysWords,
  heldWords,
  minutesWords,
  momentWords,
  nextWords,
  offLine,
  spanWords,
  UNDONE_WORDS,
} from '../words.ts'

const DAY = 24 * 3600_000

type Change = (
  typed: Typed,
  rest: readonly string[],
  tools: BoundaryTools,
  terminal: Terminal,
) => string | Promise<string>

const changes: Record<string, Change> = {
  add(typed, rest, tools) {
    const hours = rest.at(-1) ?? ''
    const [from = '', to = ''] = hours.split('-')
    const days = readDays(rest.slice(0, -1).join(' '))
    if (!days) throw new UsageError('Name days and hours: evenkeel off add "tue thu" 18:30-08:00')
    const nights = Number(typed.option('nights') ?? 0)
    if (!Number.isInteger(nights) || nights < 0 || nights > 7) throw new UsageError('Nights are a number from 1 to 7.')
    const window: Window = { days, from, to, later: laterOf(from, to, nights) }
    const answer = keepWindow(tools, window)
    if (answer === 'there') return 'That is off already; nothing was changed.'
    if (answer === 'no-window') throw new UsageError('Hours are a begin and an end: evenkeel off add thu 18:30-08:00')
    return `Off, every ${windowWords(window)}. To undo it within 15 minutes: evenkeel off undo`
  },
  remove(_typed, [number], tools) {
    if (!removeWindow(tools, Number(number))) throw new UsageError('Name one of the numbers that evenkeel off shows.')
    return `Removed. ${heldWords(stillHeld(tools), tools.clock.now(), offZone(tools))}`.trim()
  },
  open(typed, [day = '', hours = ''], tools) {
    const [begin = '', end = ''] = hours.split('-')
    const span = stretchOf(tools, day, begin, end)
    if (!span) throw new UsageError('Name a day and hours: evenkeel off open 2026-05-21 18:30-22:00')
    const answer = leaveOpen(tools, span, typed.option('word'))
    if (answer === 'no-time') throw new UsageError(LEFT_OPEN[answer])
    return answer === 'open' ? `Open ${spanWords(span, tools.clock.now(), offZone(tools))}.` : LEFT_OPEN[answer]
  },
  holiday(typed, [first = '', last = first], tools) {
    if (!takeDaysOff(tools, first, last, typed.option('word')))
      throw new UsageError('Name a first and a last day, today or later: evenkeel off holiday 2026-07-27 2026-08-07')
    return `${daysWords({ first, last })}: off, whole.`
  },
  'take-back'(_typed, [name = ''], tools) {
    const [kind, id] = [name[0], Number(name.slice(1))]
    const done = kind === 'h' ? endDaysOff(tools, id) : kind === 'o' && endException(tools.db, id, tools.clock.now())
    if (!done) throw new UsageError('Name one of the marks that evenkeel off shows, like h1 or o2.')
    return kind === 'h'
      ? 'Taken back. A day that runs or begins within four hours stays off.'
      : 'Taken back: it is off again.'
  },
  undo(_typed, _rest, tools) {
    const undone = undoLast(tools.db, tools.clock)
    if (!undone) throw new UsageError('There is nothing to undo: what you set can be undone for 15 minutes.')
    return UNDONE_WORDS[undone]
  },
  async emergency(_typed, _rest, tools, terminal) {
    if (!standing(tools).off) return 'It is not off time.'
    terminal.err(`Opening in ${WAIT / 1000} seconds. Ctrl+C leaves it closed.`)
    await new Promise(done => setTimeout(done, WAIT))
    askEmergency(tools, true)
    const { opening } = standing(tools)
    if (!opening) return 'It is not off time any more.'
    return `Open until ${momentWords(opening.until, tools.clock.now(), offZone(tools))}. To close it before: evenkeel off end`
  },
  end(_typed, _rest, tools) {
    return endEmergency(tools) ? 'Closed again.' : 'Nothing was open.'
  },
  zone(_typed, [which], tools) {
    if (which !== 'here' && which !== 'home') throw new UsageError('Say here or home: evenkeel off zone home')
    keepZone(tools, which === 'home')
    return which === 'home' ? `By the clock of ${offZone(tools)}, wherever you are.` : 'By the clock where you are.'
  },
}

const MOST_WORDS: Record<string, number> = { add: 8, remove: 1, open: 2, holiday: 2, 'take-back': 1, zone: 1 }

/** Shows off time, or changes it. */
export const off: Verb<BoundaryTools> = async (typed, terminal, tools) => {
  const [word, ...rest] = typed.words
  if (word !== undefined) {
    const change = changes[word]
    if (rest.length > (MOST_WORDS[word] ?? 0))
      throw new UsageError(`That is more than "off ${word}" takes.\n${typed.usage}`)
    if (!change) throw new UsageError(`"${word}" is none of them.\n${typed.usage}`)
    terminal.out(await change(typed, rest, tools, terminal))
    return 0
  }
  const [zone, now] = [offZone(tools), tools.clock.now()]
  const where = standing(tools)
  const windows = presentWindows(tools.db)
  const chosen = presentRule(tools.db)?.chosen ?? false
  const ahead = offSpans(offLog(tools), { from: now, to: now + 14 * DAY })
  const { exceptions, holidays } = plannedAhead(tools)
  const undo = undoable(tools.db, tools.clock)
  print(
    terminal,
    typed.has('json'),
    {
      off: where.off ?? null,
      next: where.next ?? null,
      opening: where.opening ?? null,
      zone,
      zoneChosen: chosen,
      windows,
      exceptions,
      holidays,
      ahead,
    },
    [
      where.off ? offLine(where.off, now, zone) : nextWords(where, zone),
      ...(where.opening
        ? [`Open until ${momentWords(where.opening.until, now, zone)}. To close it: evenkeel off end`]
        : []),
      ...windows.map(window => `  ${window.id}  ${windowWords(window)}`),
      ...exceptions.map(one => `  o${one.id}  open ${spanWords(one, now, zone)}${one.word ? `: ${one.word}` : ''}`),
      ...holidays.map(one => `  h${one.id}  off ${daysWords(one)}${one.word ? `: ${one.word}` : ''}`),
      ...(windows.length ? [] : ['To have an evening: evenkeel off add thu 18:30-08:00']),
      ...(undo ? [`The last change can be undone for ${minutesWords(undo.left)}: evenkeel off undo`] : []),
      `By the clock of ${zone}${chosen ? ', wherever you are' : ', where you are'}.`,
    ],
  )
  return 0
}
