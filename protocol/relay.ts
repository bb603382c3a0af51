// What a relay and a member's app say to each other. The relay sees none of a circle's words: bodies are sealed.

/**
 * A circle's log at a relay. `authorization: Bearer CAPABILITY` (32 random bytes, base64url) opens it; the relay keeps only
 * its hash.
 *
 * GET  LOG?from=N&wait=S   200 with a Read; with `wait` (at most 15) it may take so many seconds when there is nothing new.
 * POST LOG                 `once: BASE64URL of 16 bytes`, a body of at most 64 KiB; 201 with an Appended, 200 when it was there.
 */
export const LOG = '/v1/log'
export const ONCE = 'once'
export const CAPABILITY_BYTES = 32
export const ONCE_BYTES = 16
export const MOST_WAIT = 15

/** Entries from an offset on; `first` is the oldest that is still kept, `next` where to go on. Bodies are base64url. */
export interface Read {
  readonly entries: readonly { readonly offset: number; readonly at: number; readonly body: string }[]
  readonly next: number
  readonly first: number
}

export interface Appended {
  readonly offset: number
}

/** Why a relay refuses, each with its status. */
export const REFUSALS = {
  'no-capability': 401,
  'bad-once': 400,
  'bad-offset': 400,
  empty: 400,
  'too-large': 413,
  'other-body': 409,
  'circle-full': 507,
  'too-many-circles': 507,
  'too-fast': 429,
  'too-many-waiting': 503,
  'not-now': 503,
} as const
export type Refusal = keyof typeof REFUSALS
