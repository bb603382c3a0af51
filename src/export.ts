import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from './app.ts'
import { boundaryExport } from './boundaries/store/export.ts'
import { circleExport } from './circle/store/circles.ts'
import { settings } from './config.ts'
import { everyWord } from './plan/store/budget.ts'
import { readPauses } from './plan/store/plan.ts'
import { readRests } from './plan/store/rest.ts'
import { writeOpml } from './radar/opml.ts'
import { everyAudit } from './radar/store/audits.ts'
import { everyDecision } from './radar/store/decisions.ts'
import { everyEdition } from './radar/store/editions.ts'
import { everyItem, keptItems } from './radar/store/items.ts'
import { shelvedSince } from './radar/store/shelf.ts'
import { chosenSources, listSources } from './radar/store/sources.ts'
import { allTold } from './radar/store/told.ts'
import { keptMarkdown } from './radar/words.ts'
import { routineExport } from './routines/store/routines.ts'
import { signalExport } from './signals/store/export.ts'
import { sprintExport } from './sprints/store/sprints.ts'
import { asPlaceProblem } from './store/problem.ts'
import { readSetting } from './store/setting.ts'

/** Everything the person has here as one JSON document, a piece at a time. Keys and tokens are no part of it. */
export function exportDocument(app: App): ReadableStream<Uint8Array> {
  const pieces = documentPieces(app)
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull(controller) {
      const { value, done } = pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
}

/** Writes everything into an empty or new folder: evenkeel.json, sources.opml, kept.md. Answers the file names. */
export function exportTo(app: App, folder: string): string[] | 'not-empty' {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (readdirSync(folder).length > 0) return 'not-empty'
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 })
    write('evenkeel.json', '')
    for (const piece of documentPieces(app)) appendFileSync(join(folder, 'evenkeel.json'), piece)
    write('sources.opml', writeOpml(chosenSources(app.db), 'Evenkeel sources'))
    write('kept.md', keptMarkdown(keptItems(app.db, 1_000_000), app.machine.clock.zone()))
    return ['evenkeel.json', 'sources.opml', 'kept.md']
  } catch (error) {
    throw asPlaceProblem(error, folder)
  }
}

function* documentPieces({ db, radar, machine }: App): Generator<string> {
  const values = Object.fromEntries(settings.map(setting => [setting.name, readSetting(db, setting)]))
  const head = {
    evenkeel: machine.version,
    plan: radar.plan(),
    settings: values,
    sources: listSources(db),
    decisions: everyDecision(db),
    randomChecks: everyAudit(db),
    toldElsewhere: allTold(db),
    shelf: shelvedSince(db, 0),
    rests: readRests(db),
    pauses: readPauses(db),
    editionWords: everyWord(db),
    ...boundaryExport(db),
    signals: signalExport(db),
    ...routineExport(db),
    ...sprintExport(db),
    ...circleExport(db),
  }
  yield `${JSON.stringify(head).slice(0, -1)},\n"editions":[`
  let first = true
  for (const { stories, wander, checks: _, ...edition } of everyEdition(db)) {
    const told = stories.map(({ item, also, ...story }) => ({
      item: item.id,
      also: also.map(({ id }) => id),
      ...story,
    }))
    yield `${first ? '' : ','}\n${JSON.stringify({ ...edition, stories: told, wander: wander?.item.id ?? null })}`
    first = false
  }
  yield '],\n"items":['
  first = true
  for (const item of everyItem(db)) {
    yield `${first ? '' : ','}\n${JSON.stringify(item)}`
    first = false
  }
  yield ']}\n'
}
