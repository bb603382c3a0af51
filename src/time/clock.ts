import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** Where time comes from. It is passed in, never read from below. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z on the person's wall clock. */
  now(): number
  /** Milliseconds on a clock that only goes forward and is the same for every process of this machine. */
  monotonic(): number
  /** The IANA zone the person is in at the moment. */
  zone(): string
  /**
   * Names the run of the forward clock, which begins anew when the machine starts: where the machine gives it no name, the
   * process does ("process ..."); a process whose wall clock was moved has one of its own ("moved ...").
   */
  readonly run: string
}

/** The machine's clock; `startsAt` (ms) is where the wall clock stands now, from which it runs on. */
export function machineClock(startsAt?: number): Clock {
  const shift = startsAt === undefined ? 0 : startsAt - Date.now()
  return {
    now: () => Date.now() + shift,
    monotonic: () => Math.round(uptime() * 1000),
    zone: machineZone,
    run: startsAt === undefined ? bootId() : `moved ${randomUUID()}`,
  }
}

/** Linux gives each start of the machine an id; elsewhere only one process can tell that it is the same. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return `process ${randomUUID()}`
  }
}

/** The zone of the machine, or UTC when TZ names none. */
function machineZone(): string {
  try {
    const zone = Temporal.Now.timeZoneId()
    Temporal.Now.zonedDateTimeISO(zone)
    return zone
  } catch {
    return 'UTC'
  }
}

/** A clock that stands still until it is moved: for tests and benches. */
export function fixedClock(start: string, zone = 'UTC') {
  let now = Temporal.Instant.from(start).epochMilliseconds
  let monotonic = 1_000_000
  let here = zone
  return {
    now: () => now,
    monotonic: () => monotonic,
    zone: () => here,
    run: 'fixed',
    /** Moves both clocks on, as waiting would. */
    pass(duration: Temporal.DurationLike) {
      const ms = Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2026-01-01' })
      now += ms
      monotonic += ms
    },
    /** Sets the wall clock, as a person could. */
    set(to: string) {
      now = Temporal.Instant.from(to).epochMilliseconds
    },
    /** Takes the machine to another zone. */
    travel(zone: string) {
      here = zone
    },
  }
}

/** Reads EVENKEEL_NOW (RFC 3339 with offset) to milliseconds; undefined when it is not one. */
export function parseInstant(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
}
