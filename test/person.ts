import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './house.ts'

// What npm test has built just before.
export const program = join(import.meta.dirname, '../dist/main.js')

/** A person at a terminal, with a home and a data folder of their own. */
export function person() {
  const home = temporaryFolder()
  const data = join(home, 'data')
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    EVENKEEL_DATA: data,
    EVENKEEL_PORT: String(20_000 + Math.floor(Math.random() * 20_000)),
    TZ: 'UTC',
  }
  const evenkeel = (line: string[], change: Record<string, string | undefined> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...line], {
      env: { ...env, ...change } as NodeJS.ProcessEnv,
      encoding: 'utf8',
      timeout: 180_000,
    })
    return { code: status, out: stdout, err: stderr }
  }
  const start = (line: string[]) => {
    const child = spawn(process.execPath, [program, ...line], {
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const said = new Promise<string>(done => child.stdout.once('data', (piece: Buffer) => done(String(piece))))
    const end = (signal: NodeJS.Signals) => {
      child.kill(signal)
      return new Promise<number | null>(done => child.once('close', code => done(code)))
    }
    return { said, end }
  }
  return { home, data, env, evenkeel, start }
}
