import { askForAudits } from './checking.ts'
import { makeEdition, makeWhole, open } from './reading.ts'
import type { RadarTools, Step } from './tools.ts'
import { wander } from './wandering.ts'

/** Takes a long step here and now. */
export function takeStep(tools: RadarTools, step: Step): void {
  if (step === 'check') {
    askForAudits(tools)
    return
  }
  if (step === 'edition') makeEdition(tools)
  if (step === 'taste') makeEdition(tools, 'taste')
  if (step === 'whole') makeWhole(tools)
  wander(tools)
  // The short one is made for somebody who is looking at the page, and whoever asks for more has it open.
  if (step !== 'edition' && step !== 'wander') open(tools)
}
