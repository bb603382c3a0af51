import { spawn } from 'node:child_process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LOG, type Read } from '../protocol/relay.ts'
import { temporaryFolder } from '../test/house.ts'
import { program } from '../test/person.ts'
import { seeded } from '../test/random.ts'

const KILLS = Number(process.env.EVENKEEL_HUB_KILLS ?? 50)
const CLIENTS = 8
// A circle may be written to only so often a minute: each client has several.
const CIRCLES_EACH = 12

const capability = (client: number, circle: number) =>
  Buffer.from(`capability ${client} ${circle}`.padEnd(32)).toString('base64url')

/** A relay as its operator runs it, in a process of its own. */
async function running(folder: string, port: number) {
  const child = spawn(process.execPath, [program, 'hub', '--folder', folder, '--port', String(port)], {
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise(done => child.stdout.once('data', done))
  return async () => {
    child.kill('SIGKILL')
    await new Promise(done => child.once('close', done))
  }
}

describe('a relay that is killed', () => {
  it(`${KILLS} times while ${CLIENTS} clients append, loses nothing it acknowledged and shows nothing twice`, async () => {
    const folder = temporaryFolder()
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    const random = seeded(17)
    const acknowledged: { capability: string; offset: number; body: string }[] = []
    let over = false
    let failures = 0
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let n = 0; !over; n++) {
        const mine = capability(client, n % CIRCLES_EACH)
        const [once, body] = [
          Buffer.from(`${client}`.padEnd(4) + `${n}`.padStart(12)).toString('base64url'),
          `entry ${client} ${n}`,
        ]
        for (let done = false; !done && !over; ) {
          try {
            const answer = await fetch(`http://127.0.0.1:${port}${LOG}`, {
              method: 'POST',
              body,
              headers: { authorization: `Bearer ${mine}`, once },
              signal: AbortSignal.timeout(2000),
            })
            if (answer.ok) {
              const { offset } = (await answer.json()) as { offset: number }
              acknowledged.push({ capability: mine, offset, body })
              done = true
            } else await new Promise(wait => setTimeout(wait, 20))
          } catch {
            // It was killed: the same is tried again, since nobody knows whether it was kept.
            failures++
            await new Promise(wait => setTimeout(wait, 5))
          }
        }
      }
    })
    for (let round = 0; round < KILLS; round++) {
      const kill = await running(folder, port)
      await new Promise(wait => setTimeout(wait, 20 + random() * 150))
      await kill()
    }
    over = true
    await Promise.all(clients)
    await running(folder, port)
    const logs = new Map<string, string[]>()
    for (let client = 0; client < CLIENTS; client++)
      for (let circle = 0; circle < CIRCLES_EACH; circle++) {
        const mine = capability(client, circle)
        const bodies: string[] = []
        for (let from = 0; ; ) {
          const answer = await fetch(`http://127.0.0.1:${port}${LOG}?from=${from}`, {
            headers: { authorization: `Bearer ${mine}` },
          })
          const { entries, next } = (await answer.json()) as Read
          if (entries.length === 0) break
          for (const { offset, body } of entries) bodies[offset] = Buffer.from(body, 'base64url').toString()
          from = next
        }
        logs.set(mine, bodies)
      }
    const lost = acknowledged.filter(({ capability, offset, body }) => logs.get(capability)?.[offset] !== body)
    expect(lost).toEqual([])
    for (const bodies of logs.values()) expect(new Set(bodies).size).toBe(bodies.length)
    // It was killed while it worked.
    expect(acknowledged.length).toBeGreaterThan(10 * KILLS)
    expect(failures).toBeGreaterThan(KILLS / 2)
  }, 180_000)
})
