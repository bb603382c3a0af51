import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { writeEvent } from '../../time/icalendar.ts'
import { momentOf } from '../../time/weekly.ts'
import { writeNewFile } from '../machine/files.ts'
import type { CircleTools } from '../tools.ts'
import { type Invitation, KINDS, messageOf, titleOf } from '../walk.ts'

/** Writes a message that asks someone for a walk; with --file the hour as a calendar file besides. */
export const walk: Verb<CircleTools> = (typed, terminal, { clock }) => {
  const zone = clock.zone()
  const [on, at, file] = ['on', 'at', 'file'].map(name => typed.option(name))
  const moment = on === undefined || at === undefined ? undefined : momentOf(on, at, zone)
  if ((on ?? at) !== undefined && moment === undefined)
    throw new UsageError('Say the day and the time: --on 2026-06-13 --at 10:00')
  if (file !== undefined && moment === undefined)
    throw new UsageError('A calendar file needs a day and a time: --on 2026-06-13 --at 10:00')
  const what = (typed.option('what') ?? KINDS[0].what).slice(0, 80)
  const usual = KINDS.find(kind => kind.what === what)?.minutes ?? KINDS[0].minutes
  const minutes = Number(typed.option('minutes') ?? usual)
  if (!(Number.isInteger(minutes) && minutes >= 5 && minutes <= 24 * 60))
    throw new UsageError('--minutes is a number from 5 to 1440.')
  const asked: Invitation = {
    who: typed.words.join(' ').slice(0, 80),
    what,
    at: moment,
    minutes,
    where: (typed.option('where') ?? '').slice(0, 80),
    noProjects: typed.has('no-projects'),
  }
  if (file !== undefined && moment !== undefined) {
    const span = { from: moment, to: moment + minutes * 60_000 }
    const event = { uid: `walk-${moment}@evenkeel`, title: titleOf(asked), place: asked.where, span }
    writeNewFile(file, writeEvent(event, zone, clock.now()))
    terminal.err(`The hour is in ${file}.`)
  }
  const message = messageOf(asked, zone)
  print(terminal, typed.has('json'), { message }, [message])
  return 0
}
