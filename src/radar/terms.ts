import { stemmer } from 'stemmer'

// Words that say nothing of a subject: English function words and the furniture of abstracts and announcements.
const STOP = new Set(
  (
    'a about above after again against all also although am among an and any are as at be became because become been before ' +
    'being below between both but by can cannot could did do does doing down during each either et etc even every few for from ' +
    'further get give given had has have having he her here hers him his how however i if in into is it its itself just ' +
    'let like made make many may me might more most much must my near neither no nor not now of off on once one only or ' +
    'other others our ours out over own per put same she should since so some still such than that the their them then ' +
    'there these they this those though three through thus to too toward towards two under until up upon us use used using ' +
    'very via was we well were what when where whether which while who whom whose why will with within without would yet you ' +
    'your al paper papers work works study propose proposed present presents show shows introduce introduces demonstrate ' +
    'demonstrates result results approach approaches method methods new novel based recent recently achieve achieves ' +
    'existing across first second https http www com blog post today read week year including towards'
  ).split(' '),
)

const stems = new Map<string, string>()

/** The words of a text that carry meaning, in order, lower case, without accents: [stem, word] pairs. */
export function terms(text: string): [stem: string, word: string][] {
  const found: [string, string][] = []
  for (const word of words(text)) if (!STOP.has(word)) found.push([stemOf(word), word])
  return found
}

/** Neighbouring words of a text, as one term each: "retrieval augmented". Nothing is joined over a stop word. */
export function phrases(text: string): string[] {
  const all = words(text)
  return all.slice(1).flatMap((word, at) => {
    const before = all[at] ?? ''
    return STOP.has(word) || STOP.has(before) ? [] : [`${stemOf(before)} ${stemOf(word)}`]
  })
}

// Words of any script; "c++", "3d" and "2026" are words too. Scripts without spaces are read two signs at a time.
const WORD = /c\+\+|[cf]#|\d+[\p{L}][\p{L}\p{N}]*|\d{4}|\p{L}[\p{L}\p{N}]+/gu
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

function words(text: string): string[] {
  const found = fold(text).match(WORD) ?? []
  if (!WITHOUT_SPACES.test(text)) return found
  return found.flatMap(word =>
    WITHOUT_SPACES.test(word) ? [...word].slice(1).map((sign, at) => `${[...word][at]}${sign}`) : word,
  )
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
}

function stemOf(word: string): string {
  let stem = stems.get(word)
  if (stem === undefined) {
    if (stems.size > 200_000) stems.clear()
    stem = /^[a-z]+$/.test(word) ? stemmer(word) : word
    stems.set(word, stem)
  }
  return stem
}
