import { dayName } from '../time/weekly.ts'
import type { Window } from '../time/window.ts'

/** A phone's own way to a quiet evening, with the person's hours in it. */
export interface PhoneSteps {
  readonly phone: string
  readonly steps: readonly string[]
}

/** The steps that turn the weekly windows into the phone's own focus modes, on the two kinds of phone there are. */
export function phoneSteps(windows: readonly Window[]): PhoneSteps[] {
  const hours = windows.flatMap(scheduleLines)
  return [
    {
      phone: 'iPhone',
      steps: [
        'Settings, Focus, the plus sign, Custom: call it “Evening”.',
        'Allow the people you want to hear from. Allow no apps of work.',
        ...hours.map(line => `Add a schedule: Time, ${line}.`),
        'Settings, Screen Time, App Limits: add your apps of work, so that they ask before they open.',
      ],
    },
    {
      phone: 'Android',
      steps: [
        'Settings, Modes (or Do not disturb): add one, call it “Evening”.',
        'Let calls from your people through. Hide notifications from the apps of work.',
        ...hours.map(line => `Add a schedule: ${line}.`),
        'Settings, Digital Wellbeing, Focus mode: choose the apps of work, and the same hours.',
      ],
    },
  ]
}

/** A phone's schedules are a day long at most, so that a weekend is several. */
function scheduleLines({ days, from, to, later }: Window): string[] {
  const first = days.map(dayName).join(', ')
  if (later <= 1) return [`${first}, ${from} to ${to}`]
  const whole = [...new Set(days.flatMap(day => Array.from({ length: later - 1 }, (_, at) => ((day + at) % 7) + 1)))]
  const last = [...new Set(days.map(day => ((day + later - 1) % 7) + 1))]
  return [
    `${first}, ${from} to 23:59`,
    `${whole.map(dayName).join(', ')}, all day`,
    ...(to === '00:00' ? [] : [`${last.map(dayName).join(', ')}, 00:00 to ${to}`]),
  ]
}
