/** Where items come from. */
export type SourceKind = 'feed' | 'arxiv' | 'github' | 'hackernews' | 'commons'

/** How the last poll of a source ended: a closed set, shown with what to do. */
export type SourceState =
  | 'new'
  | 'fine'
  | 'partial'
  | 'gone'
  | 'ended'
  | 'not-found'
  | 'forbidden'
  | 'asked-to-wait'
  | 'server-error'
  | 'refused'
  | 'not-a-feed'
  | 'unsafe'
  | 'bad-address'
  | 'private-address'
  | 'no-such-host'
  | 'unreachable'
  | 'insecure'
  | 'timed-out'
  | 'cut-off'
  | 'too-large'
  | 'packed'
  | 'unread'
  | 'too-many-redirects'
  | 'not-a-commons'
  | 'other-key'
  | 'replayed'
  | 'bad-pack'
  | 'silent'

export interface Source {
  readonly id: number
  readonly kind: SourceKind
  readonly address: string
  readonly title: string
  readonly state: SourceState
  readonly detail: string
  readonly formerAddress: string | null
  readonly etag: string | null
  readonly lastModified: string | null
  /** Milliseconds; null before the first poll. */
  readonly polledAt: number | null
  readonly nextPollAt: number
  /** The server asked not to be asked again before then (ms); 0 when it did not. */
  readonly notBefore: number
  readonly failures: number
  /** A permanent answer that waits to be confirmed: 'gone' or 'moved ADDRESS'. */
  readonly answer: string | null
  readonly answerSince: number | null
  readonly answerPolls: number
  /** Paged sources: everything published up to then (ms) is known; null before the first whole poll. */
  readonly completeTo: number | null
  /** Paged sources: the last poll broke off between pages. */
  readonly brokeOff: boolean
  /** The commons that brings it, where one does: then it is never asked itself. */
  readonly commons: number | null
}

/** What each state says to the person, and what they can do. */
export const STATE_WORDS: Record<SourceState, { says: string; todo: string }> = {
  new: { says: 'not asked yet', todo: '' },
  fine: { says: 'fine', todo: '' },
  partial: { says: 'came incomplete; what was whole is here', todo: 'It is asked again by itself.' },
  gone: { says: 'the server says it is gone for good', todo: 'If it stays so for three days, it ends by itself.' },
  ended: { says: 'ended: the server said so for three days', todo: 'Remove it, or try again if you know better.' },
  'not-found': { says: 'there is nothing at this address', todo: 'Look for its new address, or remove it.' },
  forbidden: {
    says: 'the server does not let us in',
    todo: 'It may want a sign-in; Evenkeel reads only what is public.',
  },
  'asked-to-wait': { says: 'the server asked us to wait', todo: 'It is asked again by itself.' },
  'server-error': { says: 'the server has trouble', todo: 'It is asked again by itself.' },
  refused: { says: 'the server refused the request', todo: 'Check the address.' },
  'not-a-feed': { says: 'this is not a feed', todo: 'Add the site’s own address; its feed is looked for.' },
  unsafe: { says: 'refused: it holds entity declarations, which feeds have no use for', todo: 'Tell its publisher.' },
  'bad-address': { says: 'this is not a web address', todo: 'Check it for a typing slip.' },
  'private-address': {
    says: 'refused: it lies on a private network',
    todo: 'If it is yours, add its host:port to the setting fetch.allowHosts.',
  },
  'no-such-host': { says: 'its name is not known', todo: 'Check the address, and that you are online.' },
  unreachable: { says: 'cannot be reached', todo: 'It is asked again by itself. Are you online?' },
  insecure: {
    says: 'its certificate is not valid',
    todo: 'It is asked again by itself; its publisher has to mend it.',
  },
  'timed-out': { says: 'did not answer within 20 seconds', todo: 'It is asked again by itself.' },
  'cut-off': { says: 'the connection broke', todo: 'It is asked again by itself.' },
  'too-large': { says: 'refused: over 20 MiB', todo: 'Look for a smaller feed of the same site.' },
  packed: { says: 'its answer is packed in a way that cannot be opened', todo: 'It is asked again by itself.' },
  unread: { says: 'it could not be read, which is our mistake', todo: 'It is tried again tomorrow. Please report it.' },
  'too-many-redirects': { says: 'sends us in a circle', todo: 'Check the address in a browser.' },
  'not-a-commons': { says: 'there is no commons at this address', todo: 'Ask who runs it for its address.' },
  'other-key': {
    says: 'refused: it is not signed with the key in its address, or the one it had first',
    todo: 'Ask who runs it whether it has a new one; if so, remove it and add it again, with #KEY.',
  },
  replayed: {
    says: 'refused: it gave an older list than it had before',
    todo: 'It is asked again by itself. If it stays so, ask who runs it.',
  },
  silent: { says: 'has published nothing for a week', todo: 'Ask who runs it. What was here stays.' },
  'bad-pack': {
    says: 'refused a pack of it; what was here before stays',
    todo: 'It is asked again by itself. If it stays so, tell who runs it.',
  },
}

/** Whether a source works as far as we know. */
export function isWell(state: SourceState): boolean {
  return state === 'new' || state === 'fine' || state === 'partial'
}

const HOUR = 3600_000
const LEAST_GAP = HOUR
const LEAST_RETRY = 5 * 60_000
const USUAL_GAP = 4 * HOUR
const MOST_GAP = 24 * HOUR
const MOST_WAIT = 7 * 24 * HOUR

/** Whether to poll a source now: when its time has come, or the person asked and the server did not ask us to wait. */
export function isDue(source: Source, now: number, asked: boolean): boolean {
  // Both times lie at most a week ahead; further means that the clock was set back.
  const holds = (until: number) => until > now && until - now <= MOST_WAIT
  if (source.commons !== null || source.state === 'ended' || holds(source.notBefore)) return false
  return asked || !holds(source.nextPollAt)
}

/**
 * When to poll next (ms): some hours after success, ever longer after failures. `random` in [0, 1) spreads polls, `wait` is
 * what the server asked for (ms), `usual` the time after a success. Only when the server was not `reached` is the next try sooner than in an hour.
 */
export function nextPoll(
  now: number,
  {
    failures,
    wait,
    random,
    reached,
    usual = USUAL_GAP,
  }: { failures: number; wait: number; random: number; reached: boolean; usual?: number },
): number {
  const first = reached ? LEAST_GAP : LEAST_RETRY
  const gap = failures === 0 ? usual : Math.min(MOST_GAP, first * 2 ** (failures - 1))
  return Math.round(now + Math.max(first, gap * (1 + random * 0.2), Math.min(wait, MOST_WAIT)))
}

/** Milliseconds a Retry-After asks for: seconds or a date; 0 when there is none. */
export function retryAfter(header: string | undefined, now: number): number {
  if (!header) return 0
  const seconds = Number(header)
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isNaN(wait) ? 0 : Math.round(Math.min(MOST_WAIT, Math.max(0, wait)))
}

const CONFIRMING_POLLS = 3
const CONFIRMING_TIME = 72 * HOUR

/**
 * What a poll's permanent answer ('gone', 'moved ADDRESS' or null for none) makes of the source: a permanent answer is
 * believed after the same one on three polls over at least 72 hours.
 */
export function confirm(
  source: Pick<Source, 'answer' | 'answerSince' | 'answerPolls'>,
  answer: string | null,
  now: number,
): { answer: string | null; answerSince: number | null; answerPolls: number; believed: boolean } {
  if (answer === null) return { answer, answerSince: null, answerPolls: 0, believed: false }
  const same = source.answer === answer && source.answerSince !== null && source.answerSince <= now
  const answerSince = same ? source.answerSince : now
  const answerPolls = same ? source.answerPolls + 1 : 1
  const believed = answerPolls >= CONFIRMING_POLLS && now - (answerSince ?? now) >= CONFIRMING_TIME
  return { answer, answerSince, answerPolls, believed }
}

/** The state that an HTTP status means for a source. */
export function stateOfStatus(status: number): SourceState {
  if (status === 404) return 'not-found'
  if (status === 410) return 'gone'
  if (status === 401 || status === 403 || status === 407 || status === 451) return 'forbidden'
  if (status === 429) return 'asked-to-wait'
  return status >= 500 ? 'server-error' : 'refused'
}
