import type { Child } from 'hono/jsx'
import { date } from '../../time/weekly.ts'
import type { Story } from '../store/editions.ts'
import type { Item } from '../store/items.ts'
import { shorten } from '../text.ts'
import { alsoToldBy, whyWords } from '../words.ts'

const EXTRACT = 320

/** One button that posts; the page works without scripts, and the keyboard presses it by its key. */
export function Act({
  to,
  item,
  label,
  name,
  back,
  style = 'plain',
}: {
  to: string
  item: number
  label: string
  name?: string
  back: string
  style?: string
}) {
  return (
    <form method="post" action={to} class="inline">
      <input type="hidden" name="item" value={String(item)} />
      <input type="hidden" name="back" value={back} />
      <button type="submit" class={style} data-key={name}>
        {label}
      </button>
    </form>
  )
}

/** What the person may say of an item, or take back; `quiet` where many stand below each other. */
export function Verdict({
  item,
  back,
  quiet,
  learns,
  children,
}: {
  item: Item
  back: string
  quiet?: boolean
  /** Whether a kept thing can become a sprint. */
  learns?: boolean
  children?: Child
}) {
  const style = quiet ? 'word' : 'plain'
  if (item.verdict === null) {
    return (
      <div class="row">
        {children}
        <Act to="/decide/keep" item={item.id} label="Keep" name="s" back={back} style={style} />
        <Act to="/decide/not-for-me" item={item.id} label="Not for me" name="n" back={back} style={style} />
      </div>
    )
  }
  return (
    <div class="row soft">
      <span>{item.verdict === 'keep' ? 'Kept.' : 'Not for you; noted.'}</span>
      {learns && item.verdict === 'keep' && (
        <a href={`/sprint?item=${item.id}`} data-key="b">
          Learn it
        </a>
      )}
      <Act to="/decide/undo" item={item.id} label="Undo" name="u" back={back} style="word" />
    </div>
  )
}

/** An item's title, which leads to the original. */
export function Title({ item }: { item: Item }) {
  return (
    <h2>
      <a href={item.link} rel="noreferrer noopener">
        {item.title}
      </a>
    </h2>
  )
}

/** Where an item is from and of when: "arXiv cs.CL, A. Author · 14 May 2026". */
export function Origin({ item, zone }: { item: Item; zone: string }) {
  return (
    <span>
      {[item.sources.join(', '), item.authors].filter(Boolean).join(' · ')} · {date(item.publishedAt, zone)}
    </span>
  )
}

/** A story of an edition, with why it is here and what one may say of it. */
export function StoryView({
  story,
  word,
  zone,
  back,
  likeTitle,
  learns,
}: {
  story: Story
  /** How likely it is kept; empty where that is not said. */
  word: string
  zone: string
  back: string
  likeTitle?: string | undefined
  learns: boolean
}) {
  const { item, minutes, why } = story
  const elsewhere = alsoToldBy(story)
  return (
    <article class="story" id={`story-${item.id}`} data-story>
      <Title item={item} />
      <p class="soft">
        about {minutes} min · {word && `${word} · `}
        <Origin item={item} zone={zone} />
      </p>
      {item.text && <p>{shorten(item.text, EXTRACT)}</p>}
      {elsewhere.length > 0 && <p class="soft">Also told by {elsewhere.join(', ')}.</p>}
      <p class="soft">{whyWords(why, item.sources[0], likeTitle)}</p>
      <Verdict item={item} back={`${back}#story-${item.id}`} learns={learns}>
        {why.pulled && <Act to="/edition/put-back" item={item.id} label="Put back" back={back} style="word" />}
      </Verdict>
    </article>
  )
}
