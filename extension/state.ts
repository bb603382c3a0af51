import * as v from 'valibot'
import { Attempt, Boundary, type Report } from '../protocol/boundary.ts'
import { api } from './browser.ts'
import type { Known } from './off.ts'

/** Where the app is, and the key to it. */
export interface Pairing {
  readonly address: string
  readonly token: string
}

/** What outlives the browser. */
export interface State {
  readonly pairing: Pairing | undefined
  readonly known: Known | undefined
  /** When the app last answered, by the browser's clock (ms); 0 never. */
  readonly answeredAt: number
  /** When it was asked last (ms), and how many asks came to nothing since: for asking less often. */
  readonly askedAt: number
  readonly failures: number
  /** The app said last that it does not know this browser. */
  readonly refused: boolean
  /** What is being told: its name, and how many of the attempts and thoughts that wait. */
  readonly telling: { readonly batch: string; readonly attempts: number; readonly thoughts: number } | undefined
  readonly attempts: readonly Attempt[]
  readonly thoughts: Report['thoughts']
}

// Each part by itself: what an older or newer version of ours wrote must not take the pairing or a thought along.
const Kept = v.object({
  pairing: v.fallback(v.optional(v.object({ address: v.string(), token: v.string() })), undefined),
  known: v.fallback(
    v.optional(
      v.object({
        boundary: Boundary,
        skew: v.number(),
        seen: v.number(),
        held: v.optional(v.object({ from: v.number(), to: v.number() })),
      }),
    ),
    undefined,
  ),
  answeredAt: v.fallback(v.optional(v.number(), 0), 0),
  askedAt: v.fallback(v.optional(v.number(), 0), 0),
  failures: v.fallback(v.optional(v.number(), 0), 0),
  refused: v.fallback(v.optional(v.boolean(), false), false),
  telling: v.fallback(
    v.optional(v.object({ batch: v.string(), attempts: v.number(), thoughts: v.number() })),
    undefined,
  ),
  attempts: v.fallback(v.optional(v.array(Attempt), []), []),
  thoughts: v.fallback(v.optional(v.array(v.object({ words: v.string(), at: v.number() })), []), []),
})

const NOTHING: State = {
  pairing: undefined,
  known: undefined,
  answeredAt: 0,
  askedAt: 0,
  failures: 0,
  refused: false,
  telling: undefined,
  attempts: [],
  thoughts: [],
}

/** What is kept; what cannot be read counts as nothing. */
export async function readState(): Promise<State> {
  const { state } = await api.storage.local.get('state')
  const read = v.safeParse(Kept, state ?? {})
  return read.success ? { ...NOTHING, ...(read.output as Partial<State>) } : NOTHING
}

let last: Promise<unknown> = Promise.resolve()

/** Changes what is kept, one change after the other. */
export function changeState(change: (state: State) => Partial<State>): Promise<State> {
  const next = last.then(async () => {
    const state = await readState()
    const changed = { ...state, ...change(state) }
    await api.storage.local.set({ state: changed })
    return changed
  })
  last = next.catch(() => {})
  return next
}

/** Sites opened for a while: site to until when (ms, the app's clock). Gone when the browser ends. */
export async function readOpened(): Promise<Record<string, number>> {
  const { opened } = (await api.storage.session.get('opened')) as { opened?: Record<string, number> }
  return opened ?? {}
}

export async function keepOpened(opened: Record<string, number>): Promise<void> {
  await api.storage.session.set({ opened })
}
