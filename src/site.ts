import type { App } from './app.ts'
import { isOff } from './boundaries/machine/standing.ts'
import { tend } from './boundaries/machine/tend.ts'
import { boundaryRoutes } from './boundaries/pages/all.ts'
import { eveningPage } from './boundaries/pages/evening.tsx'
import { unlocks } from './boundaries/pages/unlock.ts'
import { isInFoot } from './circle/machine/telling.ts'
import { UNSEEN } from './circle/machine/tending.ts'
import { circleRoutes } from './circle/pages/all.ts'
import { circleOn } from './circle/settings.ts'
import { helpRoutes } from './help.tsx'
import { explain } from './machine.ts'
import { offerRoutes } from './offer.tsx'
import { planRoutes } from './plan/pages/all.ts'
import type { PlanTools } from './plan/tools.ts'
import { quarterRoutes } from './quarter-page.tsx'
import { radarRoutes } from './radar/pages/all.ts'
import { freeRoutes } from './routines/pages/free.tsx'
import { routineRoutes } from './routines/pages/routines.tsx'
import { routinesOn } from './routines/settings.ts'
import { makeSchedule, type Schedule } from './schedule.ts'
import { settingsRoutes } from './settings.tsx'
import { shorterRoutes } from './shorter.tsx'
import { today } from './signals/machine/watching.ts'
import { signalRoutes } from './signals/pages/all.ts'
import { eveningAside } from './signals/pages/aside.tsx'
import { checkInOn } from './signals/settings.ts'
import { keepCard } from './signals/store/cards.ts'
import { allSprintRoutes } from './sprints/pages/all.ts'
import { sprintsOn } from './sprints/settings.ts'
import { readSetting } from './store/setting.ts'
import { todayRoutes } from './today.tsx'
import type { Route } from './web/route.ts'
import type { WebOptions } from './web/server.tsx'
import { weekRoutes } from './week-page.tsx'
import { welcomeRoutes } from './welcome.tsx'

/** What the web server needs: every feature's routes, joined, and the schedule that runs beside it. */
export function webOf(
  app: App,
  hooks: { deleted: () => void; openSample?: () => Promise<string> },
): { options: WebOptions; schedule: Schedule } {
  const { machine, radar, db, boundaries } = app
  const schedule = makeSchedule(radar, machine.report, () => {
    if (readSetting(db, circleOn)) app.circle.tendSoon(UNSEEN)
    tend(boundaries)
  })
  const plan: PlanTools = {
    db,
    clock: machine.clock,
    said: (kind, day, word) => keepCard(db, { kind, day, word, saidOn: today(app.signals) }),
  }
  const routes: Route[] = [
    ...todayRoutes(app, schedule),
    ...welcomeRoutes(app, schedule, hooks.openSample),
    ...radarRoutes(radar),
    ...planRoutes(plan),
    ...signalRoutes(app.signals),
    ...routineRoutes(app.routines),
    ...freeRoutes(app.routines),
    ...allSprintRoutes(app.sprints),
    ...shorterRoutes(app),
    ...weekRoutes(app),
    ...quarterRoutes(app),
    ...offerRoutes(app),
    ...circleRoutes(app.circle),
    ...boundaryRoutes(boundaries),
    ...settingsRoutes(app, hooks.deleted),
    ...helpRoutes(() => today(app.signals)),
  ]
  return {
    options: {
      routes,
      session: app.session,
      port: machine.port,
      explain,
      unlocks: (key, context) => unlocks(boundaries, key, context),
      offTime: {
        is: () => isOff(boundaries),
        page: context => eveningPage(boundaries, context, eveningAside(app.signals)),
      },
      places: () => [
        ...(readSetting(db, checkInOn) ? ([['/signals', 'Your days']] as const) : []),
        ...(readSetting(db, sprintsOn) ? ([['/sprint', 'Sprint']] as const) : []),
        ...(readSetting(db, routinesOn) ? ([['/routines', 'Not work']] as const) : []),
        ...(isInFoot(app.circle) ? ([['/circle', 'Circle']] as const) : []),
      ],
      report: machine.report,
      ...(machine.banner ? { banner: machine.banner } : {}),
    },
    schedule,
  }
}
