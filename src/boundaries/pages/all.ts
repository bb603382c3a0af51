import type { Route } from '../../web/route.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { browserRoutes } from './browser.tsx'
import { calendarRoutes } from './calendar.tsx'
import { eveningRoutes } from './evening.tsx'
import { eveningsRoutes } from './evenings.tsx'
import { offRoutes } from './off.tsx'
import { sensorRoutes } from './sensors.tsx'
import { shutdownRoutes } from './shutdown.tsx'
import { terminalRoutes } from './terminal.tsx'
import { workdayRoutes } from './workday.tsx'

export function boundaryRoutes(tools: BoundaryTools): Route[] {
  return [
    eveningRoutes,
    offRoutes,
    workdayRoutes,
    shutdownRoutes,
    browserRoutes,
    terminalRoutes,
    calendarRoutes,
    eveningsRoutes,
    sensorRoutes,
  ].flatMap(routes => routes(tools))
}
