import { keepSetting } from '../../store/setting.ts'
import { type CheckIn, fillable, type Marks, readMark, SIGNS } from '../check-in.ts'
import { checkInOn } from '../settings.ts'
import { keepCard } from '../store/cards.ts'
import { dropCheckIn, keepCheckIn, readCheckIns } from '../store/check-ins.ts'
import { judgedTo, keepJudged } from '../store/watch.ts'
import type { SignalTools } from './tools.ts'
import { judge, today } from './watching.ts'

/** Why a check-in was not kept; nothing was changed. */
export type NotKept = 'no-mark' | 'empty' | 'too-late'

export const NOT_KEPT: Record<NotKept, string> = {
  'no-mark': 'A mark is a whole number from 0 to 10, or "-" to leave it out. Nothing was changed.',
  empty: 'Nothing was marked and nothing written, so nothing was kept.',
  'too-late': 'Today and the three days before it can be filled in; earlier ones stay as they are.',
}

/** Reads five marks as typed, in the order of the signs. */
export function readMarks(typed: readonly string[]): Marks | undefined {
  const marks = SIGNS.map((sign, at) => [sign, readMark(typed[at] ?? '')] as const)
  return marks.some(([, mark]) => mark === undefined) ? undefined : (Object.fromEntries(marks) as Marks)
}

/** Keeps the check-in of a day and looks whether a warning is due. The day keeps the label it was given first. */
export function checkIn(tools: SignalTools, day: string, typed: readonly string[], line: string): NotKept | undefined {
  const { db, clock, random } = tools
  const marks = readMarks(typed)
  if (!marks) return 'no-mark'
  if (!fillable(today(tools)).includes(day)) return 'too-late'
  if (line.trim() === '' && SIGNS.every(sign => marks[sign] === null)) return 'empty'
  db.transaction(() => {
    // What was said before the watch began is learned from, and judged no more.
    if (judgedTo(db) === undefined) keepJudged(db, day)
    keepCheckIn(db, { day, marks, line, label: random(), answeredAt: clock.now() })
    judge(tools)
  })
  return undefined
}

/** Takes a day's check-in away. */
export function takeAway({ db }: SignalTools, day: string): boolean {
  return dropCheckIn(db, day)
}

/** Turns the asking on from today, or off. What was said stays. */
export function ask(tools: SignalTools, on: boolean): void {
  const { db } = tools
  keepSetting(db, checkInOn, on ? 'yes' : 'no')
  const day = today(tools)
  if (on) keepCard(db, { kind: 'asking', day, word: 'on', saidOn: day })
}

/** The check-in of a day, if there is one. */
export function checkInOf({ db }: SignalTools, day: string): CheckIn | undefined {
  return readCheckIns(db).find(one => one.day === day)
}
