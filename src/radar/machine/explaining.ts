import { REACH } from '../edition.ts'
import { isAbout } from '../shelf.ts'
import { editionShowing } from '../store/editions.ts'
import { findItem, type Item } from '../store/items.ts'
import { asleep } from '../store/shelf.ts'
import { candidateTerms, countNewTerms, termsOf } from '../store/terms.ts'
import { authorTerm, namesOf, sourceTerm, surfacesOf } from '../terms.ts'
import { rankItems } from './ranking.ts'
import type { RadarTools } from './tools.ts'

/** Everything the ranker has to say of an item. */
export interface Explanation {
  readonly item: Item
  /** When the edition that showed it was made (ms). */
  readonly shownAt: number | undefined
  /** Its place among what an edition may choose from now, counted from 1, and among how many. */
  readonly place: number
  readonly among: number
  /** Whether it is close enough to be offered. */
  readonly offered: boolean
  readonly score: number
  /** What its words add to its score, most first. */
  readonly shares: readonly { word: string; share: number }[]
  readonly like: Item | undefined
  /** The name it sleeps under on the shelf. */
  readonly asleepAs: string | undefined
}

/** Explains how an item ranks now; undefined for one that is not there, or without a subject to rank by. */
export function explain(tools: RadarTools, id: number): Explanation | undefined {
  const { db, clock } = tools
  const item = findItem(db, id)
  if (!item) return undefined
  const since = clock.now() - REACH
  countNewTerms(db, since, [id])
  const others = candidateTerms(db, since, clock.now()).filter(other => other.id !== id)
  const ranking = rankItems(tools, [...termsOf(db, [id]), ...others])
  if (!ranking) return undefined
  const at = ranking.ranked.findIndex(one => one.id === id)
  const { shares, like } = ranking.why(id)
  const surfaces = surfacesOf(`${item.text} . ${item.title}`)
  for (const source of item.sourceIds) surfaces.set(sourceTerm(source), `(its source)`)
  for (const name of namesOf(item.authors)) surfaces.set(authorTerm(name), `(by ${name})`)
  const score = ranking.ranked[at]?.score ?? 0
  return {
    item,
    shownAt: editionShowing(db, id),
    place: at + 1,
    among: ranking.ranked.length,
    offered: ranking.offers(score),
    score,
    shares: shares.map(({ term, share }) => ({ word: surfaces.get(term) ?? '(function words)', share })),
    like: like === undefined || like === id ? undefined : findItem(db, like),
    asleepAs: asleep(db).find(({ name }) => isAbout(item, name))?.name,
  }
}
