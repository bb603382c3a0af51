import { readSetting } from '../../store/setting.ts'
import { AUDITS_AN_EDITION, AUDITS_ASKED, type Checked, countChecks, drawUniformly, LEAST_CHECKS } from '../audit.ts'
import { leastCaught, mostThatMattered } from '../bound.ts'
import { whyOf } from '../edition.ts'
import { RANKER } from '../ranking/rank.ts'
import type { Replay } from '../ranking/replay.ts'
import { auditOn } from '../settings.ts'
import {
  askedAudits,
  auditsOf,
  beginPool,
  countCaught,
  countPools,
  findPool,
  keepDraw,
  noteLeftOut,
  offerAgain,
  offerNoMore,
  type Pool,
  undrawn,
} from '../store/audits.ts'
import { type Edition, lastOpened } from '../store/editions.ts'
import { findItem, type Item, itemsOf } from '../store/items.ts'
import { findReplay } from '../store/replay.ts'
import { termsOf } from '../store/terms.ts'
import { allTold } from '../store/told.ts'
import { rankItems } from './ranking.ts'
import type { RadarTools } from './tools.ts'

/**
 * Draws the random checks of an opened edition, once: unjudged ones again, then new ones, five together. With the first
 * edition a pool begins, whether or not checks are on.
 */
export function drawAudits(tools: RadarTools, edition: Edition): void {
  const { db } = tools
  const pool = poolNow(tools) ?? beginPool(db, tools.plan().area, RANKER, edition.madeAt)
  noteLeftOut(db, pool, edition.madeAt)
  if (!edition.whole) return
  if (!readSetting(db, auditOn)) {
    offerNoMore(db, pool, edition.id)
    return
  }
  const again = offerAgain(db, pool, edition.id)
  draw(tools, pool, Math.max(0, AUDITS_AN_EDITION - again), edition.madeAt, edition.id)
}

/** Draws ten more because the person asked; those asked for before and not judged yet stay. Answers what to judge. */
export function askForAudits(tools: RadarTools): Item[] {
  const pool = poolNow(tools)
  if (!pool) return []
  const until = lastOpened(tools.db, tools.clock.now())?.madeAt
  const open = lastAsked(tools).some(({ verdict }) => verdict === null)
  if (until !== undefined && !open) draw(tools, pool, AUDITS_ASKED, until, null)
  return lastAsked(tools)
}

/** What the person last asked to check, what they judged of it among it. */
export function lastAsked(tools: RadarTools): Item[] {
  const pool = poolNow(tools)
  return itemsOf(tools.db, pool ? askedAudits(tools.db, pool) : [])
}

function poolNow({ db, plan }: RadarTools): Pool | undefined {
  return findPool(db, plan().area, RANKER)
}

function draw(tools: RadarTools, pool: Pool, most: number, until: number, edition: number | null): void {
  const { db, clock } = tools
  const left = undrawn(db, pool, until)
  const drawn = drawUniformly(left, most, tools.random)
  if (drawn.length === 0) return
  const ranking = rankItems(tools, termsOf(db, drawn))
  const scores = new Map(ranking?.ranked.map(({ id, score }) => [id, score]))
  const items = drawn.map(id => ({ id, why: whyOf(findItem(db, id) as Item, ranking, scores.get(id) ?? 0) }))
  keepDraw(db, pool, items, drawn.length / left.length, edition, clock.now())
}

/** What can be said of what was left out, and how surely. */
export interface Evidence {
  readonly on: boolean
  /** When the present pool began (ms), undefined before the first edition of an area; and whether others came before. */
  readonly since: number | undefined
  readonly again: boolean
  readonly leftOut: number
  readonly checked: Checked
  /** The stories shown and kept since then. */
  readonly caught: number
  /** At most this share of what was left out mattered; undefined below 30 checks. */
  readonly share?: number
  /** At least this share of all that mattered was caught. */
  readonly floor?: number
  readonly told: { readonly caught: number; readonly all: number }
  readonly replay: Replay | undefined
}

/** Puts the evidence together. `early` states the bound below 30 checks too, because the person asked. */
export function evidenceOf(tools: RadarTools, early = false): Evidence {
  const { db, clock } = tools
  const pool = poolNow(tools)
  const last = lastOpened(db, clock.now())
  const leftOut = pool?.leftOut ?? 0
  const checked = countChecks(pool ? auditsOf(db, pool, last?.id ?? 0) : [])
  const caught = pool ? countCaught(db, pool) : 0
  const told = allTold(db)
  const stated = checked.checks >= LEAST_CHECKS || (early && checked.checks > 0)
  const share = mostThatMattered(checked.checks, checked.hits)
  return {
    on: readSetting(db, auditOn),
    since: pool?.beganAt,
    again: countPools(db) > 1,
    leftOut,
    checked,
    caught,
    ...(stated ? { share, floor: leastCaught(caught, leftOut, share) } : {}),
    told: { caught: told.filter(({ outcome }) => outcome === 'caught').length, all: told.length },
    replay: findReplay(db),
  }
}
