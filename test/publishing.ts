import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

// A real month of AI publishing lies beside the project where it is developed. It is not part of it.
const script = join(process.env.EVENKEEL_FIREHOSE ?? join(import.meta.dirname, '../../shared/firehose'), 'serve.mjs')

/** Why a suite on the real month is skipped; empty where it is there. */
export const lackingMonth = existsSync(script) ? '' : `there is no ${script}`

/** The real month over HTTP, as it looked on a day that can be moved on. */
export async function realMonth(day: string) {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const child = spawn(process.execPath, [script, '--port', String(port), '--date', day], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  await new Promise(done => child.stdout.once('data', done))
  const base = `http://127.0.0.1:${port}`
  return { host: `127.0.0.1:${port}`, base, date: (to: string) => fetch(`${base}/date/${to}`, { method: 'PUT' }) }
}
