import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

/** What docs/architecture.md says: which folder may import which, and which folders are features. */
export interface Rules {
  readonly allowed: ReadonlyMap<string, readonly string[] | 'everything'>
  readonly features: readonly string[]
}

const MOST_LINES = 350
const IMPURE = ['store', 'pages', 'commands', 'settings', 'machine']
const KEYS = ['session', 'open', 'pairing', 'heartbeat', 'calendar', 'circle']
const SQL =
  /^\s*(SELECT\s[\s\S]*\sFROM\s|(INSERT|REPLACE)\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|(CREATE|ALTER|DROP)\s+(TABLE|INDEX|TRIGGER|VIEW)|PRAGMA\s|WITH\s+\w+\s+AS\s*\()/i
/** Of the radar, what says what a source is and reads what it gave. */
const OF_RADAR = /^src\/radar\/(kinds\/\w+|source|asking|item|feed|decode|opml|text|link|commons)\.ts$/
/** What a pure file may lean on: pure itself. */
const PACKAGES = ['csv-parse/sync', 'feedsmith', 'htmlparser2', 'ical-generator', 'ml-matrix', 'stemmer', 'valibot']

export function readRules(markdown: string): Rules {
  const rows = [...markdown.matchAll(/^\| `([\w/]+)` \| (.+?) \|$/gm)]
  const allowed = rows.map(([, folder = '', may = '']): [string, readonly string[] | 'everything'] => {
    if (may === 'everything') return [folder, 'everything']
    return [folder, may === 'nothing' ? [] : may.replaceAll('`', '').split(/\s+/)]
  })
  const features = /held to purity: ([^.]+)\./.exec(markdown)?.[1]?.match(/\w+/g) ?? []
  return { allowed: new Map(allowed), features }
}

/** Everything in a tree that the rules do not allow, a line each. */
export function violations(root: string, rules: Rules): string[] {
  const found: string[] = []
  for (const path of sources(root)) {
    const text = readFileSync(join(root, path), 'utf8')
    const lines = text.split('\n').length
    if (lines > MOST_LINES) found.push(`${path}: ${lines} lines, over ${MOST_LINES}`)
    const folder = folderOf(path)
    if (!rules.allowed.has(folder)) {
      found.push(`${path}: its folder ${folder} is not in the import table`)
      continue
    }
    const tree = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' })
    const inTests = /\.test\.tsx?$/.test(path) || /^(test|e2e|bench)\//.test(path)
    const imports = importsOf(tree)
    for (const one of imports) found.push(...wrongImport(root, path, one, rules, inTests))
    if (!inTests) found.push(...impurities(path, tree, imports, rules), ...keyless(path, tree, imports))
  }
  return found
}

function sources(root: string): string[] {
  return ['protocol', 'hub', 'src', 'extension', 'bench', 'test', 'e2e'].flatMap(top => {
    if (!existsSync(join(root, top))) return []
    return readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name))
      .map(name => `${top}/${name.split(sep).join('/')}`)
  })
}

function folderOf(path: string): string {
  const parts = path.split('/')
  return parts[0] === 'src' && parts.length > 2 ? `src/${parts[1]}` : (parts[0] ?? '')
}

interface Import {
  readonly from: string
  readonly typeOnly: boolean
  readonly names: readonly string[]
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit)
  else if (value && typeof value === 'object') {
    if ('type' in value && typeof value.type === 'string') visit(value as Node)
    for (const part of Object.values(value)) walk(part, visit)
  }
}

function literal(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as { type?: string; value?: unknown }
  return type === 'Literal' && typeof value === 'string' ? value : undefined
}

function importsOf(tree: unknown): Import[] {
  const found: Import[] = []
  walk(tree, node => {
    const from = literal(node.source)
    if (node.type === 'ImportDeclaration' && from) {
      const specifiers = (node.specifiers ?? []) as { local: { name: string }; importKind?: string }[]
      const typeOnly =
        node.importKind === 'type' ||
        (specifiers.length > 0 && specifiers.every(({ importKind }) => importKind === 'type'))
      found.push({ from, typeOnly, names: specifiers.map(({ local }) => local.name) })
    } else if (/^Export(Named|All)Declaration$/.test(node.type) && from) {
      found.push({ from, typeOnly: node.exportKind === 'type', names: [] })
    } else if (node.type === 'ImportExpression') {
      found.push({ from: from ?? '(computed)', typeOnly: false, names: [] })
    } else if (node.type === 'TSImportType') {
      const type =
        literal(node.source) ?? literal(node.argument) ?? literal((node.argument as Node | undefined)?.literal)
      if (type) found.push({ from: type, typeOnly: true, names: [] })
    }
  })
  return found
}

function wrongImport(root: string, path: string, { from }: Import, rules: Rules, inTests: boolean): string[] {
  if (from === '(computed)') return inTests ? [] : [`${path}: imports a computed name, which nobody can check`]
  if (!from.startsWith('.')) return []
  const target = relative(root, resolve(root, dirname(path), from))
    .split(sep)
    .join('/')
  const [here, there] = [folderOf(path), folderOf(target)]
  if (here === there || inTests) return []
  if (!/^(src|protocol|hub)\//.test(target)) return [`${path}: imports ${target}, outside src`]
  if (here === 'hub' && /^src\/radar\//.test(target) && !OF_RADAR.test(target))
    return [`${path}: imports ${target}; of the radar the hub may import sources and parsing alone`]
  const may = rules.allowed.get(here) ?? []
  if (may === 'everything' || may.includes(there.replace('src/', ''))) return []
  return [`${path}: imports ${target}, which the table does not allow to ${here}`]
}

/** Whether a path of a feature is one of the five named files or folders, and which. */
function namedPart(path: string, rules: Rules): { feature: boolean; part?: string } {
  const [, feature = '', next = ''] = path.split('/')
  if (!rules.features.includes(feature) || path.split('/').length < 3) return { feature: false }
  const part = next.replace(/\.tsx?$/, '')
  return IMPURE.includes(part) ? { feature: true, part } : { feature: true }
}

function impurities(path: string, tree: unknown, imports: readonly Import[], rules: Rules): string[] {
  const { feature, part } = namedPart(path, rules)
  const found: string[] = []
  if (path !== 'src/main.ts') {
    walk(tree, node => {
      const name = (node.object as { name?: string } | undefined)?.name
      if (node.type === 'MemberExpression' && name === 'process')
        found.push(`${path}: touches process; only main.ts does`)
    })
    if (imports.some(({ from }) => from === 'node:process')) found.push(`${path}: touches process; only main.ts does`)
  }
  const bare = imports.find(({ from }) => !from.startsWith('node:') && builtinModules.includes(from))
  if (bare) found.push(`${path}: imports ${bare.from} without node:`)
  if (!feature && folderOf(path) !== 'src/store' && !path.startsWith('hub/store/')) found.push(...sqlIn(path, tree))
  if (!feature) return found
  if (part !== 'machine') {
    const node = imports.find(({ from }) => from.startsWith('node:'))
    if (node) found.push(`${path}: imports ${node.from}; only machine may`)
  }
  if (part !== 'store') found.push(...sqlIn(path, tree))
  if (part) return found
  for (const { from, typeOnly } of imports) {
    if (!/^(\.|node:)/.test(from) && !PACKAGES.includes(from))
      found.push(`${path}: is pure, and imports the package ${from}`)
    const target = resolve('/', dirname(path), from).slice(1)
    const impure =
      /^src\/(store|net|web|cli)\//.test(target) || target === 'src/time/clock.ts' || namedPart(target, rules).part
    if (from.startsWith('.') && impure && !typeOnly) found.push(`${path}: is pure, and imports ${target}`)
  }
  walk(tree, node => {
    const touched = clockOrNetwork(node)
    if (touched) found.push(`${path}: is pure, and touches ${touched}`)
  })
  return found
}

function sqlIn(path: string, tree: unknown): string[] {
  const found: string[] = []
  walk(tree, ({ type, value, quasis }) => {
    const text = type === 'TemplateLiteral' ? templateText(quasis) : type === 'Literal' ? value : undefined
    if (typeof text === 'string' && SQL.test(text)) found.push(`${path}: holds SQL; only store may`)
  })
  return found
}

function templateText(quasis: unknown): string {
  return ((quasis ?? []) as { value: { raw: string } }[]).map(({ value }) => value.raw).join(' ')
}

function clockOrNetwork(node: Node): string | undefined {
  const name = (value: unknown) => (value as { name?: string } | undefined)?.name ?? ''
  if (node.type === 'MemberExpression') {
    const text = `${name(node.object)}.${name(node.property)}`
    return ['Date.now', 'Temporal.Now', 'performance.now', 'globalThis.fetch', 'Math.random'].includes(text)
      ? text
      : undefined
  }
  if (node.type === 'NewExpression' && name(node.callee) === 'Date' && (node.arguments as unknown[]).length === 0)
    return 'new Date()'
  const called = node.type === 'CallExpression' ? name(node.callee) : ''
  return ['fetch', 'setTimeout', 'setInterval'].includes(called) ? called : undefined
}

function keyless(path: string, tree: unknown, imports: readonly Import[]): string[] {
  if (['src/web/server.tsx', 'src/web/bare.ts'].includes(path)) return []
  const makers = imports
    .filter(({ from }) => /web\/route\.ts$|^\.\/route\.ts$/.test(from))
    .flatMap(({ names }) => names.filter(name => ['get', 'post'].includes(name)))
  const found: string[] = []
  walk(tree, node => {
    if (node.type === 'NewExpression' && (node.callee as { name?: string }).name === 'Hono')
      found.push(`${path}: makes a server of its own`)
    if (node.type !== 'CallExpression') return
    const callee = node.callee as { type: string; name?: string; property?: { name?: string } }
    const [first, second] = node.arguments as unknown[]
    if (callee.type === 'Identifier' && makers.includes(callee.name ?? '') && !KEYS.includes(literal(second) ?? '')) {
      found.push(`${path}: the route ${literal(first) ?? '?'} declares no key`)
    }
    const direct =
      callee.type === 'MemberExpression' &&
      ['get', 'post', 'put', 'delete', 'all', 'on'].includes(callee.property?.name ?? '')
    if (direct && literal(first)?.startsWith('/'))
      found.push(`${path}: the route ${literal(first)} is made past web/route.ts`)
  })
  return found
}
