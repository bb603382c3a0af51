import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { keepWindow, standing } from '../../src/boundaries/machine/standing.ts'
import { editorKey, eveningsIn, readGit, takeHeartbeats } from '../../src/boundaries/machine/traces.ts'
import { gitEmails } from '../../src/boundaries/settings.ts'
import { addFolder } from '../../src/boundaries/store/sensors.ts'
import { keepSetting } from '../../src/store/setting.ts'
import { benchApp } from '../house.ts'
import type { Person } from './days.ts'

export type Said = Map<string, 'touched' | 'off' | 'cannot-tell'>

const HOUR = 3600_000
const WINDOW = { days: [2, 4, 6], from: '18:30', to: '08:00', later: 1 }

/**
 * Ours, as it would have lived through the two months: started in the mornings, told of heartbeats as they come, in the zone
 * the laptop is in, and finding what died as it dies.
 */
export async function ours(person: Person): Promise<Said> {
  const start = new Date(person.from - 24 * HOUR).toISOString()
  const { boundaries, clock, close } = benchApp(start)
  clock.travel(person.zone(person.from))
  editorKey(boundaries)
  keepSetting(boundaries.db, gitEmails, person.email)
  addFolder(boundaries.db, person.folder, clock.now())
  keepWindow(boundaries, WINDOW)
  const beats = [...person.beats].sort((a, b) => a.at - b.at)
  const deaths = [...person.deaths]
  for (let now = person.from; now < person.to; now += 3 * HOUR) {
    clock.pass({ milliseconds: now - clock.now() })
    clock.travel(person.zone(now))
    // As the schedule does all the while.
    standing(boundaries)
    while (deaths[0] && deaths[0].at <= now) deaths.shift()?.kill()
    const arrived = beats.splice(
      0,
      beats.findIndex(({ at }) => at > now) === -1 ? beats.length : beats.findIndex(({ at }) => at > now),
    )
    if (arrived.length > 0)
      takeHeartbeats(
        boundaries,
        arrived.map(({ at, tool }) => ({ time: at / 1000, ...(tool && { category: 'ai coding' }) })),
      )
    // Read once a day, as the schedule does outside off time.
    if (Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(person.zone(now)).hour < 12) readGit(boundaries)
  }
  const said: Said = new Map()
  for (const { day, hands } of eveningsIn(boundaries, { from: person.from - 24 * HOUR, to: person.to }))
    if (hands !== 'no-sensor') said.set(day, hands)
  close()
  return said
}

/** As most would do it: git log --since and --until of the evening, in the zone at home, by one's own e-mail. */
export async function byGitLog(person: Person): Promise<Said> {
  return byLog(person, (repository, day) => {
    const from = `${day}T18:30:00`
    const until = `${Temporal.PlainDate.from(day).add({ days: 1 })}T08:00:00`
    return (
      git(repository, person.home, [
        'log',
        '--all',
        '--no-merges',
        `--author=${person.email}`,
        `--since=${from}`,
        `--until=${until}`,
        '--format=%H',
      ]) !== ''
    )
  })
}

/** By the hour on the committer's wall: after 18:30 or before 08:00, the small hours to the evening before. */
export async function byCommitterHour(person: Person): Promise<Said> {
  const evenings = new Set(
    person.repositories.filter(existsSync).flatMap(repository =>
      git(repository, person.home, ['log', '--all', `--author=${person.email}`, '--format=%cI'])
        .split('\n')
        .filter(Boolean)
        .flatMap(text => {
          const wall = Temporal.PlainDateTime.from(text.slice(0, 19))
          const clock = wall.hour * 60 + wall.minute
          if (clock >= 18.5 * 60) return [wall.toPlainDate().toString()]
          return clock < 8 * 60 ? [wall.toPlainDate().subtract({ days: 1 }).toString()] : []
        }),
    ),
  )
  return new Map(person.labels.map(({ day }) => [day, evenings.has(day) ? 'touched' : 'off']))
}

function byLog(person: Person, touched: (repository: string, day: string) => boolean): Said {
  const there = person.repositories.filter(existsSync)
  return new Map(
    person.labels.map(({ day }) => [day, there.some(repository => touched(repository, day)) ? 'touched' : 'off']),
  )
}

function git(repository: string, zone: string, args: readonly string[]): string {
  return execFileSync('git', ['-C', repository, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: repository, TZ: zone },
  }).trim()
}
