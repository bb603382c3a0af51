import { decode } from '../decode.ts'
import { canonical, readLink } from '../link.ts'
import { decide, undo } from '../store/decisions.ts'
import { lastOpened } from '../store/editions.ts'
import { findByKeys, findItem, type Item, keepAlone, seenAt } from '../store/items.ts'
import { forgetTold, keepTold, type Outcome, wasShown } from '../store/told.ts'
import { countWords, plainText, shorten, titleOf } from '../text.ts'
import type { RadarTools } from './tools.ts'

/** What became of a link that was told elsewhere, or what to tell the person. */
export type Told =
  | { readonly item: Item; readonly outcome: Outcome | 'early'; readonly added: boolean }
  | { readonly problem: string }

/**
 * Takes something that reached the person another way and mattered: looks whether an edition had it, counts it, and
 * keeps it, so that the ranker learns from it. What no source carries is asked for at its address.
 */
export async function tellElsewhere(tools: RadarTools, typed: string): Promise<Told> {
  const { db, clock } = tools
  const link = readLink(typed.trim())
  if (!link) return { problem: `“${shorten(typed, 100)}” is not a web address. It begins with https://` }
  const known = findByKeys(db, [`link:${canonical(link)}`])
  const id = known ?? keepAlone(db, await itemAt(tools, link), clock.now())
  const outcome = known === undefined ? 'not-carried' : outcomeOf(tools, id)
  if (outcome === 'early') return { item: findItem(db, id) as Item, outcome, added: false }
  const added = db.transaction(() => {
    const kept = findItem(db, id)?.verdict !== 'keep' && decide(db, id, 'keep', clock.now())
    return keepTold(db, id, outcome, kept, clock.now())
  })
  return { item: findItem(db, id) as Item, outcome, added }
}

/** Takes back that an item was told elsewhere, and the keeping where telling it did that. */
export function untell({ db, clock }: RadarTools, item: number): void {
  db.transaction(() => {
    if (forgetTold(db, item)?.kept) undo(db, item, clock.now())
  })
}

/** Takes back the last word on an item, and that it was told elsewhere. Answers whether there was one. */
export function takeBack({ db, clock }: RadarTools, item: number): boolean {
  return db.transaction(() => {
    const told = forgetTold(db, item)
    return undo(db, item, clock.now()) || told !== undefined
  })
}

/** What came after the last edition was made may still be in the next. */
function outcomeOf({ db, clock }: RadarTools, id: number): Outcome | 'early' {
  if (wasShown(db, id)) return 'caught'
  return seenAt(db, id) > (lastOpened(db, clock.now())?.madeAt ?? 0) ? 'early' : 'left-out'
}

async function itemAt({ get, clock }: RadarTools, link: string) {
  const answer = await get({ address: link })
  const html = 'failure' in answer || answer.status !== 200 ? '' : decode(answer.body, answer.headers['content-type'])
  const text = plainText(html)
  return {
    kind: 'story' as const,
    link,
    title: titleOf(html) || link,
    text,
    authors: '',
    publishedAt: clock.now(),
    words: countWords(text),
    keys: [`link:${canonical(link)}`],
  }
}
