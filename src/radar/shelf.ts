import { fold, phrases, terms } from './terms.ts'

const DAY = 24 * 3600_000
/** How long something stays on the shelf before it is looked at again (ms). */
export const ASLEEP = 14 * DAY
/** A trend is what the last week has, against the four weeks before it (ms). */
export const WINDOW = 7 * DAY
export const BASELINE = 28 * DAY

/** A published thing as trends are seen in it. */
export interface Heard {
  readonly title: string
  /** Milliseconds. */
  readonly publishedAt: number
  readonly source: number
  /** Who says it: a publisher, or a paper's first author. */
  readonly voice: string
  /** Whether it is close to the person's core area. */
  readonly near: boolean
}

/** A name that many voices suddenly carry. */
export interface Trend {
  readonly name: string
  /** Voices in the last week, and how many the weeks before let expect. */
  readonly voices: number
  readonly expected: number
}

// Fewer voices are no trend, however sudden; fewer days of before are no baseline.
const LEAST_VOICES = 6
const LEAST_BEFORE = 10 * DAY
const LEAST_RISE = 3
// What a term that was never seen before is expected to have.
const UNSEEN = 0.5
// Of the thousand or so terms with enough voices in a week, one in ten weeks passes by chance.
const LEAST_LIKELY = 1e-4
const MOST_TRENDS = 2
const NEAR_SHARE = 1 / 3
const COVERED = 0.6

/**
 * The terms of titles that burst against their own baseline, outside the core area: by the Poisson tail of the voices of
 * the last week, where as many are expected as the four weeks before had, source by source in proportion to what each
 * published. A source that is not known for long enough before is left aside. Strongest first, at most two.
 */
export function trendsAt(heard: readonly Heard[], now: number): Trend[] {
  const span = heard.filter(({ publishedAt }) => publishedAt <= now && publishedAt > now - WINDOW - BASELINE)
  const volumes = volumesOf(span, now)
  const known = span.filter(({ source }) => volumes.has(source))
  const recent = new Map<string, Carried>()
  const expected = new Map<string, number>()
  for (const one of known) {
    const late = one.publishedAt > now - WINDOW
    const ratio = volumes.get(one.source) ?? 0
    for (const term of termsOf(one.title)) {
      if (late) carry(recent, term, one)
      else expected.set(term, (expected.get(term) ?? 0) + ratio)
    }
  }
  const found = [...recent].flatMap(([term, { voices, titles, near }]) => {
    const usual = (expected.get(term) ?? 0) + UNSEEN
    if (voices.size < LEAST_VOICES || voices.size < LEAST_RISE * usual || near > NEAR_SHARE * titles.length) return []
    const name = nameOf(term, titles)
    const likely = poissonTail(voices.size, usual)
    if (likely > LEAST_LIKELY || !isName(name)) return []
    return [{ name, titles, voices: voices.size, expected: usual, likely }]
  })
  found.sort((a, b) => a.likely - b.likely || b.name.length - a.name.length)
  const told: typeof found = []
  for (const one of found)
    if (
      !told.some(
        ({ titles }) => one.titles.filter(title => titles.includes(title)).length >= COVERED * one.titles.length,
      )
    )
      told.push(one)
  return told.slice(0, MOST_TRENDS).map(({ name, voices, expected }) => ({ name, voices, expected }))
}

/** How much each source published in the last week, over the weeks before; of those known for long enough. */
function volumesOf(span: readonly Heard[], now: number): Map<number, number> {
  const counts = new Map<number, { late: number; early: number; first: number }>()
  for (const { source, publishedAt } of span) {
    const one = counts.get(source) ?? { late: 0, early: 0, first: publishedAt }
    if (publishedAt > now - WINDOW) one.late++
    else one.early++
    one.first = Math.min(one.first, publishedAt)
    counts.set(source, one)
  }
  const known = [...counts].filter(([, { early, first }]) => early > 0 && first <= now - WINDOW - LEAST_BEFORE)
  return new Map(known.map(([source, { late, early }]) => [source, late / early]))
}

interface Carried {
  readonly voices: Set<string>
  readonly titles: string[]
  near: number
}

function carry(to: Map<string, Carried>, term: string, { title, voice, near }: Heard): void {
  const one = to.get(term) ?? { voices: new Set(), titles: [], near: 0 }
  one.voices.add(voice)
  one.titles.push(title)
  if (near) one.near++
  to.set(term, one)
}

function termsOf(title: string): Set<string> {
  return new Set([...terms(title).map(([stem]) => stem), ...phrases(title)])
}

/** A pair of words, or one with a figure or a capital inside: other single words are what titles are made of. */
function isName(name: string): boolean {
  return /\s|\d|.\p{Lu}/u.test(name)
}

/** P(X >= count) for X of a Poisson distribution. */
function poissonTail(count: number, mean: number): number {
  let term = Math.exp(-mean)
  for (let at = 1; at <= count; at++) term *= mean / at
  let tail = 0
  for (let at = count; at < count + 200; at++) {
    tail += term
    term *= mean / (at + 1)
  }
  return tail
}

/** A term as the titles write it most often, with the neighbours that most of its titles share. */
function nameOf(term: string, titles: readonly string[]): string {
  const lists = titles.map(title => title.match(/[\p{L}\p{N}]+(?:\.[\p{N}]+)*/gu) ?? [])
  const size = term.split(' ').length
  const spans = (from: number, to: number) =>
    lists.flatMap(words =>
      words.flatMap((_, at) => {
        const inside = words.slice(at, at + size)
        const stems = terms(inside.join(' ')).map(([stem]) => stem)
        const whole = at - from >= 0 && at + size + to <= words.length
        return inside.length === size && whole && stems.join(' ') === term
          ? [words.slice(at - from, at + size + to).join(' ')]
          : []
      }),
    )
  const most = (names: readonly string[]) => {
    const seen = new Map<string, number>()
    for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1)
    return [...seen].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [term, 0]
  }
  let [from, to] = [0, 0]
  let [name] = most(spans(0, 0))
  for (let grown = true; grown && from + to < MOST_NEIGHBOURS; ) {
    grown = false
    for (const [left, right] of [
      [from + 1, to],
      [from, to + 1],
    ] as const) {
      const [longer, times] = most(spans(left, right))
      const ends = [longer.split(' ').at(0), longer.split(' ').at(-1)]
      if (times < COVERED * titles.length || ends.some(word => terms(word ?? '').length === 0)) continue
      ;[from, to, name, grown] = [left, right, longer, true]
      break
    }
  }
  return name
}

const MOST_NEIGHBOURS = 3

const OFTEN = 3

/** Whether an item is mainly about something by name: its title has the words side by side, or its text has them often. */
export function isAbout({ title, text }: { title: string; text: string }, name: string): boolean {
  const wanted = tokensOf(name)
  return wanted.length > 0 && (occurrences(title, wanted) > 0 || occurrences(text, wanted) >= OFTEN)
}

/** Whether a name can be told from any other text: it has a word of meaning, or a figure, or a single letter as "R". */
export function isTelling(name: string): boolean {
  return terms(name).length > 0 || tokensOf(name).some(token => token.length === 1 || /\d/.test(token))
}

/** Every word and figure of a text: "GPT-5" is not "GPT-4", so nothing may be left out. Longer words by their stems. */
function tokensOf(text: string): string[] {
  const found = fold(text).match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []
  return found.map(token => (token.length > 3 ? (terms(token)[0]?.[0] ?? token) : token))
}

function occurrences(text: string, wanted: readonly string[]): number {
  const tokens = tokensOf(text)
  let found = 0
  for (let at = 0; at + wanted.length <= tokens.length; at++)
    if (wanted.every((token, n) => tokens[at + n] === token)) found++
  return found
}

/** What was published of a shelved thing while it slept. */
export interface Since {
  readonly kind: 'story' | 'paper' | 'release'
  readonly publishedAt: number
  readonly voice: string
  readonly kept: boolean
}

/** Why something wakes: none of these is attention. */
export type Sign = 'released-again' | 'still-discussed' | 'in-your-area'

const STILL = 7 * DAY
const LEAST_STILL = 4
const LEAST_KEPT = 2

/**
 * What speaks for waking something at its date: a release after the first; in its last week still at least four
 * independent voices, and half as many as in its first; or that it entered the core area, by name or by what was kept.
 */
export function signsOf(
  { name, shelvedAt, wakesAt }: { name: string; shelvedAt: number; wakesAt: number },
  since: readonly Since[],
  area: string,
): Sign[] {
  const voices = (from: number, to: number) =>
    new Set(since.filter(({ publishedAt }) => publishedAt > from && publishedAt <= to).map(({ voice }) => voice)).size
  const still = voices(wakesAt - STILL, wakesAt)
  const first = voices(shelvedAt - STILL, shelvedAt)
  const releases = since.filter(({ kind, publishedAt }) => kind === 'release' && publishedAt > shelvedAt)
  const kept = since.filter(({ kept }) => kept).length
  return [
    ...(releases.length > 0 && since.filter(({ kind }) => kind === 'release').length > 1
      ? (['released-again'] as const)
      : []),
    ...(still >= LEAST_STILL && still >= first / 2 ? (['still-discussed'] as const) : []),
    ...(isAbout({ title: area, text: '' }, name) || kept >= LEAST_KEPT ? (['in-your-area'] as const) : []),
  ]
}
