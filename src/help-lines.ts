import lines from './help-lines.json' with { type: 'json' }

/** A number as a page stated it, and the date of that page (a year, month or day). */
export interface Stated {
  readonly number: string
  readonly source: string
  readonly date: string
}

/** What a country has: the emergency number, and a line to talk to where one was really read of. */
export interface Country {
  /** ISO 3166, as DE. */
  readonly country: string
  readonly name: string
  readonly emergency: Stated
  readonly line?: Stated & { readonly name: string; readonly hours: string }
}

export const COUNTRIES: readonly Country[] = lines.countries
export const DIRECTORIES: readonly { name: string; address: string; source: string; date: string }[] = lines.directories

/** Whether a page is over six months old on a day: then it says so, and no release is made with it. */
export function isOld(date: string, today: string): boolean {
  // Of a bare year or month its last day is meant: nothing is called older than it can be known to be.
  const [year = 0, month = 12, day] = date.split('-').map(Number)
  const first = Temporal.PlainDate.from({ year, month, day: day ?? 1 })
  const last = day === undefined ? first.with({ day: first.daysInMonth }) : first
  return Temporal.PlainDate.compare(last.add({ months: 6 }), today) < 0
}

/** The country a browser speaks of first, "de-AT,de;q=0.9" is AT; undefined when it names none that is known. */
export function countryOf(languages: string): Country | undefined {
  for (const [, region = ''] of languages.matchAll(/[a-z]{2,3}-([a-z]{2})\b/gi)) {
    const found = COUNTRIES.find(({ country }) => country === region.toUpperCase())
    if (found) return found
  }
  return undefined
}

/** What was stated by pages that are too old on a day, a line each. */
export function oldEntries(today: string): string[] {
  const stated = [
    ...COUNTRIES.flatMap(({ name, emergency, line }) => [
      { what: `${name}, emergency`, date: emergency.date },
      ...(line ? [{ what: `${name}, ${line.name}`, date: line.date }] : []),
    ]),
    ...DIRECTORIES.map(({ name, date }) => ({ what: name, date })),
  ]
  return stated.filter(({ date }) => isOld(date, today)).map(({ what, date }) => `${what}: its page is of ${date}`)
}
