// Works like the app at its busiest until it is killed, and says each thing on stdout once it is acknowledged.
import { writeSync } from 'node:fs'
import { changePlan, readPlan } from '../src/plan/store.ts'
import { makeEdition, open } from '../src/radar/machine/reading.ts'
import type { RadarTools } from '../src/radar/machine/tools.ts'
import { decide } from '../src/radar/store/decisions.ts'
import { keepItems } from '../src/radar/store/items.ts'
import { addSource, changeSource } from '../src/radar/store/sources.ts'
import { openFolder } from '../src/store/folder.ts'
import { migrations } from '../src/store/migrations.ts'

const [folder = '', round = '0', extra = '0'] = process.argv.slice(2)
const say = (text: string) => writeSync(1, `${text}\n`)
const later = Array.from(
  { length: Number(extra) },
  (_, n) => `CREATE TABLE later_${n} AS SELECT id, title FROM item; CREATE INDEX later_${n}_i ON later_${n} (title)`,
)

const db = openFolder(folder, Date.now, [...migrations, ...later])
say(`migrated ${migrations.length + later.length}`)
let now = Date.parse('2026-05-18T09:00:00Z') + Number(round) * 24 * 3600_000
const radar = {
  db,
  clock: { now: () => now, monotonic: () => now, zone: () => 'UTC' },
  plan: () => readPlan(db),
} as unknown as RadarTools
changePlan(db, { area: 'retrieval', minutesAWeek: 9 })
const { id: source } = addSource(db, { kind: 'feed', address: 'https://a.test/', title: 'A' }, now)

for (let batch = 0; ; batch++) {
  const keys = Array.from({ length: 20 }, (_, n) => `${round}-${batch}-${n}`)
  keepItems(
    db,
    keys.map(key => ({
      kind: 'story' as const,
      link: `https://a.test/${key}`,
      title: `Retrieval case ${key}`,
      text: key.repeat(5),
      authors: '',
      publishedAt: now,
      words: 5,
      keys: [key],
    })),
    source,
    now,
  )
  say(`items ${keys.join(',')}`)
  changeSource(db, source, { polledAt: now, etag: `"${round}-${batch}"` })
  say(`etag "${round}-${batch}"`)
  const [item] = db.all<{ id: number }>('SELECT max(id) AS id FROM item')
  decide(db, item?.id ?? 0, batch % 2 ? 'keep' : 'not-for-me', now)
  say(`decided ${item?.id} ${batch % 2 ? 'keep' : 'not-for-me'}`)
  if (batch % 5 === 0) {
    now += 24 * 3600_000
    const edition = makeEdition(radar)
    open(radar)
    say(`opened ${edition.id} ${edition.stories.map(story => story.item.id).join(',')}`)
  }
}
