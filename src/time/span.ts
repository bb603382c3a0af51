/** A stretch of time in milliseconds since 1970 (UTC), its end not included. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The same moments as few spans that neither touch nor overlap, in order. */
export function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else merged.push(span)
  }
  return merged
}

/** What is left of some spans without the holes. */
export function subtract(spans: readonly Span[], holes: readonly Span[]): Span[] {
  return merge(holes).reduce<Span[]>(
    (left, hole) =>
      left.flatMap(span =>
        [
          { from: span.from, to: Math.min(span.to, hole.from) },
          { from: Math.max(span.from, hole.to), to: span.to },
        ].filter(({ from, to }) => to > from),
      ),
    merge(spans),
  )
}

/** The part of some spans within another. */
export function clip(spans: readonly Span[], within: Span): Span[] {
  return spans
    .map(({ from, to }) => ({ from: Math.max(from, within.from), to: Math.min(to, within.to) }))
    .filter(({ from, to }) => to > from)
}

/** The span that holds a moment, if one does. */
export function spanAt(spans: readonly Span[], moment: number): Span | undefined {
  return spans.find(({ from, to }) => from <= moment && moment < to)
}

/** Milliseconds in all. */
export function lengthOf(spans: readonly Span[]): number {
  return merge(spans).reduce((sum, { from, to }) => sum + to - from, 0)
}
