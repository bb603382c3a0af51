import type { Terminal } from '../src/cli/command.ts'
import { holdFolder } from '../src/store/folder.ts'
import { StoreProblem } from '../src/store/problem.ts'
import type { Clock } from '../src/time/clock.ts'
import { listen } from '../src/web/server.tsx'
import { KEPT } from './log.ts'
import { makeRelay } from './relay.ts'
import { openLogs } from './store.ts'

const HOUR = 3600_000

/** Why a relay cannot listen where it was told to. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this account may not',
  ENOTFOUND: 'there is no such name',
}

/** Where a relay runs, and on what. */
export interface HubMachine {
  readonly clock: Clock
  /** Its own data folder; never a person's. */
  readonly folder: string
  readonly host: string
  readonly port: number
}

/** Holds a folder for this process; undefined where another does. */
function hold(folder: string): (() => void) | undefined {
  try {
    return holdFolder(folder)
  } catch (error) {
    if (error instanceof StoreProblem && error.trouble === 'in-use') return undefined
    throw error
  }
}

/** Runs a relay until it is told to end. Answers 1 when it cannot listen, or another runs on its folder. Throws a StoreProblem. */
export async function runHub(
  { clock, folder, host, port }: HubMachine,
  terminal: Terminal,
  ended: Promise<void>,
): Promise<number> {
  const release = hold(folder)
  if (!release) {
    terminal.err(`A relay runs on ${folder} already. Another has a folder of its own: --folder DIR`)
    return 1
  }
  const store = openLogs(folder)
  const note = (line: object) => terminal.err(JSON.stringify({ at: new Date(clock.now()).toISOString(), ...line }))
  const tend = async () => {
    try {
      const expired = await store.expire(clock.now() - KEPT)
      if (expired > 0) note({ what: 'expired', entries: expired })
    } catch (error) {
      note({ what: 'failed', kind: (error as Error).name })
    }
  }
  try {
    await tend()
    const web = await listen(makeRelay({ store, clock, note }), port, host)
    terminal.out(`A relay runs at http://${host}:${web.port}. What it keeps is sealed, in ${folder}.`)
    const timer = setInterval(() => void tend(), HOUR)
    await ended
    clearInterval(timer)
    await web.close()
    return 0
  } catch (error) {
    const trouble = LISTENING[(error as NodeJS.ErrnoException).code ?? '']
    if (!trouble) throw error
    terminal.err(`It cannot listen at ${host}:${port}: ${trouble}. Choose others: --host, --port.`)
    return 1
  } finally {
    await store.close()
    release()
  }
}
