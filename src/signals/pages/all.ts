import type { Route } from '../../web/route.ts'
import type { SignalTools } from '../machine/tools.ts'
import { checkInRoutes } from './check-in.tsx'
import { dataRoutes } from './data.tsx'
import { signalsRoutes } from './signals.tsx'
import { sleepRoutes } from './sleep.tsx'
import { trialRoutes } from './trials.tsx'

export function signalRoutes(tools: SignalTools): Route[] {
  return [checkInRoutes, signalsRoutes, sleepRoutes, dataRoutes, trialRoutes].flatMap(routes => routes(tools))
}
