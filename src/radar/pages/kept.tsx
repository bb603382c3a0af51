import { Frame } from '../../web/frame.tsx'
import { get, type Route } from '../../web/route.ts'
import type { RadarTools } from '../machine/tools.ts'
import { keptItems } from '../store/items.ts'
import { keptMarkdown } from '../words.ts'
import { Origin, Title, Verdict } from './story.tsx'

const ON_A_PAGE = 50

/** Kept things: a simple list without count or duty. */
export function keptRoutes(tools: RadarTools): Route[] {
  return [
    get('/kept', 'session', context => {
      const page = Math.min(1000, Math.max(1, Math.floor(Number(context.req.query('page'))) || 1))
      const found = keptItems(tools.db, ON_A_PAGE + 1, (page - 1) * ON_A_PAGE)
      const kept = found.slice(0, ON_A_PAGE)
      return context.html(
        <Frame context={context} title="Kept">
          <h1>Kept</h1>
          {kept.length === 0 && <p>What you keep from an edition stands here, for whenever you want it.</p>}
          {kept.map(item => (
            <article class="story" id={`story-${item.id}`} data-story>
              <Title item={item} />
              <p class="soft">
                <Origin item={item} zone={tools.clock.zone()} />
              </p>
              <Verdict item={item} back={`/kept?page=${page}`} quiet learns={tools.learns()} />
            </article>
          ))}
          <section class="end" aria-label="The end">
            {page > 1 && (
              <p>
                <a href={`/kept?page=${page - 1}`}>Kept later</a>
              </p>
            )}
            {found.length > ON_A_PAGE ? (
              <p>
                <a href={`/kept?page=${page + 1}`}>Kept before</a>
              </p>
            ) : (
              <p>That is all.</p>
            )}
            {kept.length > 0 && (
              <p>
                <a href="/kept.md" download="kept.md">
                  Take the list with you (Markdown)
                </a>
              </p>
            )}
          </section>
        </Frame>,
      )
    }),
    get('/kept.md', 'session', context =>
      context.body(keptMarkdown(keptItems(tools.db, 100_000), tools.clock.zone()), 200, {
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': 'attachment; filename="kept.md"',
      }),
    ),
  ]
}
