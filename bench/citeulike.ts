import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Counts } from '../src/radar/terms.ts'
import { type Random, shuffled } from '../test/random.ts'
import { dataFolder } from './house.ts'

/** citeulike-t (Wang, Chen and Li 2013): the words of every article, and what every reader liked. */
export interface Citeulike {
  readonly articles: readonly Counts[]
  readonly readers: readonly (readonly number[])[]
}

/** One fold of the new-items protocol: its articles are hidden from training and are what is ranked. */
export interface Fold {
  readonly training: readonly number[]
  readonly hidden: readonly number[]
  readonly readers: readonly { readonly likes: readonly number[]; readonly wanted: ReadonlySet<number> }[]
}

const FOLDS = 5
const READERS_A_FOLD = 300
const LEAST_LIKES = 10

/** Reads the data set; undefined when it is absent. */
export function readCiteulike(): Citeulike | undefined {
  const folder = join(dataFolder(), 'citeulike-t')
  if (!existsSync(folder)) return undefined
  const lines = (name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
  const articles = lines('mult.dat').map(line =>
    Uint32Array.from(line.trim().split(' ').slice(1), pair => {
      const [word = 0, count = 0] = pair.split(':').map(Number)
      return word * 16 + Math.min(15, count)
    }),
  )
  const readers = lines('users.dat').map(line => line.trim().split(' ').slice(1).map(Number))
  return { articles, readers }
}

/** The five folds, each with 300 readers drawn at random among those with at least ten likes left and one hidden. */
export function foldsOf({ articles, readers }: Citeulike, random: Random): Fold[] {
  const order = shuffled(
    articles.map((_, at) => at),
    random,
  )
  const foldOf = new Uint8Array(articles.length)
  for (const [at, article] of order.entries()) foldOf[article] = Math.floor((at * FOLDS) / order.length)
  return Array.from({ length: FOLDS }, (_, fold) => {
    const inside = (article: number) => foldOf[article] === fold
    const eligible = readers
      .map(liked => ({
        likes: liked.filter(article => !inside(article)),
        wanted: new Set(liked.filter(inside)),
      }))
      .filter(({ likes, wanted }) => likes.length >= LEAST_LIKES && wanted.size > 0)
    return {
      training: order.filter(article => !inside(article)),
      hidden: order.filter(inside),
      readers: shuffled(eligible, random).slice(0, READERS_A_FOLD),
    }
  })
}
