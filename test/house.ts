import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, onTestFinished } from 'vitest'
import type { App } from '../src/app.ts'
import type { BoundaryTools } from '../src/boundaries/machine/tools.ts'
import type { Door } from '../src/circle/machine/door.ts'
import type { Terminal } from '../src/cli/command.ts'
import { readTyped } from '../src/cli/command.ts'
import { commands } from '../src/commands.ts'
import type { handOver } from '../src/handing.ts'
import { boundaryJoins, circleTools, radarJoins, routineTools, signalTools, sprintTools } from '../src/joined.ts'
import type { Machine } from '../src/machine.ts'
import type { Get, NetAnswer, NetRequest, NetResult } from '../src/net/get.ts'
import { changePlan } from '../src/plan/store/plan.ts'
import { makeEdition } from '../src/radar/machine/reading.ts'
import { takeStep } from '../src/radar/machine/steps.ts'
import type { RadarTools } from '../src/radar/machine/tools.ts'
import type { Edition } from '../src/radar/store/editions.ts'
import { webOf } from '../src/site.ts'
import { openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrations.ts'
import { fixedClock } from '../src/time/clock.ts'
import { cookieName, makeWeb } from '../src/web/server.tsx'
import { makeSession } from '../src/web/session.ts'
import { seeded } from './random.ts'

export const MONDAY = '2026-05-18T09:00:00Z'
export const PORT = 4815

type Canned =
  | string
  | Partial<NetAnswer>
  | NetResult
  | ((request: NetRequest) => NetResult | Partial<NetAnswer> | string)

/** The network as a test wants it: an answer an address. What is not canned cannot be reached. */
export function cannedNet(answers: Record<string, Canned> = {}) {
  const requests: NetRequest[] = []
  const get: Get = async request => {
    requests.push(request)
    const found =
      answers[request.address] ??
      Object.entries(answers).find(([key]) => key.endsWith('*') && request.address.startsWith(key.slice(0, -1)))?.[1]
    if (found === undefined) return { failure: 'unreachable', detail: request.address }
    const given = typeof found === 'function' ? found(request) : found
    if (typeof given !== 'string' && 'failure' in given) return given as NetResult
    const partial = typeof given === 'string' ? { body: new TextEncoder().encode(given) } : given
    return { status: 200, headers: {}, body: new Uint8Array(), cut: false, address: request.address, ...partial }
  }
  return { get, requests, answers }
}

const NO_RELAY: Door = {
  read: async () => ({ trouble: 'unreachable' }),
  append: async () => 'unreachable',
}

/** The real app on an in-memory database, a clock that stands still and a canned network. */
export function house(
  options: { now?: string; zone?: string; net?: ReturnType<typeof cannedNet>; folder?: string; door?: Door } = {},
) {
  const clock = fixedClock(options.now ?? MONDAY, options.zone ?? 'UTC')
  const net = options.net ?? cannedNet()
  const db = openDatabase(':memory:')
  migrate(db, () => {})
  const folder = options.folder ?? temporaryFolder()
  const reported: unknown[] = []
  const machine: Machine = {
    clock,
    folder,
    port: PORT,
    version: 'test',
    platform: 'linux',
    env: {},
    home: folder,
    node: '/usr/bin/node',
    program: '/opt/evenkeel/main.js',
    report: error => reported.push(error),
  }
  const boundaries: BoundaryTools = {
    db,
    clock,
    folder,
    home: folder,
    port: PORT,
    atHome: true,
    ...boundaryJoins(db, clock),
  }
  const radar: RadarTools = {
    db,
    clock,
    get: net.get,
    bases: () => ({ arxiv: 'https://arxiv.test', github: 'https://github.test', hackernews: 'https://hn.test' }),
    ...radarJoins(boundaries),
    random: () => 0.5,
    apart: async step => takeStep(radar, step),
  }
  const used = new Set<string>()
  const session = makeSession(Buffer.alloc(32, 7), clock, code => !used.has(code) && used.add(code) !== undefined)
  const app: App = {
    machine,
    db,
    radar,
    boundaries,
    signals: signalTools(boundaries, seeded(7)),
    routines: routineTools(boundaries),
    sprints: sprintTools(boundaries),
    circle: circleTools(boundaries, options.door ?? NO_RELAY, error => reported.push(error)),
    session,
    file: join(folder, 'evenkeel.db'),
    close: () => db.close(),
  }
  const { options: webOptions, schedule } = webOf(app, {
    deleted: () => {},
    openSample: async () => 'http://127.0.0.1:1/sign-in',
  })
  const web = makeWeb(webOptions)
  onTestFinished(() => {
    schedule.stop()
    db.close()
  })
  const cookie = `${cookieName(PORT)}=${session.signIn(session.newCode())}`
  const ask = (path: string, init: RequestInit = {}) =>
    web.request(path, {
      ...init,
      headers: {
        host: `127.0.0.1:${PORT}`,
        'sec-fetch-site': 'same-origin',
        cookie,
        ...(init.headers as Record<string, string>),
      },
    })
  return {
    app,
    clock,
    db,
    net,
    radar,
    boundaries,
    session,
    schedule,
    web,
    webOptions,
    reported,
    /** A page's text. */
    page: async (path: string) => (await ask(path)).text(),
    ask,
    /** Posts a form as the page would. */
    post: (path: string, fields: Record<string, string | string[]> = {}) => {
      const body = new URLSearchParams(
        Object.entries(fields).flatMap(([name, value]) => [value].flat().map(one => [name, one])),
      )
      return ask(path, { method: 'POST', body })
    },
    plan: (change: Parameters<typeof changePlan>[1]) => changePlan(db, change),
    /** Runs a command as the terminal would; only those that are handed the radar. */
    run: async (line: string[], answers: string[] = []) => runCommand(app, line, answers),
  }
}

async function runCommand(app: App, [name = '', ...args]: string[], answers: string[]) {
  const command = commands.find(one => one.name === name)
  if (!command) throw new Error(`no command ${name}`)
  const { terminal, out, err } = fakeTerminal(answers)
  const { day, fetchSources } = await import('../src/day.ts')
  const tables = await import('../src/radar/commands/table.ts')
  const planTable = await import('../src/plan/commands/table.ts')
  const boundaryTable = await import('../src/boundaries/commands/table.ts')
  const typed = readTyped(command, args)
  const signalTable = await import('../src/signals/commands/table.ts')
  const reading = [...tables.readingCommands, ...tables.sourceCommands].find(one => one.name === name)
  const context = {
    radar: app.radar,
    boundaries: app.boundaries,
    signals: app.signals,
    routines: app.routines,
    sprints: app.sprints,
    circle: app.circle,
    show: () => {},
    day: () => day(app.radar),
    fetch: () => fetchSources(app.radar, true),
  }
  const planning = planTable.planCommands.find(one => one.name === name)
  const bounding = boundaryTable.boundaryCommands.find(one => one.name === name)
  const routineTable = await import('../src/routines/commands/table.ts')
  const sprintTable = await import('../src/sprints/commands/table.ts')
  const sprinting = sprintTable.sprintCommands.find(one => one.name === name)
  const routing = routineTable.routineCommands.find(one => one.name === name)
  const signalling = signalTable.signalCommands.find(one => one.name === name)
  const circleTable = await import('../src/circle/commands/table.ts')
  const circling = circleTable.circleCommands.find(one => one.name === name)
  const code = circling
    ? await (await circling.load())(typed, terminal, app.circle)
    : sprinting
      ? await (await sprinting.load())(typed, terminal, app.sprints)
      : routing
        ? await (await routing.load())(typed, terminal, app.routines)
        : signalling
          ? await (await signalling.load())(typed, terminal, { signals: app.signals, show: () => {} })
          : planning
            ? await (await planning.load())(typed, terminal, app.radar)
            : bounding
              ? await (await bounding.load())(typed, terminal, app.boundaries)
              : reading
                ? await ((await reading.load()) as Parameters<typeof handOver>[0])(typed, terminal, context)
                : Number.NaN
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** A terminal that remembers what it was told. */
export function fakeTerminal(answers: string[] = []) {
  const out: string[] = []
  const err: string[] = []
  const terminal: Terminal = {
    out: text => void out.push(text),
    err: text => void err.push(text),
    interactive: false,
    ask: async () => answers.shift(),
  }
  return { terminal, out, err }
}

/** The present edition, which a test expects to be made. */
export function made(...args: Parameters<typeof makeEdition>): Edition {
  const edition = makeEdition(...args)
  if (!edition) throw new Error('no edition was made')
  return edition
}

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An RSS feed of some items. */
export function rss(
  items: { title: string; link?: string; text?: string; date?: string; guid?: string }[],
  title = 'A feed',
): string {
  const lines = items.map(
    ({ title, link, text = '', date, guid }) =>
      `<item><title>${title}</title>${link ? `<link>${link}</link>` : ''}${guid ? `<guid>${guid}</guid>` : ''}` +
      `${date ? `<pubDate>${new Date(date).toUTCString()}</pubDate>` : ''}<description>${text}</description></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>${lines.join('\n')}</channel></rss>`
}

/** `describe` for a suite that needs what a machine may lack. Where something is `lacking` (a sentence, else ''), it is skipped. */
export function suiteUnless(lacking: string, retry = 0): (name: string, work: () => void) => void {
  return lacking
    ? name => describe(name, () => it('all of it', context => context.skip(lacking)))
    : (name, work) => describe(name, { retry }, work)
}
