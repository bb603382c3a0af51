import type { Clock } from '../time/clock.ts'
import { date, startOfDay } from '../time/weekly.ts'
import { localDay } from '../time/window.ts'
import { REST_MINUTES, type Rest } from './rest.ts'

/** "You rest until 15 June 2026: one edition a week, 10 minutes." */
export function restWords({ first, last }: Rest, clock: Clock): string {
  const zone = clock.zone()
  const said = (day: string) => date(startOfDay(day, zone) ?? 0, zone)
  const begins = first > localDay(clock.now(), zone).toString() ? `from ${said(first)} ` : ''
  return `You rest ${begins}until ${said(last)}: one edition a week, ${REST_MINUTES} minutes.`
}
