// What a relay keeps of a circle: a log of sealed entries, by offset. Pure.

/** The relay knows a circle only by the hash of its capability: 32 bytes. */
export type CircleKey = Uint8Array

/** One sealed entry as it was appended: opaque bytes, a number in its circle's log, and when it came (ms). */
export interface Entry {
  readonly offset: number
  readonly at: number
  readonly body: Uint8Array
}

/** The same with the key its client chose, as it is moved to another store. */
export interface OnceEntry extends Entry {
  readonly once: Uint8Array
}

/** A circle with all that is kept of it. */
export interface WholeCircle {
  readonly circle: CircleKey
  readonly next: number
  readonly lastAt: number
  readonly entries: readonly OnceEntry[]
}

/** What became of an append. `again`: it was there already, by the same key and the same bytes. */
export type Appended =
  | { readonly offset: number; readonly again: boolean }
  | 'other-body'
  | 'circle-full'
  | 'too-many-circles'
  | 'may-not-begin'

/** A stretch of a log. `next` is the offset to ask from next, `first` the oldest that is still kept. */
export interface Stretch {
  readonly entries: readonly Entry[]
  readonly next: number
  readonly first: number
}

/**
 * Where a relay keeps its logs. Its SQL stands behind this alone, and one contract suite speaks to it. Every promise is kept
 * when it settles: what was appended outlives a crash.
 */
export interface LogStore {
  /** Appends once, and begins a circle that is not known where it may (`mayBegin`, which without it is so): the same `once` (16 bytes a client chose) and body again answer the offset of the first time. */
  append(
    circle: CircleKey,
    once: Uint8Array,
    body: Uint8Array,
    now: number,
    mayBegin?: () => boolean,
  ): Promise<Appended>
  /** Reads from an offset on, at most so many entries. An unknown circle reads as an empty log. */
  read(circle: CircleKey, from: number, most: number): Promise<Stretch>
  /** Where the logs end that got something since a moment (ms): of every relay on this store, by its clock. */
  news(since: number): Promise<{ readonly circle: CircleKey; readonly next: number }[]>
  /** Every circle after one, in the order of their keys, to be moved to another store. */
  every(after: CircleKey): AsyncIterable<WholeCircle>
  /** Puts a circle as it was elsewhere, where nothing is here of it: what has gone on here stays. */
  put(circle: WholeCircle): Promise<void>
  /**
   * Drops what came before a moment (ms); answers how many entries went. A circle's offsets go on counting for a year after its
   * last entry.
   */
  expire(before: number): Promise<number>
  /** Throws when the store cannot be written to. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** What one relay takes: bytes of a body, entries and bytes of a circle, circles in all, entries read at once. */
export interface Limits {
  readonly body: number
  readonly entries: number
  readonly bytes: number
  readonly circles: number
  readonly readAtOnce: number
}

// Eight people who write daily and rekey monthly stay far below in eight weeks.
export const LIMITS: Limits = { body: 64 << 10, entries: 4000, bytes: 16 << 20, circles: 200_000, readAtOnce: 32 }

/** A circle's count goes on for so long after its last entry (ms), so that who comes back sees that something is missing. */
export const REMEMBERED = 365 * 24 * 3600_000

/** Entries are kept for eight weeks (ms). */
export const KEPT = 8 * 7 * 24 * 3600_000
