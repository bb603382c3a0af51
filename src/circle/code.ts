// An invitation as a text one hands over: a code that one's own app reads. Pure.

import { type Address, readRelay } from '../../protocol/said.ts'

const BEFORE = 'evenkeel-circle:'
const VERSION = '1'

/** What an invitation says: a log of its own at a relay, whom to seal the answer to, which circle and who invites, for how long. */
export interface Code extends Address {
  readonly recipient: string
  readonly circle: string
  readonly author: string
  /** 16 random bytes, base64url: who answers has seen the invitation. */
  readonly token: string
  /** Until when it holds (ms). */
  readonly until: number
}

/** Writes an invitation as a code. */
export function writeCode({ relay, capability, recipient, circle, author, token, until }: Code): string {
  return `${BEFORE}${[VERSION, encodeURIComponent(relay), capability, recipient, circle, author, token, until.toString(36), ''].join('~')}`
}

/** Whether a text has the beginning of a code, be it whole or not. */
export function hasCode(text: string): boolean {
  return text.replace(/\s+/g, '').includes(BEFORE)
}

/** Reads a code out of whatever was pasted around it; undefined where there is no whole one. */
export function readCode(text: string): Code | undefined {
  // Each part ends with ~, the last too: what follows on another line is no part of it, and a cut one is seen.
  const [, found = ''] = /evenkeel-circle:((?:[\w.%-]*~){8})/.exec(text.replace(/\s+/g, '')) ?? []
  const [version, host = '', capability = '', recipient = '', circle = '', author = '', token = '', end = ''] =
    found.split('~')
  const relay = readRelay(decoded(host))
  const until = Number.parseInt(end, 36)
  const is32 = (one: string) => /^[\w-]{42}[AEIMQUYcgkosw048]$/.test(one)
  const good =
    version === VERSION &&
    [capability, circle, author].every(is32) &&
    /^age1[a-z0-9]{58}$/.test(recipient) &&
    /^[\w-]{21}[AQgw]$/.test(token) &&
    /^[0-9a-z]{6,10}$/.test(end)
  return relay && good ? { relay, capability, recipient, circle, author, token, until } : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
