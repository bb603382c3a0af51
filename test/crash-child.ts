// Works like the app at its busiest until it is killed, and says each thing on stdout once it is acknowledged.
import { writeSync } from 'node:fs'
import { changePlan, readPlan } from '../src/plan/store/plan.ts'
import { pollAll } from '../src/radar/machine/poll.ts'
import { makeEdition, open } from '../src/radar/machine/reading.ts'
import type { RadarTools } from '../src/radar/machine/tools.ts'
import { decide } from '../src/radar/store/decisions.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { openFolder } from '../src/store/folder.ts'
import { migrations } from '../src/store/migrations.ts'

const [folder = '', round = '0', extra = '0'] = process.argv.slice(2)
const say = (text: string) => writeSync(1, `${text}\n`)
// Each takes its time, so that some are killed within.
const later = Array.from(
  { length: Number(extra) },
  (_, n) =>
    `CREATE TABLE later_${n} AS SELECT a.id, a.title FROM item a, (SELECT 1 FROM item LIMIT 40) b LIMIT 8000; DELETE FROM later_${n}`,
)

say('begun')
const db = openFolder(folder, Date.now, [...migrations, ...later])
say(`migrated ${migrations.length + later.length}`)
let now = Date.parse('2026-05-18T09:00:00Z') + Number(round) * 24 * 3600_000
let batch = 0
const keys = () => Array.from({ length: 20 }, (_, n) => `https://a.test/${round}-${batch}-${n}`)
const feed = () =>
  `<rss version="2.0"><channel><title>A</title>${keys()
    .map(link => `<item><title>Retrieval case ${link}</title><link>${link}</link></item>`)
    .join('')}</channel></rss>`
const radar: RadarTools = {
  db,
  clock: { now: () => now, monotonic: () => now, zone: () => 'UTC', run: 'test' },
  rests: () => [],
  budget: () => ({ minutes: 40, shorter: false }),
  plan: () => readPlan(db),
  off: () => false,
  learns: () => false,
  bases: () => ({ arxiv: '', github: '', hackernews: '' }),
  random: () => 0,
  apart: async () => {},
  get: async ({ address }) => ({
    status: 200,
    headers: { etag: `"${round}-${batch}"` },
    body: new TextEncoder().encode(feed()),
    cut: false,
    address,
  }),
}
changePlan(db, { area: 'retrieval', minutesAWeek: 9 })
addSource(db, { kind: 'feed', address: 'https://a.test/', title: 'A' }, now)

for (; ; batch++) {
  await pollAll(radar, true, () => {})
  say(`items ${keys().join(',')}`)
  say(`etag "${round}-${batch}"`)
  const [item] = db.all<{ id: number }>('SELECT max(id) AS id FROM item')
  decide(db, item?.id ?? 0, batch % 2 ? 'keep' : 'not-for-me', now)
  say(`decided ${item?.id} ${batch % 2 ? 'keep' : 'not-for-me'}`)
  if (batch % 5 === 0) {
    now += 24 * 3600_000
    const edition = makeEdition(radar)
    open(radar)
    if (edition) say(`opened ${edition.id} ${edition.stories.map(story => story.item.id).join(',')}`)
  }
}
