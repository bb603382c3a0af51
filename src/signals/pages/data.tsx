import type { Context } from 'hono'
import { dayWords } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { ASKED, type CheckIn, SIGNS } from '../check-in.ts'
import { checkInOf, takeAway } from '../machine/checking-in.ts'
import type { SignalTools } from '../machine/tools.ts'
import { today } from '../machine/watching.ts'
import { keepCheckIn, readCheckIns } from '../store/check-ins.ts'
import { checkInCsv, deleteSignals, signalExport } from '../store/export.ts'
import { readStreamDays } from '../store/watch.ts'

const A_PAGE = 60

/** What the person said, in one place: seen whole, taken along, deleted. */
export function dataRoutes(tools: SignalTools): Route[] {
  const { db } = tools
  // Only here, until the app stops or the next is removed: what is removed is gone from the file at once.
  let removed: CheckIn | undefined
  return always(
    get('/signals/data', 'session', context =>
      context.html(<DataPage context={context} tools={tools} removed={removed?.day} />),
    ),
    get('/signals/data.json', 'session', context =>
      context.body(`${JSON.stringify(signalExport(db), null, 1)}\n`, 200, {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="evenkeel-days.json"',
      }),
    ),
    get('/signals/data.csv', 'session', context =>
      context.body(checkInCsv(db), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="evenkeel-days.csv"',
      }),
    ),
    post('/signals/data/drop', 'session', async context => {
      const day = (await readForm(context)).text('day')
      const there = checkInOf(tools, day)
      const note = takeAway(tools, day) ? `${day} is gone.` : 'There is no such day.'
      removed = there ?? removed
      return context.redirect(`/signals/data?${new URLSearchParams({ note })}`, 303)
    }),
    post('/signals/data/undo', 'session', context => {
      if (removed && !checkInOf(tools, removed.day)) keepCheckIn(db, removed)
      removed = undefined
      return context.redirect('/signals/data?note=It+is+back.', 303)
    }),
    post('/signals/data/delete', 'session', async context => {
      if ((await readForm(context)).text('sure') !== 'delete')
        return context.redirect('/signals/data?note=Nothing+was+deleted.', 303)
      deleteSignals(db)
      removed = undefined
      return context.redirect('/signals/data?note=All+of+it+is+gone.', 303)
    }),
  )
}

function DataPage({ context, tools, removed }: { context: Context; tools: SignalTools; removed: string | undefined }) {
  const { db } = tools
  const note = context.req.query('note')?.slice(0, 200)
  const skip = Math.max(0, Number.parseInt(context.req.query('from') ?? '0', 10) || 0)
  const all = readCheckIns(db).reverse()
  const shown = all.slice(skip, skip + A_PAGE)
  const nights = readStreamDays(db).filter(({ stream }) => stream === 'sleep').length
  const evenings = readStreamDays(db).length - nights
  const day = today(tools)
  return (
    <Frame context={context} title="What you said">
      <h1>What you said</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      {removed && (
        <form method="post" action="/signals/data/undo">
          <button type="submit" class="word" data-key="u">
            Put {dayWords(removed, day)} back
          </button>
        </form>
      )}
      <p>
        {all.length === 0 ? 'No check-in' : all.length === 1 ? 'One check-in' : `${all.length} check-ins`}, {nights}{' '}
        nights from files, {evenings} days of work after hours counted in minutes. It lies in your data file, and
        nothing of it is anywhere else: not in logs, and of what is printed only in <code>evenkeel days</code> and in
        what you export.
      </p>
      <p>
        <a href="/signals/data.json" download="evenkeel-days.json">
          Take it along
        </a>{' '}
        ·{' '}
        <a href="/signals/data.csv" download="evenkeel-days.csv">
          as a table
        </a>
      </p>
      {shown.length > 0 && (
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th>Day</th>
                {SIGNS.map(sign => (
                  <th>{ASKED[sign].name}</th>
                ))}
                <th>
                  <span class="hidden">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(one => (
                <>
                  <tr>
                    <td>{dayWords(one.day, day)}</td>
                    {SIGNS.map(sign => (
                      <td>{one.marks[sign] ?? '–'}</td>
                    ))}
                    <td>
                      <form method="post" action="/signals/data/drop">
                        <input type="hidden" name="day" value={one.day} />
                        <button type="submit" class="word" aria-label={`Remove ${one.day}`}>
                          Remove
                        </button>
                      </form>
                    </td>
                  </tr>
                  {one.line && (
                    <tr class="line">
                      <td colspan={7} class="soft">
                        {one.line}
                      </td>
                    </tr>
                  )}
                </>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="row">
        {skip > 0 && <a href={`/signals/data?from=${Math.max(0, skip - A_PAGE)}`}>Newer</a>}
        {all.length > skip + A_PAGE && <a href={`/signals/data?from=${skip + A_PAGE}`}>Older</a>}
        {all.length > 0 && all.length <= skip + A_PAGE && <span class="soft">That is all.</span>}
      </p>
      <details>
        <summary>Delete all of it</summary>
        <form method="post" action="/signals/data/delete">
          <div class="field">
            <label for="sure">
              Check-ins, lines, nights, warnings, trials: type “delete” and they are gone for good
            </label>
            <input type="text" id="sure" name="sure" autocomplete="off" />
            <button type="submit" class="plain">
              Delete
            </button>
          </div>
        </form>
      </details>
      {!context.get('off') && (
        <p>
          <a href="/signals">Your days</a>
        </p>
      )}
    </Frame>
  )
}
