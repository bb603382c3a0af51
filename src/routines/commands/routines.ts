import { type Terminal, type Typed, UsageError, type Verb } from '../../cli/command.ts'
import { plain, print } from '../../cli/print.ts'
import { keepSetting } from '../../store/setting.ts'
import { dayWords, readDays, slotWords } from '../../time/weekly.ts'
import { allFreeUntil, freeAhead, freeDaysOf, shownShare, today } from '../machine/telling.ts'
import type { RoutineTools } from '../machine/tools.ts'
import { freeFrom, KIND_WORDS, MOST_ROUTINES, type Routine, readRoutine, timesInWeek, timesWords } from '../routine.ts'
import { routinesOn } from '../settings.ts'
import {
  addFree,
  addRoutine,
  endFree,
  endRoutine,
  everyFree,
  markRoutine,
  marksOf,
  presentRoutines,
  takeFreeBack,
  unmarkRoutine,
} from '../store/routines.ts'
import { FREE_BOUNDS, freedWords, freeWords, NOT_READ } from '../words.ts'

/** Shows the routines, adds one, marks today or yesterday, skips or ends one, or frees days of all. */
export const routines: Verb<RoutineTools> = (typed, terminal, tools) => {
  const { db } = tools
  const [word, ...rest] = typed.words
  const day = today(tools)
  const late = typed.has('yesterday')
  const named = late ? Temporal.PlainDate.from(day).subtract({ days: 1 }).toString() : day
  const verbs: Record<string, () => void> = {
    add: () => add(typed, rest.join(' '), tools),
    mark: () => {
      const { id, begun } = one(tools, rest[0])
      if (begun > named) throw new UsageError('It had not begun by then.')
      markRoutine(db, id, named)
      terminal.err(`Marked, ${late ? 'yesterday' : 'today'}.`)
    },
    unmark: () => {
      const there = unmarkRoutine(db, one(tools, rest[0]).id, named)
      terminal.err(
        there ? 'The mark is taken back.' : 'There was no mark. To take back a skip: evenkeel routines free undo',
      )
    },
    skip: () => {
      addFree(db, one(tools, rest[0]).id, { first: named, last: named })
      terminal.err(`Skipped ${late ? 'yesterday' : 'today'}.`)
    },
    end: () => void endRoutine(db, one(tools, rest[0]).id, day),
    free: () => {
      if (rest[0] === 'end') {
        const until = allFreeUntil(tools)
        endFree(db, day)
        return terminal.err(until ? 'All is meant again from today.' : NOT_FREE)
      }
      if (rest[0] === 'undo') return undoFree(tools, terminal)
      const free = freeFrom(typed.option('from') ?? day, Number(rest[0]), day)
      if (!free) throw new UsageError(`${FREE_BOUNDS} As: evenkeel routines free 7 --from ${day}`)
      addFree(db, null, free)
      terminal.err(freedWords({ ...free, of: null }, day))
    },
  }
  if (word !== undefined) {
    const extra = word !== 'add' && rest.length > 1
    if (!Object.hasOwn(verbs, word) || extra) throw new UsageError(typed.usage)
    verbs[word]?.()
  }
  const all = presentRoutines(db).map(routine => ({
    ...routine,
    thisWeek: timesInWeek(marksOf(db, routine.id), day),
    free: freeDaysOf(tools, routine)(day),
    share: shownShare(tools, routine) ?? null,
  }))
  const free = allFreeUntil(tools)
  print(
    terminal,
    typed.has('json'),
    all,
    all.length === 0
      ? ['Nothing yet. One is enough: evenkeel routines add "a walk without headphones" --kind outdoors --times 3']
      : [
          ...(free ? [`All is free until ${dayWords(free, day)}. To go on again: evenkeel routines free end`] : []),
          ...freeAhead(tools).map(ahead => `${freeWords(ahead, day)}.`),
          ...all.map(lineOf),
        ].map(plain),
  )
  return 0
}

const NOT_FREE = 'Nothing was free today. To take back what was freed or skipped last: evenkeel routines free undo'

function undoFree(tools: RoutineTools, terminal: Terminal): void {
  const free = everyFree(tools.db).at(-1)
  if (!free) throw new UsageError('No day was freed. Nothing was changed.')
  takeFreeBack(tools.db, free.id)
  const { first, last, of } = free
  const days = [...new Set([first, last])].map(day => dayWords(day, today(tools))).join(' to ')
  terminal.err(`Taken back: ${of === null ? 'all' : `“${of}”`} is meant again, ${days}.`)
}

const BAR = 10

function lineOf({ id, words, kind, ifThen, slot, noProjects, thisWeek, share }: Routine & Shown): string {
  const filled = Math.round((share ?? 0) * BAR)
  return [
    `${id}  ${words}`,
    KIND_WORDS[kind].toLowerCase(),
    noProjects ? 'no projects talked about' : '',
    ifThen,
    slotWords(slot),
    timesWords(thisWeek),
    share === null ? '' : '█'.repeat(filled) + '░'.repeat(BAR - filled),
  ]
    .filter(Boolean)
    .join(' · ')
}

interface Shown {
  readonly thisWeek: number
  readonly share: number | null
}

function add(typed: Typed, words: string, tools: RoutineTools): void {
  const { db } = tools
  const days = typed.option('on') === undefined ? [] : readDays(typed.option('on') ?? '')
  const read = readRoutine({
    words,
    kind: typed.option('kind') ?? 'body',
    times: typed.option('times') ?? '2',
    ifThen: typed.option('when') ?? '',
    slot: { days: days ?? [], time: typed.option('at') ?? '' },
    noProjects: typed.has('no-projects'),
  })
  if (!days || read === 'slot') throw new UsageError('For the calendar say days and a time: --on "tue sat" --at 18:00')
  if (typeof read === 'string') throw new UsageError(`${NOT_READ[read]} As: evenkeel routines add "a walk" --times 3`)
  if (typed.has('no-projects') && read.kind !== 'people')
    throw new UsageError('--no-projects is of people: --kind people')
  if (!addRoutine(db, { ...read, begun: today(tools) }))
    throw new UsageError(`${MOST_ROUTINES} are enough. Let one go first: evenkeel routines end ID`)
  keepSetting(db, routinesOn, 'yes')
}

function one({ db }: RoutineTools, name: string | undefined): Routine {
  const routine = presentRoutines(db).find(({ id }) => id === Number(name))
  if (routine) return routine
  throw new UsageError(`Name one by its number${name ? `; there is no ${name}` : ''}. To see them: evenkeel routines`)
}
