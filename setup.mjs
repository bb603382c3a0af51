// Makes a clone ready, then runs a task of it on the Node that npm brought. Plain JavaScript, so that any Node >= 20
// can start it:  node setup.mjs start | test | bench | run | extension | release-check [ARGUMENTS]
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const modules = join(root, 'node_modules')
const [task = 'start', ...rest] = process.argv.slice(2)

install()
const node = ownNode()
build()

const tasks = {
  start: () => evenkeel(['serve', '--open', ...rest]),
  run: () => evenkeel(rest),
  test,
  bench,
  'release-check': () => run(node, [join(root, 'test', 'release-check.ts')]),
  extension,
}
if (!tasks[task]) fail(`There is no task "${task}". Try one of: ${Object.keys(tasks).join(', ')}.`, 2)
tasks[task]()

function install() {
  const stamp = join(modules, '.evenkeel-installed')
  const wanted = hash(readFileSync(join(root, 'package-lock.json')))
  if (read(stamp) === wanted && ownNode({ orNull: true })) return
  say('Installing what is missing (about a minute, once) ...')
  const npm = process.env.npm_execpath
  const [command, ...first] = npm ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error']
  run(command, args, { stdio: ['ignore', 'ignore', 'inherit'], shell: !npm && process.platform === 'win32' })
  writeFileSync(stamp, wanted)
}

/** The Node 26 that npm installed as a platform package: its path, or a message that says what to do. */
function ownNode({ orNull = false } = {}) {
  const names = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`]
  names.push(`node-bin-${process.platform}-${process.arch}`)
  for (const name of names) {
    const path = join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(path)) return path
  }
  const [major] = process.versions.node.split('.').map(Number)
  if (major >= 26) return process.execPath
  if (orNull) return null
  return fail(
    `npm has no Node 26 for ${process.platform}-${process.arch}. Install Node 26 or newer yourself, then try again.`,
    1,
  )
}

function build() {
  const stamp = join(root, 'dist', '.built')
  const folders = ['protocol', 'hub', 'src', 'extension', 'bench'].flatMap(files)
  const inputs = [...folders, 'rolldown.config.mjs', 'package.json', 'package-lock.json']
  const wanted = hash(inputs.filter(isSource).map(describe).join('\n'))
  if (read(stamp) === wanted) return
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  run(node, [join(modules, 'rolldown', 'bin', 'cli.mjs'), '-c', 'rolldown.config.mjs', '--logLevel', 'warn'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  run(node, [join(root, 'extension', 'build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] })
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(stamp, wanted)
}

function extension() {
  const made = readdirSync(join(root, 'dist')).filter(name => /^(extension-|evenkeel-.*\.zip$)/.test(name))
  for (const name of made) process.stdout.write(`${join(root, 'dist', name)}\n`)
}

function evenkeel(args) {
  run(node, [join(root, 'dist', 'main.js'), ...args])
}

function test() {
  const tool = (name, ...path) => join(modules, name, ...path)
  step('format and lint', node, [tool('@biomejs/biome', 'bin', 'biome'), 'ci', '--error-on-warnings', '.'])
  step('types', node, [tool('typescript', 'bin', 'tsc'), '--noEmit'])
  const vitest = tool('vitest', 'vitest.mjs')
  const chromium = findChromium() ?? installChromium()
  installOthers()
  step('tests', node, [vitest, 'run', ...rest], {
    env: { ...process.env, EVENKEEL_CHROMIUM: chromium.path ?? '', EVENKEEL_NO_CHROMIUM: chromium.why ?? '' },
  })
}

function bench() {
  const wanted = rest.filter(name => !name.startsWith('-'))
  const flags = rest.filter(name => name.startsWith('-'))
  const all = files('bench')
    .filter(path => path.endsWith('.bench.ts'))
    .map(path => path.split(/[\\/]/).at(-1).replace('.bench.ts', ''))
  for (const name of wanted.length ? wanted : all) {
    if (!all.includes(name)) fail(`There is no bench "${name}". There are: ${all.join(', ')}.`, 2)
    say(`\n== bench/${name}`)
    run(node, ['--expose-gc', join(root, 'dist', `bench-${name}.js`), ...flags])
  }
}

function findChromium() {
  const places = [
    process.env.EVENKEEL_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  const path = places.find(place => place && existsSync(place))
  return path ? { path } : null
}

function installChromium() {
  const apt = '/usr/bin/apt-get'
  if (!existsSync(apt) || process.getuid?.() !== 0) {
    return { why: 'No Chromium is installed, and this account may not install one. Install Chromium, then try again.' }
  }
  say('Installing Chromium for the browser journeys ...')
  const installed = installDebian('chromium', 'fonts-dejavu-core')
  return (
    (installed && findChromium()) || { why: 'Debian’s Chromium could not be installed (apt-get install chromium).' }
  )
}

/** What some suites try the real thing with. They look for it themselves, and are skipped where it is absent. */
function installOthers() {
  const wanted = {
    '/usr/bin/firefox-esr': 'firefox-esr',
    '/usr/bin/radicale': 'radicale',
    '/usr/lib/python3/dist-packages/icalendar': 'python3-icalendar',
    '/usr/lib/postgresql': 'postgresql',
  }
  const missing = Object.keys(wanted).filter(path => !existsSync(path))
  if (missing.length === 0 || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return
  say('Installing what some suites need: Firefox, a calendar server, a parser of calendars, PostgreSQL ...')
  installDebian(...missing.map(path => wanted[path]))
}

function installDebian(...packages) {
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('/usr/bin/apt-get', ['update'], options)
  return spawnSync('/usr/bin/apt-get', ['install', '-y', '--no-install-recommends', ...packages], options).status === 0
}

function step(name, command, args, options) {
  const began = performance.now()
  run(command, args, options)
  say(`${name}: passed (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

function run(command, args, options = {}) {
  // Ctrl+C reaches the child too: it ends in its own time, and this process passes its answer on.
  process.on('SIGINT', () => {})
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit', cwd: root, ...options })
  if (error) fail(`${command} could not be run: ${error.message}`, 1)
  if (signal) process.exit(130)
  if (status !== 0) process.exit(status ?? 1)
}

function files(folder) {
  const top = join(root, folder)
  if (!existsSync(top)) return []
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function isSource(path) {
  return !/\.test\.tsx?$/.test(path)
}

function describe(path) {
  const { mtimeMs, size } = statSync(path.startsWith(root) ? path : join(root, path))
  return `${path} ${mtimeMs} ${size}`
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex')
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function fail(text, code) {
  say(text)
  process.exit(code)
}
