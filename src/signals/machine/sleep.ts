import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { Parser } from 'htmlparser2'
import { openPromise } from 'yauzl'
import { type Night, nightsOf, readCsv, readRecord, type Slept, sleepOf } from '../sleep.ts'
import { keepStreamDays } from '../store/watch.ts'
import type { SignalTools } from './tools.ts'
import { judge, today } from './watching.ts'

/** Why nothing was taken from a file. */
export type SleepTrouble = 'missing' | 'unreadable' | 'no-export' | 'no-columns' | 'no-nights' | 'too-large'

export const SLEEP_TROUBLE: Record<SleepTrouble, string> = {
  missing: 'There is no such file. Give its whole path.',
  unreadable: 'The file could not be read to its end; it may be cut off. Nothing was taken.',
  'no-export': 'There is no export.xml in it: it is no export of Apple Health.',
  'no-columns':
    'A CSV file needs a header with a column "date" (the day you wake, as 2026-05-18) and one "hours" (or "minutes").',
  'no-nights': 'It holds no night that could be read.',
  'too-large': 'A CSV file of nights is at most 20 MB.',
}

/** What was taken from a file. */
export interface Taken {
  readonly nights: number
  /** Nights that are new, or other than before. */
  readonly changed: number
  readonly skipped: number
  readonly first: string
  readonly last: string
}

const MOST_CSV = 20_000_000
// A night before or after is a slip of a clock.
const FIRST_NIGHT = '2000-01-01'

/**
 * Takes the nights of Apple Health's export (export.zip, or the export.xml in it) or of a CSV file. A zip is streamed, however
 * large. `progress` hears of bytes done and in all.
 */
export async function takeSleep(
  tools: SignalTools,
  typed: string,
  progress: (done: number, total: number) => void = () => {},
): Promise<Taken | SleepTrouble> {
  const path = resolve(typed)
  if (!existsSync(path) || !statSync(path).isFile()) return 'missing'
  const read = await readNights(path, progress)
  if (typeof read === 'string') return read
  const { skipped } = read
  const day = today(tools)
  const nights = read.nights.filter(night => night.day >= FIRST_NIGHT && night.day <= day)
  const [first, last] = [nights[0], nights.at(-1)]
  if (!first || !last) return 'no-nights'
  const changed = keepStreamDays(tools.db, 'sleep', nights, day, tools.random)
  judge(tools)
  return { nights: nights.length, changed, skipped, first: first.day, last: last.day }
}

async function readNights(
  path: string,
  progress: (done: number, total: number) => void,
): Promise<{ nights: Night[]; skipped: number } | SleepTrouble> {
  const { size } = statSync(path)
  try {
    if (/\.csv$/i.test(path)) return size > MOST_CSV ? 'too-large' : readCsv(readFileSync(path, 'utf8'))
    if (/\.xml$/i.test(path))
      return { nights: nightsOf(await readXml(createReadStream(path), size, progress)), skipped: 0 }
    return await readZip(path, progress)
  } catch {
    return 'unreadable'
  }
}

async function readZip(
  path: string,
  progress: (done: number, total: number) => void,
): Promise<{ nights: Night[]; skipped: number } | SleepTrouble> {
  const zip = await openPromise(path)
  try {
    for await (const entry of zip.eachEntry()) {
      // The folder's name is in the language of the phone.
      if (!/(^|\/)export\.xml$/i.test(entry.fileName)) continue
      const stream = await zip.openReadStreamPromise(entry)
      return { nights: nightsOf(await readXml(stream, entry.uncompressedSize, progress)), skipped: 0 }
    }
    return 'no-export'
  } finally {
    zip.close()
  }
}

/** The sleep in an export.xml. Records stand alone on the way: nothing but sleep is kept of them. */
async function readXml(
  stream: Readable,
  total: number,
  progress: (done: number, total: number) => void,
): Promise<Slept[]> {
  const records: (Slept & { inBed: boolean })[] = []
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const record = name === 'Record' ? readRecord(attributes) : undefined
        if (record) records.push(record)
      },
    },
    { xmlMode: true, decodeEntities: false },
  )
  let [done, told] = [0, 0]
  stream.setEncoding('utf8')
  for await (const text of stream as AsyncIterable<string>) {
    parser.write(text)
    done += text.length
    if (done - told > 8_000_000) {
      told = done
      progress(done, Math.max(total, done))
    }
  }
  parser.end()
  return sleepOf(records)
}
