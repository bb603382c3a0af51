// The first edition over a real month of papers, and a daily one, against one plain pass over the words of the same papers.

import { changePlan } from '../src/plan/store.ts'
import { makeEdition, open } from '../src/radar/machine/reading.ts'
import { keepItems } from '../src/radar/store/items.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { benchApp, realPapers, sharedFolder } from './house.ts'
import { ms, peakMemory, print, spread, timed } from './measure.ts'

const firehose = sharedFolder('firehose')
if (!firehose) {
  print('skipped: the shared month is absent (EVENKEEL_BENCH_DATA)')
  process.exit(0)
}
const days = realPapers(firehose)
const all = days.flatMap(({ items }) => items)
const ROUNDS = 3
const first: number[] = []
const daily: number[] = []
const anchors: number[] = []
let story = ''
for (let round = 0; round < ROUNDS; round++) {
  anchors.push((await timed(() => countWords(all.map(({ title, text }) => `${title} ${text}`)))).ms)
  const app = benchApp('2026-05-30T09:00:00Z')
  changePlan(app.db, { area: 'evaluation of retrieval-augmented generation', welcomedAt: 0 })
  const { id } = addSource(app.db, { kind: 'arxiv', address: 'cs.CL', title: 'arXiv' }, 0)
  const last = days.at(-1)?.items ?? []
  // All of the month at once, dated within an edition's reach: the most that a first edition can meet.
  const early = all
    .filter(item => !last.includes(item))
    .map((item, at) => ({ ...item, publishedAt: app.clock.now() - (at % 13) * 24 * 3600_000 }))
  keepItems(app.db, early, id, app.clock.now())
  const made = await timed(() => makeEdition(app.radar))
  story = made.result?.stories[0]?.item.title ?? ''
  open(app.radar)
  first.push(made.ms)
  app.clock.set('2026-06-02T09:00:00Z')
  keepItems(
    app.db,
    last.map(item => ({ ...item, publishedAt: app.clock.now() })),
    id,
    app.clock.now(),
  )
  daily.push((await timed(() => makeEdition(app.radar))).ms)
  app.close()
}
const anchor = spread(anchors).median
print(`${all.length} real papers, medians of ${ROUNDS}; first story: ${story}`)
print(`one pass over words  ${ms(anchor)}`)
print(`first edition        ${ms(spread(first).median)}   ratio ${(spread(first).median / anchor).toFixed(1)}`)
print(`daily edition        ${ms(spread(daily).median)}   ratio ${(spread(daily).median / anchor).toFixed(1)}`)
print(peakMemory())

function countWords(texts: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const text of texts)
    for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts.size
}
