import { type Terminal, type Typed, UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { inWords } from '../../plan/budget.ts'
import { keepSetting } from '../../store/setting.ts'
import { dayAndTime, dayWords } from '../../time/weekly.ts'
import {
  getUp,
  minutesOf,
  NOT_BEGUN,
  nextSession,
  putOff,
  runningNow,
  sitDown,
  today,
  waiting,
} from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { sprintsOn } from '../settings.ts'
import { isOver, OUTCOMES, PROPOSED, stopOf, WEEKS } from '../sprint.ts'
import { beginSprint, closeSprint, noteSession, presentSprint, runningSession } from '../store/sprints.ts'

/** Shows the sprint, begins one, sits down and gets up, puts a side-topic off, or closes it. */
export const sprint: Verb<SprintTools> = (typed, terminal, tools) => {
  const [word, ...rest] = typed.words
  const verbs: Record<string, () => number> = {
    begin: () => begin(typed, rest.join(' '), tools),
    start: () => start(terminal, tools),
    stop: () => stop(terminal, tools),
    later: () => {
      if (!putOff(tools, rest.join(' '))) throw new UsageError('Say what: evenkeel sprint later "read up on rerankers"')
      terminal.err('It waits. It is no backlog: what waits long fades.')
      return 0
    },
    note: () => {
      const session = runningNow(tools)
      if (!session || rest.length === 0)
        throw new UsageError('A note goes to a session that runs: evenkeel sprint note "..."')
      noteSession(tools.db, session.id, rest.join(' ').slice(0, 500))
      return 0
    },
    close: () => close(terminal, rest[0], tools),
  }
  if (word !== undefined) {
    const verb = verbs[word]
    if (!verb) throw new UsageError(typed.usage)
    const code = verb()
    if (code !== 0) return code
  }
  show(typed, terminal, tools)
  return 0
}

function begin(typed: Typed, topic: string, tools: SprintTools): number {
  const weeks = Number(typed.option('weeks') ?? PROPOSED.weeks)
  const hours = Number(typed.option('hours') ?? PROPOSED.minutesAWeek / 60)
  if (topic.trim() === '') throw new UsageError('Say what it is about: evenkeel sprint begin "speculative decoding"')
  if (!(Number.isInteger(weeks) && weeks >= WEEKS.least && weeks <= WEEKS.most))
    throw new UsageError('A sprint has 1 to 4 weeks.')
  if (!(hours >= 0.25 && hours <= 20)) throw new UsageError('Hours a week are a number between 0.25 and 20.')
  if (tools.resting()) throw new UsageError('It is a rest just now: the next sprint waits for its end.')
  const first = today(tools)
  const begun = beginSprint(
    tools.db,
    {
      topic: topic.trim().slice(0, 200),
      question: '',
      why: '',
      minutesAWeek: Math.round(hours * 60),
      first,
      stop: stopOf(first, weeks),
      slot: { days: [], time: '', place: '' },
      restDays: weeks * 7,
      again: false,
    },
    { questions: [], readings: [] },
    tools.clock.now(),
  )
  if (begun === undefined) throw new UsageError('One sprint at a time. To close it: evenkeel sprint close partly')
  keepSetting(tools.db, sprintsOn, 'yes')
  return 0
}

function start(terminal: Terminal, tools: SprintTools): number {
  const trouble = sitDown(tools, null)
  if (!trouble) return 0
  terminal.err(NOT_BEGUN[trouble])
  return 1
}

function stop(terminal: Terminal, tools: SprintTools): number {
  if (!runningSession(tools.db)) {
    terminal.err('No session runs.')
    return 1
  }
  const ended = getUp(tools, null)
  if (ended?.endedBy === 'nobody') terminal.err('It had been forgotten, so it counts for nothing.')
  if (ended?.endedBy === 'off-time') terminal.err('Off time had ended it.')
  return 0
}

function close(terminal: Terminal, word: string | undefined, tools: SprintTools): number {
  const outcome = OUTCOMES.find(one => one === word)
  const present = presentSprint(tools.db)
  if (!outcome) throw new UsageError(`Say how it ended: ${OUTCOMES.join(', ')}. Dropping is fine.`)
  if (!present) {
    terminal.err('There is no sprint to close.')
    return 1
  }
  getUp(tools, null)
  closeSprint(tools.db, present.id, { day: today(tools), outcome, toSelf: '', again: false })
  tools.rest(present.restDays)
  terminal.err(`It is closed. Rest now, for ${present.restDays} days.`)
  return 0
}

function show(typed: Typed, terminal: Terminal, tools: SprintTools): void {
  const present = presentSprint(tools.db)
  const day = today(tools)
  const running = runningNow(tools)
  const minutes = present && minutesOf(tools, present)
  const next = present && nextSession(tools, present)
  const later = waiting(tools)
  print(
    terminal,
    typed.has('json'),
    present ? { ...present, minutes, running: running ?? null, nextSession: next ?? null, later } : null,
    present && minutes
      ? [
          `${present.topic}, until ${dayWords(present.stop, day)}`,
          ...(present.question ? [present.question] : []),
          isOver(present, day)
            ? 'It has reached its stop date. To close it: evenkeel sprint close answered|partly|dropped'
            : running
              ? `A session runs since ${dayAndTime(running.begunAt, tools.clock.zone())}. To stop: evenkeel sprint stop`
              : `${inWords(minutes.week)} of ${inWords(present.minutesAWeek)} in the last seven days. To sit down: evenkeel sprint start`,
          ...(next ? [`Next: ${dayAndTime(next, tools.clock.zone())}`] : []),
        ]
      : ['No sprint. To begin one: evenkeel sprint begin "speculative decoding"'],
  )
}
