import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/house.ts'
import { backUp } from './backup.ts'
import { openDatabase } from './database.ts'
import { defaultFolder, FILE_NAME, holdFolder, isHeld, openFolder } from './folder.ts'
import { migrate, migrations, versionOf } from './migrations.ts'
import { asStoreProblem, StoreProblem } from './problem.ts'
import { restore } from './restore.ts'

const now = () => 1_779_094_800_000
const trouble = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error instanceof StoreProblem ? error.trouble : error
  }
  return 'none'
}
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
const addWord = (db: ReturnType<typeof openDatabase>, word: string) =>
  db.run("INSERT INTO setting VALUES (?, 'x')", word)
const words = (db: ReturnType<typeof openDatabase>) =>
  db.all<{ name: string }>('SELECT name FROM setting').map(({ name }) => name)

describe('the data folder', () => {
  it('is made for the person alone', () => {
    const folder = join(temporaryFolder(), 'new')
    openFolder(folder, now).close()
    expect([modeOf(folder), modeOf(join(folder, FILE_NAME))]).toEqual(['700', '600'])
  })

  it('that others could read is closed to them', () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    openFolder(folder, now).close()
    expect(modeOf(folder)).toBe('700')
  })

  it('lies where the platform keeps such things', () => {
    expect(defaultFolder('linux', {}, '/home/a')).toBe('/home/a/.local/share/evenkeel')
    expect(defaultFolder('linux', { XDG_DATA_HOME: '/d' }, '/home/a')).toBe('/d/evenkeel')
    expect(defaultFolder('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Evenkeel')
  })

  it('is held by one app at a time, and free again after', () => {
    const folder = temporaryFolder()
    expect(isHeld(folder)).toBe(false)
    const release = holdFolder(folder)
    expect(isHeld(folder)).toBe(true)
    expect(trouble(() => holdFolder(folder))).toBe('in-use')
    release()
    expect(isHeld(folder)).toBe(false)
  })
})

describe('the folder’s lock', () => {
  it('that was written over is made anew', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'running.lock'), 'a letter '.repeat(2000))
    expect(isHeld(folder)).toBe(false)
    holdFolder(folder)()
  })
})

describe('a folder of other things', () => {
  it('stays as open as it was', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'photo.jpg'), '')
    chmodSync(folder, 0o755)
    openFolder(folder, now).close()
    expect([modeOf(folder), modeOf(join(folder, FILE_NAME))]).toEqual(['755', '600'])
  })
})

describe('the database', () => {
  it('keeps what a transaction wrote together, or nothing of it', () => {
    const db = openFolder(temporaryFolder(), now)
    db.transaction(() => addWord(db, 'kept'))
    expect(() =>
      db.transaction(() => {
        addWord(db, 'lost')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(words(db)).toEqual(['kept'])
    db.close()
  })

  it('is written to the disk before a write is acknowledged', () => {
    const db = openFolder(temporaryFolder(), now)
    expect(db.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
    expect(db.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' })
    db.close()
  })

  it('that is no database is named damaged, and left as it is', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, FILE_NAME), 'this is not a database, it is a letter '.repeat(200))
    expect(trouble(() => openFolder(folder, now))).toBe('damaged')
    expect(statSync(join(folder, FILE_NAME)).size).toBe(7800)
  })

  it('of a newer Evenkeel is refused, and left as it is', () => {
    const folder = temporaryFolder()
    const db = openFolder(folder, now)
    db.script('PRAGMA user_version = 999')
    db.close()
    expect(trouble(() => openFolder(folder, now))).toBe('newer')
  })

  it('that another program holds is named locked', () => {
    const folder = temporaryFolder()
    const db = openFolder(folder, now)
    const other = openDatabase(join(folder, FILE_NAME), { lock: true })
    db.script('BEGIN IMMEDIATE')
    expect(trouble(() => other.script('BEGIN IMMEDIATE'))).toBe('locked')
    other.close()
    db.close()
  })

  it('on a full disk says so, and keeps what it had', () => {
    const folder = temporaryFolder()
    const db = openFolder(folder, now)
    addWord(db, 'before')
    // A page limit fails the same way as a disk without room.
    db.script(`PRAGMA max_page_count = ${db.get<{ page_count: number }>('PRAGMA page_count')?.page_count}`)
    expect(trouble(() => db.transaction(() => addWord(db, 'x'.repeat(50_000))))).toBe('full')
    expect(words(db)).toEqual(['before'])
    db.close()
  })

  it('that cannot be written to says so', () => {
    const folder = temporaryFolder()
    openFolder(folder, now).close()
    const db = openDatabase(join(folder, FILE_NAME), { readOnly: true })
    expect(trouble(() => addWord(db, 'x'))).toBe('read-only')
    db.close()
    expect(asStoreProblem(Object.assign(new Error(), { code: 'EROFS' }), 'here')).toMatchObject({
      trouble: 'read-only',
    })
  })

  it('in the place of a file says that it cannot be opened', () => {
    const file = join(temporaryFolder(), 'a-file')
    writeFileSync(file, '')
    expect(trouble(() => openFolder(file, now))).toBe('unreadable')
    expect(trouble(() => openFolder(join(file, 'below'), now))).toBe('unreadable')
  })

  it('passes on what it does not know', () => {
    const error = new TypeError('other')
    expect(asStoreProblem(error, 'here')).toBe(error)
  })
})

describe('a migration', () => {
  const list = [...migrations, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT']

  it('is made once, after a copy of what was there', () => {
    const folder = temporaryFolder()
    const old = openFolder(folder, now)
    addWord(old, 'before')
    old.close()
    const db = openFolder(folder, now, list)
    expect([versionOf(db), words(db)]).toEqual([list.length, ['before']])
    db.close()
    openFolder(folder, now, list).close()
    const copies = readdirSync(join(folder, 'backups'))
    expect(copies).toHaveLength(1)
    const copy = openDatabase(join(folder, 'backups', copies[0] ?? ''), { readOnly: true })
    expect([versionOf(copy), words(copy)]).toEqual([migrations.length, ['before']])
    copy.close()
  })

  it('finds what was written under every earlier schema, and indexes it as new', () => {
    for (let version = 1; version < migrations.length; version++) {
      const folder = temporaryFolder()
      const old = openFolder(folder, now, migrations.slice(0, version))
      old.run(
        `INSERT INTO item (kind, link, title, text, authors, published_at, seen_at, words)
         VALUES ('story', 'https://a.test/', 'From before', 'Words', '', 0, 0, 1)`,
      )
      old.close()
      const db = openFolder(folder, now)
      expect(db.get("SELECT title FROM item WHERE text = 'Words'")).toEqual({ title: 'From before' })
      expect(readdirSync(join(folder, 'backups'))).toHaveLength(migrations.length - version)
      db.close()
    }
  })

  it('that fails leaves the database as it was', () => {
    const folder = temporaryFolder()
    const db = openFolder(folder, now)
    expect(() => migrate(db, () => {}, [...migrations, 'CREATE TABLE ok (id INTEGER) STRICT; NONSENSE'])).toThrow()
    expect(versionOf(db)).toBe(migrations.length)
    expect(db.all("SELECT 1 FROM sqlite_schema WHERE name = 'ok'")).toEqual([])
    db.close()
  })
})

describe('a backup', () => {
  const made = () => {
    const folder = temporaryFolder()
    const db = openFolder(folder, now)
    addWord(db, 'saved')
    const file = join(temporaryFolder(), 'copy.db')
    backUp(db, file)
    db.run('DELETE FROM setting')
    addWord(db, 'later')
    db.close()
    return { folder, file }
  }
  const wordsIn = (folder: string) => {
    const db = openFolder(folder, now)
    const found = words(db)
    db.close()
    return found
  }

  it('is for the person alone', () => {
    expect(modeOf(made().file)).toBe('600')
  })

  it('comes back whole, and what was there is kept beside it', async () => {
    const { folder, file } = made()
    const { answer, kept } = await restore(file, folder, now())
    expect(answer).toBe('restored')
    expect(wordsIn(folder)).toEqual(['saved'])
    const before = openDatabase(kept ?? '', { readOnly: true })
    expect(words(before)).toEqual(['later'])
    before.close()
  })

  it('comes back into an empty folder', async () => {
    const { file } = made()
    const folder = join(temporaryFolder(), 'elsewhere')
    expect(await restore(file, folder, now())).toEqual({ answer: 'restored' })
    expect(wordsIn(folder)).toEqual(['saved'])
  })

  it.each([
    ['that is not there', 'no-such-file', () => '/nowhere/at/all.db'],
    [
      'of another kind',
      'not-evenkeel',
      () => {
        const file = join(temporaryFolder(), 'other.db')
        const db = openDatabase(file)
        db.script('CREATE TABLE t (a)')
        db.close()
        return file
      },
    ],
    [
      'that is a letter',
      'damaged',
      () => {
        const file = join(temporaryFolder(), 'letter.db')
        writeFileSync(file, 'dear friend '.repeat(500))
        return file
      },
    ],
    [
      'of a newer Evenkeel',
      'newer',
      () => {
        const file = join(temporaryFolder(), 'newer.db')
        const db = openDatabase(file)
        migrate(db, () => {})
        db.script('PRAGMA user_version = 999')
        db.close()
        return file
      },
    ],
    [
      'that was cut off',
      'damaged',
      () => {
        const { file } = made()
        const half = join(temporaryFolder(), 'half.db')
        writeFileSync(half, readFileSync(file).subarray(0, 12_288))
        return half
      },
    ],
  ])('%s is refused, and nothing changes', async (_name, answer, file) => {
    const { folder } = made()
    expect((await restore(file(), folder, now())).answer).toBe(answer)
    expect(wordsIn(folder)).toEqual(['later'])
  })

  it('comes back under a command that has the data open, and loses nothing of what that writes', async () => {
    const { folder, file } = made()
    const busy = openFolder(folder, now)
    busy.script('BEGIN')
    expect(words(busy)).toEqual(['later'])
    busy.script('COMMIT')
    addWord(busy, 'written before')
    const { kept } = await restore(file, folder, now())
    addWord(busy, 'written after')
    busy.close()
    expect(wordsIn(folder)).toEqual(['saved', 'written after'])
    const before = openDatabase(kept ?? '', { readOnly: true })
    expect(words(before)).toEqual(['later', 'written before'])
    before.close()
  })

  it('takes the place of a damaged file, which is kept', async () => {
    const { folder, file } = made()
    writeFileSync(join(folder, FILE_NAME), 'a letter '.repeat(2000))
    const { answer, kept } = await restore(file, folder, now())
    expect([answer, statSync(kept ?? '').size]).toEqual(['restored', 18_000])
    expect(wordsIn(folder)).toEqual(['saved'])
  })

  it('takes the place of a file with damaged pages, which is kept', async () => {
    const { folder, file } = made()
    const path = join(folder, FILE_NAME)
    const db = openDatabase(path)
    const table = db.get<{ rootpage: number }>("SELECT rootpage FROM sqlite_schema WHERE name = 'setting'")
    db.close()
    const bytes = readFileSync(path)
    // It still opens; the page that holds the settings is nonsense, which only copying meets.
    bytes.fill(0xa5, ((table?.rootpage ?? 1) - 1) * 4096, (table?.rootpage ?? 1) * 4096)
    writeFileSync(path, bytes)
    const { answer, kept } = await restore(file, folder, now())
    expect([answer, existsSync(kept ?? '')]).toEqual(['restored', true])
    expect(wordsIn(folder)).toEqual(['saved'])
  })

  it('is not put in place while the app runs', async () => {
    const { folder, file } = made()
    const release = holdFolder(folder)
    expect((await restore(file, folder, now())).answer).toBe('in-use')
    release()
    expect(wordsIn(folder)).toEqual(['later'])
  })

  it('makes the folder it is put into', async () => {
    const { file } = made()
    const folder = join(temporaryFolder(), 'a', 'b')
    mkdirSync(join(folder, '..'))
    await restore(file, folder, now())
    expect(existsSync(join(folder, FILE_NAME))).toBe(true)
  })
})
