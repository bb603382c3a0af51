import { describe, expect, it } from 'vitest'
import { appending, runningHub } from '../test/appending.ts'
import { suiteUnless, temporaryFolder } from '../test/house.ts'
import { freePort } from '../test/port.ts'
import { NO_POSTGRES, startPostgres } from '../test/postgres.ts'
import { seeded } from '../test/random.ts'

const KILLS = Number(process.env.EVENKEEL_HUB_KILLS ?? 50)
const SHARED_KILLS = Number(process.env.EVENKEEL_SHARED_KILLS ?? 10)
const PRIMARY_KILLS = Number(process.env.EVENKEEL_PRIMARY_KILLS ?? 2)
const CLIENTS = 8
// In a run of its own the waits are told; among all others nobody asks.
const tell = (line: string) => {
  if (process.env.EVENKEEL_SHARED_KILLS || process.env.EVENKEEL_PRIMARY_KILLS) process.stderr.write(`${line}\n`)
}
const pause = (ms: number) => new Promise(wait => setTimeout(wait, ms))

describe('a relay that is killed', () => {
  it(`${KILLS} times while ${CLIENTS} clients append, loses nothing it acknowledged and shows nothing twice`, async () => {
    const folder = temporaryFolder()
    const port = await freePort()
    const random = seeded(17)
    const clients = appending(CLIENTS, [port])
    const run = () => runningHub(port, ['--folder', folder], { HOME: folder })
    for (let round = 0; round < KILLS; round++) {
      const kill = await run()
      const before = clients.acknowledged.length
      await pause(20 + random() * 150)
      // It is killed while it works, also on a machine that has other work.
      for (let waited = 0; clients.acknowledged.length <= before + 10 && waited < 10_000; waited += 5) await pause(5)
      await kill()
    }
    await clients.stop()
    await run()
    expect(await clients.compare(port)).toEqual({ lost: [], twice: [] })
    // It was killed while it worked.
    expect(clients.acknowledged.length).toBeGreaterThan(10 * KILLS)
    expect(clients.failures()).toBeGreaterThan(KILLS / 2)
  }, 400_000)
})

const suite = suiteUnless(NO_POSTGRES)

suite('three relays on one database', () => {
  it(`of which one is killed, ${SHARED_KILLS} times, lose nothing and show nothing twice`, async () => {
    const postgres = await startPostgres()
    try {
      const folder = temporaryFolder()
      const ports = [await freePort(), await freePort(), await freePort()]
      const env = { HOME: folder, DATABASE_URL: await postgres.url('shared') }
      const run = (port = 0) => runningHub(port, ['--folder', folder], env)
      const running = await Promise.all(ports.map(run))
      const clients = appending(CLIENTS, ports)
      const random = seeded(18)
      for (let round = 0; round < SHARED_KILLS; round++) {
        const which = Math.floor(random() * 3)
        await pause(100 + random() * 300)
        await running[which]?.()
        running[which] = await run(ports[which])
      }
      await clients.stop()
      tell(`longest without an answer: ${Math.round(clients.longest())} ms`)
      expect(await clients.compare(ports[0] ?? 0)).toEqual({ lost: [], twice: [] })
      expect(clients.acknowledged.length).toBeGreaterThan(20 * SHARED_KILLS)
      expect(clients.failures()).toBeGreaterThan(0)
    } finally {
      await postgres.stop()
    }
  }, 600_000)
})

suite('a database that dies', () => {
  it(`${PRIMARY_KILLS} times, and whose standby takes its place, has everything that was acknowledged, once`, async () => {
    const postgres = await startPostgres({ standby: true })
    try {
      const folder = temporaryFolder()
      const port = await freePort()
      await runningHub(port, ['--folder', folder], { HOME: folder, DATABASE_URL: await postgres.url('lasting') })
      const clients = appending(CLIENTS, [port])
      const waits: number[] = []
      for (let round = 0; round < PRIMARY_KILLS; round++) {
        await pause(1000)
        const before = clients.acknowledged.length
        clients.longest()
        await postgres.failOver()
        for (let waited = 0; clients.acknowledged.length === before && waited < 60_000; waited += 20) await pause(20)
        await pause(200)
        waits.push(Math.round(clients.longest()))
        await postgres.mend()
      }
      await pause(500)
      await clients.stop()
      tell(`without an answer, each time: ${waits.join(', ')} ms`)
      expect(await clients.compare(port)).toEqual({ lost: [], twice: [] })
      expect(clients.acknowledged.length).toBeGreaterThan(50 * PRIMARY_KILLS)
      expect(Math.max(...waits)).toBeLessThan(30_000)
    } finally {
      await postgres.stop()
    }
  }, 1_200_000)
})
