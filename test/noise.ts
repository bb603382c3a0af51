import fc from 'fast-check'
import { afterEach, beforeEach, expect, vi } from 'vitest'

// More of every property by flag: EVENKEEL_PROPERTY_RUNS=5000 npm test
if (process.env.EVENKEEL_PROPERTY_RUNS) fc.configureGlobal({ numRuns: Number(process.env.EVENKEEL_PROPERTY_RUNS) })

// Unexpected noise is a failure: whatever a test expects to be said, it listens to itself.
beforeEach(() => {
  vi.spyOn(console, 'error')
  vi.spyOn(console, 'warn')
})

afterEach(() => {
  const said = [...vi.mocked(console.error).mock.calls, ...vi.mocked(console.warn).mock.calls]
  vi.restoreAllMocks()
  expect(said).toEqual([])
})
