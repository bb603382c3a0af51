import { boundarySettings } from './boundaries/settings.ts'
import { circleSettings } from './circle/settings.ts'
import { UsageError, type Verb } from './cli/command.ts'
import { print } from './cli/print.ts'
import { planSettings } from './plan/settings.ts'
import type { SourceTools } from './radar/commands/sources.ts'
import { radarSettings } from './radar/settings.ts'
import { routineSettings } from './routines/settings.ts'
import { signalSettings } from './signals/settings.ts'
import { sprintSettings } from './sprints/settings.ts'
import { keepSetting, readSetting, type Setting } from './store/setting.ts'

/** Every setting there is, joined from what each feature declares. */
export const settings: readonly Setting[] = [
  ...radarSettings,
  ...planSettings,
  ...boundarySettings,
  ...signalSettings,
  ...routineSettings,
  ...sprintSettings,
  ...circleSettings,
]

/** Shows the settings, or changes one. */
export const settingsVerb: Verb<Pick<SourceTools, 'radar'>> = (typed, terminal, { radar: { db } }) => {
  const [name, ...rest] = typed.words
  const chosen = name === undefined ? settings : settings.filter(setting => setting.name === name)
  const [first] = chosen
  if (!first) throw new UsageError(`There is no setting ${name}. To see them: evenkeel settings`)
  if (rest.length > 0 && !keepSetting(db, first, rest.join(' ')))
    throw new UsageError(`That does not fit ${name}: ${first.meaning}`)
  const values = chosen.map(setting => ({
    name: setting.name,
    value: setting.write(readSetting(db, setting)),
    meaning: setting.meaning,
  }))
  print(
    terminal,
    typed.has('json'),
    values,
    values.map(({ name, value, meaning }) => `${name} = ${value}\n    ${meaning}`),
  )
  return 0
}
