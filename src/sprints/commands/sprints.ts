import type { Verb } from '../../cli/command.ts'
import { plain, print } from '../../cli/print.ts'
import { today } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { yearOf } from '../machine/year.ts'
import { yearMarkdown } from '../words.ts'

/** A year of sprints, as Markdown. */
export const sprints: Verb<SprintTools> = (typed, terminal, tools) => {
  const all = yearOf(tools)
  const text = all.length === 0 ? 'No sprint yet.' : yearMarkdown(all, today(tools)).trimEnd()
  print(terminal, typed.has('json'), all, text.split('\n').map(plain))
  return 0
}
