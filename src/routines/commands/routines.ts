import { UsageError, type Verb } from '../../cli/command.ts'
import { plain, print } from '../../cli/print.ts'
import { keepSetting } from '../../store/setting.ts'
import { day as dayOf, isTime, readDays, slotWords } from '../../time/weekly.ts'
import { KIND_WORDS, KINDS, MOST_ROUTINES, timesInWeek, timesWords } from '../routine.ts'
import { routinesOn } from '../settings.ts'
import { addFree, addRoutine, endRoutine, markRoutine, marksOf, presentRoutines } from '../store/routines.ts'
import type { RoutineTools } from '../tools.ts'

/** Shows the routines, adds one, marks today or yesterday, skips or ends one, or frees days of all. */
export const routines: Verb<RoutineTools> = (typed, terminal, { db, clock }) => {
  const today = dayOf(clock.now(), clock.zone())
  const [word, ...rest] = typed.words
  const add = () => {
    const kind = KINDS.find(one => one === (typed.option('kind') ?? 'body'))
    const times = Number(typed.option('times') ?? 2)
    const words = rest.join(' ').replace(/\s+/g, ' ').trim().slice(0, 80).toWellFormed()
    const noProjects = typed.has('no-projects')
    if (noProjects && kind !== 'people') throw new UsageError('--no-projects is of people: --kind people')
    if (!kind) throw new UsageError(`Kinds are ${KINDS.join(', ')}.`)
    if (words === '' || !(Number.isInteger(times) && times >= 1 && times <= 7))
      throw new UsageError('Say what it is, and how often a week (1 to 7): evenkeel routines add "a walk" --times 3')
    const days = typed.option('on') === undefined ? [] : readDays(typed.option('on') ?? '')
    const time = typed.option('at') ?? ''
    if (!days || days.length > 0 !== isTime(time))
      throw new UsageError('For the calendar say days and a time: --on "tue sat" --at 18:00')
    const ifThen = (typed.option('when') ?? '').trim().slice(0, 160)
    if (!addRoutine(db, { words, kind, times, ifThen, slot: { days, time }, noProjects, begun: today }))
      throw new UsageError(`${MOST_ROUTINES} are enough. Let one go first: evenkeel routines end ID`)
    keepSetting(db, routinesOn, 'yes')
  }
  const one = () => {
    const routine = presentRoutines(db).find(({ id }) => id === Number(rest[0]))
    if (!routine)
      throw new UsageError(
        `Name one by its number${rest[0] ? `; there is no ${rest[0]}` : ''}. To see them: evenkeel routines`,
      )
    return routine.id
  }
  if (word === 'add') add()
  else if (word === 'mark') {
    const date = Temporal.PlainDate.from(today).subtract({ days: typed.has('yesterday') ? 1 : 0 })
    const id = one()
    if (presentRoutines(db).some(routine => routine.id === id && routine.begun > date.toString()))
      throw new UsageError('It had not begun by then.')
    markRoutine(db, id, date.toString(), true)
    terminal.err(`Marked, ${typed.has('yesterday') ? 'yesterday' : 'today'}.`)
  } else if (word === 'unmark') {
    const date = Temporal.PlainDate.from(today).subtract({ days: typed.has('yesterday') ? 1 : 0 })
    markRoutine(db, one(), date.toString(), false)
    terminal.err('The mark is taken back.')
  } else if (word === 'skip') {
    addFree(db, one(), { first: today, last: today })
    terminal.err('Skipped today.')
  } else if (word === 'end') endRoutine(db, one(), today)
  else if (word === 'free') {
    const days = Number(rest[0])
    if (!(Number.isInteger(days) && days >= 1 && days <= 60)) throw new UsageError('From 1 to 60 days.')
    addFree(db, null, {
      first: today,
      last: Temporal.PlainDate.from(today)
        .add({ days: days - 1 })
        .toString(),
    })
  } else if (word !== undefined) throw new UsageError(typed.usage)
  const all = presentRoutines(db).map(routine => ({
    ...routine,
    thisWeek: timesInWeek(marksOf(db, routine.id), today),
  }))
  print(
    terminal,
    typed.has('json'),
    all,
    all.length === 0
      ? ['Nothing yet. One is enough: evenkeel routines add "a walk without headphones" --kind outdoors --times 3']
      : all
          .map(({ id, words, kind, ifThen, slot, thisWeek }) =>
            [`${id}  ${words}`, KIND_WORDS[kind].toLowerCase(), ifThen, slotWords(slot), timesWords(thisWeek)]
              .filter(Boolean)
              .join(' · '),
          )
          .map(plain),
  )
  return 0
}
