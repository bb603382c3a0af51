// Items a second from loopback, fetched, read, normalised and kept, against fetching the same bytes and dropping them.
import { pollAll } from '../src/radar/machine/poll.ts'
import { countItems } from '../src/radar/store/items.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { serveSample } from '../src/sample/machine.ts'
import { benchApp } from './house.ts'
import { ms, peakMemory, print, spread, timed } from './measure.ts'

const ROUNDS = 5
const sample = await serveSample(Date.parse('2026-03-01T00:00:00Z'))
sample.moveTo(Date.parse('2026-03-31T23:00:00Z'))
const ours: number[] = []
const bare: number[] = []
const unchanged: number[] = []
let items = 0
for (let round = 0; round < ROUNDS; round++) {
  bare.push(
    (await timed(() => Promise.all(sample.sources.map(async ({ address }) => (await fetch(address)).arrayBuffer()))))
      .ms,
  )
  const app = benchApp('2026-03-31T23:00:00Z', { allowed: [sample.host] })
  for (const { title, address } of sample.sources) addSource(app.db, { kind: 'feed', address, title }, 0)
  ours.push((await timed(() => pollAll(app.radar, true, () => {}))).ms)
  items = countItems(app.db)
  unchanged.push((await timed(() => pollAll(app.radar, true, () => {}))).ms)
  app.close()
}
sample.close()
const [anchor, median] = [spread(bare).median, spread(ours).median]
print(`${items} items of ${sample.sources.length} feeds, medians of ${ROUNDS}`)
print(`fetched and dropped  ${ms(anchor)}`)
print(`fetched and kept     ${ms(median)}   ${Math.round(items / (median / 1000))} items a second`)
print(`found unchanged      ${ms(spread(unchanged).median)}`)
print(`ratio                ${(median / anchor).toFixed(1)}   ${peakMemory()}`)
