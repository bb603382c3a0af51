import { openApp } from './app.ts'
import { offZone, standing } from './boundaries/machine/standing.ts'
import { offLine } from './boundaries/words.ts'
import { UsageError, type Verb } from './cli/command.ts'
import { plain, print } from './cli/print.ts'
import type { Run } from './handing.ts'
import { restAhead } from './plan/rest.ts'
import { restWords } from './plan/words.ts'
import { listSources } from './radar/store/sources.ts'
import { type Stand, stand } from './stand.ts'
import { day, dayAndTime, dayName, dayWords } from './time/weekly.ts'
import { dayAsked, rowsOf, weekOf } from './week.ts'

/** Where the person stands: one sentence, and at most one line of each thing that is turned on. */
export const today: Verb<Run> = (typed, terminal, { machine }) => {
  const app = openApp(machine)
  try {
    const { off, now } = standing(app.boundaries)
    const here = stand(app)
    const session = off ? undefined : here.session
    const zone = machine.clock.zone()
    const due = here.state === 'nothing' && app.radar.plan().editions.days.length > 0 && listSources(app.db).length > 0
    const rest = off ? undefined : restAhead(app.radar.rests(), day(now, zone))
    const says = off
      ? offLine(off, now, offZone(app.boundaries))
      : due
        ? 'An edition is due. To make it and open it: evenkeel edition'
        : here.says
    const value = {
      says,
      edition: here.edition ? { stories: here.edition.stories.length, opened: here.edition.openedAt !== null } : null,
      nextEdition: here.next === undefined ? null : new Date(here.next).toISOString(),
      session: session ? { topic: session.topic, at: isoOrNull(session.at), since: isoOrNull(session.since) } : null,
      evening: here.evening,
      routine: here.routine?.words ?? null,
    }
    print(
      terminal,
      typed.has('json'),
      value,
      [
        says,
        ...(off || here.state === 'evenings-only' ? [] : [here.evening]),
        ...(rest ? [restWords(rest, machine.clock)] : []),
        ...(session ? [sessionWords(session, now, zone)] : []),
        ...(here.routine ? [here.routine.words] : []),
      ].map(plain),
    )
    return 0
  } finally {
    app.close()
  }
}

function isoOrNull(moment: number | undefined): string | null {
  return moment === undefined ? null : new Date(moment).toISOString()
}

function sessionWords({ at, since, topic }: NonNullable<Stand['session']>, now: number, zone: string): string {
  if (since !== undefined) return `A session runs since ${dayAndTime(since, zone)}: ${topic}`
  return at === undefined
    ? `${topic} has reached its stop date. To close it: evenkeel sprint close answered|partly|dropped`
    : `${dayAndTime(at, zone, now)}: ${topic}`
}

const BAR = 4

/** The week as one picture. For programs it leaves sleep out: that is told by no command but its own. */
export const week: Verb<Run> = (typed, terminal, { machine }) => {
  const app = openApp(machine)
  try {
    const { off, now } = standing(app.boundaries)
    if (off) {
      print(terminal, typed.has('json'), { offUntil: new Date(off.to).toISOString() }, [
        offLine(off, now, offZone(app.boundaries)),
      ])
      return 1
    }
    const [asked] = typed.words
    const of = dayAsked(asked, machine)
    if (asked !== undefined && of.toString() !== asked) throw new UsageError('A day is like 2026-06-12.')
    const days = weekOf(app, of)
    const rows = rowsOf(days)
    const width = Math.max(0, ...rows.map(({ name }) => name.length)) + 2
    const head = days
      .map((_, at) =>
        dayName(at + 1)
          .slice(0, 3)
          .padEnd(BAR + 1),
      )
      .join('')
    print(
      terminal,
      typed.has('json'),
      days.map(({ sleep: _, work, ...day }) => ({ ...day, work: work ?? null })),
      rows.length === 0
        ? [asked === undefined ? 'Nothing to draw of this week yet.' : 'There is nothing to draw of that week.']
        : [
            ...(asked === undefined
              ? []
              : [`The week of ${dayWords(days[0]?.day ?? asked, dayAsked(undefined, machine).toString())}`]),
            `${' '.repeat(width)}${head}`.trimEnd(),
            // What is only planned is drawn fainter.
            ...rows.map(({ name, days }) =>
              [
                name.padEnd(width),
                ...days.map(({ value, ahead }) => {
                  const [done, all] = [Math.ceil(value * BAR), Math.ceil((value + ahead) * BAR)]
                  return `${'█'.repeat(done)}${'░'.repeat(all - done)}`.padEnd(BAR + 1)
                }),
              ]
                .join('')
                .trimEnd(),
            ),
          ],
    )
    return 0
  } finally {
    app.close()
  }
}
