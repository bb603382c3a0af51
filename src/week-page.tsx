import type { App } from './app.ts'
import { dayName, dayWords } from './time/weekly.ts'
import { Frame } from './web/frame.tsx'
import { get, type Route } from './web/route.ts'
import { dayAsked, rowsOf, weekOf } from './week.ts'

const ROW = 2.4
const LEFT = 9
const COLUMN = 5.4
const WIDTH = COLUMN - 0.6

function leftOf(day: number, inside = 0): string {
  return (LEFT + day * COLUMN + inside).toFixed(1)
}

const WORK = ['Work', 'Learning']

function Bar({ kind, at, row, from, value }: { kind: string; at: number; row: number; from: number; value: number }) {
  if (value === 0) return null
  return (
    <rect
      class={kind}
      x={leftOf(at, from * WIDTH)}
      y={((row + 1) * ROW + 0.3).toFixed(1)}
      width={(value * WIDTH).toFixed(2)}
      height="1.5"
      rx="0.3"
    />
  )
}

/** The week as one picture: work and learning stand among what is not. */
export function weekRoutes(app: App): Route[] {
  return [
    get('/week', 'session', context => {
      const day = dayAsked(context.req.query('day'), app.machine)
      const week = weekOf(app, day)
      const rows = rowsOf(week)
      const monday = Temporal.PlainDate.from(week[0]?.day ?? day.toString())
      const today = dayAsked(undefined, app.machine)
      const isNow = week.some(({ day }) => day === today.toString())
      const named = `The week of ${dayWords(monday.toString(), today.toString())}`
      return context.html(
        <Frame context={context} title={isNow ? 'The week' : named}>
          <h1>{isNow ? (rows.length === 0 ? 'Nothing to draw of this week yet.' : 'What the week holds') : named}</h1>
          {!isNow && rows.length === 0 && <p>There is nothing to draw of it.</p>}
          {rows.length > 0 && (
            <figure>
              <svg
                class="week"
                viewBox={`0 0 ${LEFT + 7 * COLUMN} ${(rows.length + 1) * ROW}`}
                role="img"
                aria-label={`The week by day. ${rows.map(({ name, words }) => `${name}: ${words}`).join('. ')}.`}
              >
                {week.map((_, at) => (
                  <>
                    <rect class="day" x={leftOf(at)} y="0" width={WIDTH} height={(rows.length + 1) * ROW} rx="0.3" />
                    <text class="hour" x={leftOf(at, 0.4)} y="1.4">
                      {dayName(at + 1).slice(0, 3)}
                    </text>
                  </>
                ))}
                {rows.map(({ name, days }, row) => (
                  <>
                    <text class="hour" x="0" y={((row + 1) * ROW + 1.35).toFixed(1)}>
                      {name}
                    </text>
                    {days.map(({ value, ahead }, at) => (
                      <>
                        <Bar kind={WORK.includes(name) ? 'work' : 'off'} at={at} row={row} from={0} value={value} />
                        {/* What is only planned is drawn fainter. */}
                        <Bar kind="changed" at={at} row={row} from={value} value={ahead} />
                      </>
                    ))}
                  </>
                ))}
              </svg>
            </figure>
          )}
          {rows.length > 0 && (
            <details>
              <summary>In words</summary>
              <ul>
                {rows.map(({ name, words }) => (
                  <li>
                    {name}: {words}
                  </li>
                ))}
              </ul>
              <p class="soft">
                What happened that is not work fills its day. Of off time a day is full with sixteen hours, of sleep
                with ten, of work with ten, of learning with two. Off time is drawn as it was kept, as far as can be
                told; what is only planned is drawn fainter.
              </p>
            </details>
          )}
          <ul class="quiet">
            {week.flatMap(({ day, routines }) =>
              routines.map(({ words }) => (
                <li>
                  {dayName(Temporal.PlainDate.from(day).dayOfWeek)}: {words}
                </li>
              )),
            )}
          </ul>
          <p class="row">
            <a href={`/week?day=${monday.subtract({ days: 7 }).toString()}`}>The week before</a>
            {Temporal.PlainDate.compare(monday.add({ days: 7 }), today) <= 0 && (
              <a href={`/week?day=${monday.add({ days: 7 }).toString()}`}>The week after</a>
            )}
            <a href="/routines">What is not work</a>
            <a href="/quarter">Thirteen weeks</a>
          </p>
        </Frame>,
      )
    }),
  ]
}
