import { readSetting } from '../../store/setting.ts'
import { day as dayOf } from '../../time/weekly.ts'
import { decayingShare, type Routine } from '../routine.ts'
import { shareShown } from '../settings.ts'
import { everyFree, type Freed, freeOf, marksOf } from '../store/routines.ts'
import type { RoutineTools } from './tools.ts'

export function today({ clock }: Pick<RoutineTools, 'clock'>): string {
  return dayOf(clock.now(), clock.zone())
}

/** Tells whether a local day is free for a routine: by its own skips, by what frees all, or since the person is away, paused or resting. */
export function freeDaysOf({ db, free }: RoutineTools, routine: Pick<Routine, 'id'>): (day: string) => boolean {
  const [away, own] = [free(), isFreed(db, routine)]
  return day => away(day) || own(day)
}

/** Tells whether the person freed a local day of a routine: it was skipped, or all was free. */
export function isFreed(db: RoutineTools['db'], routine: Pick<Routine, 'id'>): (day: string) => boolean {
  const own = freeOf(db, routine.id)
  return day => own.some(({ first, last }) => first <= day && day <= last)
}

/** The last day on which all is free by the person's word, where today is one; undefined else. */
export function allFreeUntil(tools: RoutineTools): string | undefined {
  const day = today(tools)
  return everyFree(tools.db)
    .filter(({ of, first, last }) => of === null && first <= day && day <= last)
    .map(({ last }) => last)
    .toSorted()
    .at(-1)
}

/** The stretches to come in which all is free by the person's word. */
export function freeAhead(tools: RoutineTools): Freed[] {
  return everyFree(tools.db)
    .filter(({ of, first }) => of === null && first > today(tools))
    .toSorted((a, b) => a.first.localeCompare(b.first))
}

/** The decaying share of a routine, over 0 to 1; undefined where nothing of it happened, since no miss is drawn, and until it was asked for. */
export function shownShare(tools: RoutineTools, routine: Routine): number | undefined {
  if (!readSetting(tools.db, shareShown)) return undefined
  const marks = new Set(marksOf(tools.db, routine.id))
  return decayingShare(routine, marks, freeDaysOf(tools, routine), today(tools)) || undefined
}
