import type { App } from './app.ts'
import { standing } from './boundaries/machine/standing.ts'
import { Aside } from './boundaries/pages/aside.tsx'
import { BACK, WORD_HOLDS } from './plan/budget.ts'
import { HeavierForm, WeekForm } from './plan/pages/rest.tsx'
import { restOn } from './plan/rest.ts'
import { everyWord, readBudget } from './plan/store/budget.ts'
import { strains, today } from './signals/machine/watching.ts'
import { signalAside } from './signals/pages/aside.tsx'
import { readCards } from './signals/store/cards.ts'
import { localDay } from './time/window.ts'

/** What stands under the first page's sentence: at most one thing of everything that could be said or asked. */
export function OneThing({ app }: { app: App }) {
  if (standing(app.boundaries, 1).opening) return <Aside tools={app.boundaries} />
  return signalAside(app.signals) ?? budgetAside(app) ?? <Aside tools={app.boundaries} />
}

/** What heavier weeks do to editions: asked once when it first comes up, and then as the person wants it. */
function budgetAside({ signals, db, machine: { clock } }: App) {
  const now = clock.now()
  const { choice, word, rests } = readBudget(db, now)
  if (choice === 'shorter' || choice === 'leave' || word !== undefined) return undefined
  if (restOn(rests, localDay(now, clock.zone()).toString())) return undefined
  const lately = strains(signals, BACK)
  const heavy = (strain: string | undefined) => strain === 'changed' || strain === 'strained'
  if (!heavy(lately.at(-1)) || readCards(db).some(({ kind, saidOn }) => kind !== 'asking' && saidOn === today(signals)))
    return undefined
  // Passed by for a week, it is gone until heavier days begin again, or the person's word has run out.
  const lastWord = everyWord(db).at(-1)
  const begun = !heavy(lately[0])
  const ranOut = lastWord !== undefined && now - lastWord.until < WORD_HOLDS
  if (choice === 'unasked') return begun ? <HeavierForm chosen="" back="today" /> : undefined
  return begun || ranOut ? <WeekForm /> : undefined
}
