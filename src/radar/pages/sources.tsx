import type { Context } from 'hono'
import { dayAndTime } from '../../time/weekly.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { kinds } from '../kinds/all.ts'
import { addTyped } from '../machine/find.ts'
import type { RadarTools } from '../machine/tools.ts'
import { readOpml, writeOpml } from '../opml.ts'
import { isWell, type Source, STATE_WORDS } from '../source.ts'
import { countOpened } from '../store/opened.ts'
import {
  addSource,
  bringBackSource,
  chosenSources,
  findSource,
  listSources,
  removeSource,
  restoreSource,
  type Yield,
  yieldsSince,
} from '../store/sources.ts'
import { addedWords, importWords, tooMuch, YIELD_SPAN, yieldWords } from '../words.ts'

// From as many opened editions and kept things on a source can be too much.
const LEAST_EDITIONS = 4
const LEAST_KEPT = 3

const MOST_LIST_BYTES = 20 << 20

/** Where items come from: seen, added, removed, imported, taken along. */
export function sourceRoutes(tools: RadarTools): Route[] {
  const { db, clock } = tools
  const back = (context: Context, said?: { note?: string; removed?: number }) =>
    context.redirect(
      `/sources${said ? `?${new URLSearchParams(Object.entries(said).map(([key, value]) => [key, String(value).slice(0, 500)]))}` : ''}`,
      303,
    )

  return [
    get('/sources', 'session', context => context.html(<SourcesPage context={context} tools={tools} />)),
    post('/sources/add', 'session', async context => {
      const typed = (await readForm(context)).text('source')
      if (!typed) return back(context)
      const found = await addTyped(tools, typed)
      return back(context, { note: 'problem' in found ? found.problem : addedWords(found) })
    }),
    post('/sources/remove', 'session', async context => {
      const id = Number((await readForm(context)).text('source'))
      return removeSource(db, id, clock.now()) ? back(context, { removed: id }) : back(context)
    }),
    post('/sources/bring-back', 'session', async context => {
      bringBackSource(db, Number((await readForm(context)).text('source')))
      return back(context)
    }),
    post('/sources/restore', 'session', async context => {
      restoreSource(db, Number((await readForm(context)).text('source')))
      return back(context)
    }),
    post(
      '/sources/import',
      'session',
      async context => {
        const file = (await readForm(context)).file('list')
        if (!file) return back(context, { note: 'Choose a file first.' })
        const list = readOpml(await file.text())
        if (!list) return back(context, { note: 'That is not an OPML list. Nothing was changed.' })
        const added = db.transaction(
          () => list.sources.filter(source => addSource(db, source, clock.now()).added).length,
        )
        return back(context, { note: importWords(added, list.sources.length - added, list.skipped) })
      },
      MOST_LIST_BYTES,
    ),
    get('/sources.opml', 'session', context =>
      context.body(writeOpml(chosenSources(db), 'Evenkeel sources'), 200, {
        'content-type': 'text/x-opml; charset=utf-8',
        'content-disposition': 'attachment; filename="sources.opml"',
      }),
    ),
  ]
}

function SourcesPage({ context, tools }: { context: Context; tools: RadarTools }) {
  const zone = tools.clock.zone()
  const listed = listSources(tools.db)
  const all = chosenSources(tools.db)
  const failing = all.filter(({ state }) => !isWell(state))
  const yields = yieldsSince(tools.db, tools.clock.now() - YIELD_SPAN)
  // Who has read a few editions and kept something has shown what they want.
  const kept = [...yields.values()].reduce((sum, one) => sum + one.kept, 0)
  const judged = countOpened(tools.db, Number.MAX_SAFE_INTEGER) >= LEAST_EDITIONS && kept >= LEAST_KEPT
  const noisy = new Set(judged ? tooMuch([...yields.values()]).map(({ source }) => source) : [])
  const well = all.filter(({ id, state }) => isWell(state) && !noisy.has(id))
  const much = listed.filter(({ id }) => noisy.has(id))
  const note = context.req.query('note')?.slice(0, 500)
  const line = (source: Source) => (
    <SourceLine
      source={source}
      zone={zone}
      of={yields.get(source.id)}
      brings={listed.filter(({ commons }) => commons === source.id)}
    />
  )
  const removed = findSource(tools.db, Number(context.req.query('removed')))
  return (
    <Frame context={context} title="Sources">
      <h1>Sources</h1>
      {note && (
        <div class="notice" role="status">
          {note.split('\n').map(line => (
            <p>{line}</p>
          ))}
        </div>
      )}
      {removed && (
        <div class="notice" role="status">
          <form method="post" action="/sources/bring-back" class="row">
            <span>{removed.title} was removed.</span>
            <input type="hidden" name="source" value={String(removed.id)} />
            <button type="submit" class="word" data-key="u">
              Undo
            </button>
          </form>
        </div>
      )}
      <form method="post" action="/sources/add" class="field">
        <label for="source">Add a source</label>
        <input type="text" id="source" name="source" aria-describedby="source-help" autocomplete="off" />
        <p class="soft" id="source-help">
          The address of a site or feed, or{' '}
          {Object.values(kinds)
            .filter(({ gap, namesItself }) => gap || !namesItself)
            .map(({ example }) => example)
            .join('; ')}
          .
        </p>
        <button type="submit" class="plain">
          Add
        </button>
      </form>
      {much.length > 0 && (
        <section aria-label="Too much from here">
          <h2>Too much from here?</h2>
          <p class="soft">They publish much, of which you kept little. Without them there is less to leave out.</p>
          <ul class="quiet">
            {much.map(source => (
              <SourceLine source={source} zone={zone} of={yields.get(source.id)} walked />
            ))}
          </ul>
        </section>
      )}
      {failing.length > 0 && (
        <section aria-label="Sources to look at">
          <h2>Worth a look</h2>
          <ul class="quiet">{failing.map(line)}</ul>
        </section>
      )}
      {well.length > 0 && (
        <section aria-label="Sources that work">
          <h2>All is well with</h2>
          <ul class="quiet">{well.map(line)}</ul>
        </section>
      )}
      {all.length === 0 && <p>You have no sources, which is fine. Nothing is fetched.</p>}
      <h2>Lists</h2>
      <form method="post" action="/sources/import" enctype="multipart/form-data" class="field">
        <label for="list">Bring an OPML list</label>
        <input type="file" id="list" name="list" accept=".opml,.xml,text/xml" />
        <button type="submit" class="plain">
          Bring in
        </button>
      </form>
      {all.length > 0 && (
        <p>
          <a href="/sources.opml" download="sources.opml">
            Take your list with you (OPML)
          </a>
        </p>
      )}
    </Frame>
  )
}

function RemoveForm({ source, walked = false }: { source: Source; walked?: boolean }) {
  return (
    <form method="post" action="/sources/remove" class="inline">
      <input type="hidden" name="source" value={String(source.id)} />
      <button type="submit" class="word" data-key={walked ? 'x' : undefined} aria-label={`Remove ${source.title}`}>
        Remove
      </button>
    </form>
  )
}

function SourceLine({
  source,
  zone,
  of,
  walked = false,
  brings = [],
}: {
  source: Source
  zone: string
  of: Yield | undefined
  walked?: boolean
  /** What it brings, if it is a commons. */
  brings?: readonly Source[]
}) {
  const { says, todo } = STATE_WORDS[source.state]
  const restorable = source.formerAddress !== null || source.state === 'ended'
  return (
    <li data-story={walked || undefined}>
      <div class="row apart">
        <span>{source.title}</span>
        <span class="row">
          {restorable && (
            <form method="post" action="/sources/restore" class="inline">
              <input type="hidden" name="source" value={String(source.id)} />
              <button type="submit" class="word">
                {source.formerAddress ? 'Use the old address' : 'Try again'}
              </button>
            </form>
          )}
          <RemoveForm source={source} walked={walked} />
        </span>
      </div>
      {(source.kind === 'feed' || source.kind === 'commons') && source.title !== source.address && (
        <div class="soft">{source.address.replace(/#.*$/, '')}</div>
      )}
      {source.state !== 'fine' && (
        <div class="soft">
          {says}
          {source.detail && ` (${source.detail})`}. {todo}
          {source.notBefore > 0 && !isWell(source.state) && ` Not before ${dayAndTime(source.notBefore, zone)}.`}
        </div>
      )}
      {source.kind === 'commons' && brings.length > 0 && (
        <details>
          <summary>{brings.length === 1 ? 'One source' : `${brings.length} sources`}, asked once for everybody</summary>
          <ul class="quiet">
            {brings.map(one => (
              <li class="row apart">
                <span>{one.title}</span>
                <RemoveForm source={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {of && <div class="soft">{yieldWords(of)}</div>}
      {source.formerAddress && <div class="soft">It moved here from {source.formerAddress}.</div>}
    </li>
  )
}
