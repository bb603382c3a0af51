import { createHash } from 'node:crypto'
import type { LogStore, WholeCircle } from './log.ts'

/** What came of moving: circles and entries, and of how many circles the bytes are not the same on both sides. */
export interface MovedLogs {
  readonly circles: number
  readonly entries: number
  readonly different: number
}

const FIRST = new Uint8Array(0)

/**
 * Puts every circle of one store into another, and then reads both and compares, of each circle, a chain of hashes over every byte
 * that is kept of it. Done again it does the same again: nothing is there twice.
 */
export async function moveLogs(
  from: LogStore,
  to: LogStore,
  progress: (circles: number) => void = () => {},
): Promise<MovedLogs> {
  let [circles, entries, different] = [0, 0, 0]
  for await (const one of from.every(FIRST)) {
    await to.put(one)
    circles++
    entries += one.entries.length
    progress(circles)
  }
  const there = to.every(FIRST)[Symbol.asyncIterator]()
  let other = await there.next()
  for await (const one of from.every(FIRST)) {
    // What is only there, of circles that began there meanwhile, is passed over.
    while (!other.done && Buffer.compare(other.value.circle, one.circle) < 0) other = await there.next()
    if (other.done || chainOf(other.value) !== chainOf(one)) different++
  }
  return { circles, entries, different }
}

/** A hash over a circle and, in their order, all its entries: each over the one before it. */
export function chainOf({ circle, next, lastAt, entries }: WholeCircle): string {
  let chain = createHash('sha256').update(circle).update(` ${next} ${lastAt}`).digest()
  for (const { offset, once, at, body } of entries)
    chain = createHash('sha256')
      .update(chain)
      .update(` ${offset} ${at} ${once.length} ${body.length} `)
      .update(once)
      .update(body)
      .digest()
  return chain.toString('hex')
}
