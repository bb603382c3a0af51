/** Moments that come back every week: on these days, at this time of the day in the person's zone. */
export interface Weekly {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly days: readonly number[]
  /** HH:MM on the wall. */
  readonly time: string
}

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The last occurrence at or before `now` (ms), or undefined when no day is chosen. */
export function latest(weekly: Weekly, now: number, zone: string): number | undefined {
  return around(weekly, now, zone).findLast(moment => moment <= now)
}

/** The first occurrence after `now` (ms), or undefined when no day is chosen. */
export function next(weekly: Weekly, now: number, zone: string): number | undefined {
  return around(weekly, now, zone).find(moment => moment > now)
}

const SIX_DAYS = 6 * 24 * 3600_000

/**
 * "Tuesday 09:00", as the person's wall shows it; of a moment over six days from `now` (ms) with its date, "Tuesday 09:00, 9 June 2026":
 * a week from now has today's name.
 */
export function dayAndTime(moment: number, zone: string, now = moment): string {
  const words = `${dayName(zoned(moment, zone).dayOfWeek)} ${timeOf(moment, zone)}`
  return moment - now < SIX_DAYS ? words : `${words}, ${date(moment, zone)}`
}

/** "09:00", as the person's wall shows it. */
export function timeOf(moment: number, zone: string): string {
  return zoned(moment, zone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** "18 May 2026", as the person's wall shows it. */
export function date(moment: number, zone: string): string {
  return zoned(moment, zone).toPlainDate().toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

/** "3 November" of a local day (YYYY-MM-DD), with the year when it is another than today's. */
export function dayWords(day: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const }
  return Temporal.PlainDate.from(day).toLocaleString('en-GB', { day: 'numeric', month: 'long', ...year })
}

/** The local day of a moment as YYYY-MM-DD. */
export function day(moment: number, zone: string): string {
  return zoned(moment, zone).toPlainDate().toString()
}

/** The first millisecond of a local day, or undefined when the text is no day. */
export function startOfDay(text: string, zone: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  try {
    return Temporal.PlainDate.from(text).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return undefined
  }
}

/** The moment (ms) of a day and a time as typed; undefined when either is none. A skipped time moves forward. */
export function momentOf(day: string, time: string, zone: string): number | undefined {
  if (startOfDay(day, zone) === undefined || !isTime(time)) return undefined
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds
}

/** "Monday" for 1 up to "Sunday" for 7. */
export function dayName(isoDay: number): string {
  return DAY_NAMES[isoDay - 1] ?? ''
}

/** Weekdays as a form sends them, each once, in order; what is none is left out. */
export function weekdaysOf(values: readonly string[]): number[] {
  const days = values.map(Number).filter(day => Number.isInteger(day) && day >= 1 && day <= 7)
  return [...new Set(days)].sort()
}

/** "Tue, Sat 18:00"; empty without a day. */
export function slotWords({ days, time }: Weekly): string {
  return days.length === 0 ? '' : `${days.map(one => dayName(one).slice(0, 3)).join(', ')} ${time}`
}

/** Weekdays as people type them: "tue thu", "1,3", "mon-fri", "weekdays". Undefined when a word is no day. */
export function readDays(text: string): number[] | undefined {
  const days = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
    .flatMap(word => {
      if (word === 'weekdays') return [1, 2, 3, 4, 5]
      const [first, last, ...more] = word.split('-').map(readDay)
      if (first === undefined || more.length > 0 || (last === undefined && word.includes('-'))) return [0]
      // From Friday to Monday is over the end of the week.
      const length = last === undefined ? 1 : ((last - first + 7) % 7) + 1
      return Array.from({ length }, (_, at) => ((first - 1 + at) % 7) + 1)
    })
  if (days.length === 0 || days.includes(0)) return undefined
  return [...new Set(days)].sort()
}

function readDay(word: string): number | undefined {
  if (/^[1-7]$/.test(word)) return Number(word)
  const at = DAY_NAMES.findIndex(name => word.length >= 2 && name.toLowerCase().startsWith(word))
  return at < 0 ? undefined : at + 1
}

/** Whether the text is a time of the day as HH:MM. */
export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

function zoned(moment: number, zone: string) {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone)
}

function around(weekly: Weekly, now: number, zone: string): number[] {
  const today = zoned(now, zone).toPlainDate()
  const time = Temporal.PlainTime.from(weekly.time)
  const moments: number[] = []
  for (let offset = -8; offset <= 8; offset++) {
    const date = today.add({ days: offset })
    // A time that a change of the clock skips moves forward, one that comes twice is taken the first time.
    if (weekly.days.includes(date.dayOfWeek)) {
      moments.push(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds)
    }
  }
  return moments
}

/** The Monday of the week that holds a day, both YYYY-MM-DD. */
export function mondayOf(text: string): string {
  const date = Temporal.PlainDate.from(text)
  return date.subtract({ days: date.dayOfWeek - 1 }).toString()
}
