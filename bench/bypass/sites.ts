import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Sites on loopback: work.test, what is below it, and other.test, which holds it in a frame. */
export interface Sites {
  readonly port: number
  /** Requests that reached work.test or below since `count` was last called. */
  readonly requests: () => string[]
  readonly count: () => void
  readonly close: () => void
}

// The page keeps asking its site for more, as a page that is left open does.
const WORK = `<!doctype html><title>work</title><h1>work</h1><script>
setInterval(() => fetch('/poll').catch(() => {}), 250)
if (location.pathname === '/worker') navigator.serviceWorker.register('/worker.js')
</script>`

const WORKER = `addEventListener('install', () => skipWaiting())
addEventListener('activate', event => event.waitUntil(clients.claim()))
addEventListener('fetch', event => {
  if (event.request.mode === 'navigate')
    event.respondWith(new Response('<!doctype html><title>work</title><h1>work, by its worker</h1>', { headers: { 'content-type': 'text/html' } }))
})`

const FRAMED = '<!doctype html><title>other</title><h1>other</h1><iframe src="http://work.test/"></iframe>'

/** Opens the sites on a free port of loopback; the browser is told that *.test is there. */
export function openSites(): Promise<Sites> {
  let reached: string[] = []
  const server: Server = createServer((request, response) => {
    const host = request.headers.host?.split(':')[0] ?? ''
    const path = request.url ?? '/'
    if (/(^|\.)work\.test\.?$/.test(host)) reached.push(`${host}${path}`)
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
    response.setHeader('content-type', type)
    if (path.endsWith('.js')) response.end(WORKER)
    else if (path === '/framed') response.end(FRAMED)
    else response.end(host === 'other.test' ? '<!doctype html><title>other</title><h1>other</h1>' : WORK)
  })
  return new Promise(done =>
    server.listen(0, '127.0.0.1', () =>
      done({
        port: (server.address() as AddressInfo).port,
        requests: () => reached,
        count: () => {
          reached = []
        },
        close: () => {
          server.closeAllConnections()
          server.close()
        },
      }),
    ),
  )
}
