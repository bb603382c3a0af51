import { inWords } from '../plan/budget.ts'
import { againAfter, isPlanned, type Outcome, type Session, type Told } from './sprint.ts'

export const OUTCOME_WORDS: Record<Outcome, string> = {
  answered: 'answered',
  partly: 'answered in part',
  dropped: 'dropped, which is fine',
}

/** What is said of a session that had ended by itself; undefined for one that the person ended. */
export function endedWords({
  begunAt,
  endedAt,
  endedBy,
}: Pick<Session, 'begunAt' | 'endedAt' | 'endedBy'>): string | undefined {
  if (endedBy === 'off-time') return 'Off time had ended it.'
  if (endedBy === 'stop-date') return 'Its stop date had ended it.'
  if (endedBy !== 'nobody') return undefined
  return `It had been forgotten, so it counts ${(endedAt ?? 0) > begunAt ? 'as far as its last note' : 'for nothing'}.`
}

/** How many of the questions were known, in words. */
function shareWords(share: number): string {
  if (share >= 0.99) return 'all of it'
  return share >= 0.66 ? 'most of it' : share >= 0.34 ? 'about half' : share > 0 ? 'a little' : 'none of it'
}

/** "Covered: most of it. Kept after a week: most of it. Kept after a month: a little." Of what was not answered it says nothing. */
export function keptWords({
  covered,
  keptSoon,
  kept,
  horizon,
}: Pick<Told, 'covered' | 'keptSoon' | 'kept' | 'horizon'>): string {
  const [soon, late] = againAfter(horizon).map(spanWords)
  return [
    ['Covered', covered] as const,
    [`Kept after ${soon}`, keptSoon] as const,
    [`Kept after ${late}`, kept] as const,
  ]
    .flatMap(([name, share]) => (share === undefined ? [] : [`${name}: ${shareWords(share)}.`]))
    .join(' ')
}

const SPANS: Readonly<Record<number, string>> = { 7: 'a week', 30: 'a month', 90: 'three months', 365: 'a year' }

/** "a month", "18 days" */
export function spanWords(days: number): string {
  return SPANS[days] ?? `${days} days`
}

export const FORGOTTEN_WORDS = 'Your last session was forgotten, so only what is known of it counts.'

/** Of a slot whose hours all fall into off time. */
export const ALL_OFF = 'Its hours to come lie in off time, where no session begins.'

/** How much one sat lately, without a quota. */
export function lately({ week }: { week: number }, minutesAWeek: number): string {
  return week > 0 ? `${inWords(week)} in the last seven days` : `About ${inWords(minutesAWeek)} a week`
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function inMarkdown(text: string): string {
  return text.replace(/([\\[\]<>*_`#])/g, '\\$1')
}

/** "at the close", "after a week" */
export function whenWords(afterDays: number): string {
  return afterDays === 0 ? 'at the close' : `after ${spanWords(afterDays)}`
}

/** A year's sprints as Markdown. */
export function yearMarkdown(sprints: readonly Told[], today: string): string {
  const lines = sprints.map(
    ({ topic, first, stop, ahead, closedOn, outcome, minutes, toSelf, questions, notes, ...told }) =>
      [
        `## ${inMarkdown(topic)}`,
        '',
        isPlanned({ first, ahead }, today)
          ? `${first} to ${stop}. Planned.`
          : `${first} to ${closedOn ?? stop}, ${inWords(minutes)}. ${outcome ? `${capital(OUTCOME_WORDS[outcome])}.` : 'Under way.'}`,
        ...[keptWords(told)].filter(Boolean),
        ...(toSelf ? ['', `> ${inMarkdown(toSelf)}`] : []),
        ...(questions.length > 0 ? [''] : []),
        ...questions.flatMap(({ words, answers }) => [
          `- ${inMarkdown(words)}`,
          ...answers.map(one => `  - ${whenWords(one.afterDays)}: ${inMarkdown(one.words.replace(/\s+/g, ' '))}`),
        ]),
        ...(notes.length > 0 ? ['', 'Noted:', '', ...notes.map(note => `- ${inMarkdown(note)}`)] : []),
      ].join('\n'),
  )
  return `${['# Sprints', ...lines].join('\n\n')}\n`
}
