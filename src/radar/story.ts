import type { ItemKind } from './item.ts'
import { canonical } from './link.ts'
import { terms } from './terms.ts'

/** What is read of items to find those that tell the same thing. */
export interface Telling {
  readonly id: number
  readonly kind: ItemKind
  readonly link: string
  readonly title: string
  readonly text: string
  /** Milliseconds. */
  readonly publishedAt: number
  /** Titles of the sources that carry it. */
  readonly sources: readonly string[]
}

/** An item's words, taken apart once. */
interface Prepared<Item extends Telling = Telling> {
  readonly item: Item
  readonly link: string
  /** The title without its letter case and punctuation. */
  readonly plain: string
  readonly title: ReadonlySet<string>
  readonly text: ReadonlySet<string>
  readonly all: ReadonlySet<string>
  readonly runs: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  readonly figures: ReadonlySet<string>
  readonly marks: ReadonlyMap<string, ReadonlySet<string>>
}

const RUN = 3

function prepare<Item extends Telling>(item: Item): Prepared<Item> {
  const title = terms(item.title).map(([stem]) => stem)
  const text = terms(item.text).map(([stem]) => stem)
  return {
    item,
    link: canonical(item.link),
    plain: (item.title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' '),
    title: new Set(title),
    text: new Set(text),
    all: new Set([...title, ...text]),
    runs: new Set(text.slice(RUN - 1).map((_, at) => text.slice(at, at + RUN).join(' '))),
    names: namesOf(`${item.title}. ${item.text}`),
    figures: figuresOf(`${item.title} ${item.text}`),
    marks: marksOf(item),
  }
}

/** What is written with a capital or a digit in it, lower case: names of people, firms, models, versions. */
function namesOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+(?:[.-][\p{L}\p{N}]+)*/gu))
    if (/[\p{Lu}]/u.test(word) && word.length > 2) for (const [stem] of terms(word)) found.add(stem)
  return found
}

/** The numbers of a text without their signs: "$420m" and "420 million" give "420", "1,200" gives "1200". */
function figuresOf(text: string): Set<string> {
  const found = new Set<string>()
  for (const [, figure = ''] of text.replace(/(\d),(?=\d{3}\b)/g, '$1').matchAll(/(?<![\w.])[$€£]?(\d+(?:\.\d+)*)/g))
    if (figure.length > 1) found.add(figure.replace(/(\.0+)+$/, ''))
  return found
}

// What tells one of a kind from the next: when both have such a mark and share none, they are different things.
const MARKS: Readonly<Record<string, RegExp>> = {
  version: /\bv?(\d+(?:\.\d+)+(?:[-.]?(?:rc|beta|alpha|dev|preview)[-.]?\d*)?)\b/gi,
  size: /\b(\d+(?:\.\d+)?[bm])\b/gi,
  number:
    /(?:#|\b(?:issue|episode|ep|vol|volume|part|week|day|no|nr|round|season|chapter|lesson|series)\.? )(\d+|[ivx]+|[a-h])\b/gi,
  month: /\b(january|february|march|april|june|july|august|september|october|november|december)\b/gi,
  quarter: /\b(q[1-4])\b/gi,
}

function marksOf({ title }: Telling): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [name, pattern] of Object.entries(MARKS)) {
    const values = [...title.matchAll(pattern)].map(([, mark = '']) => mark.toLowerCase().replace(/(\.0+)+$/, ''))
    if (values.length > 0) found.set(name, new Set(values))
  }
  return found
}

function marksClash(a: Prepared, b: Prepared): boolean {
  for (const [name, mine] of a.marks) {
    const other = b.marks.get(name)
    if (other && ![...mine].some(mark => other.has(mark))) return true
  }
  return false
}

/** How rare a word of a pile is; more than 0. */
type Rarity = (word: string) => number

// In a small pile every word would seem common.
const LEAST_PILE = 500

function rarityOf(pile: readonly Prepared[]): { rarity: Rarity; count: (word: string) => number } {
  const counts = new Map<string, number>()
  for (const { all, names } of pile)
    for (const word of new Set([...all, ...names])) counts.set(word, (counts.get(word) ?? 0) + 1)
  const count = (word: string) => counts.get(word) ?? 1
  return { rarity: word => Math.log(1 + Math.max(LEAST_PILE, pile.length) / count(word)), count }
}

const DAY = 24 * 3600_000
// How far apart two tellings of one thing may be published.
const REACH = 14 * DAY
// A title of fewer words of meaning ("Release notes") repeats by chance.
const LEAST_TITLE = 4

/**
 * Whether two items tell the same thing. What is plain is decided by rule: the same page; clashing versions, sizes or
 * numbers; a publisher's second piece; the same long title; a link
 * without a text; the same text. The rest by a logistic model of what they
 * have in common, fitted on half of test/fixtures/story-pairs.jsonl (docs/decisions/009).
 */
function tellSame(a: Prepared, b: Prepared, rarity: Rarity): boolean {
  const gap = Math.abs(a.item.publishedAt - b.item.publishedAt)
  const oneSource = a.item.sources.some(source => b.item.sources.includes(source))
  // One publisher may have several pieces at one address, as a list of changes.
  if (a.link === b.link && a.link.includes('/') && (!oneSource || a.plain === b.plain)) return true
  if (gap > REACH || marksClash(a, b)) return false
  const bare = [a, b].sort((one, other) => one.text.size - other.text.size).find(({ text }) => text.size < LEAST_TEXT)
  const title = cosine(a.title, b.title, rarity)
  const runs = share(a.runs, b.runs, () => 1)
  if (oneSource) return a.plain === b.plain && gap < DAY / 2 && (bare !== undefined || runs >= SAME_RUNS)
  const text = cosine(a.all, b.all, rarity)
  const long = Math.min(a.title.size, b.title.size) >= LEAST_TITLE
  if (title > SAME && long && gap <= (bare ? BARE_REACH : REACH / 2) && (bare || text >= ANY_TEXT)) return true
  // News of a paper has words of its title.
  const mixed = (a.item.kind === 'paper') !== (b.item.kind === 'paper')
  if (bare)
    return (
      bare.title.size >= LEAST_BARE &&
      gap <= BARE_REACH &&
      title >= (mixed ? ALIKE_PAPER : ALIKE) &&
      part(bare.title, (bare === a ? b : a).all, rarity) >= TOLD
    )
  // The same title over texts that have nothing in common, as that of a series.
  if (cosine(a.text, b.text, rarity) < ANY_TEXT / 2) return false
  if (runs >= REPEATED && text >= REPEATED) return true
  if (mixed && title < PAPER_TITLE) return false
  const both = (kind: ItemKind) => Number(a.item.kind === kind && b.item.kind === kind)
  const odds =
    -3.4 -
    2.05 * title +
    2.82 * Math.max(part(a.title, b.all, rarity), part(b.title, a.all, rarity)) +
    8.06 * text -
    6.84 * runs +
    2.47 * share(a.names, b.names, rarity) +
    1.4 * share(a.figures, b.figures, () => 1) -
    1.75 * Math.log1p(gap / DAY) -
    1.14 * both('paper') -
    2.58 * both('release')
  return odds > LEAST_ODDS
}

const SAME = 0.99
const SAME_RUNS = 0.9
const ANY_TEXT = 0.15
const REPEATED = 0.75
const PAPER_TITLE = 0.25
// A link with hardly a text tells what its title says, and soon after.
const LEAST_TEXT = 8
const TOLD = 0.8
const ALIKE = 0.5
const ALIKE_PAPER = 0.75
const LEAST_BARE = 3
const BARE_REACH = 4 * DAY
// The logarithm of odds of .75; .7 finds three more of a hundred at the same precision, on the pairs.
const LEAST_ODDS = Math.log(3)

function weight(words: Iterable<string>, rarity: Rarity): number {
  let sum = 0
  for (const word of words) sum += rarity(word)
  return sum
}

/** The share of `these` that `those` have, by weight. */
function part(these: ReadonlySet<string>, those: ReadonlySet<string>, rarity: Rarity): number {
  const whole = weight(these, rarity)
  return whole === 0
    ? 0
    : weight(
        [...these].filter(word => those.has(word)),
        rarity,
      ) / whole
}

function share(a: ReadonlySet<string>, b: ReadonlySet<string>, rarity: Rarity): number {
  return weight(a, rarity) <= weight(b, rarity) ? part(a, b, rarity) : part(b, a, rarity)
}

function cosine(a: ReadonlySet<string>, b: ReadonlySet<string>, rarity: Rarity): number {
  const squared: Rarity = word => rarity(word) ** 2
  const length = Math.sqrt(weight(a, squared) * weight(b, squared))
  return length === 0
    ? 0
    : weight(
        [...a].filter(word => b.has(word)),
        squared,
      ) / length
}

// A pair is compared when it shares this many words that few of the pile have.
const SHARED_RARE = 2
// Of an item's words only as many, its rarest, are looked up: a hostile text has thousands.
const LOOKED_UP = 40
const FEW = 20

/** Groups items that tell the same thing, each group in the order of the items; answers them in order of first member. */
export function stories<Item extends Telling>(items: readonly Item[]): Item[][] {
  const pile = items.map(prepare)
  const { rarity, count } = rarityOf(pile)
  const groupOf = new Map<number, Prepared<Item>[]>()
  const groups: Prepared<Item>[][] = []
  const near = likely(pile, count)
  for (const [at, one] of pile.entries()) {
    const group = near(at)
      .filter(other => tellSame(one, pile[other] as Prepared<Item>, rarity))
      .map(other => groupOf.get(other) as Prepared<Item>[])
      // What clashes with any of a group is no part of it, whomever else it resembles.
      .find(found => !found.some(member => marksClash(one, member)))
    if (group) group.push(one)
    else groups.push([one])
    groupOf.set(at, group ?? (groups.at(-1) as Prepared<Item>[]))
  }
  return groups.map(group => group.map(({ item }) => item))
}

/** Answers, for each item of a pile in turn, which earlier ones are worth comparing. */
function likely(pile: readonly Prepared[], count: (word: string) => number): (at: number) => number[] {
  const having = new Map<string, number[]>()
  const few = Math.max(FEW, Math.sqrt(pile.length))
  return at => {
    const { link, title, all, item } = pile[at] as Prepared
    const shared = new Map<number, number>()
    const look = (key: string, by: number) => {
      const earlier = having.get(key)
      // What more than a few have had by now tells nothing, and would cost their square.
      if (earlier && earlier.length > few) return
      for (const other of earlier ?? []) shared.set(other, (shared.get(other) ?? 0) + by)
      if (earlier) earlier.push(at)
      else having.set(key, [at])
    }
    look(`link ${link}`, SHARED_RARE)
    if (title.size > 0) look(`title ${[...title].join(' ')}`, SHARED_RARE)
    for (const word of title) look(`in title ${word}`, 1)
    const rare = [...all].filter(word => count(word) <= few).sort((a, b) => count(a) - count(b))
    for (const word of rare.slice(0, LOOKED_UP)) look(word, 1)
    return [...shared]
      .filter(([, count]) => count >= SHARED_RARE)
      .map(([other]) => other)
      .filter(other => Math.abs((pile[other]?.item.publishedAt ?? 0) - item.publishedAt) <= REACH)
  }
}
