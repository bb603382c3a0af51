import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type SampleSource, writeMonth } from './writer.ts'

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

/** Starts serving the month that begins at `start` (ms). */
export async function serveSample(start: number): Promise<SampleServer> {
  const month = writeMonth()
  let now = start
  const server = createServer((request, response) => {
    const source = month.find(({ name }) => request.url === `/${name}.xml`)
    if (!source) return response.writeHead(404).end()
    const body = feedOf(source, start, now)
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

function feedOf({ name, title, items }: SampleSource, start: number, now: number): string {
  const published = items
    .filter(({ after }) => start + after <= now)
    .slice(-MOST_ITEMS)
    .reverse()
  const lines = published.map(
    item => `<item><title>${escaped(item.title)}</title><link>https://${name}.example/${item.id}</link><guid>${item.id}</guid>
<author>${escaped(item.author)}</author><pubDate>${new Date(start + item.after).toUTCString()}</pubDate><description>${escaped(item.text)}</description></item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>${escaped(title)}</title>\n${lines.join('\n')}\n</channel></rss>`
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`)
}
