import { inWords } from '../plan/budget.ts'
import { date } from '../time/weekly.ts'
import { isWell, type Source, STATE_WORDS } from './source.ts'
import type { Edition, Story, Why } from './store/editions.ts'
import type { Item } from './store/items.ts'
import { shorten } from './text.ts'

/** "6 stories, 24 minutes" of an edition. */
export function sizeOf({ stories }: Pick<Edition, 'stories'>): string {
  const minutes = stories.reduce((sum, story) => sum + story.minutes, 0)
  return `${stories.length} ${stories.length === 1 ? 'story' : 'stories'}, about ${inWords(minutes)}`
}

/** "412 others passed; none is waiting for you." */
export function passedWords(passed: number): string {
  if (passed === 0) return 'Nothing else came.'
  return `${passed} ${passed === 1 ? 'other' : 'others'} passed; none is waiting for you.`
}

/** The other sources that tell a story. */
export function alsoToldBy({ item, also }: Pick<Story, 'item' | 'also'>): string[] {
  return [...new Set(also.flatMap(({ sources }) => sources))].filter(title => !item.sources.includes(title))
}

/** Why a story is here, in a few plain words. */
export function whyWords(why: Why, source: string | undefined, likeTitle: string | undefined): string {
  if (why.pulled) return 'Here because you pulled it in.'
  const parts: string[] = []
  if (why.thing) parts.push(`you run ${why.thing}`)
  if (why.words.length > 0) parts.push(`it speaks of ${why.words.join(', ')}`)
  if (parts.length > 0 && source) parts.push(`it is from ${source}`)
  if (likeTitle) parts.push(`it is like “${shorten(likeTitle, 60)}”, which you kept`)
  return parts.length > 0 ? `Here because ${parts.join('; ')}.` : 'Here because it is new; you have no core area yet.'
}

/** "12 added, 3 were there already, 1 could not be read." */
export function importWords(added: number, there: number, skipped: number): string {
  return [`${added} added`, there ? `${there} were there already` : '', skipped ? `${skipped} could not be read` : '']
    .filter(Boolean)
    .join(', ')
    .concat('.')
}

/** The kept list as Markdown, a line a thing. */
export function keptMarkdown(items: readonly Item[], zone: string): string {
  const lines = items.map(item => {
    const title = item.title.replace(/([\\[\]<>*_`])/g, '\\$1')
    return `- [${title}](<${item.link.replace(/[<>]/g, encodeURIComponent)}>), ${item.sources.join(', ')}, ${date(item.publishedAt, zone)}`
  })
  return `# Kept\n\n${lines.join('\n')}\n`
}

/** What became of adding a source, in a sentence or two. */
export function addedWords({ source, added }: { source: Source; added: boolean }): string {
  if (!added) return `${source.title} was there already.`
  const { says, todo } = STATE_WORDS[source.state]
  return isWell(source.state) ? `${source.title} was added.` : `${source.title} was added. So far: ${says}. ${todo}`
}

/** Why there is no edition although its time has come. */
export function noEditionWords(sources: number): string {
  if (sources === 0) return 'You have no sources, which is fine. To be kept current, add one.'
  return 'No source could be reached yet. It is tried again by itself.'
}
