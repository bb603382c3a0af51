import type { Database } from './database.ts'

/** One setting: its name, default, how a written value is read, and what it means to a person. */
export interface Setting<Value = unknown> {
  readonly name: string
  readonly fallback: Value
  readonly meaning: string
  /** Reads what a person typed; undefined when it does not fit. */
  read(text: string): Value | undefined
  /** The value as a person would type it. */
  write(value: Value): string
}

/** A setting that holds a web address without a slash at its end. */
export function addressSetting(name: string, fallback: string, meaning: string): Setting<string> {
  return {
    name,
    fallback,
    meaning,
    read: text => (/^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text.replace(/\/+$/, '') : undefined),
    write: value => value,
  }
}

/** A setting that is yes or no. */
export function switchSetting(name: string, fallback: boolean, meaning: string): Setting<boolean> {
  return {
    name,
    fallback,
    meaning: `${meaning}: yes or no.`,
    read: text => ({ yes: true, no: false })[text.trim().toLowerCase()],
    write: value => (value ? 'yes' : 'no'),
  }
}

/** The person's value of a setting, or its default. */
export function readSetting<Value>(db: Database, setting: Setting<Value>): Value {
  const row = db.get<{ value: string }>('SELECT value FROM setting WHERE name = ?', setting.name)
  return (row && setting.read(row.value)) ?? setting.fallback
}

/** Keeps what the person typed for a setting; answers whether it fits. An empty text goes back to the default. */
export function keepSetting(db: Database, setting: Setting, text: string): boolean {
  const trimmed = text.trim()
  if (trimmed === '') {
    db.run('DELETE FROM setting WHERE name = ?', setting.name)
    return true
  }
  const value = setting.read(trimmed)
  if (value === undefined) return false
  db.run(
    'INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2',
    setting.name,
    setting.write(value),
  )
  return true
}
