import type { Route } from '../../web/route.ts'
import type { PlanTools } from '../tools.ts'
import { planFormRoutes } from './plan.tsx'
import { restRoutes } from './rest.tsx'

export function planRoutes(tools: PlanTools): Route[] {
  return [planFormRoutes, restRoutes].flatMap(routes => routes(tools))
}
