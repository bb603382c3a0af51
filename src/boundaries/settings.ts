import { type Setting, switchSetting } from '../store/setting.ts'
import { dayName, isTime, readDays } from '../time/weekly.ts'

export const workDays: Setting<readonly number[]> = {
  name: 'work.days',
  fallback: [1, 2, 3, 4, 5],
  meaning: 'The days you work, as in "mon tue thu".',
  read: readDays,
  write: days => days.map(day => dayName(day).slice(0, 3).toLowerCase()).join(' '),
}

function timeSetting(name: string, fallback: string, meaning: string): Setting<string> {
  return { name, fallback, meaning, read: text => (isTime(text) ? text : undefined), write: value => value }
}

export const workStart = timeSetting(
  'work.start',
  '09:00',
  'When work begins, as 09:00: parked thoughts come back then.',
)

export const workEnd = timeSetting(
  'work.end',
  '17:30',
  'When the workday ends, as 17:30: the shutdown is offered then.',
)

export const shutdownOn = switchSetting(
  'shutdown.on',
  false,
  'Whether the first page offers a shutdown at the end of a workday',
)

export const eveningAsk = switchSetting(
  'evenings.ask',
  false,
  'Whether the first page asks, the morning after, how far your mind was off',
)

export const calendarDetail = switchSetting(
  'calendar.detail',
  false,
  'Whether calendar entries say what they are, instead of "Busy"',
)

export const calendarFile: Setting<string> = {
  name: 'calendar.file',
  fallback: '',
  meaning:
    'A file that is kept as your calendar, by its whole path ending in .ics, as in a folder you sync. Empty: none.',
  read: text => (/^([A-Za-z]:[\\/]|\/).*\.ics$/.test(text) ? text : undefined),
  write: value => value,
}

export const gitEmails: Setting<readonly string[]> = {
  name: 'git.emails',
  fallback: [],
  meaning: 'Your e-mail addresses in git, separated by commas. Empty: those that git itself is set to.',
  read: text => {
    const emails = text.split(/[\s,]+/).filter(Boolean)
    return emails.every(email => email.includes('@')) ? emails.map(email => email.toLowerCase()) : undefined
  },
  write: emails => emails.join(', '),
}

export const boundarySettings: readonly Setting[] = [
  workDays,
  workStart,
  workEnd,
  shutdownOn,
  eveningAsk,
  calendarDetail,
  calendarFile,
  gitEmails,
]
