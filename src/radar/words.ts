import { inWords } from '../plan/budget.ts'
import { date } from '../time/weekly.ts'
import type { Evidence } from './machine/checking.ts'
import { type Gain, LEAST_DECISIONS, type Replay } from './ranking/replay.ts'
import type { Sign } from './shelf.ts'
import { isWell, type Source, STATE_WORDS } from './source.ts'
import type { Edition, Story, Why } from './store/editions.ts'
import type { Item } from './store/items.ts'
import type { Shelved } from './store/shelf.ts'
import type { Yield } from './store/sources.ts'
import type { Outcome } from './store/told.ts'
import { shorten } from './text.ts'

// Judging five titles takes about a minute.
const CHECK_MINUTES = 1

/** "6 stories, about 24 minutes" of an edition, its random checks among them. */
export function sizeOf({ stories, checks }: Pick<Edition, 'stories' | 'checks'>): string {
  const minutes = stories.reduce((sum, story) => sum + story.minutes, checks.length > 0 ? CHECK_MINUTES : 0)
  const all = stories.length + checks.length
  return `${all} ${all === 1 ? 'story' : 'stories'}, about ${inWords(minutes)}`
}

/** An edition's stories with its random checks among them, at places that are the same at every look and tell nothing. */
export function shownIn({ id, stories, checks }: Pick<Edition, 'id' | 'stories' | 'checks'>): Story[] {
  const shown = [...stories]
  for (const check of checks) {
    const mixed = Math.imul((id << 8) ^ check.item.id, 0x9e3779b1) >>> 0
    shown.splice(mixed % (shown.length + 1), 0, check)
  }
  return shown
}

/** What an edition says that has fewer minutes than planned. */
export const SHORTER = 'Shorter on purpose; nothing is saved up for later.'

/** What the foot of an edition says of its random checks; empty without any. */
export function checkWords({ checks }: Pick<Edition, 'checks'>): string {
  if (checks.length === 0) return ''
  const [some, them] = checks.length === 1 ? ['One of these was', 'it'] : [`${checks.length} of these were`, 'them']
  return `${some} chosen at random from what was left out: a random check. What you say of ${them} shows how much you miss.`
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

const LIKELY = 0.5
const PERHAPS = 0.25

/**
 * How likely the person is to keep a story, in a word; empty while it can't be told, and before they judge one of an
 * edition with random checks, which are to be judged blindly.
 */
export function chanceWord({ why, item }: Pick<Story, 'why' | 'item'>, { checks }: Pick<Edition, 'checks'>): string {
  if (why.chance === undefined || (checks.length > 0 && item.verdict === null)) return ''
  return why.chance >= LIKELY ? 'likely yours' : why.chance >= PERHAPS ? 'perhaps yours' : 'a try'
}

/** Why a story is here, in a few plain words. */
export function whyWords(why: Why, source: string | undefined, likeTitle: string | undefined): string {
  if (why.wander) return 'From far outside your area. Nothing is asked of it.'
  if (why.pulled) return 'Here because you pulled it in.'
  const parts: string[] = []
  if (why.thing) parts.push(`you run ${why.thing}`)
  if (why.words.length > 0) parts.push(`it speaks of ${why.words.join(', ')}`)
  if (likeTitle) parts.push(`it is like “${shorten(likeTitle, 60)}”, which you kept`)
  if (parts.length === 0 && why.odds !== undefined && source) parts.push(`it is from ${source}`)
  return parts.length > 0 ? `Here because ${parts.join('; ')}.` : 'Here because it is new.'
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

/** What can be said of what was left out, in a few plain sentences. */
export function evidenceWords(evidence: Evidence, now: number, zone: string): string[] {
  const { since, leftOut, checked, caught, share, floor } = evidence
  if (since === undefined) return ['No edition was opened yet for this area, so there is nothing to say.']
  const began = since > now - DAY && evidence.again ? ['Your area changed, so counting began anew.'] : []
  const words = [
    ...began,
    `Since ${date(since, zone)}, ${leftOut} ${leftOut === 1 ? 'thing was' : 'things were'} left out.`,
  ]
  const waiting =
    checked.waiting > 0
      ? [`${checked.waiting} more were drawn; they count when those of one edition are judged or have gone by.`]
      : []
  if (checked.checks === 0)
    return [...words, 'None of them was checked yet, so nothing can be said of them.', ...waiting]
  if (share === undefined || floor === undefined)
    return [...words, `${countWords(checked)}; too early for more.`, ...waiting]
  return [
    ...words,
    `${countWords(checked)}. So at most ${percent(share, Math.ceil)} of what was left out did: up to ${Math.floor(share * leftOut)}.`,
    caught === 0
      ? 'Nothing that was shown was kept in this time, so there is no saying which share of it all was caught.'
      : `You kept ${caught} of what was shown. So your editions caught at least ${percent(floor, Math.floor)} of all that mattered; each check can make this clearer.`,
    ...waiting,
  ]
}

/** "120 checked at random, none mattered", and what is assumed of those that nobody judged. */
function countWords({ checks, hits, unjudged }: Evidence['checked']): string {
  const mattered = hits - unjudged
  const found = mattered === 0 ? 'none mattered' : `${mattered} mattered`
  const assumed = unjudged > 0 ? `; ${unjudged} that you passed over count as if they had, to be safe` : ''
  return `${checks - unjudged} checked at random, ${found}${assumed}`
}

const DAY = 24 * 3600_000

/** "3.1 %", rounded to the side that promises less. */
function percent(share: number, round: (value: number) => number): string {
  const tenth = round(share * 1000) / 10
  return `${tenth < 10 ? tenth : round(share * 100)}\u00a0%`
}

/** "26 of 28 things that reached you another way had been in an edition." */
export function toldWords({ caught, all }: Evidence['told']): string {
  if (all === 0) return 'Nothing told yet.'
  return `${caught} of ${all} ${all === 1 ? 'thing' : 'things'} that reached you another way had been in an edition.`
}

/** What became of one thing that was told elsewhere. */
export const OUTCOME_WORDS: Readonly<Record<Outcome | 'early', string>> = {
  caught: 'An edition had it.',
  'left-out': 'It was left out.',
  'not-carried': 'None of your sources carried it.',
  early: 'It came after your last edition was made, so it is too early to count it.',
}

// An interval of at most so many pairs of a hundred to either side is narrow enough for "about as good".
const NARROW = 0.05

/** How the ranker did on the person's own decisions, in a sentence or two. */
export function replayWords(replay: Replay | undefined): string[] {
  const { decisions = 0, overNewest, overWords, fallback } = replay ?? {}
  if (decisions < LEAST_DECISIONS)
    return [`Too early to say whether the ranking helps: ${decisions} of the fifty decisions that takes.`]
  if (!overNewest || !overWords)
    return [
      'Too early to say whether the ranking helps: it takes a few more editions in which you kept some and not others.',
    ]
  const line = (name: string, { mean, low, high }: Gain) => {
    const verdict =
      low > 0
        ? `Your ranking is better than ${name}`
        : high < 0
          ? `Your ranking is worse than ${name}`
          : high - low <= 2 * NARROW
            ? `Your ranking is about as good as ${name}`
            : `It can’t be told yet whether your ranking is better than ${name}`
    return `${verdict}: of 100 pairs it puts ${points(mean)} right (95\u00a0%: ${points(low)} to ${points(high)}).`
  }
  const instead = {
    newest: 'So your editions show the newest first for now.',
    words: 'So your editions go by the words of your area alone for now.',
  }
  return [
    line('newest first', overNewest),
    line('the words of your area alone', overWords),
    ...(fallback ? [instead[fallback]] : []),
    'This judges the order of what you were shown, not what was missed.',
  ]
}

/** "4 more", "3 fewer", "as many". */
function points(share: number): string {
  const whole = Math.round(share * 100)
  return whole === 0 ? 'as many' : `${Math.abs(whole)} ${whole > 0 ? 'more' : 'fewer'}`
}

/** Why something is on the shelf, or what became of it there. */
export function shelfWords({ state, wakesAt, settledAt, why, signs }: Shelved, zone: string): string {
  if (state === 'asleep')
    return `You may let this go until ${date(wakesAt, zone)}.${why ? ` It was loud: ${why}.` : ''}`
  const when = date(settledAt ?? wakesAt, zone)
  if (state === 'faded') return `It faded by ${when}.`
  if (state === 'taken-back') return `Taken off the shelf on ${when}.`
  return `It is still there on ${when}: ${signs.map(sign => SIGN_WORDS[sign]).join('; ')}. What is close to your area may show it again.`
}

const SIGN_WORDS: Readonly<Record<Sign, string>> = {
  'released-again': 'there was a second release',
  'still-discussed': 'independent voices still speak of it',
  'in-your-area': 'it has come into your area',
}

/** "31 shelved this quarter, 27 faded." */
export function ledgerWords(entries: readonly Shelved[]): string {
  const counted = entries.filter(({ state }) => state !== 'taken-back')
  if (counted.length === 0) return 'Nothing was shelved this quarter.'
  return `${counted.length} shelved this quarter, ${counted.filter(({ state }) => state === 'faded').length} faded.`
}

/** Milliseconds a ledger looks back: a quarter of a year. */
export const QUARTER = 91 * DAY

/** Milliseconds a source's yield looks back: thirty days. */
export const YIELD_SPAN = 30 * DAY

/** "142 things in 30 days, 3 shown, 1 kept." */
export function yieldWords({ published, shown, kept }: Yield): string {
  return `${published} ${published === 1 ? 'thing' : 'things'} in 30 days, ${shown} shown, ${kept} kept.`
}

// A source is too much when it published as much, and hardly anything of it was kept.
const MUCH = 20
const LEAST_KEPT = 2
const MOST_NAMED = 3

/** The sources that publish much of which little is kept, the most first: at most three. */
export function tooMuch(yields: readonly Yield[]): Yield[] {
  return yields
    .filter(({ published, kept }) => published >= MUCH && kept < LEAST_KEPT)
    .sort((a, b) => b.published - a.published)
    .slice(0, MOST_NAMED)
}
