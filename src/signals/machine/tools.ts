import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'

/** A further question that the check-in's form carries, of another feature. */
export interface Further {
  readonly question: string
  readonly ends: readonly [string, string]
  /** Keeps a mark from 0 to 10, or that it was left out. */
  keep(mark: number | null): void
}

/** Something of the person's week that a trial can ask about, as "make room for “a walk”", and the days on which it happened. */
export interface Doing {
  /** Its name for ever, whatever its words become. */
  readonly key: string
  readonly words: string
  readonly days: ReadonlySet<string>
  /** Whether it goes on, so that it can be asked about now. */
  readonly present: boolean
}

/** What signals are handed to work with. They see nothing of what the person reads. */
export interface SignalTools {
  readonly db: Database
  readonly clock: Clock
  /** In [0, 1): tie labels, and the seed of a trial. */
  readonly random: () => number
  /** Whether it was off from a moment on to the end of that local day. */
  readonly isOffFrom: (moment: number) => boolean
  /** Days of a rest, YYYY-MM-DD: no part of what is usual. */
  readonly rests: () => ReadonlySet<string>
  /** How opening the laptop felt at welcome, and when that was; until when everything was paused last (ms). */
  readonly welcome: () => {
    readonly feeling: 'fine' | 'heavy' | ''
    readonly at: number | null
    readonly pausedUntil: number | null
  }
  /** Minutes of work after hours by day, where a sensor can tell. */
  readonly afterHours: () => readonly { readonly day: string; readonly value: number }[]
  /** The question of another feature that is due this morning. */
  readonly further: () => Further | undefined
  /** What of the person's week can be asked about: routines, the hour of a sprint. */
  readonly doings: () => readonly Doing[]
}
