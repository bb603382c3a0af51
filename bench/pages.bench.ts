// How soon each page is there with 100,000 items in the file, against the page that says only "ok".

import { circleOn } from '../src/circle/settings.ts'
import { changePlan } from '../src/plan/store/plan.ts'
import { makeEdition, open } from '../src/radar/machine/reading.ts'
import { decide } from '../src/radar/store/decisions.ts'
import { keepItems } from '../src/radar/store/items.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { MOST_ROUTINES } from '../src/routines/routine.ts'
import { routinesOn, shareShown } from '../src/routines/settings.ts'
import { addRoutine, markRoutine } from '../src/routines/store/routines.ts'
import { writeMonth } from '../src/sample/writer.ts'
import { ask } from '../src/signals/machine/checking-in.ts'
import { keepCheckIn } from '../src/signals/store/check-ins.ts'
import { keepWarning } from '../src/signals/store/watch.ts'
import { webOf } from '../src/site.ts'
import { begin } from '../src/sprints/machine/beginning.ts'
import { keepSetting } from '../src/store/setting.ts'
import { cookieName, makeWeb, routeTable } from '../src/web/server.tsx'
import { diary } from '../test/diary.ts'
import { longCircle } from './circles.ts'
import { benchApp } from './house.ts'
import { ms, peakMemory, print, spread } from './measure.ts'

const ITEMS = 100_000
const REQUESTS = 200
const app = benchApp('2026-03-31T09:00:00Z')
const { db, radar, clock } = app
changePlan(db, { area: 'evaluation of retrieval-augmented generation', welcomedAt: 0 })
const sources = writeMonth().map(({ name, title, items }) => ({
  ...addSource(db, { kind: 'feed', address: `https://${name}.example/`, title }, 0),
  name,
  items,
}))
const written = sources.flatMap(({ id, name, items }) => items.map(item => ({ ...item, source: id, name })))
for (let from = 0; from < ITEMS; from += 1000) {
  for (const source of sources) {
    const part = Array.from({ length: 1000 }, (_, n) => ({
      number: from + n,
      ...(written[(from + n) % written.length] as (typeof written)[number]),
    })).filter(item => item.source === source.id)
    const items = part.map(item => ({
      kind: 'story' as const,
      link: `https://${item.name}.example/${item.number}`,
      title: `${item.title}, ${item.number}`,
      text: item.text,
      authors: item.author,
      // Most of it older than an edition looks back, half of it within the 60 days of the lists.
      publishedAt: clock.now() - Math.floor((item.number / ITEMS) * 120 * 24 * 3600_000),
      words: 60,
      keys: [`n:${item.number}`],
    }))
    keepItems(db, items, source.id, clock.now())
  }
}
const stories = makeEdition(radar)?.stories ?? []
open(radar)
for (const { item } of stories.slice(0, 5)) decide(db, item.id, 'keep', clock.now())
// Three years of days, two warnings among them, the last of which stands.
const [says, today] = [diary(5), Temporal.PlainDate.from('2026-03-31')]
ask(app.signals, true)
db.transaction(() => {
  for (let day = 0; day < 1095; day++)
    keepCheckIn(db, {
      day: today.subtract({ days: 1095 - day }).toString(),
      marks: says(day, day > 1080 ? 3 : 0),
      line: '',
      label: 0.5,
      answeredAt: 0,
    })
  for (const [day, start] of [
    ['2024-05-01', '2024-04-20'],
    ['2026-03-25', '2026-03-16'],
  ] as const)
    keepWarning(db, { day, start, streams: ['check-in'] }, 0)
})
// As long five routines, their share shown, and a sprint that is under way.
db.transaction(() => {
  const begun = today.subtract({ days: 1095 })
  for (let one = 1; one <= MOST_ROUTINES; one++) {
    addRoutine(db, {
      words: `walk ${one}`,
      kind: 'body',
      times: 7,
      ifThen: '',
      slot: { days: [], time: '' },
      noProjects: false,
      begun: begun.toString(),
    })
    for (let day = 0; day < 1095; day += 2) markRoutine(db, one, begun.add({ days: day }).toString())
  }
})
for (const setting of [routinesOn, shareShown]) keepSetting(db, setting, 'yes')
begin(app.sprints, { topic: 'kernels' })
// And a circle of eight, as old.
const circle = await longCircle(db, 156, '2026-03-31')
keepSetting(db, circleOn, 'yes')
changePlan(db, { welcomedAt: clock.now() - 1095 * 24 * 3600_000 })
const { options, schedule } = webOf(app, { deleted: () => {} })
schedule.stop()
const web = makeWeb(options)
const cookie = `${cookieName(4815)}=${app.session.signIn(app.session.newCode())}`
const paths = routeTable(options)
  .filter(({ method, path }) => method === 'GET' && !/\.|sign-in/.test(path))
  .map(({ path }) => (path.startsWith('/circle/') ? `${path}?circle=${circle}` : path))
const all = [
  '/health',
  ...paths.filter(path => path !== '/health'),
  '/left-out?words=robot',
  '/left-out?words=%22speech+recognition%22',
  '/left-out?page=40',
]
print(
  `${ITEMS} items, ${stories.length} stories in the edition, three years of check-ins and routines, ${REQUESTS} requests a page`,
)
print('page                                        p50         p99         p50 / anchor')
let anchor = Number.NaN
for (const path of all) {
  const times: number[] = []
  for (let request = 0; request < REQUESTS; request++) {
    const began = performance.now()
    const response = await web.request(path, {
      headers: { host: '127.0.0.1:4815', 'sec-fetch-site': 'same-origin', cookie },
    })
    await response.text()
    times.push(performance.now() - began)
  }
  const { median, p99 } = spread(times)
  if (path === '/health') anchor = median
  print(`${path.padEnd(42)}  ${ms(median).padEnd(10)}  ${ms(p99).padEnd(10)}  ${(median / anchor).toFixed(0)}`)
}
print(`bar: p99 at most 50 ms; ${peakMemory()}`)
