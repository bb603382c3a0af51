import { type Terminal, type Typed, UsageError } from '../../cli/command.ts'
import { type Told, tell } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { everyCircle } from '../store/circles.ts'

/** What was typed, and where to look for what is meant. */
export interface Asked {
  readonly typed: Typed
  readonly terminal: Terminal
  readonly tools: CircleTools
  /** The words after the first. */
  readonly rest: readonly string[]
}

/** One of the words after `evenkeel circle`. */
export type Doing = (asked: Asked) => Promise<number>

/** The circle that is meant: by --circle, its name or its number here, or the only one. */
export function chosen({ typed, tools }: Pick<Asked, 'typed' | 'tools'>): Told {
  const all = everyCircle(tools.db).flatMap(one => tell(tools, one) ?? [])
  const name = typed.option('circle')
  const fitting =
    name === undefined
      ? all.filter(({ circle: { hidden, endedAt } }) => !hidden && endedAt === null)
      : all.filter(
          ({ roster, circle }) => roster.name.toLowerCase() === name.toLowerCase() || String(circle.id) === name,
        )
  const [one, other] = fitting
  if (!one)
    throw new UsageError(name === undefined ? 'There is no circle yet: evenkeel circle' : `There is no circle ${name}.`)
  if (other) throw new UsageError(`Say which: ${fitting.map(one => naming(one, fitting)).join(' or ')}`)
  return one
}

function naming({ roster, circle }: Told, all: readonly Told[]): string {
  const alike = all.filter(one => one.roster.name.toLowerCase() === roster.name.toLowerCase())
  return `--circle ${alike.length > 1 ? circle.id : `"${roster.name}"`}`
}

/** The same, to which one belongs. */
export function member(asked: Pick<Asked, 'typed' | 'tools'>): Told {
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
