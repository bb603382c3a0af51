import { type Setting, switchSetting } from '../store/setting.ts'
import { dayName, isTime, readDays } from '../time/weekly.ts'

export const checkInOn = switchSetting('checkin.on', false, 'Whether the first page asks for a check-in')

export const checkInDays: Setting<readonly number[]> = {
  name: 'checkin.days',
  fallback: [1, 2, 3, 4, 5, 6, 7],
  meaning: 'The days of the check-in, as in "mon wed fri". Fewer days warn later.',
  read: readDays,
  write: days => days.map(day => dayName(day).slice(0, 3).toLowerCase()).join(' '),
}

export const checkInTime: Setting<string> = {
  name: 'checkin.time',
  fallback: '09:00',
  meaning: 'From when on a day the check-in is asked for, as 09:00.',
  read: text => (isTime(text) ? text : undefined),
  write: value => value,
}

export const checkInInOffTime = switchSetting(
  'checkin.offtime',
  false,
  'Whether the check-in is asked for on the evening page too, in off time',
)

const YEARS = { 1: 365, 2: 730, 5: 1825 } as const

/** How rare a false warning is to be: years between two. */
export const warningYears: Setting<keyof typeof YEARS> = {
  name: 'warning.years',
  fallback: 1,
  meaning: 'At most about one false warning in so many years: 1, 2 or 5. Rarer ones come later when they are real.',
  read: text => (({ 1: 1, 2: 2, 5: 5 }) as const)[text.trim() as '1' | '2' | '5'],
  write: value => String(value),
}

/** The same in days. */
export function daysPerWarning(years: keyof typeof YEARS): number {
  return YEARS[years]
}

export const stickyDays = switchSetting(
  'warning.sticky',
  false,
  'Whether a day of yours is much like the one before: then warnings come later, and fewer of them are false',
)

export const signalSettings: readonly Setting[] = [
  checkInOn,
  checkInDays,
  checkInTime,
  checkInInOffTime,
  warningYears,
  stickyDays,
]
