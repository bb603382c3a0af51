import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { dataFolder } from './house.ts'

/** A systematic review: what was screened, and what of it was included. */
export interface Review {
  readonly name: string
  readonly records: readonly { readonly title: string; readonly text: string; readonly included: boolean }[]
}

/** The eight reviews; undefined when they are absent. */
export function readReviews(): Review[] | undefined {
  const folder = join(dataFolder(), 'reviews')
  if (!existsSync(folder)) return undefined
  return readdirSync(folder)
    .filter(name => name.endsWith('.csv.gz'))
    .sort()
    .map(name => {
      const [head = [], ...rows] = readCsv(gunzipSync(readFileSync(join(folder, name))).toString())
      const at = (column: string) => head.indexOf(column)
      return {
        name: name.replace('.csv.gz', ''),
        records: rows
          .filter(row => row.length === head.length)
          .map(row => ({
            title: row[at('title')] ?? '',
            text: row[at('abstract')] ?? '',
            included: Number(row[at('label_included')]) === 1,
          })),
      }
    })
}

/** Rows of comma-separated values, quoted where needed (RFC 4180). */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let value = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quoted && sign === '"' && text[at + 1] === '"') {
      value += '"'
      at++
    } else if (sign === '"') quoted = !quoted
    else if (!quoted && (sign === ',' || sign === '\n')) {
      rows.at(-1)?.push(value.replace(/\r$/, ''))
      value = ''
      if (sign === '\n') rows.push([])
    } else value += sign
  }
  if (value) rows.at(-1)?.push(value)
  return rows
}
