// What a source is asked with, and what its answer comes to. Pure.

import type { NetAnswer, NetResult } from '../net/get.ts'
import { retryAfter, type Source, type SourceState, stateOfStatus } from './source.ts'

/** The marks of a source's last answer, to be told when something is new. */
export function marksOf({ etag, lastModified }: Pick<Source, 'etag' | 'lastModified'>): Record<string, string> {
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  }
}

/** The marks of an answer, to be kept. */
export function marksIn({ headers }: NetAnswer): Pick<Source, 'etag' | 'lastModified'> {
  return { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null }
}

/** What a request that failed comes to, and how long the server asked to wait (ms); undefined for one that did not fail. */
export function failureIn(
  answer: NetResult,
  now: number,
): { readonly state: SourceState; readonly detail: string; readonly wait: number } | undefined {
  if ('failure' in answer) return { state: answer.failure, detail: answer.detail, wait: 0 }
  if (answer.status === 200 || answer.status === 304) return undefined
  const wait = retryAfter(answer.headers['retry-after'], now)
  return { state: stateOfStatus(answer.status), detail: `HTTP ${answer.status}`, wait }
}

/** A source's own title, where it gives one and none is known; the known one otherwise. */
export function titleFrom(given: string, { title, address }: Pick<Source, 'title' | 'address'>, usual: string): string {
  const unnamed = title === '' || title === address || title === usual
  return ((unnamed && given.trim()) || title || usual).slice(0, 120)
}
