import { Tokenizer } from 'htmlparser2'

const MOST_CHARACTERS = 6000
const MOST_HTML = 200_000
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'svg', 'iframe', 'object', 'head'])
const INLINE = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
)
const BLOCK = new Set(
  (
    'address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html img input label legend li main math nav ol optgroup option p picture pre section ' +
    'select source summary table tbody td textarea tfoot th thead time title tr ul video audio'
  ).split(' '),
)

/**
 * Plain text of a piece of HTML, whatever its state: no markup, single spaces, at most 6,000 characters. Tokens are read
 * without building a tree, whose open tags a hostile text could make cost their square.
 */
export function plainText(html: string): string {
  const source = html.slice(0, MOST_HTML)
  let text = ''
  let silent = 0
  const space = () => {
    if (!silent) text += ' '
  }
  const ignore = () => {}
  const tokens = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        const name = source.slice(start, end).toLowerCase()
        if (SILENT.has(name)) silent++
        else if (BLOCK.has(name)) space()
        // "List<String>" in a title is words, not markup.
        else if (!INLINE.has(name) && !silent && /^[a-z][\w-]*$/.test(name)) text += `<${name}>`
      },
      onclosetag(start, end) {
        const name = source.slice(start, end).toLowerCase()
        if (SILENT.has(name)) silent = Math.max(0, silent - 1)
        else if (BLOCK.has(name)) space()
      },
      ontext(start, end) {
        if (!silent && text.length < 2 * MOST_CHARACTERS) text += source.slice(start, end)
      },
      ontextentity(codepoint) {
        if (!silent) text += String.fromCodePoint(codepoint)
      },
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
    },
  )
  tokens.write(source)
  tokens.end()
  return shorten(squeeze(text), MOST_CHARACTERS)
}

/** The title a web page gives itself; empty when it has none. */
export function titleOf(html: string): string {
  const [, title = ''] = /<title[^>]*>([^<]{1,2000})/i.exec(html.slice(0, MOST_HTML)) ?? []
  return shorten(plainText(title), 240)
}

/** How many words a text has, for the time it takes to read. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length
}

/** The first words of a text, at most `most` characters, with an ellipsis where something is missing. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > most * 0.6 ? cut.slice(0, space) : cut).replace(/[\s,;:.\ud800-\udbff]+$/, '')}…`
}

/** A text on one line, without what moves a cursor or turns a line around. */
export function squeeze(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ').trim()
}
