import type { Context } from 'hono'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { SLEEP_TROUBLE, takeSleep } from '../machine/sleep.ts'
import type { SignalTools } from '../machine/tools.ts'
import { today } from '../machine/watching.ts'
import { dropStream, readStreamDays } from '../store/watch.ts'
import { takenWords } from '../words.ts'

/** Hours of sleep, from a file the person has. */
export function sleepRoutes(tools: SignalTools): Route[] {
  const { db } = tools
  return [
    get('/signals/sleep', 'session', context => context.html(<SleepPage context={context} tools={tools} />)),
    post('/signals/sleep', 'session', async context => {
      const taken = await takeSleep(tools, (await readForm(context)).text('path'))
      const note = typeof taken === 'string' ? SLEEP_TROUBLE[taken] : takenWords(taken, today(tools))
      return context.redirect(`/signals/sleep?${new URLSearchParams({ note })}`, 303)
    }),
    post('/signals/sleep/remove', 'session', context => {
      dropStream(db, 'sleep')
      return context.redirect('/signals/sleep?note=The+nights+are+gone.', 303)
    }),
  ]
}

function SleepPage({ context, tools }: { context: Context; tools: SignalTools }) {
  const nights = readStreamDays(tools.db).filter(({ stream }) => stream === 'sleep')
  const note = context.req.query('note')?.slice(0, 400)
  return (
    <Frame context={context} title="Sleep from a file">
      <h1>Sleep from a file</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      <p>
        Hours of sleep can be watched beside the check-in: nights against your own nights, weekends against weekends.
        They join when the watch begins anew, so what you bring later waits.
      </p>
      <form method="post" action="/signals/sleep" class="field">
        <label for="path">The file, by its whole path on this machine</label>
        <input type="text" id="path" name="path" autocomplete="off" required aria-describedby="path-help" />
        <p class="soft" id="path-help">
          The export.zip of Apple Health, however large, or a CSV file with the columns date and hours. Of either only
          the nights are kept. In a terminal: <code>evenkeel sleep FILE</code>
        </p>
        <button type="submit" class="plain">
          Take its nights
        </button>
      </form>
      {nights.length > 0 && (
        <form method="post" action="/signals/sleep/remove" class="row apart">
          <span class="soft">
            {nights.length} nights, the last {nights.at(-1)?.day}.
          </span>
          <button type="submit" class="word">
            Remove them
          </button>
        </form>
      )}
      <p>
        <a href="/signals">Your days</a>
      </p>
    </Frame>
  )
}
