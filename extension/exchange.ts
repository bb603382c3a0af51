import * as v from 'valibot'
import { type Attempt, Boundary, PairAnswer, type Report } from '../protocol/boundary.ts'
import { api, BROWSER, VERSION } from './browser.ts'
import { changeState, gather, readState, type State, wait } from './state.ts'
import { now } from './time.ts'

const PATIENCE = 4000
const MOST_ATTEMPTS = 500
const MOST_THOUGHTS = 100
const MINUTE = 60_000

export type Exchanged = 'answered' | 'away' | 'refused' | 'not-paired'

/**
 * Tells the app what happened and keeps its answer; asked while it is under way, it is the same exchange. An app that is
 * away, or that does not know this browser, changes nothing of what is known: it holds until it has run out.
 */
export function exchange(): Promise<Exchanged> {
  underWay ??= exchangeNow().finally(() => {
    underWay = undefined
  })
  return underWay
}

let underWay: Promise<Exchanged> | undefined

async function exchangeNow(): Promise<Exchanged> {
  const { pairing, telling, attempts, thoughts } = await prepare()
  if (!pairing) return 'not-paired'
  const report: Report = {
    browser: BROWSER,
    version: VERSION,
    privateWindows: await privateWindows(),
    batch: telling?.batch ?? '',
    attempts: attempts.slice(0, telling?.attempts ?? 0),
    thoughts: thoughts.slice(0, telling?.thoughts ?? 0),
  }
  const answer = await ask(`${pairing.address}/boundary`, report, pairing.token)
  const clock = await now()
  const read = answer?.ok ? v.safeParse(Boundary, await answer.json().catch(() => undefined)) : undefined
  if (!read?.success) {
    const refused = answer?.status === 401
    await changeState(({ failures }) => ({ failures: failures + 1, askedAt: clock, refused }))
    return refused ? 'refused' : 'away'
  }
  const boundary = read.output
  await changeState(state => ({
    known: { boundary, skew: boundary.now - clock, seen: clock, held: undefined },
    answeredAt: clock,
    askedAt: clock,
    failures: 0,
    refused: boundary.unpaired,
    ...(telling && {
      telling: undefined,
      attempts: state.attempts.slice(telling.attempts),
      thoughts: state.thoughts.slice(telling.thoughts),
    }),
  }))
  return boundary.unpaired ? 'refused' : 'answered'
}

/** What waits to be told gets a name first, which it keeps until it was heard: so it is kept once, however often it is sent. */
async function prepare(): Promise<State> {
  // Private windows have a background of their own, which asks too, and leaves the telling to the other.
  if (api.extension.inIncognitoContext) return { ...(await readState()), telling: undefined }
  const state = await gather()
  if (state.telling || state.attempts.length + state.thoughts.length === 0) return state
  return changeState(({ attempts, thoughts }) => ({
    telling: {
      batch: crypto.randomUUID(),
      attempts: Math.min(attempts.length, MOST_ATTEMPTS),
      thoughts: Math.min(thoughts.length, MOST_THOUGHTS),
    },
  }))
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
  await changeState(() => ({ pairing: { address, token: token.output.token }, failures: 0, refused: false }))
  return (await exchange()) === 'answered' ? 'paired' : 'away'
}

/** Notes an attempt: host and minute, to be told to the app at the next exchange. */
export async function noteAttempt(host: string, outcome: Attempt['outcome'], time: number): Promise<void> {
  const minute = Math.floor(time / MINUTE) * MINUTE
  await wait({ attempt: { host, minute, outcome } })
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
