import type { Context } from 'hono'
import { dayAndTime } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { forPrograms, get, post, type Route } from '../../web/route.ts'
import type { SensorName } from '../evening.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { editorKey, isFolder, readGit, takeHeartbeats, troubleWords } from '../machine/traces.ts'
import { pairedBrowsers } from '../store/extensions.ts'
import { dropKey, readKey } from '../store/keys.ts'
import { addFolder, lastLife, removeFolder, traceFolders } from '../store/sensors.ts'

// As WakaTime's plugins ask, with the api_url that the page shows, and as Wakapi lets them.
const USERS = ['/api/users/current', '/api/v1/users/current', '/api/compat/wakatime/v1/users/current']
const INTAKE = [
  ...USERS.flatMap(user => [`${user}/heartbeats`, `${user}/heartbeats.bulk`]),
  '/api/heartbeat',
  '/api/heartbeats',
]
const BEATS_BYTES = 2 << 20

/** What can notice work: each off until turned on, each with its last sign of life. */
export function sensorRoutes(tools: BoundaryTools): Route[] {
  const { db, clock } = tools
  const back = (context: Context, note: string) =>
    context.redirect(`/evenings/sensors?${new URLSearchParams({ note })}`, 303)
  return [
    get('/evenings/sensors', 'session', context => context.html(<SensorPage context={context} tools={tools} />)),
    post('/evenings/sensors/folder', 'session', async context => {
      const path = (await readForm(context)).text('path')
      if (!isFolder(path)) return back(context, 'Name a folder that is there, by its whole path. Nothing was changed.')
      addFolder(db, path, clock.now())
      readGit(tools)
      return back(context, 'Saved: its git history is read from now on.')
    }),
    post('/evenings/sensors/folder/remove', 'session', async context => {
      removeFolder(db, (await readForm(context)).text('path'), clock.now())
      return back(context, 'It is read no more.')
    }),
    post('/evenings/sensors/editor', 'session', async context => {
      if ((await readForm(context)).has('off')) dropKey(db, 'editor', clock.now())
      else editorKey(tools)
      return back(context, 'Saved.')
    }),
    ...forPrograms(
      ...INTAKE.map(path => post(path, 'heartbeat', context => intake(tools, context), BEATS_BYTES)),
      ...USERS.flatMap(user => [
        get(`${user}/statusbar/today`, 'heartbeat', context => context.json({ data: NOTHING_TODAY })),
        get(`${user}/summaries`, 'heartbeat', context => context.json({ data: [] })),
      ]),
    ),
  ]
}

// An editor would show a count of minutes all day; it is given none.
const NOTHING_TODAY = {
  grand_total: { digital: '', hours: 0, minutes: 0, text: '', total_seconds: 0 },
  categories: [],
  projects: [],
}

async function intake(tools: BoundaryTools, context: Context): Promise<Response> {
  const body: unknown = await context.req.json().catch(() => undefined)
  const taken = takeHeartbeats(tools, body)
  return context.json(
    { responses: taken.map(good => (good ? [{ data: {} }, 201] : [{ error: 'not a heartbeat' }, 400])) },
    201,
  )
}

function SensorPage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const { db, port } = tools
  const note = context.req.query('note')?.slice(0, 200)
  const folders = traceFolders(db)
  const key = readKey(db, 'editor')
  return (
    <Frame context={context} title="What can notice work">
      <h1>What can notice work</h1>
      <p>
        All of it is optional: an evening is an evening without any. What is noticed is a minute and nothing of what was
        done, and it stays in your file. One that falls silent reads “can’t tell”, never calm.
      </p>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      <h2>Git, in folders you name</h2>
      <p class="soft">
        It reads what git noted of your own commits, amends, merges and rebases on this machine: the minute, and whether
        a coding tool signed as co-author. No message and no change is looked at.{' '}
        <Life tools={tools} sensor="git" on={folders.length > 0} />
      </p>
      {folders.map(({ path, trouble }) => (
        <form method="post" action="/evenings/sensors/folder/remove" class="row apart">
          <input type="hidden" name="path" value={path} />
          <span>
            <code>{path}</code>
            {trouble && <span class="soft"> {troubleWords(trouble)}</span>}
          </span>
          <button type="submit" class="word" aria-label={`Remove ${path}`}>
            Remove
          </button>
        </form>
      ))}
      <form method="post" action="/evenings/sensors/folder" class="field">
        <label for="path">A folder with repositories in it</label>
        <input type="text" id="path" name="path" autocomplete="off" required />
        <button type="submit" class="plain">
          Read it
        </button>
      </form>
      <h2>Your editor</h2>
      <p class="soft">
        Evenkeel takes the heartbeats of WakaTime’s plugins, which many editors have, on this machine instead of theirs.
        It keeps the minute and a hash of the project. <Life tools={tools} sensor="editor" on={key !== undefined} />
      </p>
      {key && (
        <>
          <p>
            In <code>~/.wakatime.cfg</code>:
          </p>
          <pre>{`[settings]\napi_url = http://127.0.0.1:${port}/api\napi_key = ${key}`}</pre>
        </>
      )}
      <form method="post" action="/evenings/sensors/editor">
        <button type="submit" class="plain" {...(key && { name: 'off', value: 'yes' })}>
          {key ? 'Turn it off; the key ends' : 'Make a key for editors'}
        </button>
      </form>
      <h2>Your browser</h2>
      <p class="soft">
        The extension tells how often a closed site was visited: the host and the minute.{' '}
        <Life tools={tools} sensor="browser" on={pairedBrowsers(db).length > 0} />
      </p>
      <p>
        <a href="/off/browser">In your browser</a> · <a href="/evenings">How evenings went</a>
      </p>
    </Frame>
  )
}

function Life({ tools, sensor, on }: { tools: BoundaryTools; sensor: SensorName; on: boolean }) {
  if (!on) return <>It is off.</>
  const last = lastLife(tools.db, sensor)
  return <>{last === undefined ? 'Nothing heard yet.' : `Last heard ${dayAndTime(last, tools.clock.zone())}.`}</>
}
