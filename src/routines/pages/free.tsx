import type { Context } from 'hono'
import { dayWords } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { always, post, type Route } from '../../web/route.ts'
import { allFreeUntil, freeAhead, today } from '../machine/telling.ts'
import type { RoutineTools } from '../machine/tools.ts'
import { freeFrom, MOST_FREE } from '../routine.ts'
import { addFree, endFree, everyFree, takeFreeBack } from '../store/routines.ts'
import { FREE_BOUNDS, freedWords, freeWords } from '../words.ts'

/** Days on which nothing is meant: today of one routine, or a stretch of all; and the way back. */
export function freeRoutes(tools: RoutineTools): Route[] {
  const { db } = tools
  const back = (context: Context, said?: Record<string, string>) =>
    context.redirect(said ? `/routines?${new URLSearchParams(said)}` : '/routines', 303)
  return always(
    post('/routines/free', 'session', async context => {
      const form = await readForm(context)
      const id = Number(form.text('routine'))
      const free = freeFrom(form.text('from') || today(tools), Number(form.text('days') || '1'), today(tools))
      if (!free) return back(context, { note: `${FREE_BOUNDS} Nothing was changed.` })
      const freed = addFree(db, id > 0 ? id : null, free)
      return back(context, freed === undefined ? undefined : { freed: String(freed) })
    }),
    post('/routines/free/end', 'session', context => {
      endFree(db, today(tools))
      return back(context)
    }),
    post('/routines/free/take-back', 'session', async context => {
      takeFreeBack(db, Number((await readForm(context)).text('free')))
      return back(context)
    }),
  )
}

/** What was freed just now, with the way back. */
export function JustFreed({ tools, id }: { tools: RoutineTools; id: number }) {
  const free = everyFree(tools.db).find(one => one.id === id)
  return free ? (
    <form method="post" action="/routines/free/take-back" class="notice row apart" role="status">
      <span>{freedWords(free, today(tools))}</span>
      <button type="submit" name="free" value={String(free.id)} class="word" data-key="u">
        Undo
      </button>
    </form>
  ) : null
}

/** Until when all is free, and when it will be; `but` is told of already. */
export function AllFree({ tools, but }: { tools: RoutineTools; but: number }) {
  const [day, until] = [today(tools), allFreeUntil(tools)]
  const told = everyFree(tools.db).find(({ id, of }) => id === but && of === null)
  const isTold = told !== undefined && told.first <= day && told.last === until
  return (
    <>
      {until && !isTold && (
        <form method="post" action="/routines/free/end" class="row apart">
          <span>All is free until {dayWords(until, day)}.</span>
          <button type="submit" class="word">
            Go on again
          </button>
        </form>
      )}
      {freeAhead(tools)
        .filter(({ id }) => id !== but)
        .map(free => (
          <form method="post" action="/routines/free/take-back" class="row apart">
            <span>{freeWords(free, day)}.</span>
            <button type="submit" name="free" value={String(free.id)} class="word">
              Take it back
            </button>
          </form>
        ))}
    </>
  )
}

/** Frees days of all, also such as are past. */
export function FreeForm({ tools }: { tools: RoutineTools }) {
  const day = Temporal.PlainDate.from(today(tools))
  const bound = (days: number) => day.add({ days }).toString()
  return (
    <details>
      <summary>Ill, away, or just not now</summary>
      <form method="post" action="/routines/free" class="row field">
        <label for="days">{allFreeUntil(tools) ? 'More is' : 'All is'} free for</label>
        <input type="number" id="days" name="days" value="7" min="1" max={String(MOST_FREE)} required />
        <label for="from">days from</label>
        <input
          type="date"
          id="from"
          name="from"
          value={day.toString()}
          min={bound(-MOST_FREE)}
          max={bound(MOST_FREE)}
          required
        />
        <button type="submit" class="plain">
          Do that
        </button>
      </form>
      <p class="soft">It can begin on a day that is past: what one was ill on is often seen later.</p>
    </details>
  )
}
