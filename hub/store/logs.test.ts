import { describe, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../test/house.ts'
import { storeContract } from '../contract.ts'
import { openLogs } from './logs.ts'

describe('logs in SQLite', () => {
  storeContract(async limits => {
    const folder = temporaryFolder()
    const keep = (store: ReturnType<typeof openLogs>) => {
      onTestFinished(() => store.close())
      return store
    }
    return { store: keep(openLogs(folder, limits)), again: async () => keep(openLogs(folder, limits)) }
  })
})
