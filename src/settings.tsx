import type { Context } from 'hono'
import type { App } from './app.ts'
import { settings } from './config.ts'
import { deleteData, whatDeleteRemoves } from './data.ts'
import { exportDocument } from './export.ts'
import { PauseForm, PlanForm } from './plan/pages/plan.tsx'
import { HeavierForm, RestForm } from './plan/pages/rest.tsx'
import { MOST_WORDS } from './plan/plan.ts'
import { onHeavierWeeks } from './plan/settings.ts'
import { changePlan } from './plan/store/plan.ts'
import { WanderForm } from './radar/pages/wander.tsx'
import { judgedItems } from './radar/store/items.ts'
import { suggest } from './radar/suggest.ts'
import { learningMinutes } from './sprints/store/sprints.ts'
import { keepSetting, readSetting } from './store/setting.ts'
import { localDay } from './time/window.ts'
import { readForm } from './web/form.ts'
import { Frame } from './web/frame.tsx'
import { always, get, post, type Route } from './web/route.ts'

// Words are suggested from as many of the last decisions of each kind.
const SUGGESTED_FROM = 200

/** The plan, the pause, technical settings, and the person's own data. */
export function settingsRoutes(app: App, deleted: () => void): Route[] {
  const { db, radar } = app
  return [
    get('/settings', 'session', context => context.html(<SettingsPage context={context} app={app} />)),
    post('/settings', 'session', async context => {
      const form = await readForm(context)
      const refused = db.transaction(() =>
        settings
          .filter(({ name }) => form.has(name))
          .filter(setting => !keepSetting(db, setting, form.text(setting.name))),
      )
      const note = refused.length
        ? `Not changed, since it does not fit: ${refused.map(({ name, meaning }) => `${name} (${meaning})`).join(' ')} The rest is saved.`
        : 'Saved.'
      return context.redirect(`/settings?${new URLSearchParams({ note })}`, 303)
    }),
    post('/settings/suggested', 'session', async context => {
      const form = await readForm(context)
      const { words, notMine } = radar.plan()
      if (
        words.length + form.all('word').length > MOST_WORDS ||
        notMine.length + form.all('notMine').length > MOST_WORDS
      ) {
        const note = `There is room for ${MOST_WORDS} words of each. Take some out first; nothing was changed.`
        return context.redirect(`/settings?${new URLSearchParams({ note })}`, 303)
      }
      changePlan(db, {
        words: [...new Set([...words, ...form.all('word')])].slice(0, MOST_WORDS),
        notMine: [...new Set([...notMine, ...form.all('notMine')])].slice(0, MOST_WORDS),
      })
      return context.redirect('/settings?note=Saved.', 303)
    }),
    ...always(
      get('/export.json', 'session', context =>
        context.body(exportDocument(app), 200, {
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': 'attachment; filename="evenkeel.json"',
        }),
      ),
      get('/delete', 'session', context => context.html(<DeletePage context={context} app={app} />)),
      post('/delete', 'session', async context => {
        if ((await readForm(context)).text('sure') !== 'delete') return context.redirect('/delete', 303)
        app.close()
        deleteData(app.machine)
        setTimeout(deleted, 500)
        return context.html(
          <Frame context={context} title="Deleted" bare>
            <h1>{app.machine.banner ? 'The made-up month is gone.' : 'Your data is gone from this machine.'}</h1>
            <p>
              {app.machine.banner ? 'Your own Evenkeel runs on.' : 'Evenkeel has stopped.'} You can close this page.
            </p>
          </Frame>,
        )
      }),
    ),
  ]
}

function SettingsPage({ context, app }: { context: Context; app: App }) {
  const { radar } = app
  const plan = radar.plan()
  const { clock } = app.machine
  const today = localDay(clock.now(), clock.zone()).toString()
  const note = context.req.query('note')?.slice(0, 600)
  const suggested = suggest({
    said: [plan.area, ...plan.words, ...plan.notMine],
    liked: judgedItems(app.db, 'keep', SUGGESTED_FROM),
    disliked: judgedItems(app.db, 'not-for-me', SUGGESTED_FROM),
  })
  return (
    <Frame context={context} title="Settings">
      <h1>Settings</h1>
      {note && (
        <p class="notice" role="status">
          {note}
        </p>
      )}
      <PlanForm plan={plan} learning={learningMinutes(app.db, today)} />
      {suggested.words.length + suggested.notMine.length > 0 && (
        <form method="post" action="/settings/suggested">
          <h2>From what you decided</h2>
          {suggested.words.map(word => (
            <label class="check">
              <input type="checkbox" name="word" value={word} />
              <span>{word} matters</span>
            </label>
          ))}
          {suggested.notMine.map(word => (
            <label class="check">
              <input type="checkbox" name="notMine" value={word} />
              <span>{word} is not mine</span>
            </label>
          ))}
          <button type="submit" class="plain">
            Add these
          </button>
        </form>
      )}
      <h2>A pause</h2>
      <PauseForm plan={plan} clock={app.machine.clock} />
      <h2>A rest</h2>
      <RestForm db={app.db} clock={app.machine.clock} />
      <h2>Heavier weeks</h2>
      <HeavierForm chosen={readSetting(app.db, onHeavierWeeks)} back="settings" />
      <h2>An hour to wander</h2>
      <WanderForm tools={radar} />
      <h2>More, when you want it</h2>
      <ul class="quiet">
        <li>
          <a href="/signals">Your days</a>{' '}
          <span class="soft">a check-in of twenty seconds, and a word when your days have changed</span>
        </li>
        <li>
          <a href="/sprint">Learning sprints</a> <span class="soft">one topic, a stop date, a rest</span>
        </li>
        <li>
          <a href="/routines">What is not work</a>{' '}
          <span class="soft">what your week holds besides, with nothing to lose</span>
        </li>
        <li>
          <a href="/circle">The circle</a> <span class="soft">a few people beside you, sealed to them alone</span>
        </li>
        <li>
          <a href="/walk">Ask someone for a walk</a>{' '}
          <span class="soft">a message and an hour in the calendar, to send as you like</span>
        </li>
        <li>
          <a href="/trials">Trials</a> <span class="soft">does it really help you? A coin decides, and weeks tell</span>
        </li>
      </ul>
      <h2>Your data</h2>
      <p class="soft">
        It lies in one file: <code>{app.file}</code>
      </p>
      <p>
        <a href="/export.json" download="evenkeel.json">
          Take everything with you
        </a>{' '}
        · <a href="/sources.opml">Sources as OPML</a> · <a href="/delete">Delete everything</a>
      </p>
      <h2>Under the floor</h2>
      <details>
        <summary>Servers and limits</summary>
        <form method="post" action="/settings">
          {settings.map(setting => (
            <div class="field">
              <label for={setting.name}>{setting.name}</label>
              <input
                type="text"
                id={setting.name}
                name={setting.name}
                value={setting.write(readSetting(app.db, setting))}
                aria-describedby={`${setting.name}-help`}
              />
              <p class="soft" id={`${setting.name}-help`}>
                {setting.meaning}
              </p>
            </div>
          ))}
          <button type="submit" class="plain">
            Save
          </button>
        </form>
      </details>
    </Frame>
  )
}

function DeletePage({ context, app }: { context: Context; app: App }) {
  return (
    <Frame context={context} title="Delete everything">
      <h1>Delete everything?</h1>
      <p>This would go from this machine, for good:</p>
      <ul>
        {whatDeleteRemoves(app.machine).map(path => (
          <li>
            <code>{path}</code>
          </li>
        ))}
      </ul>
      <p class="soft">The extension in a browser, and a calendar file you named, are yours to take out.</p>
      <p class="soft">
        You can <a href="/export.json">take everything with you</a> before.
      </p>
      <form method="post" action="/delete">
        <div class="field">
          <label for="sure">Type “delete” to go on</label>
          <input type="text" id="sure" name="sure" autocomplete="off" />
        </div>
        <p class="row">
          <button type="submit" class="plain">
            Delete
          </button>
          <a href="/settings">Keep it</a>
        </p>
      </form>
    </Frame>
  )
}
