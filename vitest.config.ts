import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  define: { __VERSION__: JSON.stringify('test') },
  test: {
    include: ['extension/**/*.test.ts', 'src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'e2e/**/*.test.ts'],
    setupFiles: ['test/noise.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { requireAssertions: true },
    reporters: ['default'],
    silent: 'passed-only',
  },
})
