// What sealing a note costs, against the figures measured for age alone; and what a circle of eight weighs after three years.

import type { Entry } from '../protocol/circle.ts'
import { faultsOf } from '../src/circle/faults.ts'
import { identityOf, newKeys, open, seal } from '../src/circle/machine/sealing.ts'
import { random32 } from '../src/circle/machine/signing.ts'
import { circleNow } from '../src/circle/machine/syncing.ts'
import { tell } from '../src/circle/machine/telling.ts'
import { rosterOf } from '../src/circle/roster.ts'
import { circleOf } from '../src/circle/store/circles.ts'
import { longCircle } from './circles.ts'
import { benchApp } from './house.ts'
import { ms, peakMemory, print, spread, timed } from './measure.ts'

// A note of 117 bytes, sealed with age to 3 and to 8 people, without padding: bytes, and ms to seal and to open for 8.
const AGE = { 3: { bytes: 513 }, 8: { bytes: 1003, seal: 13, open: 10 } } as const
const ROUNDS = 60
const WEEKS = 156

for (const many of [3, 8] as const) {
  const people = await Promise.all(
    Array.from({ length: many }, async () => {
      const keys = newKeys()
      return { ...keys, ...(await identityOf(keys.seed)) }
    }),
  )
  const [one, last] = [people[0], people.at(-1)]
  if (!one || !last) throw new Error('nobody')
  const entry: Entry = {
    circle: random32(),
    author: one.author,
    to: '',
    seq: 5,
    prev: random32(),
    roster: random32(),
    heads: people.slice(1).map(({ author }) => [author, 3, random32()] as const),
    kind: 'note',
    body: JSON.stringify({
      what: 'week',
      week: '2026-06-01',
      mood: 'light',
      good: 'Two walks and a swim in the lake.',
    }),
    time: 1_780_000_000_000,
  }
  const recipients = people.map(({ recipient }) => recipient)
  let sealed = await seal(entry, one.signing, recipients)
  const sealing: number[] = []
  const opening: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const done = await timed(() => seal(entry, one.signing, recipients))
    sealed = done.result
    sealing.push(done.ms)
    opening.push((await timed(() => open(sealed, [last.identity]))).ms)
  }
  const anchor = AGE[many]
  print(
    `a note to ${many}: ${sealed.length} bytes, padded (age alone ${anchor.bytes}, ratio ${(sealed.length / anchor.bytes).toFixed(1)})`,
  )
  const against = (value: number, to: number | undefined) =>
    to === undefined ? '' : ` (${(value / to).toFixed(1)} of ${to} ms)`
  const [toSeal, toOpen] = [spread(sealing).median, spread(opening).median]
  const figures = 'seal' in anchor ? anchor : undefined
  print(
    `  signed and sealed in ${ms(toSeal)}${against(toSeal, figures?.seal)}, opened in ${ms(toOpen)}${against(toOpen, figures?.open)}`,
  )
}

const app = benchApp('2026-03-31T09:00:00Z')
const id = await longCircle(app.db, WEEKS, '2026-03-31')
const circle = circleOf(app.db, id)
if (!circle) throw new Error('no circle')
const first = await timed(() => circleNow(app.circle, circle))
const { held, roster } = first.result
if (!roster) throw new Error('no roster')
print(`a circle of eight after ${WEEKS} weeks: ${held.length} entries, parsed for the first time in ${ms(first.ms)}`)
const measure = (work: () => unknown) => {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    work()
    times.push(performance.now() - began)
  }
  return spread(times)
}
for (const [what, work] of [
  ['who belongs to it', () => rosterOf(held, circle.root, circle)],
  ['what a relay may have done', () => faultsOf(held, roster, circle.author)],
  ['all a page tells', () => tell(app.circle, circle)],
] as const) {
  const { median, p99 } = measure(work)
  print(`  ${what}: ${ms(median)}, p99 ${ms(p99)}`)
}
print(peakMemory())
