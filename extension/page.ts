import { api } from './browser.ts'
import type { Answer, Asked } from './messages.ts'
import { zoneHere } from './time.ts'

/** Asks the background. */
export function ask(asked: Asked): Promise<Answer> {
  return api.runtime.sendMessage(asked) as Promise<Answer>
}

/** An element of the page, which is there: it is ours. */
export function part<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind
}

/** "08:00", or "Monday 08:00" when it is a day away, in the person's zone. */
export async function momentWords(moment: number, time: number, zone: string | null): Promise<string> {
  const timeZone = zone ?? (await zoneHere())
  const day = moment - time < 24 * 3600_000 ? {} : ({ weekday: 'long' } as const)
  return new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit', timeZone }).format(moment)
}
