import { writeFileSync } from 'node:fs'
import { asPlaceProblem } from '../../store/problem.ts'

/** Writes a new file, never over one that is there. Throws a StoreProblem when nothing can be written there. */
export function writeNewFile(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    throw asPlaceProblem(error, path)
  }
}
