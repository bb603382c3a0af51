import type { Exchanged } from './exchange.ts'

/** What our own pages ask of the background. */
export type Asked =
  | { readonly ask: 'standing' }
  | { readonly ask: 'pair'; readonly code: string }
  | { readonly ask: 'attempt'; readonly address: string; readonly counts: boolean }
  | { readonly ask: 'open'; readonly site: string }
  | { readonly ask: 'park'; readonly words: string }

/** Where the browser stands, for a page to show. Moments are by the app's clock (ms). */
export interface Answer {
  readonly exchanged: Exchanged
  readonly paired: 'paired' | 'away' | 'refused' | 'no-code' | undefined
  readonly isPaired: boolean
  /** The app's address. */
  readonly address: string | null
  readonly time: number
  readonly off: { readonly from: number; readonly to: number } | null
  readonly horizon: number | null
  readonly answeredAt: number
  readonly next: { readonly from: number; readonly to: number } | null
  readonly pastimes: readonly string[]
  readonly zone: string | null
  readonly opened: Readonly<Record<string, number>>
  /** The closed site that was visited. */
  readonly site: string | null
}
