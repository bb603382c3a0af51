import type { NetAnswer, NetResult } from '../../net/get.ts'
import { retryAfter, type Source, type SourceState, stateOfStatus } from '../source.ts'
import type { SourceChange } from '../store/sources.ts'

/** What came of asking a source. */
export interface Outcome {
  readonly state: SourceState
  readonly detail: string
  readonly added: number
  /** Milliseconds the server asked us to wait. */
  readonly wait: number
  readonly movedTo?: string | undefined
  readonly change: SourceChange
}

/** Nothing came, and why. */
export function nothing(state: SourceState): Outcome {
  return { state, detail: '', added: 0, wait: 0, change: {} }
}

/** What a request that failed comes to; undefined for one that did not. */
export function failureOf(answer: NetResult, now: number): Outcome | undefined {
  if ('failure' in answer) return { ...nothing(answer.failure), detail: answer.detail }
  if (answer.status === 200 || answer.status === 304) return undefined
  const wait = retryAfter(answer.headers['retry-after'], now)
  return { ...nothing(stateOfStatus(answer.status)), detail: `HTTP ${answer.status}`, wait }
}

/** The marks of a source's last answer, to be told when something is new. */
export function validators(source: Pick<Source, 'etag' | 'lastModified'>): Record<string, string> {
  return {
    ...(source.etag ? { 'if-none-match': source.etag } : {}),
    ...(source.lastModified ? { 'if-modified-since': source.lastModified } : {}),
  }
}

/** The marks of an answer, to be kept. */
export function remembered(answer: NetAnswer): Pick<Source, 'etag' | 'lastModified'> {
  return { etag: answer.headers.etag ?? null, lastModified: answer.headers['last-modified'] ?? null }
}
