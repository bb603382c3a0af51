import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { newPairingCode } from '../src/boundaries/machine/pairing.ts'
import { keepWindow } from '../src/boundaries/machine/standing.ts'
import { pairedBrowsers } from '../src/boundaries/store/extensions.ts'
import { addSite } from '../src/boundaries/store/sites.ts'
import { suiteUnless, temporaryFolder } from '../test/house.ts'
import { live } from './journey.ts'

const FIREFOX = '/usr/bin/firefox-esr'
const EXTENSION = join(import.meta.dirname, '../dist/extension-firefox')
const suite = suiteUnless(existsSync(FIREFOX) ? '' : `there is no ${FIREFOX}`)

/** Firefox, spoken to by WebDriver BiDi: https://w3c.github.io/webdriver-bidi/ */
async function firefox() {
  const profile = temporaryFolder()
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  writeFileSync(join(profile, 'user.js'), 'user_pref("network.dns.localDomains", "work.test");\n')
  const child = spawn(
    FIREFOX,
    ['--headless', '--remote-allow-system-access', '--profile', profile, '--remote-debugging-port', String(port)],
    { stdio: 'ignore', env: { ...process.env, HOME: profile } },
  )
  const ended = new Promise(done => child.once('close', done))
  onTestFinished(async () => {
    child.kill()
    await ended
  })
  const socket = await connect(`ws://127.0.0.1:${port}/session`)
  const waiting = new Map<number, (answer: { result?: unknown; error?: string; message?: string }) => void>()
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as { id?: number }
    waiting.get(answer.id ?? 0)?.(answer as never)
  }
  let last = 0
  const send = <Result>(method: string, params: object) =>
    new Promise<Result>((resolve, reject) => {
      const id = ++last
      waiting.set(id, ({ result, error, message }) =>
        error ? reject(new Error(`${error}: ${message}`)) : resolve(result as Result),
      )
      socket.send(JSON.stringify({ id, method, params }))
    })
  await send('session.new', { capabilities: {} })
  const { contexts } = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', {})
  const context = contexts[0]?.context
  return {
    profile,
    send,
    go: (url: string) => send<{ url: string }>('browsingContext.navigate', { context, url, wait: 'complete' }),
    evaluate: async (expression: string) => {
      const { result } = await send<{ result: { value: unknown } }>('script.evaluate', {
        expression,
        target: { context },
        awaitPromise: true,
      })
      return result.value
    },
  }
}

async function connect(address: string): Promise<WebSocket> {
  for (let tries = 0; tries < 120; tries++) {
    const socket = new WebSocket(address)
    const open = await new Promise<boolean>(done => {
      socket.onopen = () => done(true)
      socket.onerror = () => done(false)
    })
    if (open) return socket
    await new Promise(done => setTimeout(done, 250))
  }
  throw new Error('Firefox does not answer')
}

/** The address under which this profile has an extension's pages. */
async function pagesOf(profile: string): Promise<string> {
  for (let tries = 0; tries < 40; tries++) {
    const path = join(profile, 'prefs.js')
    const found = existsSync(path)
      ? /extensions\.webextensions\.uuids", "(.*)"\)/.exec(readFileSync(path, 'utf8'))
      : null
    const uuid =
      found &&
      (JSON.parse((found[1] ?? '').replaceAll('\\"', '"')) as Record<string, string>)['evenkeel@evenkeel.invalid']
    if (uuid) return `moz-extension://${uuid}`
    await new Promise(done => setTimeout(done, 250))
  }
  throw new Error('the extension has no address')
}

suite('the extension in Firefox', () => {
  it('is installed, paired, and closes a site: its request never leaves', async () => {
    const home = await live({ welcomed: true })
    let reached = 0
    const site = createServer((_request, response) => {
      reached++
      response.end('<h1>work</h1>')
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void site.close())
    await new Promise(done => site.once('listening', done))
    const address = `http://work.test:${(site.address() as AddressInfo).port}/`
    keepWindow(home.app.boundaries, { days: [2], from: '18:30', to: '08:00', later: 1 })
    addSite(home.app.db, 'work.test', home.clock.now())
    const { send, go, evaluate, profile } = await firefox()
    await send('webExtension.install', { extensionData: { type: 'path', path: EXTENSION } })
    const pages = await pagesOf(profile)
    await go(address)
    expect(reached).toBeGreaterThan(0)
    await home.pass({ hours: 9 })
    await go(`${pages}/popup.html`)
    const code = newPairingCode(home.app.boundaries)
    await evaluate(
      `document.getElementById('code').value = '${code}'; document.querySelector('#pair button').click(); 1`,
    )
    const standing = `(async () => { for (let n = 0; n < 60; n++) { const text = document.getElementById('standing').textContent; if (/Off until/.test(text)) return text; await new Promise(d => setTimeout(d, 100)) } return document.body.innerText })()`
    expect(await evaluate(standing)).toBe('Off until 08:00.')
    expect(pairedBrowsers(home.app.db).map(({ browser }) => browser)).toEqual(['Firefox'])
    const before = reached
    expect((await go(address)).url).toBe(`${pages}/blocked.html#${address}`)
    expect(await evaluate('document.querySelector("h1").textContent')).toBe('You can close the laptop.')
    expect(reached).toBe(before)
  })
})
