import { LONGEST_NAME, LONGEST_WORDS, MEETINGS, MOODS, readRelay } from '../../../protocol/said.ts'
import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { keepSetting } from '../../store/setting.ts'
import { day, momentOf } from '../../time/weekly.ts'
import { leave, settle, tellAway } from '../machine/acting.ts'
import type { RelayTrouble } from '../machine/door.ts'
import { writeNewFile } from '../machine/files.ts'
import { begin } from '../machine/inviting.ts'
import { say } from '../machine/syncing.ts'
import { notesOf, shownCircles, type Told, tell, weeksOf } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { eventOf } from '../meeting.ts'
import { circleOn } from '../settings.ts'
import { circleOf, everyCircle, hideCircle } from '../store/circles.ts'
import { dayWords, KINDS } from '../walk.ts'
import { nameFrom, troubleWords, wordsFrom } from '../words.ts'
import { type Asked, chosen, type Doing, member, memberNamed } from './choosing.ts'
import { answersIn, comparing, inviting, joining, waiting } from './joining.ts'
import { meetingLines, pastLines, peopleLines, weekLines, weekValue } from './lines.ts'

/** The circle in the terminal: this week, and everything its pages do. */
export const circle: Verb<CircleTools> = async (typed, terminal, tools) => {
  const [word = 'week', ...rest] = typed.words
  const doing = (DOINGS as Readonly<Record<string, Doing>>)[word]
  if (!doing) throw new UsageError(typed.usage)
  // What the others said or changed is known before anything is done on it.
  await tools.tend()
  return doing({ typed, terminal, tools, rest })
}

const DOINGS = {
  week: async asked => {
    const { tools, typed, terminal } = asked
    if (typed.option('circle') === undefined && shownCircles(tools).length === 0) return waiting(asked)
    const told = chosen(asked)
    if (told.belongs) tellTrouble(asked, told)
    const answers = answersIn(tools, told)
    print(terminal, typed.has('json'), { ...weekValue(told), answers: answers.map(({ value }) => value) }, [
      ...weekLines(told, tools.clock.zone()),
      ...answers.map(({ line }) => line),
    ])
    return 0
  },
  begin: async ({ typed, terminal, tools, rest }) => {
    const name = nameFrom(rest.join(' '), LONGEST_NAME)
    const myName = nameFrom(typed.option('as') ?? '', LONGEST_NAME)
    const relay = readRelay(typed.option('relay') ?? '')
    if (name === '' || myName === '' || !relay)
      throw new UsageError(
        'Name it, say who you are and where the relay is: evenkeel circle begin "Thursday people" --as Ana --relay https://relay.example.org',
      )
    const { db, clock } = tools
    if (everyCircle(db).some(one => one.endedAt === null && tell(tools, one)?.roster.name === name))
      throw new UsageError('You belong to a circle of this name already. Give it another.')
    const id = await begin(tools, { name, myName, relay, season: day(clock.now(), clock.zone()) })
    keepSetting(db, circleOn, 'yes')
    await tools.tend()
    const begun = circleOf(db, id)
    if (begun) tellTrouble({ terminal }, { circle: begun })
    terminal.out(`${name} has begun, with you in it. Invite someone: evenkeel circle invite`)
    return 0
  },
  invite: inviting,
  join: joining,
  words: comparing,
  note: async asked => {
    const { typed, rest } = asked
    const good = wordsFrom(rest.join(' '), LONGEST_WORDS)
    const mood = MOODS.find(one => one === typed.option('mood'))
    if (typed.option('mood') !== undefined && !mood) throw new UsageError(`--mood is one of ${MOODS.join(', ')}.`)
    const kept = typed.option('evenings')
    if (kept !== undefined && !/^[0-7]$/.test(kept)) throw new UsageError('--evenings is a number from 0 to 7.')
    const evenings = kept === undefined ? undefined : Number(kept)
    if (!good && !mood && evenings === undefined)
      throw new UsageError('Say something, or pass: evenkeel circle note "A swim" --mood light · evenkeel circle pass')
    return note(asked, {
      ...(mood ? { mood } : {}),
      ...(evenings === undefined ? {} : { evenings }),
      ...(good ? { good } : {}),
    })
  },
  pass: async asked => note(asked, {}),
  call: async asked => {
    const told = member(asked)
    if (told.others.length === 0) return failed(asked, 'Nobody else belongs to it yet: evenkeel circle invite')
    const to = asked.rest.length > 0 ? memberNamed(told, asked.rest.join(' ')) : undefined
    return sayAndTend(asked, told, { what: 'call' }, to ? `${to.name} is told.` : 'All of them are told.', to?.author)
  },
  settled: async asked => {
    const told = member(asked)
    const mine = told.calls.find(({ author }) => author === told.circle.author)
    if (!mine) return failed(asked, 'You have not asked for a call.')
    settle(asked.tools, told, mine)
    return tend(asked, told, 'Settled.')
  },
  meet: async asked => {
    const { typed, terminal, tools } = asked
    const told = member(asked)
    const zone = tools.clock.zone()
    const file = typed.option('file')
    if (file !== undefined) {
      const [one] = timesNumbered(told).slice(Number(asked.rest[0]) - 1)
      if (!one || !(Number(asked.rest[0]) > 0)) throw new UsageError(NUMBERED)
      writeNewFile(file, eventOf(told.others, one.meeting, one.at, tools.clock))
      return done(asked, `The hour is in ${file}.`)
    }
    if (typed.option('times') === undefined) {
      print(terminal, typed.has('json'), told.meetings, meetingLines(told, zone))
      return 0
    }
    const times = (typed.option('times') ?? '').split(',').map(one => {
      const [on = '', at = ''] = one.trim().split(/[ T]+/)
      const moment = momentOf(on, at, zone)
      if (moment === undefined || moment <= tools.clock.now())
        throw new UsageError(`"${one.trim()}" is no time to come. Write it as 2026-06-13 18:00.`)
      return moment
    })
    const kind = MEETINGS.find(one => one === (typed.option('what') ?? MEETINGS[0]))
    if (times.length > 3 || !kind)
      throw new UsageError(
        `Up to three times to come, and what: evenkeel circle meet --times "2026-06-13 18:00, 2026-06-14 11:00" --what "${MEETINGS[1]}"`,
      )
    const minutes = KINDS.find(({ what }) => what === kind)?.minutes ?? 60
    const where = nameFrom(typed.option('where') ?? '', 2 * LONGEST_NAME)
    return sayAndTend(
      asked,
      told,
      { what: 'meet', kind, times, minutes, where, noProjects: typed.has('no-projects') },
      'Proposed.',
    )
  },
  suits: async asked => {
    const told = member(asked)
    const one = timesNumbered(told)[Number(asked.rest[0]) - 1]
    if (!one) throw new UsageError(NUMBERED)
    const times = one.meeting.times.filter(({ suits, at }) => at === one.at || suits.includes(told.circle.author))
    return sayAndTend(
      asked,
      told,
      { what: 'suits', meet: one.meeting.said.hash, times: times.map(({ at }) => at) },
      'They are told.',
    )
  },
  people: async asked => {
    const { typed, terminal } = asked
    const told = chosen(asked)
    const value = told.roster.members.map(({ author, name }) => ({ name, you: author === told.circle.author }))
    print(
      terminal,
      typed.has('json'),
      { name: told.roster.name, season: told.season, people: value },
      peopleLines(told),
    )
    return 0
  },
  past: async asked => {
    const { typed, terminal } = asked
    const told = chosen(asked)
    const weeks = weeksOf(told.said).map(week => ({ week, notes: notesOf(told.said, week) }))
    print(
      terminal,
      typed.has('json'),
      weeks.map(({ week, notes }) => ({
        week,
        notes: notes.map(({ author, note }) => ({ ...note, name: told.roster.names.get(author) })),
      })),
      pastLines(told),
    )
    return 0
  },
  away: async asked => {
    const [until = '-'] = asked.rest
    const told = member(asked)
    if (!tellAway(asked.tools, told, until === 'back' ? '' : until || '-'))
      throw new UsageError(
        'Name a day to come, or say that you are back: evenkeel circle away 2026-07-01 · evenkeel circle away back',
      )
    return tend(asked, told, told.others.length > 0 ? 'They are told.' : 'Saved.')
  },
  nudges: async asked => {
    const on = { yes: true, no: false }[asked.rest[0] ?? '']
    if (on === undefined) throw new UsageError('Say yes or no: evenkeel circle nudges yes')
    return sayAndTend(asked, member(asked), { what: 'nudges', on }, 'Saved.')
  },
  season: async asked => {
    const told = member(asked)
    const { season, ending, wantsMore, today, circle } = told
    if (wantsMore) return done(asked, 'You have said so already. It goes on when one other wants it too.')
    if (!ending)
      return failed(
        asked,
        `This season runs until ${dayWords(season.last, today)}. Another can be wished for in its last two weeks.`,
      )
    say(asked.tools, circle.id, { kind: 'note', body: { what: 'season', number: season.number + 1 } })
    await asked.tools.tend()
    const now = tell(asked.tools, circle)?.season ?? season
    const begins = now.number > season.number
    return tend(
      asked,
      told,
      begins ? `Another season begins on ${dayWords(now.first, today)}.` : 'It goes on when one other wants it too.',
    )
  },
  remove: async asked => {
    const told = member(asked)
    const who = memberNamed(told, asked.rest.join(' '))
    if (!asked.typed.has('yes'))
      throw new UsageError(
        `${who.name} keeps what was written until now, and can open nothing that is written later. They and the others see that it was you. To do it, add --yes`,
      )
    say(asked.tools, told.circle.id, { kind: 'roster', body: { op: 'remove', who: who.author } })
    await asked.tools.tend()
    return done(asked, `Nothing more is sealed to ${who.name}, from the moment the relay is reached.`)
  },
  leave: async asked => {
    const told = chosen(asked)
    if (!asked.typed.has('yes'))
      throw new UsageError('The others keep what you wrote, and nothing more is sealed to you. To leave, add --yes')
    leave(asked.tools, told)
    await asked.tools.tend()
    return done(asked, 'You leave. What was read stays here.')
  },
  hide: async asked => {
    hideCircle(asked.tools.db, chosen(asked).circle.id, true)
    return done(asked, 'Hidden: it asks nothing, and opens by its name (--circle NAME).')
  },
  show: async asked => {
    hideCircle(asked.tools.db, chosen(asked).circle.id, false)
    return done(asked, 'Shown again.')
  },
} as const satisfies Readonly<Record<string, Doing>>

const NUMBERED = 'Name a time by its number: evenkeel circle meet shows them'

function timesNumbered({ meetings }: Told) {
  return meetings.flatMap(meeting => meeting.times.map(({ at }) => ({ meeting, at })))
}

async function done({ terminal }: Asked, words: string): Promise<number> {
  terminal.out(words)
  return 0
}

async function note(asked: Asked, said: object): Promise<number> {
  const told = member(asked)
  if (!told.running)
    return failed(asked, 'The season is over. Another begins when two of you want it: evenkeel circle season')
  return sayAndTend(asked, told, { what: 'week', week: told.week, ...said }, 'Written.')
}

async function sayAndTend(asked: Asked, told: Told, body: object, words: string, to?: string): Promise<number> {
  say(asked.tools, told.circle.id, { kind: 'note', body, ...(to ? { to } : {}) })
  return tend(asked, told, words)
}

/** Lets what was said reach the relay, and says how that went. */
async function tend(asked: Asked, told: Told, words: string): Promise<number> {
  const { tools } = asked
  await tools.tend()
  const now = circleOf(tools.db, told.circle.id)
  const trouble = now && tellTrouble(asked, { circle: now })
  return done(asked, trouble ? 'Kept. It goes as soon as the relay takes it.' : words)
}

/** Says what hinders a circle, and whether anything does. */
function tellTrouble({ terminal }: Pick<Asked, 'terminal'>, { circle: { problem } }: Pick<Told, 'circle'>): boolean {
  if (problem) terminal.err(troubleWords(problem as RelayTrouble))
  return problem !== null
}

async function failed({ terminal }: Asked, words: string): Promise<number> {
  terminal.err(words)
  return 1
}
