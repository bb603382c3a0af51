// How soon a command is there: evenkeel --help against the same Node doing nothing.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ms, print, spread } from './measure.ts'

const ROUNDS = 40
const program = join(import.meta.dirname, 'main.js')
const once = (...args: string[]) => {
  const began = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`)
  return performance.now() - began
}

once(program, '--help')
const bare: number[] = []
const help: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  bare.push(once('-e', '0'))
  help.push(once(program, '--help'))
}
const [anchor, ours] = [spread(bare).median, spread(help).median]
print(`node -e 0            ${ms(anchor)}`)
print(`evenkeel --help      ${ms(ours)}`)
print(`ratio                ${(ours / anchor).toFixed(2)}   (bar: below 2; medians of ${ROUNDS})`)
