import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isPublic } from './address.ts'
import { MOST_BYTES, MOST_POSTED, makeGet, type NetRules } from './get.ts'

async function server(listener: RequestListener) {
  const http = createServer(listener)
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  const { port } = http.address() as AddressInfo
  return { port, host: `127.0.0.1:${port}`, url: (path: string) => `http://127.0.0.1:${port}${path}` }
}

async function rawServer(answer: string) {
  const sockets = new Set<Socket>()
  const net = createTcpServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    if (answer) socket.write(answer)
  })
  await new Promise<void>(done => net.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    net.close()
  })
  const { port } = net.address() as AddressInfo
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/` }
}

function getter(allowed: string[], change: Partial<NetRules> = {}) {
  return makeGet({
    agent: 'Evenkeel/test (+https://a.test)',
    allowed: () => allowed,
    never: () => [],
    monotonic: () => performance.now(),
    ...change,
  })
}

const failure = (result: object) => ('failure' in result ? result.failure : result)
const text = (result: object) => ('body' in result ? new TextDecoder().decode(result.body as Uint8Array) : result)

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    '[::1]',
    'fe80::1%eth0',
    'not-an-ip',
    '',
  ])('is not public: %s', address => {
    expect(isPublic(address)).toBe(false)
  })

  it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '[2a00:1450:4001::1]', '::ffff:1.1.1.1'])(
    'is public: %s',
    address => {
      expect(isPublic(address)).toBe(true)
    },
  )

  it('mapped into IPv6 is as public as it is bare', () => {
    fc.assert(
      fc.property(fc.ipV4(), address => {
        expect(isPublic(`::ffff:${address}`)).toBe(isPublic(address))
      }),
    )
  })
})

describe('the door to the network', () => {
  it('refuses loopback, however it is written, unless that host and port is allowed', async () => {
    const { port, url } = await server((_request, response) => response.end('secret'))
    for (const name of ['127.0.0.1', 'localhost', '[::1]', '127.1', '0x7f000001', '2130706433', '[::ffff:127.0.0.1]']) {
      expect(failure(await getter([])({ address: `http://${name}:${port}/` }))).toBe('private-address')
    }
    expect(failure(await getter([`127.0.0.1:${port + 1}`])({ address: url('/') }))).toBe('private-address')
    expect(text(await getter([`127.0.0.1:${port}`])({ address: url('/') }))).toBe('secret')
  })

  it('never asks its own port, allowed or not', async () => {
    const { port, url, host } = await server((_request, response) => response.end('own'))
    expect(failure(await getter([host], { never: () => [port] })({ address: url('/') }))).toBe('private-address')
  })

  it('checks every redirect', async () => {
    const inner = await server((_request, response) => response.end('inner'))
    const outer = await server((_request, response) => response.writeHead(302, { location: inner.url('/') }).end())
    expect(failure(await getter([outer.host])({ address: outer.url('/') }))).toBe('private-address')
  })

  it.each(['ftp://a.test/', 'file:///etc/passwd', 'http://user:word@a.test/', 'nonsense', ''])(
    'refuses %j',
    async address => {
      expect(failure(await getter([])({ address }))).toBe('bad-address')
    },
  )

  it('says who it is and sends what it is given, but not to another server', async () => {
    const seen: Record<string, unknown>[] = []
    const other = await server((request, response) => {
      seen.push(request.headers)
      response.end('x')
    })
    const first = await server((request, response) => {
      seen.push(request.headers)
      response.writeHead(301, { location: other.url('/') }).end()
    })
    await getter([first.host, other.host])({ address: first.url('/'), headers: { 'if-none-match': '"1"' } })
    expect(seen[0]).toMatchObject({ 'user-agent': 'Evenkeel/test (+https://a.test)', 'if-none-match': '"1"' })
    expect(seen[1]).not.toHaveProperty('if-none-match')
    expect(seen[0]).not.toHaveProperty('cookie')
  })

  it('tells where a chain of permanent redirects led, and forgets it for a passing one', async () => {
    const { host, url } = await server((request, response) => {
      if (request.url === '/new') response.end('here')
      else response.writeHead(request.url === '/passing' ? 302 : 301, { location: '/new' }).end()
    })
    const get = getter([host])
    expect(await get({ address: url('/old') })).toMatchObject({ status: 200, movedTo: url('/new') })
    expect(await get({ address: url('/passing') })).not.toHaveProperty('movedTo')
  })

  it('gives up on redirects that go in a circle', async () => {
    const { host, url } = await server((request, response) => response.writeHead(302, { location: request.url }).end())
    expect(failure(await getter([host])({ address: url('/') }))).toBe('too-many-redirects')
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('opens %s', async (encoding, compress) => {
    const { host, url } = await server((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('hello')),
    )
    expect(text(await getter([host])({ address: url('/') }))).toBe('hello')
  })

  it('stops at 20 MiB of opened bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(MOST_BYTES + 1))
    const { host, url } = await server((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
      else response.end(Buffer.alloc(MOST_BYTES))
    })
    expect(failure(await getter([host])({ address: url('/bomb') }))).toBe('too-large')
    expect(await getter([host])({ address: url('/just') })).toMatchObject({ status: 200, cut: false })
  })

  it('gives up when an answer takes too long, also within its body', async () => {
    const { host, url } = await server((request, response) => {
      if (request.url === '/body') response.write('begun')
    })
    const get = getter([host], { timeout: 150 })
    expect(failure(await get({ address: url('/silent') }))).toBe('timed-out')
    expect(failure(await get({ address: url('/body') }))).toBe('timed-out')
  })

  it('gives what arrived before the connection broke, and names it cut', async () => {
    const { host, url } = await server((request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      if (request.url === '/some') response.write('some of it')
      else response.flushHeaders()
      setTimeout(() => response.destroy(), 20)
    })
    const got = await getter([host])({ address: url('/some') })
    expect(got).toMatchObject({ cut: true })
    expect(text(got)).toBe('some of it')
    expect(failure(await getter([host])({ address: url('/none') }))).toBe('cut-off')
  })

  it.each(['constructor', '__proto__', 'toString', 'gzip, gzip, gzip', Array(500).fill('br').join(',')])(
    'is not thrown by the encoding %s',
    async encoding => {
      const { host, url } = await server((_request, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end('hello'),
      )
      expect(['hello', 'packed']).toContain(
        await getter([host])({ address: url('/') }).then(got => ('failure' in got ? got.failure : text(got))),
      )
    },
  )

  it('names a body that is not packed as its label says', async () => {
    const { host, url } = await server((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('hello'),
    )
    expect(failure(await getter([host])({ address: url('/') }))).toBe('packed')
  })

  it('is not held by an answer that changes the protocol', async () => {
    const { host, url } = await server(() => {})
    const raw = await rawServer('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')
    expect(failure(await getter([raw.host])({ address: raw.url }))).toBe('unreachable')
    const silent = await rawServer('')
    expect(failure(await getter([silent.host], { timeout: 200 })({ address: silent.url }))).toBe('timed-out')
    expect(failure(await getter([host], { timeout: 200 })({ address: url('/') }))).toBe('timed-out')
  })

  it('asks one thing at a time also where redirects meet', async () => {
    let open = 0
    let most = 0
    const target = await server((_request, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open--
        response.end('x')
      }, 20)
    })
    const sources = await Promise.all(
      [1, 2, 3, 4].map(() =>
        server((_request, response) => response.writeHead(302, { location: target.url('/') }).end()),
      ),
    )
    const get = getter([target.host, ...sources.map(({ host }) => host)])
    await Promise.all(sources.map(({ url }) => get({ address: url('/') })))
    expect(most).toBe(1)
  })

  it('names a server that is not there, and a name that nobody has', async () => {
    const { port, host } = await server(() => {})
    expect(failure(await getter([`127.0.0.1:1`])({ address: 'http://127.0.0.1:1/' }))).toBe('unreachable')
    expect(['no-such-host', 'unreachable']).toContain(
      failure(await getter([host])({ address: `http://no-such-host.invalid:${port}/` })),
    )
  })

  it('asks a host one thing at a time, with the gap it is told, and other hosts meanwhile', async () => {
    let open = 0
    let most = 0
    const began: number[] = []
    const slow: RequestListener = (_request, response) => {
      began.push(performance.now())
      most = Math.max(most, ++open)
      setTimeout(() => {
        open--
        response.end('x')
      }, 30)
    }
    const one = await server(slow)
    const get = getter([one.host])
    await Promise.all([1, 2, 3].map(n => get({ address: one.url(`/${n}`), gap: 60 })))
    expect(most).toBe(1)
    expect(Math.min(...began.slice(1).map((at, index) => at - (began[index] ?? 0)))).toBeGreaterThanOrEqual(85)
  })
})

describe('what is posted', () => {
  it('arrives whole, once, and is answered', async () => {
    const seen: string[] = []
    const { host, url } = await server((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', piece => pieces.push(piece))
      request.on('end', () => {
        seen.push(`${request.method} ${request.headers.once} ${Buffer.concat(pieces)}`)
        response.writeHead(201).end('kept')
      })
    })
    const answer = await getter([host])({ address: url('/'), headers: { once: 'a' }, post: Buffer.from('sealed') })
    expect([seen, text(answer), 'status' in answer && answer.status]).toEqual([['POST a sealed'], 'kept', 201])
  })

  it('is never sent on, has a bound, and goes nowhere private', async () => {
    const seen: string[] = []
    const { host, url } = await server((request, response) => {
      seen.push(request.url ?? '')
      response.writeHead(307, { location: '/other' }).end()
    })
    const post = Buffer.from('sealed')
    expect(failure(await getter([host])({ address: url('/'), post }))).toBe('too-many-redirects')
    expect(seen).toEqual(['/'])
    expect(failure(await getter([])({ address: url('/'), post }))).toBe('private-address')
    await expect(getter([host])({ address: url('/'), post: Buffer.alloc(MOST_POSTED + 1) })).rejects.toThrow(RangeError)
    expect(seen).toEqual(['/'])
  })
})
