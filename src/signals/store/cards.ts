import type { Database } from '../../store/database.ts'

/** What asks once: a level that stays high, a heavy beginning, the ledger, the length of editions; and being asked at all. */
export type CardKind = 'level' | 'heavy' | 'ledger' | 'editions' | 'asking' | 'offer'

export interface Card {
  readonly kind: CardKind
  /** The day it was due, YYYY-MM-DD. */
  readonly day: string
  readonly word: string
  readonly saidOn: string
}

/** What the person said to the cards, oldest first. */
export function readCards(db: Database): Card[] {
  return db.all<Card>('SELECT kind, day, word, said_on AS saidOn FROM card ORDER BY said_on, kind')
}

export function keepCard(db: Database, { kind, day, word, saidOn }: Card): void {
  db.run('INSERT OR REPLACE INTO card (kind, day, word, said_on) VALUES (?, ?, ?, ?)', kind, day, word, saidOn)
}
