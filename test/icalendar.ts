import ICAL from 'ical.js'
import type { Span } from '../src/time/span.ts'

/** Every entry of a calendar as a strict parser expands it, up to a moment (ms). */
export function expand(text: string, until: number): (Span & { uid: string; title: string })[] {
  ICAL.TimezoneService.reset()
  const root = new ICAL.Component(ICAL.parse(text) as never)
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return root.getAllSubcomponents('vevent').flatMap(component => {
    const event = new ICAL.Event(component)
    const found = []
    const iterator = event.iterator()
    for (let start = iterator.next(); start; start = iterator.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(start)
      if (startDate.toUnixTime() * 1000 >= until) break
      found.push({
        uid: event.uid,
        title: event.summary,
        from: startDate.toUnixTime() * 1000,
        to: endDate.toUnixTime() * 1000,
      })
    }
    return found
  })
}
