// Minutes of work after hours, a day at a time, for whoever is handed them as plain numbers. Pure.

import type { Span } from '../time/span.ts'
import { lengthOf } from '../time/span.ts'
import { localDay } from '../time/window.ts'
import { byHand, isAlive, type SensorLife, stretches, type Trace } from './evening.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
// What is done in the small hours belongs to the day before.
const NEW_DAY = 4 * HOUR

/** When work is meant to be: on these ISO weekdays, from and to as HH:MM. */
export interface Workday {
  readonly days: readonly number[]
  readonly start: string
  readonly end: string
}

/**
 * Of each local day within a span that is over at `now`: the minutes of the person's own work outside the workday. A day
 * is from four in the morning to four; one for which a sensor that was on cannot tell is not among them, nor one without any.
 */
export function afterHours(
  within: Span,
  workday: Workday,
  {
    traces,
    sensors,
    now,
    zone,
  }: { traces: readonly Trace[]; sensors: readonly SensorLife[]; now: number; zone: string },
): { day: string; value: number }[] {
  const mine = Map.groupBy(byHand(traces), ({ minute }) => localDay(minute - NEW_DAY, zone).toString())
  const found: { day: string; value: number }[] = []
  for (let day = localDay(within.from, zone); ; day = day.add({ days: 1 })) {
    const span = { from: fourOf(day, zone), to: fourOf(day.add({ days: 1 }), zone) }
    if (span.to > Math.min(now, within.to)) break
    const on = sensors.filter(({ from, to }) => from <= span.from && to >= span.to)
    if (on.length === 0 || !on.every(sensor => isAlive(sensor, span))) continue
    const outside = (mine.get(day.toString()) ?? []).filter(({ minute }) => !isWork(minute, day, workday, zone))
    found.push({ day: day.toString(), value: lengthOf(stretches(outside)) / MINUTE })
  }
  return found
}

function fourOf(day: Temporal.PlainDate, zone: string): number {
  return day.toPlainDateTime({ hour: 4 }).toZonedDateTime(zone).epochMilliseconds
}

/** Whether a minute of a day lies in its workday; one that ends before it begins goes on over midnight. */
function isWork(minute: number, day: Temporal.PlainDate, { days, start, end }: Workday, zone: string): boolean {
  if (!days.includes(day.dayOfWeek)) return false
  const at = (time: string, of: Temporal.PlainDate) =>
    of.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone).epochMilliseconds
  return minute >= at(start, day) && minute < at(end, end > start ? day : day.add({ days: 1 }))
}
