import { type Setting, switchSetting } from '../store/setting.ts'

export const circleOn = switchSetting('circle.on', false, 'Whether the circle stands in the foot of pages, and may ask')

export const circleSettings: readonly Setting[] = [circleOn]
