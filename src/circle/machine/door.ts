import * as v from 'valibot'
import { LOG, ONCE, REFUSALS, type Read, type Refusal } from '../../../protocol/relay.ts'
import type { Address } from '../../../protocol/said.ts'
import type { Get, NetFailure } from '../../net/get.ts'

/** Why a relay could not be read from or written to: a closed set, kept with the circle and shown. */
export type RelayTrouble = NetFailure | Refusal | 'no-relay' | 'withheld'

/** What a circle asks of a relay. */
export interface Door {
  /** What a log has from an offset on, as much as the relay gives at once. */
  read(log: Address, from: number): Promise<Read | { readonly trouble: RelayTrouble }>
  /** Appends once; undefined when the relay has it. */
  append(log: Address, once: string, sealed: Uint8Array): Promise<RelayTrouble | undefined>
}

// Far more than any log has, and small enough to be stored and read again.
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 48))
const Answer = v.object({
  entries: v.pipe(v.array(v.object({ offset: Count, at: Count, body: v.string() })), v.maxLength(1000)),
  next: Count,
  first: Count,
})

/** Makes the door to relays. What a relay answers is never trusted to be of any form. */
export function makeDoor(get: Get): Door {
  return {
    async read({ relay, capability }, from) {
      const answer = await get({ address: `${relay}${LOG}?from=${from}`, headers: opening(capability) })
      if ('failure' in answer) return { trouble: answer.failure }
      if (answer.status !== 200) return { trouble: refusalOf(answer.body) }
      const read = v.safeParse(Answer, parsed(answer.body))
      return read.success && isForward(read.output, from) ? read.output : { trouble: 'no-relay' }
    },
    async append({ relay, capability }, once, sealed) {
      const answer = await get({
        address: `${relay}${LOG}`,
        headers: { ...opening(capability), [ONCE]: once },
        post: sealed,
      })
      if ('failure' in answer) return answer.failure
      if (answer.status === 200 || answer.status === 201) return undefined
      const refusal = refusalOf(answer.body)
      // Sealed anew it has other bytes: the relay has it.
      return refusal === 'other-body' ? undefined : refusal
    },
  }
}

function opening(capability: string) {
  return { authorization: `Bearer ${capability}` }
}

/** Offsets only ever go on: else a relay could keep an app reading without end. */
function isForward({ entries, next }: Read, from: number): boolean {
  return entries.every(({ offset }, at) => offset >= from && offset > (entries[at - 1]?.offset ?? -1) && offset < next)
}

function refusalOf(body: Uint8Array): RelayTrouble {
  const read = v.safeParse(v.object({ refused: v.string() }), parsed(body))
  return (read.success && (Object.keys(REFUSALS) as Refusal[]).find(one => one === read.output.refused)) || 'no-relay'
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
