import { LONGEST_NAME } from '../../../protocol/said.ts'
import { UsageError } from '../../cli/command.ts'
import { plain, print } from '../../cli/print.ts'
import { keepSetting } from '../../store/setting.ts'
import { accept, closeInvitation, invite, join } from '../machine/inviting.ts'
import { type Told, tell } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { circleOn } from '../settings.ts'
import { circleOf, everyCircle } from '../store/circles.ts'
import {
  dropJoining,
  type Invitation,
  invitationsOf,
  type Joining,
  joinings,
  keepJoining,
} from '../store/invitations.ts'
import { CODE_WORDS, nameFrom } from '../words.ts'
import { type Asked, chosen, type Doing, member, memberNamed } from './choosing.ts'

/** Makes an invitation. */
export const inviting: Doing = async asked => {
  const { typed, terminal, tools } = asked
  const told = member(asked)
  const again = typed.option('again') === undefined ? undefined : memberNamed(told, typed.option('again') ?? '')
  const id = await invite(tools, told.circle.id, again?.author ?? null)
  await tools.tend()
  const code = invitationsOf(tools.db, told.circle.id).find(one => one.id === id)?.code ?? ''
  print(terminal, typed.has('json'), { code }, [code])
  terminal.err('Send it to one person. When they have answered, compare the words: evenkeel circle words')
  return 0
}

/** Answers one. */
export const joining: Doing = async asked => {
  const { typed, tools, rest } = asked
  const name = nameFrom(typed.option('as') ?? '', LONGEST_NAME)
  if (name === '' || rest.length === 0)
    throw new UsageError('Paste the code and say who you are: evenkeel circle join evenkeel-circle:… --as Ben')
  const joined = await join(tools, rest.join(''), name)
  if (typeof joined === 'string') throw new UsageError(CODE_WORDS[joined])
  keepSetting(tools.db, circleOn, 'yes')
  await tools.tend()
  return waiting(asked)
}

/** Shows the words to compare, or says of some that they are the same, or differ. */
export const comparing: Doing = async asked => {
  const { terminal, tools, typed, rest } = asked
  const [answer, ...first] = rest
  if (answer === undefined) return waiting(asked)
  if (answer !== 'same' && answer !== 'differ')
    throw new UsageError('Say whether they are: words same, or words differ')
  const same = answer === 'same'
  const begun = first.join(' ').toLowerCase()
  const here = typed.option('circle') === undefined ? undefined : chosen(asked).circle.id
  const all = pending(tools).filter(one => (here === undefined || one.circle === here) && !(same && one.matched))
  const fitting = all.filter(({ words }) => `${words} `.startsWith(begun === '' ? '' : `${begun} `))
  const [one, other] = fitting
  if (!one) {
    terminal.err(all.length === 0 ? 'There are no words to compare just now.' : `No words here begin with ${begun}.`)
    return 1
  }
  if (other) {
    const ways = beginnings(fitting.map(({ words }) => words)).map(words => `words ${answer} ${words}`)
    throw new UsageError(`Say which, by the first of the words: ${ways.join(' or ')}`)
  }
  terminal.out(await (same ? one.agree() : one.refuse()))
  return 0
}

/** As few words of each as tell them apart: mostly one. */
export function beginnings(all: readonly string[], many = 1): string[] {
  const first = all.map(words => words.split(' ').slice(0, many).join(' '))
  const isWhole = first.every((words, at) => words === all[at])
  return isWhole || new Set(first).size === all.length ? first : beginnings(all, many + 1)
}

interface Pending {
  readonly words: string
  /** Whose answer it is; undefined for one's own. */
  readonly name: string | undefined
  /** The circle that they would come into. */
  readonly circle: number | undefined
  readonly matched: boolean
  readonly line: string
  /** Says that the words are the same, or that they differ; answers what came of it. */
  readonly agree: () => Promise<string>
  readonly refuse: () => Promise<string>
}

/** Words that are there to be compared: of invitations one has answered, and of those that were answered. */
function pending(tools: CircleTools): Pending[] {
  const { db } = tools
  return [
    ...joinings(db)
      .filter(({ circleId }) => circleId === null)
      .map(one => ofJoining(tools, one)),
    ...invitationsOf(db)
      .filter(({ state, until }) => state === 'answered' && until > tools.clock.now())
      .map(one => ofInvitation(tools, one)),
  ]
}

function ofJoining(tools: CircleTools, one: Joining): Pending {
  const { words, matched } = one
  return {
    words,
    name: undefined,
    circle: undefined,
    matched,
    line: matched
      ? 'You wait until they let you in. To give it up: evenkeel circle words differ'
      : `Read these words to who invited you: ${words}`,
    agree: async () => {
      keepJoining(tools.db, { ...one, matched: true })
      await tools.tend()
      return 'The circle opens when they have said so too.'
    },
    refuse: async () => {
      dropJoining(tools.db, one.id)
      return 'It was given up.'
    },
  }
}

function ofInvitation(tools: CircleTools, one: Invitation): Pending {
  const circle = circleOf(tools.db, one.circleId)
  const roster = circle && tell(tools, circle)?.roster
  const again = one.again === null ? '' : ` as ${roster?.names.get(one.again)}, who lost their machine,`
  const name = one.member?.name ?? ''
  return {
    words: one.words ?? '',
    name,
    circle: one.circleId,
    matched: false,
    line: `${plain(`${name}${again} has answered for ${roster?.name}`)}. Read these words to them: ${one.words}`,
    agree: async () => {
      const accepted = accept(tools, one.id)
      if (accepted !== 'done')
        throw new UsageError(
          accepted === 'full' ? 'Eight are as many as a circle takes.' : 'This invitation is over. Nobody was let in.',
        )
      await tools.tend()
      const now = circle && tell(tools, circle)?.roster.members.find(({ author }) => author === one.member?.author)
      return now ? `${plain(now.name)} belongs to it now.` : 'They are let in as soon as the relay is reached.'
    },
    refuse: async () => {
      closeInvitation(tools, one.id)
      return 'Nobody was let in.'
    },
  }
}

const THEN = 'Then: evenkeel circle words same, or evenkeel circle words differ'

/** What has been answered of a circle's invitations. */
export function answersIn(tools: CircleTools, { circle }: Told) {
  return pending(tools)
    .filter(one => one.circle === circle.id)
    .map(({ words, name, line }) => ({ value: { name, words }, line: `${line}\n${THEN}` }))
}

/** What is under way of invitations, given and got; or what else there is of circles, where nothing is. */
export async function waiting({ typed, terminal, tools }: Asked): Promise<number> {
  const all = pending(tools)
  const over = everyCircle(tools.db).flatMap(circle =>
    circle.endedAt === null || circle.hidden ? [] : (tell(tools, circle)?.roster.name ?? []),
  )
  const lines = [
    ...all.map(({ line }) => line),
    ...(all.some(({ matched }) => !matched) ? [THEN] : []),
    ...(all.length > 0
      ? []
      : [
          ...over.map(
            name =>
              `You do not belong to ${plain(name)} any more. What was read stays: evenkeel circle past --circle "${plain(name)}"`,
          ),
          `${over.length > 0 ? 'There is no other circle.' : 'No circle yet.'} To begin one: evenkeel circle begin NAME --as YOU --relay ADDRESS`,
        ]),
  ]
  const value = all.map(({ words, name, matched }) => ({ words, matched, ...(name === undefined ? {} : { name }) }))
  print(terminal, typed.has('json'), value, lines)
  return 0
}
