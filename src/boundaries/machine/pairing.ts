import { createHash, randomBytes, randomInt } from 'node:crypto'
import type { Boundary, PairRequest, Report } from '../../../protocol/boundary.ts'
import { clip } from '../../time/span.ts'
import { AHEAD, NOTICE, offSpans, spansAhead, UNDO } from '../off.ts'
import {
  addExtension,
  browserOf,
  keepAttempts,
  keepCode,
  noteExtension,
  spendPairingCode,
} from '../store/extensions.ts'
import { noteLife } from '../store/sensors.ts'
import { heldSites, readSites, removeSite, siteAddedAt } from '../store/sites.ts'
import { park, readPastimes } from '../store/thoughts.ts'
import { offLog, offZone } from './standing.ts'
import type { BoundaryTools } from './tools.ts'

// Without letters and digits that look alike.
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LETTERS = 8

/** A code for one pairing within ten minutes, behind the port: "4815-ABCD-EFGH". It is shown once, and kept as a hash. */
export function newPairingCode({ db, clock, port }: BoundaryTools): string {
  const letters = Array.from({ length: LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  keepCode(db, hashOf(letters), clock.monotonic())
  return `${port}-${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** A browser's token for a good code; undefined for any other, and then the code shown is good no more. */
export function pairBrowser({ db, clock }: BoundaryTools, { code, browser, version }: PairRequest): string | undefined {
  if (!spendPairingCode(db, hashOf(code), clock.monotonic())) return undefined
  const token = randomBytes(32).toString('base64url')
  addExtension(db, hashOf(token), browser, version, clock.now())
  return token
}

/**
 * Whether a request's Authorization is a browser's that is or was paired. Only hashes are compared, so their timing tells
 * nothing.
 */
export function isPaired({ db }: BoundaryTools, authorization: string | undefined): boolean {
  return browserOf(db, hashOf(tokenOf(authorization))) !== undefined
}

/**
 * Takes a browser's report and answers with all it needs to keep off time by itself. One that was unpaired is told only what
 * ran or was near then: that loosens too, and has its notice.
 */
export function exchangeBoundary(tools: BoundaryTools, authorization: string | undefined, report: Report): Boundary {
  const { db, clock } = tools
  const now = clock.now()
  const hash = hashOf(tokenOf(authorization))
  const { removedAt, lastBatch } = browserOf(db, hash) ?? { removedAt: 0, lastBatch: '' }
  db.transaction(() => {
    const { browser, version, privateWindows, batch } = report
    noteExtension(db, hash, { browser, version, privateWindows, now, batch: batch || lastBatch })
    if (removedAt === null) noteLife(db, 'browser', now)
    if (batch === '' || batch === lastBatch) return
    keepAttempts(db, report.attempts)
    for (const { words, at } of report.thoughts) park(db, words, Math.min(at, now))
  })
  const log = offLog(tools)
  const ahead = { from: now, to: now + AHEAD }
  // What runs began before now, and is judged by when.
  const near = removedAt === null ? [] : offSpans(log, ahead).filter(({ from }) => from < removedAt + NOTICE)
  const spans = removedAt === null ? spansAhead(log, now) : clip(near, ahead)
  return {
    now,
    spans,
    horizon: removedAt === null ? now + AHEAD : Math.max(now, ...spans.map(({ to }) => to)),
    sites: readSites(db),
    held: heldSites(db, now),
    pastimes: readPastimes(db),
    zone: offZone(tools),
    unpaired: removedAt !== null,
  }
}

/**
 * Takes a site off the list; answers whether off time that runs, or begins within the notice, still closes it. One that was
 * added just now goes at once.
 */
export function dropSite(tools: BoundaryTools, site: string): boolean {
  const now = tools.clock.now()
  const added = siteAddedAt(tools.db, site) ?? 0
  const near = offSpans(offLog(tools), { from: now, to: now + AHEAD }).filter(({ from }) => from < now + NOTICE)
  const justNow = Math.abs(now - added) < UNDO
  const held = justNow ? now : Math.max(now, ...near.map(({ to }) => to))
  removeSite(tools.db, site, now, held)
  return held > now
}

function tokenOf(authorization = ''): string {
  return /^Bearer (\S+)$/.exec(authorization)?.[1] ?? ''
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
