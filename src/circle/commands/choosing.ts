import { type Typed, UsageError } from '../../cli/command.ts'
import { type Told, tell } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { everyCircle } from '../store/circles.ts'

/** What was typed, and where to look for what is meant. */
interface Choosing {
  readonly typed: Typed
  readonly tools: CircleTools
}

/** The circle that is meant: by --circle, or the only one. */
export function chosen({ typed, tools }: Choosing): Told {
  const all = everyCircle(tools.db).flatMap(one => tell(tools, one) ?? [])
  const name = typed.option('circle')
  const fitting =
    name === undefined
      ? all.filter(({ circle: { hidden, endedAt } }) => !hidden && endedAt === null)
      : all.filter(({ roster }) => roster.name.toLowerCase() === name.toLowerCase())
  const [one, other] = fitting
  if (!one)
    throw new UsageError(name === undefined ? 'There is no circle yet: evenkeel circle' : `There is no circle ${name}.`)
  if (other) throw new UsageError(`Say which: ${fitting.map(({ roster }) => `--circle "${roster.name}"`).join(' or ')}`)
  return one
}

/** The same, to which one belongs. */
export function member(asked: Choosing): Told {
  const told = chosen(asked)
  if (!told.belongs) throw new UsageError(`You do not belong to ${told.roster.name} any more.`)
  return told
}

/** A member by name; throws a UsageError with the names there are. */
export function memberNamed(told: Told, name: string): Told['others'][number] {
  const fitting = told.others.filter(one => one.name.toLowerCase() === name.trim().toLowerCase())
  const [one, other] = fitting
  if (!one || other)
    throw new UsageError(
      `Name one of ${told.others.map(one => one.name).join(', ') || 'the others; there are none yet'}.`,
    )
  return one
}
