import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SAMPLE_DAYS, type SampleSource, writeMonth } from './writer.ts'

/** The sample's own firehose: its sources over real HTTP on loopback, as they looked at a moment of the month. */
export interface SampleServer {
  /** host:port. */
  readonly host: string
  readonly sources: readonly { title: string; address: string }[]
  /** What was published after this moment (ms) is not served yet. */
  moveTo(now: number): void
  close(): void
}

const MOST_ITEMS = 2000
const STORY =
  '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>A made-up story</title>' +
  '<body style="font: 1.1rem/1.6 serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem"><p>Here would stand the original. This one is made up, like all of the sample month.<p>Your browser’s back button leads back.'

/** Starts serving the month that begins at `start` (ms). */
export async function serveSample(start: number): Promise<SampleServer> {
  const month = writeMonth()
  let now = start
  const server = createServer((request, response) => {
    const source = month.find(({ name }) => request.url === `/${name}.xml`)
    if (!source) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(STORY)
    const body = feedOf(source, request.headers.host ?? '', start, now)
    const etag = `"${source.name}-${now}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
    return response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(body)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    sources: month.map(({ name, title }) => ({ title, address: `http://${host}/${name}.xml` })),
    moveTo: moment => {
      now = moment
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const MONTH = SAMPLE_DAYS * 24 * 3600_000

/** The feed as it looks now. After its month the sample tells the same again, as new things of the next. */
function feedOf({ name, title, items }: SampleSource, host: string, start: number, now: number): string {
  const round = Math.max(0, Math.floor((now - start) / MONTH))
  const lines = [round - 1, round]
    .filter(month => month >= 0)
    .flatMap(month => items.map(item => ({ ...item, month, at: start + month * MONTH + item.after })))
    .filter(({ at }) => at <= now)
    .slice(-MOST_ITEMS)
    .reverse()
    .map(({ id, month, at, title, author, text }) => {
      const key = month === 0 ? id : `${id}-${month + 1}`
      return `<item><title>${escaped(title)}</title><link>http://${host}/${name}/${key}</link><guid>${key}</guid>
<author>${escaped(author)}</author><pubDate>${new Date(at).toUTCString()}</pubDate><description>${escaped(text)}</description></item>`
    })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>${escaped(title)}</title>\n${lines.join('\n')}\n</channel></rss>`
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`)
}
