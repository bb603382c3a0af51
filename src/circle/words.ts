// What pages and commands say of a circle. Pure.

import type { Member, MOODS } from '../../protocol/said.ts'
import type { Fault } from './faults.ts'
import type { RelayTrouble } from './machine/door.ts'
import type { BadCode } from './machine/inviting.ts'
import type { Roster } from './roster.ts'
import type { Said } from './rounds.ts'
import { shortened } from './walk.ts'

export const MOOD_WORDS: Readonly<Record<(typeof MOODS)[number], string>> = {
  light: 'light',
  mixed: 'mixed',
  heavy: 'heavy',
}

// None is about work; a week has one, the same for all.
const PROMPTS = [
  'One good thing that was not work',
  'Something you ate that you would eat again',
  'A moment outdoors',
  'Someone you were glad to see',
  'What you put down in time',
  'Something that made you laugh',
  'A thing you did slowly',
  'What you are looking forward to, away from a screen',
  'Something small that went well',
  'A sound, a smell, a colour of this week',
  'What you did not do, and were right not to',
  'Something you learnt that has no use',
] as const

/** What a week asks besides how it was. */
export function promptOf(monday: string): string {
  const week = Math.floor(Temporal.PlainDate.from('2024-01-01').until(monday).total('days') / 7)
  return PROMPTS[((week % PROMPTS.length) + PROMPTS.length) % PROMPTS.length] ?? PROMPTS[0]
}

/** A week's note in lines; one with nothing in it is a whole answer. */
export function noteLines(note: Extract<Said['note'], { what: 'week' }>): string[] {
  const lines = [
    ...(note.mood ? [`A ${MOOD_WORDS[note.mood]} week.`] : []),
    ...(note.evenings === undefined ? [] : [`${note.evenings} ${note.evenings === 1 ? 'evening' : 'evenings'} kept.`]),
    ...(note.good ? [note.good] : []),
  ]
  return lines.length > 0 ? lines : ['Passes this week.']
}

/** What hinders a circle, and what to do. */
export function troubleWords(trouble: RelayTrouble): string {
  switch (trouble) {
    case 'withheld':
      return 'The relay took what you wrote, and does not give it back. Ask who runs it; what you wrote is kept here.'
    case 'circle-full':
    case 'too-many-circles':
      return 'The relay is full. Ask who runs it; what you wrote is kept here.'
    case 'too-fast':
    case 'too-many-waiting':
    case 'not-now':
      return 'The relay is busy. It is asked again by itself.'
    case 'private-address':
    case 'bad-address':
      return 'The relay’s address may not be asked: it is Evenkeel’s own, or none.'
    case 'insecure':
      return 'The relay’s certificate is not good. Ask who runs it; what you wrote is kept here.'
    case 'no-relay':
    case 'no-capability':
    case 'bad-once':
    case 'bad-offset':
    case 'empty':
    case 'too-large':
    case 'other-body':
    case 'packed':
    case 'too-many-redirects':
      return 'What answers at the relay’s address is no relay that Evenkeel knows. Ask who runs it.'
    default:
      return 'The relay is out of reach. What you write is kept here, and goes when it is back.'
  }
}

/** What a relay may have done, said plainly and blaming nobody. */
export function faultWords({ fault, author }: Fault, names: ReadonlyMap<string, string>): string {
  const name = names.get(author) ?? 'Someone'
  return fault === 'missing'
    ? `Something ${name} wrote has not come. The relay may have lost it or held it back.`
    : `${name}’s words are not the same for everyone: the relay gave you something else, or their file was used on two machines. Talk to each other another way.`
}

/** Who left, or was removed by whom. */
export function departureWords(
  { who, by }: Roster['departures'][number],
  names: ReadonlyMap<string, string>,
  me: string,
): string {
  const name = (author: string) => (author === me ? 'You' : (names.get(author) ?? 'Someone'))
  return who === by ? `${name(who)} left.` : `${name(by)} removed ${who === me ? 'you' : name(who)}.`
}

/** Of someone whose admission does not count. */
export function undoneWords({ name }: Member): string {
  return `${name} was let in by someone who was being removed just then, and does not belong to it. If you know them, invite them.`
}

export const UNHEARD_WORDS =
  'The relay let go of something before it was read here, and nobody was heard since. The circle may have moved: ask one of them for an invitation.'

/** Why a code cannot be used, and what to do. */
export const CODE_WORDS: Readonly<Record<BadCode, string>> = {
  'no-code': 'There is no invitation in this. It begins with evenkeel-circle: and is one long word.',
  cut: 'This invitation is not whole: something of it is missing. Copy it from its first to its last character.',
  expired: 'This invitation is over: they hold for seven days. Ask for another.',
  own: 'This is your own invitation. It is for the one you invite.',
  member: 'You belong to this circle already. If nobody is heard in it any more, leave it first.',
}

/** Words as they were typed, without what others' apps would not take, and not too long. */
export function wordsFrom(text: string, most: number): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')
  return shortened(clean.trim(), most).trim()
}

/** A name as it was typed, on one line; empty for none. */
export function nameFrom(text: string, most: number): string {
  return wordsFrom(text.replace(/\s+/g, ' '), most)
}

/** "Ana, Ben and Cleo" */
export function namesOf(members: readonly Pick<Member, 'name'>[]): string {
  const names = members.map(({ name }) => name)
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
