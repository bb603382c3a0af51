import { LONGEST_NAME, LONGEST_WORDS, MEETINGS, MOODS, readRelay } from '../../../protocol/said.ts'
import { type Terminal, type Typed, UsageError, type Verb } from '../../cli/command.ts'
import { plain, print } from '../../cli/print.ts'
import { keepSetting } from '../../store/setting.ts'
import { day, momentOf } from '../../time/weekly.ts'
import { writeNewFile } from '../machine/files.ts'
import { accept, begin, closeInvitation, invite, join } from '../machine/inviting.ts'
import { say } from '../machine/syncing.ts'
import { notesOf, type Told, weeksOf } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { eventOf } from '../meeting.ts'
import { circleOn } from '../settings.ts'
import { endCircle, everyCircle, hideCircle } from '../store/circles.ts'
import { dropUnsent } from '../store/entries.ts'
import { dropJoining, invitationsOf, joinings, keepJoining } from '../store/invitations.ts'
import { KINDS } from '../walk.ts'
import { CODE_WORDS, nameFrom, troubleWords, wordsFrom } from '../words.ts'
import { chosen, member, memberNamed } from './choosing.ts'
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

interface Asked {
  readonly typed: Typed
  readonly terminal: Terminal
  readonly tools: CircleTools
  readonly rest: readonly string[]
}
type Doing = (asked: Asked) => Promise<number>

const DOINGS = {
  week: async asked => {
    const { tools, typed, terminal } = asked
    const all = everyCircle(tools.db).filter(({ hidden, endedAt }) => !hidden && endedAt === null)
    if (typed.option('circle') === undefined && all.length === 0) return waiting(asked)
    const told = chosen(asked)
    const trouble = told.circle.problem
      ? troubleWords(told.circle.problem as Parameters<typeof troubleWords>[0])
      : undefined
    if (trouble) terminal.err(trouble)
    print(terminal, typed.has('json'), weekValue(told), weekLines(told, tools.clock.zone()))
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
    await begin(tools, { name, myName, relay, season: day(clock.now(), clock.zone()) })
    keepSetting(db, circleOn, 'yes')
    terminal.out(`${name} has begun, with you in it. Invite someone: evenkeel circle invite`)
    return 0
  },
  invite: async asked => {
    const { typed, terminal, tools } = asked
    const told = chosen(asked)
    const again = typed.option('again') === undefined ? undefined : memberNamed(told, typed.option('again') ?? '')
    const id = await invite(tools, told.circle.id, again?.author ?? null)
    await tools.tend()
    const code = invitationsOf(tools.db, told.circle.id).find(one => one.id === id)?.code ?? ''
    print(terminal, typed.has('json'), { code }, [code])
    terminal.err('Send it to one person. When they have answered, compare the words: evenkeel circle words')
    return 0
  },
  join: async asked => {
    const { typed, tools, rest } = asked
    const name = nameFrom(typed.option('as') ?? '', LONGEST_NAME)
    if (name === '' || rest.length === 0)
      throw new UsageError('Paste the code and say who you are: evenkeel circle join evenkeel-circle:… --as Ben')
    const joined = await join(tools, rest.join(''), name)
    if (typeof joined === 'string') throw new UsageError(CODE_WORDS[joined])
    keepSetting(tools.db, circleOn, 'yes')
    await tools.tend()
    return waiting(asked)
  },
  words: async asked => {
    const { terminal, tools, rest } = asked
    const { db } = tools
    if (rest[0] === undefined) return waiting(asked)
    if (!['same', 'differ'].includes(rest[0])) throw new UsageError('Say whether they are: words same, or words differ')
    const same = rest[0] === 'same'
    const mine = joinings(db).findLast(({ circleId, matched }) => circleId === null && !matched)
    const theirs = invitationsOf(db).findLast(({ state }) => state === 'answered')
    if (!mine && !theirs) {
      terminal.err('There are no words to compare just now.')
      return 1
    }
    if (mine) {
      if (same) keepJoining(db, { ...mine, matched: true })
      else dropJoining(db, mine.id)
    } else if (theirs) {
      const accepted = same ? accept(tools, theirs.id) : 'done'
      if (accepted !== 'done')
        throw new UsageError(
          accepted === 'full' ? 'Eight are as many as a circle takes.' : 'This invitation is over. Nobody was let in.',
        )
      if (!same) closeInvitation(tools, theirs.id)
    }
    await tools.tend()
    terminal.out(
      same
        ? mine
          ? 'The circle opens when they have said so too.'
          : `${theirs?.member?.name} belongs to it now.`
        : 'Nobody was let in.',
    )
    return 0
  },
  note: async asked => {
    const { typed, rest } = asked
    const good = wordsFrom(rest.join(' '), LONGEST_WORDS)
    const mood = MOODS.find(one => one === typed.option('mood'))
    if (typed.option('mood') !== undefined && !mood) throw new UsageError(`--mood is one of ${MOODS.join(', ')}.`)
    const evenings = typed.option('evenings') === undefined ? undefined : Number(typed.option('evenings'))
    if (evenings !== undefined && !(Number.isInteger(evenings) && evenings >= 0 && evenings <= 7))
      throw new UsageError('--evenings is a number from 0 to 7.')
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
    const to = asked.rest.length > 0 ? memberNamed(told, asked.rest.join(' ')) : undefined
    return sayAndTend(asked, told, { what: 'call' }, to ? `${to.name} is told.` : 'All of them are told.', to?.author)
  },
  settled: async asked => {
    const told = member(asked)
    const mine = told.calls.find(({ author }) => author === told.circle.author)
    if (!mine) {
      asked.terminal.err('You have not asked for a call.')
      return 1
    }
    return sayAndTend(asked, told, { what: 'settled', call: mine.hash }, 'Settled.', mine.to || undefined)
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
    const times = (typed.option('times') ?? '').split(',').flatMap(one => {
      const [on = '', at = ''] = one.trim().split(/[ T]/)
      const moment = momentOf(on, at, zone)
      return moment !== undefined && moment > tools.clock.now() ? [moment] : []
    })
    const kind = MEETINGS.find(one => one === (typed.option('what') ?? MEETINGS[0]))
    if (times.length === 0 || times.length > 3 || !kind)
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
    const until = asked.rest[0] === 'back' ? '' : (asked.rest[0] ?? '')
    const told = member(asked)
    if (until !== '' ? !/^\d{4}-\d\d-\d\d$/.test(until) || until < told.today : asked.rest[0] !== 'back')
      throw new UsageError(
        'Name a day to come, or say that you are back: evenkeel circle away 2026-07-01 · evenkeel circle away back',
      )
    return sayAndTend(asked, told, { what: 'away', until }, 'They are told.')
  },
  nudges: async asked => {
    const on = { yes: true, no: false }[asked.rest[0] ?? '']
    if (on === undefined) throw new UsageError('Say yes or no: evenkeel circle nudges yes')
    return sayAndTend(asked, member(asked), { what: 'nudges', on }, 'Saved.')
  },
  season: async asked => {
    const told = member(asked)
    return told.wantsMore
      ? done(asked, 'You have said so already.')
      : sayAndTend(
          asked,
          told,
          { what: 'season', number: told.season.number + 1 },
          'It goes on when one other wants it too.',
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
    const { db, clock } = asked.tools
    if (!asked.typed.has('yes'))
      throw new UsageError('The others keep what you wrote, and nothing more is sealed to you. To leave, add --yes')
    if (told.belongs && told.others.length > 0) {
      dropUnsent(db, told.circle.id)
      say(asked.tools, told.circle.id, { kind: 'roster', body: { op: 'remove', who: told.circle.author } })
      await asked.tools.tend()
    } else endCircle(db, told.circle.id, clock.now())
    return done(asked, 'You leave. What was read stays here.')
  },
  hide: async asked => {
    hideCircle(asked.tools.db, chosen(asked).circle.id, true)
    return done(asked, 'Hidden: it asks nothing, and opens by its name alone (--circle NAME).')
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
  if (!told.running) {
    asked.terminal.err('The season is over. Another begins when two of you want it: evenkeel circle season')
    return 1
  }
  return sayAndTend(asked, told, { what: 'week', week: told.week, ...said }, 'Written.')
}

async function sayAndTend(asked: Asked, told: Told, body: object, words: string, to?: string): Promise<number> {
  const { tools, terminal } = asked
  say(tools, told.circle.id, { kind: 'note', body, ...(to ? { to } : {}) })
  await tools.tend()
  const problem = everyCircle(tools.db).find(({ id }) => id === told.circle.id)?.problem
  if (problem) terminal.err(troubleWords(problem as Parameters<typeof troubleWords>[0]))
  terminal.out(words)
  return 0
}

/** What is under way of invitations, given and got. */
async function waiting({ typed, terminal, tools }: Asked): Promise<number> {
  const mine = joinings(tools.db).filter(({ circleId }) => circleId === null)
  const theirs = invitationsOf(tools.db).filter(({ state }) => state === 'answered')
  const lines = [
    ...mine.map(({ words, matched }) =>
      matched ? 'You wait until they let you in.' : `Read these words to who invited you: ${words}`,
    ),
    ...theirs.map(
      ({ member: who, words }) => `${plain(who?.name ?? '')} has answered. Read these words to them: ${words}`,
    ),
    ...(mine.some(({ matched }) => !matched) || theirs.length > 0
      ? ['Then: evenkeel circle words same, or evenkeel circle words differ']
      : []),
  ]
  const value = [
    ...mine.map(({ words, matched }) => ({ words, matched })),
    ...theirs.map(({ words, member: who }) => ({ words, name: who?.name })),
  ]
  print(
    terminal,
    typed.has('json'),
    value,
    lines.length > 0 ? lines : ['No circle yet. To begin one: evenkeel circle begin NAME --as YOU --relay ADDRESS'],
  )
  return 0
}
