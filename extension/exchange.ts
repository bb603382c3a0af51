import * as v from 'valibot'
import { type Attempt, Boundary, PairAnswer, type Report } from '../protocol/boundary.ts'
import { api, BROWSER, VERSION } from './browser.ts'
import { changeState, readState } from './state.ts'
import { now } from './time.ts'

const PATIENCE = 4000
const MOST_ATTEMPTS = 500
const MINUTE = 60_000

export type Exchanged = 'answered' | 'away' | 'refused' | 'not-paired'

/**
 * Tells the app what happened and keeps its answer. An app that is away changes nothing: what is known holds on. One that
 * no longer knows this browser has let it go, and so does the extension.
 */
export async function exchange(): Promise<Exchanged> {
  const { pairing, ...waiting } = await readState()
  if (!pairing) return 'not-paired'
  // Private windows have a background of their own, which asks too, and leaves the telling to the other.
  const { attempts, thoughts } = api.extension.inIncognitoContext ? { attempts: [], thoughts: [] } : waiting
  const report: Report = {
    browser: BROWSER,
    version: VERSION,
    privateWindows: await privateWindows(),
    attempts: [...attempts],
    thoughts: [...thoughts],
  }
  const answer = await ask(`${pairing.address}/boundary`, report, pairing.token)
  const clock = await now()
  if (answer?.status === 401) {
    await changeState(() => ({ pairing: undefined, known: undefined, answeredAt: 0 }))
    return 'refused'
  }
  const read = answer?.ok ? v.safeParse(Boundary, await answer.json().catch(() => undefined)) : undefined
  if (!read?.success) {
    await changeState(({ failures }) => ({ failures: failures + 1, askedAt: clock }))
    return 'away'
  }
  const boundary = read.output
  await changeState(state => ({
    known: { boundary, skew: boundary.now - clock, seen: clock, held: undefined },
    answeredAt: clock,
    askedAt: clock,
    failures: 0,
    attempts: state.attempts.slice(attempts.length),
    thoughts: state.thoughts.slice(thoughts.length),
  }))
  return 'answered'
}

/** Pairs with the app by the code it shows, "4815-ABCD-EFGH": the port, and the code itself. */
export async function pair(typed: string): Promise<'paired' | 'away' | 'refused' | 'no-code'> {
  const read = /^\s*(\d{2,5})[-\s]+([A-Za-z0-9]{4})[-\s]*([A-Za-z0-9]{4})\s*$/.exec(typed)
  if (!read) return 'no-code'
  const [, port, first = '', second = ''] = read
  const address = `http://127.0.0.1:${port}`
  const code = `${first}${second}`.toUpperCase()
  const answer = await ask(`${address}/pair`, { code, browser: BROWSER, version: VERSION })
  if (!answer) return 'away'
  const token = answer.ok ? v.safeParse(PairAnswer, await answer.json().catch(() => undefined)) : undefined
  if (!token?.success) return 'refused'
  await changeState(() => ({ pairing: { address, token: token.output.token }, failures: 0 }))
  return (await exchange()) === 'answered' ? 'paired' : 'away'
}

/** Notes an attempt: host and minute, to be told to the app at the next exchange. */
export async function noteAttempt(host: string, outcome: Attempt['outcome'], time: number): Promise<void> {
  const minute = Math.floor(time / MINUTE) * MINUTE
  await changeState(({ attempts }) => ({ attempts: [...attempts, { host, minute, outcome }].slice(-MOST_ATTEMPTS) }))
}

async function ask(address: string, body: unknown, token?: string): Promise<Response | undefined> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch {
    return undefined
  }
}

async function privateWindows(): Promise<boolean | null> {
  try {
    return await api.extension.isAllowedIncognitoAccess()
  } catch {
    return null
  }
}
