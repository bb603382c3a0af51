import type { Context } from 'hono'
import { keepSetting, readSetting } from '../../store/setting.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, forPrograms, get, post, type Route } from '../../web/route.ts'
import { calendarPath, calendarText, calendarVersion } from '../machine/calendar.ts'
import type { BoundaryTools } from '../machine/tools.ts'
import { phoneSteps } from '../phone.ts'
import { calendarDetail, calendarFile } from '../settings.ts'
import { readKey } from '../store/keys.ts'
import { presentWindows } from '../store/rules.ts'

const TYPE = 'text/calendar; charset=utf-8'

/** The calendar, and the phone, which only its owner can close. */
export function calendarRoutes(tools: BoundaryTools): Route[] {
  return [
    ...always(
      get('/off/calendar', 'session', context => context.html(<CalendarPage context={context} tools={tools} />)),
      post('/off/calendar/address', 'session', async context => {
        calendarPath(tools, (await readForm(context)).has('anew'))
        return context.redirect('/off/calendar', 303)
      }),
      post('/off/calendar/settings', 'session', async context => {
        const form = await readForm(context)
        keepSetting(tools.db, calendarDetail, form.has('detail') ? 'yes' : 'no')
        const kept = keepSetting(tools.db, calendarFile, form.text('calendar.file'))
        const note = kept ? 'Saved.' : 'The file has a whole path and ends in .ics. It was not changed.'
        return context.redirect(`/off/calendar?${new URLSearchParams({ note })}`, 303)
      }),
      get('/off/evenkeel.ics', 'session', context =>
        context.body(calendarText(tools), 200, {
          'content-type': TYPE,
          'content-disposition': 'attachment; filename="evenkeel.ics"',
        }),
      ),
      get('/off/phone', 'session', context => context.html(<PhonePage context={context} tools={tools} />)),
    ),
    ...forPrograms(
      get('/calendar/:key/evenkeel.ics', 'calendar', context => {
        const text = calendarText(tools)
        const headers = { etag: calendarVersion(text), 'cache-control': 'no-cache', 'content-type': TYPE }
        if (context.req.header('if-none-match') === headers.etag) return context.body(null, 304, headers)
        return context.body(text, 200, headers)
      }),
    ),
  ]
}

function CalendarPage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const there = readKey(tools.db, 'calendar') !== undefined
  const file = readSetting(tools.db, calendarFile)
  const note = context.req.query('note')?.slice(0, 200)
  return (
    <Frame context={context} title="In your calendar">
      <h1>In your calendar</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      <p>
        Off time, editions and shutdowns, as busy and private.{' '}
        {readSetting(tools.db, calendarDetail) ? 'They say what they are.' : 'They say “Busy” and nothing else.'}
      </p>
      <p>
        <a class="button" href="/off/evenkeel.ics" download="evenkeel.ics">
          Take it as a file
        </a>
      </p>
      <h2>To subscribe to, on this computer</h2>
      {there ? (
        <>
          <p>
            <code>{`http://127.0.0.1:${tools.port}${calendarPath(tools)}`}</code>
          </p>
          <p class="soft">
            Whoever has this address can read the calendar. It works on this computer only: a calendar in the web or on
            the phone cannot reach it.
          </p>
        </>
      ) : (
        <p class="soft">An address that a calendar program on this computer can ask again and again.</p>
      )}
      <form method="post" action="/off/calendar/address">
        <button type="submit" class="plain" {...(there && { name: 'anew', value: 'yes' })}>
          {there ? 'Make another address; this one ends' : 'Make an address'}
        </button>
      </form>
      <h2>To carry along</h2>
      <p>
        Name a file in a folder you sync, and it is kept up to date while Evenkeel runs.{' '}
        {file === '' ? 'None is named.' : <code>{file}</code>}
      </p>
      <form method="post" action="/off/calendar/settings" class="field">
        <label for="file">The file, ending in .ics</label>
        <input type="text" id="file" name="calendar.file" value={file} autocomplete="off" />
        <label class="check">
          <input type="checkbox" name="detail" value="yes" checked={readSetting(tools.db, calendarDetail)} />
          <span>Say what each entry is</span>
        </label>
        <button type="submit" class="plain">
          Save
        </button>
      </form>
      <p>
        <a href="/off">Off time</a>
      </p>
    </Frame>
  )
}

function PhonePage({ context, tools }: { context: Context; tools: BoundaryTools }) {
  const windows = presentWindows(tools.db)
  return (
    <Frame context={context} title="On your phone">
      <h1>On your phone</h1>
      <p>
        The phone is where most evenings leak, and Evenkeel cannot close it. Its own focus mode can: these are the steps
        for your hours.
      </p>
      {windows.length === 0 && (
        <p class="soft">
          You have no off time yet. <a href="/off">Begin with one evening</a>.
        </p>
      )}
      {windows.length > 0 &&
        phoneSteps(windows).map(({ phone, steps }) => (
          <>
            <h2>{phone}</h2>
            <ol>
              {steps.map(step => (
                <li>{step}</li>
              ))}
            </ol>
          </>
        ))}
      <p class="soft">
        Words differ from one phone to the next. For its calendar,{' '}
        <a href="/off/calendar">a file in a folder you sync</a> carries the hours along.
      </p>
      <p>
        <a href="/off">Off time</a>
      </p>
    </Frame>
  )
}
