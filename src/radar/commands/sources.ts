import { type Terminal, UsageError, type Verb } from '../../cli/command.ts'
import { plain, print } from '../../cli/print.ts'
import { kinds, readSource } from '../kinds/all.ts'
import { readList, writeList } from '../machine/files.ts'
import { addTyped } from '../machine/find.ts'
import type { Polled } from '../machine/poll.ts'
import type { RadarTools } from '../machine/tools.ts'
import { readOpml, writeOpml } from '../opml.ts'
import { isWell, type Source, STATE_WORDS } from '../source.ts'
import {
  addSource,
  bringBackSource,
  chosenSources,
  findSource,
  listSources,
  removeSource,
  restoreSource,
  yieldsSince,
} from '../store/sources.ts'
import { addedWords, importWords, YIELD_SPAN } from '../words.ts'

export interface SourceTools {
  readonly radar: RadarTools
  readonly fetch: (terminal: Terminal) => Promise<readonly Polled[]>
}

/** Lists sources, or adds, removes, restores, imports or exports them. */
export const sources: Verb<SourceTools> = (typed, terminal, { radar }) => {
  const [verb, ...rest] = typed.words
  const word = rest.join(' ')
  if (verb === undefined) return list(terminal, typed.has('json'), radar)
  if (verb === 'add' && word) return add(terminal, radar, word)
  if (verb === 'remove' && word) return remove(terminal, radar, word)
  if (verb === 'restore' && word) return restore(terminal, radar, word)
  if (verb === 'import' && word) return importFrom(terminal, radar, word)
  if (verb === 'export') return exportTo(terminal, radar, word)
  throw new UsageError(typed.usage)
}

/** Asks every source now. */
export const fetchNow: Verb<SourceTools> = async (typed, terminal, { radar, fetch }) => {
  const polled = await fetch(terminal)
  const ill = polled.filter(({ state }) => !isWell(state))
  const added = polled.reduce((sum, one) => sum + one.added, 0)
  const waiting = chosenSources(radar.db).length - polled.length
  const value = polled.map(({ source: { id, title, address }, state, added }) => ({
    source: id,
    title,
    address,
    state,
    added,
  }))
  print(terminal, typed.has('json'), value, [
    `${polled.length === 1 ? 'One source' : `${polled.length} sources`} asked, ${added === 1 ? 'one new thing' : `${added} new things`} found.`,
    ...(waiting > 0 ? [`${waiting} not asked: their servers want us to wait.`] : []),
    ...ill.map(({ source, state }) => plain(`${source.title}: ${STATE_WORDS[state].says}. ${STATE_WORDS[state].todo}`)),
  ])
  return 0
}

function list(terminal: Terminal, json: boolean, { db, clock }: RadarTools): number {
  const all = listSources(db)
  const yields = yieldsSince(db, clock.now() - YIELD_SPAN)
  const value = all.map(({ id, kind, address, title, state, detail, formerAddress, polledAt, commons }) => ({
    id,
    kind,
    address,
    title,
    state,
    detail,
    formerAddress,
    polled: polledAt === null ? null : new Date(polledAt).toISOString(),
    commons,
    in30Days: yields.get(id) ?? null,
  }))
  print(
    terminal,
    json,
    value,
    all.length
      ? all.filter(({ commons }) => commons === null).map(one => line(one, all))
      : ['No sources, which is fine. To add one: evenkeel sources add https://...'],
  )
  return 0
}

/** As many of what a commons brings as a terminal shows. */
const MOST_BROUGHT = 40

function line({ id, title, address, state, kind }: Source, all: readonly Source[]): string {
  const brings = all.filter(({ commons }) => commons === id)
  const lines = brings.slice(0, MOST_BROUGHT).map(one => `\n${String(one.id).padStart(10)}  ${plain(one.title)}`)
  const more = brings.length > MOST_BROUGHT ? `\n            and ${brings.length - MOST_BROUGHT} more: --json` : ''
  const many =
    kind === 'commons' && brings.length > 0 ? `, ${brings.length} sources that are asked once for everybody` : ''
  const said = isWell(state) ? '' : `\n        ${STATE_WORDS[state].says}. ${STATE_WORDS[state].todo}`
  const where = ['feed', 'commons'].includes(kind) && title !== address ? `  ${address.replace(/#.*$/, '')}` : ''
  return `${String(id).padStart(6)}  ${plain(title)}${many}${plain(where)}${said}${lines.join('')}${more}`
}

async function add(terminal: Terminal, radar: RadarTools, typed: string): Promise<number> {
  const found = await addTyped(radar, typed)
  if ('problem' in found) {
    terminal.err(found.problem)
    return 1
  }
  terminal.out(`${String(found.source.id).padStart(6)}  ${plain(found.source.title)}`)
  terminal.err(addedWords(found))
  return 0
}

function remove(terminal: Terminal, radar: RadarTools, word: string): number {
  const source = named(radar, word)
  if (!source || !removeSource(radar.db, source.id, radar.clock.now())) {
    terminal.err(`There is no source ${word}.`)
    return 1
  }
  terminal.out(`Removed: ${plain(source.title)}. To bring it back: evenkeel sources restore ${source.id}`)
  return 0
}

function restore(terminal: Terminal, radar: RadarTools, word: string): number {
  const source = named(radar, word) ?? findSource(radar.db, Number(word))
  if (!source) {
    terminal.err(`There is no source ${word}.`)
    return 1
  }
  bringBackSource(radar.db, source.id)
  restoreSource(radar.db, source.id)
  terminal.out(
    source.commons === null
      ? `It is asked again at ${plain(findSource(radar.db, source.id)?.address ?? '')}`
      : `What the commons brings of ${plain(source.title)} is taken in again.`,
  )
  return 0
}

/** A source by its number or by what was typed when it was added. */
function named(radar: RadarTools, word: string): Source | undefined {
  const read = readSource(word)
  return listSources(radar.db).find(
    ({ id, kind, address }) =>
      String(id) === word || (read !== undefined && kind === read.kind && address === read.address),
  )
}

function importFrom(terminal: Terminal, radar: RadarTools, path: string): number {
  const text = readList(path)
  const list = text === undefined ? undefined : readOpml(text)
  if (!list) {
    terminal.err(
      text === undefined
        ? `${path} cannot be read, or is over 20 MB.`
        : `${path} is not an OPML list. Nothing was changed.`,
    )
    return 1
  }
  const now = radar.clock.now()
  const title = (source: (typeof list.sources)[number]) => source.title || kinds[source.kind].title(source.address)
  const added = radar.db.transaction(
    () => list.sources.filter(source => addSource(radar.db, { ...source, title: title(source) }, now).added).length,
  )
  terminal.out(importWords(added, list.sources.length - added, list.skipped))
  return 0
}

function exportTo(terminal: Terminal, radar: RadarTools, path: string): number {
  const text = writeOpml(chosenSources(radar.db), 'Evenkeel sources')
  if (!path) {
    terminal.out(text)
    return 0
  }
  if (!writeList(path, text)) {
    terminal.err(`${path} is there already. Name another file.`)
    return 1
  }
  terminal.out(`Written: ${path}`)
  return 0
}
