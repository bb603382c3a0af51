import type { Ranking } from '../ranking/rank.ts'
import { ASLEEP, BASELINE, isAbout, isTelling, signsOf, trendsAt, WINDOW } from '../shelf.ts'
import { matchQuery } from '../store/items.ts'
import {
  asleep,
  type HeardRow,
  heardBetween,
  layBack,
  type Shelved,
  settle,
  shelve,
  shelvedSince,
  speakingOf,
} from '../store/shelf.ts'
import type { RadarTools } from './tools.ts'

const MOST_NAME = 80
// Trends of a busy month show in as many titles as well.
const MOST_HEARD = 10_000
// What was shelved this lately is not shelved again when it bursts on.
const LATELY = 35 * 24 * 3600_000

/** Shelves something by name because the person said so; answers what is wrong with the name when it can't be. */
export function shelveByHand(
  { db, clock, plan }: RadarTools,
  typed: string,
  until?: number,
): Shelved | { readonly problem: string } {
  const name = typed.trim().replace(/\s+/g, ' ').slice(0, MOST_NAME)
  const now = clock.now()
  if (!isTelling(name)) return { problem: 'Name something by a word of its own, as “agent frameworks” or “GPT-5”.' }
  if (isAbout({ title: [plan().area, ...plan().words].join('. '), text: '' }, name))
    return { problem: `“${name}” is in your core area. To rest from that, there is the pause in the settings.` }
  return shelve(db, { name, byHand: true, why: '', wakesAt: until ?? now + ASLEEP }, now)
}

/** Lays something that woke or was taken back to sleep again: until its date, or two weeks when that has gone by. */
export function sleepAgain({ db, clock }: RadarTools, id: number): boolean {
  return layBack(db, id, clock.now(), clock.now() + ASLEEP)
}

/** Wakes or fades what has slept its time, then shelves what bursts outside the core area. */
export function tendShelf(tools: RadarTools, ranking: Ranking | undefined): void {
  const { db, clock } = tools
  const now = clock.now()
  for (const entry of asleep(db)) if (entry.wakesAt <= now) wake(tools, entry)
  if (!ranking) return
  const near = new Set(ranking.ranked.filter(({ score }) => ranking.offers(score)).map(({ id }) => id))
  const heard = heardBetween(db, now - WINDOW - BASELINE, now, MOST_HEARD).map(row => ({
    ...row,
    voice: voiceOf(row),
    near: near.has(row.id) || row.mine === 1,
  }))
  const known = shelvedSince(db, now - LATELY)
  for (const { name, voices, expected } of trendsAt(heard, now)) {
    const there = known.some(
      one => isAbout({ title: one.name, text: '' }, name) || isAbout({ title: name, text: '' }, one.name),
    )
    if (there || isAbout({ title: [tools.plan().area, ...tools.plan().words].join('. '), text: '' }, name)) continue
    const why = `${voices} voices in a week, where about ${Math.max(1, Math.round(expected))} would be usual`
    shelve(db, { name, byHand: false, why, wakesAt: now + ASLEEP }, now)
  }
}

function wake({ db, clock, plan }: RadarTools, entry: Shelved): void {
  const query = matchQuery(`"${entry.name}"`)
  const since = (query ? speakingOf(db, query, entry.shelvedAt - WINDOW, entry.wakesAt) : [])
    .filter(row => isAbout(row, entry.name))
    .map(row => ({ ...row, voice: voiceOf(row), kept: row.verdict === 'keep' }))
  const signs = signsOf(entry, since, [plan().area, ...plan().words].join('. '))
  settle(db, entry.id, signs.length > 0 ? 'awake' : 'faded', signs, clock.now())
}

/** Papers speak for their authors, everything else for its publisher. */
function voiceOf({ kind, authors, source }: Pick<HeardRow, 'kind' | 'authors' | 'source'>): string {
  return kind === 'paper' && authors ? `by ${authors.split(',')[0]}` : `from ${source}`
}
