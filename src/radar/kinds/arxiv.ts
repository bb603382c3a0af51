import { parseFeed } from '../feed.ts'
import type { Kind } from './kind.ts'

const ARCHIVES =
  'astro-ph cond-mat cs econ eess gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th physics q-bio q-fin quant-ph stat'
const CATEGORY = new RegExp(`^(${ARCHIVES.replaceAll(' ', '|')})(\\.[A-Za-z-]{2,16})?$`)
const DAY = 24 * 3600_000

/** Papers of categories, optionally with any of some words, through arXiv's Atom API. */
export const arxiv: Kind = {
  example: 'arxiv:cs.CL cs.IR retrieval "question answering"',
  readAddress(text) {
    const typed = /^arxiv:\s*(.+)$/i.exec(text.trim())?.[1]
    if (!typed) return undefined
    const { categories, words } = split(typed)
    if (categories.length === 0) return undefined
    return [...categories, ...words.map(word => (word.includes(' ') || CATEGORY.test(word) ? `"${word}"` : word))].join(
      ' ',
    )
  },
  title(address) {
    const { categories, words } = split(address)
    return `arXiv ${categories.join(', ')}${words.length ? `: ${words.join(', ')}` : ''}`
  },
  request(address, { arxiv: base }, page) {
    const { categories, words } = split(address)
    const any = (field: string, values: string[]) => values.map(value => `${field}:${value}`).join(' OR ')
    const inCategories = any(
      'cat',
      categories.map(name => (/[.-]/.test(name) ? name : `${name}.*`)),
    )
    const withWords = any(
      'all',
      words.map(word => `"${word}"`),
    )
    const query = withWords ? `(${inCategories}) AND (${withWords})` : inCategories
    const size = arxiv.pages?.size ?? 0
    const parameters = { search_query: query, start: String(page * size), max_results: String(size) }
    return `${base}/query?${new URLSearchParams({ ...parameters, sortBy: 'submittedDate', sortOrder: 'descending' })}`
  },
  parse: parseFeed,
  items: 'paper',
  namesItself: false,
  // Asked in slices, as the API's manual wants: https://info.arxiv.org/help/api/user-manual.html
  pages: { size: 400, most: 12, firstReach: 28 * DAY },
  gap: 3000,
}

function split(text: string): { categories: string[]; words: string[] } {
  const parts = [...text.matchAll(/"([^"]+)"|[^\s,;"]+/g)].map(([whole, quoted]) => ({
    word: (quoted ?? whole).trim(),
    quoted,
  }))
  const isCategory = (part: { word: string; quoted?: string | undefined }) => !part.quoted && CATEGORY.test(part.word)
  const unique = (list: string[]) => [...new Set(list)]
  return {
    categories: unique(parts.filter(isCategory).map(({ word }) => word)).sort(),
    words: unique(
      parts
        .filter(part => !isCategory(part))
        .map(({ word }) => word.replace(/[():;,"\s]+/g, ' ').trim())
        .filter(word => /[\p{L}\p{N}]/u.test(word)),
    ),
  }
}
