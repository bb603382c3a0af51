import type { Route } from '../../web/route.ts'
import type { SprintTools } from '../machine/tools.ts'
import { closeRoutes } from './close.tsx'
import { sprintRoutes } from './sprint.tsx'

export function allSprintRoutes(tools: SprintTools): Route[] {
  return [sprintRoutes, closeRoutes].flatMap(routes => routes(tools))
}
