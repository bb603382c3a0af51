import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type App, openApp } from './app.ts'
import { offZone, standing } from './boundaries/machine/standing.ts'
import { offLine } from './boundaries/words.ts'
import type { Terminal, Verb } from './cli/command.ts'
import { type Demo, openDemo } from './demo.ts'
import type { Machine } from './machine.ts'
import { webOf } from './site.ts'
import { FILE_NAME, holdFolder, isHeld } from './store/folder.ts'
import { listen, makeWeb } from './web/server.tsx'

/** What a command that stays needs besides the machine: to be told when to end. */
export interface Staying {
  readonly machine: Machine
  /** Settles when the person or the system wants it to end; until it is called, a signal ends the process as usual. */
  readonly ended: () => Promise<void>
}

/** Runs Evenkeel and prints a link to sign in with. */
export const serve: Verb<Staying> = async (typed, terminal, { machine, ended }) => {
  const end = ended()
  const release = holdFolder(machine.folder)
  const app = openApp(machine, { staying: true })
  let finish = () => {}
  const deleted = new Promise<void>(done => {
    finish = done
  })
  let demo: Promise<Demo> | undefined
  const openSample = async () => {
    if (demo && !(await demo).isOpen()) demo = undefined
    demo ??= openDemo(machine)
    try {
      return (await demo).link()
    } catch (error) {
      demo = undefined
      throw error
    }
  }
  const { options, schedule } = webOf(app, { deleted: finish, openSample })
  try {
    const web = await listening(options, machine.port, terminal)
    if (!web) return 1
    greet(app, terminal, typed.has('open'))
    void schedule.tick()
    await Promise.race([end, deleted])
    await web.close()
    return 0
  } finally {
    schedule.stop()
    await (await demo)?.close()
    app.close()
    release()
  }
}

/** Prints another sign-in link, and opens it where there is a browser. */
export const openLink: Verb<Staying> = (_typed, terminal, { machine }) => {
  if (!isHeld(machine.folder)) {
    terminal.err('Evenkeel is not running. Start it: evenkeel serve')
    return 1
  }
  const app = openApp(machine)
  greet(app, terminal, true)
  app.close()
  return 0
}

/** A made-up month to look around in; leaves nothing behind. */
export const demo: Verb<Staying> = async (_typed, terminal, { machine, ended }) => {
  const off = existsSync(join(machine.folder, FILE_NAME)) ? offNow(machine) : undefined
  if (off) {
    terminal.out(off)
    return 1
  }
  const end = ended()
  terminal.err('Making up a month ...')
  const demo = await openDemo(machine)
  try {
    terminal.out(`A made-up month, in a folder of its own. Open this within ten minutes:\n\n  ${demo.link()}\n`)
    terminal.err('Ctrl+C ends it and takes everything of it away.')
    await end
    return 0
  } finally {
    await demo.close()
  }
}

/** The one line of off time, while it is. */
function offNow(machine: Machine): string | undefined {
  const app = openApp(machine)
  try {
    const { off, now } = standing(app.boundaries)
    return off && offLine(off, now, offZone(app.boundaries))
  } finally {
    app.close()
  }
}

async function listening(options: Parameters<typeof makeWeb>[0], port: number, terminal: Terminal) {
  try {
    return await listen(makeWeb(options), port)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      terminal.err(`Port ${port} is taken by another program. Choose another: EVENKEEL_PORT=${port + 1} evenkeel serve`)
      return undefined
    }
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      terminal.err(`Port ${port} is not open to this account. Choose one above 1023: EVENKEEL_PORT=4815`)
      return undefined
    }
    throw error
  }
}

/** A sign-in link lets in whoever has it, so it is shown to a person at a terminal and to nobody else. */
function greet({ machine, session }: App, terminal: Terminal, openBrowser: boolean): void {
  const link = `http://127.0.0.1:${machine.port}/sign-in?code=${session.newCode()}`
  if (!terminal.interactive) {
    terminal.out(`Evenkeel runs at http://127.0.0.1:${machine.port}`)
    terminal.out('For a link to sign in with, type in a terminal: evenkeel open')
    return
  }
  terminal.out(`Evenkeel runs. Open this within ten minutes:\n\n  ${link}\n`)
  if (openBrowser) startBrowser(machine, link)
}

function startBrowser({ platform, env }: Machine, link: string): void {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return
  const [command = '', ...args] =
    platform === 'darwin'
      ? ['open', link]
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '', link]
        : ['xdg-open', link]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  // No browser to be found: the link is printed, which is enough.
  child.on('error', () => {})
  child.unref()
}
