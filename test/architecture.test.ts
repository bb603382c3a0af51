import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRules, violations } from './architecture.ts'

const root = join(import.meta.dirname, '..')
const rules = readRules(readFileSync(join(root, 'docs/architecture.md'), 'utf8'))

describe('the house', () => {
  it('holds to its own rules', () => {
    expect(violations(root, rules)).toEqual([])
  })

  it('has a table that names every folder with what it may import', () => {
    expect(rules.allowed.get('src/radar')).toEqual(['time', 'store', 'net', 'web', 'cli', 'protocol', 'plan'])
    expect(rules.allowed.get('src/time')).toEqual([])
    const base = ['src/time', 'src/store', 'src/net', 'src/web', 'src/cli']
    const features = [...rules.allowed.keys()].filter(folder => folder.startsWith('src/') && !base.includes(folder))
    expect(rules.features.map(name => `src/${name}`)).toEqual(features)
  })
})

describe('the rules find', () => {
  const planted: [name: string, path: string, code: string, says: RegExp][] = [
    [
      'a static import against the table',
      'src/plan/a.ts',
      "import { x } from '../radar/b.ts'\nx()",
      /imports src\/radar\/b\.ts/,
    ],
    [
      'a type-only import against the table',
      'src/plan/a.ts',
      "import type { X } from '../radar/b.ts'",
      /imports src\/radar/,
    ],
    [
      'more of the radar than the hub may see',
      'hub/a.ts',
      "import { x } from '../src/radar/edition.ts'\nx()",
      /sources and parsing/,
    ],
    ['a type named in place', 'src/plan/a.ts', "export type Y = import('../radar/b.ts').X", /imports src\/radar/],
    ['a side-effect import against the table', 'src/time/a.ts', "import '../store/b.ts'", /imports src\/store/],
    [
      'a dynamic import against the table',
      'src/net/a.ts',
      "export const x = () => import('../web/b.ts')",
      /imports src\/web/,
    ],
    [
      'a dynamic import of a computed name',
      'src/net/a.ts',
      'export const x = (name: string) => import(name)',
      /computed/,
    ],
    ['a re-export against the table', 'src/web/a.ts', "export { x } from '../store/b.ts'", /imports src\/store/],
    [
      'a re-export of everything against the table',
      'src/web/a.ts',
      "export * from '../store/b.ts'",
      /imports src\/store/,
    ],
    [
      'an import from a folder back to the top',
      'src/radar/a.ts',
      "import { x } from '../app.ts'\nx()",
      /imports src\/app\.ts/,
    ],
    ['a folder that is not listed', 'src/extras/a.ts', 'export const x = 1', /src\/extras is not in the import table/],
    ['node: in a pure file', 'src/radar/a.ts', "import { join } from 'node:path'\njoin()", /only machine may/],
    ['node: in pages', 'src/radar/pages.tsx', "import { join } from 'node:path'\njoin()", /only machine may/],
    ['SQL in a pure file', 'src/radar/a.ts', "export const x = 'SELECT a FROM item WHERE b = 1'", /holds SQL/],
    [
      'SQL in pages, in a template',
      'src/plan/pages/plan.tsx',
      'export const x = `DELETE FROM item WHERE id = 1`',
      /holds SQL/,
    ],
    ['SQL outside every store', 'src/app.ts', "export const x = 'delete from item where id = 1'", /holds SQL/],
    ['a bare builtin', 'src/radar/a.ts', "import { join } from 'path'\njoin()", /without node:/],
    ['the process outside main.ts', 'src/web/a.ts', 'export const x = process.env.HOME', /only main\.ts/],
    [
      'a package of its own in a pure file',
      'src/radar/a.ts',
      "import { request } from 'undici'\nrequest()",
      /the package undici/,
    ],
    ['the clock in a pure file', 'src/plan/a.ts', 'export const x = () => Date.now()', /touches Date\.now/],
    [
      'another clock in a pure file',
      'src/plan/a.ts',
      'export const x = () => Temporal.Now.instant()',
      /touches Temporal\.Now/,
    ],
    ['a third clock in a pure file', 'src/plan/a.ts', 'export const x = () => new Date()', /touches new Date/],
    [
      'the network in a pure file',
      'src/radar/a.ts',
      "export const x = () => fetch('https://example.org')",
      /touches fetch/,
    ],
    [
      'the door to the network in a pure file',
      'src/radar/a.ts',
      "import { makeGet } from '../net/get.ts'\nmakeGet()",
      /is pure, and imports src\/net/,
    ],
    [
      'the store in a pure file',
      'src/radar/a.ts',
      "import { x } from './store/items.ts'\nx()",
      /is pure, and imports src\/radar\/store/,
    ],
    ['a file over 350 lines', 'src/radar/a.ts', 'export {}\n'.repeat(351), /over 350/],
    [
      'a route without a key',
      'src/radar/pages.tsx',
      "import { get } from '../web/route.ts'\nget('/x', handle)",
      /\/x declares no key/,
    ],
    [
      'a route with a key nobody knows',
      'src/radar/pages.tsx',
      "import { post } from '../web/route.ts'\npost('/x', 'anyone', handle)",
      /\/x declares no key/,
    ],
    ['a route made past the table', 'src/radar/pages.tsx', "app.get('/x', handle)", /past web\/route\.ts/],
    ['a second server', 'src/radar/pages.tsx', 'export const app = new Hono()', /server of its own/],
  ]

  it.each(planted)('%s', (_name, path, code, says) => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-planted-'))
    try {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), code)
      expect(violations(folder, rules).join('\n')).toMatch(says)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('nothing wrong in what is allowed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-planted-'))
    mkdirSync(join(folder, 'src/radar/machine'), { recursive: true })
    writeFileSync(
      join(folder, 'src/radar/machine/a.ts'),
      "import { join } from 'node:path'\nimport { x } from '../../net/get.ts'\njoin(x)",
    )
    writeFileSync(
      join(folder, 'src/radar/b.ts'),
      "import type { X } from './store/items.ts'\nexport const y = (x: X) => new Date(x)",
    )
    expect(violations(folder, rules)).toEqual([])
    rmSync(folder, { recursive: true })
  })
})
