import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { LOG, type Read } from '../protocol/relay.ts'
import { program } from './person.ts'

// A circle may be written to only so often a minute: each client has several.
const CIRCLES_EACH = 12

/** A hub as its operator runs it, in a process of its own; answers how to kill it. */
export async function runningHub(
  port: number,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [program, 'hub', '--port', String(port), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', process.env.HUBLOG ? 'inherit' : 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise(done => {
    child.stdout.once('data', done)
    child.once('close', done)
  })
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await new Promise(done => child.once('close', done))
  }
}

const capability = (client: number, circle: number) =>
  Buffer.from(`capability ${client} ${circle}`.padEnd(32)).toString('base64url')

/** Clients that append without a pause, to any of some hubs: what is not acknowledged is said again, to the next. */
export function appending(clients: number, ports: readonly number[]) {
  const acknowledged: { capability: string; offset: number; body: string }[] = []
  let over = false
  let failures = 0
  let lastAt = performance.now()
  let longest = 0
  const work = Array.from({ length: clients }, async (_, client) => {
    let at = client
    for (let n = 0; !over; n++) {
      const mine = capability(client, n % CIRCLES_EACH)
      const once = Buffer.from(`${client}`.padEnd(4) + `${n}`.padStart(12)).toString('base64url')
      const body = `entry ${client} ${n}`
      for (let done = false; !done && !over; ) {
        try {
          const answer = await fetch(`http://127.0.0.1:${ports[at % ports.length]}${LOG}`, {
            method: 'POST',
            body,
            headers: { authorization: `Bearer ${mine}`, once },
            signal: AbortSignal.timeout(2000),
          })
          if (answer.ok) {
            const { offset } = (await answer.json()) as { offset: number }
            acknowledged.push({ capability: mine, offset, body })
            longest = Math.max(longest, performance.now() - lastAt)
            lastAt = performance.now()
            done = true
          } else await new Promise(wait => setTimeout(wait, 20))
        } catch {
          // It was killed: the same is tried again, since nobody knows whether it was kept.
          failures++
          at++
          await new Promise(wait => setTimeout(wait, 5))
        }
      }
    }
  })
  return {
    acknowledged,
    failures: () => failures,
    /** The longest time in which nobody was acknowledged since this was asked last (ms). */
    longest: () => {
      const was = Math.max(longest, performance.now() - lastAt)
      longest = 0
      return was
    },
    stop: async () => {
      over = true
      await Promise.all(work)
    },
    /** Reads everything at one hub; answers what was acknowledged and is not there as it was, and logs in which something is twice. */
    compare: async (port: number) => {
      const logs = new Map<string, string[]>()
      for (let client = 0; client < clients; client++)
        for (let circle = 0; circle < CIRCLES_EACH; circle++) {
          const mine = capability(client, circle)
          const bodies: string[] = []
          for (let from = 0; ; ) {
            const answer = await fetch(`http://127.0.0.1:${port}${LOG}?from=${from}`, {
              headers: { authorization: `Bearer ${mine}` },
            })
            if (answer.status === 429) {
              await new Promise(wait => setTimeout(wait, 200))
              continue
            }
            const { entries, next } = (await answer.json()) as Read
            if (entries.length === 0) break
            for (const { offset, body } of entries) bodies[offset] = Buffer.from(body, 'base64url').toString()
            from = next
          }
          logs.set(mine, bodies)
        }
      return {
        lost: acknowledged.filter(one => logs.get(one.capability)?.[one.offset] !== one.body),
        twice: [...logs.values()].filter(bodies => new Set(bodies).size !== bodies.length),
      }
    },
  }
}
