import { defineConfig } from 'vitest/config'
import type { Reporter } from 'vitest/node'

/** Says at the end of a run what was skipped, and why. */
const skipped: Reporter = {
  onTestRunEnd(modules) {
    for (const test of modules.flatMap(module => [...module.children.allTests('skipped')])) {
      const result = test.result()
      const why = result.state === 'skipped' && result.note
      if (why) process.stdout.write(`Skipped: ${test.fullName} (${why})\n`)
    }
  },
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  define: { __VERSION__: JSON.stringify('test') },
  test: {
    include: [
      'extension/**/*.test.ts',
      'hub/**/*.test.ts',
      'src/**/*.test.{ts,tsx}',
      'test/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    setupFiles: ['test/noise.ts'],
    maxWorkers: 2,
    // Long, for machines that have other work: what hangs is found all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { requireAssertions: true },
    reporters: ['default', skipped],
    silent: 'passed-only',
  },
})
