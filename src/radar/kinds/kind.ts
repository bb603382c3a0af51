import type { ItemKind } from '../../plan/budget.ts'
import type { ParsedFeed } from '../feed.ts'

/** Base addresses, so that a mirror can be used. */
export interface Bases {
  readonly arxiv: string
  readonly github: string
  readonly hackernews: string
}

/** One kind of source: how its address is written, where it is asked, how its answer is read. All pure. */
export interface Kind {
  /** What a person may type, as the help shows it. */
  readonly example: string
  /** The address of what a person typed, in its one form; undefined when it is not of this kind. */
  readonly readAddress: (text: string) => string | undefined
  /** A title until the source gives its own. */
  readonly title: (address: string) => string
  /** Where to ask for a page, 0 the newest. */
  readonly request: (address: string, bases: Bases, page: number) => string
  readonly parse: (text: string) => ParsedFeed
  /** What its items are, unless their link says more. */
  readonly items: ItemKind
  /** Whether the source's own title is better than ours. */
  readonly namesItself: boolean
  /** For kinds whose answer comes in pages: items on one, the most pages, and how far back (ms) the first poll goes. */
  readonly pages?: { readonly size: number; readonly most: number; readonly firstReach: number }
  /** Milliseconds to leave between two requests. */
  readonly gap: number
}
