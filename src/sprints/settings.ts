import { type Setting, switchSetting } from '../store/setting.ts'

export const sprintsOn = switchSetting('sprints.on', false, 'Whether learning sprints stand in the foot of pages')

export const energyAsked = switchSetting(
  'sprints.energy',
  false,
  'Whether a session asks for your energy before and after, in one key',
)

export const sprintSettings: readonly Setting[] = [sprintsOn, energyAsked]
