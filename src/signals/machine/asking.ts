import { localDay } from '../../time/window.ts'
import { dayNumber, dayOf } from '../check-in.ts'
import { readCards } from '../store/cards.ts'
import { type GivenWarning, readWarnings } from '../store/watch.ts'
import { looks, stands } from '../strain.ts'
import type { SignalTools } from './tools.ts'
import { checkInDue, readKnown, today } from './watching.ts'

/** What signals would ask on the first page: at most one thing. Days are YYYY-MM-DD. */
export type Asking =
  | { readonly kind: 'check-in' }
  | { readonly kind: 'heavy'; readonly day: string }
  | { readonly kind: 'level'; readonly day: string }
  | { readonly kind: 'ledger'; readonly day: string; readonly warning: GivenWarning }

const WEEK = 7
const MONTH = 30

/** The warning whose line stands on the first page: until it is hidden, or no longer stands, or a month is over. */
export function tellingWarning(tools: SignalTools): GivenWarning | undefined {
  const now = dayNumber(today(tools))
  const known = readKnown(tools)
  const [last, given] = [readWarnings(tools.db).at(-1), known.warnings.at(-1)]
  return last && given && last.hiddenAt === null && now < given.day + MONTH && stands(known, given, now)
    ? last
    : undefined
}

/** What is due, if something is. A card that was passed by for a week is gone; after one that was answered none comes that day. */
export function dueAsking(tools: SignalTools): Asking | undefined {
  const { db } = tools
  const now = dayNumber(today(tools))
  const warnings = readWarnings(db)
  const known = readKnown(tools)
  if (checkInDue(tools)) return { kind: 'check-in' }
  const cards = readCards(db)
  const saidNow = cards.some(({ kind, saidOn }) => kind !== 'asking' && dayNumber(saidOn) === now)
  if (saidNow) return undefined
  const open = (kind: string, day: number) =>
    day <= now && now < day + WEEK && !cards.some(card => card.kind === kind && card.day === dayOf(day))
  const { feeling, at } = tools.welcome()
  const heavy = at === null ? undefined : dayNumber(localDay(at, tools.clock.zone()).toString()) + WEEK
  if (feeling === 'heavy' && heavy !== undefined && open('heavy', heavy)) return { kind: 'heavy', day: dayOf(heavy) }
  const look = looks(known).at(-1)
  const resting = tools.rests().has(dayOf(now))
  if (look?.high && !resting && open('level', look.day)) return { kind: 'level', day: dayOf(look.day) }
  if (known.stillHeavy !== undefined && !resting && open('level', known.stillHeavy + 1))
    return { kind: 'level', day: dayOf(known.stillHeavy + 1) }
  for (const warning of warnings) {
    const asked = dayNumber(warning.day) + MONTH
    if (warning.real === null && open('ledger', asked)) return { kind: 'ledger', day: dayOf(asked), warning }
  }
  return undefined
}
