import { Frame } from '../../web/frame.tsx'
import { get, type Route } from '../../web/route.ts'
import { presentEdition } from '../machine/reading.ts'
import type { RadarTools } from '../machine/tools.ts'
import { themes } from '../store/editions.ts'
import { leftOut } from '../store/items.ts'
import { Act, Origin, Title, Verdict } from './story.tsx'

const ON_A_PAGE = 25

/** What no edition showed: to search, to browse by theme, to pull back in. */
export function leftOutRoutes(tools: RadarTools): Route[] {
  return [
    get('/left-out', 'session', context => {
      const words = (context.req.query('words') ?? '').trim().slice(0, 200)
      const older = context.req.query('older') === 'yes'
      const page = Math.min(1000, Math.max(1, Math.floor(Number(context.req.query('page'))) || 1))
      const found = leftOut(tools.db, {
        words,
        older,
        now: tools.clock.now(),
        skip: (page - 1) * ON_A_PAGE,
        most: ON_A_PAGE + 1,
      })
      const shown = found.slice(0, ON_A_PAGE)
      const here = (at: number) =>
        `/left-out?${new URLSearchParams({ words, ...(older ? { older: 'yes' } : {}), page: String(at) })}`
      const about = words ? [] : themes(tools.db)
      const edition = presentEdition(tools)
      const inside = new Set(edition?.stories.map(({ item }) => item.id))
      const pulled = Number(context.req.query('pulled'))
      const justPulled = edition?.stories.find(({ item, why }) => item.id === pulled && why.pulled)
      return context.html(
        <Frame context={context} title="Left out">
          <h1>Left out</h1>
          <p class="soft">What no edition showed. None of it is waiting for you; after 60 days it leaves this list.</p>
          <p>
            <a href="/evidence">How much do you miss?</a> · <a href="/shelf">The shelf</a>
          </p>
          {justPulled && (
            <div class="notice row" role="status">
              <span>“{justPulled.item.title}” is in your edition now.</span>
              <Act to="/edition/put-back" item={pulled} label="Undo" name="u" back={here(page)} style="word" />
            </div>
          )}
          {context.req.query('closed') && (
            <p class="notice" role="status">
              There is no edition to put it into just now. You can keep it instead.
            </p>
          )}
          <form method="get" action="/left-out" class="field">
            <label for="words">Search</label>
            <input type="search" id="words" name="words" value={words} />
            <label class="check">
              <input type="checkbox" name="older" value="yes" checked={older} />
              <span>older than 60 days too</span>
            </label>
            <button type="submit" class="plain">
              Search
            </button>
          </form>
          {about.length > 0 && page === 1 && (
            <section aria-label="Themes">
              <h2>By theme</h2>
              <p>
                {about.map(({ theme, items }, at) => (
                  <>
                    {at > 0 && ' · '}
                    <a href={`/left-out?${new URLSearchParams({ words: `"${theme}"` })}`}>{theme}</a>{' '}
                    <span class="soft">{items}</span>
                  </>
                ))}
              </p>
            </section>
          )}
          {shown.length === 0 && (
            <p>
              {words
                ? `Nothing left out speaks of ${words}.`
                : page > 1
                  ? 'There is nothing further back.'
                  : 'Nothing was left out yet.'}
            </p>
          )}
          {shown.map(item => (
            <article class="story" id={`story-${item.id}`} data-story>
              <Title item={item} />
              <p class="soft">
                <Origin item={item} zone={tools.clock.zone()} />
              </p>
              {inside.has(item.id) ? (
                <div class="row soft">
                  <span>In your edition now.</span>
                  <Act to="/edition/put-back" item={item.id} label="Undo" name="u" back={here(page)} style="word" />
                </div>
              ) : (
                <Verdict item={item} back={`${here(page)}#story-${item.id}`} quiet>
                  <Act
                    to="/edition/pull"
                    item={item.id}
                    label="Pull into the edition"
                    back={`${here(page)}#story-${item.id}`}
                    style="word"
                  />
                </Verdict>
              )}
            </article>
          ))}
          <section class="end" aria-label="The end">
            {page > 1 && <a href={here(page - 1)}>Newer</a>}{' '}
            {found.length > ON_A_PAGE ? <a href={here(page + 1)}>Older</a> : <p>That is all.</p>}
          </section>
        </Frame>,
      )
    }),
  ]
}
