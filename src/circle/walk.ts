// Asking someone for a walk: a message and an hour in the calendar, to send by whatever people already use. Pure.

/** What one asks for, in the person's own words; everything but the what may be left out. */
export interface Invitation {
  /** Whom: a name, for the greeting. */
  readonly who: string
  /** "a walk", "a call", "supper". */
  readonly what: string
  /** The day (YYYY-MM-DD, or empty), and with a time of it the moment (ms); for how many minutes. */
  readonly day: string
  readonly at: number | undefined
  readonly minutes: number
  readonly where: string
  /** No projects talked about: part of what it is. */
  readonly noProjects: boolean
}

/** What is proposed, each with its usual minutes. */
export const KINDS = [
  { what: 'a walk', minutes: 60 },
  { what: 'a call', minutes: 30 },
  { what: 'a meal', minutes: 90 },
] as const

/** The message, short and without a reason: a surprise lands better than one thinks. */
export function messageOf({ who, what, day, at, where, noProjects }: Invitation, zone: string): string {
  const when = at === undefined ? (day === '' ? '' : ` on ${dayWords(day)}`) : ` on ${hourWords(at, zone)}`
  const place = where === '' ? '' : `, ${where}`
  return [
    who === '' ? 'Hi,' : `Hi ${who},`,
    `would you like ${what}${when}${place}?`,
    ...(when === '' ? ['Tell me when it suits you.'] : ['If another time is better, say so.']),
    ...(noProjects ? ['No projects talked about.'] : []),
  ].join(' ')
}

/** "Saturday 13 June at 10:00" */
export function hourWords(at: number, zone: string): string {
  const when = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return `${dayWords(when.toPlainDate().toString())} at ${when.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** "Saturday 13 June", of YYYY-MM-DD; with its year where that is not the one of `today`. */
export function dayWords(day: string, today = day): string {
  const words = Temporal.PlainDate.from(day).toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
  const year = day.slice(0, 4)
  return year === today.slice(0, 4) ? words : `${words} ${year}`
}

/** At most so many characters, none of them cut in two. */
export function shortened(text: string, most: number): string {
  return text
    .slice(0, most)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
}

/** What the hour is called in a calendar: "A walk with Nadia". */
export function titleOf({ who, what }: Pick<Invitation, 'who' | 'what'>): string {
  const words = what.replace(/^(a|an|some) /, '')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${who === '' ? '' : ` with ${who}`}`
}
