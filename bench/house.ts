import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openApp } from '../src/app.ts'
import type { NewItem } from '../src/radar/item.ts'
import { type Clock, fixedClock } from '../src/time/clock.ts'

const folders: string[] = []
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that goes when the bench ends. */
export function benchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
  folders.push(folder)
  return folder
}

interface Change {
  readonly folder?: string
  readonly allowed?: string[]
  readonly bases?: { arxiv: string }
  /** Takes long steps in a thread, as the app does that stays. */
  readonly staying?: boolean
  readonly port?: number
}

/** The app on a file of its own, with a clock that stands still. */
export function benchApp(now: string, change: Change = {}) {
  const clock = fixedClock(now)
  return { ...openBench(clock, change), clock }
}

/** The app on a file of its own, with any clock. */
export function openBench(clock: Clock, { folder = benchFolder(), staying = false, ...change }: Change = {}) {
  const app = openApp(
    {
      clock,
      folder,
      port: 4815,
      version: 'bench',
      platform: 'linux',
      env: {},
      home: folder,
      node: process.execPath,
      program: join(process.cwd(), 'dist', 'main.js'),
      report: error => {
        throw error
      },
      ...change,
    },
    { staying },
  )
  return { ...app, folder }
}

/** Where the data to measure on lies. */
export function dataFolder(): string {
  return process.env.EVENKEEL_BENCH_DATA ?? join(process.cwd(), '..', 'shared', 'data')
}

/** Where the shared month lies; undefined when it is absent. */
export function sharedFolder(name: 'firehose'): string | undefined {
  const folder = join(dataFolder(), '..', name)
  return existsSync(folder) ? folder : undefined
}

/** The real papers of the shared month by the day they were listed. */
export function realPapers(firehose: string): { day: string; items: NewItem[] }[] {
  return readdirSync(join(firehose, 'arxiv'))
    .sort()
    .map(file => {
      const day = file.slice(0, 10)
      const lines = gunzipSync(readFileSync(join(firehose, 'arxiv', file)))
        .toString()
        .split('\n')
        .filter(Boolean)
      const items = lines.map((line, at): NewItem => {
        const paper = JSON.parse(line) as { id: string; title: string; summary: string; authors: string[] }
        return {
          kind: 'paper',
          link: `https://arxiv.org/abs/${paper.id}`,
          title: paper.title,
          text: paper.summary,
          authors: paper.authors.slice(0, 3).join(', '),
          publishedAt: Date.parse(`${day}T00:00:00Z`) + at * 1000,
          words: paper.summary.split(/\s+/).length,
          keys: [`link:arxiv:${paper.id}`],
        }
      })
      return { day, items }
    })
}
