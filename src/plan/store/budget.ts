import type { Database } from '../../store/database.ts'
import { readSetting } from '../../store/setting.ts'
import type { BudgetWord } from '../budget.ts'
import { onHeavierWeeks } from '../settings.ts'
import { readPlan } from './plan.ts'
import { readRests } from './rest.ts'

/** Everything but strain that decides on the minutes of an edition made at `now` (ms). */
export function readBudget(db: Database, now: number) {
  return {
    plan: readPlan(db),
    rests: readRests(db),
    choice: readSetting(db, onHeavierWeeks),
    word: presentWord(db, now),
  }
}

/** What the person said last about the length of editions, if it still holds at `now` (ms). */
function presentWord(db: Database, now: number): BudgetWord['word'] | undefined {
  return db.get<BudgetWord>('SELECT word FROM edition_word WHERE until > ? ORDER BY id DESC LIMIT 1', now)?.word
}

/** Keeps the person's word on the length of the editions until a moment (ms). */
export function keepWord(db: Database, { word, until }: BudgetWord, now: number): void {
  db.run('INSERT INTO edition_word (word, until, said_at) VALUES (?, ?, ?)', word, until, now)
}

/** Every word the person said on the length of editions, oldest first. */
export function everyWord(db: Database): (BudgetWord & { readonly saidAt: number })[] {
  return db.all('SELECT word, until, said_at AS saidAt FROM edition_word ORDER BY id')
}
