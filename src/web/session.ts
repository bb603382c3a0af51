import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../time/clock.ts'

const CODE_LIFE = 10 * 60_000

/** Who may sign in, and who has: everything hangs on one random secret in a file only the person can read. */
export interface Session {
  /** A code for one sign-in within ten minutes. */
  newCode(): string
  /** The cookie for a good code, or undefined. A code works once, across processes. */
  signIn(code: string): string | undefined
  /** Whether a cookie's value was made here. */
  holds(cookie: string): boolean
}

const SECRET_BYTES = 32

/** The secret in a data folder: 256 random bits, made at first use, readable by the person alone. */
export function readSecret(folder: string): Buffer {
  const path = join(folder, 'secret')
  const found = existsSync(path) ? Buffer.from(readFileSync(path, 'utf8'), 'base64url') : undefined
  if (found?.length === SECRET_BYTES) return found
  // Whole before it has its name: a disk that is full or a process that ends must not leave an empty one, which signs all.
  const fresh = `${path}-${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' })
  renameSync(fresh, path)
  return Buffer.from(readFileSync(path, 'utf8'), 'base64url')
}

/** `spend` keeps a code as used and answers false when it already was. */
export function makeSession(secret: Buffer, clock: Clock, spend: (code: string) => boolean): Session {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const matches = (text: string, signature = '') => {
    const expected = Buffer.from(sign(text))
    const given = Buffer.from(signature)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
  return {
    newCode() {
      const body = `${clock.monotonic() + CODE_LIFE}.${randomBytes(16).toString('base64url')}`
      return `${body}.${sign(`code ${body}`)}`
    },
    signIn(code) {
      const [ends = '', nonce = '', signature] = code.split('.')
      if (!matches(`code ${ends}.${nonce}`, signature)) return undefined
      const left = Number(ends) - clock.monotonic()
      // The machine's clock starts anew at a reboot, so a code of the time before can seem to last longer than it may.
      if (left <= 0 || left > CODE_LIFE || !spend(nonce)) return undefined
      const id = randomBytes(16).toString('base64url')
      return `${id}.${sign(`cookie ${id}`)}`
    },
    holds(cookie) {
      const [id = '', signature] = cookie.split('.')
      return matches(`cookie ${id}`, signature)
    },
  }
}
