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
  const { state, queue } = (await api.storage.local.get(['state', 'queue'])) as Record<string, object | undefined>
  const read = v.safeParse(Kept, { ...state, ...queue })
  return read.success ? { ...NOTHING, ...(read.output as Partial<State>) } : NOTHING
}

// Kept apart from the rest, since private windows' background writes that too: a thought must not be written over by it.
const QUEUE: readonly string[] = ['telling', 'attempts', 'thoughts'] satisfies (keyof State)[]

let last: Promise<unknown> = Promise.resolve()

/** Changes what is kept, one change after the other. */
export function changeState(change: (state: State) => Partial<State>): Promise<State> {
  const next = last.then(async () => {
    const state = await readState()
    const part = change(state)
    const changed = { ...state, ...part }
    const of = (queued: boolean) =>
      Object.fromEntries(Object.entries(changed).filter(([name]) => QUEUE.includes(name) === queued))
    const touches = (queued: boolean) => Object.keys(part).some(name => QUEUE.includes(name) === queued)
    await api.storage.local.set({
      ...(touches(false) && { state: of(false) }),
      ...(touches(true) && { queue: of(true) }),
    })
    return changed
  })
  last = next.catch(() => {})
  return next
}

/** Something to be told to the app. */
export type Waiting = { readonly attempt: Attempt } | { readonly thought: Report['thoughts'][number] }

const PRIVATE = 'private-'
const MOST_ATTEMPTS = 500

/**
 * Keeps something until the app has heard it. Private windows have a background of their own, and two writers of one list
 * would lose things: what comes from them is kept under a name of its own until the other background gathers it.
 */
export async function wait(one: Waiting): Promise<void> {
  if (api.extension.inIncognitoContext) await api.storage.local.set({ [PRIVATE + crypto.randomUUID()]: one })
  else await changeState(state => appended(state, [one]))
}

/** Takes what private windows kept into the one list. */
export async function gather(): Promise<State> {
  const kept = Object.entries(await api.storage.local.get(null)).filter(([name]) => name.startsWith(PRIVATE))
  if (kept.length === 0) return readState()
  const state = await changeState(state =>
    appended(
      state,
      kept.map(([, one]) => one as Waiting),
    ),
  )
  await api.storage.local.remove(kept.map(([name]) => name))
  return state
}

function appended({ attempts, thoughts }: State, more: readonly Waiting[]): Pick<State, 'attempts' | 'thoughts'> {
  return {
    attempts: [...attempts, ...more.flatMap(one => ('attempt' in one ? [one.attempt] : []))].slice(0, MOST_ATTEMPTS),
    thoughts: [...thoughts, ...more.flatMap(one => ('thought' in one ? [one.thought] : []))],
  }
}

/** Sites opened for a while: site to until when (ms, the app's clock). Gone when the browser ends. */
export async function readOpened(): Promise<Record<string, number>> {
  const { opened } = (await api.storage.session.get('opened')) as { opened?: Record<string, number> }
  return opened ?? {}
}

export async function keepOpened(opened: Record<string, number>): Promise<void> {
  await api.storage.session.set({ opened })
}
