import type { Route } from '../../web/route.ts'
import type { CircleTools } from '../machine/tools.ts'
import { circlesRoutes } from './circles.tsx'
import { inviteRoutes } from './invite.tsx'
import { joinRoutes } from './join.tsx'
import { meetRoutes } from './meet.tsx'
import { pastRoutes } from './past.tsx'
import { peopleRoutes } from './people.tsx'
import { walkRoutes } from './walk.tsx'
import { weekRoutes } from './week.tsx'

/** Every page of the circle. */
export function circleRoutes(tools: CircleTools): Route[] {
  return [
    ...circlesRoutes(tools),
    ...joinRoutes(tools),
    ...weekRoutes(tools),
    ...meetRoutes(tools),
    ...peopleRoutes(tools),
    ...inviteRoutes(tools),
    ...pastRoutes(tools),
    ...walkRoutes(tools),
  ]
}
