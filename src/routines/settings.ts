import { type Setting, switchSetting } from '../store/setting.ts'

export const routinesOn = switchSetting('routines.on', false, 'Whether routines stand in the foot of pages')

export const shareShown = switchSetting(
  'routines.share',
  false,
  'Whether the share of what you meant that happened is shown, what is long ago counting less',
)

export const routineSettings: readonly Setting[] = [routinesOn, shareShown]
