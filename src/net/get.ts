import { lookup as resolveName } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { pipeline, type Transform, Writable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { isLiteral, isPublic } from './address.ts'

/** The ways a request can fail: a closed set, kept with the source it happened to. */
export type NetFailure =
  | 'bad-address'
  | 'private-address'
  | 'no-such-host'
  | 'unreachable'
  | 'insecure'
  | 'timed-out'
  | 'cut-off'
  | 'too-large'
  | 'packed'
  | 'too-many-redirects'

export interface NetAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded bytes; what arrived of them when `cut`. */
  readonly body: Uint8Array
  /** The connection broke before the body was whole. */
  readonly cut: boolean
  /** Where the answer came from, after redirects. */
  readonly address: string
  /** The address that a chain of permanent redirects only (301, 308) led to. */
  readonly movedTo?: string
}

export type NetResult = NetAnswer | { readonly failure: NetFailure; readonly detail: string }

export interface NetRequest {
  readonly address: string
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds to leave between the ends of two requests to this host, politely. */
  readonly gap?: number
  /** Bytes to post, at most MOST_POSTED of them; without, it is a GET. What is posted is never sent on: a redirect is one too many. */
  readonly post?: Uint8Array
}

/** The one door to the network. */
export type Get = (request: NetRequest) => Promise<NetResult>

export interface NetRules {
  readonly agent: string
  /** `host:port` pairs that may be asked although they are private or loopback. */
  readonly allowed: () => readonly string[]
  /** Ports of loopback that are never asked, whatever is allowed: Evenkeel's own. */
  readonly never: () => readonly number[]
  readonly monotonic: () => number
  /** Milliseconds for a whole fetch, redirects included. */
  readonly timeout?: number
}

/** Decoded bytes a body may have, and bytes one may post. */
export const MOST_BYTES = 20 << 20
export const MOST_POSTED = 64 << 10
const TIMEOUT = 20_000
const MOST_REDIRECTS = 5
const MOST_HEADER_BYTES = 256 << 10

/**
 * Makes the door: one request at a time to a host, public addresses only, bounded in bytes, time and redirects. Throws for more
 * posted than it takes.
 */
export function makeGet(rules: NetRules): Get {
  const lines = new Map<string, Promise<unknown>>()
  const lastEnd = new Map<string, number>()
  /** Waits until nobody else asks this host, and `gap` has passed since somebody did. */
  const inLine: InLine = (host, gap, work) => {
    const mine = (lines.get(host) ?? Promise.resolve()).then(async () => {
      const wait = (lastEnd.get(host) ?? Number.NEGATIVE_INFINITY) + gap - rules.monotonic()
      if (wait > 0) await new Promise(done => setTimeout(done, wait))
      try {
        return await work()
      } finally {
        lastEnd.set(host, rules.monotonic())
        if (lines.get(host) === quiet) lines.delete(host)
      }
    })
    const quiet = mine.catch(() => {})
    lines.set(host, quiet)
    return mine
  }
  return async ({ address, headers = {}, gap = 0, post }) => {
    if (post && post.length > MOST_POSTED) throw new RangeError('more than may be posted')
    return follow({ address, headers, gap, ...(post ? { post } : {}) }, rules, inLine)
  }
}

type InLine = <Result>(host: string, gap: number, work: () => Promise<Result>) => Promise<Result>

async function follow(
  { address: start, headers, gap, post }: NetRequest & Required<Pick<NetRequest, 'headers' | 'gap'>>,
  rules: NetRules,
  inLine: InLine,
): Promise<NetResult> {
  let address = start
  let permanent = true
  // The time of the whole fetch; waiting in line is not its.
  let left = rules.timeout ?? TIMEOUT
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const url = URL.parse(address)
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
      return { failure: 'bad-address', detail: address.slice(0, 200) }
    }
    if (!mayAsk(url, rules)) return { failure: 'private-address', detail: url.host }
    const answer = await inLine(url.host, gap, async () => {
      const began = rules.monotonic()
      try {
        return await once(
          url,
          sameSite(url, start) ? headers : {},
          post,
          rules,
          AbortSignal.timeout(Math.max(1, Math.ceil(left))),
        )
      } finally {
        left -= rules.monotonic() - began
      }
    })
    if ('failure' in answer) return answer
    const location = [301, 302, 303, 307, 308].includes(answer.status) && answer.headers.location
    if (!location) return hop > 0 && permanent ? { ...answer, address, movedTo: address } : { ...answer, address }
    if (post) break
    permanent &&= answer.status === 301 || answer.status === 308
    address = URL.parse(location, url)?.href ?? location
  }
  return { failure: 'too-many-redirects', detail: address.slice(0, 200) }
}

/** A server's marks go back to that server only, also when it sends us from http to https or to its "www." name. */
function sameSite(url: URL, start: string): boolean {
  const bare = (host = '') => host.replace(/^www\./, '')
  return (
    bare(url.hostname) === bare(URL.parse(start)?.hostname) &&
    (url.port === (URL.parse(start)?.port ?? '') || url.port === '')
  )
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
}

function mayAsk(url: URL, rules: NetRules): boolean {
  return !isLiteral(url.hostname) || isPublic(url.hostname) || isAllowed(url, rules)
}

function isAllowed(url: URL, rules: NetRules): boolean {
  const port = Number(hostAndPort(url).split(':').at(-1))
  return !rules.never().includes(port) && rules.allowed().includes(hostAndPort(url))
}

/** Resolves names at connect time and refuses what is not public, so that a name cannot change its mind in between. */
function guardedLookup(url: URL, rules: NetRules): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const good = isAllowed(url, rules) ? addresses : addresses.filter(({ address }) => isPublic(address))
      const first = good[0]
      if (!first) return callback(Object.assign(new Error(url.host), { code: 'EVENKEEL_PRIVATE' }), '', 0)
      return options.all ? callback(null, good) : callback(null, first.address, first.family)
    })
  }
}

function once(
  url: URL,
  headers: Readonly<Record<string, string>>,
  post: Uint8Array | undefined,
  rules: NetRules,
  deadline: AbortSignal,
): Promise<Omit<NetAnswer, 'address'> | { failure: NetFailure; detail: string }> {
  return new Promise(resolve => {
    const fail = (error: unknown) => resolve(asFailure(error, url, deadline))
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, {
      method: post ? 'POST' : 'GET',
      headers: {
        ...(post ? { 'content-type': 'application/octet-stream', 'content-length': post.length } : {}),
        'user-agent': rules.agent,
        'accept-encoding': 'gzip, br, deflate',
        accept: '*/*',
        ...headers,
      },
      lookup: guardedLookup(url, rules),
      agent: false,
      maxHeaderSize: MOST_HEADER_BYTES,
      signal: deadline,
    })
    request.on('error', fail)
    // An answer that changes the protocol never ends, and is none.
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      fail(new Error('upgrade'))
    })
    let answered = false
    request.on('close', () => {
      if (!answered) fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    })
    request.on('response', response => {
      answered = true
      const pieces: Buffer[] = []
      const finish = (cut: boolean) =>
        resolve({ status: response.statusCode ?? 0, headers: flat(response), body: Buffer.concat(pieces), cut })
      const decoders = decodersOf(response.headers['content-encoding'])
      const redirected = (response.statusCode ?? 0) >= 300 && (response.statusCode ?? 0) < 400
      if (redirected || !decoders) {
        if (decoders) finish(false)
        else fail(Object.assign(new Error('encodings'), { code: 'Z_TOO_MANY' }))
        return request.destroy()
      }
      pipeline([response, ...decoders, collector(pieces)], error => {
        if (!error) return finish(false)
        request.destroy()
        const stopped = deadline.aborted || 'tooLarge' in error || isPacking(error)
        return stopped || pieces.length === 0 ? fail(error) : finish(true)
      })
    })
    request.end(post)
  })
}

function collector(pieces: Buffer[]): Writable {
  let bytes = 0
  return new Writable({
    write(piece: Buffer, _encoding, done) {
      bytes += piece.length
      if (bytes > MOST_BYTES) return done(Object.assign(new Error('more than 20 MiB'), { tooLarge: true }))
      pieces.push(piece)
      return done()
    },
  })
}

const MOST_ENCODINGS = 2
const DECODERS = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
])

/** What opens a body, in order; undefined when it was packed more often than honest servers do. */
function decodersOf(encoding = ''): Transform[] | undefined {
  const names = encoding.toLowerCase().split(',', MOST_ENCODINGS + 1)
  if (names.length > MOST_ENCODINGS) return undefined
  return names.reverse().flatMap(name => DECODERS.get(name.trim())?.() ?? [])
}

/** A body that broke off in the midst of its packing is cut, not wrongly packed. */
function isPacking({ code = '' }: NodeJS.ErrnoException): boolean {
  return /^(Z_|ERR__?BROTLI|ERR_BROTLI)/.test(code) && code !== 'Z_BUF_ERROR'
}

function flat(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

function asFailure(error: unknown, url: URL, deadline: AbortSignal): { failure: NetFailure; detail: string } {
  const { code = '', message = '' } = error as NodeJS.ErrnoException
  if (error instanceof Error && 'tooLarge' in error) return { failure: 'too-large', detail: '' }
  if (deadline.aborted) return { failure: 'timed-out', detail: url.host }
  if (code === 'EVENKEEL_PRIVATE') return { failure: 'private-address', detail: url.host }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA')
    return { failure: 'no-such-host', detail: url.host }
  if (isPacking({ code } as NodeJS.ErrnoException)) return { failure: 'packed', detail: '' }
  if (
    code === 'ECONNRESET' ||
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'Z_BUF_ERROR' ||
    code.startsWith('HPE_')
  ) {
    return { failure: 'cut-off', detail: code }
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return { failure: 'insecure', detail: code }
  return { failure: 'unreachable', detail: code || message }
}
