import { type Terminal, type Typed, UsageError, type Verb } from '../../cli/command.ts'
import { plain, print } from '../../cli/print.ts'
import { findItem } from '../../radar/store/items.ts'
import { readSetting } from '../../store/setting.ts'
import { dayAndTime, dayWords, readDays, startOfDay } from '../../time/weekly.ts'
import {
  type Answered,
  begin as beginSprint,
  close as closeSprint,
  type NotBegun,
  notBegunWords,
  reopen,
  restsUntil,
  takeBack,
  type Wish,
} from '../machine/beginning.ts'
import {
  getUp,
  minutesOf,
  NOT_SAT,
  nextSession,
  note,
  notNow,
  putOff,
  recallDue,
  runningNow,
  settledSessions,
  sitDown,
  today,
  waiting,
  wasForgotten,
} from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { energyAsked } from '../settings.ts'
import { HORIZONS, isOver, isPlanned, OUTCOMES, type Sprint } from '../sprint.ts'
import {
  answersOf,
  keepAnswer,
  markReading,
  presentSprint,
  questionsOf,
  readingsOf,
  runningSession,
} from '../store/sprints.ts'
import { ALL_OFF, endedWords, FORGOTTEN_WORDS, lately } from '../words.ts'

/** Shows the sprint, begins one, sits down and gets up, puts a side-topic off, closes it, or asks what is left of one. */
export const sprint: Verb<SprintTools> = async (typed, terminal, tools) => {
  const [word, ...rest] = typed.words
  const verbs: Record<string, () => number | Promise<number>> = {
    begin: () => begin(typed, rest.join(' '), tools),
    start: () => start(typed, terminal, tools),
    stop: () => stop(typed, terminal, tools),
    later: () => {
      if (rest.join('').trim() === '') throw new UsageError('Say what: evenkeel sprint later "read up on rerankers"')
      const gone = putOff(tools, rest.join(' '))
      terminal.err('It waits. It is no backlog: what waits long fades.')
      if (gone) terminal.err(plain(`“${gone}” made room for it: a dozen things can wait.`))
      return 0
    },
    note: () => {
      if (rest.length === 0) throw new UsageError('Say what: evenkeel sprint note "the draft model is small"')
      const runs = runningNow(tools) !== undefined
      if (note(tools, rest.join(' '))) {
        terminal.err(runs ? 'Noted.' : 'Noted, with the last session, which had ended.')
        return 0
      }
      terminal.err('There is no session yet that a note could go to.')
      return 1
    },
    read: () => read(rest[0], tools),
    undo: () => {
      if (takeBack(tools) !== undefined || reopen(tools)) return 0
      terminal.err(
        'There is nothing to take back: no sprint that was begun today without a session, none closed today or yesterday.',
      )
      return 1
    },
    close: () => close(typed, terminal, rest[0], tools),
    again: () => again(terminal, tools),
  }
  if (word !== undefined) {
    const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined
    const most = { start: 0, stop: 0, undo: 0, again: 0, close: 1, read: 1 }[word] ?? Number.POSITIVE_INFINITY
    if (!verb || rest.length > most) throw new UsageError(typed.usage)
    const code = await verb()
    if (code !== 0) return code
  }
  const now = tools.clock.now()
  const isOff = tools.off({ from: now, to: now + 1 }).length > 0
  // In off time nothing is shown of what there is to learn.
  if (!isOff || typed.has('json')) show(typed, terminal, tools, word)
  return 0
}

function begin(typed: Typed, topic: string, tools: SprintTools): number {
  const [weeks, hours] = [typed.option('weeks'), typed.option('hours')?.replace(',', '.')]
  const days = typed.option('on') === undefined ? [] : readDays(typed.option('on') ?? '')
  const time = typed.option('at') ?? ''
  if (topic.trim() === '') throw new UsageError('Say what it is about: evenkeel sprint begin "speculative decoding"')
  if (!days) throw new UsageError(WAYS_ON.slot)
  const from = typed.option('from')
  if (from !== undefined && startOfDay(from, 'UTC') === undefined)
    throw new UsageError('--from is a day as 2026-06-12.')
  const remember = typed.option('remember')
  const horizon = remember === undefined ? HORIZONS[0] : HORIZONS.find(days => String(days) === remember)
  if (!horizon) throw new UsageError(`--remember is one of ${HORIZONS.join(', ')} days.`)
  const readings = (typed.option('read') ?? '').split(/[\s,]+/).filter(Boolean)
  const questions = (typed.option('ask') ?? '').split(/;|(?<=\?)\s/).filter(words => words.trim() !== '')
  const trouble = beginSprint(tools, {
    topic,
    ...(weeks === undefined ? {} : { weeks: Number(weeks) }),
    ...(hours === undefined ? {} : { minutesAWeek: Math.round(Number(hours) * 60) }),
    question: typed.option('question') ?? '',
    why: typed.option('why') ?? '',
    slot: { days, time, place: typed.option('place') ?? '' },
    questions,
    horizon,
    readings: readings.map(id => readingOf(tools, id)),
    ...(from === undefined ? {} : { first: from }),
  } satisfies Wish)
  const tomorrow = Temporal.PlainDate.from(today(tools)).add({ days: 1 }).toString()
  const more = trouble === 'resting' ? ` As: --from ${tomorrow}` : ''
  const way = trouble && (WAYS_ON as Partial<Record<NotBegun, string>>)[trouble]
  if (trouble) throw new UsageError(way ?? notBegunWords(tools, trouble) + more)
  return 0
}

const WAYS_ON = {
  'one-at-a-time': 'One sprint at a time. To close it: evenkeel sprint close partly',
  slot: 'Say the days and the time you sit down: --on "tue thu" --at 18:00',
} satisfies Partial<Record<NotBegun, string>>

function readingOf({ db }: SprintTools, id: string) {
  const item = findItem(db, Number(id))
  if (!item) throw new UsageError(`There is no item ${id}. Numbers are those of: evenkeel kept`)
  return item
}

/** The energy that was said, or, where it is asked for, is answered; null for none. */
async function energyOf(typed: Typed, terminal: Terminal, { db }: SprintTools): Promise<number | null> {
  const asked =
    typed.option('energy') === undefined && readSetting(db, energyAsked)
      ? await terminal.ask('Energy now? 1 low, 2 so-so, 3 good, or enter to leave it out: ')
      : undefined
  const text = typed.option('energy') ?? asked
  if (text === undefined || text === '') return null
  if (!['1', '2', '3'].includes(text)) throw new UsageError('Energy is 1 (low), 2 (so-so) or 3 (good).')
  return Number(text)
}

async function start(typed: Typed, terminal: Terminal, tools: SprintTools): Promise<number> {
  const trouble = notNow(tools) ?? sitDown(tools, await energyOf(typed, terminal, tools))
  if (!trouble) return 0
  terminal.err(NOT_SAT[trouble])
  return 1
}

async function stop(typed: Typed, terminal: Terminal, tools: SprintTools): Promise<number> {
  if (!runningSession(tools.db)) {
    terminal.err('No session runs.')
    return 1
  }
  const ended = getUp(tools, await energyOf(typed, terminal, tools))
  const words = ended && endedWords(ended)
  if (words) terminal.err(words)
  return 0
}

function read(position: string | undefined, { db }: SprintTools): number {
  const present = presentSprint(db)
  const reading = present && readingsOf(db, present.id).find(one => one.position + 1 === Number(position))
  if (!present || !reading) throw new UsageError('Name a reading of the list by its number: evenkeel sprint read 1')
  markReading(db, present.id, reading.position, !reading.done)
  return 0
}

async function close(typed: Typed, terminal: Terminal, word: string | undefined, tools: SprintTools): Promise<number> {
  const outcome = OUTCOMES.find(one => one === word)
  const present = presentSprint(tools.db)
  if (!present || isPlanned(present, today(tools))) {
    terminal.err('There is no sprint to close.')
    return 1
  }
  if (!outcome) throw new UsageError(`Say how it ended: ${OUTCOMES.join(', ')}. Dropping is fine.`)
  const answers = await askQuestions(terminal, tools, present, 0)
  const toSelf = typed.option('line') ?? present.toSelf
  if (!closeSprint(tools, present, { outcome, toSelf, answers: answers ?? [] })) {
    terminal.err('It was closed elsewhere meanwhile. What you answered is kept where nothing stood.')
    return 1
  }
  if (!answers)
    terminal.err('Its questions were not asked: nobody was there to answer. To go back to them: evenkeel sprint undo')
  terminal.err(`It is closed. Rest now, for ${present.restDays} days.`)
  return 0
}

async function again(terminal: Terminal, tools: SprintTools): Promise<number> {
  const due = recallDue(tools)
  if (!due) {
    terminal.err('Nothing is asked just now.')
    return 1
  }
  terminal.err(`What is left of “${due.sprint.topic}”? Without notes; it is no test.`)
  const answers = await askQuestions(terminal, tools, due.sprint, due.days)
  for (const answer of answers ?? []) keepAnswer(tools.db, { ...answer, afterDays: due.days }, today(tools), false)
  if (answers) return 0
  terminal.err('The questions are asked in a terminal, or on the page “Sprint”.')
  return 1
}

const MARKS: Record<string, 0 | 1 | 2> = { y: 2, yes: 2, p: 1, part: 1, n: 0, no: 0 }

/**
 * Asks a sprint's questions one after the other, so many days after its close; an empty answer leaves one out, or as it was
 * answered before a close that was taken back. Undefined where nobody was there to ask.
 */
async function askQuestions(
  terminal: Terminal,
  tools: SprintTools,
  { id }: Pick<Sprint, 'id'>,
  days: number,
): Promise<Answered[] | undefined> {
  const before = answersOf(tools.db, id).filter(({ afterDays }) => afterDays === days)
  const answers: Answered[] = []
  for (const question of questionsOf(tools.db, id)) {
    const there = before.find(one => one.question === question.id)
    if (there?.words) terminal.err(plain(`You answered: ${there.words}\n  Enter keeps it.`))
    const words = await terminal.ask(`${plain(question.words)}\n  without notes: `)
    if (words === undefined) return undefined
    const mark = (await askMark(terminal)) ?? there?.mark ?? null
    answers.push({ question: question.id, words: words || there?.words || '', mark })
  }
  return answers
}

async function askMark(terminal: Terminal): Promise<0 | 1 | 2 | null> {
  for (;;) {
    const said = await terminal.ask('  Did you know it? yes, part, no, or enter to leave it out: ')
    const word = said?.trim().toLowerCase() ?? ''
    if (word === '') return null
    const mark = MARKS[word]
    if (mark !== undefined) return mark
  }
}

function show(typed: Typed, terminal: Terminal, tools: SprintTools, did: string | undefined): void {
  const present = presentSprint(tools.db)
  const later = waiting(tools)
  const due = recallDue(tools)
  const running = runningNow(tools)
  const next = present && nextSession(tools, present)
  const told = present && {
    ...present,
    minutes: minutesOf(tools, present),
    running: running ? { since: new Date(running.begunAt).toISOString(), note: running.note } : null,
    nextSession: next === undefined ? null : new Date(next).toISOString(),
    questions: questionsOf(tools.db, present.id).map(({ words }) => words),
    readings: readingsOf(tools.db, present.id).map(reading => ({ ...reading, position: reading.position + 1 })),
    sessions: settledSessions(tools, present.id),
  }
  print(
    terminal,
    typed.has('json'),
    {
      sprint: told ?? null,
      later,
      restsUntil: restsUntil(tools) ?? null,
      recall: due ? { topic: due.sprint.topic, afterDays: due.days } : null,
    },
    [
      ...(present ? presentLines(tools, present) : noSprintLines(tools)),
      // What waits is shown to who looks, not after every word.
      ...(later.length > 0 && (did === undefined || did === 'later')
        ? [`Waiting: ${later.map(({ words, faded }) => (faded > 0.5 ? `${words} (fading)` : words)).join('; ')}`]
        : []),
      ...(due ? [`What is left of “${due.sprint.topic}”? To answer: evenkeel sprint again`] : []),
    ].map(plain),
  )
}

function noSprintLines(tools: SprintTools): string[] {
  const rest = restsUntil(tools)
  return rest
    ? [
        tools.restsUntil()
          ? `It is a rest until ${dayWords(rest, today(tools))}. Until then nothing needs to be learned.`
          : `No sprint. As agreed, a new one may begin after ${dayWords(rest, today(tools))}.`,
      ]
    : ['No sprint. To begin one: evenkeel sprint begin "speculative decoding"']
}

function presentLines(tools: SprintTools, present: Sprint): string[] {
  const { db, clock } = tools
  const day = today(tools)
  const running = runningNow(tools)
  const minutes = minutesOf(tools, present)
  const next = nextSession(tools, present)
  const place = present.slot.place ? `, ${present.slot.place}` : ''
  return [
    `${present.topic}, until ${dayWords(present.stop, day)}`,
    ...(present.question ? [present.question] : []),
    ...(present.why ? [`Why now: ${present.why}`] : []),
    isPlanned(present, day)
      ? `It begins on ${dayWords(present.first, day)}. To take it back: evenkeel sprint undo`
      : isOver(present, day)
        ? 'It has reached its stop date. To close it: evenkeel sprint close answered|partly|dropped'
        : running
          ? `A session runs since ${dayAndTime(running.begunAt, clock.zone())}. To stop: evenkeel sprint stop`
          : `${lately(minutes, present.minutesAWeek)}. To sit down: evenkeel sprint start`,
    ...(next && !running ? [`Next: ${dayAndTime(next, clock.zone(), clock.now())}${place}`] : []),
    ...(wasForgotten(tools, present) ? [FORGOTTEN_WORDS] : []),
    ...(next === undefined && !running && present.slot.days.length > 0 && !isOver(present, day) ? [ALL_OFF] : []),
    ...readingsOf(db, present.id).flatMap(({ position, title, link, done }) => [
      `  ${position + 1}  ${title}${done ? '  (read)' : ''}`,
      ...(link ? [`     ${link}`] : []),
    ]),
  ]
}
