import { readdirSync, readFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const benches = readdirSync('bench').filter(name => name.endsWith('.bench.ts'))

export default {
  input: {
    main: 'src/main.ts',
    step: 'src/step.ts',
    ...Object.fromEntries(benches.map(name => [`bench-${name.replace('.bench.ts', '')}`, `bench/${name}`])),
  },
  platform: 'node',
  external: ['playwright-core', 'pg-native'],
  transform: { define: { __VERSION__: JSON.stringify(version) } },
  output: { dir: 'dist', format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
}
