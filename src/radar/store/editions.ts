import * as v from 'valibot'
import { minutesFor } from '../../plan/budget.ts'
import type { Database } from '../../store/database.ts'
import type { Composed } from '../edition.ts'
import type { Shown } from '../ranking/chance.ts'
import { auditsIn } from './audits.ts'
import { findItem, type Item, LAST_WORDS } from './items.ts'

export interface Edition {
  readonly id: number
  /** The edition time it belongs to (ms). */
  readonly slot: number
  readonly madeAt: number
  readonly openedAt: number | null
  /** Its budget in minutes. */
  readonly minutes: number
  /** False for the short one that ends welcome. */
  readonly whole: boolean
  /** How many others came in the time it covers. */
  readonly passed: number
  /** It holds less than its minutes because nothing else was good enough. */
  readonly thin: boolean
  /** It was made with fewer minutes than planned, on purpose. */
  readonly shorter: boolean
  readonly stories: readonly Story[]
  /** The one from far outside, in the edition of the wander hour: it is none of its stories. */
  readonly wander: Story | undefined
  /** Left-out items drawn at random, which stand among the stories unmarked. */
  readonly checks: readonly Story[]
}

export interface Story {
  readonly position: number
  readonly item: Item
  readonly minutes: number
  /** Other items that tell the same. */
  readonly also: readonly Item[]
  readonly why: Why
}

const WhyRow = v.object({
  words: v.array(v.string()),
  like: v.optional(v.number()),
  thing: v.optional(v.string()),
  pulled: v.optional(v.boolean()),
  wander: v.optional(v.boolean()),
  odds: v.optional(v.number()),
  chance: v.optional(v.number()),
})
/**
 * Why a story is here: words that spoke for it, the kept item it resembles, the thing one runs, or one's own hand; and the
 * odds (their logarithm) and chance that it had.
 */
export type Why = v.InferOutput<typeof WhyRow>

function readWhy(text: string): Why {
  return v.parse(WhyRow, JSON.parse(text))
}

interface Row {
  id: number
  slot: number
  made_at: number
  opened_at: number | null
  minutes: number
  whole: number
  passed: number
  thin: number
  shorter: number
}

/** The edition of a slot. */
export function editionOf(db: Database, slot: number): Edition | undefined {
  const row = db.get<Row>('SELECT * FROM edition WHERE slot = ?', slot)
  return row && fromRow(db, row)
}

/** The last edition made up to a moment (ms). */
export function lastEdition(db: Database, until: number): Edition | undefined {
  const row = db.get<Row>('SELECT * FROM edition WHERE made_at <= ? ORDER BY made_at DESC, id DESC LIMIT 1', until)
  return row && fromRow(db, row)
}

// A clock may be set back by as much; what lies further ahead was made by a clock gone wrong.
export const MOST_SET_BACK = 8 * 24 * 3600_000

/** The last opened edition as of now (ms), of a slot before `slot`; undefined when there is none. */
export function lastOpened(
  db: Database,
  now: number,
  slot = Number.MAX_SAFE_INTEGER,
): { id: number; slot: number; madeAt: number } | undefined {
  return db.get(
    `SELECT id, slot, made_at AS madeAt FROM edition WHERE opened_at IS NOT NULL AND slot < ? AND made_at <= ?
     ORDER BY slot DESC LIMIT 1`,
    slot,
    now + MOST_SET_BACK,
  )
}

function fromRow(db: Database, row: Row): Edition {
  const stories = db.all<{ position: number; item_id: number; minutes: number; also: string; why: string }>(
    'SELECT * FROM edition_story WHERE edition_id = ? ORDER BY position',
    row.id,
  )
  const told = stories.flatMap(story => {
    const item = findItem(db, story.item_id)
    if (!item) return []
    const also = v.parse(v.array(v.number()), JSON.parse(story.also))
    return {
      position: story.position,
      item,
      minutes: story.minutes,
      also: also.flatMap(id => findItem(db, id) ?? []),
      why: readWhy(story.why),
    }
  })
  return {
    id: row.id,
    slot: row.slot,
    madeAt: row.made_at,
    openedAt: row.opened_at,
    minutes: row.minutes,
    whole: row.whole === 1,
    passed: row.passed,
    thin: row.thin === 1,
    shorter: row.shorter === 1,
    checks: auditsIn(db, row.id).flatMap(({ id, why }, at) => {
      const item = findItem(db, id)
      return item
        ? [{ position: at, item, minutes: minutesFor(item.kind, item.words), also: [], why: readWhy(why) }]
        : []
    }),
    stories: told.filter(({ why }) => !why.wander),
    wander: told.find(({ why }) => why.wander),
  }
}

/** Keeps an edition for a slot. One that is there already stays as it is, so that asking again gives the same. */
export function keepEdition(
  db: Database,
  edition: Omit<Edition, 'id' | 'stories' | 'wander' | 'checks' | 'openedAt'>,
  composed: Composed,
): Edition {
  return db.transaction(() => {
    const there = editionOf(db, edition.slot)
    if (there) return there
    const { id } = db.run(
      'INSERT INTO edition (slot, made_at, minutes, whole, passed, thin, shorter) VALUES (?, ?, ?, ?, ?, ?, ?)',
      edition.slot,
      edition.madeAt,
      edition.minutes,
      Number(edition.whole),
      edition.passed,
      Number(edition.thin),
      Number(edition.shorter),
    )
    addStories(db, id, 1, composed)
    for (const { theme, items } of composed.themes) {
      db.run('INSERT OR IGNORE INTO edition_theme (edition_id, theme, items) VALUES (?, ?, ?)', id, theme, items)
    }
    return editionOf(db, edition.slot) as Edition
  })
}

/** Takes an edition away that nobody has opened: nothing of it counts as shown. */
export function forgetEdition(db: Database, id: number): void {
  db.transaction(() => {
    if (!db.get('SELECT 1 FROM edition WHERE id = ? AND opened_at IS NULL', id)) return
    db.run('DELETE FROM edition_theme WHERE edition_id = ?', id)
    db.run('DELETE FROM edition_story WHERE edition_id = ?', id)
    db.run('DELETE FROM edition WHERE id = ?', id)
  })
}

/** Adds stories to the end of an edition that is only begun, or shorter on purpose, and makes it whole. */
export function completeEdition(
  db: Database,
  edition: Edition,
  minutes: number,
  thin: boolean,
  composed: Composed,
): void {
  db.transaction(() => {
    if (db.get('SELECT 1 FROM edition WHERE id = ? AND whole = 1 AND shorter = 0', edition.id)) return
    addStories(db, edition.id, lastPosition(db, edition.id) + 1, composed)
    const passed = Math.max(0, edition.passed - composed.stories.length)
    db.run(
      'UPDATE edition SET whole = 1, shorter = 0, minutes = ?, thin = ?, passed = ? WHERE id = ?',
      minutes,
      Number(thin),
      passed,
      edition.id,
    )
    if (edition.openedAt !== null) markShown(db, edition.id)
  })
}

function lastPosition(db: Database, editionId: number): number {
  return (
    db.get<{ n: number | null }>('SELECT max(position) AS n FROM edition_story WHERE edition_id = ?', editionId)?.n ?? 0
  )
}

function addStories(db: Database, editionId: number, from: number, composed: Composed): void {
  composed.stories.forEach((story, at) => {
    db.run(
      'INSERT OR IGNORE INTO edition_story (edition_id, position, item_id, minutes, also, why) VALUES (?, ?, ?, ?, ?, ?)',
      editionId,
      from + at,
      story.id,
      story.minutes,
      JSON.stringify(story.also),
      JSON.stringify(story.why),
    )
  })
}

/** The person opened an edition: from now on its stories count as shown. Answers whether it was opened just now. */
export function openEdition(db: Database, id: number, now: number): boolean {
  return db.transaction(() => {
    const { changes } = db.run('UPDATE edition SET opened_at = ? WHERE id = ? AND opened_at IS NULL', now, id)
    markShown(db, id)
    return changes > 0
  })
}

function markShown(db: Database, editionId: number): void {
  db.run(
    `UPDATE item SET shown_in = ?1 WHERE shown_in IS NULL AND (
       id IN (SELECT item_id FROM edition_story WHERE edition_id = ?1)
       OR id IN (SELECT value FROM edition_story, json_each(also) WHERE edition_id = ?1))`,
    editionId,
  )
}

/** Puts a left-out item at the end of an edition, by the person's own hand. Answers whether it was not there yet. */
export function pullIn(db: Database, edition: Edition, itemId: number, minutes: number): boolean {
  return db.transaction(() => {
    if (db.get('SELECT 1 FROM edition_story WHERE edition_id = ? AND item_id = ?', edition.id, itemId)) return false
    addLast(db, edition, itemId, minutes, { words: [], pulled: true })
    return true
  })
}

/** Puts an item from far outside beside an edition's stories. */
export function keepWander(db: Database, edition: Edition, itemId: number, minutes: number): void {
  db.transaction(() => {
    if (db.get("SELECT 1 FROM edition_story WHERE edition_id = ? AND why ->> 'wander'", edition.id)) return
    addLast(db, edition, itemId, minutes, { words: [], wander: true })
  })
}

function addLast(db: Database, { id, openedAt }: Edition, itemId: number, minutes: number, why: Why): void {
  db.run(
    "INSERT OR IGNORE INTO edition_story (edition_id, position, item_id, minutes, also, why) VALUES (?, ?, ?, ?, '[]', ?)",
    id,
    lastPosition(db, id) + 1,
    itemId,
    minutes,
    JSON.stringify(why),
  )
  if (openedAt !== null) markShown(db, id)
}

/** Takes it out again, unless something was said of it. */
export function dropWander(db: Database, { id, wander }: Edition): void {
  if (!wander || wander.item.verdict !== null) return
  db.transaction(() => {
    db.run("DELETE FROM edition_story WHERE edition_id = ? AND item_id = ? AND why ->> 'wander'", id, wander.item.id)
    db.run('UPDATE item SET shown_in = NULL WHERE id = ? AND shown_in = ?', wander.item.id, id)
  })
}

/** What one wandered to before, the last first. */
export function wandered(db: Database): number[] {
  return db
    .all<{ id: number }>(
      "SELECT item_id AS id FROM edition_story WHERE why ->> 'wander' ORDER BY edition_id DESC LIMIT 20",
    )
    .map(({ id }) => id)
}

/** Whether an edition after a moment (ms) had its story from far outside. */
export function wanderedSince(db: Database, since: number): boolean {
  return (
    db.get(
      "SELECT 1 FROM edition_story JOIN edition ON edition.id = edition_id WHERE why ->> 'wander' AND slot > ? LIMIT 1",
      since,
    ) !== undefined
  )
}

/** Puts a pulled-in item back among the left-out. */
export function putBack(db: Database, edition: Edition, itemId: number): boolean {
  return db.transaction(() => {
    const { changes } = db.run(
      "DELETE FROM edition_story WHERE edition_id = ? AND item_id = ? AND why ->> 'pulled'",
      edition.id,
      itemId,
    )
    if (changes > 0) db.run('UPDATE item SET shown_in = NULL WHERE id = ? AND shown_in = ?', itemId, edition.id)
    return changes > 0
  })
}

/** The themes of what the last edition left out, largest first. */
export function themes(db: Database): { theme: string; items: number }[] {
  return db.all(
    `SELECT theme, items FROM edition_theme
     WHERE edition_id = (SELECT id FROM edition ORDER BY slot DESC LIMIT 1) ORDER BY items DESC, theme`,
  )
}

/** All editions a step at a time, for the export. */
export function* everyEdition(db: Database): Generator<Edition> {
  for (const row of db.all<Row>('SELECT * FROM edition ORDER BY slot')) yield fromRow(db, row)
}

/** When the edition that showed an item was made (ms); undefined when none did. */
export function editionShowing(db: Database, item: number): number | undefined {
  return db.get<{ at: number }>(
    'SELECT made_at AS at FROM item JOIN edition ON edition.id = shown_in WHERE item.id = ?',
    item,
  )?.at
}

/**
 * The stories that opened editions chose and the person judged, with the odds each had and whether it was kept: the last
 * `most`. What nobody said a word of tells nothing: many read without ever keeping.
 */
export function shownStories(db: Database, most: number): Shown[] {
  return db
    .all<{ odds: number; kept: number }>(
      `SELECT why ->> 'odds' AS odds, verdict = 'keep' AS kept
       FROM edition_story JOIN edition ON edition.id = edition_id
       JOIN ${LAST_WORDS} latest ON latest.item_id = edition_story.item_id
       WHERE opened_at IS NOT NULL AND verdict <> 'undone' AND why ->> 'odds' IS NOT NULL
       ORDER BY edition_id DESC, position LIMIT ?`,
      most,
    )
    .map(({ odds, kept }) => ({ odds, kept: kept === 1 }))
}
