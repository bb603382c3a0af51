import { minutesFor } from '../plan/budget.ts'
import type { Ranking } from './ranking/rank.ts'
import { isAbout } from './shelf.ts'
import { stories, type Telling } from './story.ts'
import { surfacesOf, wordsOf } from './terms.ts'
import { themesOf } from './theme.ts'

/** What composing reads of an item. */
export interface Candidate extends Telling {
  readonly words: number
}

export interface ComposedStory {
  readonly id: number
  readonly minutes: number
  readonly also: readonly number[]
  readonly why: { words: string[]; like?: number; thing?: string; odds?: number; chance?: number }
}

export interface Composed {
  readonly stories: readonly ComposedStory[]
  /** Minutes the stories take together. */
  readonly minutes: number
  /** Whether it holds less than its minutes because nothing else was good enough. */
  readonly thin: boolean
  readonly themes: readonly { theme: string; items: number }[]
}

export interface Order {
  /** The nearest by rank, what concerns the things one runs, or, without a subject, the newest. */
  readonly candidates: readonly Candidate[]
  /** How everything ranks; undefined for a person without a subject, for whom the newest of every source comes first. */
  readonly ranking: Ranking | undefined
  /** Titles of what came lately, for the themes of what is left out. */
  readonly lately: readonly { id: number; title: string }[]
  /** Tools whose breaking news concerns the person. */
  readonly things: readonly string[]
  /** Names that sleep on the shelf: what is mainly about them stays out, breaking news of one's things aside. */
  readonly asleep: readonly string[]
  readonly minutes: number
  readonly now: number
}

const DAY = 24 * 3600_000
/** How far back an edition looks (ms). */
export const REACH = 14 * DAY
// Scholar Inbox measured a mild decay of .01 a day as best (facts on ranking).
const DECAY_A_DAY = 0.01
// Each story already taken from a source makes its next one count for a little less, so that no source fills the edition.
const SAME_SOURCE = 0.97
const MOST_CONCERNING = 3
const BREAKING =
  /\b(breaking|security|vulnerabilit\w*|CVE-\d+|deprecat\w+|end[- ]of[- ]life|removed|yanked|compromised)\b/i

interface Scored {
  readonly group: readonly Candidate[]
  readonly lead: Candidate
  /** Its rank's score as it is, and what it counts for here. */
  readonly plain: number
  readonly score: number
  readonly minutes: number
  readonly thing?: string
}

/** Composes an edition: what concerns the things one runs, then the best above the threshold until its minutes are full. */
export function compose(order: Order): Composed {
  const ranked = scored(order)
  const chosen = fill(ranked, order.minutes)
  const minutes = chosen.reduce((sum, { minutes }) => sum + minutes, 0)
  return composed(order, chosen, chosen.length === ranked.length && minutes < order.minutes * 0.75)
}

const TASTE = 3
const TASTE_MINUTES = 5
const TASTE_POOL = 30

/** The short edition that ends welcome: of the best, three that take as near to five minutes as there are. */
export function composeTaste(order: Order): Composed {
  const pool = scored(order).slice(0, TASTE_POOL)
  const chosen = quickestGoodThree(pool) ?? pool
  return composed(order, chosen, chosen.length < TASTE)
}

function composed({ ranking, lately }: Order, chosen: readonly Scored[], thin: boolean): Composed {
  const taken = new Set(chosen.flatMap(({ group }) => group.map(({ id }) => id)))
  return {
    stories: chosen.map(one => asStory(one, ranking)),
    minutes: chosen.reduce((sum, { minutes }) => sum + minutes, 0),
    thin,
    themes: themesOf(lately.filter(({ id }) => !taken.has(id)).map(({ title }) => title)),
  }
}

function scored({ candidates, ranking, things, asleep, now }: Order): Scored[] {
  const scoreOf = new Map(ranking?.ranked.map(({ id, score }) => [id, score]))
  const good = candidates
    .map(candidate => {
      const score = ranking ? (scoreOf.get(candidate.id) ?? 0) : 1
      const thing = things.find(name => concerns(candidate, name))
      return { candidate, score, ...(thing ? { thing } : {}) }
    })
    .filter(({ score, thing }) => thing || !ranking || ranking.offers(score))
    .filter(({ candidate, thing }) => thing || !asleep.some(name => isAbout(candidate, name)))
  const byId = new Map(good.map(one => [one.candidate.id, one]))
  const groups = stories(good.map(({ candidate }) => candidate).sort((a, b) => worth(b) - worth(a) || b.id - a.id))

  function worth({ id, publishedAt }: Candidate): number {
    const { score = 0, thing } = byId.get(id) ?? {}
    return (thing ? 10 : 0) + score * Math.exp((-DECAY_A_DAY * Math.max(0, now - publishedAt)) / DAY)
  }

  const ranked: Scored[] = groups.flatMap(group => {
    const lead = group[0]
    if (!lead) return []
    const thing = byId.get(lead.id)?.thing
    const plain = scoreOf.get(lead.id) ?? 0
    const minutes = minutesFor(lead.kind, lead.words)
    return { group, lead, plain, score: worth(lead), minutes, ...(thing ? { thing } : {}) }
  })
  return ranked.sort((a, b) => b.score - a.score || b.lead.id - a.lead.id)
}

function concerns({ kind, title, text }: Candidate, thing: string): boolean {
  const name = new RegExp(`(^|[^\\p{L}\\p{N}])${thing.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^\\p{L}\\p{N}])`, 'iu')
  return name.test(title) && (BREAKING.test(title) || (kind === 'release' && BREAKING.test(text)))
}

function fill(ranked: readonly Scored[], minutes: number): Scored[] {
  const chosen: Scored[] = []
  const left = new Set(ranked)
  const taken = new Map<string, number>()
  let room = minutes
  let concerning = 0
  while (left.size > 0) {
    let best: Scored | undefined
    let bestWorth = Number.NEGATIVE_INFINITY
    for (const one of left) {
      if (one.minutes > room || (one.thing && concerning >= MOST_CONCERNING)) continue
      const worth = one.score * SAME_SOURCE ** (taken.get(one.lead.sources[0] ?? '') ?? 0)
      if (worth > bestWorth) [best, bestWorth] = [one, worth]
      // Ranked best first: once even an unpunished score is below the best, nothing later can win.
      if (one.score < bestWorth) break
    }
    if (!best) break
    left.delete(best)
    chosen.push(best)
    room -= best.minutes
    if (best.thing) concerning++
    const source = best.lead.sources[0] ?? ''
    taken.set(source, (taken.get(source) ?? 0) + 1)
  }
  return chosen
}

function quickestGoodThree(pool: readonly Scored[]): Scored[] | undefined {
  let best: { three: Scored[]; over: number; score: number } | undefined
  for (const [at, a] of pool.entries()) {
    for (const [further, b] of pool.slice(at + 1).entries()) {
      for (const c of pool.slice(at + further + 2)) {
        const over = Math.max(0, a.minutes + b.minutes + c.minutes - TASTE_MINUTES)
        const score = a.score + b.score + c.score
        if (!best || over < best.over || (over === best.over && score > best.score))
          best = { three: [a, b, c], over, score }
      }
    }
  }
  return best?.three
}

function asStory(one: Scored, ranking: Ranking | undefined): ComposedStory {
  return {
    id: one.lead.id,
    minutes: one.minutes,
    also: one.group.slice(1).map(({ id }) => id),
    why: { ...whyOf(one.lead, ranking, one.plain), ...(one.thing ? { thing: one.thing } : {}) },
  }
}

/** Why an item of this score would be in an edition, from the model's own weights. */
export function whyOf(
  item: Pick<Telling, 'id' | 'title' | 'text'>,
  ranking: Ranking | undefined,
  score: number,
): ComposedStory['why'] {
  if (!ranking) return { words: [] }
  const { shares, like } = ranking.why(item.id)
  const chance = ranking.chance(score)
  return {
    words: reasons(shares, item),
    ...(like === undefined || like === item.id ? {} : { like }),
    odds: ranking.odds(score),
    ...(chance === undefined ? {} : { chance }),
  }
}

const MOST_REASONS = 3
const LONGEST_REASON = 4
// What speaks less than this share of the strongest is no reason to name.
const LEAST_REASON = 0.2

/**
 * The words of an item that spoke for it, at most three reasons of at most four words, strongest first; pairs that
 * overlap are joined as they stand in it, and no word is said twice.
 */
export function reasons(
  shares: readonly { term: number; share: number }[],
  { title, text }: { title: string; text: string },
): string[] {
  const surfaces = surfacesOf(`${text} . ${title}`)
  const whole = ` ${wordsOf(`${title} . ${text}`).join(' ')} `
  const stands = (parts: readonly string[]) => parts.length <= LONGEST_REASON && whole.includes(` ${parts.join(' ')} `)
  const said: string[][] = []
  const strongest = shares.find(({ term }) => surfaces.has(term))?.share ?? 0
  for (const { term, share } of shares) {
    const parts = surfaces.get(term)?.split(' ')
    if (share <= 0 || share < LEAST_REASON * strongest) break
    if (!parts) continue
    const pair = parts.length > 1
    const before = said.find(one => pair && one.at(-1) === parts[0])
    const after = said.find(one => pair && one !== before && one[0] === parts.at(-1))
    if (before && after && stands([...before, ...after])) {
      before.push(...after)
      said.splice(said.indexOf(after), 1)
    }
    if (parts.every(part => said.some(one => one.includes(part)))) continue
    if (before && stands([...before, ...parts.slice(1)])) before.push(...parts.slice(1))
    else if (after && stands([...parts.slice(0, -1), ...after])) after.unshift(...parts.slice(0, -1))
    else if (said.length < MOST_REASONS && !parts.some(part => said.some(one => one.includes(part)))) said.push(parts)
  }
  return said.map(parts => parts.join(' '))
}
