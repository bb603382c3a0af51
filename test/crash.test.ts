import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../src/store/database.ts'
import { FILE_NAME } from '../src/store/folder.ts'
import { temporaryFolder } from './house.ts'

const CYCLES = Number(process.env.EVENKEEL_CRASH_CYCLES ?? 60)

describe('killed at a random moment of migrating, fetching, deciding and making an edition', () => {
  it(`${CYCLES} times, it loses nothing that was acknowledged, and its database stays whole`, async () => {
    const folder = temporaryFolder()
    const acknowledged = { items: 0, decisions: 0, editions: 0, migrations: 0 }
    const lost: string[] = []
    // Killed before the migration was done.
    let unfinished = 0
    for (let round = 0; round < CYCLES; round++) {
      // Every third round starts with a migration more than the file has been through, and is killed early.
      const said = await killed(folder, Math.floor(round / 3), round)
      const db = openDatabase(join(folder, FILE_NAME))
      const whole = db.all<{ integrity_check: string }>('PRAGMA integrity_check')
      if (whole[0]?.integrity_check !== 'ok') lost.push(`round ${round}: ${JSON.stringify(whole)}`)
      if (db.all('PRAGMA foreign_key_check').length > 0) lost.push(`round ${round}: a row points nowhere`)
      let etag: string | undefined
      if (said.length === 1) unfinished++
      for (const line of said) {
        const [what, first = '', rest = ''] = line.split(' ')
        if (what === 'migrated') {
          acknowledged.migrations++
          const version = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
          if (version < Number(first)) lost.push(line)
        } else if (what === 'items') {
          const keys = first.split(',')
          acknowledged.items += keys.length
          const found = db.get<{ n: number }>(
            'SELECT count(*) AS n FROM item_key JOIN item ON item.id = item_id WHERE key IN (SELECT value FROM json_each(?))',
            JSON.stringify(keys.map(link => link.replace('https://', 'link:'))),
          )
          if (found?.n !== keys.length) lost.push(line)
        } else if (what === 'decided') {
          acknowledged.decisions++
          const verdict = db.get<{ verdict: string }>(
            'SELECT verdict FROM decision WHERE item_id = ? ORDER BY id DESC LIMIT 1',
            Number(first),
          )
          if (verdict?.verdict !== rest) lost.push(line)
        } else if (what === 'opened') {
          acknowledged.editions++
          const stories = db.all<{ item_id: number }>(
            'SELECT item_id FROM edition_story JOIN edition ON edition.id = edition_id WHERE edition_id = ? AND opened_at IS NOT NULL ORDER BY position',
            Number(first),
          )
          if (stories.map(({ item_id }) => item_id).join(',') !== rest) lost.push(line)
        } else if (what === 'etag') etag = first
      }
      if (etag) {
        // The next mark may have been written and not said; an earlier one must not come back.
        const [kept, said] = [db.get<{ etag: string }>('SELECT etag FROM source')?.etag, etag].map(mark =>
          Number(mark?.split('-')[1]?.replace('"', '')),
        )
        if (!((kept ?? -1) >= (said ?? 0))) lost.push(`etag ${etag}`)
      }
      db.close()
      rmSync(join(folder, 'backups'), { recursive: true, force: true })
    }
    expect(lost).toEqual([])
    expect(acknowledged.items).toBeGreaterThan(CYCLES)
    expect(acknowledged.decisions).toBeGreaterThan(CYCLES / 3)
    expect(Math.min(acknowledged.editions, acknowledged.migrations, unfinished)).toBeGreaterThan(CYCLES / 30)
    console.info(
      `acknowledged in ${CYCLES} cycles, none lost: ${JSON.stringify({ ...acknowledged, killedWhileMigrating: unfinished })}`,
    )
  }, 900_000)
})

/** Runs the child until a random moment and kills it; answers the lines it had said whole. */
function killed(folder: string, extra: number, round: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'crash-child.ts'),
      folder,
      String(round),
      String(extra),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  // Every third time soon after the start, to meet the migration; else anywhere in the first tenths of a second of work.
  const wait = round % 3 === 0 ? Math.random() * 60 : 60 + Math.random() * 160
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), wait))
  return new Promise(done => child.on('close', () => done(text.split('\n').slice(0, -1))))
}
