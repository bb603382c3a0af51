import { parseArgs } from 'node:util'

/** How a command reaches the person: text to stdout, progress and errors to stderr. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether stdout is a terminal with a person at it. */
  readonly interactive: boolean
  /** Asks for a word; undefined without a person to ask. */
  ask(question: string): Promise<string | undefined>
}

/** What was typed after a command's name. */
export interface Typed {
  /** How the command is used, for when it was not. */
  readonly usage: string
  readonly words: readonly string[]
  option(name: string): string | undefined
  has(flag: string): boolean
}

/** What a command does. Answers the exit code: 0 done, 1 failed. Throws a UsageError for wrong use. */
export type Verb<Context> = (typed: Typed, terminal: Terminal, context: Context) => number | Promise<number>

/** A line of the command table. It is light: what it does is loaded when it is run. */
export interface Command<Context> {
  readonly name: string
  /** What may follow the name, as the help shows it. */
  readonly usage: string
  readonly meaning: string
  /** Whether words may follow, besides options. */
  readonly words?: boolean
  /** Options that take a text. */
  readonly options?: readonly string[]
  /** Flags; a reading command has `json`. */
  readonly flags?: readonly string[]
  /** Works in off time too: whatever is typed, or some of it. */
  readonly always?: true | ((words: readonly string[]) => boolean)
  readonly load: () => Promise<Verb<Context>>
}

/** The person typed something the command does not take: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads what follows a command's name; throws a UsageError for what it does not know. */
export function readTyped(
  command: Pick<Command<never>, 'name' | 'usage' | 'words' | 'options' | 'flags'>,
  args: string[],
): Typed {
  const usage = usageOf(command)
  const texts = Object.fromEntries((command.options ?? []).map(name => [name, { type: 'string' as const }]))
  const flags = Object.fromEntries((command.flags ?? []).map(name => [name, { type: 'boolean' as const }]))
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...texts, ...flags },
      allowPositionals: command.words === true,
    })
    return {
      usage,
      words: positionals,
      option: name => values[name] as string | undefined,
      has: flag => values[flag] === true,
    }
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.\n${usage}`)
  }
}

/** "Use it as: evenkeel today [--json]" */
export function usageOf({ name, usage }: Pick<Command<never>, 'name' | 'usage'>): string {
  return `Use it as: evenkeel ${name} ${usage}`.trim()
}

/** The table of commands, as help prints it. */
export function helpText(commands: readonly Command<never>[], version: string): string {
  const left = commands.map(command => `${command.name} ${command.usage}`.trim())
  const width = Math.min(Math.max(...left.map(text => text.length)), 34)
  const lines = commands.map((command, at) => {
    const head = left[at] ?? ''
    return head.length > width
      ? `  ${head}\n  ${' '.repeat(width)}  ${command.meaning}`
      : `  ${head.padEnd(width)}  ${command.meaning}`
  })
  return [
    `Evenkeel ${version}: stay current in one corner, in a few hours a week.`,
    '',
    ...lines,
    '',
    'Reading commands take --json. Data lives in EVENKEEL_DATA, the port is EVENKEEL_PORT (4815).',
  ].join('\n')
}
