import type { Context } from 'hono'
import { WORD_HOLDS } from '../../plan/budget.ts'
import { isPaused } from '../../plan/plan.ts'
import { keepWord } from '../../plan/store/budget.ts'
import { dayAndTime } from '../../time/weekly.ts'
import { backTo, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { nextSlot, presentEdition, pull, skippedSome, unpull } from '../machine/reading.ts'
import { takeBack } from '../machine/telling.ts'
import type { RadarTools } from '../machine/tools.ts'
import { decide } from '../store/decisions.ts'
import type { Edition } from '../store/editions.ts'
import { findItem } from '../store/items.ts'
import { listSources } from '../store/sources.ts'
import { chanceWord, checkWords, passedWords, SHORTER, shownIn, sizeOf } from '../words.ts'
import { ShelveForm } from './shelf.tsx'
import { StoryView } from './story.tsx'
import { Wander } from './wander.tsx'

/** Reading an edition and deciding on what it shows. */
export function editionRoutes(tools: RadarTools): Route[] {
  const { db, clock } = tools
  return [
    get('/edition', 'session', context => {
      if (isPaused(tools.plan(), clock.now())) return context.redirect('/', 303)
      const edition = presentEdition(tools)
      if (!edition) return context.html(<NoEdition context={context} tools={tools} />)
      if (edition.openedAt === null) return context.html(<Closed context={context} tools={tools} edition={edition} />)
      return context.html(<Opened context={context} tools={tools} edition={edition} />)
    }),
    post('/edition/open', 'session', async context => {
      await tools.apart('open')
      return context.redirect('/edition', 303)
    }),
    post('/edition/whole', 'session', async context => {
      const had = presentEdition(tools)?.stories.length ?? 0
      await tools.apart('whole')
      const first = presentEdition(tools)?.stories[had]
      return context.redirect(first ? `/edition#story-${first.item.id}` : '/edition', 303)
    }),
    post('/edition/usual', 'session', async context => {
      keepWord(db, { word: 'usual', until: clock.now() + WORD_HOLDS }, clock.now())
      await tools.apart('whole')
      return context.redirect('/edition', 303)
    }),
    post('/decide/keep', 'session', context => say(context, item => decide(db, item, 'keep', clock.now()))),
    post('/decide/not-for-me', 'session', context => say(context, item => decide(db, item, 'not-for-me', clock.now()))),
    post('/decide/undo', 'session', context => say(context, item => takeBack(tools, item))),
    post('/edition/pull', 'session', async context => {
      const form = await readForm(context)
      const item = Number(form.text('item'))
      const back = new URL(backTo(form.text('back'), '/left-out'), 'http://here')
      back.searchParams.set(pull(tools, item) ? 'pulled' : 'closed', String(item))
      return context.redirect(`${back.pathname}${back.search}`, 303)
    }),
    post('/edition/put-back', 'session', context => say(context, item => unpull(tools, item))),
  ]
}

async function say(context: Context, verb: (item: number) => boolean): Promise<Response> {
  const form = await readForm(context)
  verb(Number(form.text('item')))
  return context.redirect(backTo(form.text('back'), '/edition'), 303)
}

interface ViewProps {
  readonly context: Context
  readonly tools: RadarTools
}

function NoEdition({ context, tools }: ViewProps) {
  const next = nextSlot(tools)
  const due = next !== undefined && listSources(tools.db).length > 0
  return (
    <Frame context={context} title="Edition">
      <h1>{due ? 'An edition is due.' : 'There is no edition just now.'}</h1>
      {due ? (
        <p>
          <a href="/">The first page</a> tells how far it is.
        </p>
      ) : (
        <p>
          {next
            ? `The next one is ${dayAndTime(next, tools.clock.zone(), tools.clock.now())}. Nothing waits for you until then.`
            : 'Your plan has no edition days. You can choose some in the settings, or leave it so.'}
        </p>
      )}
    </Frame>
  )
}

function Closed({ context, tools, edition }: ViewProps & { edition: Edition }) {
  if (edition.stories.length === 0) return <Opened context={context} tools={tools} edition={edition} />
  return (
    <Frame context={context} title="Edition">
      <h1>{sizeOf(edition)}.</h1>
      <form method="post" action="/edition/open">
        <button type="submit" autofocus>
          Open the edition
        </button>
      </form>
    </Frame>
  )
}

function Opened({ context, tools, edition }: ViewProps & { edition: Edition }) {
  const zone = tools.clock.zone()
  const titles = (id: number | undefined) => (id === undefined ? undefined : findItem(tools.db, id)?.title)
  const next = nextSlot(tools)
  return (
    <Frame context={context} title="Edition">
      <h1>{edition.stories.length > 0 ? `${sizeOf(edition)}.` : 'Nothing today was close enough to your area.'}</h1>
      {skippedSome(tools, edition) && <p class="soft">Nothing piled up.</p>}
      {edition.thin && edition.stories.length > 0 && (
        <p class="soft">A thin one: little else came that was close to your area. That happens, and is fine.</p>
      )}
      {edition.shorter && <Shorter />}
      {shownIn(edition).map(story => (
        <StoryView
          story={story}
          word={chanceWord(story, edition)}
          zone={zone}
          back="/edition"
          likeTitle={titles(story.why.like)}
          learns={tools.learns()}
        />
      ))}
      <section class="end" aria-label="The end">
        {edition.checks.length > 0 && <p class="soft">{checkWords(edition)}</p>}
        {edition.whole ? (
          <p>
            That is all. {passedWords(edition.passed)}{' '}
            {next && `The next edition is ${dayAndTime(next, zone, tools.clock.now())}.`}
          </p>
        ) : (
          <>
            <p>
              That is enough for today. {next && `The next edition is ${dayAndTime(next, zone, tools.clock.now())}.`}
            </p>
            <form method="post" action="/edition/whole">
              <button type="submit" class="plain">
                Open the full edition now
              </button>
            </form>
            <ShelveForm label="Is there something that everybody speaks of, and that you could let go of?" />
          </>
        )}
      </section>
      {edition.wander && <Wander story={edition.wander} tools={tools} />}
    </Frame>
  )
}

function Shorter() {
  return (
    <form method="post" action="/edition/usual" class="row apart">
      <span class="soft">
        {SHORTER} <a href="/shorter">Why?</a>
      </span>
      <button type="submit" class="word">
        The usual length, for a week
      </button>
    </form>
  )
}
