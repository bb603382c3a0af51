import { beforeEach, describe, expect, it, vi } from 'vitest'

/** The browser's storage, as far as it is used. */
function fakeBrowser(incognito: boolean, store: Record<string, unknown>) {
  return {
    runtime: { getManifest: () => ({ version: 'test' }) },
    extension: { inIncognitoContext: incognito },
    storage: {
      local: {
        get: async (names: string[] | null) =>
          names === null ? { ...store } : Object.fromEntries(names.map(name => [name, store[name]])),
        set: async (values: Record<string, unknown>) => void Object.assign(store, structuredClone(values)),
        remove: async (names: string[]) => {
          for (const name of names) delete store[name]
        },
      },
    },
  }
}

async function background(store: Record<string, unknown>, incognito = false) {
  vi.resetModules()
  vi.stubGlobal('chrome', fakeBrowser(incognito, store))
  return import('./state.ts')
}

const PAIRING = { address: 'http://127.0.0.1:4815', token: 'secret' }

beforeEach(() => {
  vi.unstubAllGlobals()
})

describe('what the extension keeps', () => {
  it('outlives a version that reads a part of it otherwise', async () => {
    const store: Record<string, unknown> = {
      state: { pairing: PAIRING, known: { boundary: 'of another shape' }, failures: 'many' },
      queue: { thoughts: [{ words: 'kept', at: 1 }], attempts: [{ odd: true }] },
    }
    const { readState, changeState } = await background(store)
    expect(await readState()).toMatchObject({ pairing: PAIRING, known: undefined, thoughts: [{ words: 'kept' }] })
    await changeState(() => ({ failures: 1 }))
    expect(await readState()).toMatchObject({ pairing: PAIRING, failures: 1, thoughts: [{ words: 'kept' }] })
  })

  it('holds what comes from private windows too, and neither background writes over the other', async () => {
    const store: Record<string, unknown> = {}
    const usual = await background(store)
    await usual.changeState(() => ({ pairing: PAIRING }))
    await usual.wait({ thought: { words: 'one', at: 1 } })
    const hidden = await background(store, true)
    await Promise.all([
      hidden.wait({ thought: { words: 'two', at: 2 } }),
      hidden.changeState(() => ({ askedAt: 7 })),
      usual.wait({ thought: { words: 'three', at: 3 } }),
    ])
    vi.stubGlobal('chrome', fakeBrowser(false, store))
    const { gather, readState } = await background(store)
    const words = (await gather()).thoughts.map(({ words }) => words)
    expect(words.sort()).toEqual(['one', 'three', 'two'])
    expect(await readState()).toMatchObject({ pairing: PAIRING })
    expect((await gather()).thoughts).toHaveLength(3)
  })

  it('is nothing at first', async () => {
    const { readState } = await background({})
    expect(await readState()).toMatchObject({ pairing: undefined, attempts: [], thoughts: [] })
  })
})
