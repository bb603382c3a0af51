import type { Context } from 'hono'
import { startOfDay } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { shelveByHand, sleepAgain } from '../machine/shelving.ts'
import type { RadarTools } from '../machine/tools.ts'
import { type Shelved, settle, shelvedSince } from '../store/shelf.ts'
import { ledgerWords, QUARTER, shelfWords } from '../words.ts'

/** The shelf: what is loud outside the core area, so that one can let go of it. */
export function shelfRoutes(tools: RadarTools): Route[] {
  const { db, clock } = tools
  return [
    get('/shelf', 'session', context => context.html(<ShelfPage context={context} tools={tools} />)),
    post('/shelf', 'session', async context => {
      const form = await readForm(context)
      const until = form.text('until')
      const day = until ? startOfDay(until, clock.zone()) : undefined
      if (until && (day === undefined || day <= clock.now()))
        return context.redirect(`/shelf?${new URLSearchParams({ note: 'Choose a day that is yet to come.' })}`, 303)
      const entry = shelveByHand(tools, form.text('name'), day)
      const said = new URLSearchParams('problem' in entry ? { note: entry.problem } : { done: String(entry.id) })
      return context.redirect(`/shelf?${said}`, 303)
    }),
    post('/shelf/take-back', 'session', async context => {
      settle(db, Number((await readForm(context)).text('entry')), 'taken-back', [], clock.now())
      return context.redirect('/shelf', 303)
    }),
    post('/shelf/again', 'session', async context => {
      sleepAgain(tools, Number((await readForm(context)).text('entry')))
      return context.redirect('/shelf', 303)
    }),
  ]
}

/** One line to shelve anything by name. */
export function ShelveForm({ label }: { label: string }) {
  return (
    <form method="post" action="/shelf" class="field">
      <label for="name">{label}</label>
      <input type="text" id="name" name="name" maxlength={80} autocomplete="off" required />
      <button type="submit" class="plain">
        Let it go for two weeks
      </button>
    </form>
  )
}

function ShelfPage({ context, tools }: { context: Context; tools: RadarTools }) {
  const zone = tools.clock.zone()
  const entries = shelvedSince(tools.db, tools.clock.now() - QUARTER)
  const done = entries.find(({ id }) => String(id) === context.req.query('done'))
  const note = context.req.query('note')?.slice(0, 200)
  const of = (...states: Shelved['state'][]) => entries.filter(({ state }) => states.includes(state))
  return (
    <Frame context={context} title="The shelf">
      <h1>The shelf</h1>
      <p class="soft">
        Where loud things cool off. What is mainly about them stays out of your editions for two weeks; the search still
        finds it. News that breaks what you run still comes.
      </p>
      {(note || done) && (
        <p class="notice" role="status">
          {note ?? (done && `“${done.name}”: ${shelfWords(done, zone)}`)}
        </p>
      )}
      <ShelveForm label="Something you could let go of" />
      <Entries
        title="Asleep"
        entries={of('asleep')}
        zone={zone}
        action="/shelf/take-back"
        label="Take it back"
        learns={tools.learns()}
      />
      <Entries
        title="Still there"
        entries={of('awake')}
        zone={zone}
        action="/shelf/again"
        label="Let it go again"
        learns={tools.learns()}
      />
      <Entries title="Taken back" entries={of('taken-back')} zone={zone} action="/shelf/again" label="Undo" />
      <Entries title="Faded" entries={of('faded')} zone={zone} />
      <section class="end" aria-label="The end">
        <p>{ledgerWords(entries)} That is all.</p>
      </section>
    </Frame>
  )
}

function Entries({
  title,
  entries,
  zone,
  action,
  label,
  learns,
}: {
  title: string
  entries: readonly Shelved[]
  zone: string
  action?: string
  label?: string
  /** Whether an entry can become a sprint. */
  learns?: boolean
}) {
  if (entries.length === 0) return null
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul class="quiet">
        {entries.map(entry => (
          <li data-story id={`entry-${entry.id}`}>
            <div class="row apart">
              <span>{entry.name}</span>
              {action && (
                <form method="post" action={action} class="inline">
                  <input type="hidden" name="entry" value={String(entry.id)} />
                  {learns && (
                    <a
                      href={`/sprint?${new URLSearchParams({ topic: entry.name })}`}
                      aria-label={`Learn it: ${entry.name}`}
                      data-key="b"
                    >
                      Learn it
                    </a>
                  )}{' '}
                  <button type="submit" class="word" aria-label={`${label}: ${entry.name}`}>
                    {label}
                  </button>
                </form>
              )}
            </div>
            <div class="soft">{shelfWords(entry, zone)}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}
