import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Machine } from './machine.ts'
import { asStoreProblem } from './store/problem.ts'

const MARK = 'made by: evenkeel install'

/** The launcher that makes `evenkeel` a command: where it lies, what it says, and whether the one there is ours. */
export interface Launcher {
  readonly path: string
  readonly text: string
  readonly there: boolean
  readonly ours: boolean
  /** The one there runs this very checkout. */
  readonly current: boolean
}

/** This checkout's launcher: it runs the checkout with the Node that npm brought it, by absolute paths. */
export function launcherOf({ platform, home, node, program }: Machine): Launcher {
  const windows = platform === 'win32'
  const path = join(home, '.local', 'bin', windows ? 'evenkeel.cmd' : 'evenkeel')
  const quoted = (file: string) => `'${file.replaceAll("'", `'\\''`)}'`
  const text = windows
    ? `@rem ${MARK}\r\n@"${node}" "${program}" %*\r\n`
    : `#!/bin/sh\n# ${MARK}\nexec ${quoted(node)} ${quoted(program)} "$@"\n`
  const found = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  return { path, text, there: found !== undefined, ours: found?.includes(MARK) ?? false, current: found === text }
}

/** Writes the launcher. Answers false, and writes nothing, when another program's file is in its place. */
export function writeLauncher(machine: Machine): boolean {
  const { path, text, there, ours } = launcherOf(machine)
  if (there && !ours) return false
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    chmodSync(path, 0o755)
  } catch (error) {
    throw asStoreProblem(error, path)
  }
  return true
}

/** Takes the launcher away again; answers whether there was one of ours. */
export function removeLauncher(machine: Machine): boolean {
  const { path, ours } = launcherOf(machine)
  if (ours) rmSync(path)
  return ours
}
