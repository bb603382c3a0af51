import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, openApp } from './app.ts'
import { fetchSources } from './day.ts'
import type { Machine } from './machine.ts'
import { changePlan } from './plan/store/plan.ts'
import { makeEdition, open } from './radar/machine/reading.ts'
import { decide } from './radar/store/decisions.ts'
import { addSource } from './radar/store/sources.ts'
import { serveSample } from './sample/machine.ts'
import { SAMPLE_DAYS } from './sample/writer.ts'
import { webOf } from './site.ts'
import { holdFolder, isHeld } from './store/folder.ts'
import { machineClock } from './time/clock.ts'
import { listen, makeWeb } from './web/server.tsx'

const PREFIX = 'evenkeel-sample-'
const FIRST_DAY = '2026-03-01'
const DAY = 24 * 3600_000
const BANNER = 'A made-up month to look around in. Nothing here is yours, and nothing of it stays.'

/** The sample, running beside the person's own data or without any. */
export interface Demo {
  /** A sign-in link, new at each call. */
  link(): string
  /** Stops it and takes away everything it wrote. */
  close(): Promise<void>
  /** Whether it still runs: its own pages can delete it. */
  isOpen(): boolean
}

/** Opens the sample month in a folder of its own, on a port of its own. */
export async function openDemo(machine: Machine): Promise<Demo> {
  sweep()
  const folder = mkdtempSync(join(tmpdir(), PREFIX))
  const release = holdFolder(folder)
  const zone = machine.clock.zone()
  const start = Temporal.PlainDate.from(FIRST_DAY).toZonedDateTime(zone).epochMilliseconds
  const end = Temporal.PlainDate.from(FIRST_DAY).add({ days: SAMPLE_DAYS - 1 })
  const now = end.toZonedDateTime({ timeZone: zone, plainTime: '09:00' }).epochMilliseconds
  const server = await serveSample(start)
  const port = await freePort()
  const clock = machineClock(now)
  const app = openApp({ ...machine, folder, home: folder, port, clock, banner: BANNER, allowed: [server.host] })
  await liveThrough(app, server, now)
  let closing: Promise<void> | undefined
  const { options, schedule } = webOf(app, { deleted: () => void close() })
  const web = await listen(makeWeb(options), port)
  const close = () => {
    closing ??= takeAway()
    return closing
  }
  const takeAway = async () => {
    schedule.stop()
    await web.close()
    server.close()
    app.close()
    release()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    link: () => `http://127.0.0.1:${port}/sign-in?code=${app.session.newCode()}`,
    close,
    isOpen: () => closing === undefined,
  }
}

/** Walks through the month as a person would have: an edition a week, a word on some of its stories. */
async function liveThrough(app: App, server: Awaited<ReturnType<typeof serveSample>>, end: number): Promise<void> {
  const { db, radar } = app
  changePlan(db, {
    area: 'evaluation of retrieval-augmented generation',
    notMine: ['robot', 'music'],
    role: 'engineer',
    minutesAWeek: 30,
    editions: { days: [2], time: '09:00' },
    things: ['Search Notes'],
    welcomedAt: end - 28 * DAY,
  })
  for (const { title, address } of server.sources) addSource(db, { kind: 'feed', address, title }, end - 28 * DAY)
  for (const weeksAgo of [3, 2, 1, 0]) {
    const moment = end - weeksAgo * 7 * DAY
    server.moveTo(moment)
    const then = { ...radar, clock: { ...radar.clock, now: () => moment } }
    await fetchSources(then, true)
    const stories = makeEdition(then)?.stories ?? []
    if (weeksAgo === 0) break
    open(then)
    const [first, second] = stories
    const last = stories.at(-1)
    if (first) decide(db, first.item.id, 'keep', moment)
    if (second) decide(db, second.item.id, 'keep', moment)
    if (last && last !== second) decide(db, last.item.id, 'not-for-me', moment)
  }
}

/** Takes away what a sample that was killed left behind. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith(PREFIX)) continue
    try {
      if (!isHeld(folder)) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another account's: not ours to take away.
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
