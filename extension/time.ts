import { api } from './browser.ts'

/**
 * The time (ms), and the only place that reads it. A bench puts a clock.json beside the extension to move it; what a person
 * installs has none.
 */
export async function now(): Promise<number> {
  return Date.now() + (await moved()).offset
}

/** The zone the bench moved the extension to, if it did. */
export async function zoneHere(): Promise<string> {
  return (await moved()).zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

let absent = false

async function moved(): Promise<{ offset: number; zone?: string }> {
  if (absent) return { offset: 0 }
  try {
    const { offset = 0, zone } = (await (
      await fetch(api.runtime.getURL('clock.json'), { cache: 'no-store' })
    ).json()) as {
      offset?: number
      zone?: string
    }
    return zone === undefined ? { offset } : { offset, zone }
  } catch {
    absent = true
    return { offset: 0 }
  }
}
