// Builds the extension for each browser from the one source: a folder to load unpacked, and a zip of the same. Run by
// setup.mjs; plain JavaScript.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { rolldown } from 'rolldown'

const from = import.meta.dirname
const dist = join(from, '..', 'dist')
const { version } = JSON.parse(readFileSync(join(from, '..', 'package.json'), 'utf8'))
const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8'))

/** What the browsers differ in. Only in split mode does Chromium show our page in a private window; Firefox has no such mode. */
const browsers = {
  chromium: {
    background: { service_worker: 'background.js', type: 'module' },
    incognito: 'split',
    minimum_chrome_version: '121',
  },
  firefox: {
    background: { scripts: ['background.js'], type: 'module' },
    browser_specific_settings: {
      gecko: {
        id: 'evenkeel@evenkeel.invalid',
        strict_min_version: '128.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  },
}

for (const [browser, own] of Object.entries(browsers)) {
  const to = join(dist, `extension-${browser}`)
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  for (const name of ['background', 'blocked', 'popup']) {
    const bundle = await rolldown({ input: join(from, `${name}.ts`), platform: 'browser' })
    await bundle.write({ file: join(to, `${name}.js`), format: 'esm' })
    await bundle.close()
  }
  for (const name of readdirSync(from).filter(name => /\.(html|css|png)$/.test(name)))
    copyFileSync(join(from, name), join(to, name))
  writeFileSync(join(to, 'manifest.json'), `${JSON.stringify({ ...manifest, version, ...own }, null, 2)}\n`)
  const files = Object.fromEntries(readdirSync(to).map(name => [name, readFileSync(join(to, name))]))
  // A fixed date makes the same sources the same zip.
  writeFileSync(join(dist, `evenkeel-${browser}-${version}.zip`), zipSync(files, { mtime: '2026-01-01', level: 9 }))
}
