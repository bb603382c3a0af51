import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
/** What Evenkeel never says: it knows nothing of health, and claims nothing of it. */
const FORBIDDEN =
  /\b(diagnos\w*|detect\w*|risk\w*|disorder\w*|burn-?out\w*|burnt out|depress\w*|anxiety|symptom\w*|patholog\w*|patients?|disease\w*|illness\w*|clinical\w*|therap\w*|treatments?|prognos\w*|predict\w*|relapse\w*|screening|mental health|stress score|wellness score|mood score|syndrome\w*)\b/i

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

/** Every text in a file that could reach a person: literals, templates and what stands in markup; no comments, no imports. */
function texts(path: string): string[] {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one)
      return
    }
    if (!value || typeof value !== 'object') return
    const node = value as Node
    if (node.type === 'ImportDeclaration' || node.type === 'ImportExpression') return
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node.value)
    if (node.type === 'TemplateElement') found.push((node.value as { raw: string }).raw)
    if (node.type === 'JSXText') found.push(node.value as string)
    for (const part of Object.values(node)) visit(part)
  }
  visit(parseAst(readFileSync(join(root, path), 'utf8'), { lang: path.endsWith('x') ? 'tsx' : 'ts' }))
  return found
}

function listed(folder: string, kind: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => kind.test(name) && !/\.test\.tsx?$/.test(name))
    .map(name => join(folder, name))
}

/** Words that a place may say, with the reason. */
const ALLOWED: Record<string, RegExp> = {
  // A field of research a person may work in.
  'src/radar/starter.ts': /segmentation detection/,
  'src/sample/writer.ts': /^(voice cloning detection|tabular prediction)$/,
  // The title of the thread it began with.
  'README.md': /"Avoiding\s+burnout in AI careers"/,
}

function own(path: string, text: string): string {
  return ALLOWED[path] ? text.replace(ALLOWED[path], '') : text
}

describe('what a person reads', () => {
  it('never speaks of health as one who would know', () => {
    const files = ['src', 'extension', 'protocol'].flatMap(folder => listed(folder, /\.tsx?$/))
    expect(files.length).toBeGreaterThan(150)
    const said = files.flatMap(path =>
      texts(path)
        .map(text => own(path, text))
        .filter(text => FORBIDDEN.test(text))
        .map(text => `${path}: ${text.trim().slice(0, 80)}`),
    )
    expect(said).toEqual([])
  })

  it('is as careful in the pages of the docs, and in what the extension shows', () => {
    const files = [
      'README.md',
      ...listed('docs', /^[^/]+\.md$/).filter(name => name !== 'docs/architecture.md'),
      ...listed('extension', /\.html$/),
    ]
    const said = files.flatMap(path => {
      const word = FORBIDDEN.exec(own(path, readFileSync(join(root, path), 'utf8')))
      return word ? [`${path}: ${word[0]}`] : []
    })
    expect(said).toEqual([])
  })

  it('would be found out', () => {
    expect(
      ['Burnout risk: high', 'we detected a change', 'a disorder', 'diagnosis'].every(text => FORBIDDEN.test(text)),
    ).toBe(true)
    expect(FORBIDDEN.test('Since about 3 November your days have changed from your own usual.')).toBe(false)
  })
})
