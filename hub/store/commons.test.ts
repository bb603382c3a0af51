import { describe, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../test/house.ts'
import { commonsContract } from '../commons/contract.ts'
import { openSqlite } from './sql.ts'

describe('a commons in SQLite', () => {
  commonsContract(async () => {
    const sql = openSqlite(temporaryFolder())
    onTestFinished(() => sql.close())
    return sql
  })
})
