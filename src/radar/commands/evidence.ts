import { UsageError, type Verb } from '../../cli/command.ts'
import { plain, print, wrap } from '../../cli/print.ts'
import { startOfDay } from '../../time/weekly.ts'
import { askForAudits, evidenceOf } from '../machine/checking.ts'
import { explain } from '../machine/explaining.ts'
import { shelveByHand, sleepAgain } from '../machine/shelving.ts'
import { tellElsewhere } from '../machine/telling.ts'
import { findItem, itemsBetween } from '../store/items.ts'
import { settle, shelvedSince } from '../store/shelf.ts'
import { stories } from '../story.ts'
import { evidenceWords, ledgerWords, OUTCOME_WORDS, QUARTER, replayWords, shelfWords, toldWords } from '../words.ts'
import { itemJson, itemLine, type ReadingTools } from './reading.ts'

const DAY = 24 * 3600_000

/** What can be said of what was left out. */
export const evidence: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const found = evidenceOf(radar, typed.has('early'))
  const zone = radar.clock.zone()
  print(
    terminal,
    typed.has('json'),
    found,
    [
      ...evidenceWords(found, radar.clock.now(), zone),
      found.on ? '' : 'Random checks are off. To put a few into editions: evenkeel settings audit.on yes',
      toldWords(found.told),
      ...replayWords(found.replay),
    ].filter(Boolean),
  )
  return 0
}

/** Draws ten left-out items at random, to be judged. */
export const check: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const items = askForAudits(radar)
  const nothing = 'Nothing was left out yet that could be checked.'
  print(
    terminal,
    typed.has('json'),
    items.map(itemJson),
    items.length === 0
      ? [nothing]
      : [
          'Would you have wanted these? Drawn at random from what was left out:',
          ...items.map(itemLine),
          'Say evenkeel keep ID or evenkeel not-for-me ID of each; then evenkeel evidence.',
        ],
  )
  return 0
}

/** Takes a link that reached the person another way. */
export const told: Verb<ReadingTools> = async (typed, terminal, { radar }) => {
  if (typed.words.length !== 1) throw new UsageError(typed.usage)
  const found = await tellElsewhere(radar, typed.words[0] ?? '')
  if ('problem' in found) {
    terminal.err(found.problem)
    return 1
  }
  terminal.out(plain(`${found.item.title}: ${OUTCOME_WORDS[found.outcome]}`))
  terminal.err(toldWords(evidenceOf(radar).told))
  return 0
}

/** Shelves something by name, or shows the shelf. */
export const shelveIt: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const until = typed.option('until')
  const day = until === undefined ? undefined : startOfDay(until, radar.clock.zone())
  if (until !== undefined && (day === undefined || day <= radar.clock.now()))
    throw new UsageError('--until is a day that is yet to come, as 2026-06-01.')
  if (typed.words.length === 0) throw new UsageError(typed.usage)
  const entry = shelveByHand(radar, typed.words.join(' '), day)
  if ('problem' in entry) {
    terminal.err(entry.problem)
    return 1
  }
  terminal.out(plain(`${entry.name}: ${shelfWords(entry, radar.clock.zone())}`))
  return 0
}

/** Shows the shelf, takes something off it, or lays it back. */
export const shelf: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const { db, clock } = radar
  const [verb, word] = typed.words
  if (verb !== undefined) {
    const id = Number(word)
    if (!['take-back', 'again'].includes(verb) || !Number.isInteger(id)) throw new UsageError(typed.usage)
    const entry = shelvedSince(db, 0).find(one => one.id === id)
    const done = verb === 'again' ? sleepAgain(radar, id) : settle(db, id, 'taken-back', [], clock.now())
    if (!entry || !done) {
      terminal.err(entry ? `${entry.name}: nothing to change.` : `There is nothing with the number ${id} on the shelf.`)
      return 1
    }
    terminal.out(plain(`${entry.name}: ${verb === 'again' ? 'asleep again.' : 'taken off the shelf.'}`))
    return 0
  }
  const entries = shelvedSince(db, clock.now() - QUARTER)
  print(terminal, typed.has('json'), entries, [
    ...entries.map(entry =>
      plain(`${String(entry.id).padStart(6)}  ${entry.name}: ${shelfWords(entry, clock.zone())}`),
    ),
    ledgerWords(entries),
  ])
  return 0
}

const MOST_SHARES = 12
const MOST_AGAINST = 5

/** Tells everything the ranker has to say of an item. */
export const why: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const id = Number(typed.words[0])
  if (typed.words.length !== 1 || !Number.isInteger(id)) throw new UsageError(typed.usage)
  const found = explain(radar, id)
  if (!found) {
    terminal.err(
      findItem(radar.db, id)
        ? 'You have no core area and kept nothing yet, so there is nothing to rank it by.'
        : `There is no item ${id}.`,
    )
    return 1
  }
  const { item, place, among, offered, shares, like, asleepAs, shownAt } = found
  const whole = shares.reduce((sum, { share }) => sum + Math.max(0, share), 0) || 1
  const line = ({ word, share }: { word: string; share: number }) =>
    `${String(Math.round((100 * Math.abs(share)) / whole)).padStart(6)} %  ${word}`
  const pro = shares.filter(({ share }) => share > 0)
  const contra = shares.filter(({ share }) => share < 0).reverse()
  const { item: _, like: __, ...rest } = found
  print(terminal, typed.has('json'), { ...rest, item: itemJson(item), like: like && itemJson(like) }, [
    wrap(plain(item.title), 78),
    `It would be number ${place} of ${among} now${offered ? '.' : ', which is under what an edition takes.'}`,
    ...(shownAt === undefined ? [] : ['An edition showed it.']),
    ...(asleepAs ? [plain(`It is about “${asleepAs}”, which sleeps on the shelf.`)] : []),
    ...(like ? [wrap(plain(`It is like “${like.title}”, which you kept.`), 78)] : []),
    'What speaks for it:',
    ...pro.slice(0, MOST_SHARES).map(line).map(plain),
    ...(contra.length > 0 ? ['What speaks against it:', ...contra.slice(0, MOST_AGAINST).map(line).map(plain)] : []),
  ])
  return 0
}

/** Lists which items became one story. */
export const mergedStories: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const days = Number(typed.option('days') ?? 31)
  if (!typed.has('merges') || !(Number.isInteger(days) && days >= 1 && days <= 366)) throw new UsageError(typed.usage)
  const now = radar.clock.now()
  const merged = stories(itemsBetween(radar.db, now - days * DAY, now)).filter(group => group.length > 1)
  print(
    terminal,
    typed.has('json'),
    merged.map(group => group.map(itemJson)),
    [
      ...merged.flatMap(group => [...group.map(itemLine), '']),
      `${merged.length} ${merged.length === 1 ? 'story' : 'stories'} told more than once in ${days} days.`,
    ],
  )
  return 0
}
