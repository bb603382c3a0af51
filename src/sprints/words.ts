import { inWords } from '../plan/budget.ts'
import type { Outcome, Sprint } from './sprint.ts'

export const OUTCOME_WORDS: Record<Outcome, string> = {
  answered: 'answered',
  partly: 'answered in part',
  dropped: 'dropped, which is fine',
}

/** How many of the questions were known, in words. */
export function shareWords(share: number | undefined): string {
  if (share === undefined) return 'not asked'
  if (share >= 0.99) return 'all of it'
  return share >= 0.66 ? 'most of it' : share >= 0.34 ? 'about half' : share > 0 ? 'a little' : 'none of it'
}

/** A year's sprints as Markdown. */
export function yearMarkdown(
  sprints: readonly (Sprint & { minutes: number; covered: number | undefined; kept: number | undefined })[],
): string {
  const lines = sprints.map(({ topic, first, closedOn, outcome, minutes, covered, kept, toSelf }) =>
    [
      `## ${topic}`,
      '',
      `${first} to ${closedOn ?? 'now'}, ${inWords(minutes)}. ${outcome ? `${OUTCOME_WORDS[outcome]}.` : 'Under way.'}`,
      `Covered: ${shareWords(covered)}. Kept after a month: ${shareWords(kept)}.`,
      ...(toSelf ? ['', `> ${toSelf}`] : []),
    ].join('\n'),
  )
  return `${['# Sprints', ...lines].join('\n\n')}\n`
}
