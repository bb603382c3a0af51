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
  let reading: Reading | undefined
  let note = ''
  const read = async (path: string) => {
    reading = { done: 0, total: 1 }
    try {
      const taken = await takeSleep(tools, path, (done, total) => {
        reading = { done, total }
      })
      note = typeof taken === 'string' ? SLEEP_TROUBLE[taken] : takenWords(taken, today(tools))
    } catch (error) {
      note = 'The nights could not be kept. Nothing was changed.'
      throw error
    } finally {
      reading = undefined
    }
  }
  return [
    get('/signals/sleep', 'session', context =>
      context.html(<SleepPage context={context} tools={tools} reading={reading} note={note} />),
    ),
    post('/signals/sleep', 'session', async context => {
      const path = (await readForm(context)).text('path')
      if (!reading) {
        note = ''
        // A small file is done at once; a large one goes on, and the page shows how far it is.
        const work = read(path)
        // What fails after that is told by the note.
        work.catch(() => {})
        await Promise.race([work, new Promise(done => setTimeout(done, PATIENCE))])
      }
      return context.redirect('/signals/sleep', 303)
    }),
    post('/signals/sleep/remove', 'session', context => {
      dropStream(db, 'sleep')
      note = 'The nights are gone.'
      return context.redirect('/signals/sleep', 303)
    }),
  ]
}

interface Reading {
  readonly done: number
  readonly total: number
}

const PATIENCE = 1500

function SleepPage({
  context,
  tools,
  reading,
  note,
}: {
  context: Context
  tools: SignalTools
  reading: Reading | undefined
  note: string
}) {
  if (reading) {
    return (
      <Frame context={context} title="Sleep from a file" refresh>
        <div data-live aria-live="polite">
          <h1>Looking for your nights.</h1>
          <progress
            value={String(reading.done)}
            max={String(reading.total)}
            aria-label="How much of the file was read"
          />
          <p class="soft">
            {Math.round((100 * reading.done) / reading.total)} of 100. You may go on elsewhere meanwhile.
          </p>
        </div>
      </Frame>
    )
  }
  const nights = readStreamDays(tools.db).filter(({ stream }) => stream === 'sleep')
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
