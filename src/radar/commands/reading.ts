import { type Terminal, UsageError, type Verb } from '../../cli/command.ts'
import { plain, print, wrap } from '../../cli/print.ts'
import { WORD_HOLDS } from '../../plan/budget.ts'
import { isPaused } from '../../plan/plan.ts'
import { keepWord } from '../../plan/store/budget.ts'
import { dayAndTime } from '../../time/weekly.ts'
import { makeWhole, nextSlot, open, presentEdition, pull, skippedSome } from '../machine/reading.ts'
import { takeBack } from '../machine/telling.ts'
import type { RadarTools } from '../machine/tools.ts'
import { decide } from '../store/decisions.ts'
import type { Edition, Story } from '../store/editions.ts'
import { findItem, type Item, keptItems, leftOut } from '../store/items.ts'
import { listSources } from '../store/sources.ts'
import { shorten } from '../text.ts'
import {
  alsoToldBy,
  chanceWord,
  checkWords,
  keptMarkdown,
  noEditionWords,
  passedWords,
  SHORTER,
  shownIn,
  sizeOf,
  whyWords,
} from '../words.ts'

/** What reading commands are handed: the radar, and the day that makes an edition when it is due. */
export interface ReadingTools {
  readonly radar: RadarTools
  /** Undefined while everything is paused. */
  readonly day: (terminal: Terminal) => Promise<Edition | undefined>
}

/** Opens the present edition; it is fetched for and made first when it is due. */
export const edition: Verb<ReadingTools> = async (typed, terminal, { radar, day }) => {
  const json = typed.has('json')
  if (!(await day(terminal))) {
    const paused = isPaused(radar.plan(), radar.clock.now())
    print(terminal, json, null, [
      paused
        ? 'All is quiet for now. To start again: evenkeel pause off'
        : noEditionWords(listSources(radar.db).length),
    ])
    return 0
  }
  if (typed.has('usual')) {
    const now = radar.clock.now()
    keepWord(radar.db, { word: 'usual', until: now + WORD_HOLDS }, now)
  }
  if (typed.has('usual') || !presentEdition(radar)?.whole) makeWhole(radar)
  open(radar)
  const opened = presentEdition(radar)
  if (opened) print(terminal, json, editionJson(opened, radar), editionLines(opened, radar, nextSlot(radar)))
  return 0
}

export const keep = onItem('keep', 'Kept', ({ db, clock }, item) => decide(db, item, 'keep', clock.now()))

export const notForMe = onItem('not-for-me', 'Noted as not for you', ({ db, clock }, item) =>
  decide(db, item, 'not-for-me', clock.now()),
)

export const undoIt = onItem('undo', 'Taken back', takeBack)

export const pullIt = onItem('pull', 'In your edition now', (radar, item) => pull(radar, item))

/** Lists or searches what no edition showed. */
export const leftOutThings: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const most = Number(typed.option('most') ?? 20)
  if (!(Number.isInteger(most) && most >= 1 && most <= 1000)) throw new UsageError('--most is a number from 1 to 1000.')
  const words = typed.words.join(' ')
  const found = leftOut(radar.db, { words, older: typed.has('older'), now: radar.clock.now(), skip: 0, most })
  const nothing = words ? `Nothing left out speaks of ${words}.` : 'Nothing was left out yet.'
  const lines = found.length ? [...found.map(itemLine), 'That is all shown here.'] : [nothing]
  print(terminal, typed.has('json'), found.map(itemJson), lines)
  return 0
}

/** Lists what the person kept. */
export const kept: Verb<ReadingTools> = (typed, terminal, { radar }) => {
  const items = keptItems(radar.db, 100_000)
  if (typed.has('markdown')) terminal.out(keptMarkdown(items, radar.clock.zone()).trimEnd())
  else
    print(terminal, typed.has('json'), items.map(itemJson), items.length ? items.map(itemLine) : ['Nothing kept yet.'])
  return 0
}

function onItem(name: string, done: string, verb: (radar: RadarTools, item: number) => boolean): Verb<ReadingTools> {
  return (typed, terminal, { radar }) => {
    const id = Number(typed.words[0])
    if (typed.words.length !== 1 || !Number.isInteger(id)) {
      throw new UsageError(`Name one item by its number: evenkeel ${name} 123`)
    }
    const item = findItem(radar.db, id)
    if (!item) {
      terminal.err(`There is no item ${id}.`)
      return 1
    }
    terminal.out(`${verb(radar, id) ? done : 'Nothing changed'}: ${plain(item.title)}`)
    return 0
  }
}

function editionLines(edition: Edition, radar: RadarTools, next: number | undefined): string[] {
  const head = edition.stories.length > 0 ? `${sizeOf(edition)}.` : 'Nothing today was close enough to your area.'
  const lines = [head]
  if (skippedSome(radar, edition)) lines.push('Nothing piled up.')
  if (edition.thin && edition.stories.length > 0)
    lines.push('A thin one: little else came that was close to your area.')
  if (edition.shorter) lines.push(`${SHORTER} For the usual length, for a week: evenkeel edition --usual`)
  for (const story of shownIn(edition)) lines.push('', ...storyLines(story, edition, radar))
  lines.push('')
  if (edition.checks.length > 0) lines.push(wrap(checkWords(edition), 78))
  lines.push(`That is all. ${passedWords(edition.passed)}`)
  if (next) lines.push(`The next edition is ${dayAndTime(next, radar.clock.zone(), radar.clock.now())}.`)
  if (edition.wander) lines.push('', 'And to wander, if you like:', ...storyLines(edition.wander, edition, radar))
  return lines
}

function storyLines({ item, minutes, why, also }: Story, edition: Edition, radar: RadarTools): string[] {
  const like = why.like === undefined ? undefined : findItem(radar.db, why.like)?.title
  const said = item.verdict === 'keep' ? '  (kept)' : item.verdict === 'not-for-me' ? '  (not for you)' : ''
  const lines = [wrap(plain(`${item.id}  ${item.title}${said}`), 78)]
  lines.push(
    wrap(
      plain(
        `about ${minutes} min · ${[chanceWord({ why, item }, edition), item.sources.join(', '), item.authors].filter(Boolean).join(' · ')}`,
      ),
      78,
      '    ',
    ),
  )
  if (item.text) lines.push(wrap(plain(shorten(item.text, 240)), 78, '    '))
  const elsewhere = alsoToldBy({ item, also })
  if (elsewhere.length > 0) lines.push(wrap(plain(`Also told by ${elsewhere.join(', ')}.`), 78, '    '))
  lines.push(wrap(plain(whyWords(why, item.sources[0], like)), 78, '    '), `    ${item.link}`)
  return lines
}

function editionJson(edition: Edition, radar: RadarTools): unknown {
  // Whether it is shorter tells of the person's days, which no command but their own prints.
  const { stories: _, checks, wander, shorter: _shorter, ...rest } = edition
  return {
    ...rest,
    nothingPiledUp: skippedSome(radar, edition),
    randomChecks: checks.length,
    wander: wander ? itemJson(wander.item) : null,
    stories: shownIn(edition).map(({ item, also, ...story }, at) => ({
      ...story,
      position: at + 1,
      item: itemJson(item),
      also: also.map(itemJson),
    })),
  }
}

export function itemJson({ id, kind, title, link, authors, sources, publishedAt, verdict, text }: Item): unknown {
  return { id, kind, title, link, authors, sources, published: new Date(publishedAt).toISOString(), verdict, text }
}

export function itemLine(item: Item): string {
  return plain(
    `${String(item.id).padStart(6)}  ${shorten(item.title, 90)}  (${item.sources.join(', ') || 'told elsewhere'})`,
  )
}
