import type { Entry } from '../../../protocol/circle.ts'
import type { Database } from '../../store/database.ts'
import type { Clock } from '../../time/clock.ts'
import type { Door } from './door.ts'

/** What asking someone for a walk needs. */
export interface WalkTools {
  readonly clock: Clock
}

/** What reading and saying in a circle needs. */
export interface SyncTools extends WalkTools {
  readonly db: Database
  /** The way to relays. */
  readonly door: Door
  /** Signs and seals, and opens: `machine/sealing.ts`. */
  readonly seal: (entry: Entry, signing: string, recipients: readonly string[]) => Promise<Uint8Array>
  readonly open: (sealed: Uint8Array, identities: readonly string[]) => Promise<Entry | undefined>
  /** Off time: then nothing is read, said or asked. */
  readonly off: () => boolean
  /** How many evenings were kept in a week, for who wants to tell; undefined where nothing was set. */
  readonly evenings: (week: { readonly from: number; readonly to: number }) => number | undefined
}

/** What the circle is handed to work with. */
export interface CircleTools extends SyncTools {
  /** Reads and says what there is, in every circle; joins what is under way. Settles also when a relay is out of reach. */
  readonly tend: () => Promise<void>
  /** The same without being waited for, when the last time is so long ago (ms). */
  readonly tendSoon: (apart: number) => void
}
