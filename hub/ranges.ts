// Which packs a commons has: so that who comes often fetches what is new, and who comes first a handful. Pure.

/** What was published at once: the items after one number up to another, and when (ms). */
export interface Publication {
  readonly made: number
  readonly after: number
  readonly last: number
}

/** The items after one number up to another. */
export interface Range {
  readonly after: number
  readonly last: number
}

const HOUR = 3600_000
/** For so long each publication is a pack of its own (ms). */
const SMALL_FOR = 48 * HOUR
/** So far back a commons reaches (ms). */
export const REACH = 31 * 24 * HOUR

/**
 * The ranges of all packs that a head names at a moment: each publication of the last two days; each day (UTC) of the last month, today's
 * as far as it is; and all days before today together. What is larger than `most` is cut into several.
 *
 * @param sizes the size of each item, by number, ascending
 */
export function rangesOf(
  publications: readonly Publication[],
  sizes: readonly { readonly ordinal: number; readonly size: number }[],
  now: number,
  most: number,
): Range[] {
  const lately = publications.filter(({ made, after, last }) => made > now - REACH && made <= now && last > after)
  const days = [...Map.groupBy(lately, ({ made }) => dayOf(made)).values()].map(joined)
  const before = lately.filter(({ made }) => dayOf(made) !== dayOf(now))
  const wanted = [
    ...lately.filter(({ made }) => made > now - SMALL_FOR),
    ...days,
    ...(before.length > 0 ? [joined(before)] : []),
  ]
  const all = wanted.flatMap(range => cut(range, sizes, most))
  const unique = new Map(all.map(range => [`${range.after} ${range.last}`, range]))
  return [...unique.values()].toSorted((a, b) => a.after - b.after || a.last - b.last)
}

function dayOf(moment: number): number {
  return Math.floor(moment / (24 * HOUR))
}

function joined(list: readonly Range[]): Range {
  return { after: Math.min(...list.map(({ after }) => after)), last: Math.max(...list.map(({ last }) => last)) }
}

function cut({ after, last }: Range, sizes: Parameters<typeof rangesOf>[1], most: number): Range[] {
  const cuts: Range[] = []
  let [from, sum] = [after, 0]
  for (const { ordinal, size } of sizes.filter(one => one.ordinal > after && one.ordinal <= last)) {
    if (sum > 0 && sum + size > most) {
      cuts.push({ after: from, last: ordinal - 1 })
      from = ordinal - 1
      sum = 0
    }
    sum += size
  }
  return [...cuts, { after: from, last }]
}
