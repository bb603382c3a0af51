import type { Context } from 'hono'
import { get, type Route } from '../../web/route.ts'
import { notesOf, type Told, weeksOf } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { CirclePage, page } from './page.tsx'
import { NoteOf } from './week.tsx'

/** Weeks that are over: one's own copy, which no relay has any more after eight weeks. */
export function pastRoutes(tools: CircleTools): Route[] {
  return [
    get(
      '/circle/past',
      'session',
      page(tools, (context, told) => <PastPage context={context} told={told} />),
    ),
  ]
}

function PastPage({ context, told }: { context: Context; told: Told }) {
  const weeks = weeksOf(told.said).filter(week => week < told.week || told.circle.endedAt !== null)
  return (
    <CirclePage context={context} told={told} title={`Past weeks of ${told.roster.name}`}>
      {weeks.length === 0 && <p>Nothing yet. What you and the others write stays here, on this machine.</p>}
      {weeks.map(week => (
        <details>
          <summary>The week of {dayWithYear(week)}</summary>
          {notesOf(told.said, week).map(said => (
            <NoteOf told={told} said={said} />
          ))}
        </details>
      ))}
    </CirclePage>
  )
}

function dayWithYear(text: string): string {
  return Temporal.PlainDate.from(text).toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}
