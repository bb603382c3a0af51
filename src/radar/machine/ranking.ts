import { type Order, REACH } from '../edition.ts'
import type { Scale } from '../ranking/chance.ts'
import { type Language, learn, MOST_LEARNED_FROM } from '../ranking/language.ts'
import { type Interest, RANKER, type Ranking, type Read, rank } from '../ranking/rank.ts'
import { replay } from '../ranking/replay.ts'
import { lastOpened, shownStories } from '../store/editions.ts'
import { itemsOf, latelyLeftOut } from '../store/items.ts'
import { findLanguage, keepLanguage } from '../store/language.ts'
import { findReplay, keepReplay } from '../store/replay.ts'
import { asleep } from '../store/shelf.ts'
import { removedSources } from '../store/sources.ts'
import {
  candidatesNaming,
  candidateTerms,
  countNewTerms,
  countTermed,
  findLastRanking,
  judgedByEdition,
  judgedTerms,
  keepLastRanking,
  type LastRanking,
  newestCandidates,
  sampleTerms,
  someCandidateTerms,
  termsOf,
} from '../store/terms.ts'
import { queryTerms } from '../terms.ts'
import { tendShelf } from './shelving.ts'
import type { RadarTools } from './tools.ts'

const MOST_LIKED = 200
const MOST_DISLIKED = 100
const MOST_SHOWN = 300
// Reading the nearest is enough to fill any edition.
const NEAREST = 200
// The themes of what is left out are drawn from this many of the newest titles.
const LATELY = 5000

/** What the present edition is composed from, in at most `minutes`. */
export function orderNow(tools: RadarTools, minutes: number): Order {
  const { db, plan } = tools
  const now = tools.clock.now()
  const since = now - REACH
  const { things } = plan()
  const ranking = rankNow(tools)
  tendShelf(tools, ranking)
  const near = ranking
    ? ranking.ranked.filter(({ score }) => ranking.offers(score)).map(({ id }) => id)
    : newestCandidates(db, since, now, NEAREST)
  const ids = new Set([...near.slice(0, NEAREST), ...candidatesNaming(db, things, since, now, NEAREST)])
  return {
    candidates: itemsOf(db, [...ids]),
    ranking,
    lately: latelyLeftOut(db, lastOpened(db, now)?.madeAt ?? 0, since, LATELY),
    things,
    asleep: asleep(db).map(({ name }) => name),
    minutes,
    now,
  }
}

/** Ranks what an edition may choose from; undefined where the newest comes first instead. */
function rankNow(tools: RadarTools): Ranking | undefined {
  const { db, clock } = tools
  const now = clock.now()
  const renewed = countNewTerms(db, now - REACH)
  if (findReplay(db)?.fallback === 'newest') return undefined
  const language = languageNow(tools)
  const last = lastRanking(tools)
  const { known, fresh } = last
    ? someCandidateTerms(db, now - REACH, now, last, renewed)
    : { known: [], fresh: candidateTerms(db, now - REACH, now) }
  // The scale of scores is told by a sample of all there is: by what was drawn before and a like share of what is new.
  const step = last?.step ?? Math.max(1, Math.floor(fresh.length / SAMPLED))
  const sample = [...(last?.sample ?? []), ...drawn(fresh, step)]
  const items = [...known, ...fresh]
  const ranking = ranked(tools, language, items, new Set(sample))
  if (ranking)
    keepLastRanking(db, {
      at: last?.at ?? now,
      lookedAt: now,
      subject: subjectOf(tools),
      lastItem: items.reduce((most, { id }) => Math.max(most, id), last?.lastItem ?? 0),
      near: ranking.ranked.filter(({ score }) => ranking.height(score) >= NEAR).map(({ id }) => id),
      step,
      sample,
      scale: ranking.scale,
    })
  return ranking
}

// What stands out by less than this many spreads is not looked at again for a week: a few decisions do not lift it to
// where it would be offered.
const NEAR = 2
const LOOKED_AT_ALL = 7 * 24 * 3600_000
const SAMPLED = 2000

/** The last ranking, while it still tells what is worth looking at again. */
function lastRanking(tools: RadarTools): LastRanking | undefined {
  const last = findLastRanking(tools.db)
  const lasts = last && last.subject === subjectOf(tools) && Math.abs(tools.clock.now() - last.at) < LOOKED_AT_ALL
  return lasts ? last : undefined
}

/** What a ranking goes by besides decisions. */
function subjectOf({ db, plan }: RadarTools): string {
  const { area, words, notMine } = plan()
  const learned = findLanguage(db)?.learnedAt
  return JSON.stringify([RANKER, learned, area, words, notMine, findReplay(db)?.fallback, removedSources(db)])
}

/** One of `step` items, the same ones for the same items. */
function drawn(items: readonly Read[], step: number): number[] {
  return items.map(({ id }) => id).filter(id => (Math.imul(id, 0x9e3779b1) >>> 0) % step === 0)
}

/**
 * Ranks some items for the person as they are now, on the scale of the last whole ranking; undefined for one who said
 * nothing of what they want.
 */
export function rankItems(tools: RadarTools, items: readonly Read[]): Ranking | undefined {
  return ranked(tools, languageNow(tools), items, lastRanking(tools)?.scale)
}

function ranked(
  tools: RadarTools,
  language: Language,
  items: readonly Read[],
  by: ReadonlySet<number> | Scale | undefined,
): Ranking | undefined {
  const said = interestOf(tools)
  const interest = findReplay(tools.db)?.fallback === 'words' ? { ...said, liked: [], disliked: [] } : said
  // Words of no meaning say as little as none.
  const says = queryTerms([interest.area, ...interest.words]).length > 0
  if (!says && interest.liked.length === 0) return undefined
  return rank(language, items, interest, tools.clock.now(), shownStories(tools.db, MOST_SHOWN), by)
}

/** What the ranker is told about the person. */
function interestOf({ db, plan }: RadarTools): Interest {
  const { area, words, notMine } = plan()
  return {
    area,
    words,
    notMine,
    liked: judgedTerms(db, 'keep', MOST_LIKED),
    disliked: judgedTerms(db, 'not-for-me', MOST_DISLIKED),
  }
}

const LANGUAGE_LASTS = 30 * 24 * 3600_000
const OUTGROWN = 1.5

// What lies nearest to the core area stands for it.
const CORE = 30

/** What was published lately that lies nearest to the core area, best first, from the last ranking; none without a subject. */
export function nearestNow(tools: RadarTools): number[] {
  const last = lastRanking(tools)
  if (!last) return []
  const ids = [...new Set([...last.near, ...last.sample])]
  return (
    rankItems(tools, termsOf(tools.db, ids))
      ?.ranked.slice(0, CORE)
      .map(({ id }) => id) ?? []
  )
}

/** The language of the person's items, learned again when it is a month old or they are half as many again. */
export function languageNow({ db, clock }: RadarTools): Language {
  const found = findLanguage(db)
  const items = Math.min(countTermed(db), MOST_LEARNED_FROM)
  const age = clock.now() - (found?.learnedAt ?? 0)
  if (found && Math.abs(age) < LANGUAGE_LASTS && items < found.language.documents * OUTGROWN) return found.language
  const language = learn(sampleTerms(db, MOST_LEARNED_FROM))
  keepLanguage(db, language, clock.now())
  return language
}

/** Replays the ranker over the person's own decisions and keeps what it shows. */
export function replayNow(tools: RadarTools): void {
  const { db, clock } = tools
  keepReplay(db, replay(languageNow(tools), judgedByEdition(db), interestOf(tools)), clock.now())
}
