import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { writeEvent } from '../../time/icalendar.ts'
import { momentOf, startOfDay } from '../../time/weekly.ts'
import { writeNewFile } from '../machine/files.ts'
import type { WalkTools } from '../machine/tools.ts'
import { type Invitation, KINDS, messageOf, shortened, titleOf } from '../walk.ts'

/** Writes a message that asks someone for a walk; with --file the hour as a calendar file besides. */
export const walk: Verb<WalkTools> = (typed, terminal, { clock }) => {
  const zone = clock.zone()
  const [on, at, file] = ['on', 'at', 'file'].map(name => typed.option(name))
  const moment = on === undefined || at === undefined ? undefined : momentOf(on, at, zone)
  const good = on === undefined ? at === undefined : startOfDay(on, zone) !== undefined
  if (!good || (at !== undefined && moment === undefined))
    throw new UsageError('Say the day, and the time if you know it: --on 2026-06-13 --at 10:00')
  if (file !== undefined && moment === undefined)
    throw new UsageError('A calendar file needs a day and a time: --on 2026-06-13 --at 10:00')
  const what = shortened(typed.option('what') ?? KINDS[0].what, 80)
  const usual = KINDS.find(kind => kind.what === what)?.minutes ?? KINDS[0].minutes
  const minutes = Number(typed.option('minutes') ?? usual)
  if (!(Number.isInteger(minutes) && minutes >= 5 && minutes <= 24 * 60))
    throw new UsageError('--minutes is a number from 5 to 1440.')
  const asked: Invitation = {
    who: shortened(typed.words.join(' '), 80),
    what,
    day: on ?? '',
    at: moment,
    minutes,
    where: shortened(typed.option('where') ?? '', 80),
    noProjects: typed.has('no-projects'),
  }
  if (file !== undefined && moment !== undefined) {
    const span = { from: moment, to: moment + minutes * 60_000 }
    const event = { uid: `walk-${moment}-${clock.now()}@evenkeel`, title: titleOf(asked), place: asked.where, span }
    writeNewFile(file, writeEvent(event, zone, clock.now()))
    terminal.err(`The hour is in ${file}.`)
  }
  const message = messageOf(asked, zone)
  print(terminal, typed.has('json'), { message }, [message])
  return 0
}
