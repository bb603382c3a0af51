import type { Route } from '../../web/route.ts'
import type { RadarTools } from '../machine/tools.ts'
import { editionRoutes } from './edition.tsx'
import { evidenceRoutes } from './evidence.tsx'
import { keptRoutes } from './kept.tsx'
import { leftOutRoutes } from './left-out.tsx'
import { shelfRoutes } from './shelf.tsx'
import { sourceRoutes } from './sources.tsx'
import { wanderRoutes } from './wander.tsx'

export function radarRoutes(tools: RadarTools): Route[] {
  return [
    ...editionRoutes(tools),
    ...leftOutRoutes(tools),
    ...keptRoutes(tools),
    ...evidenceRoutes(tools),
    ...shelfRoutes(tools),
    ...sourceRoutes(tools),
    ...wanderRoutes(tools),
  ]
}
