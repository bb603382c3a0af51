import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { asPlaceProblem } from '../../store/problem.ts'

const MOST_BYTES = 20_000_000

/** A list the person names by its path; undefined when there is none or it is over 20 MB. */
export function readList(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const { size } = statSync(path)
  return size <= MOST_BYTES ? readFileSync(path, 'utf8') : undefined
}

/** Writes a list to a new file; answers false when the file is there already. */
export function writeList(path: string, text: string): boolean {
  if (existsSync(path)) return false
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    throw asPlaceProblem(error, path)
  }
  return true
}
