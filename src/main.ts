import nodeModule from 'node:module'
import { homedir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Command, Terminal } from './cli/command.ts'
import type { Machine } from './machine.ts'

declare const __VERSION__: string

// Whoever runs this file with a Node of their own, which may be older, is told.
if (typeof Temporal === 'undefined') {
  process.stderr.write(
    `Evenkeel brings the Node it needs; ${process.version} is older. As: npm start, or: npm run evenkeel -- help\n`,
  )
  process.exit(1)
}

// Evenkeel's own compiled code, kept in Node's usual place for it: start-up is a third faster from the second time on.
nodeModule.enableCompileCache()

async function main([name = 'help', ...args]: string[]): Promise<number> {
  process.umask(0o077)
  const { helpText, readTyped, UsageError, usageOf } = await import('./cli/command.ts')
  if (['version', '--version', '-v'].includes(name)) return say(__VERSION__)
  const { commands } = await import('./commands.ts')
  if (['help', '--help', '-h'].includes(name)) return say(helpText(commands as readonly Command<never>[], __VERSION__))
  try {
    const command = commands.find(command => command.name === name)
    if (!command) throw new UsageError(`There is no command "${name}". To see what there is: evenkeel help`)
    if (['--help', '-h'].includes(args.at(-1) ?? '')) return say(`${usageOf(command)}\n${command.meaning}`)
    const machine = await findMachine()
    if (typeof machine === 'string') throw new UsageError(machine)
    const { makeProgress } = await import('./cli/progress.ts')
    const typed = readTyped(command, args)
    const run = await command.load()
    return await run(typed, terminal, { machine, ended: untilStopped, progress: makeProgress(process.stderr) })
  } catch (error) {
    const { explain } = await import('./machine.ts')
    const known = explain(error)
    terminal.err(
      known ?? `Something went wrong that Evenkeel did not expect. Nothing you saved is lost.\n${report(error)}`,
    )
    return error instanceof UsageError ? 2 : 1
  }
}

function say(text: string): number {
  terminal.out(text)
  return 0
}

for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(kind, error => {
    terminal.err(`Something went wrong that Evenkeel did not expect. Nothing you saved is lost.\n${report(error)}`)
    process.exit(1)
  })
}

// A reader such as head may have gone before all was said.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  process.exit(0)
})

const terminal: Terminal = {
  out: text => void process.stdout.write(`${text}\n`),
  err: text => void process.stderr.write(`${text}\n`),
  get interactive() {
    return process.stdout.isTTY === true
  },
  async ask(question) {
    if (!process.stdin.isTTY) return undefined
    process.stderr.write(question)
    lines ??= listen()
    return await lines.next()
  },
}

let lines: ReturnType<typeof listen> | undefined

/** The lines typed, those too that come before they are asked for, as when several are pasted at once. */
function listen() {
  const typed = createInterface({ input: process.stdin })
  const waiting: string[] = []
  let ended = false
  let heard = () => {}
  typed.on('line', line => {
    waiting.push(line.trim())
    heard()
  })
  typed.on('close', () => {
    ended = true
    heard()
  })
  return {
    async next(): Promise<string | undefined> {
      while (waiting.length === 0 && !ended)
        await new Promise<void>(done => {
          heard = done
        })
      return waiting.shift()
    },
    close: () => typed.close(),
  }
}

/** The machine as the environment describes it, or what is wrong with the description. */
async function findMachine(): Promise<Machine | string> {
  const { env, platform } = process
  const { machineClock, parseInstant } = await import('./time/clock.ts')
  const { defaultFolder } = await import('./store/folder.ts')
  const usual = defaultFolder(platform, env, homedir())
  const folder = env.EVENKEEL_DATA || usual
  const port = Number(env.EVENKEEL_PORT || 4815)
  if (!Number.isInteger(port) || port < 1 || port > 65535) return 'EVENKEEL_PORT is a number from 1 to 65535.'
  const startsAt = env.EVENKEEL_NOW ? parseInstant(env.EVENKEEL_NOW) : undefined
  if (env.EVENKEEL_NOW && startsAt === undefined) return 'EVENKEEL_NOW is a moment like 2026-05-18T09:00:00+02:00.'
  if (env.EVENKEEL_NOW && folder === usual) {
    return 'EVENKEEL_NOW is for demonstrations and tests. Point EVENKEEL_DATA to a folder of their own.'
  }
  return {
    clock: machineClock(startsAt),
    folder,
    port,
    version: __VERSION__,
    platform,
    env,
    home: homedir(),
    node: process.execPath,
    program: fileURLToPath(import.meta.url),
    report: error => terminal.err(report(error)),
  }
}

/** Where it went wrong, without the message, which can hold a person's words. */
function report(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const places = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return [error.name, ...places.slice(0, 6)].join('\n')
}

function untilStopped(): Promise<void> {
  return new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done())
  })
}

process.exitCode = await main(process.argv.slice(2))
lines?.close()
