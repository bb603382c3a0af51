import { plain } from '../../cli/print.ts'
import { notesOf, type Told, weeksOf } from '../machine/telling.ts'
import { dayWords, hourWords } from '../walk.ts'
import { departureWords, faultWords, namesOf, noteLines, UNHEARD_WORDS, undoneWords } from '../words.ts'

/** A circle's week for programs. */
export function weekValue(told: Told) {
  const { roster, week, notes, calls, meetings, season, circle } = told
  const name = (author: string) => roster.names.get(author)
  return {
    name: roster.name,
    week,
    season,
    notes: notes.map(({ author, note }) => ({ ...note, name: name(author), you: author === circle.author })),
    calls: calls.map(({ author, time }) => ({ name: name(author), you: author === circle.author, at: time })),
    meetings: meetings.map(({ said, note, times }) => ({
      by: name(said.author),
      kind: note.kind,
      where: note.where,
      times: times.map(({ at, suits }) => ({ at, suits: suits.map(name) })),
    })),
    problem: circle.problem,
    faults: told.faults.map(({ fault, author }) => ({ fault, name: name(author) })),
  }
}

/** A circle's week in lines. */
export function weekLines(told: Told, zone: string): string[] {
  const { roster, circle, notes, calls, faults, others, running, belongs, departed, unheard } = told
  const name = (author: string) => (author === circle.author ? 'You' : plain(roster.names.get(author) ?? ''))
  return [
    `${plain(roster.name)}${others.length > 0 ? `, with ${plain(namesOf(others))}` : ''}`,
    ...(belongs ? [] : [`You do not belong to ${plain(roster.name)} any more.`]),
    ...departed.map(one => plain(departureWords(one, roster.names, circle.author))),
    ...(belongs && unheard ? [UNHEARD_WORDS] : []),
    ...faults.map(fault => plain(faultWords(fault, roster.names))),
    ...calls.map(({ author }) => `${name(author)} could use a call.`),
    ...notes.map(
      ({ author, note }) => `${name(author)}: ${note.what === 'week' ? plain(noteLines(note).join(' ')) : ''}`,
    ),
    ...(running || !belongs ? [] : ['Its season is over. Another: evenkeel circle season']),
    ...meetingLines(told, zone),
  ]
}

/** Meetings to come in lines, each time with its number. */
export function meetingLines({ meetings, roster, circle }: Told, zone: string): string[] {
  let number = 0
  return meetings.flatMap(({ said, note, times }) => [
    `${plain(roster.names.get(said.author) ?? '')}: ${note.kind}${note.where ? `, ${plain(note.where)}` : ''}${note.noProjects ? ', no projects talked about' : ''}`,
    ...times.map(({ at, suits }) => {
      number++
      const who = suits.map(author => (author === circle.author ? 'you' : (roster.names.get(author) ?? '')))
      return `  ${number}  ${hourWords(at, zone)}  ${plain(namesOf(who.map(one => ({ name: one }))))}`
    }),
  ])
}

/** The people of a circle in lines. */
export function peopleLines(told: Told): string[] {
  const { roster, circle, season, running, awayUntil, today, departed, belongs } = told
  const about = (author: string) =>
    author === circle.author
      ? ' (you)'
      : awayUntil.has(author)
        ? `, away until ${dayWords(awayUntil.get(author) ?? today, today)}`
        : ''
  return [
    plain(roster.name),
    ...roster.members.map(({ author, name }) => `  ${plain(name)}${about(author)}`),
    ...departed.map(one => plain(departureWords(one, roster.names, circle.author))),
    ...roster.fallen.map(
      ({ member }) =>
        `${plain(member.name)} was let in while someone else changed the circle too, and that went first. Let them in once more on its page of people, or invite them anew.`,
    ),
    ...(belongs ? told.undone.map(one => plain(undoneWords(one))) : ['You do not belong to it any more.']),
    running ? `Its season runs until ${dayWords(season.last, today)}.` : 'Its season is over.',
  ]
}

/** What was written in past weeks, in lines. */
export function pastLines({ said, roster, circle }: Told): string[] {
  const lines = weeksOf(said).flatMap(week => [
    `The week of ${week}`,
    ...notesOf(said, week).map(({ author, note }) => {
      const name = author === circle.author ? 'You' : plain(roster.names.get(author) ?? '')
      return `  ${name}: ${note.what === 'week' ? plain(noteLines(note).join(' ')) : ''}`
    }),
  ])
  return lines.length > 0 ? lines : ['Nothing yet.']
}
