/** What can be wrong with the data file; each is shown to the person with what to do. */
export type StoreTrouble =
  | 'locked'
  | 'full'
  | 'read-only'
  | 'unreadable'
  | 'newer'
  | 'damaged'
  | 'failing-disk'
  | 'in-use'
  | 'no-place'
  | 'no-database'

const ADVICE: Record<StoreTrouble, string> = {
  locked: 'Another program has held the data file for a while. Close it, or wait, and try again.',
  full: 'The disk is full. What was saved before is safe; make some room and try again.',
  'read-only': 'The data folder cannot be written to. Change its permissions, or point EVENKEEL_DATA elsewhere.',
  unreadable: 'The data folder cannot be opened. Check that it is a folder of yours, or point EVENKEEL_DATA elsewhere.',
  newer: 'A newer Evenkeel wrote this data. Update this one; nothing was changed.',
  damaged: 'The data file is damaged. Nothing was changed. Restore a backup: evenkeel restore FILE.',
  'failing-disk': 'The disk could not be read or written. Nothing was overwritten; check the disk and try again.',
  'in-use':
    'Evenkeel is already running with this data folder. For a new link to it: evenkeel open. Or stop it first (Ctrl+C where it runs).',
  'no-place': 'Nothing can be written there. Name another place.',
  'no-database':
    'The database cannot be used. Check DATABASE_URL, that PostgreSQL runs, and that this account may make tables.',
}

/** An expected failure of the data file. */
export class StoreProblem extends Error {
  readonly trouble: StoreTrouble

  constructor(trouble: StoreTrouble, where: string, options?: ErrorOptions) {
    super(`${ADVICE[trouble]} (${where})`, options)
    this.name = 'StoreProblem'
    this.trouble = trouble
  }
}

/** Turns what SQLite or the file system threw into a StoreProblem; anything else comes back as it was. */
export function asStoreProblem(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreProblem) return error
  const trouble =
    'errcode' in error
      ? sqliteTrouble(Number(error.errcode))
      : fileTrouble(String((error as NodeJS.ErrnoException).code))
  return trouble ? new StoreProblem(trouble, where, { cause: error }) : error
}

/** The same for a place the person named for a copy or a list: then it is that place which is wrong. */
export function asPlaceProblem(error: unknown, where: string): unknown {
  const known = asStoreProblem(error, where)
  const cannotWrite = known instanceof StoreProblem && (known.trouble === 'unreadable' || known.trouble === 'read-only')
  return cannotWrite ? new StoreProblem('no-place', where, { cause: error }) : known
}

// Result codes: https://www.sqlite.org/rescode.html; the low byte is the primary code.
function sqliteTrouble(code: number): StoreTrouble | undefined {
  const primary: Record<number, StoreTrouble> = {
    5: 'locked',
    6: 'locked',
    8: 'read-only',
    10: 'failing-disk',
    11: 'damaged',
    13: 'full',
    14: 'unreadable',
    26: 'damaged',
  }
  return primary[code & 0xff]
}

function fileTrouble(code: string): StoreTrouble | undefined {
  const codes: Record<string, StoreTrouble> = {
    EACCES: 'read-only',
    EPERM: 'read-only',
    EROFS: 'read-only',
    ENOSPC: 'full',
    EDQUOT: 'full',
    ENOENT: 'unreadable',
    ENOTDIR: 'unreadable',
    EEXIST: 'unreadable',
    EISDIR: 'unreadable',
    EIO: 'failing-disk',
  }
  return codes[code]
}
