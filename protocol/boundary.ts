// What the app and a browser's extension say to each other, checked on both sides.

import * as v from 'valibot'

const Host = v.pipe(v.string(), v.maxLength(253))
const Moment = v.pipe(v.number(), v.integer())

/** Where the extension shows its code: sent once, answered with a token. */
export const PairRequest = v.object({
  code: v.pipe(v.string(), v.maxLength(40)),
  browser: v.pipe(v.string(), v.maxLength(40)),
  version: v.pipe(v.string(), v.maxLength(20)),
})

export const PairAnswer = v.object({ token: v.string() })

/** An attempt at a closed site: the host and the minute (ms), and nothing else. */
export const Attempt = v.object({ host: Host, minute: Moment, outcome: v.picklist(['stopped', 'opened']) })

/** What the extension tells, each time it asks. */
export const Report = v.object({
  browser: v.pipe(v.string(), v.maxLength(40)),
  version: v.pipe(v.string(), v.maxLength(20)),
  /** Whether the person lets it into private windows; null where the browser does not tell. */
  privateWindows: v.nullable(v.boolean()),
  /** Names what is told, so that it is kept once although it is told again. */
  batch: v.optional(v.pipe(v.string(), v.maxLength(40)), ''),
  attempts: v.pipe(v.array(Attempt), v.maxLength(500)),
  /** Thoughts parked on the blocked page while the app was away. */
  thoughts: v.pipe(v.array(v.object({ words: v.pipe(v.string(), v.maxLength(1000)), at: Moment })), v.maxLength(100)),
})

/** What the app answers: all that is needed to keep off time without asking again for a while. */
export const Boundary = v.object({
  /** The app's clock (ms): the spans are by this clock. */
  now: Moment,
  /** Off time as absolute spans (UTC, ms), exceptions applied; its end is not included. */
  spans: v.array(v.object({ from: Moment, to: Moment })),
  /** Until when the spans are known (ms). */
  horizon: Moment,
  /** Sites that are closed in off time, their subdomains too. */
  sites: v.array(Host),
  /** Sites that were taken off the list, closed until then (ms). */
  held: v.array(v.object({ site: Host, until: Moment })),
  pastimes: v.array(v.string()),
  /** The person's zone, for words like "until 08:00". */
  zone: v.string(),
  /** This browser was unpaired: what runs or is near is kept to its end, and nothing after it. */
  unpaired: v.optional(v.boolean(), false),
})

export type PairRequest = v.InferOutput<typeof PairRequest>
export type Attempt = v.InferOutput<typeof Attempt>
export type Report = v.InferOutput<typeof Report>
export type Boundary = v.InferOutput<typeof Boundary>
