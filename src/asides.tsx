import type { App } from './app.ts'
import { standing } from './boundaries/machine/standing.ts'
import { boundaryAside } from './boundaries/pages/aside.tsx'
import { mindOffs } from './boundaries/store/sensors.ts'
import { lastShutdown } from './boundaries/store/thoughts.ts'
import { circleAside } from './circle/pages/aside.tsx'
import { circleOn } from './circle/settings.ts'
import { noteMoments } from './circle/store/entries.ts'
import { putOffs } from './circle/store/put-off.ts'
import { offerAside } from './offer.tsx'
import { BACK, WORD_HOLDS } from './plan/budget.ts'
import { HeavierForm, WeekForm } from './plan/pages/rest.tsx'
import { restAhead } from './plan/rest.ts'
import { everyWord, readBudget } from './plan/store/budget.ts'
import { firstOpenedIn } from './radar/store/opened.ts'
import { strains, today } from './signals/machine/watching.ts'
import { signalAside } from './signals/pages/aside.tsx'
import { readCards } from './signals/store/cards.ts'
import { readCheckIns } from './signals/store/check-ins.ts'
import { recallDue } from './sprints/machine/sprinting.ts'
import { answersOf, readSprints } from './sprints/store/sprints.ts'
import { readSetting } from './store/setting.ts'
import { startOfDay } from './time/weekly.ts'
import { localDay } from './time/window.ts'

/** What stands under the first page's sentence: at most one thing of everything that could be said or asked. */
export function OneThing({ app }: { app: App }) {
  const enough = answeredToday(app) >= MOST_ASKS
  if (standing(app.boundaries, 1).opening || enough) return boundaryAside(app.boundaries, !enough) ?? null
  return (
    signalAside(app.signals) ??
    budgetAside(app) ??
    recallAside(app) ??
    circle(app) ??
    boundaryAside(app.boundaries, true) ??
    offerAside(app) ??
    null
  )
}

const MOST_ASKS = 2

/** How many questions the person has answered today, of whatever feature: after two there is no other. */
function answeredToday({ signals, db, machine: { clock } }: App): number {
  const now = today(signals)
  const isToday = (moment: number) => localDay(moment, clock.zone()).toString() === now
  // The morning question is the check-in's sixth key: one form, and one moment; asked alone it is one more.
  const mornings = new Set([...readCheckIns(db), ...mindOffs(db)].map(({ answeredAt }) => answeredAt).filter(isToday))
  const shutdown = lastShutdown(db)
  return (
    mornings.size +
    readCards(db).filter(({ kind, saidOn }) => kind !== 'asking' && saidOn === now).length +
    Number(shutdown !== undefined && isToday(shutdown.begunAt)) +
    [...noteMoments(db), ...putOffs(db)].filter(isToday).length +
    readSprints(db).filter(({ id }) =>
      answersOf(db, id).some(({ afterDays, answeredOn }) => afterDays > 0 && answeredOn === now),
    ).length
  )
}

/** What a circle asks or tells, once it was turned on. */
function circle({ circle, db }: App) {
  return readSetting(db, circleOn) ? circleAside(circle) : undefined
}

/**
 * What is left of a sprint, a week and a month after it: asked until the first day on which an edition is opened is over, since
 * what is passed by is not asked again. On the page of sprints it stands as long as it may be answered.
 */
function recallAside({ sprints, db, machine: { clock } }: App) {
  const due = recallDue(sprints)
  const zone = clock.zone()
  const since = due && startOfDay(due.since, zone)
  const opened = since === undefined ? undefined : firstOpenedIn(db, since, clock.now() + 1)
  const isPassed = opened !== undefined && localDay(opened, zone).toString() !== localDay(clock.now(), zone).toString()
  return due && !isPassed ? (
    <p class="end">
      <a href="/sprint/again">What is left of “{due.sprint.topic}”?</a>
    </p>
  ) : undefined
}

/** What heavier weeks do to editions: asked once when it first comes up, and then as the person wants it. */
function budgetAside({ signals, db, machine: { clock } }: App) {
  const now = clock.now()
  const { choice, word, rests } = readBudget(db, now)
  if (choice === 'shorter' || choice === 'leave' || word !== undefined) return undefined
  // The rest after a sprint begins tomorrow, and nothing is asked that would end it.
  if (restAhead(rests, localDay(now, clock.zone()).toString())) return undefined
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
